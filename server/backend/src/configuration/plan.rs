//! What applying a file would do: it is done, told, and taken back.

use std::collections::BTreeMap;

use domain::{
    QueueId,
    routing::{Replay, Rules, Window},
    user::Permission,
};
use jiff::SignedDuration;

use super::{ApplyError, Configuration, File, Report, apply, may_apply, store};
use crate::{Actor, Result, workstreams::rules::Trial};

/// What applying a file would do.
#[derive(Debug)]
pub struct Plan {
    /// As applying would report it.
    pub report: Report,
    /// The rules that would change.
    pub rules: Vec<ChangedRules>,
    /// What the queues would be called.
    pub queues: BTreeMap<QueueId, String>,
}

/// A workstream whose rules would change.
#[derive(Debug)]
pub struct ChangedRules {
    /// Its name.
    pub workstream: String,
    /// The rules in force.
    pub before: Rules,
    /// Those of the file.
    pub after: Rules,
    /// What they would have done with the conversations of the window, where one was asked for.
    pub traffic: Option<Replay>,
}

impl Configuration<'_> {
    /// What [`Self::apply`] would do. With a span, changed rules decide its last conversations again. Nothing stays written, and
    /// nothing is held up while conversations are decided.
    pub async fn plan(&self, actor: &Actor, file: File, span: Option<SignedDuration>) -> Result<Plan, ApplyError> {
        may_apply(actor)?;
        if span.is_some() {
            actor.must(Permission::ViewConversations)?;
        }
        let mut tx = self.0.begin().await?;
        store::wait_for_others(&mut tx).await?;
        let (report, republished) = apply::apply(self.0, actor, &mut tx, file).await?;
        let queues = store::queues(&mut tx).await?.into_iter().map(|queue| (queue.id, queue.name)).collect();
        let mut candidates = Vec::with_capacity(republished.len());
        for changed in &republished {
            let trial = Trial::Version(changed.version);
            candidates.push(self.0.workstreams().candidate(&mut tx, changed.id, &trial).await?);
        }
        tx.rollback().await?;

        let mut conn = self.0.web().acquire().await?;
        let mut rules = Vec::with_capacity(republished.len());
        for (changed, candidate) in republished.into_iter().zip(candidates) {
            let traffic = match span {
                Some(span) => {
                    let window = Window::last(span, self.0.now());
                    // A plan is made at the machine itself, whose owner has no need to guess.
                    Some(candidate.replay(&mut conn, actor, changed.id, window, |_| ()).await?)
                }
                None => None,
            };
            let (workstream, before, after) = (changed.name, changed.before, changed.after);
            rules.push(ChangedRules { workstream, before, after, traffic });
        }
        Ok(Plan { report, rules, queues })
    }
}
