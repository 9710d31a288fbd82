//! Intake: a delivery is believed or refused, put on disk, and only then answered (PRODUCT §4). What it means is worked out after
//! the answer, by [`jobs`](crate::jobs).
//!
//! ```text
//! key ──directory──▶ Webhook ──handshake? signature? suspended?──▶ Entry ──ledger──▶ on disk ──▶ Reply
//!                                                                              └──▶ job
//! ```
//! Nothing here logs a body, a token or a text, and a refused delivery leaves no body. When the ledger cannot be written the answer
//! is [`Error::Unavailable`]: nothing is kept here, and the provider keeps it.

mod alarms;
mod announcer;
mod backlog;
mod batch;
mod directory;
mod entry;
mod judge;
mod ledger;
mod store;
#[cfg(test)]
mod tests;

pub use backlog::DEFAULT_LIMIT as DEFAULT_BACKLOG_LIMIT;
pub use entry::Received;

pub(crate) use backlog::Backlog;
pub(crate) use entry::{Content, Entry, Recorded};
pub(crate) use judge::conversation_hash;
pub(crate) use ledger::WRITERS;

use std::sync::Arc;

use anyhow::anyhow;
use bytes::Bytes;
use domain::{AccountId, account::AccountState, receipt::Outcome};
use sqlx::PgPool;
use tokio::sync::Notify;

use crate::{
    Backend, Error, Result,
    accounts::WebhookEntry,
    live::Live,
    providers::{
        Delivery, Event, Handshake, HandshakeFault, HandshakeOutcome, HandshakeSecret, Provider, SignatureFault,
        provider,
    },
};

use crate::secrets::meter::Meters;
use alarms::Alarms;
use announcer::Announcer;
use directory::{Directory, Found};
use judge::{GOOD, bare, handshake_entry, sized, understood};
use ledger::{Ledger, Writer};

/// The longest body that is read, in bytes.
pub const MAX_BODY: usize = 262_144;

/// What intake keeps in memory; one for the whole process.
pub(crate) struct Door {
    directory: Arc<Directory>,
    writers: PgPool,
    ledger: Ledger,
    alarms: Alarms,
    pub meters: Arc<Meters>,
    pub backlog: Arc<Backlog>,
    /// Told whenever work was accepted.
    pub accepted: Arc<Notify>,
}

impl Door {
    /// Opens for business: `web` reads, `writers` is the pool of the ledger's writers.
    pub fn open(web: PgPool, writers: &PgPool, live: &Live) -> Self {
        let accepted = Arc::new(Notify::new());
        let backlog = Backlog::start(web.clone());
        let writer = Writer {
            pool: writers.clone(),
            backlog: Arc::clone(&backlog),
            announcer: Announcer::start(web.clone()),
            accepted: Arc::clone(&accepted),
        };
        let ledger = Ledger::start(&writer);
        let writers = writers.clone();
        let meters = Meters::start(web);
        Self {
            directory: Directory::start(live),
            writers,
            ledger,
            alarms: Alarms::default(),
            meters,
            backlog,
            accepted,
        }
    }

    pub fn pool(&self) -> &PgPool {
        &self.writers
    }

    /// Ends the writers' connections; what waits is turned away.
    pub async fn close(&self) {
        self.writers.close().await;
    }

    /// How many deliveries wait to be stored, now.
    pub fn pressure(&self) -> usize {
        self.ledger.waiting()
    }
}

/// A request to a webhook, as received.
#[derive(Clone)]
pub struct Post<'r> {
    /// The exact bytes.
    pub body: Bytes,
    /// Every value of the provider's signature header.
    pub signatures: Vec<&'r [u8]>,
    /// When it was complete.
    pub received: Received,
}

/// What to answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// 200, empty: recorded.
    Taken,
    /// 200, exactly this text.
    Secret(HandshakeSecret),
    /// 403, fixed text.
    HandshakeRefused,
    /// 401.
    SignatureRefused,
}

/// Why a request to a known webhook is refused before its body is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Not POST.
    Method,
    /// Not JSON.
    ContentType,
    /// Longer than [`MAX_BODY`].
    TooLarge,
}

impl Refusal {
    /// The reason in the receipt.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Method => "wrong_method",
            Self::ContentType => "wrong_content_type",
            Self::TooLarge => "too_large",
        }
    }
}

/// The verbs of intake. They take no actor: who calls proves itself by the key, the token or the signature.
pub struct Intake<'a>(pub(crate) &'a Backend);

impl Intake<'_> {
    /// The webhook with this key; `None` for a key that belongs to nobody.
    pub async fn find(&self, key: &str) -> Result<Option<Arc<WebhookEntry>>> {
        let found = if is_key(key) { self.look_up(key).await? } else { None };
        if found.is_none() {
            metrics::counter!("key.unknown").increment(1);
        }
        Ok(found)
    }

    async fn look_up(&self, key: &str) -> Result<Option<Arc<WebhookEntry>>> {
        let directory = &self.0.door().directory;
        match directory.find(key) {
            Found::Known(webhook) => return Ok(Some(webhook)),
            Found::Nobody => return Ok(None),
            Found::Miss => {}
        }
        let _turn = directory.turn().await;
        match directory.find(key) {
            Found::Known(webhook) => Ok(Some(webhook)),
            Found::Nobody => Ok(None),
            Found::Miss => {
                let generation = directory.generation();
                let webhook = self.0.accounts().load_webhook(key).await?.map(Arc::new);
                directory.keep(key, webhook.clone(), generation);
                Ok(webhook)
            }
        }
    }

    /// Forgets what is known of an account, at once and on this node; the others hear the news. For verbs that change one.
    pub(crate) fn forget(&self, account_id: AccountId) {
        self.0.door().directory.forget(Some(account_id));
    }

    /// Sets how many jobs may wait before deliveries are turned away.
    pub fn limit_backlog(&self, jobs: i64) {
        self.0.door().backlog.set_limit(jobs);
    }

    /// The moment at which a request is complete.
    pub fn received(&self) -> Received {
        Received { at: self.0.now(), started: std::time::Instant::now() }
    }

    /// Records a request that is refused for its form.
    pub async fn refuse(
        &self,
        webhook: &WebhookEntry,
        refusal: Refusal,
        body_size: u64,
        received: Received,
    ) -> Result<()> {
        let entry = Entry {
            body_size: i32::try_from(body_size).unwrap_or(i32::MAX),
            ..bare(webhook, received, Outcome::Refused, Some(refusal.code()))
        };
        self.0.door().ledger.record(entry).await.map(drop)
    }

    /// Believes or refuses a request, records it, and says what to answer.
    pub async fn take(&self, webhook: &WebhookEntry, post: Post<'_>) -> Result<Reply> {
        let provider = provider(webhook.kind);
        match provider.classify(&post.body) {
            Delivery::Handshake(handshake) => self.shake_hands(webhook, &handshake, &post).await,
            Delivery::Event(event) => self.take_event(webhook, provider, &event, &post).await,
        }
    }

    /// A handshake proves itself by the token; it is answered only for an account whose notice is acknowledged.
    async fn shake_hands(&self, webhook: &WebhookEntry, handshake: &Handshake, post: &Post<'_>) -> Result<Reply> {
        let refusal = match handshake.answer(&webhook.tokens) {
            HandshakeOutcome::Answer { key, .. } if !webhook.use_token(key, post.received.at) => {
                // A retired one is told from a wrong one in receipts of events alone; the provider's console gets one answer.
                HandshakeFault::TokenWrong.code()
            }
            HandshakeOutcome::Answer { secret, .. } if webhook.is_acknowledged => {
                self.0.accounts().record_handshake(webhook, Ok(())).await?;
                let entry = handshake_entry(webhook, post, Outcome::Accepted, None);
                self.0.door().ledger.record(entry).await?;
                return Ok(Reply::Secret(secret));
            }
            HandshakeOutcome::Answer { .. } => "notice_not_acknowledged",
            HandshakeOutcome::Refused(fault) => fault.code(),
        };
        self.0.accounts().record_handshake(webhook, Err(refusal)).await?;
        let entry = handshake_entry(webhook, post, Outcome::Refused, Some(refusal));
        self.0.door().ledger.record(entry).await?;
        Ok(Reply::HandshakeRefused)
    }

    async fn take_event(
        &self,
        webhook: &WebhookEntry,
        provider: &dyn Provider,
        event: &Event<'_>,
        post: &Post<'_>,
    ) -> Result<Reply> {
        let door = self.0.door();
        if let Err(fault) = webhook.verify(provider, event, &post.signatures, post.received.at) {
            return self.refuse_signature(webhook, fault, post).await;
        }
        let is_suspended = webhook.state == AccountState::Suspended;
        let entry = if is_suspended || !webhook.is_acknowledged {
            // Without an acknowledged notice nothing may be kept either.
            let reason = if is_suspended { "suspended" } else { "notice_not_acknowledged" };
            Entry { signature: GOOD, ..bare(webhook, post.received, Outcome::Suspended, Some(reason)) }
        } else if door.backlog.is_over() {
            return Err(Error::Unavailable(anyhow!("the backlog is over its limit")));
        } else {
            understood(webhook, provider, event, post)
        };
        door.ledger.record(sized(entry, post)).await?;
        Ok(Reply::Taken)
    }

    async fn refuse_signature(&self, webhook: &WebhookEntry, fault: SignatureFault, post: &Post<'_>) -> Result<Reply> {
        let door = self.0.door();
        door.alarms.signature_failed(webhook.account_id, fault.code());
        let entry =
            Entry { signature: fault.code(), ..bare(webhook, post.received, Outcome::Refused, Some(fault.code())) };
        door.ledger.record(sized(entry, post)).await?;
        Ok(Reply::SignatureRefused)
    }
}

/// A key as accounts have them: 128 bits in lower-case base32. Anything else costs no query.
fn is_key(key: &str) -> bool {
    key.len() == 26 && key.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'))
}
