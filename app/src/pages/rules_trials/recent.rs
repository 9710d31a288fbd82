//! What a draft would have done with the newest conversations, in a sentence: what its publisher wants to know first.

use domain::{
    WorkstreamId,
    routing::{Draft, Replay},
    user::Permission,
};
use islands::AppError;
use leptos::prelude::*;

use super::{
    api::{Tried, replay_rules},
    which::Which,
    window::{Asked, NEWEST},
};
use crate::{gate::may, paths, reader::Reader, words};

/// Decides the newest conversations again by the draft. Nothing where it says nothing else than what is in force, where it cannot
/// be tried, and for who may not see conversations.
pub async fn replay_newest(id: WorkstreamId, draft: &Draft) -> Result<Option<Replay>, AppError> {
    let asked = Asked { window: NEWEST.to_owned(), ..Asked::default() };
    let Some(Ok(window)) = asked.window(&Reader::here()) else { return Ok(None) };
    if !draft.differs() || !may(Permission::ViewConversations) {
        return Ok(None);
    }
    Ok(match replay_rules(id, Which::Draft, window).await? {
        Tried::Answer(replay) => Some(replay),
        Tried::Unfit | Tried::Hidden => None,
    })
}

/// How many of them would have gone elsewhere, and the way to see which.
#[component]
pub fn NewestMoved(id: WorkstreamId, replay: Replay) -> impl IntoView {
    let words = &words::here().rules_trials;
    let draft = Which::Draft.to_string();
    let href = paths::filtered(&paths::replay_rules(id), &[("rules", &draft), ("window", NEWEST)]);
    let sentence = (words.newest_moved)(replay.count, replay.moved());
    let link = (replay.count > 0).then(|| view! { " " <a href=href>{words.newest_which}</a> });
    view! { <p>{sentence}{link}</p> }
}
