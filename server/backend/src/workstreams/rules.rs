//! Versions of a workstream's rules. A version never changes; the workstream names the one in force.

use domain::{
    Fault, Invalid, WorkstreamId,
    audit::Event,
    routing::{Rules, RulesetVersion},
    user::Permission,
};
use sqlx::PgConnection;

use super::{Workstreams, store};
use crate::{Actor, Error, Result, audit, queues};

impl Workstreams<'_> {
    /// The rules in force.
    pub async fn rules(&self, actor: &Actor, id: WorkstreamId) -> Result<RulesetVersion> {
        actor.must(Permission::ViewWorkstreams)?;
        let mut conn = self.0.web().acquire().await?;
        store::rules_in_force(&mut conn, id).await?.ok_or(Error::NotFound)
    }

    /// Publishes rules as a new version, which decides from now on. Rules equal to those in force change nothing.
    pub async fn publish_rules(&self, actor: &Actor, id: WorkstreamId, rules: &Rules, comment: &str) -> Result<i32> {
        actor.must(Permission::ManageWorkstreams)?;
        let mut tx = self.0.begin().await?;
        let published = self.publish_rules_in(&mut tx, actor, id, rules, comment).await?;
        let version = match published {
            Some(version) => version,
            None => store::rules_in_force(&mut tx, id).await?.ok_or(Error::NotFound)?.version,
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
        store::lock(conn, id).await?.ok_or(Error::NotFound)?;
        let current = store::rules_in_force(conn, id).await?.ok_or(Error::NotFound)?;
        if current.rules == *rules {
            return Ok(None);
        }
        rules.check()?;
        for (path, queue_id) in rules.queues() {
            if !queues::store::hold(conn, *queue_id).await? {
                return Err(Error::Invalid(Invalid::one(&path, Fault::Unknown)));
            }
        }
        let version = store::latest_rules(conn, id).await? + 1;
        store::insert_rules(conn, id, version, rules, (comment, actor.name()), self.0.now()).await?;
        store::use_rules(conn, id, version).await?;
        let event = Event::RulesPublished { id, version, rule_count: rules.len() };
        audit::record(conn, actor, self.0.now(), &event).await?;
        Ok(Some(version))
    }
}
