//! Published rules in the form that decides, compiled once for each version and node.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::{
    WorkstreamId,
    routing::{CompiledRules, RulesetVersion},
};
use sqlx::PgConnection;

use super::store;
use crate::{Error, Result};

/// The latest version of each workstream that was asked for. Versions never change, so nothing here can be out of date.
#[derive(Debug, Default)]
pub(crate) struct Rulebook(Mutex<HashMap<WorkstreamId, Arc<CompiledRules>>>);

impl Rulebook {
    /// A version of a workstream's rules. Rules that cannot decide, which no published ones are, send everything to the fallback queue.
    pub async fn in_force(
        &self,
        conn: &mut PgConnection,
        id: WorkstreamId,
        version: i32,
    ) -> Result<Arc<CompiledRules>> {
        if let Some(known) = self.known(id, version) {
            return Ok(known);
        }
        let rules = store::rules_of(conn, id, version).await?.ok_or(Error::NotFound)?;
        let compiled = match CompiledRules::new(RulesetVersion { version, rules }) {
            Ok(compiled) => compiled,
            Err(invalid) => {
                tracing::error!(workstream_id = %id, version, %invalid, "published rules cannot decide");
                CompiledRules::empty(version)
            }
        };
        let compiled = Arc::new(compiled);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id, Arc::clone(&compiled));
        Ok(compiled)
    }

    fn known(&self, id: WorkstreamId, version: i32) -> Option<Arc<CompiledRules>> {
        let book = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        book.get(&id).filter(|known| known.ruleset().version == version).cloned()
    }
}
