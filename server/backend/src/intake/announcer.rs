//! Tells open pages that receipts came: at most twice a second, and outside the ledger's commits, which notifications would hold up.

use std::{
    collections::HashSet,
    mem,
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};

use domain::AccountId;
use sqlx::PgPool;

use crate::{
    Result,
    live::{self, News},
};

const EVERY: Duration = Duration::from_millis(500);

/// The accounts that have news to be told.
#[derive(Default)]
pub(super) struct Announcer(Mutex<HashSet<AccountId>>);

impl Announcer {
    /// An announcer that tells for as long as somebody holds it.
    pub fn start(pool: PgPool) -> Arc<Self> {
        let announcer = Arc::new(Self::default());
        tokio::spawn(announce(Arc::downgrade(&announcer), pool));
        announcer
    }

    pub fn note(&self, accounts: impl Iterator<Item = AccountId>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(accounts);
    }

    fn take(&self) -> Vec<News> {
        let accounts = mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        accounts.into_iter().map(|id| News::Receipt(id.0)).collect()
    }
}

async fn announce(announcer: Weak<Announcer>, pool: PgPool) {
    loop {
        tokio::time::sleep(EVERY).await;
        let Some(announcer) = announcer.upgrade() else { return };
        let news = announcer.take();
        if !news.is_empty()
            && let Err(error) = tell(&pool, &news).await
        {
            tracing::debug!(%error, "news of receipts were lost");
        }
    }
}

async fn tell(pool: &PgPool, news: &[News]) -> Result<()> {
    let mut conn = pool.acquire().await?;
    live::tell_all(&mut conn, news).await
}
