//! Refused attempts: noted where they are refused, written by a task of their own, once for each request and thing, and no more
//! than so many a minute, so that nobody fills the log by asking.
//!
//! A refusal has no transaction: nothing was changed. It is written within moments, and before the portal closes.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use domain::audit::Event;
use jiff::{SignedDuration, Timestamp};
use sqlx::PgPool;
use tokio::sync::{mpsc, oneshot};

use super::{Origin, record};
use crate::{Actor, actor::ActorKind, clock::Clock};

/// Refusals that may wait to be written.
const ROOM: usize = 4096;
/// So many refusals of one person, one program, or of all strangers together are entries of their own within a minute. The others
/// are counted.
const EACH_MINUTE: u64 = 60;
const MINUTE: SignedDuration = SignedDuration::from_mins(1);
/// Whether a minute is over is looked at so often.
const LOOK: Duration = Duration::from_secs(10);

enum Note {
    Refused(Box<(Actor, Event)>),
    Flush(oneshot::Sender<()>),
}

/// Where refusals are handed in.
#[derive(Clone, Debug)]
pub(crate) struct Refusals(mpsc::Sender<Note>);

/// The trail of one request: where it came from, and what was refused in it.
#[derive(Debug)]
pub(crate) struct Trace {
    pub origin: Origin,
    told: Mutex<BTreeSet<String>>,
    refusals: Refusals,
}

impl Trace {
    pub(crate) fn new(origin: Origin, refusals: Refusals) -> Arc<Self> {
        Arc::new(Self { origin, told: Mutex::default(), refusals })
    }

    /// Notes a refusal, the first time in this request.
    pub(crate) fn refused(&self, actor: &Actor, event: Event) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.insert(format!("{event:?}")) {
            self.refusals.note(actor.clone(), event);
        }
    }
}

impl Refusals {
    /// Starts the task that writes them.
    pub(crate) fn start(pool: PgPool, clock: Clock) -> Self {
        let (sender, notes) = mpsc::channel(ROOM);
        tokio::spawn(write(pool, clock, notes));
        Self(sender)
    }

    fn note(&self, actor: Actor, event: Event) {
        if self.0.try_send(Note::Refused(Box::new((actor, event)))).is_err() {
            tracing::error!("a refused attempt could not be written to the audit log: too many wait");
        }
    }

    /// Waits until everything that was handed in is written.
    pub(crate) async fn flush(&self) {
        let (done, written) = oneshot::channel();
        if self.0.send(Note::Flush(done)).await.is_ok() {
            let _ = written.await;
        }
    }
}

async fn write(pool: PgPool, clock: Clock, mut notes: mpsc::Receiver<Note>) {
    let mut minute = Minute::new(clock.now());
    loop {
        let note = tokio::time::timeout(LOOK, notes.recv()).await;
        let now = clock.now();
        for (actor, event) in minute.turn(now) {
            append(&pool, now, &actor, &event).await;
        }
        match note {
            Err(_) => {}
            Ok(None) => return,
            Ok(Some(Note::Refused(refused))) => {
                let (actor, event) = *refused;
                if minute.is_within(&actor) {
                    append(&pool, now, &actor, &event).await;
                }
            }
            Ok(Some(Note::Flush(done))) => {
                let _ = done.send(());
            }
        }
    }
}

async fn append(pool: &PgPool, at: Timestamp, actor: &Actor, event: &Event) {
    let outcome = match pool.acquire().await {
        Ok(mut conn) => record(&mut conn, actor, at, event).await,
        Err(error) => Err(error.into()),
    };
    if let Err(error) = outcome {
        tracing::error!(error = %error.chain(), "a refused attempt could not be written to the audit log");
    }
}

/// Whose refusals are counted together: strangers are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Who {
    User(uuid::Uuid),
    Key(uuid::Uuid),
    Others,
}

/// What was refused within the minute that began at some time.
struct Minute {
    since: Timestamp,
    counts: HashMap<Who, (Actor, u64)>,
}

impl Minute {
    fn new(since: Timestamp) -> Self {
        Self { since, counts: HashMap::new() }
    }

    /// Counts a refusal, and says whether it is an entry of its own.
    fn is_within(&mut self, actor: &Actor) -> bool {
        let who = match actor.kind() {
            ActorKind::User(id) => Who::User(id.0),
            ActorKind::ApiKey(id) => Who::Key(id.0),
            _ => Who::Others,
        };
        let (_, count) = self.counts.entry(who).or_insert_with(|| (actor.without_trace(), 0));
        *count += 1;
        *count <= EACH_MINUTE
    }

    /// Begins another minute when this one is over; what is left of it are the counts of those who were over the limit.
    fn turn(&mut self, now: Timestamp) -> Vec<(Actor, Event)> {
        if now.duration_since(self.since) < MINUTE {
            return Vec::new();
        }
        self.since = now;
        let over = self.counts.drain().filter(|(_, (_, count))| *count > EACH_MINUTE);
        over.map(|(_, (actor, count))| (actor, Event::RefusalsCounted { count: count - EACH_MINUTE })).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::UserId;
    use std::collections::BTreeMap;

    #[test]
    fn a_minute_has_sixty_entries_for_each_and_one_for_the_rest() {
        let start: Timestamp = "2026-03-02T12:00:00Z".parse().unwrap();
        let mut minute = Minute::new(start);
        let (one, other) = (Actor::anonymous(), Actor::user(UserId::new(), "Kari", &[], BTreeMap::new()));
        let written = (0..500).filter(|_| minute.is_within(&one)).count();
        assert_eq!((written, minute.is_within(&other)), (60, true));
        assert!(minute.turn(start + SignedDuration::from_secs(59)).is_empty());
        let rest = minute.turn(start + MINUTE);
        assert!(
            matches!(rest.as_slice(), [(actor, Event::RefusalsCounted { count: 440 })] if actor.kind() == ActorKind::Anonymous)
        );
        assert!(minute.is_within(&one) && minute.turn(start + MINUTE).is_empty());
    }
}
