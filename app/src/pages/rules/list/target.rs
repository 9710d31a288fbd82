//! Where a rule sends, and whether anybody is there now.

use std::sync::Arc;

use domain::{QueueId, routing::RouteRule};
use leptos::prelude::*;

use super::Known;
use crate::{
    components::*, format, pages::hours::StandingBadge, paths, plain::visible, reader::Reader, sentences::rules, words,
};

/// Each queue of a rule with its part.
#[component]
pub fn Target(rule: RouteRule, known: Arc<Known>) -> impl IntoView {
    if rule.target().is_none() {
        return view! { <p class="to">{rules::target(&rule, &known.names)}</p> }.into_any();
    }
    let lang = Reader::here().lang;
    let parts = rule.queue.map(|queue| (None, queue)).into_iter();
    let parts = parts.chain(rule.queues.iter().map(|share| (Some(share.percent), share.queue)));
    let parts = parts.map(|(percent, id)| match known.names.get(&id).cloned() {
        Some(name) => {
            let percent = percent.map(|percent| format::percent(percent, lang));
            view! { <p class="to">{percent}" "<QueueNow id name known=Arc::clone(&known)/></p> }.into_any()
        }
        None => view! { <p class="to">{words::here().rules.deleted_queue}</p> }.into_any(),
    });
    parts.collect_view().into_any()
}

/// A queue, and whether it is open.
#[component]
pub fn QueueNow(id: QueueId, name: String, known: Arc<Known>) -> impl IntoView {
    let standing = match known.hours.get(&id).cloned() {
        Some(hours) => view! { <StandingBadge hours/> }.into_any(),
        None => view! { <Badge tone=Tone::Ok label=words::here().queues.settings.always_open/> }.into_any(),
    };
    view! { <a href=paths::queue(id)>{visible(&name)}</a>" "{standing} }
}
