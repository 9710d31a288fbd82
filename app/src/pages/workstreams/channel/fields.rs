//! The questions of the steps.

use domain::{Lang, channel::LanguageTag};
use leptos::prelude::*;

use super::Step;
use crate::{
    components::*,
    pages::workstreams::api::channels::{ChannelSetup, Features},
    reader::Reader,
    words,
};

#[component]
pub fn Fields(setup: ChannelSetup, step: Step, form: FormView) -> impl IntoView {
    match step {
        Step::AgentAccount => view! { <AgentAccount setup form/> }.into_any(),
        Step::Language => view! { <Language form/> }.into_any(),
        Step::Features | Step::Check => view! { <UserFeatures form/> }.into_any(),
    }
}

#[component]
fn AgentAccount(setup: ChannelSetup, form: FormView) -> impl IntoView {
    let words = &words::here().channels;
    let choices = setup
        .free
        .into_iter()
        .map(|agent| Choice::new(agent.id.to_string(), agent.name).hint((words.wizard.of_account)(&agent.account_name)))
        .collect();
    view! {
        <RadioCards form=&form name="agent_account" label=words.wizard.choose_agent_account hint=words.wizard.agent_account_hint choices/>
    }
}

#[component]
pub fn Language(#[prop(into)] form: FormView) -> impl IntoView {
    let words = &words::here().channels;
    let mut choices: Vec<Choice> = words.languages.iter().map(|(tag, name)| Choice::new(*tag, *name)).collect();
    // A tag from elsewhere that the form does not offer stays what it is.
    let chosen = form.value("language");
    if !chosen.is_empty() && !choices.iter().any(|choice| choice.value == chosen) {
        choices.push(Choice::new(chosen.clone(), chosen));
    }
    view! {
        <Select form=&form name="language" label=words.wizard.language choices
            width=Width::Medium/>
    }
}

/// The ticks matter while the switch is on; the style sheet hides them otherwise.
#[component]
pub fn UserFeatures(#[prop(into)] form: FormView) -> impl IntoView {
    let words = &words::here().channels;
    view! {
        <div class="if-on">
            <Switch form=&form name="attachments" label=words.attachments hint=words.wizard.attachments_hint/>
            <div class="then">
                <Checkbox form=&form name="from_customers" label=words.wizard.customers_may_send/>
                <Checkbox form=&form name="from_agents" label=words.wizard.agents_may_send/>
            </div>
        </div>
    }
}

/// What was chosen, or what most will choose.
pub fn filled(setup: &ChannelSetup) -> FormView {
    let draft = &setup.draft;
    let only = if let [only] = setup.free.as_slice() { Some(only.id) } else { None };
    let language = draft.language.as_ref().map_or_else(own_language, |tag| tag.as_str().to_owned());
    let form = FormView::default()
        .with("agent_account", draft.agent_account.or(only).map(|id| id.to_string()).unwrap_or_default())
        .with("language", language);
    with_features(form, draft.features)
}

/// The form with the user features. Whoever switches attachments on most likely means both ways.
pub fn with_features(form: FormView, features: Option<Features>) -> FormView {
    let both = features.is_none_or(|features| !features.has_attachments());
    let is_on = |on: bool| if on { "true" } else { "" };
    form.with("attachments", is_on(features.is_some_and(Features::has_attachments)))
        .with("from_customers", is_on(both || features.is_some_and(|features| features.from_customers)))
        .with("from_agents", is_on(both || features.is_some_and(|features| features.from_agents)))
}

/// The offered language that is the reader's own.
fn own_language() -> String {
    let primary = match Reader::here().lang {
        Lang::Nb => "nb-",
        Lang::En => "en-",
    };
    LanguageTag::OFFERED.iter().find(|tag| tag.starts_with(primary)).map(ToString::to_string).unwrap_or_default()
}
