//! Versions of a workstream's rules. A version never changes; the workstream names the one in force. What people edit is the draft.

mod drafts;
mod kit;
mod store;
#[cfg(test)]
mod tests;
mod trials;

pub use kit::TrialKit;
pub use trials::Trial;

use std::collections::BTreeSet;

use domain::{
    Fault, Page, PageRequest, QueueId, WorkstreamId,
    audit::Event,
    routing::{Hits, Rules, RulesetVersion, VersionSummary},
    user::Permission,
};
use jiff::SignedDuration;
use sqlx::PgConnection;

use super::{Workstreams, store as workstreams};
use crate::{Actor, Error, Result, audit, queues};

/// How far back hits are counted.
const HITS_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

impl Workstreams<'_> {
    /// The rules in force.
    pub async fn rules(&self, actor: &Actor, id: WorkstreamId) -> Result<RulesetVersion> {
        actor.must(Permission::ViewWorkstreams)?;
        let mut conn = self.0.web().acquire().await?;
        workstreams::rules_in_force(&mut conn, id).await?.ok_or(Error::NotFound)
    }

    /// Publishes rules as a new version, which decides from now on. Rules equal to those in force change nothing.
    pub async fn publish_rules(&self, actor: &Actor, id: WorkstreamId, rules: &Rules, comment: &str) -> Result<i32> {
        actor.must(Permission::ManageWorkstreams)?;
        let mut tx = self.0.begin().await?;
        let published = self.publish_rules_in(&mut tx, actor, id, rules, comment).await?;
        let version = match published {
            Some(version) => version,
            None => workstreams::rules_in_force(&mut tx, id).await?.ok_or(Error::NotFound)?.version,
        };
        tx.commit().await?;
        Ok(version)
    }

    /// Publishes rules within a larger change; `None` when they are in force already. The caller has asked for the permission.
    pub(crate) async fn publish_rules_in(
        &self,
        conn: &mut PgConnection,
        actor: &Actor,
        id: WorkstreamId,
        rules: &Rules,
        comment: &str,
    ) -> Result<Option<i32>> {
        workstreams::lock(conn, id).await?.ok_or(Error::NotFound)?;
        let current = workstreams::rules_in_force(conn, id).await?.ok_or(Error::NotFound)?;
        if current.rules == *rules {
            return Ok(None);
        }
        rules.check()?;
        hold_queues(conn, rules, BTreeSet::new()).await?;
        let version = workstreams::latest_rules(conn, id).await? + 1;
        workstreams::insert_rules(conn, id, version, rules, (comment, actor.name()), self.0.now()).await?;
        workstreams::use_rules(conn, id, version).await?;
        let event = Event::RulesPublished { id, version, rule_count: rules.len() };
        audit::record(conn, actor, self.0.now(), &event).await?;
        Ok(Some(version))
    }

    /// The published versions, the newest first.
    pub async fn rule_versions(
        &self,
        actor: &Actor,
        id: WorkstreamId,
        request: PageRequest<i32>,
    ) -> Result<Page<VersionSummary>> {
        actor.must(Permission::ViewWorkstreams)?;
        let mut conn = self.0.web().acquire().await?;
        workstreams::rules_in_force(&mut conn, id).await?.ok_or(Error::NotFound)?;
        let rows = store::versions(&mut conn, id, &request).await?;
        Ok(Page::cut(rows, &request, |version| version.version.to_string()))
    }

    /// The rules of a version.
    pub async fn rules_of(&self, actor: &Actor, id: WorkstreamId, version: i32) -> Result<RulesetVersion> {
        actor.must(Permission::ViewWorkstreams)?;
        let mut conn = self.0.web().acquire().await?;
        let rules = workstreams::rules_of(&mut conn, id, version).await?.ok_or(Error::NotFound)?;
        Ok(RulesetVersion { version, rules })
    }

    /// Publishes the rules of an older version again, as a new one. The draft stays as it is. Returns the new number.
    pub async fn roll_back_rules(&self, actor: &Actor, id: WorkstreamId, to: i32, comment: &str) -> Result<i32> {
        actor.must(Permission::ManageWorkstreams)?;
        let rules = self.rules_of(actor, id, to).await?.rules;
        self.publish_rules(actor, id, &rules, comment).await
    }

    /// How often each rule was applied in the last seven days.
    pub async fn rule_hits(&self, actor: &Actor, id: WorkstreamId) -> Result<Hits> {
        actor.must(Permission::ViewWorkstreams)?;
        let mut conn = self.0.web().acquire().await?;
        store::hits(&mut conn, id, self.0.now() - HITS_FOR).await
    }
}

/// Refuses rules that name a queue which is not there; those that they name stay until the transaction ends. Each is asked for once,
/// and those that are `known` not at all.
async fn hold_queues(conn: &mut PgConnection, rules: &Rules, mut known: BTreeSet<QueueId>) -> Result<()> {
    for (path, queue_id) in rules.queues() {
        if known.insert(*queue_id) && !queues::store::hold(conn, *queue_id).await? {
            return Err(Error::invalid(&path, Fault::Unknown));
        }
    }
    Ok(())
}
