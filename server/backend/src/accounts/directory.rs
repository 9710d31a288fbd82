//! What the webhook knows of accounts: who is behind a key, how to believe a delivery, and which agents may be in it.

use std::{collections::HashMap, fmt, sync::Arc};

use domain::{AccountId, AgentAccountId, ChannelKind, account::AccountState, audit::Event, inbound::AgentKey};
use jiff::Timestamp;
use uuid::Uuid;

use super::{Accounts, settle};
use crate::{
    Actor, Error, Result, audit,
    field_security::grant::{UseInSystem, authorize},
    live::{self, News},
    providers::{Event as ProviderEvent, Provider, SignatureFault, SigningKey},
    secrets::meter::{Meter, MeterKey},
    vault::{AccountClientToken, AgentAccountClientToken, Field, Held},
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
    /// The tokens that handshakes may name and that sign events, those first that are believed; none while none is set.
    pub tokens: Vec<SigningKey>,
    /// What is known of each token, in the same order.
    pub standings: Vec<Standing>,
    /// The account's agent accounts, by the provider's ids.
    pub agents: HashMap<AgentKey, WebhookAgent>,
}

/// Whether a token is believed, and what counts its use.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Believed until then; absent: without an end.
    pub works_until: Option<Timestamp>,
    /// Believed no more; known so that a refusal can say so.
    pub is_retired: bool,
    /// Counts the deliveries that it proves.
    pub meter: Arc<Meter>,
}

impl Standing {
    /// Whether the token is believed at a moment. The clock decides, however late somebody ends the overlap.
    pub fn is_believed(&self, at: Timestamp) -> bool {
        !self.is_retired && self.works_until.is_none_or(|end| at < end)
    }
}

impl WebhookEntry {
    /// Checks an event's signature against every token that is known, in constant time, and counts its use.
    pub(crate) fn verify(
        &self,
        provider: &dyn Provider,
        event: &ProviderEvent<'_>,
        signatures: &[&[u8]],
        at: Timestamp,
    ) -> Result<(), SignatureFault> {
        match provider.verify(event, signatures, &self.tokens) {
            Ok(place) if self.use_token(place, at) => Ok(()),
            Ok(_) => Err(SignatureFault::Retired),
            Err(SignatureFault::Mismatch) if !self.standings.iter().any(|token| token.is_believed(at)) => {
                Err(SignatureFault::NoKey)
            }
            Err(fault) => Err(fault),
        }
    }

    /// Whether the token at a place is believed; counts its use if it is.
    pub(crate) fn use_token(&self, place: usize, at: Timestamp) -> bool {
        let believed = self.standings.get(place).filter(|token| token.is_believed(at));
        believed.inspect(|token| token.meter.note(at)).is_some()
    }
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
        let (tokens, standings) = match row.agent_account_id {
            None => self.signing_keys::<AccountClientToken>(row.account_id.0).await?,
            Some(id) => self.signing_keys::<AgentAccountClientToken>(id.0).await?,
        };
        Ok(Some(WebhookEntry {
            account_id: row.account_id,
            agent_account_id: row.agent_account_id,
            kind: row.channel_kind,
            state: row.state,
            is_acknowledged: row.is_acknowledged,
            tokens,
            standings,
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

    async fn signing_keys<F: Field>(&self, entity_id: Uuid) -> Result<(Vec<SigningKey>, Vec<Standing>)> {
        let Some(grant) = authorize::<F, UseInSystem>(&Actor::system(), entity_id) else {
            return Err(Error::Internal(anyhow::anyhow!("the portal may not use {}", F::FIELD)));
        };
        let held = self.0.vault().with_versions(grant, SigningKey::new).await?;
        let meters = &self.0.door().meters;
        Ok(held
            .into_iter()
            .filter_map(|Held { version, works_until, is_retired, value }| {
                let meter = meters.of(MeterKey { field: F::FIELD, entity_id, version });
                Some((value?, Standing { works_until, is_retired, meter }))
            })
            .unzip())
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
