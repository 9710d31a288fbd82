//! Signing in and out. Whatever is wrong with an attempt, the answer is the same and takes as long.

use std::{collections::BTreeMap, net::IpAddr};

use domain::{Email, audit::Event, user::UserState};
use secrecy::SecretString;

use super::{Users, store};
use crate::{Actor, Error, Result, audit, passwords::Verdict, sessions::SignedIn, throttle};

impl Users<'_> {
    /// Checks an address and a password, both as typed. `Unauthenticated` for all that is wrong with them, `TooMany` when
    /// attempts come too fast.
    pub async fn sign_in(&self, email: &str, password: &SecretString, from: Option<IpAddr>) -> Result<SignedIn> {
        let keys = throttle::Keys::of(email, from);
        let mut tx = self.0.begin().await?;
        throttle::begin(&mut tx, &keys, self.0.now()).await?;
        let known = match Email::parse(email) {
            Ok(email) => store::credentials(&mut tx, &email).await?,
            Err(_) => None,
        };
        tx.commit().await?;

        let hash =
            known.as_ref().filter(|known| known.state == UserState::Active).and_then(|k| k.password_hash.clone());
        let verdict = self.0.passwords().verify(password, hash.clone()).await?;
        let id = known.map(|known| known.id);
        let Some(id) = id.filter(|_| verdict != Verdict::Wrong) else {
            return self.refuse(id, from).await;
        };
        let renewed = match verdict {
            Verdict::RightButOld => Some(self.0.passwords().hash(password).await?),
            _ => None,
        };

        let now = self.0.now();
        let mut tx = self.0.begin().await?;
        let current = store::credentials_of(&mut tx, id).await?;
        // Somebody may have been disabled, or got another password, while the hash was being made.
        let Some(current) = current.filter(|c| c.state == UserState::Active && c.password_hash == hash) else {
            drop(tx);
            return self.refuse(Some(id), from).await;
        };
        throttle::succeed(&mut tx, &keys).await?;
        store::signed_in(&mut tx, current.id, renewed.as_deref(), now).await?;
        let actor = Actor::user(current.id, &current.name, &[], BTreeMap::new()).seen_from(from);
        audit::record(&mut tx, &actor, now, &Event::UserSignedIn { id: current.id }).await?;
        tx.commit().await?;
        Ok(SignedIn { user_id: current.id, session_version: current.session_version, proven_at: now })
    }

    /// Checks the password of somebody who is signed in, who proves anew who they are. The same answers as to a sign-in, and
    /// the same delays.
    pub async fn prove(&self, actor: &Actor, password: &SecretString, from: Option<IpAddr>) -> Result<SignedIn> {
        let id = actor.user_id().ok_or(Error::Unauthenticated)?;
        let mut conn = self.0.web().acquire().await?;
        let email = store::email(&mut conn, id).await?.ok_or(Error::Unauthenticated)?;
        drop(conn);
        self.sign_in(&email, password, from).await
    }

    /// Records that a person signed out; ending the session is the edge's part.
    pub async fn sign_out(&self, actor: &Actor) -> Result<()> {
        let id = actor.user_id().ok_or(Error::Unauthenticated)?;
        let mut conn = self.0.web().acquire().await?;
        audit::record(&mut conn, actor, self.0.now(), &Event::UserSignedOut { id }).await
    }

    async fn refuse(&self, id: Option<domain::UserId>, from: Option<IpAddr>) -> Result<SignedIn> {
        let mut conn = self.0.web().acquire().await?;
        let stranger = Actor::anonymous().seen_from(from);
        audit::record(&mut conn, &stranger, self.0.now(), &Event::SignInRefused { id }).await?;
        Err(Error::Unauthenticated)
    }
}
