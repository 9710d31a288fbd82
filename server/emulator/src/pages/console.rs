//! The console: where a partner sets the webhook.

use axum::Form;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    delivery_row,
    form::Problems,
    frame::{Section, heading, page},
    phone_panels, webhooks,
};
use crate::{
    agent::Agent,
    delivery::Delivery,
    emulator::Emulator,
    paths,
    phone::Surface,
    visitor::Visitor,
    webhook::{NewWebhook, Scope, Webhook, WebhookId},
};

/// How many deliveries the console shows.
const LATEST: usize = 6;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Shown {
    /// The webhook that was just checked.
    webhook: Option<WebhookId>,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct WebhookForm {
    #[serde(default)]
    url: String,
    #[serde(default)]
    client_token: String,
}

pub(crate) async fn show(
    State(emulator): State<Emulator>,
    visitor: Visitor,
    Query(shown): Query<Shown>,
) -> Html<String> {
    console(&emulator, &visitor, shown.webhook, "", &Problems::default())
}

pub(crate) async fn verify(
    State(emulator): State<Emulator>,
    visitor: Visitor,
    Form(form): Form<WebhookForm>,
) -> Response {
    match NewWebhook::parse(&form.url, &form.client_token, Scope::Partner) {
        Ok(webhook) => {
            let webhook = emulator.set_webhook(webhook).await;
            Redirect::to(&paths::webhook_result(webhook.id)).into_response()
        }
        Err(problems) => {
            let page = console(&emulator, &visitor, None, &form.url, &Problems(problems));
            (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
        }
    }
}

pub(crate) async fn check_again(State(emulator): State<Emulator>, Path(id): Path<WebhookId>) -> Redirect {
    emulator.verify_webhook(id).await;
    Redirect::to(&paths::webhook_result(id))
}

pub(crate) async fn forget(State(emulator): State<Emulator>, Path(id): Path<WebhookId>) -> Redirect {
    emulator.forget_webhook(id);
    Redirect::to(paths::CONSOLE)
}

/// What the console shows of the memory.
struct Sight {
    webhooks: Vec<Webhook>,
    agents: Vec<Agent>,
    latest: Vec<Delivery>,
}

fn console(
    emulator: &Emulator,
    visitor: &Visitor,
    checked: Option<WebhookId>,
    typed: &str,
    problems: &Problems,
) -> Html<String> {
    let words = visitor.words();
    let sight = emulator.read(|store| Sight {
        webhooks: store.webhooks.values().cloned().collect(),
        agents: store.agents.values().cloned().collect(),
        latest: store.deliveries.values().rev().take(LATEST).cloned().collect(),
    });
    let checked = checked.and_then(|id| sight.webhooks.iter().find(|webhook| webhook.id == id));
    let result = checked.and_then(|webhook| webhooks::result(visitor, webhook));
    let url = checked.map_or(typed, |webhook| webhook.url.as_str());
    let lead = heading(words.frame.console, words.console.lead);
    let title = if problems.is_empty() {
        words.frame.console.to_owned()
    } else {
        format!("{}{}", words.frame.error_prefix, words.frame.console)
    };
    let faults = phone_panels::console_faults(visitor, &sight.agents);
    let body = view! {
        {lead}
        {problems.summary(visitor)}
        {result}
        <div class="columns">
            <section class="card" aria-labelledby="webhook-heading">
                <h2 id="webhook-heading">{words.console.webhook}</h2>
                <p class="hint">{words.console.webhook_lead}</p>
                {webhooks::form(visitor, url, problems)}
                <h3>{words.console.webhooks}</h3>
                {webhooks::list(emulator, visitor, &sight.webhooks)}
            </section>
            <div class="stack">
                <section class="card" aria-labelledby="phones-heading">
                    <h2 id="phones-heading">{words.console.phones}</h2>
                    {phones(visitor, &sight.agents)}
                </section>
                {faults}
            </div>
        </div>
        <section class="card" aria-labelledby="latest-heading">
            <h2 id="latest-heading">{words.console.latest}</h2>
            <div id="latest" data-live="">{delivery_row::table(emulator, visitor, &sight.latest)}</div>
            <p><a href=paths::DELIVERIES>{words.console.all_deliveries}</a></p>
        </section>
    };
    page(emulator, visitor, Section::Console, &title, body.into_any())
}

fn phones(visitor: &Visitor, agents: &[Agent]) -> AnyView {
    let words = visitor.words();
    if agents.is_empty() {
        return view! {
            <p class="empty">{words.console.no_phones}</p>
            <p><a class="button" href=paths::AGENTS>{words.agents.add_heading}</a></p>
        }
        .into_any();
    }
    let items = agents
        .iter()
        .map(|agent| {
            let (android, ios) =
                (paths::phone_of(&agent.key, Surface::Android), paths::phone_of(&agent.key, Surface::Ios));
            view! {
                <li class="row">
                    <a href=paths::agent(&agent.key)>{agent.name.clone()}</a>
                    <span class="pair">
                        <a class="button small" href=android>{words.agents.android}
                            <span class="hidden">" "{agent.name.clone()}</span></a>
                        <a class="button small" href=ios>{words.agents.ios}
                            <span class="hidden">" "{agent.name.clone()}</span></a>
                    </span>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ul class="list">{items}</ul> }.into_any()
}
