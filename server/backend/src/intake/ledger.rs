//! The ledger's writers: deliveries that come at the same time are committed together (group commit).
//!
//! ```text
//! callers ──bounded queue──▶ three writers: take one, take whatever else is there, one statement, one commit ──▶ callers
//! ```
//! There is no wait for more to come: the commit before is the wait. A caller is answered after the commit and not earlier. Rows
//! are sorted by their dedupe key, so that two writers never wait for each other in a circle.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use anyhow::anyhow;
use sqlx::{PgPool, Postgres, pool::PoolConnection};
use tokio::sync::{Mutex, Notify, Semaphore, mpsc, oneshot};

use super::{Backlog, Entry, Recorded, announcer::Announcer, batch};
use crate::{Error, Result};

/// While one waits for the disk, another fills its batch and a third is at work.
pub(crate) const WRITERS: u32 = 3;
/// Deliveries that may wait, and how many are committed together.
const QUEUE: usize = 4096;
const BATCH: usize = 512;
/// KiB of bodies that may wait.
const MEMORY: usize = 64 * 1024;
/// A caller that has waited so long is told to come again.
const PATIENCE: Duration = Duration::from_secs(10);

type Answer = oneshot::Sender<Result<Recorded>>;

/// The way to the writers.
pub(crate) struct Ledger {
    queue: mpsc::Sender<(Entry, Answer)>,
    memory: Semaphore,
    waiting: AtomicUsize,
}

impl Ledger {
    /// Starts the writers; they end with the ledger.
    pub fn start(writer: &Writer) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..WRITERS {
            tokio::spawn(writer.clone().run(Arc::clone(&waiting)));
        }
        Self { queue, memory: Semaphore::new(MEMORY), waiting: AtomicUsize::new(0) }
    }

    /// Records a delivery; answers when it is on disk. [`Error::Unavailable`] when it cannot be, now.
    pub async fn record(&self, entry: Entry) -> Result<Recorded> {
        let size = u32::try_from(entry.size().div_ceil(1024)).unwrap_or(u32::MAX);
        let full = |_| Error::Unavailable(anyhow!("too many deliveries wait to be stored"));
        let _memory = self.memory.try_acquire_many(size).map_err(full)?;
        let (answer, answered) = oneshot::channel();
        let _waiting = Waiting::one(&self.waiting);
        self.queue
            .try_send((entry, answer))
            .map_err(|_| Error::Unavailable(anyhow!("the queue to the ledger is full")))?;
        match tokio::time::timeout(PATIENCE, answered).await {
            Ok(Ok(recorded)) => recorded,
            Ok(Err(_)) => Err(Error::Unavailable(anyhow!("the ledger has stopped"))),
            Err(_) => Err(Error::Unavailable(anyhow!("the ledger took too long"))),
        }
    }

    /// How many callers wait now.
    pub fn waiting(&self) -> usize {
        self.waiting.load(Relaxed)
    }
}

/// Counts a caller for as long as it waits, also when it goes away early.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn one(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Relaxed);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Relaxed);
    }
}

/// One of those that write. It keeps its connection: giving it back after each batch costs a round trip.
#[derive(Clone)]
pub(super) struct Writer {
    pub pool: PgPool,
    pub backlog: Arc<Backlog>,
    pub announcer: Arc<Announcer>,
    /// Told when there is work.
    pub accepted: Arc<Notify>,
}

impl Writer {
    async fn run(self, queue: Arc<Mutex<mpsc::Receiver<(Entry, Answer)>>>) {
        let mut taken = Vec::with_capacity(BATCH);
        let mut line = Line { pool: self.pool.clone(), connection: None };
        let closing = self.pool.close_event();
        tokio::pin!(closing);
        loop {
            let receive = async { queue.lock().await.recv_many(&mut taken, BATCH).await };
            tokio::select! {
                biased;
                () = &mut closing => return,
                count = receive => if count == 0 { return },
            }
            self.write(&mut line, std::mem::take(&mut taken)).await;
        }
    }

    async fn write(&self, line: &mut Line, mut taken: Vec<(Entry, Answer)>) {
        #[expect(clippy::cast_precision_loss, reason = "a histogram")]
        metrics::histogram!("batch.rows").record(taken.len() as f64);
        taken.sort_unstable_by(|(a, _), (b, _)| a.dedupe_key().cmp(&b.dedupe_key()).then(a.id.cmp(&b.id)));
        let (entries, answers): (Vec<Entry>, Vec<Answer>) = taken.into_iter().unzip();
        let results = commit(line, &entries).await;
        let mut work = 0;
        for ((entry, answer), result) in entries.iter().zip(answers).zip(results) {
            if let Ok(Recorded { outcome }) = &result {
                metrics::counter!("receipt.recorded", "outcome" => outcome.as_str()).increment(1);
                work +=
                    i64::from(*outcome == domain::receipt::Outcome::Accepted && entry.conversation_hash().is_some());
            }
            // The caller may have gone; the row stays.
            let _ = answer.send(result);
        }
        self.announcer.note(entries.iter().map(|entry| entry.account_id));
        if work > 0 {
            self.backlog.add(work);
            self.accepted.notify_waiters();
        }
    }
}

/// Commits the entries together. When the database refuses the whole, each is tried alone, so that one bad row fails alone.
async fn commit(line: &mut Line, entries: &[Entry]) -> Vec<Result<Recorded>> {
    match line.store(entries).await {
        Ok(recorded) => recorded,
        Err(error) if entries.len() == 1 || matches!(error, Error::Unavailable(_)) => {
            tracing::warn!(error = %error.chain(), rows = entries.len(), "deliveries could not be stored");
            entries.iter().map(|_| Err(Error::Unavailable(anyhow!("the ledger cannot be written")))).collect()
        }
        Err(error) => {
            tracing::warn!(error = %error.chain(), rows = entries.len(), "a batch was refused; trying row by row");
            let mut results = Vec::with_capacity(entries.len());
            for entry in entries {
                results.push(alone(line, entry).await);
            }
            results
        }
    }
}

async fn alone(line: &mut Line, entry: &Entry) -> Result<Recorded> {
    let result = line.store(std::slice::from_ref(entry)).await;
    match result.map(|mut one| one.pop()) {
        Ok(Some(result)) => result,
        Ok(None) => Err(Error::Unavailable(anyhow!("the ledger gave no answer"))),
        Err(error) => {
            tracing::error!(error = %error.chain(), receipt_id = %entry.id, "a delivery could not be stored");
            Err(Error::Unavailable(anyhow!("the row was refused")))
        }
    }
}

/// A writer's way to the database.
struct Line {
    pool: PgPool,
    connection: Option<PoolConnection<Postgres>>,
}

impl Line {
    /// One try, and a second one where the connection had died unnoticed: rows are recognised by their ids, so trying again is safe.
    async fn store(&mut self, entries: &[Entry]) -> Result<Vec<Result<Recorded>>> {
        match self.store_once(entries).await {
            Err(Error::Unavailable(_)) => self.store_once(entries).await,
            result => result,
        }
    }

    async fn store_once(&mut self, entries: &[Entry]) -> Result<Vec<Result<Recorded>>> {
        let mut connection = match self.connection.take() {
            Some(held) => held,
            None => self.pool.acquire().await?,
        };
        let result = batch::store(&mut connection, entries).await;
        match &result {
            Err(Error::Unavailable(_)) => connection.close_on_drop(),
            _ => self.connection = Some(connection),
        }
        result
    }
}
