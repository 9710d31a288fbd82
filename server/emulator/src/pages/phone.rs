//! The phone: the page, and what its forms do.

use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    agents,
    form::Problems,
    frame::{Section, page, refresh},
    phone_panels, phone_screen,
    phone_sight::{Asked, Sight, meet, open, sight},
    refusals,
};
use crate::{
    act::Act, agent::AgentKey, customer::Customer, emulator::Emulator, fault::Fault, paths, phone::Surface,
    problem::Error, visitor::Visitor,
};

/// The brand id and the agent id in the address.
type Key = Path<(String, String)>;

/// Everything that a phone can do, in one form: which fields matter depends on `kind`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ActForm {
    surface: Surface,
    conversation: String,
    text: String,
    kind: String,
    postback: String,
    fault: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct CustomerForm {
    #[serde(default)]
    surface: Surface,
    #[serde(default)]
    conversation: String,
    #[serde(flatten)]
    customer: Customer,
}

pub(crate) async fn show(
    State(emulator): State<Emulator>,
    visitor: Visitor,
    Path((brand_id, agent_id)): Key,
    Query(asked): Query<Asked>,
) -> Response {
    let Ok(key) = AgentKey::parse(&brand_id, &agent_id) else {
        return refusals::missing(&emulator, &visitor);
    };
    let agent = meet(&emulator, &key, &asked);
    let Some(agent) = agent else {
        return agents::unknown(&emulator, &visitor, &key, asked.name, asked.surface);
    };
    let conversation = open(&emulator, &key, &asked);
    match sight(&emulator, agent, asked.surface, &conversation) {
        Some(sight) => phone_page(&emulator, &visitor, &sight, "", &Problems::default()),
        None => refusals::missing(&emulator, &visitor),
    }
}

pub(crate) async fn act(
    State(emulator): State<Emulator>,
    visitor: Visitor,
    Path((brand_id, agent_id)): Key,
    Form(form): Form<ActForm>,
) -> Response {
    let Ok(key) = AgentKey::parse(&brand_id, &agent_id) else {
        return refusals::missing(&emulator, &visitor);
    };
    let fault = Fault::named(&form.fault);
    let act = match form.kind.as_str() {
        "suggestion" => Act::Suggestion { text: form.text.clone(), postback: form.postback.clone() },
        "" | "text" if fault.is_some() && form.text.trim().is_empty() => {
            Act::Text(visitor.words().faults.text.to_owned())
        }
        "" | "text" => Act::Text(form.text.clone()),
        kind => match Act::named(kind) {
            Some(act) => act,
            None => return refusals::missing(&emulator, &visitor),
        },
    };
    let conversation = if form.conversation.is_empty() {
        emulator.write(|store| store.open_conversation(&key, form.surface))
    } else {
        form.conversation.clone()
    };
    match emulator.act(&key, &conversation, act, fault) {
        Ok(_) => Redirect::to(&paths::conversation(&key, form.surface, &conversation)).into_response(),
        Err(error) => refused(&emulator, &visitor, &key, &form, error),
    }
}

fn refused(emulator: &Emulator, visitor: &Visitor, key: &AgentKey, form: &ActForm, error: Error) -> Response {
    let agent = emulator.read(|store| store.agents.get(key).cloned());
    let sight = agent.and_then(|agent| sight(emulator, agent, form.surface, &form.conversation));
    match (error, sight) {
        (Error::Invalid(problems), Some(sight)) => {
            let page = phone_page(emulator, visitor, &sight, &form.text, &Problems(problems));
            (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
        }
        (Error::NoWebhook, _) => agents::without_webhook(emulator, visitor, key),
        (Error::UnknownAgent, _) => agents::unknown(emulator, visitor, key, None, form.surface),
        _ => refusals::missing(emulator, visitor),
    }
}

pub(crate) async fn save_customer(
    State(emulator): State<Emulator>,
    visitor: Visitor,
    Path((brand_id, agent_id)): Key,
    Form(form): Form<CustomerForm>,
) -> Response {
    let known = AgentKey::parse(&brand_id, &agent_id)
        .ok()
        .filter(|key| emulator.read(|store| store.conversation(key, &form.conversation).is_some()));
    let Some(key) = known else {
        return refusals::missing(&emulator, &visitor);
    };
    emulator.write(|store| {
        if let Some(conversation) = store.conversations.get_mut(&form.conversation) {
            conversation.customer = form.customer.trimmed();
        }
    });
    Redirect::to(&paths::conversation(&key, form.surface, &form.conversation)).into_response()
}

pub(crate) async fn new_conversation(
    State(emulator): State<Emulator>,
    visitor: Visitor,
    Path((brand_id, agent_id)): Key,
    Form(form): Form<ActForm>,
) -> Response {
    let known =
        AgentKey::parse(&brand_id, &agent_id).ok().filter(|key| emulator.read(|store| store.agents.contains_key(key)));
    let Some(key) = known else {
        return refusals::missing(&emulator, &visitor);
    };
    let id = Uuid::new_v4().to_string();
    emulator.write(|store| store.start_conversation(&key, form.surface, &id));
    Redirect::to(&paths::conversation(&key, form.surface, &id)).into_response()
}

fn phone_page(emulator: &Emulator, visitor: &Visitor, sight: &Sight, typed: &str, problems: &Problems) -> Response {
    let title = (visitor.words().phone.title)(&sight.agent.name);
    let body = view! {
        <h1 class="hidden">{title.clone()}</h1>
        {problems.summary(visitor)}
        <div class="phone-page">
            <div class="phone-side">
                {phone_panels::looks(visitor, sight)}
                {phone_screen::phone(emulator, visitor, sight, typed)}
                {refresh(visitor)}
            </div>
            <div class="stack">{phone_panels::all(emulator, visitor, sight)}</div>
        </div>
    };
    page(emulator, visitor, Section::Elsewhere, &title, body.into_any()).into_response()
}
