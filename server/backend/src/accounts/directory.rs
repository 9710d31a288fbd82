//! What the webhook knows of accounts: who is behind a key, how to believe a delivery, and which agents may be in it.

use std::{collections::HashMap, fmt};

use domain::{AccountId, AgentAccountId, ChannelKind, account::AccountState, audit::Event, inbound::AgentKey};
use uuid::Uuid;

use super::{Accounts, settle};
use crate::{
    Actor, Error, Result, audit,
    field_security::grant::{UseInSystem, authorize},
    live::{self, News},
    providers::SigningKey,
    vault::{AccountClientToken, AgentAccountClientToken, Field},
};

mod store;

/// What stands behind one key of a callback URL, to be held in memory. News of its account ([`News::Account`]) makes it old.
#[derive(Clone)]
pub struct WebhookEntry {
    /// The account.
    pub account_id: AccountId,
    /// The agent account, when the key is that of a webhook of its own.
    pub agent_account_id: Option<AgentAccountId>,
    /// The provider.
    pub kind: ChannelKind,
    /// Where the account is on its way; a suspended one keeps nothing.
    pub state: AccountState,
    /// Whether the current privacy notice is acknowledged; without it no handshake is answered.
    pub is_acknowledged: bool,
    /// The tokens that handshakes may name and that sign events; none while none is set.
    pub tokens: Vec<SigningKey>,
    /// The account's agent accounts, by the provider's ids.
    pub agents: HashMap<AgentKey, WebhookAgent>,
}

/// An agent account, as the webhook needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WebhookAgent {
    /// The agent account.
    pub id: AgentAccountId,
    /// Whether its events come to a webhook of its own.
    pub has_own_webhook: bool,
}

impl Accounts<'_> {
    /// What stands behind a key, read from the database: one indexed query for a key that is nobody's, a few more for one that
    /// is somebody's. For the webhook, which has no actor; hold what it returns in memory until news of its account.
    pub async fn load_webhook(&self, key: &str) -> Result<Option<WebhookEntry>> {
        let mut conn = self.0.web().acquire().await?;
        let Some(row) = store::find(&mut conn, key).await? else { return Ok(None) };
        let agents = store::agents(&mut conn, row.account_id).await?;
        drop(conn);
        let token = match row.agent_account_id {
            None => self.signing_key::<AccountClientToken>(row.account_id.0).await?,
            Some(id) => self.signing_key::<AgentAccountClientToken>(id.0).await?,
        };
        Ok(Some(WebhookEntry {
            account_id: row.account_id,
            agent_account_id: row.agent_account_id,
            kind: row.channel_kind,
            state: row.state,
            is_acknowledged: row.is_acknowledged,
            tokens: token.into_iter().collect(),
            agents: agents.into_iter().collect(),
        }))
    }

    /// Every key and what stands behind it, to begin with.
    pub async fn load_webhooks(&self) -> Result<HashMap<String, WebhookEntry>> {
        let mut conn = self.0.web().acquire().await?;
        let keys = store::keys(&mut conn).await?;
        drop(conn);
        let mut entries = HashMap::with_capacity(keys.len());
        for key in keys {
            // One that was deleted meanwhile is not there.
            if let Some(entry) = self.load_webhook(&key).await? {
                entries.insert(key, entry);
            }
        }
        Ok(entries)
    }

    /// Records what became of a handshake: the address is confirmed, or it was refused with a reason. Does nothing for an
    /// account that is gone.
    pub async fn record_handshake(&self, entry: &WebhookEntry, outcome: Result<(), &'static str>) -> Result<()> {
        let at = self.0.now();
        let mut tx = self.0.begin().await?;
        let Some(_current) = super::store::lock(&mut tx, entry.account_id).await? else { return Ok(()) };
        let is_there = match entry.agent_account_id {
            None => store::record_for_account(&mut tx, entry.account_id, outcome, at).await?,
            Some(id) => store::record_for_agent(&mut tx, id, outcome, at).await?,
        };
        if !is_there {
            return Ok(());
        }
        if outcome.is_ok() {
            settle(&mut tx, entry.account_id).await?;
            let event = match entry.agent_account_id {
                None => Event::AccountVerified { id: entry.account_id },
                Some(id) => Event::AgentAccountVerified { id },
            };
            audit::record(&mut tx, &Actor::system(), at, &event).await?;
        }
        live::tell(&mut tx, News::Account(entry.account_id.0)).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn signing_key<F: Field>(&self, entity_id: Uuid) -> Result<Option<SigningKey>> {
        let Some(grant) = authorize::<F, UseInSystem>(&Actor::system(), entity_id) else {
            return Err(Error::Internal(anyhow::anyhow!("the portal may not use {}", F::FIELD)));
        };
        Ok(self.0.vault().with_secret(grant, SigningKey::new).await?.flatten())
    }
}

/// Says who it is, and how many tokens and agents there are.
impl fmt::Debug for WebhookEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookEntry")
            .field("account_id", &self.account_id)
            .field("agent_account_id", &self.agent_account_id)
            .field("state", &self.state)
            .field("is_acknowledged", &self.is_acknowledged)
            .field("tokens", &self.tokens.len())
            .field("agents", &self.agents.len())
            .finish_non_exhaustive()
    }
}
