//! The server functions of agent accounts. One with a webhook of its own has a secured client token.

use backend::{
    accounts::{AgentAccountChange, NewAgent, OwnWebhook},
    vault::AgentAccountClientToken,
};
use domain::{
    AccountId, AgentAccountId, Checks, Fault, FieldFault, Invalid, Name,
    account::{AgentAccountDetail, NewAgentAccount, ProviderId},
    field_security::SecretSlot,
};
use islands::AppError;
use leptos::prelude::*;
use serde::Serialize;
use server_fn::codec::{MultipartData, MultipartFormData};

use crate::{
    forms::{Done, Reply},
    gate::{self, Desk, told},
    multipart::{Parts, Small},
    pages::accounts::{agent_fields::unmade_token, credentials::may_set, setup::Step},
    paths,
    words::Words,
};

const SECRETS: &[&str] = &["client_token"];

/// What is shown again when the form is refused: no secrets.
#[derive(Serialize)]
struct Typed {
    name: String,
    brand_id: String,
    agent_id: String,
    own_webhook: bool,
    /// The version that was read; none for a new agent account.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<i32>,
}

impl Typed {
    fn of(parts: &Parts) -> Self {
        let text = |name: &str| parts.text(name).to_owned();
        let own_webhook = parts.is_on("own_webhook");
        let version = parts.text("version").parse().ok();
        Self { name: text("name"), brand_id: text("brand_id"), agent_id: text("agent_id"), own_webhook, version }
    }

    fn is_blank(&self) -> bool {
        [&self.name, &self.brand_id, &self.agent_id].iter().all(|text| text.trim().is_empty())
    }

    /// Checks the form. `needs_token`: a webhook of its own cannot do without a token in this form.
    fn check(&self, parts: &mut Parts, needs_token: bool) -> Result<(NewAgentAccount, Option<OwnWebhook>), Invalid> {
        let mut checks = Checks::default();
        let name = checks.field("name", Name::parse(&self.name));
        let brand_id = checks.field("brand_id", ProviderId::parse(&self.brand_id));
        let agent_id = checks.field("agent_id", ProviderId::parse(&self.agent_id));
        let own_webhook = if self.own_webhook {
            let token = checks.field("client_token", parts.secret::<AgentAccountClientToken>("client_token"));
            if needs_token && matches!(token, Some(None)) {
                checks.note("client_token", Fault::Missing);
            }
            token.map(|client_token| Some(OwnWebhook { client_token }))
        } else {
            Some(None)
        };
        let agent = name.zip(brand_id).zip(agent_id);
        let agent = agent.map(|((name, brand_id), agent_id)| NewAgentAccount { name, brand_id, agent_id });
        checks.finish(agent.zip(own_webhook))
    }
}

#[server(endpoint = "accounts/get-agent")]
pub async fn get_agent(id: AgentAccountId) -> Result<AgentAccountDetail, AppError> {
    let desk = gate::desk().await?;
    desk.backend.accounts().get_agent(&desk.actor, id).await.map_err(told)
}

/// Adds the agent account that is filled in. With `finish` the wizard is left; nothing filled in is no mistake then, once
/// there is an agent account.
#[server(endpoint = "accounts/add-agent", input = MultipartFormData)]
#[middleware(Small)]
pub async fn add_agent(data: MultipartData) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let texts = ["id", "name", "brand_id", "agent_id", "own_webhook", "then"];
    let mut parts = Parts::read(data, &texts, SECRETS).await?;
    let id: AccountId = parts.id("id")?;
    let typed = Typed::of(&parts);
    let is_finish = parts.text("then") == "finish";
    let outcome = add(&desk, id, &typed, is_finish, &mut parts).await;
    Reply::to(Step::Agents.path(id))
        .typed(&typed)
        .sentences(&sentences(&typed.name))
        .settle(outcome, |account_name| {
            if is_finish {
                Done::at(paths::account(id)).saying(|w| (w.accounts.setup.finished)(&account_name))
            } else {
                Done::at(Step::Agents.path(id)).saying(|w| (w.accounts.agents.added)(typed.name.trim()))
            }
        })
        .await
}

async fn add(desk: &Desk, id: AccountId, typed: &Typed, is_finish: bool, parts: &mut Parts) -> backend::Result<String> {
    let accounts = desk.backend.accounts();
    let account = accounts.get(&desk.actor, id).await?;
    if !(is_finish && typed.is_blank() && !account.agent_accounts.is_empty()) {
        let needs_token = may_set(&unmade_token(&desk.actor));
        let (agent, own_webhook) = typed.check(parts, needs_token)?;
        accounts.add_agent(&desk.actor, id, NewAgent { agent, own_webhook }).await?;
    }
    Ok(account.summary.name)
}

#[server(endpoint = "accounts/change-agent", input = MultipartFormData)]
#[middleware(Small)]
pub async fn change_agent(data: MultipartData) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let texts = ["account", "id", "version", "name", "brand_id", "agent_id", "own_webhook"];
    let mut parts = Parts::read(data, &texts, SECRETS).await?;
    let (account, id): (AccountId, AgentAccountId) = (parts.id("account")?, parts.id("id")?);
    let version: i32 = parts.id("version")?;
    let typed = Typed::of(&parts);
    let outcome = async {
        let current = desk.backend.accounts().get_agent(&desk.actor, id).await?;
        let needs_token = matches!(current.client_token, SecretSlot::NotSet { may_set: true });
        let (agent, own_webhook) = typed.check(&mut parts, needs_token)?;
        let change = AgentAccountChange { agent, own_webhook, version: Some(version) };
        desk.backend.accounts().change_agent(&desk.actor, id, change).await
    };
    let outcome = outcome.await;
    Reply::to(paths::agent_account(account, id))
        .typed(&typed)
        .sentences(&sentences(&typed.name))
        .settle(outcome, |()| Done::at(paths::account(account)).saying(|w| w.common.saved.to_owned()))
        .await
}

#[server(endpoint = "accounts/remove-agent")]
pub async fn remove_agent(account: AccountId, id: AgentAccountId) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async {
        let accounts = desk.backend.accounts();
        let name = accounts.get_agent(&desk.actor, id).await?.agent_account.name;
        accounts.remove_agent(&desk.actor, id).await?;
        Ok(name)
    };
    Reply::to(paths::remove_agent_account(account, id))
        .settle(outcome.await, |name| Done::at(paths::account(account)).saying(|w| (w.accounts.agents.removed)(&name)))
        .await
}

fn sentences(name: &str) -> impl Fn(&Words, &FieldFault) -> Option<String> + Sync + use<> {
    let name = name.trim().to_owned();
    move |words, fault| {
        let (agents, credentials) = (&words.accounts.agents, &words.accounts.credentials);
        let sentence = match (fault.field.as_str(), &fault.fault) {
            ("name", Fault::Taken) => return Some((agents.name_taken)(&name)),
            ("name", Fault::Missing) => words.accounts.name_missing,
            ("brand_id", Fault::Missing) => agents.brand_id_missing,
            ("agent_id", Fault::Missing) => agents.agent_id_missing,
            ("agent_id", Fault::Taken) => agents.agent_id_taken,
            ("client_token", Fault::Missing) => credentials.client_token_missing,
            _ => return None,
        };
        Some(sentence.to_owned())
    }
}
