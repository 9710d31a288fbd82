//! Setting up a channel, step by step, changing and removing one. Each step is an address with a form of its own.

mod check;
mod edit;
mod fields;
mod remove;

pub use self::{edit::EditChannelPage, remove::RemoveChannelPage};

use std::str::FromStr;

use islands::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use self::{check::CheckStep, fields::Fields};
use super::{
    api::channels::{AnswerChannelStep, ChannelSetup, get_channel_setup},
    crumbs_of,
};
use crate::{
    components::*,
    forms::{action, draft_or},
    gate,
    page::{id_param, page, text_param},
    pages::accounts::channel_name,
    paths, words,
};

/// A step of setting up a channel; also the last part of its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    AgentAccount,
    Language,
    Features,
    Check,
}

impl Step {
    pub const ALL: [Self; 4] = [Self::AgentAccount, Self::Language, Self::Features, Self::Check];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AgentAccount => "agent-account",
            Self::Language => "language",
            Self::Features => "features",
            Self::Check => "check",
        }
    }

    pub const fn next(self) -> Self {
        match self {
            Self::AgentAccount => Self::Language,
            Self::Language => Self::Features,
            Self::Features | Self::Check => Self::Check,
        }
    }

    pub const fn previous(self) -> Option<Self> {
        match self {
            Self::AgentAccount => None,
            Self::Language => Some(Self::AgentAccount),
            Self::Features => Some(Self::Language),
            Self::Check => Some(Self::Features),
        }
    }

    fn title(self) -> &'static str {
        let words = &words::here().channels;
        match self {
            Self::AgentAccount => words.agent_account,
            Self::Language => words.language,
            Self::Features => words.features,
            Self::Check => words.wizard.check,
        }
    }
}

impl FromStr for Step {
    type Err = AppError;

    fn from_str(raw: &str) -> Result<Self, AppError> {
        Self::ALL.into_iter().find(|step| step.as_str() == raw).ok_or(AppError::NotFound)
    }
}

/// One step. A step whose turn has not come leads back to the first one without an answer.
#[component]
pub fn SetUpChannelPage() -> impl IntoView {
    let id = id_param("id");
    let asked = text_param("step").parse::<Step>();
    let load = async move {
        let (id, asked) = (id?, asked.map_err(gate::refuse)?);
        let setup = get_channel_setup(id).await?;
        let step = asked.min(setup.draft.open_step());
        if step != asked {
            gate::redirect(&paths::new_channel(id, step.as_str()));
        }
        let form = draft_or(fields::filled(&setup)).await?;
        Ok((setup, step, form))
    };
    page(load, |(setup, step, form)| {
        let words = &words::here().channels;
        let id = setup.workstream.id;
        let title = (words.wizard.title)(channel_name(setup.workstream.channel_kind));
        let crumbs = crumbs_of(id, &setup.workstream.name);
        let open = setup.draft.open_step();
        let steps = Step::ALL.into_iter().map(|other| {
            let state = match other {
                other if other == step && form.has_errors() => StepState::Problem,
                other if other == step => StepState::Current,
                other if other < open => StepState::Done,
                _ => StepState::Todo,
            };
            entry(id, other, state)
        });
        let steps = steps.collect();
        view! {
            <PageHeader title crumbs problem=form.has_errors()/>
            <Wizard steps>
                <ErrorSummary form=&form/>
                <Content setup step form/>
            </Wizard>
        }
    })
}

/// A step in the list of steps.
fn entry(id: domain::WorkstreamId, step: Step, state: StepState) -> crate::components::Step {
    crate::components::Step::new(step.title(), paths::new_channel(id, step.as_str()), state)
}

#[component]
fn Content(setup: ChannelSetup, step: Step, form: FormView) -> impl IntoView {
    match step {
        Step::Check => view! { <CheckStep setup/> }.into_any(),
        Step::AgentAccount if setup.free.is_empty() => view! { <NoFreeAgentAccount/> }.into_any(),
        step => view! { <AnswerStep setup step form/> }.into_any(),
    }
}

/// Nothing to choose from: where to make something.
#[component]
fn NoFreeAgentAccount() -> impl IntoView {
    let words = &words::here().channels.wizard;
    view! {
        <EmptyState icon=IconName::Account title=words.no_free text=words.no_free_text>
            <LinkButton href=paths::ACCOUNTS kind=ButtonKind::Primary>{words.show_accounts}</LinkButton>
        </EmptyState>
    }
}

#[component]
fn AnswerStep(setup: ChannelSetup, step: Step, form: FormView) -> impl IntoView {
    let words = &words::here().common;
    let id = setup.workstream.id;
    let back = step.previous().map(|previous| paths::new_channel(id, previous.as_str()));
    view! {
        <Card title=step.title()>
            <form class="form" method="post" action={action::<AnswerChannelStep>()}>
                <input type="hidden" name="id" value=id.to_string()/>
                <input type="hidden" name="step" value=step.as_str()/>
                <Fields setup step form/>
                <Buttons>
                    // The first button is the one that Enter presses, and its value keeps the form from being empty.
                    <Button kind=ButtonKind::Primary name=FormView::field("close") value="false">{words.next}</Button>
                    {back.map(|href| view! { <LinkButton href>{words.back}</LinkButton> })}
                    <Button kind=ButtonKind::Quiet name=FormView::field("close") value="true">
                        {words.save_and_close}
                    </Button>
                </Buttons>
            </form>
        </Card>
    }
}
