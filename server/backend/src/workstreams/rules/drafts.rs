//! Drafts: edited one change at a time by anybody who may, published as a version, or thrown away.

use domain::{
    ChannelKind, WorkstreamId,
    audit::Event,
    queue::Overflow,
    routing::{Draft, Edit, Finding, QueueFacts, Rules, Surroundings, prove},
    user::Permission,
};
use sqlx::PgConnection;

use super::{
    super::{Workstreams, store as workstreams},
    store,
};
use crate::{Actor, Error, Result, audit, queues};

impl Workstreams<'_> {
    /// The draft of a workstream's rules, beside what is in force.
    pub async fn draft(&self, actor: &Actor, id: WorkstreamId) -> Result<Draft> {
        actor.must(Permission::ViewWorkstreams)?;
        let mut conn = self.0.web().acquire().await?;
        draft(&mut conn, id).await
    }

    /// Makes one change to the draft that was read at `version`, and returns the version that it has then.
    /// [`Error::Stale`] when somebody has changed it since, so that nothing is changed that its author did not see.
    pub async fn edit_rules(&self, actor: &Actor, id: WorkstreamId, version: i32, edit: Edit) -> Result<i32> {
        actor.must(Permission::ManageWorkstreams)?;
        let mut tx = self.0.begin().await?;
        let mut draft = hold(&mut tx, id, version).await?;
        let before = draft.rules.clone();
        edit.apply(&mut draft.rules).ok_or(Error::NotFound)?;
        if draft.rules == before {
            return Ok(version);
        }
        // A queue that is gone may stay where it was; the prover tells of it.
        let known = before.queues().map(|(_, queue_id)| *queue_id).collect();
        super::hold_queues(&mut tx, &draft.rules, known).await?;
        let based_on = draft.based_on;
        let next = self.keep_draft_in(&mut tx, actor, id, &draft, based_on).await?;
        tx.commit().await?;
        Ok(next)
    }

    /// Throws the draft away: from here on it is the same as what is in force.
    pub async fn discard_draft(&self, actor: &Actor, id: WorkstreamId) -> Result<()> {
        actor.must(Permission::ManageWorkstreams)?;
        let mut tx = self.0.begin().await?;
        workstreams::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
        if store::end_draft(&mut tx, id).await? {
            audit::record(&mut tx, actor, self.0.now(), &Event::RulesDraftDiscarded { id }).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Says that a draft which was begun before the latest publication shall replace that as well.
    pub async fn keep_draft_over(&self, actor: &Actor, id: WorkstreamId, version: i32) -> Result<i32> {
        actor.must(Permission::ManageWorkstreams)?;
        let mut tx = self.0.begin().await?;
        let draft = hold(&mut tx, id, version).await?;
        let next = self.keep_draft_in(&mut tx, actor, id, &draft, draft.published.version).await?;
        tx.commit().await?;
        Ok(next)
    }

    /// Keeps what has become of a draft, under the next number.
    async fn keep_draft_in(
        &self,
        conn: &mut PgConnection,
        actor: &Actor,
        id: WorkstreamId,
        draft: &Draft,
        based_on: i32,
    ) -> Result<i32> {
        let next = draft.version + 1;
        store::keep_draft(conn, id, &draft.rules, (based_on, next), (self.0.now(), actor.name())).await?;
        let event = Event::RulesDraftChanged { id, draft_version: next };
        audit::record(conn, actor, self.0.now(), &event).await?;
        Ok(next)
    }

    /// What is certainly wrong with the draft; a finding is a proof.
    pub async fn findings(&self, actor: &Actor, id: WorkstreamId) -> Result<Vec<Finding>> {
        actor.must(Permission::ViewWorkstreams)?;
        let mut conn = self.0.web().acquire().await?;
        let workstream = workstreams::detail(&mut conn, id).await?.ok_or(Error::NotFound)?;
        let draft = draft(&mut conn, id).await?;
        findings(&mut conn, workstream.summary.channel_kind, &draft.rules).await
    }

    /// Publishes the draft that was read at `version`; it decides from now on. Returns the number of the new version.
    pub async fn publish_draft(&self, actor: &Actor, id: WorkstreamId, version: i32, comment: &str) -> Result<i32> {
        actor.must(Permission::ManageWorkstreams)?;
        let mut tx = self.0.begin().await?;
        let draft = hold(&mut tx, id, version).await?;
        if draft.is_overtaken() {
            return Err(Error::Stale);
        }
        let published = self.publish_rules_in(&mut tx, actor, id, &draft.rules, comment.trim()).await?;
        store::end_draft(&mut tx, id).await?;
        tx.commit().await?;
        Ok(published.unwrap_or(draft.published.version))
    }
}

/// The draft, if it is still the one that was read at `version`; nobody else changes it before the transaction ends.
async fn hold(conn: &mut PgConnection, id: WorkstreamId, version: i32) -> Result<Draft> {
    workstreams::lock(conn, id).await?.ok_or(Error::NotFound)?;
    let draft = draft(conn, id).await?;
    if draft.version == version { Ok(draft) } else { Err(Error::Stale) }
}

async fn draft(conn: &mut PgConnection, id: WorkstreamId) -> Result<Draft> {
    let published = workstreams::rules_in_force(conn, id).await?.ok_or(Error::NotFound)?;
    let row = store::draft(conn, id).await?;
    let version = row.as_ref().map_or(0, |row| row.version);
    let begun = row.and_then(|mut row| Some((row.rules.take()?.0, row)));
    Ok(match begun {
        Some((rules, row)) => Draft { rules, version, based_on: row.based_on, changed: Some(row.changed()), published },
        None => {
            Draft { rules: published.rules.clone(), version, based_on: published.version, changed: None, published }
        }
    })
}

/// Proves what is wrong with rules. A field is never filled where neither the channel nor any rule gives it a value.
async fn findings(conn: &mut PgConnection, kind: ChannelKind, rules: &Rules) -> Result<Vec<Finding>> {
    let queues = queues::store::overflows(conn).await?;
    let can_overflow = |overflow: Option<Overflow>| overflow.is_some_and(|overflow| overflow.can_pass_on());
    let facts = queues.into_iter().map(|(id, overflow)| (id, QueueFacts { can_overflow: can_overflow(overflow) }));
    let mut never_filled = rules.read_fields();
    let declared = kind.context_fields().into_iter().map(|declared| declared.field);
    for field in declared.chain(rules.set_fields()) {
        never_filled.remove(&field);
    }
    Ok(prove(rules, &Surroundings { queues: facts.collect(), never_filled }))
}
