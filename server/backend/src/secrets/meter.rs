//! Which token proves deliveries, and how many: counted in memory, written down once a minute, so that no delivery waits for it.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicI64, Ordering::Relaxed},
    },
    time::Duration,
};

use domain::{field_security::SecuredField, secret::TokenUse};
use jiff::Timestamp;
use sqlx::PgPool;
use uuid::Uuid;

use super::store;
use crate::Result;

const EVERY: Duration = Duration::from_mins(1);

/// Which version of which secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct MeterKey {
    pub field: SecuredField,
    pub entity_id: Uuid,
    pub version: i32,
}

/// What one token proved since it was last written down.
#[derive(Debug, Default)]
pub struct Meter {
    count: AtomicI64,
    /// In microseconds since 1970.
    last: AtomicI64,
}

impl Meter {
    /// Counts a delivery.
    pub(crate) fn note(&self, at: Timestamp) {
        self.last.fetch_max(at.as_microsecond(), Relaxed);
        self.count.fetch_add(1, Relaxed);
    }
}

/// The meters of this process.
#[derive(Debug, Default)]
pub(crate) struct Meters(Mutex<HashMap<MeterKey, Arc<Meter>>>);

/// What one token proved.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    pub key: MeterKey,
    pub count: i64,
    pub last: Timestamp,
}

impl Meters {
    /// Meters that are written down for as long as somebody holds them.
    pub fn start(pool: PgPool) -> Arc<Self> {
        let meters = Arc::new(Self::default());
        tokio::spawn(write(Arc::downgrade(&meters), pool));
        meters
    }

    /// The meter of a token; the same one each time.
    pub fn of(&self, key: MeterKey) -> Arc<Meter> {
        Arc::clone(self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default())
    }

    /// A use as it was written down, with what was counted since.
    pub fn with_pending(&self, key: MeterKey, written: Option<TokenUse>) -> Option<TokenUse> {
        let meters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(meter) = meters.get(&key) else { return written };
        let count = meter.count.load(Relaxed);
        let Ok(last) = Timestamp::from_microsecond(meter.last.load(Relaxed)) else { return written };
        match written {
            _ if count == 0 => written,
            None => Some(TokenUse { last_used_at: last, count }),
            Some(use_) => {
                Some(TokenUse { last_used_at: use_.last_used_at.max(last), count: use_.count.saturating_add(count) })
            }
        }
    }

    /// Writes down what was counted since the last time. What cannot be written is kept for the next.
    pub async fn flush(&self, pool: &PgPool) -> Result<()> {
        let readings = self.take();
        if readings.is_empty() {
            return Ok(());
        }
        let written = async {
            let mut conn = pool.acquire().await?;
            store::add_uses(&mut conn, &readings).await
        };
        let outcome = written.await;
        if outcome.is_err() {
            for reading in readings {
                self.of(reading.key).count.fetch_add(reading.count, Relaxed);
            }
        }
        outcome
    }

    fn take(&self) -> Vec<Reading> {
        let mut meters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut readings = Vec::new();
        meters.retain(|key, meter| {
            let count = meter.count.swap(0, Relaxed);
            if let (1.., Ok(last)) = (count, Timestamp::from_microsecond(meter.last.load(Relaxed))) {
                readings.push(Reading { key: *key, count, last });
            }
            // One that a webhook holds goes on counting.
            count > 0 || Arc::strong_count(meter) > 1
        });
        readings.sort_by_key(|reading| (reading.key.field, reading.key.entity_id, reading.key.version));
        readings
    }
}

async fn write(meters: Weak<Meters>, pool: PgPool) {
    loop {
        tokio::time::sleep(EVERY).await;
        let Some(meters) = meters.upgrade() else { return };
        if pool.is_closed() {
            return;
        }
        if let Err(error) = meters.flush(&pool).await {
            tracing::debug!(error = error.chain(), "the use of tokens is written down later");
        }
    }
}
