//! Sessions: what a browser's cookie stands for. The edge speaks the session library's language; the rules are here.
//!
//! - Only the SHA-256 of an id is kept: a dump of the table is no set of live sign-ins.
//! - Saving changes a row that is there and never makes one, so a request in flight cannot revive a session that was ended.
//! - A session ends after thirty minutes without a request, and after twelve hours whatever happens.
//! - Sessions of a person end when their roles change or they are disabled: the person's session version says so.

use std::collections::HashMap;

use domain::UserId;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{Backend, Error, Result};

mod store;

/// Under which name a session holds [`SignedIn`].
pub const SIGNED_IN: &str = "signed_in";

/// The most bytes of everything a session holds.
const MAX_BYTES: usize = 128 * 1024;

const IDLE: SignedDuration = SignedDuration::from_mins(30);
const WHOLE: SignedDuration = SignedDuration::from_hours(12);
/// Requests that follow closely move the end of a session once.
const COARSE: SignedDuration = SignedDuration::from_secs(60);

/// What a session holds.
pub type Data = HashMap<String, Value>;

/// Who signed in, in which generation of their sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// The person.
    pub user_id: UserId,
    /// The person's session version at the time; another one ends the session.
    pub session_version: i32,
    /// When they last proved who they are; some acts ask for it anew.
    pub proven_at: Timestamp,
}

/// The verbs of sessions. Ids come as the bytes that the cookie carries.
pub struct Sessions<'a>(pub(crate) &'a Backend);

impl Sessions<'_> {
    /// Begins a session.
    pub async fn create(&self, id: &[u8], data: &Data) -> Result<()> {
        let now = self.0.now();
        let mut conn = self.0.web().acquire().await?;
        store::insert(&mut conn, &hash(id), &content(data)?, now, now + IDLE, now + WHOLE).await
    }

    /// What a session holds, while it lasts. Looking counts as use.
    pub async fn load(&self, id: &[u8]) -> Result<Option<Data>> {
        let now = self.0.now();
        let hash = hash(id);
        let mut conn = self.0.web().acquire().await?;
        let Some((data, last_seen_at, ends_at)) = store::find(&mut conn, &hash, now).await? else { return Ok(None) };
        if now.duration_since(last_seen_at) >= COARSE {
            store::touch(&mut conn, &hash, now, idle_end(now, ends_at)).await?;
        }
        Ok(Some(data))
    }

    /// Replaces what a session holds. Nothing happens when it has ended.
    pub async fn save(&self, id: &[u8], data: &Data) -> Result<()> {
        let mut conn = self.0.web().acquire().await?;
        store::update(&mut conn, &hash(id), &content(data)?, self.0.now()).await
    }

    /// Ends a session.
    pub async fn delete(&self, id: &[u8]) -> Result<()> {
        let mut conn = self.0.web().acquire().await?;
        store::delete(&mut conn, &hash(id)).await
    }

    /// Removes what is over: sessions, links, delays. Returns how many sessions went.
    pub async fn sweep(&self) -> Result<u64> {
        let now = self.0.now();
        let mut conn = self.0.web().acquire().await?;
        crate::throttle::store::delete_old(&mut conn, now).await?;
        crate::users::links::delete_old(&mut conn, now).await?;
        store::delete_over(&mut conn, now).await
    }
}

/// What the row of a session holds beside its times.
struct Content {
    user_id: Option<UserId>,
    data: Value,
}

fn content(data: &Data) -> Result<Content> {
    let user_id = match data.get(SIGNED_IN) {
        Some(value) => {
            let signed_in = SignedIn::deserialize(value).map_err(|e| Error::Internal(e.into()))?;
            Some(signed_in.user_id)
        }
        None => None,
    };
    let data = serde_json::to_value(data).map_err(|e| Error::Internal(e.into()))?;
    let size = data.to_string().len();
    if size > MAX_BYTES {
        return Err(Error::Internal(anyhow::anyhow!("a session of {size} bytes is too large")));
    }
    Ok(Content { user_id, data })
}

fn idle_end(now: Timestamp, ends_at: Timestamp) -> Timestamp {
    (now + IDLE).min(ends_at)
}

fn hash(id: &[u8]) -> Vec<u8> {
    Sha256::digest(id).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Portal;
    use domain::user::Role;
    use sqlx::PgPool;

    const ID: &[u8] = b"sixteen bytes ...";

    fn draft(text: &str) -> Data {
        Data::from([("draft".to_owned(), Value::from(text))])
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn a_session_is_found_by_its_id_and_kept_by_its_hash(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        let person = portal.person(Role::Agent).await.user_id().unwrap();
        let sessions = portal.backend.sessions();
        let signed_in = SignedIn { user_id: person, session_version: 1, proven_at: portal.backend.now() };
        let data = Data::from([(SIGNED_IN.to_owned(), serde_json::to_value(signed_in).unwrap())]);
        sessions.create(ID, &data).await.unwrap();
        assert_eq!(sessions.load(ID).await.unwrap(), Some(data));
        assert_eq!(sessions.load(b"another id").await.unwrap(), None);
        assert_eq!(store::all(&portal.owner).await, [(hash(ID), Some(person))]);
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn a_session_that_was_ended_is_never_reborn(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        let sessions = portal.backend.sessions();
        sessions.create(ID, &draft("one")).await.unwrap();
        let data = draft("in flight");
        let in_flight = futures::future::join_all((0..100).map(|_| sessions.save(ID, &data)));
        let (saved, ended) = tokio::join!(in_flight, sessions.delete(ID));
        ended.unwrap();
        saved.into_iter().collect::<Result<Vec<_>>>().unwrap();
        sessions.save(ID, &draft("late")).await.unwrap();
        assert_eq!(sessions.load(ID).await.unwrap(), None);
        assert!(store::all(&portal.owner).await.is_empty());
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn a_session_ends_after_thirty_minutes_without_a_request(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        let sessions = portal.backend.sessions();
        sessions.create(ID, &draft("one")).await.unwrap();
        portal.clock.advance(SignedDuration::from_mins(29));
        assert!(sessions.load(ID).await.unwrap().is_some());
        portal.clock.advance(SignedDuration::from_mins(29));
        assert!(sessions.load(ID).await.unwrap().is_some());
        portal.clock.advance(SignedDuration::from_mins(30));
        assert!(sessions.load(ID).await.unwrap().is_none());
        assert_eq!(sessions.sweep().await.unwrap(), 1);
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn a_session_ends_after_twelve_hours_of_work(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        let sessions = portal.backend.sessions();
        sessions.create(ID, &draft("one")).await.unwrap();
        for _ in 0..35 {
            portal.clock.advance(SignedDuration::from_mins(20));
            assert!(sessions.load(ID).await.unwrap().is_some());
        }
        portal.clock.advance(SignedDuration::from_mins(20));
        assert!(sessions.load(ID).await.unwrap().is_none());
    }
}
