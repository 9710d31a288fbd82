//! Rules of a file: names of queues become ids, and what differs from the rules in force is a new version.

use std::collections::BTreeMap;

use domain::{
    QueueId, WorkstreamId,
    routing::{Rules, RulesetVersion},
};

use super::{
    apply::{Apply, Result},
    entries::WorkstreamEntry,
};
use crate::{Error, hours::Kept, workstreams};

/// A workstream whose rules the file changed.
pub(super) struct Republished {
    pub id: WorkstreamId,
    pub name: String,
    pub before: Rules,
    pub after: Rules,
    /// The version that the new ones have.
    pub version: i32,
}

impl Apply<'_> {
    /// A file that states no rules of a stage keeps those that are there.
    pub(super) async fn rules(&mut self, id: WorkstreamId, entry: WorkstreamEntry) -> Result<()> {
        let WorkstreamEntry { path, name, classify, route, .. } = entry;
        if classify.is_none() && route.is_none() {
            return Ok(());
        }
        let RulesetVersion { rules: before, .. } =
            workstreams::store::rules_in_force(self.conn, id).await?.ok_or(Error::NotFound)?;
        let route = match route {
            Some(route) => self.with_ids(&path, Rules { classify: Vec::new(), route }).await?.route,
            None => before.route.clone(),
        };
        let rules = Rules { classify: classify.unwrap_or_else(|| before.classify.clone()), route };
        let comment = self.source.file();
        let published = self.backend.workstreams().publish_rules_in(self.conn, self.actor, id, &rules, comment).await;
        let thing = format!("rules of \"{name}\"");
        let published = self.at(&path, published)?;
        let fields = if published.is_some() { vec!["new version"] } else { Vec::new() };
        if let Some(version) = published {
            self.rules.push(Republished { id, name: name.to_string(), before, after: rules, version });
        }
        self.note(&thing, Kept::Changed(fields));
        Ok(())
    }

    async fn with_ids(&mut self, path: &str, rules: Rules<String>) -> Result<Rules> {
        let mut ids: BTreeMap<String, QueueId> = BTreeMap::new();
        for (place, name) in rules.queues() {
            if !ids.contains_key(name) {
                let id = self.queue(&format!("{path}.{place}"), name).await?;
                ids.insert(name.clone(), id);
            }
        }
        Ok(rules.with_queues(|name| ids.get(&name).copied().ok_or(Error::NotFound))?)
    }
}
