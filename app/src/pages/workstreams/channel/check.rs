//! The last step: what the channel will be, and the button that makes it.

use leptos::prelude::*;

use super::Step;
use crate::{
    components::*,
    forms::action,
    pages::workstreams::api::channels::{ChannelDraft, ChannelSetup, CreateChannel},
    paths, words,
};

#[component]
pub fn CheckStep(setup: ChannelSetup) -> impl IntoView {
    let words = words::here();
    let id = setup.workstream.id;
    let answers = answers(&setup);
    view! {
        <Card title=words.channels.wizard.check>
            <CheckAnswers answers/>
            <p class="muted">{words.channels.wizard.check_text}</p>
            <form class="form" method="post" action={action::<CreateChannel>()}>
                <input type="hidden" name="id" value=id.to_string()/>
                <Chosen draft=setup.draft/>
                <Buttons>
                    <Button kind=ButtonKind::Primary>{words.channels.wizard.create}</Button>
                    <LinkButton href=paths::new_channel(id, Step::Features.as_str())>{words.common.back}</LinkButton>
                    <LinkButton href=paths::workstream(id) kind=ButtonKind::Quiet>{words.common.save_and_close}</LinkButton>
                </Buttons>
            </form>
        </Card>
    }
}

fn answers(setup: &ChannelSetup) -> Vec<Answer> {
    let words = words::here();
    let texts = &words.channels;
    let href = |step: Step| paths::new_channel(setup.workstream.id, step.as_str());
    let agent = setup.chosen().map(|agent| agent.name.clone()).unwrap_or_default();
    let language = setup.draft.language.as_ref().map(|tag| texts.language_name(tag.as_str())).unwrap_or_default();
    let yes_or_no = |is_on| if is_on { words.common.yes } else { words.common.no };
    let mut answers = vec![
        Answer::new(texts.agent_account, agent, href(Step::AgentAccount)),
        Answer::new(texts.language, language, href(Step::Language)),
    ];
    match setup.draft.features {
        Some(features) if features.has_attachments() => answers.extend([
            Answer::new(texts.from_customers, yes_or_no(features.from_customers), href(Step::Features)),
            Answer::new(texts.from_agents, yes_or_no(features.from_agents), href(Step::Features)),
        ]),
        _ => answers.push(Answer::new(texts.attachments, texts.off, href(Step::Features))),
    }
    answers
}

/// The answers again, so that what was looked at is what is made.
#[component]
fn Chosen(draft: ChannelDraft) -> impl IntoView {
    let is_on = |is_on: bool| if is_on { "true" } else { "false" };
    draft.agent_account.zip(draft.language).zip(draft.features).map(|((agent_account, language), features)| {
        view! {
            <HiddenInput name="agent_account" value=agent_account.to_string()/>
            <HiddenInput name="language" value=language.as_str().to_owned()/>
            <HiddenInput name="attachments" value=is_on(features.has_attachments())/>
            <HiddenInput name="from_customers" value=is_on(features.from_customers)/>
            <HiddenInput name="from_agents" value=is_on(features.from_agents)/>
        }
    })
}
