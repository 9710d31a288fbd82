//! The agents: list, add, and one agent with its test links.

use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use leptos::prelude::*;

use super::{
    agent_form::{AgentForm, agent_form, wanted},
    form::Problems,
    frame::{Section, heading, page},
    refusals,
};
use crate::{
    agent::{Agent, AgentKey},
    emulator::Emulator,
    paths,
    phone::Surface,
    visitor::Visitor,
    webhook::Webhook,
};

pub(crate) async fn list(State(emulator): State<Emulator>, visitor: Visitor) -> Html<String> {
    let fresh = AgentKey::fresh();
    let form = AgentForm { brand_id: fresh.brand_id, agent_id: fresh.agent_id, ..AgentForm::default() };
    agents_page(&emulator, &visitor, &form, &Problems::default())
}

pub(crate) async fn save(State(emulator): State<Emulator>, visitor: Visitor, Form(form): Form<AgentForm>) -> Response {
    let wanted = match wanted(&emulator, &form) {
        Ok(wanted) => wanted,
        Err(problems) => {
            let page = agents_page(&emulator, &visitor, &form, &Problems(problems));
            return (StatusCode::UNPROCESSABLE_ENTITY, page).into_response();
        }
    };
    let key = wanted.agent.key.clone();
    emulator.keep_agent(wanted.agent, wanted.own).await;
    let next = match form.surface {
        Some(surface) => paths::phone_of(&key, surface),
        None => paths::agent(&key),
    };
    Redirect::to(&next).into_response()
}

pub(crate) async fn show(
    State(emulator): State<Emulator>,
    visitor: Visitor,
    Path((brand_id, agent_id)): Path<(String, String)>,
) -> Response {
    let agent = AgentKey::parse(&brand_id, &agent_id)
        .ok()
        .and_then(|key| emulator.read(|store| store.agents.get(&key).cloned()));
    let Some(agent) = agent else {
        return refusals::missing(&emulator, &visitor);
    };
    let words = &visitor.words().agents;
    let form = AgentForm {
        name: agent.name.clone(),
        brand_id,
        agent_id,
        custom_agent_id: agent.custom_agent_id.clone(),
        webhook: agent.webhook.map(|id| id.to_string()).unwrap_or_default(),
        ..AgentForm::default()
    };
    let body = view! {
        {heading(&agent.name, &agent.key.to_string())}
        <div class="columns">
            <section class="card">
                <h2>{words.test_urls}</h2>
                <p class="hint">{words.test_urls_lead}</p>
                {test_urls(&emulator, &visitor, &agent.key)}
            </section>
            <section class="card">
                <h2>{words.change}</h2>
                {agent_form(&emulator, &visitor, &form, &Problems::default(), words.save)}
            </section>
        </div>
    };
    page(&emulator, &visitor, Section::Agents, &agent.name, body.into_any()).into_response()
}

/// The phone of an agent that nobody has added, where it is not plain whose it is.
pub(crate) fn unknown(
    emulator: &Emulator,
    visitor: &Visitor,
    key: &AgentKey,
    name: Option<String>,
    surface: Surface,
) -> Response {
    let words = &visitor.words().agents;
    let webhooks: Vec<Webhook> = emulator.read(|store| store.partner_webhooks().cloned().collect());
    let newest = webhooks.iter().max_by_key(|webhook| webhook.verified_at);
    let way_out = if let Some(newest) = newest {
        let form = AgentForm {
            name: name.unwrap_or_else(|| words.name_example.to_owned()),
            brand_id: key.brand_id.clone(),
            agent_id: key.agent_id.clone(),
            webhook: newest.id.to_string(),
            surface: Some(surface),
            ..AgentForm::default()
        };
        view! {
            <section class="card">
                <p>{words.unknown_choose}</p>
                {agent_form(emulator, visitor, &form, &Problems::default(), words.register)}
            </section>
        }
        .into_any()
    } else {
        view! {
            <section class="card">
                <p>{words.unknown_no_webhook}</p>
                <p>
                    <a class="button primary" href=paths::CONSOLE>{visitor.words().frame.to_console}</a>
                </p>
            </section>
        }
        .into_any()
    };
    let body = view! { {heading(words.unknown, words.unknown_lead)} {way_out} };
    let page = page(emulator, visitor, Section::Elsewhere, words.unknown, body.into_any());
    (StatusCode::NOT_FOUND, page).into_response()
}

/// An agent whose events have nowhere to go.
pub(crate) fn without_webhook(emulator: &Emulator, visitor: &Visitor, key: &AgentKey) -> Response {
    let words = &visitor.words().agents;
    let body = view! {
        {heading(words.no_webhook, words.no_webhook_lead)}
        <p><a class="button primary" href=paths::agent(key)>{words.change}</a></p>
    };
    let page = page(emulator, visitor, Section::Elsewhere, words.no_webhook, body.into_any());
    (StatusCode::CONFLICT, page).into_response()
}

fn agents_page(emulator: &Emulator, visitor: &Visitor, form: &AgentForm, problems: &Problems) -> Html<String> {
    let words = visitor.words();
    let agents: Vec<Agent> = emulator.read(|store| store.agents.values().cloned().collect());
    let list = if agents.is_empty() {
        view! { <p class="empty">{words.agents.none}</p> }.into_any()
    } else {
        let items = agents
            .iter()
            .map(|agent| {
                view! {
                    <li>
                        <a href=paths::agent(&agent.key)>{agent.name.clone()}</a>
                        <p class="hint"><code class="wrap">{agent.key.to_string()}</code></p>
                    </li>
                }
            })
            .collect::<Vec<_>>();
        view! { <ul class="list">{items}</ul> }.into_any()
    };
    let title = if problems.is_empty() {
        words.frame.agents.to_owned()
    } else {
        format!("{}{}", words.frame.error_prefix, words.frame.agents)
    };
    let body = view! {
        {heading(words.frame.agents, words.agents.lead)}
        {problems.summary(visitor)}
        <div class="columns">
            <section class="card">
                <h2>{words.agents.add_heading}</h2>
                {agent_form(emulator, visitor, form, problems, words.agents.add)}
            </section>
            <section class="card"><h2>{words.frame.agents}</h2>{list}</section>
        </div>
    };
    page(emulator, visitor, Section::Agents, &title, body.into_any())
}

fn test_urls(emulator: &Emulator, visitor: &Visitor, key: &AgentKey) -> AnyView {
    let words = &visitor.words().agents;
    let base = &emulator.config().base_url;
    let link = |surface: Surface, name: &'static str| {
        let path = paths::phone_of(key, surface);
        let shown = format!("{base}{path}");
        view! {
            <dt>{name}</dt>
            <dd><a class="wrap" href=path>{shown}</a></dd>
        }
    };
    view! {
        <dl class="facts">
            {link(Surface::Android, words.android)}
            {link(Surface::Ios, words.ios)}
        </dl>
    }
    .into_any()
}
