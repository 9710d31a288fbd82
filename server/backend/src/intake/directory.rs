//! The directory: which webhook a key belongs to, in memory. News of an account drops what was known of it; besides, nothing is
//! believed for longer than a minute. Keys that belong to nobody are remembered too, but few of them and briefly: their number is
//! the choice of strangers.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock, Weak},
    time::{Duration, Instant},
};

use domain::AccountId;
use tokio::sync::{Semaphore, SemaphorePermit, broadcast::error::RecvError};

use crate::{
    accounts::WebhookEntry,
    live::{Live, News},
};

const KNOWN_FOR: Duration = Duration::from_mins(1);
const UNKNOWN_FOR: Duration = Duration::from_secs(5);
/// More unknown keys than this are forgotten together.
const UNKNOWN_COUNT: usize = 4096;
/// So many misses may ask the database at once; a flood of invented keys waits for itself.
const MISSES: usize = 4;

/// What the directory says of a key.
#[derive(Clone, Debug)]
pub(super) enum Found {
    Known(Arc<WebhookEntry>),
    Nobody,
    /// Ask the database.
    Miss,
}

/// See the module.
pub(super) struct Directory {
    entries: RwLock<Entries>,
    misses: Semaphore,
}

#[derive(Default)]
struct Entries {
    known: HashMap<String, (Arc<WebhookEntry>, Instant)>,
    unknown: HashMap<String, Instant>,
    /// Grows whenever something is dropped: what was loaded before that is not kept.
    generation: u64,
}

impl Directory {
    /// An empty directory that follows the news for as long as somebody holds it.
    pub fn start(live: &Live) -> Arc<Self> {
        let directory = Arc::new(Self { entries: RwLock::default(), misses: Semaphore::new(MISSES) });
        tokio::spawn(follow(Arc::downgrade(&directory), live.subscribe()));
        directory
    }

    pub fn find(&self, key: &str) -> Found {
        let entries = self.entries.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((webhook, _)) = entries.known.get(key).filter(|(_, at)| at.elapsed() < KNOWN_FOR) {
            return Found::Known(Arc::clone(webhook));
        }
        let is_unknown = entries.unknown.get(key).is_some_and(|at| at.elapsed() < UNKNOWN_FOR);
        if is_unknown { Found::Nobody } else { Found::Miss }
    }

    /// The turn of a miss to ask the database. Look again after it: somebody may have asked for the same key.
    pub async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        self.misses.acquire().await.ok()
    }

    /// What [`Directory::keep`] wants to know was current when the asking began.
    pub fn generation(&self) -> u64 {
        self.entries.read().unwrap_or_else(PoisonError::into_inner).generation
    }

    /// Keeps an answer of the database, unless there was news since `generation`.
    pub fn keep(&self, key: &str, webhook: Option<Arc<WebhookEntry>>, generation: u64) {
        let mut entries = self.entries.write().unwrap_or_else(PoisonError::into_inner);
        if entries.generation != generation {
            return;
        }
        if let Some(webhook) = webhook {
            entries.known.insert(key.to_owned(), (webhook, Instant::now()));
        } else {
            if entries.unknown.len() >= UNKNOWN_COUNT {
                entries.unknown.clear();
            }
            entries.unknown.insert(key.to_owned(), Instant::now());
        }
    }

    /// Drops what is known of an account; `None` drops everything. Unknown keys may be known now.
    pub fn forget(&self, account_id: Option<AccountId>) {
        let mut entries = self.entries.write().unwrap_or_else(PoisonError::into_inner);
        entries.generation += 1;
        entries.unknown.clear();
        match account_id {
            Some(id) => entries.known.retain(|_, (webhook, _)| webhook.account_id != id),
            None => entries.known.clear(),
        }
    }
}

async fn follow(directory: Weak<Directory>, mut news: tokio::sync::broadcast::Receiver<News>) {
    loop {
        let account_id = match news.recv().await {
            Ok(News::Account(id)) => Some(AccountId(id)),
            Ok(News::Anything) | Err(RecvError::Lagged(_)) => None,
            Ok(_) => continue,
            Err(RecvError::Closed) => return,
        };
        let Some(directory) = directory.upgrade() else { return };
        directory.forget(account_id);
    }
}

#[cfg(test)]
mod tests {
    use domain::{ChannelKind, account::AccountState};

    use super::*;

    fn directory() -> Directory {
        Directory { entries: RwLock::default(), misses: Semaphore::new(MISSES) }
    }

    fn webhook() -> Arc<WebhookEntry> {
        Arc::new(WebhookEntry {
            account_id: AccountId::new(),
            agent_account_id: None,
            kind: ChannelKind::GoogleBusinessMessages,
            state: AccountState::Verified,
            is_acknowledged: true,
            tokens: Vec::new(),
            standings: Vec::new(),
            agents: HashMap::new(),
        })
    }

    #[test]
    fn news_drops_the_account_and_every_unknown_key() {
        let (directory, one, other) = (directory(), webhook(), webhook());
        directory.keep("one", Some(Arc::clone(&one)), 0);
        directory.keep("other", Some(other), 0);
        directory.keep("nobody", None, 0);
        assert!(matches!(directory.find("nobody"), Found::Nobody));
        directory.forget(Some(one.account_id));
        assert!(matches!(directory.find("one"), Found::Miss));
        assert!(matches!(directory.find("other"), Found::Known(_)));
        assert!(matches!(directory.find("nobody"), Found::Miss));
    }

    #[test]
    fn what_was_read_before_the_news_is_not_kept() {
        let (directory, webhook) = (directory(), webhook());
        let before = directory.generation();
        directory.forget(Some(webhook.account_id));
        directory.keep("key", Some(webhook), before);
        assert!(matches!(directory.find("key"), Found::Miss));
    }

    #[test]
    fn invented_keys_never_fill_the_memory() {
        let directory = directory();
        for number in 0..3 * UNKNOWN_COUNT {
            directory.keep(&number.to_string(), None, 0);
        }
        assert!(directory.entries.read().expect("entries").unknown.len() <= UNKNOWN_COUNT);
    }
}
