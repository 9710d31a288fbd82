//! The log of every HTTP delivery, and one delivery with its body.

use axum::{
    extract::{Path, State},
    response::{Html, IntoResponse, Redirect, Response},
};
use leptos::prelude::*;
use serde::de::IgnoredAny;

use super::{
    delivery_row,
    form::button,
    frame::{Section, heading, page, refresh},
    json_layout, refusals,
};
use crate::{
    delivery::{Delivery, DeliveryId, Progress},
    emulator::Emulator,
    paths,
    phone::Surface,
    visitor::Visitor,
};

/// The log shows this many, the newest first.
const SHOWN: usize = 200;
/// An oversized body is not shown whole.
const BODY_SHOWN: usize = 16 * 1024;

pub(crate) async fn list(State(emulator): State<Emulator>, visitor: Visitor) -> Html<String> {
    let words = visitor.words();
    let deliveries: Vec<Delivery> =
        emulator.read(|store| store.deliveries.values().rev().take(SHOWN).cloned().collect());
    let zone = emulator.config().time_zone.iana_name().unwrap_or("UTC").to_owned();
    let body = view! {
        {heading(words.frame.deliveries, &(words.deliveries.lead)(&zone))}
        {refresh(&visitor)}
        <section class="card">
            <div id="log" data-live="">{delivery_row::table(&emulator, &visitor, &deliveries)}</div>
        </section>
    };
    page(&emulator, &visitor, Section::Deliveries, words.frame.deliveries, body.into_any())
}

pub(crate) async fn show(State(emulator): State<Emulator>, visitor: Visitor, Path(id): Path<DeliveryId>) -> Response {
    let Some((delivery, url)) = emulator.read(|store| {
        let delivery = store.deliveries.get(&id)?.clone();
        let url = store.webhooks.get(&delivery.webhook).map(|webhook| webhook.url.clone());
        Some((delivery, url.unwrap_or_default()))
    }) else {
        return refusals::missing(&emulator, &visitor);
    };
    let words = visitor.words();
    let title = (words.deliveries.number)(&id.to_string());
    let again = button(format!("{}/send-again", paths::delivery(id)), words.deliveries.send_again, &title);
    let phone = paths::conversation(&delivery.agent, Surface::default(), &delivery.conversation_id);
    let held = (delivery.progress == Progress::Held)
        .then(|| view! { <p class="banner warn">{words.deliveries.held_lead}</p> });
    let body = view! {
        {heading(&title, &delivery_row::kind(&visitor, &delivery))}
        {refresh(&visitor)}
        <div id="delivery" class="stack" data-live="">
            {held}
            <section class="card">
                {facts(&visitor, &delivery, url)}
                <div class="row start">{again}<a href=phone>{words.deliveries.open_phone}</a></div>
            </section>
            <section class="card">
                <h2>{words.deliveries.attempts}</h2>
                {attempts(&emulator, &visitor, &delivery)}
            </section>
        </div>
        {contents(&visitor, &delivery)}
    };
    page(&emulator, &visitor, Section::Deliveries, &title, body.into_any()).into_response()
}

pub(crate) async fn send_again(
    State(emulator): State<Emulator>,
    visitor: Visitor,
    Path(id): Path<DeliveryId>,
) -> Response {
    match emulator.send_again(id) {
        Ok(()) => Redirect::to(&paths::delivery(id)).into_response(),
        Err(_) => refusals::missing(&emulator, &visitor),
    }
}

fn facts(visitor: &Visitor, delivery: &Delivery, url: String) -> AnyView {
    let words = visitor.words();
    let request_id = delivery.draft.request_id.clone().unwrap_or_else(|| "–".to_owned());
    view! {
        <dl class="facts">
            <dt>{words.deliveries.state}</dt><dd>{delivery_row::badges(visitor, delivery)}</dd>
            <dt>{words.deliveries.to}</dt><dd><code class="wrap">{url}</code></dd>
            <dt>{words.deliveries.agent}</dt><dd><code class="wrap">{delivery.agent.to_string()}</code></dd>
            <dt>{words.phone.conversation_id}</dt>
            <dd><code class="wrap">{delivery.conversation_id.clone()}</code></dd>
            <dt>{words.deliveries.request_id}</dt><dd><code class="wrap">{request_id}</code></dd>
        </dl>
    }
    .into_any()
}

fn attempts(emulator: &Emulator, visitor: &Visitor, delivery: &Delivery) -> AnyView {
    let words = &visitor.words().deliveries;
    let zone = &emulator.config().time_zone;
    let items = delivery
        .attempts
        .iter()
        .map(|attempt| {
            let class = if attempt.outcome.is_success() { "badge ok" } else { "badge bad" };
            view! {
                <li>
                    <time datetime=attempt.at.to_string()>{visitor.lang.clock(attempt.at, zone)}</time>
                    " "<span class=class>{(words.outcome)(&attempt.outcome)}</span>
                </li>
            }
        })
        .collect::<Vec<_>>();
    let next = delivery_row::next(emulator, visitor, delivery)
        .map(|clock| view! { <li class="hint">{(words.next_at)(&clock)}</li> });
    view! { <ol class="timeline">{items}{next}</ol> }.into_any()
}

/// The body, with line breaks where it is JSON; over the wire go the bytes without them.
fn contents(visitor: &Visitor, delivery: &Delivery) -> AnyView {
    let words = &visitor.words().deliveries;
    let bytes = &delivery.draft.body;
    let text = String::from_utf8_lossy(bytes);
    let text = if serde_json::from_slice::<IgnoredAny>(bytes).is_ok() {
        json_layout::set_out(&text)
    } else {
        text.into_owned()
    };
    let cut = (text.len() > BODY_SHOWN).then(|| view! { <p class="hint">{words.body_cut}</p> });
    let text: String = text.chars().take(BODY_SHOWN).collect();
    view! {
        <section class="card">
            <h2>{words.body}</h2>
            <p class="hint">{delivery.draft.content_type}" · "{(words.body_size)(bytes.len())}</p>
            {cut}
            <pre tabindex="0" aria-label=words.body><code>{text}</code></pre>
        </section>
    }
    .into_any()
}
