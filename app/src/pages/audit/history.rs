//! The last entries about one thing, for that thing's own page.

use domain::{
    audit::{Entry, LogFilter, Outcome},
    user::Permission,
};
use islands::AppError;
use leptos::prelude::*;
use uuid::Uuid;

use super::{
    api::get_history,
    entry::{EntrySentence, OutcomeBadge, who},
    filters::Filters,
};
use crate::{components::*, gate::may, words};

/// What a page shows of a thing's history.
#[derive(Clone, Debug)]
pub struct Past {
    id: Uuid,
    entries: Vec<Entry>,
}

/// The last entries about a thing; nothing for those who may not read the log.
pub async fn history_of(id: Uuid) -> Result<Option<Past>, AppError> {
    if !may(Permission::ViewAudit) {
        return Ok(None);
    }
    Ok(Some(Past { id, entries: get_history(id).await? }))
}

/// A card with the last entries and a link to all of them.
#[component]
pub fn History(past: Option<Past>) -> impl IntoView {
    past.map(card)
}

fn card(past: Past) -> impl IntoView {
    let words = &words::here().audit;
    let filter = LogFilter { subject_id: Some(past.id), ..LogFilter::default() };
    let all = Filters(filter).address("");
    let items = past.entries.into_iter().map(item).collect_view();
    let content = if items.is_empty() {
        view! { <p>{words.no_history}</p> }.into_any()
    } else {
        view! { <ul>{items}</ul><p><a href=all>{words.whole_history}</a></p> }.into_any()
    };
    view! { <Card title=words.history>{content}</Card> }
}

fn item(entry: Entry) -> impl IntoView {
    let who = who(&entry, &words::here().audit);
    let (at, outcome) = (entry.at, entry.outcome);
    let refused = (outcome == Outcome::Refused).then(|| view! { " "<OutcomeBadge outcome/> });
    view! { <li><Time at/>" · "{who}" "<EntrySentence entry/>{refused}</li> }
}
