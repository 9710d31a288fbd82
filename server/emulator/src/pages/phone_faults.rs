//! Faults from the console: a customer of any agent writes, and it goes wrong on the way.

use axum::{
    Form,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{agents, refusals};
use crate::{
    act::Act, agent::AgentKey, emulator::Emulator, fault::Fault, paths, phone::Surface, problem::Error,
    visitor::Visitor,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct FaultForm {
    /// Brand id, stroke, agent id.
    agent: String,
    fault: String,
}

pub(crate) async fn send(State(emulator): State<Emulator>, visitor: Visitor, Form(form): Form<FaultForm>) -> Response {
    let key = form.agent.split_once('/').and_then(|(brand, agent)| AgentKey::parse(brand, agent).ok());
    let known = key.filter(|key| emulator.read(|store| store.agents.contains_key(key)));
    let (Some(key), Some(fault)) = (known, Fault::named(&form.fault)) else {
        return refusals::missing(&emulator, &visitor);
    };
    let conversation = emulator.write(|store| store.open_conversation(&key, Surface::default()));
    let act = Act::Text(visitor.words().faults.text.to_owned());
    match emulator.act(&key, &conversation, act, Some(fault)) {
        Ok(_) => Redirect::to(paths::CONSOLE).into_response(),
        Err(Error::NoWebhook) => agents::without_webhook(&emulator, &visitor, &key),
        Err(_) => refusals::missing(&emulator, &visitor),
    }
}
