//! Worlds: copies of one portal that differ in nothing but what is hidden.

use sqlx::{ConnectOptions, PgPool};

use super::{Portal, store};

/// A copy of a portal's database, and the portal on it.
pub struct World {
    /// The copy, with the clock where the first one's stood.
    pub portal: Portal,
    name: String,
}

impl World {
    /// As many copies as there are names, each row and each id alike. The portal is closed: a database that is in use cannot be
    /// copied.
    pub async fn copies(portal: Portal, names: &[&str]) -> Vec<Self> {
        let options = (*portal.owner.connect_options()).clone();
        let of = options.get_database().expect("a database of the test's own").to_owned();
        portal.backend.close().await;
        portal.owner.close().await;
        let mut conn = options.clone().database("postgres").connect().await.expect("another database to copy from");
        let mut worlds = Vec::new();
        for name in names {
            // Names end after 63 bytes; the end of a test's is its own.
            let name = format!("{name}_{}", &of[of.len().saturating_sub(48)..]);
            store::copy_database(&mut conn, &of, &name).await;
            let owner = PgPool::connect_with(options.clone().database(&name)).await.expect("the copy is there");
            worlds.push(Self { portal: Portal::at(&owner, portal.clock.clone()).await, name });
        }
        worlds
    }

    /// Puts a value in the place of a word, wherever the database has it in clear: what a customer wrote, or is called.
    pub async fn put(&self, word: &str, value: &str) {
        store::replace_everywhere(&self.portal.owner, word, value).await;
    }

    /// As if no secret had ever been set; what was recorded of it stays.
    pub async fn forget_secrets(&self) {
        store::forget_secrets(&self.portal.owner).await;
    }

    /// Removes the copy.
    pub async fn end(self) {
        let options = (*self.portal.owner.connect_options()).clone();
        self.portal.backend.close().await;
        self.portal.owner.close().await;
        let mut conn = options.database("postgres").connect().await.expect("another database");
        store::drop_database(&mut conn, &self.name).await;
    }
}

/// What PostgreSQL has logged, where its log is beside the data.
pub async fn postgres_log(portal: &Portal) -> Option<String> {
    store::postgres_log(&portal.owner).await
}
