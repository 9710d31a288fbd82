//! The machine's way in: JSON, for scripts and end-to-end tests. The table is in the crate's documentation.

pub(crate) mod deliveries;
pub(crate) mod phones;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;

use crate::{
    agent::{Agent, AgentKey},
    emulator::Emulator,
    problem::{Error, Problem},
    visitor::Visitor,
    webhook::{Check, NewWebhook, Scope, Webhook},
    words::Words,
};

#[derive(Debug, Deserialize)]
pub(crate) struct WebhookBody {
    url: String,
    client_token: String,
}

pub(crate) async fn set_webhook(
    State(emulator): State<Emulator>,
    visitor: Visitor,
    Json(body): Json<WebhookBody>,
) -> Response {
    match NewWebhook::parse(&body.url, &body.client_token, Scope::Partner) {
        Ok(new) => {
            let webhook = emulator.set_webhook(new).await;
            Json(webhook_json(visitor.words(), &webhook)).into_response()
        }
        Err(problems) => refused(visitor.words(), Error::Invalid(problems)),
    }
}

fn webhook_json(words: &Words, webhook: &Webhook) -> serde_json::Value {
    let failure = match &webhook.last_check {
        Some(Check::Failed(_, refusal)) => Some((words.console.refusal)(refusal)),
        _ => None,
    };
    json!({
        "id": webhook.id,
        "url": webhook.url,
        "verified": failure.is_none() && webhook.verified_at.is_some(),
        "failure": failure,
    })
}

#[derive(Debug, Deserialize)]
pub(crate) struct AgentBody {
    brand_id: String,
    agent_id: String,
    name: Option<String>,
    #[serde(default)]
    custom_agent_id: String,
    url: Option<String>,
    #[serde(default)]
    client_token: String,
}

pub(crate) async fn add_agent(
    State(emulator): State<Emulator>,
    visitor: Visitor,
    Json(body): Json<AgentBody>,
) -> Response {
    let (agent, own) = match read_agent(body) {
        Ok(read) => read,
        Err(problems) => return refused(visitor.words(), Error::Invalid(problems)),
    };
    let (key, name) = (agent.key.clone(), agent.name.clone());
    emulator.keep_agent(agent, own).await;
    let answer = json!({"brand_id": key.brand_id, "agent_id": key.agent_id, "name": name});
    Json(answer).into_response()
}

fn read_agent(body: AgentBody) -> Result<(Agent, Option<NewWebhook>), Vec<Problem>> {
    let key = AgentKey::parse(&body.brand_id, &body.agent_id)?;
    let name = Agent::name(body.name.as_deref().unwrap_or("Agent")).map_err(|one| vec![one])?;
    let own = body.url.map(|url| NewWebhook::parse(&url, &body.client_token, Scope::Agent(key.clone()))).transpose()?;
    let agent = Agent { key, name, custom_agent_id: body.custom_agent_id, webhook: None };
    Ok((agent, own))
}

pub(crate) fn refused(words: &Words, error: Error) -> Response {
    match error {
        Error::Invalid(problems) => {
            let problems: Vec<_> = problems
                .iter()
                .map(|one| json!({"field": one.field(), "detail": (words.problems.text)(one)}))
                .collect();
            let body = Json(json!({ "problems": problems }));
            (StatusCode::UNPROCESSABLE_ENTITY, body).into_response()
        }
        Error::NoWebhook => {
            let body = Json(json!({"detail": words.problems.no_webhook}));
            (StatusCode::CONFLICT, body).into_response()
        }
        Error::UnknownAgent | Error::UnknownConversation | Error::UnknownDelivery => {
            let body = Json(json!({"detail": words.problems.unknown_thing}));
            (StatusCode::NOT_FOUND, body).into_response()
        }
    }
}
