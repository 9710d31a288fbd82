//! A script at a phone.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::refused;
use crate::{
    act::Act,
    agent::{AgentKey, fits},
    delivery::DeliveryId,
    emulator::Emulator,
    fault::Fault,
    phone::Surface,
    problem::{Error, Problem},
    visitor::Visitor,
    words::Words,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ActBody {
    text: Option<String>,
    kind: Option<String>,
    postback: Option<String>,
    fault: Option<String>,
    conversation_id: Option<String>,
    surface: Surface,
    display_name: Option<String>,
    locale: Option<String>,
    entry_point: Option<String>,
    place_id: Option<String>,
    widget_context: Option<String>,
    custom_context: Option<String>,
}

#[derive(Serialize)]
struct Acted {
    conversation_id: String,
    deliveries: Vec<DeliveryId>,
}

pub(crate) async fn act(
    State(emulator): State<Emulator>,
    visitor: Visitor,
    Path((brand_id, agent_id)): Path<(String, String)>,
    Json(body): Json<ActBody>,
) -> Response {
    let words = visitor.words();
    let Ok(key) = AgentKey::parse(&brand_id, &agent_id) else {
        return refused(words, Error::UnknownAgent);
    };
    let (act, fault) = match read_act(&body) {
        Ok(read) => read,
        Err(name) => return unknown_name(words, name),
    };
    let done = emulator.open_for(&key, &body).and_then(|conversation_id| {
        let deliveries = emulator.act(&key, &conversation_id, act, fault)?;
        Ok(Acted { conversation_id, deliveries })
    });
    match done {
        Ok(acted) => Json(acted).into_response(),
        Err(error) => refused(words, error),
    }
}

/// The act and the fault, or the name that is not known.
fn read_act(body: &ActBody) -> Result<(Act, Option<Fault>), &str> {
    let text = body.text.clone().unwrap_or_default();
    let act = match body.kind.as_deref() {
        None | Some("text") => Act::Text(text),
        Some("suggestion") => Act::Suggestion { postback: body.postback.clone().unwrap_or_else(|| text.clone()), text },
        Some(kind) => Act::named(kind).ok_or(kind)?,
    };
    let fault = match body.fault.as_deref() {
        None => None,
        Some(name) => Some(Fault::named(name).ok_or(name)?),
    };
    Ok((act, fault))
}

impl Emulator {
    /// The conversation that a script means: a new one under a new id, or else the one that is open. What the script says of
    /// the customer is taken in.
    fn open_for(&self, key: &AgentKey, body: &ActBody) -> Result<String, Error> {
        self.write(|store| {
            store.meet_agent(key, None, None).ok_or(Error::NoWebhook)?;
            let id = match &body.conversation_id {
                None => store.open_conversation(key, body.surface),
                Some(id) if store.conversation(key, id).is_some() => id.clone(),
                Some(id) if store.conversations.contains_key(id) => {
                    return Err(Error::UnknownConversation);
                }
                Some(id) if fits(id) => store.start_conversation(key, body.surface, id),
                Some(_) => return Err(Problem::ConversationIdUnfit.into()),
            };
            if let Some(conversation) = store.conversations.get_mut(&id) {
                let customer = &mut conversation.customer;
                for (field, told) in [
                    (&mut customer.display_name, &body.display_name),
                    (&mut customer.locale, &body.locale),
                    (&mut customer.entry_point, &body.entry_point),
                    (&mut customer.place_id, &body.place_id),
                    (&mut customer.widget_context, &body.widget_context),
                    (&mut customer.custom_context, &body.custom_context),
                ] {
                    if let Some(told) = told {
                        field.clone_from(told);
                    }
                }
            }
            Ok(id)
        })
    }
}

fn unknown_name(words: &Words, name: &str) -> Response {
    let body = Json(json!({"detail": (words.problems.unknown_name)(name)}));
    (StatusCode::UNPROCESSABLE_ENTITY, body).into_response()
}
