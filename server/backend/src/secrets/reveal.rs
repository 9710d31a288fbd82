//! Showing a value to a person: one field of one record, with a reason, by somebody who has just proved who they are. The audit
//! event is on disk before the value is opened.

use domain::{Fault, audit::Event, user::Permission};
use jiff::{SignedDuration, Timestamp};

use super::{SecretRef, Secrets, lock_to_read, store};
use crate::{
    Actor, Error, Result, audit,
    field_security::grant::{Reveal, authorize},
    vault::{AccountClientToken, AgentAccountClientToken, Field, Revealed},
};

/// Who proved themselves longer ago does so again first.
const FRESH_FOR: SignedDuration = SignedDuration::from_mins(5);
/// So many values may one person see within [`WITHIN`].
const MANY: i64 = 10;
const WITHIN: SignedDuration = SignedDuration::from_hours(1);
const REASON_CHARS: usize = 200;

impl Secrets<'_> {
    /// Whether a proof of who somebody is counts as just given.
    pub fn is_fresh(&self, proven_at: Timestamp) -> bool {
        self.0.now().duration_since(proven_at) < FRESH_FOR
    }

    /// Shows a value. `Conflict("not_fresh")` when the actor has to prove who they are first, `TooMany` for the eleventh value
    /// within an hour. Fields that are write-only for everybody do not exist here.
    pub async fn reveal(
        &self,
        actor: &Actor,
        proven_at: Option<Timestamp>,
        secret: SecretRef,
        reason: &str,
    ) -> Result<Revealed> {
        actor.must(Permission::ManageAccounts)?;
        if secret.field == AccountClientToken::FIELD {
            self.reveal_of::<AccountClientToken>(actor, proven_at, secret, reason).await
        } else if secret.field == AgentAccountClientToken::FIELD {
            self.reveal_of::<AgentAccountClientToken>(actor, proven_at, secret, reason).await
        } else {
            Err(Error::NotFound)
        }
    }

    async fn reveal_of<F: Field>(
        &self,
        actor: &Actor,
        proven_at: Option<Timestamp>,
        secret: SecretRef,
        reason: &str,
    ) -> Result<Revealed> {
        let SecretRef { field, entity_id, version } = secret;
        let user_id = actor.user_id().ok_or(Error::NotFound)?;
        let Some(grant) = authorize::<F, Reveal>(actor, entity_id) else {
            actor.refused(Event::SecretRefused { entity_id, field });
            return Err(Error::NotFound);
        };
        if !proven_at.is_some_and(|at| self.is_fresh(at)) {
            return Err(Error::Conflict("not_fresh"));
        }
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > REASON_CHARS || reason.chars().any(char::is_control) {
            return Err(Error::invalid("reason", Fault::Malformed));
        }
        let now = self.0.now();
        let mut tx = self.0.begin().await?;
        store::lock_reveals(&mut tx, user_id).await?;
        lock_to_read(&mut tx, secret).await?;
        let seconds = store::seconds_to_next_reveal(&mut tx, user_id, MANY, now - WITHIN).await?;
        if seconds > 0 {
            return Err(Error::TooMany { seconds });
        }
        store::note_reveal(&mut tx, user_id, now - WITHIN, now).await?;
        let event = Event::SecretRevealed { entity_id, field, version, reason: reason.to_owned() };
        audit::record(&mut tx, actor, now, &event).await?;
        // From here on somebody knows; only then is there something to know.
        tx.commit().await?;
        self.0.vault().reveal(grant, version).await?.ok_or(Error::Stale)
    }
}

#[cfg(test)]
mod tests {
    use domain::{field_security::SecuredField, user::Role};
    use sqlx::PgPool;

    use super::*;
    use crate::testing::{Line, Portal};

    type Token = AccountClientToken;

    async fn scene(pool: &PgPool) -> (Portal, Line, SecretRef) {
        let portal = Portal::on(pool).await;
        let line = Line::open(&portal).await;
        let secret = SecretRef { field: Token::FIELD, entity_id: line.account_id.0, version: 1 };
        (portal, line, secret)
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn a_value_is_shown_to_who_has_just_proved_themselves_and_says_why(pool: PgPool) {
        let (portal, line, secret) = scene(&pool).await;
        let secrets = portal.backend.secrets();
        let now = portal.backend.now();
        let shown = secrets.reveal(&line.admin, Some(now), secret, "Feilsøking hos Google").await.unwrap();
        assert_eq!(shown.expose(), line.token);
        assert!(!format!("{shown:?}").contains(&line.token));
        assert_eq!(portal.audit_names().await.last().map(String::as_str), Some("secret.revealed"));
        for (proven_at, reason) in [(None, "x"), (Some(now - SignedDuration::from_mins(5)), "x")] {
            let refused = secrets.reveal(&line.admin, proven_at, secret, reason).await.unwrap_err();
            assert!(matches!(refused, Error::Conflict("not_fresh")), "{refused:?}");
        }
        for reason in ["", "  ", &"x".repeat(201), "a\nb"] {
            let refused = secrets.reveal(&line.admin, Some(now), secret, reason).await.unwrap_err();
            assert!(matches!(refused, Error::Invalid(_)), "{refused:?}");
        }
        let stale = SecretRef { version: 2, ..secret };
        let refused = secrets.reveal(&line.admin, Some(now), stale, "x").await.unwrap_err();
        assert!(matches!(refused, Error::Stale), "{refused:?}");
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn nobody_sees_a_key_file_or_what_no_profile_lets_them(pool: PgPool) {
        let (portal, line, secret) = scene(&pool).await;
        let secrets = portal.backend.secrets();
        let now = Some(portal.backend.now());
        let file = SecretRef { field: SecuredField::AccountServiceAccount, ..secret };
        let blind = portal.person(Role::SystemAdministrator).await;
        for (actor, secret) in [(&line.admin, file), (&blind, secret), (&Actor::command_line(), secret)] {
            let refused = secrets.reveal(actor, now, secret, "x").await.unwrap_err();
            assert!(matches!(refused, Error::NotFound), "{}: {refused:?}", actor.name());
        }
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn the_eleventh_value_within_an_hour_is_refused_even_at_once(pool: PgPool) {
        let (portal, line, secret) = scene(&pool).await;
        let secrets = portal.backend.secrets();
        let now = Some(portal.backend.now());
        let all = (0..15).map(|_| secrets.reveal(&line.admin, now, secret, "x"));
        let shown = futures::future::join_all(all).await.into_iter().flatten().count();
        assert_eq!(shown, 10);
        let refused = secrets.reveal(&line.admin, now, secret, "x").await.unwrap_err();
        assert!(matches!(refused, Error::TooMany { seconds: 3600 }), "{refused:?}");
        portal.clock.advance(SignedDuration::from_secs(3601));
        secrets.reveal(&line.admin, Some(portal.backend.now()), secret, "x").await.unwrap();
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn without_an_audit_event_there_is_no_value(pool: PgPool) {
        let (portal, line, secret) = scene(&pool).await;
        crate::testing::forbid_audit(&portal).await;
        let refused = portal.backend.secrets().reveal(&line.admin, Some(portal.backend.now()), secret, "x").await;
        assert!(matches!(refused, Err(Error::Internal(_))), "{refused:?}");
    }
}
