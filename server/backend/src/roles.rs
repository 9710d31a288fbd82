//! The database's roles: who migrates, who serves pages, who opens the vault (SECURITY.md R36, §8.4).
//!
//! The login of `DATABASE_URL` migrates. Each pool then takes a role of its own with `SET ROLE` on every connection. That
//! guards against wrong queries and injected SQL, not against code that runs in this process.

use std::time::Duration;

use sqlx::{
    PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use crate::{MIGRATOR, Result};

mod grants;
mod store;
#[cfg(test)]
mod tests;

/// A role that a pool takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Reads and writes `app`, appends to `audit`; cannot see `vault`.
    Web,
    /// The same, on connections that nothing but the writers of the ledger use.
    Ledger,
    /// Reads and writes `vault` and nothing else.
    Vault,
}

impl Role {
    fn name(self) -> &'static str {
        match self {
            Self::Web | Self::Ledger => "sentralbord_web",
            Self::Vault => "sentralbord_vault",
        }
    }

    fn connections(self) -> u32 {
        match self {
            Self::Web => 20,
            Self::Ledger => crate::intake::WRITERS,
            Self::Vault => 3,
        }
    }
}

/// Brings the schema up to date. Several nodes may start at once: the migrator takes a lock.
pub async fn migrate(options: PgConnectOptions) -> Result<()> {
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(Duration::from_secs(5))
        // A login with the name of one of our schemas would else look for the list of what has been done in there.
        .after_connect(|conn, _| Box::pin(store::look_in_public(conn)))
        .connect_with(options)
        .await?;
    let outcome = MIGRATOR.run(&pool).await;
    pool.close().await;
    outcome.map_err(|error| match error {
        sqlx::migrate::MigrateError::Execute(error) => error.into(),
        other => crate::Error::Internal(other.into()),
    })
}

/// A pool whose connections have taken `role` and answer only after their changes are on disk.
pub async fn pool(options: PgConnectOptions, role: Role) -> Result<PgPool> {
    let pool = PgPoolOptions::new()
        .max_connections(role.connections())
        .acquire_timeout(Duration::from_secs(3))
        // A dead connection shows at its first statement; asking before each use costs a third of the throughput.
        .test_before_acquire(false)
        .after_connect(move |conn, _| {
            Box::pin(async move {
                store::take_role(conn, role.name()).await?;
                if role == Role::Ledger { store::keep_plans(conn).await } else { Ok(()) }
            })
        })
        .connect_with(options)
        .await?;
    Ok(pool)
}

/// Refuses to go on when the database's roles may do more or less than they should.
pub(crate) async fn check_grants(web: &PgPool) -> Result<()> {
    let mut conn = web.acquire().await?;
    let mut found = store::wrong_role(&mut conn).await?;
    found.extend(grants::drift(&store::facts(&mut conn).await?));
    if found.is_empty() {
        Ok(())
    } else {
        Err(crate::Error::Internal(anyhow::anyhow!(
            "the database's grants have drifted, so the portal does not start: {}. Mend each as the login that migrates, or \
             restore them as the files in migrations/ set them, and start again",
            found.join("; ")
        )))
    }
}

/// Whether the database answers a statement.
pub(crate) async fn answers(pool: &PgPool) -> Result<()> {
    let mut conn = pool.acquire().await?;
    store::answer(&mut conn).await
}
