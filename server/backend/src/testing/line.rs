//! A line: everything between a provider and a queue, set up by verbs, for tests of deliveries.

use domain::{
    AccountId, AgentAccountId, ChannelKind, Lang, Name, PageRequest, WorkstreamId,
    account::{NewAccount, NewAgentAccount, ProviderId},
    channel::{LanguageTag, NewChannel},
    notice::Statements,
    user::Role,
    workstream::{Distribution, FallbackQueue, NewWorkstream, WorkType},
};
use serde_json::{Value, json};

use super::Portal;
use crate::{
    Actor, Result,
    accounts::{Credentials, NewAgent, OwnWebhook},
    intake::{Post, Reply},
    providers::SigningKey,
    vault::Incoming,
};

const BRAND: &str = "11111111-aaaa-4aaa-8aaa-111111111111";
const AGENT: &str = "22222222-bbbb-4bbb-8bbb-222222222222";
const TOKEN: &str = "line-token-9f86d081";

/// An account that takes events, with an agent account that a workstream has joined.
pub struct Line {
    /// Who made it.
    pub admin: Actor,
    /// The account.
    pub account_id: AccountId,
    /// Its agent account.
    pub agent_account_id: AgentAccountId,
    /// The workstream, whose fallback queue is new and called `Reserve`.
    pub workstream_id: WorkstreamId,
    /// The last part of the callback URL.
    pub key: String,
    /// The client token.
    pub token: String,
}

impl Line {
    /// A line whose notice is acknowledged; the handshake has not come yet.
    pub async fn open(portal: &Portal) -> Self {
        let line = Self::without_acknowledgement(portal).await;
        let privacy = portal.backend.privacy();
        privacy.acknowledge(&line.admin, line.account_id, Lang::Nb, 1, Statements::ALL).await.expect("acknowledged");
        line
    }

    /// A line that was opened before, found again by its account.
    pub async fn at(portal: &Portal, account_id: AccountId) -> Self {
        let admin = portal.trusted_person(Role::SystemAdministrator).await;
        let account = portal.backend.accounts().get(&admin, account_id).await.expect("the account");
        let agent_account_id = account.agent_accounts[0].agent_account.id;
        let first = PageRequest::first();
        let workstreams = portal.backend.workstreams().list(&admin, first).await.expect("workstreams");
        let workstream_id = workstreams.items.first().expect("a workstream").id;
        let key = last_part(&account.summary.callback_url);
        Self { admin, account_id, agent_account_id, workstream_id, key, token: TOKEN.to_owned() }
    }

    /// The same before anybody has acknowledged the notice.
    pub async fn without_acknowledgement(portal: &Portal) -> Self {
        let admin = portal.trusted_person(Role::SystemAdministrator).await;
        let accounts = portal.backend.accounts();
        let new = NewAccount { name: name("Fjordbank"), channel_kind: ChannelKind::GoogleBusinessMessages };
        let account_id = accounts.create(&admin, new).await.expect("an account");
        let token = TOKEN.to_owned();
        let credentials = Credentials {
            partner_id: Some(ProviderId::parse("fjordbank-partner").expect("an id")),
            client_token: Incoming::take(token.clone()).expect("a token"),
            service_account: Incoming::take(super::service_account_file()).expect("a file"),
            version: None,
        };
        accounts.set_credentials(&admin, account_id, credentials).await.expect("credentials");
        let new = NewAgent { agent: agent("Fjordbank support", AGENT), own_webhook: None };
        let agent_account_id = accounts.add_agent(&admin, account_id, new).await.expect("an agent account");
        let workstreams = portal.backend.workstreams();
        let workstream_id = workstreams.create(&admin, workstream()).await.expect("a workstream");
        workstreams.add_channel(&admin, workstream_id, channel(agent_account_id)).await.expect("a channel");
        let url = accounts.get(&admin, account_id).await.expect("the account").summary.callback_url;
        Self { admin, account_id, agent_account_id, workstream_id, key: last_part(&url), token }
    }

    /// Adds an agent account with a webhook and a token of its own; returns its key.
    pub async fn add_own_webhook(&self, portal: &Portal, agent_id: &str, token: &str) -> String {
        let accounts = portal.backend.accounts();
        let own = OwnWebhook { client_token: Incoming::take(token.to_owned()).expect("a token") };
        let new = NewAgent { agent: agent("Fjordbank kort", agent_id), own_webhook: Some(own) };
        let id = accounts.add_agent(&self.admin, self.account_id, new).await.expect("an agent account");
        let account = accounts.get(&self.admin, self.account_id).await.expect("the account");
        let agent =
            account.agent_accounts.iter().find(|agent| agent.agent_account.id == id).expect("the agent account");
        last_part(agent.agent_account.callback_url.as_deref().expect("a webhook of its own"))
    }

    /// The signature header's value with the line's token.
    pub fn sign(&self, body: &[u8]) -> String {
        sign(&self.token, body)
    }

    /// A text of a customer.
    pub fn text(&self, conversation: &str, request: &str, text: &str) -> Value {
        let content = json!({ "messageId": request, "text": text, "createTime": "2026-03-02T11:59:58Z" });
        self.event(conversation, request, "message", &content)
    }

    /// An event of any kind.
    pub fn event(&self, conversation: &str, request: &str, member: &str, content: &Value) -> Value {
        json!({
            "agent": format!("brands/{BRAND}/agents/{AGENT}"),
            "conversationId": conversation,
            "requestId": request,
            "context": { "entryPoint": "MAPS", "userInfo": { "displayName": "Kari", "userDeviceLocale": "nb-NO" } },
            "sendTime": "2026-03-02T11:59:59.5Z",
            member: content,
        })
    }

    /// Delivers a body with a good signature.
    pub async fn deliver(&self, portal: &Portal, body: &Value) -> Result<Reply> {
        let body = body.to_string();
        let signature = self.sign(body.as_bytes());
        self.post(portal, body.as_bytes(), &[signature.as_bytes()]).await
    }

    /// Delivers anything.
    pub async fn post(&self, portal: &Portal, body: &[u8], signatures: &[&[u8]]) -> Result<Reply> {
        let intake = portal.backend.intake();
        let webhook = intake.find(&self.key).await?.expect("the key is known");
        let post = Post {
            body: bytes::Bytes::copy_from_slice(body),
            signatures: signatures.to_vec(),
            received: intake.received(),
        };
        intake.take(&webhook, post).await
    }
}

/// The signature header's value with a token.
pub fn sign(token: &str, body: &[u8]) -> String {
    SigningKey::new(token.as_bytes()).expect("a token").sign(body)
}

fn last_part(url: &str) -> String {
    url.rsplit('/').next().unwrap_or_default().to_owned()
}

fn name(name: &str) -> Name {
    Name::parse(name).expect("a name")
}

fn agent(of: &str, agent_id: &str) -> NewAgentAccount {
    NewAgentAccount {
        name: name(of),
        brand_id: ProviderId::parse(BRAND).expect("an id"),
        agent_id: ProviderId::parse(agent_id).expect("an id"),
    }
}

fn workstream() -> NewWorkstream {
    NewWorkstream {
        name: name("Fjordbank messages"),
        work_type: WorkType::Messaging,
        channel_kind: ChannelKind::GoogleBusinessMessages,
        distribution: Distribution::Push,
        fallback_queue: FallbackQueue::New(name("Reserve")),
    }
}

fn channel(agent_account_id: AgentAccountId) -> NewChannel {
    NewChannel {
        agent_account_id,
        language: LanguageTag::parse("nb-NO").expect("a tag"),
        attachments_from_customers: true,
        attachments_from_agents: true,
    }
}
