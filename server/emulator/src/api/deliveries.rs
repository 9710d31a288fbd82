//! What went out, for a script.

use axum::{
    Json,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;

use super::refused;
use crate::{
    delivery::{Delivery, DeliveryId, Outcome, Progress},
    emulator::Emulator,
    fault::Fault,
    problem::Error,
    visitor::Visitor,
};

#[derive(Debug, Deserialize)]
pub(crate) struct Narrow {
    conversation_id: Option<String>,
}

pub(crate) async fn list(State(emulator): State<Emulator>, Query(narrow): Query<Narrow>) -> Json<serde_json::Value> {
    let items: Vec<_> = emulator.read(|store| {
        store
            .deliveries
            .values()
            .rev()
            .filter(|delivery| narrow.conversation_id.as_ref().is_none_or(|id| *id == delivery.conversation_id))
            .map(summary)
            .collect()
    });
    Json(json!({ "items": items }))
}

pub(crate) async fn show(State(emulator): State<Emulator>, visitor: Visitor, Path(id): Path<DeliveryId>) -> Response {
    let found = emulator.read(|store| store.deliveries.get(&id).cloned());
    let Some(delivery) = found else {
        return refused(visitor.words(), Error::UnknownDelivery);
    };
    let mut answer = summary(&delivery);
    answer["body"] = String::from_utf8_lossy(&delivery.draft.body).into();
    answer["history"] = delivery
        .attempts
        .iter()
        .map(
            |attempt| json!({"at": attempt.at, "status": status(&attempt.outcome), "error": failure(&attempt.outcome)}),
        )
        .collect();
    Json(answer).into_response()
}

pub(crate) async fn send_again(
    State(emulator): State<Emulator>,
    visitor: Visitor,
    Path(id): Path<DeliveryId>,
) -> Response {
    match emulator.send_again(id) {
        Ok(()) => StatusCode::ACCEPTED.into_response(),
        Err(error) => refused(visitor.words(), error),
    }
}

fn summary(delivery: &Delivery) -> serde_json::Value {
    let outcome = delivery.last().map(|attempt| &attempt.outcome);
    let next_attempt_at = match delivery.progress {
        Progress::Waiting { next_at } => Some(next_at),
        _ => None,
    };
    json!({
        "id": delivery.id,
        "created_at": delivery.created_at,
        "agent": delivery.agent.to_string(),
        "conversation_id": delivery.conversation_id,
        "request_id": delivery.draft.request_id,
        "kind": delivery.kind,
        "fault": delivery.draft.fault.map(Fault::name),
        "as_expected": delivery.is_as_expected(),
        "state": delivery.progress.name(),
        "attempts": delivery.attempt_count,
        "last_status": outcome.and_then(status),
        "last_error": outcome.and_then(failure),
        "next_attempt_at": next_attempt_at,
    })
}

fn status(outcome: &Outcome) -> Option<u16> {
    match outcome {
        Outcome::Answered(status) => Some(*status),
        Outcome::Unreachable(_) | Outcome::TimedOut => None,
    }
}

fn failure(outcome: &Outcome) -> Option<&str> {
    match outcome {
        Outcome::Answered(_) => None,
        Outcome::Unreachable(reason) => Some(reason),
        Outcome::TimedOut => Some("timed out"),
    }
}
