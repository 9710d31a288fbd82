//! What tests of verbs and of HTTP share: a portal on a database of its own, people in roles, a clock that stands still.

use std::collections::BTreeMap;

use domain::{AccountId, AgentAccountId, UserId, user::Role};
use sqlx::PgPool;

use crate::{Actor, Backend, Settings, clock::Clock, vault::KeyRing};

pub mod roles;
mod store;

/// The master key of tests.
pub fn key_ring() -> KeyRing {
    KeyRing::parse("dGVzdHMgdGVzdHMgdGVzdHMgdGVzdHMgdGVzdHMgdHQ=").expect("32 bytes in base64")
}

/// A portal on a fresh database.
pub struct Portal {
    /// The portal's verbs.
    pub backend: Backend,
    /// Its clock, which stands still.
    pub clock: Clock,
    /// The login that migrated the database; for looking behind the verbs.
    pub owner: PgPool,
}

impl Portal {
    /// A portal over the database that `sqlx::test` made, at noon on 2 March 2026 (UTC).
    pub async fn on(pool: &PgPool) -> Self {
        let clock = Clock::fixed("2026-03-02T12:00:00Z".parse().expect("a fixed time"));
        let settings = Settings { public_url: "https://portal.example".to_owned(), google_base_url: None };
        let options = (*pool.connect_options()).clone();
        let backend = Backend::connect(options, key_ring(), settings, clock.clone())
            .await
            .expect("the test database is migrated");
        Self { backend, clock, owner: pool.clone() }
    }

    /// A person with one role, who can sign in with no password.
    pub async fn person(&self, role: Role) -> Actor {
        let id = UserId::new();
        let name = format!("{role} {}", &id.to_string()[24..]);
        store::insert_person(&self.owner, id, &name, role, self.clock.now()).await;
        Actor::user(id, &name, &[role], BTreeMap::new())
    }

    /// A draft of an account with one agent account of the same name, put there without verbs.
    pub async fn agent_account(&self, name: &str) -> (AccountId, AgentAccountId) {
        let (account_id, id) = (AccountId::new(), AgentAccountId::new());
        store::insert_agent_account(&self.owner, account_id, id, name, self.clock.now()).await;
        (account_id, id)
    }

    /// The names of all audit events, in order.
    pub async fn audit_names(&self) -> Vec<String> {
        store::audit_names(&self.owner).await
    }
}

/// How many envelopes the vault holds.
pub async fn secret_count(portal: &Portal) -> i64 {
    store::secret_count(&portal.owner).await
}

/// Gives each of two records the envelope of the other, as somebody with write access to the database could.
pub async fn swap_secrets(portal: &Portal, one: uuid::Uuid, two: uuid::Uuid) {
    store::swap_secrets(&portal.owner, one, two).await;
}

/// Reads a table in the role of verbs; the database's answer where it is refused.
pub async fn read_as_web(portal: &Portal, table: &'static str) -> Result<(), String> {
    let mut conn = portal.backend.web().acquire().await.map_err(|error| error.to_string())?;
    store::read(&mut conn, table).await
}

/// Every row of every table, as text: what somebody with a dump of the database has.
pub async fn dump(portal: &Portal) -> String {
    store::dump(&portal.owner).await
}
