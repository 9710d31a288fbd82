//! Drafts: edited one change at a time by anybody who may, published as a version, or thrown away.

use domain::{
    Fault, Invalid, WorkstreamId,
    audit::Event,
    context::ContextField,
    queue::{Overflow, OverflowAction},
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
        workstreams::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let mut draft = draft(&mut tx, id).await?;
        if draft.version != version {
            return Err(Error::Stale);
        }
        let before = draft.rules.clone();
        edit.apply(&mut draft.rules).ok_or(Error::NotFound)?;
        if draft.rules == before {
            return Ok(version);
        }
        for (path, queue_id) in draft.rules.queues() {
            if !queues::store::hold(&mut tx, *queue_id).await? && !before.queues().any(|(_, known)| known == queue_id) {
                return Err(Error::Invalid(Invalid::one(&path, Fault::Unknown)));
            }
        }
        let next = version + 1;
        let change = (self.0.now(), actor.name());
        store::keep_draft(&mut tx, id, &draft.rules, (draft.based_on, next), change).await?;
        let event = Event::RulesDraftChanged { id, draft_version: next };
        audit::record(&mut tx, actor, self.0.now(), &event).await?;
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
        workstreams::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let draft = draft(&mut tx, id).await?;
        if draft.version != version {
            return Err(Error::Stale);
        }
        let next = version + 1;
        let change = (self.0.now(), actor.name());
        store::keep_draft(&mut tx, id, &draft.rules, (draft.published.version, next), change).await?;
        let event = Event::RulesDraftChanged { id, draft_version: next };
        audit::record(&mut tx, actor, self.0.now(), &event).await?;
        tx.commit().await?;
        Ok(next)
    }

    /// What is certainly wrong with the draft; a finding is a proof.
    pub async fn findings(&self, actor: &Actor, id: WorkstreamId) -> Result<Vec<Finding>> {
        actor.must(Permission::ViewWorkstreams)?;
        let mut conn = self.0.web().acquire().await?;
        let draft = draft(&mut conn, id).await?;
        findings(&mut conn, &draft.rules).await
    }

    /// Publishes the draft that was read at `version`; it decides from now on. Returns the number of the new version.
    pub async fn publish_draft(&self, actor: &Actor, id: WorkstreamId, version: i32, comment: &str) -> Result<i32> {
        actor.must(Permission::ManageWorkstreams)?;
        let mut tx = self.0.begin().await?;
        workstreams::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let draft = draft(&mut tx, id).await?;
        if draft.version != version || draft.is_overtaken() {
            return Err(Error::Stale);
        }
        let published = self.publish_rules_in(&mut tx, actor, id, &draft.rules, comment.trim()).await?;
        store::end_draft(&mut tx, id).await?;
        tx.commit().await?;
        Ok(published.unwrap_or(draft.published.version))
    }
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

/// Proves what is wrong with rules. What no ruleset sets, no conversation has: providers know neither variables nor skills.
pub(crate) async fn findings(conn: &mut PgConnection, rules: &Rules) -> Result<Vec<Finding>> {
    let queues = queues::store::overflows(conn).await?;
    let facts =
        queues.into_iter().map(|(id, overflow)| (id, QueueFacts { can_overflow: overflow.is_some_and(passes_on) }));
    let mut never_filled = rules.read_fields();
    never_filled.retain(|field| matches!(field, ContextField::Variable(_) | ContextField::Skill(_)));
    for field in rules.set_fields() {
        never_filled.remove(&field);
    }
    Ok(prove(rules, &Surroundings { queues: facts.collect(), never_filled }))
}

/// Whether a queue with these settings may ever pass a conversation on.
fn passes_on(overflow: Overflow) -> bool {
    overflow.out_of_hours != OverflowAction::Assign || overflow.item_limit.is_some()
}
