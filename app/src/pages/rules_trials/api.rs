//! The server functions of trials.

use backend::workstreams::rules::{Trial, TrialKit};
use domain::{
    ChannelKind, ConversationId, Page, PageRequest, WorkstreamId,
    conversation::ConversationSummary,
    routing::{Draft, Explanation, Replay, TypedFacts, VersionSummary, Window},
    user::Permission,
};
use islands::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{facts::Filled, which::Which};
use crate::{
    format,
    forms::{self, Done, Reply},
    gate::{self, told},
    paths,
    progress::Progress,
    reader::Reader,
    words,
};

/// Where the facts that were filled in wait.
const FILLED: &str = "trial";

/// What came of a trial.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Tried<T> {
    /// This.
    Answer(T),
    /// Nothing: rules that cannot be published cannot be tried.
    Unfit,
    /// Nothing: rules that ask for facts hidden from the reader would tell these.
    Hidden,
}

impl<T> Tried<T> {
    fn of(outcome: backend::Result<T>) -> Result<Self, AppError> {
        match outcome {
            Err(backend::Error::Invalid(_)) => Ok(Self::Unfit),
            Err(backend::Error::Conflict("rules_ask_for_hidden_facts")) => Ok(Self::Hidden),
            other => other.map(Self::Answer).map_err(told),
        }
    }
}

#[server(endpoint = "rules-trials/draft")]
pub async fn get_tried_draft(id: WorkstreamId) -> Result<Draft, AppError> {
    let desk = gate::desk().await?;
    desk.backend.workstreams().draft(&desk.actor, id).await.map_err(told)
}

#[server(endpoint = "rules-trials/versions")]
pub async fn list_tried_versions(id: WorkstreamId) -> Result<Page<VersionSummary>, AppError> {
    let desk = gate::desk().await?;
    desk.backend.workstreams().rule_versions(&desk.actor, id, PageRequest::first()).await.map_err(told)
}

/// The newest conversations, to try rules on.
#[server(endpoint = "rules-trials/conversations")]
pub async fn list_recent_conversations(id: WorkstreamId) -> Result<Vec<ConversationSummary>, AppError> {
    let desk = gate::desk().await?;
    desk.backend.workstreams().recent_conversations(&desk.actor, id).await.map_err(told)
}

#[server(endpoint = "rules-trials/on-conversation")]
pub async fn try_on_conversation(
    id: WorkstreamId,
    which: Which,
    conversation: ConversationId,
) -> Result<Tried<Explanation>, AppError> {
    let desk = gate::desk().await?;
    let trial = which.trial();
    Tried::of(desk.backend.workstreams().try_on_conversation(&desk.actor, id, &trial, conversation).await)
}

/// Keeps facts that were filled in for the page that shows what becomes of them.
#[server(endpoint = "rules-trials/fill")]
pub async fn fill_trial(id: WorkstreamId, kind: ChannelKind, form: TypedFacts) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let zone = Reader::here().zone;
    let outcome = async {
        desk.actor.must(Permission::ViewWorkstreams)?;
        form.context(kind, &zone)?;
        Ok(())
    };
    let outcome = outcome.await;
    if outcome.is_ok() {
        forms::save(FILLED, &Filled { workstream_id: id, form: form.clone() }).await?;
    }
    let page = paths::filtered(&paths::try_rules(id), &[("rules", form.value("rules")), ("filled", "true")]);
    Reply::to(&page).typed(&form).settle(outcome, |()| Done::at(page.clone())).await
}

/// The facts that were filled in for this workstream.
pub async fn filled(id: WorkstreamId) -> Result<Option<Filled>, AppError> {
    let filled: Option<Filled> = forms::load(FILLED).await?;
    Ok(filled.filter(|filled| filled.workstream_id == id))
}

/// What rules do with the facts that were filled in; nothing where none were.
#[server(endpoint = "rules-trials/on-facts")]
pub async fn try_on_facts(
    id: WorkstreamId,
    which: Which,
    kind: ChannelKind,
) -> Result<Option<Tried<Explanation>>, AppError> {
    let desk = gate::desk().await?;
    desk.actor.must(Permission::ViewWorkstreams).map_err(told)?;
    let Some(Filled { form, .. }) = filled(id).await? else { return Ok(None) };
    let Ok(context) = form.context(kind, &Reader::here().zone) else { return Ok(None) };
    let trial: Trial = which.trial();
    let outcome =
        desk.backend.workstreams().try_rules(&desk.actor, id, &trial, context, form.seed().unwrap_or_default()).await;
    Tried::of(outcome).map(Some)
}

/// What the browser needs to try rules itself.
#[server(endpoint = "rules-trials/kit")]
pub async fn get_trial_kit(id: WorkstreamId, which: Which, kind: ChannelKind) -> Result<Tried<TrialKit>, AppError> {
    let desk = gate::desk().await?;
    let zone = Reader::here().zone;
    let zone = zone.iana_name().unwrap_or("UTC");
    Tried::of(desk.backend.workstreams().trial_kit(&desk.actor, id, &which.trial(), kind, zone).await)
}

/// Decides the conversations of a window again. Who waits for the page hears how far it has come.
#[server(endpoint = "rules-trials/replay")]
pub async fn replay_rules(id: WorkstreamId, which: Which, window: Window) -> Result<Tried<Replay>, AppError> {
    let desk = gate::desk().await?;
    let (waiting, lang, words) = (Progress::here(), Reader::here().lang, &words::here().rules_trials);
    let step = |done, total| {
        if let Some(waiting) = &waiting {
            waiting.tell(done, total, (words.replayed)(&format::count(done, lang), &format::count(total, lang)));
        }
    };
    Tried::of(desk.backend.workstreams().replay_rules(&desk.actor, id, &which.trial(), window, step).await)
}

/// Whether the time machine may be used.
#[server(endpoint = "rules-trials/may-replay")]
pub async fn may_replay_rules() -> Result<(), AppError> {
    let desk = gate::desk().await?;
    desk.actor.must(Permission::ViewWorkstreams).map_err(told)?;
    desk.actor.must(Permission::ViewConversations).map_err(told)
}
