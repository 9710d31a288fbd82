//! The server functions of a workstream's channels. What has been chosen for a channel that is not made yet is kept in the
//! session.

use std::collections::HashMap;

use domain::{
    AgentAccountId, ChannelId, Checks, Fault, FieldFault, Invalid, WorkstreamId,
    channel::{ChannelChange, ChannelSummary, FreeAgentAccount, LanguageTag, NewChannel},
    user::Permission,
    workstream::WorkstreamSummary,
};
use islands::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    forms::{self, Done, Reply, required},
    gate::{self, told},
    pages::workstreams::channel::Step,
    paths,
    words::Words,
};

/// The answers of the steps, as posted: those of one step while going on, all of them to create the channel.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChannelForm {
    pub agent_account: String,
    pub language: String,
    pub attachments: bool,
    pub from_customers: bool,
    pub from_agents: bool,
    /// Leave the rest for later.
    pub close: bool,
}

impl ChannelForm {
    fn agent_account(&self) -> Result<AgentAccountId, Fault> {
        required(&self.agent_account)?.parse()
    }

    fn features(&self) -> Result<Features, Fault> {
        Features::of(self.attachments, self.from_customers, self.from_agents)
    }

    /// The draft with the answer of one step.
    fn answer(&self, step: Step, mut draft: ChannelDraft) -> Result<ChannelDraft, Invalid> {
        let wrong = |field| move |fault| Invalid::one(field, fault);
        match step {
            Step::AgentAccount => draft.agent_account = Some(self.agent_account().map_err(wrong("agent_account"))?),
            Step::Language => draft.language = Some(LanguageTag::parse(&self.language).map_err(wrong("language"))?),
            Step::Features => draft.features = Some(self.features().map_err(wrong("attachments"))?),
            Step::Check => {}
        }
        Ok(draft)
    }

    fn check(&self) -> Result<NewChannel, Invalid> {
        let mut checks = Checks::default();
        let agent_account = checks.field("agent_account", self.agent_account());
        let language = checks.field("language", LanguageTag::parse(&self.language));
        let features = checks.field("attachments", self.features());
        let new =
            agent_account.zip(language).zip(features).map(|((agent_account_id, language), features)| NewChannel {
                agent_account_id,
                language,
                attachments_from_customers: features.from_customers,
                attachments_from_agents: features.from_agents,
            });
        checks.finish(new)
    }
}

/// Another content for a channel, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChannelChangeForm {
    pub language: String,
    pub attachments: bool,
    pub from_customers: bool,
    pub from_agents: bool,
    /// The version that was read.
    pub version: i32,
}

impl ChannelChangeForm {
    fn check(&self) -> Result<ChannelChange, Invalid> {
        let mut checks = Checks::default();
        let language = checks.field("language", LanguageTag::parse(&self.language));
        let features = Features::of(self.attachments, self.from_customers, self.from_agents);
        let features = checks.field("attachments", features);
        let change = language.zip(features).map(|(language, features)| ChannelChange {
            language,
            attachments_from_customers: features.from_customers,
            attachments_from_agents: features.from_agents,
            version: self.version,
        });
        checks.finish(change)
    }
}

/// Who may send files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Features {
    pub from_customers: bool,
    pub from_agents: bool,
}

impl Features {
    /// From the switch and its two ticks; the ticks count while the switch is on.
    fn of(attachments: bool, from_customers: bool, from_agents: bool) -> Result<Self, Fault> {
        if attachments && !from_customers && !from_agents {
            return Err(Fault::NotTicked);
        }
        Ok(Self { from_customers: attachments && from_customers, from_agents: attachments && from_agents })
    }

    pub fn has_attachments(self) -> bool {
        self.from_customers || self.from_agents
    }
}

/// What has been chosen for a channel so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelDraft {
    pub agent_account: Option<AgentAccountId>,
    pub language: Option<LanguageTag>,
    pub features: Option<Features>,
}

impl ChannelDraft {
    /// The first step without an answer.
    pub fn open_step(&self) -> Step {
        match self {
            Self { agent_account: None, .. } => Step::AgentAccount,
            Self { language: None, .. } => Step::Language,
            Self { features: None, .. } => Step::Features,
            _ => Step::Check,
        }
    }
}

/// Everything that the steps show.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChannelSetup {
    pub workstream: WorkstreamSummary,
    pub free: Vec<FreeAgentAccount>,
    pub draft: ChannelDraft,
}

impl ChannelSetup {
    /// The agent account that was chosen.
    pub fn chosen(&self) -> Option<&FreeAgentAccount> {
        self.free.iter().find(|agent| Some(agent.id) == self.draft.agent_account)
    }
}

/// Where the draft is in the session.
fn key(id: WorkstreamId) -> String {
    format!("channel-of-{id}")
}

async fn draft_of(id: WorkstreamId) -> Result<ChannelDraft, AppError> {
    Ok(forms::load(&key(id)).await?.unwrap_or_default())
}

#[server(endpoint = "workstreams/channel-setup")]
pub async fn get_channel_setup(id: WorkstreamId) -> Result<ChannelSetup, AppError> {
    let desk = gate::desk().await?;
    desk.actor.must(Permission::ManageWorkstreams).map_err(told)?;
    let workstream = desk.backend.workstreams().get(&desk.actor, id).await.map_err(told)?.summary;
    let free = desk.backend.workstreams().free_agent_accounts(&desk.actor, id).await.map_err(told)?;
    let mut setup = ChannelSetup { workstream, free, draft: draft_of(id).await? };
    // Somebody else may have joined it meanwhile.
    if setup.chosen().is_none() {
        setup.draft.agent_account = None;
    }
    Ok(setup)
}

/// The step at which setting up a channel begins, or goes on.
#[server(endpoint = "workstreams/channel-step")]
pub async fn next_channel_step(id: WorkstreamId) -> Result<Step, AppError> {
    gate::desk().await?;
    Ok(draft_of(id).await?.open_step())
}

#[server(endpoint = "workstreams/answer-channel-step")]
pub async fn answer_channel_step(id: WorkstreamId, step: Step, form: ChannelForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    desk.actor.must(Permission::ManageWorkstreams).map_err(told)?;
    let draft = draft_of(id).await?;
    let answered = match form.answer(step, draft.clone()) {
        // Who leaves need not have answered.
        Err(_) if form.close => Ok(draft),
        answered => answered.map_err(Into::into),
    };
    if let Ok(draft) = &answered {
        forms::save(&key(id), draft).await?;
    }
    let done = if form.close {
        Done::at(paths::workstream(id)).saying(|w| w.channels.wizard.kept.to_owned())
    } else {
        Done::at(paths::new_channel(id, step.next().as_str()))
    };
    Reply::to(paths::new_channel(id, step.as_str())).typed(&form).sentences(&sentence).settle(answered, |_| done).await
}

#[server(endpoint = "workstreams/create-channel")]
pub async fn create_channel(id: WorkstreamId, form: ChannelForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async {
        let channel_id = desk.backend.workstreams().add_channel(&desk.actor, id, form.check()?).await?;
        desk.backend.workstreams().channel(&desk.actor, channel_id).await
    };
    let outcome = outcome.await;
    if outcome.is_ok() {
        forms::drop_value(&key(id)).await?;
    }
    Reply::to(paths::new_channel(id, Step::AgentAccount.as_str()))
        .typed(&form)
        .sentences(&sentence)
        .settle(outcome, |channel| {
            Done::at(paths::workstream(id)).saying(|w| (w.channels.wizard.created)(&channel.agent_account_name))
        })
        .await
}

/// A channel for the pages on which it is changed or removed.
#[server(endpoint = "workstreams/channel")]
pub async fn get_channel(workstream_id: WorkstreamId, id: ChannelId) -> Result<ChannelSummary, AppError> {
    let desk = gate::desk().await?;
    desk.actor.must(Permission::ManageWorkstreams).map_err(told)?;
    let channel = desk.backend.workstreams().channel(&desk.actor, id).await.map_err(told)?;
    if channel.workstream_id == workstream_id { Ok(channel) } else { Err(gate::refuse(AppError::NotFound)) }
}

#[server(endpoint = "workstreams/change-channel")]
pub async fn change_channel(id: ChannelId, form: ChannelChangeForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    desk.actor.must(Permission::ManageWorkstreams).map_err(told)?;
    let channel = desk.backend.workstreams().channel(&desk.actor, id).await.map_err(told)?;
    let outcome = async { desk.backend.workstreams().change_channel(&desk.actor, id, form.check()?).await };
    Reply::to(paths::edit_channel(channel.workstream_id, id))
        .typed(&form)
        .sentences(&sentence)
        .settle(outcome.await, |()| {
            Done::at(paths::workstream(channel.workstream_id)).saying(|w| w.common.saved.to_owned())
        })
        .await
}

#[server(endpoint = "workstreams/remove-channel")]
pub async fn remove_channel(id: ChannelId) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let channel = desk.backend.workstreams().channel(&desk.actor, id).await.map_err(told)?;
    let outcome = desk.backend.workstreams().remove_channel(&desk.actor, id).await;
    Reply::to(paths::remove_channel(channel.workstream_id, id))
        .settle(outcome, |()| {
            Done::at(paths::workstream(channel.workstream_id))
                .saying(|w| (w.channels.removal.removed)(&channel.agent_account_name))
        })
        .await
}

/// Where somebody can write to a workstream's channels as a customer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Phones {
    /// Where Google, or its emulator, is reached.
    base: String,
    callback_urls: HashMap<ChannelId, String>,
}

impl Phones {
    /// The phone of one make for a channel.
    pub fn address(&self, channel: &ChannelSummary, surface: &str) -> Option<String> {
        let callback_url = self.callback_urls.get(&channel.id)?;
        Some(paths::phone(&self.base, channel, callback_url, surface))
    }
}

/// The phones for tests, when there are any.
#[server(endpoint = "workstreams/phones")]
pub async fn get_phones(id: WorkstreamId) -> Result<Option<Phones>, AppError> {
    let desk = gate::desk().await?;
    let callback_urls = desk.backend.workstreams().callback_urls(&desk.actor, id).await.map_err(told)?;
    let Some(base) = desk.backend.settings().google_base_url.clone() else { return Ok(None) };
    Ok(Some(Phones { base, callback_urls }))
}

/// The steps' own sentences for faults at their fields.
fn sentence(words: &Words, fault: &FieldFault) -> Option<String> {
    let words = &words.channels.wizard;
    let text = match (fault.field.as_str(), &fault.fault) {
        ("agent_account", Fault::Missing) => words.agent_account_missing,
        ("agent_account", Fault::Taken) => words.agent_account_taken,
        ("language", Fault::Missing) => words.language_missing,
        ("attachments", Fault::NotTicked) => words.nobody_may_send,
        _ => return None,
    };
    Some(text.to_owned())
}
