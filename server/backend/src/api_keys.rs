//! Keys of the HTTP API: `sb_` and 160 random bits, shown once, kept as a SHA-256. A key holds one role's permissions and never
//! a right to a secured field.

use domain::{
    ApiKeyId, Fault, Name, Page, PageRequest,
    audit::Event,
    user::{ApiKeySummary, Permission, Role},
};
use jiff::{SignedDuration, Timestamp};

use crate::{Actor, Backend, Error, Result, audit, error::OnConstraint, field_security, token::Token};

mod store;

const PREFIX: &str = "sb_";

/// Uses within this time are noted once.
const COARSE: SignedDuration = SignedDuration::from_mins(5);

/// The verbs of keys.
pub struct ApiKeys<'a>(pub(crate) &'a Backend);

impl ApiKeys<'_> {
    /// All keys by name, ended ones too.
    pub async fn list(&self, actor: &Actor, request: PageRequest<ApiKeyId>) -> Result<Page<ApiKeySummary>> {
        actor.must(Permission::ManageApiKeys)?;
        let mut conn = self.0.web().acquire().await?;
        let rows = store::list(&mut conn, &request).await?;
        Ok(Page::cut(rows, &request, |key| key.id.to_string()))
    }

    /// Makes a key. Nobody can see it again.
    pub async fn create(
        &self,
        actor: &Actor,
        name: &Name,
        role: Role,
        expires_at: Option<Timestamp>,
    ) -> Result<(ApiKeyId, Token)> {
        actor.must(Permission::ManageApiKeys)?;
        if expires_at.is_some_and(|at| at <= self.0.now()) {
            return Err(Error::invalid("expires_at", Fault::Malformed));
        }
        let id = ApiKeyId::new();
        let key = Token::shown(&format!("{PREFIX}{}", Token::random().expose()));
        let mut tx = self.0.begin().await?;
        store::insert(&mut tx, id, name, role, &key.hash(), self.0.now(), expires_at).await.on_constraint(
            "api_key_name_key",
            "name",
            Fault::Taken,
        )?;
        let event = Event::ApiKeyCreated { id, key_name: name.to_string(), role };
        audit::record(&mut tx, actor, self.0.now(), &event).await?;
        tx.commit().await?;
        Ok((id, key))
    }

    /// Ends a key at once; ending it twice is no error and is recorded once.
    pub async fn revoke(&self, actor: &Actor, id: ApiKeyId) -> Result<()> {
        actor.must(Permission::ManageApiKeys)?;
        let mut tx = self.0.begin().await?;
        let (key_name, is_revoked) = store::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
        if !is_revoked {
            store::revoke(&mut tx, id, self.0.now()).await?;
            audit::record(&mut tx, actor, self.0.now(), &Event::ApiKeyRevoked { id, key_name }).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// The program that holds a key, while the key works.
    pub async fn find(&self, shown: &str) -> Result<Option<Actor>> {
        if !shown.starts_with(PREFIX) {
            return Ok(None);
        }
        let now = self.0.now();
        let mut conn = self.0.web().acquire().await?;
        let Some(key) = store::find(&mut conn, &Token::shown(shown).hash(), now).await? else { return Ok(None) };
        if key.last_used_at.is_none_or(|at| now.duration_since(at) >= COARSE) {
            store::touch(&mut conn, key.id, now).await?;
        }
        let open = field_security::rights_of_all(&mut conn).await?;
        Ok(Some(Actor::api_key(key.id, &key.name, key.role, open)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{actor::ActorKind, testing::Portal};
    use sqlx::PgPool;

    fn name(text: &str) -> Name {
        Name::parse(text).unwrap()
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn a_key_brings_the_permissions_of_its_role(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        let admin = portal.person(Role::SystemAdministrator).await;
        let keys = portal.backend.api_keys();
        let (id, key) = keys.create(&admin, &name("Rapport"), Role::Auditor, None).await.unwrap();
        assert!(key.expose().starts_with("sb_") && key.expose().len() == 35);
        let actor = keys.find(key.expose()).await.unwrap().unwrap();
        assert_eq!(actor.kind(), ActorKind::ApiKey(id));
        assert!(
            actor
                .permissions()
                .eq(Actor::api_key(id, "Rapport", Role::Auditor, std::collections::BTreeMap::default()).permissions())
        );
        assert!(keys.find(&key.expose().replace("sb_", "")).await.unwrap().is_none());
        assert!(keys.find("sb_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa").await.unwrap().is_none());
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn a_revoked_or_expired_key_opens_nothing(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        let admin = portal.person(Role::SystemAdministrator).await;
        let keys = portal.backend.api_keys();
        let (id, revoked) = keys.create(&admin, &name("Gammel"), Role::Auditor, None).await.unwrap();
        let soon = portal.backend.now() + SignedDuration::from_hours(1);
        let (_, expiring) = keys.create(&admin, &name("Kort"), Role::Auditor, Some(soon)).await.unwrap();
        for _ in 0..2 {
            keys.revoke(&admin, id).await.unwrap();
        }
        assert!(keys.find(revoked.expose()).await.unwrap().is_none());
        assert!(keys.find(expiring.expose()).await.unwrap().is_some());
        portal.clock.advance(SignedDuration::from_hours(1));
        assert!(keys.find(expiring.expose()).await.unwrap().is_none());
        assert_eq!(portal.audit_names().await, ["api_key.created", "api_key.created", "api_key.revoked"]);
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn use_is_noted_to_within_minutes(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        let admin = portal.person(Role::SystemAdministrator).await;
        let keys = portal.backend.api_keys();
        let (_, key) = keys.create(&admin, &name("Rapport"), Role::Auditor, None).await.unwrap();
        let first = portal.backend.now();
        for (minutes, noted) in [(0, first), (4, first), (1, first + SignedDuration::from_mins(5))] {
            portal.clock.advance(SignedDuration::from_mins(minutes));
            keys.find(key.expose()).await.unwrap();
            let list = keys.list(&admin, PageRequest::first()).await.unwrap();
            assert_eq!(list.items[0].last_used_at, Some(noted));
        }
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn only_those_with_the_permission_handle_keys(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        for role in crate::testing::roles::without(Permission::ManageApiKeys) {
            let actor = portal.person(role).await;
            let keys = portal.backend.api_keys();
            let created = keys.create(&actor, &name("Rapport"), Role::Auditor, None).await;
            assert!(matches!(created, Err(Error::Forbidden(_))), "{role}");
            assert!(matches!(keys.list(&actor, PageRequest::first()).await, Err(Error::Forbidden(_))), "{role}");
            assert!(matches!(keys.revoke(&actor, ApiKeyId::new()).await, Err(Error::Forbidden(_))), "{role}");
        }
    }
}
