//! The form for an agent: new, changed, or asked for by its phone.

use leptos::prelude::*;
use serde::Deserialize;

use super::form::{Field, Problems};
use crate::{
    agent::{Agent, AgentKey},
    emulator::Emulator,
    paths,
    phone::Surface,
    problem::Problem,
    visitor::Visitor,
    webhook::{NewWebhook, Scope},
};

/// The choice of a webhook that is typed in below.
const OWN: &str = "own";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AgentForm {
    pub(crate) name: String,
    pub(crate) brand_id: String,
    pub(crate) agent_id: String,
    pub(crate) custom_agent_id: String,
    pub(crate) webhook: String,
    pub(crate) url: String,
    pub(crate) client_token: String,
    /// Where to go afterwards: the phone, when its page asked for the agent.
    pub(crate) surface: Option<Surface>,
}

/// What the form asks for, checked.
pub(crate) struct Wanted {
    pub(crate) agent: Agent,
    pub(crate) own: Option<NewWebhook>,
}

/// Checks what was typed.
pub(crate) fn wanted(emulator: &Emulator, form: &AgentForm) -> Result<Wanted, Vec<Problem>> {
    let mut problems = Vec::new();
    let name = Agent::name(&form.name).map_err(|problem| problems.push(problem)).unwrap_or_default();
    let key = AgentKey::parse(&form.brand_id, &form.agent_id).map_err(|found| problems.extend(found)).ok();
    let mut own = None;
    let mut webhook = None;
    match (form.webhook.as_str(), &key) {
        ("", _) | (OWN, None) => {}
        (OWN, Some(key)) => match NewWebhook::parse(&form.url, &form.client_token, Scope::Agent(key.clone())) {
            Ok(new) => own = Some(new),
            Err(found) => problems.extend(found),
        },
        (id, _) => {
            webhook = id.parse().ok().filter(|id| emulator.read(|store| store.webhooks.contains_key(id)));
            if webhook.is_none() {
                problems.push(Problem::WebhookUnknown);
            }
        }
    }
    match key {
        Some(key) if problems.is_empty() => Ok(Wanted {
            agent: Agent { key, name, custom_agent_id: form.custom_agent_id.trim().to_owned(), webhook },
            own,
        }),
        _ => Err(problems),
    }
}

/// The form itself, with the act on its button.
pub(crate) fn agent_form(
    emulator: &Emulator,
    visitor: &Visitor,
    form: &AgentForm,
    problems: &Problems,
    act: &'static str,
) -> AnyView {
    let words = &visitor.words().agents;
    let field =
        |name, label, hint, value| Field { name, label, hint, value, is_code: name != "name", ..Field::default() };
    let custom = Field { is_optional: true, ..field("custom_agent_id", words.custom_id, "", &form.custom_agent_id) };
    let url = Field { is_url: true, is_optional: true, ..field("url", words.own_url, words.own_hint, &form.url) };
    let token = Field { is_optional: true, ..field("client_token", words.own_token, "", "") };
    let surface = form.surface.map(|surface| view! { <input type="hidden" name="surface" value=surface.name() /> });
    view! {
        <form method="post" action=paths::AGENTS novalidate>
            {surface}
            {field("name", words.name, words.name_hint, &form.name).view(visitor, problems)}
            {field("brand_id", words.brand_id, words.ids_hint, &form.brand_id).view(visitor, problems)}
            {field("agent_id", words.agent_id, "", &form.agent_id).view(visitor, problems)}
            {custom.view(visitor, problems)}
            {receiver(emulator, visitor, &form.webhook)}
            <details class="more" open=form.webhook == OWN>
                <summary>{words.receiver_own}</summary>
                {url.view(visitor, problems)}
                {token.view(visitor, problems)}
            </details>
            <button class="primary">{act}</button>
        </form>
    }
    .into_any()
}

fn receiver(emulator: &Emulator, visitor: &Visitor, chosen: &str) -> AnyView {
    let words = &visitor.words().agents;
    let known = emulator.read(|store| {
        store.webhooks.values().map(|webhook| (webhook.id.to_string(), webhook.url.clone())).collect::<Vec<_>>()
    });
    let fixed = [(String::new(), words.receiver_none.to_owned()), (OWN.to_owned(), words.receiver_own.to_owned())];
    let options = fixed
        .into_iter()
        .chain(known)
        .map(|(value, text)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{text}</option> }
        })
        .collect::<Vec<_>>();
    view! {
        <div class="field">
            <label for="webhook">{words.receiver}</label>
            <select id="webhook" name="webhook">{options}</select>
        </div>
    }
    .into_any()
}
