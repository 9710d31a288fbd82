//! Rules tried out: on facts that somebody fills in, on a conversation as it was, and on all conversations of a window. Nothing is
//! written.

use domain::{
    ConversationId, WorkstreamId,
    context::Context,
    conversation::ConversationSummary,
    routing::{
        self, CompiledRules, Decided, Destination, Explanation, Queues, Replay, Router, RulesetVersion, Snapshot,
        Window,
    },
    user::Permission,
};
use futures::TryStreamExt;
use sqlx::{PgConnection, types::Json};

use super::{
    super::{Workstreams, store as workstreams},
    store,
};
use crate::{Actor, Error, Result, conversations, field_security::sight, queues::snapshot};

/// Conversations that are decided again in one go, before anything else may run on the thread.
const STEP: usize = 500;

/// As many of the newest conversations are offered for a trial.
const RECENT: i64 = 20;

/// Which rules are tried.
#[derive(Clone, Copy, Debug)]
pub enum Trial {
    /// Those of the draft.
    Draft,
    /// A published version.
    Version(i32),
}

impl Workstreams<'_> {
    /// What rules would do with a conversation that has this context, with the queues as they stand now. `seed` draws percentages.
    pub async fn try_rules(
        &self,
        actor: &Actor,
        id: WorkstreamId,
        trial: &Trial,
        mut context: Context,
        seed: i64,
    ) -> Result<Explanation> {
        actor.must(Permission::ViewWorkstreams)?;
        let mut conn = self.0.web().acquire().await?;
        let Candidate { rules, queues } = self.candidate(&mut conn, id, trial).await?;
        let at = context.received_at.unwrap_or_else(|| self.0.now());
        let snapshot = queues.receive(&mut context, at);
        Ok(explained(&rules, &context, &snapshot, at, seed))
    }

    /// What rules would have done with a conversation of this workstream: its context, the queues as they stood, the same draw.
    pub async fn try_on_conversation(
        &self,
        actor: &Actor,
        id: WorkstreamId,
        trial: &Trial,
        conversation_id: ConversationId,
    ) -> Result<Explanation> {
        actor.must(Permission::ViewWorkstreams)?;
        actor.must(Permission::ViewConversations)?;
        let mut conn = self.0.web().acquire().await?;
        let row = conversations::store::decision(&mut conn, conversation_id).await?;
        let row = row.filter(|row| row.workstream_id == id).ok_or(Error::NotFound)?;
        let decision = row.decision();
        let Candidate { rules, queues } = self.candidate(&mut conn, id, trial).await?;
        let mut snapshot = row.snapshot.0;
        sight::must_not_guess(actor, &rules.ruleset().rules)?;
        let facts = row.facts.for_deciding();
        queues.complete(&mut snapshot, facts.received_at.unwrap_or(decision.decided_at));
        let explained = explained(&rules, facts, &snapshot, decision.decided_at, decision.seed);
        Ok(sight::explanation(actor, explained))
    }

    /// Decides the conversations of a window again. `progress` hears how many of how many are done, first that none is.
    pub async fn replay_rules(
        &self,
        actor: &Actor,
        id: WorkstreamId,
        trial: &Trial,
        window: Window,
        mut progress: impl FnMut(u64, u64) + Send,
    ) -> Result<Replay> {
        actor.must(Permission::ViewWorkstreams)?;
        actor.must(Permission::ViewConversations)?;
        let mut conn = self.0.web().acquire().await?;
        let candidate = self.candidate(&mut conn, id, trial).await?;
        sight::must_not_guess(actor, &candidate.rules.ruleset().rules)?;
        let total = store::count_decided(&mut conn, id, window).await?;
        progress(0, total);
        candidate.replay(&mut conn, actor, id, window, |done| progress(done, total)).await
    }

    /// Rules ready to decide, with the queues as `conn` has them.
    pub(crate) async fn candidate(
        &self,
        conn: &mut PgConnection,
        id: WorkstreamId,
        trial: &Trial,
    ) -> Result<Candidate> {
        let rules = rules(conn, id, trial).await?;
        let queues = snapshot::load(conn, id, &rules.ruleset().rules, self.0.now()).await?;
        Ok(Candidate { rules, queues })
    }

    /// The newest conversations of a workstream; on them rules are tried.
    pub async fn recent_conversations(&self, actor: &Actor, id: WorkstreamId) -> Result<Vec<ConversationSummary>> {
        actor.must(Permission::ViewWorkstreams)?;
        actor.must(Permission::ViewConversations)?;
        let mut conn = self.0.web().acquire().await?;
        conversations::store::latest_of(&mut conn, actor, id, RECENT).await
    }
}

/// Rules ready to decide.
pub(crate) struct Candidate {
    pub(super) rules: CompiledRules,
    pub(super) queues: Queues,
}

impl Candidate {
    /// Decides the conversations of a window again. The caller has asked for the permission, and whether `actor` may know what
    /// the rules ask for.
    pub async fn replay(
        &self,
        conn: &mut PgConnection,
        actor: &Actor,
        id: WorkstreamId,
        window: Window,
        mut progress: impl FnMut(u64) + Send,
    ) -> Result<Replay> {
        let mut router = Router::new(&self.rules);
        let mut replay = Replay::default();
        let mut rows = std::pin::pin!(store::decided(conn, id, window).try_chunks(STEP));
        while let Some(chunk) = rows.try_next().await.map_err(|error| error.1)? {
            for row in chunk {
                let mut snapshot = row.snapshot.0;
                let at = row.decided_at.to_jiff();
                let facts = row.facts.for_deciding();
                self.queues.complete(&mut snapshot, facts.received_at.unwrap_or(at));
                let before = Decided {
                    conversation_id: row.conversation_id,
                    at,
                    customer: row.facts.customer_name().seen_by(actor),
                    to: Destination { queue_id: row.queue_id, is_ended: row.is_ended },
                    is_fallback: row.is_fallback,
                };
                let (decision, trace) = router.choose(facts, &snapshot, at, row.seed);
                replay.add(&before, &decision, &trace, &snapshot);
            }
            progress(replay.count);
            tokio::task::yield_now().await;
        }
        Ok(replay)
    }
}

/// Rules that cannot be published cannot be tried either: their faults say why.
async fn rules(conn: &mut PgConnection, id: WorkstreamId, trial: &Trial) -> Result<CompiledRules> {
    let published = workstreams::rules_in_force(conn, id).await?.ok_or(Error::NotFound)?;
    let (version, rules) = match trial {
        Trial::Draft => {
            let draft = store::draft(conn, id).await?;
            (published.version, draft.and_then(|draft| draft.rules).map_or(published.rules, |Json(rules)| rules))
        }
        Trial::Version(version) => (*version, workstreams::rules_of(conn, id, *version).await?.ok_or(Error::NotFound)?),
    };
    Ok(CompiledRules::new(RulesetVersion { version, rules })?)
}

fn explained(
    rules: &CompiledRules,
    context: &Context,
    snapshot: &Snapshot,
    now: jiff::Timestamp,
    seed: i64,
) -> Explanation {
    let (decision, trace) = routing::decide(rules, context, snapshot, now, seed);
    routing::explain(rules.ruleset(), context, snapshot, &decision, &trace)
}
