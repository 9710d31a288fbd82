//! Where deliveries for an agent go: its workstream, with the rules in force and the fallback queue.

mod store;

use domain::{
    AccountId, AgentAccountId, QueueId, WorkstreamId, hours::Hours, inbound::AgentKey, routing::RulesetVersion,
};
use jiff::{Timestamp, tz::TimeZone};
use sqlx::PgConnection;

use crate::Result;

/// An agent account with the workstream that has joined it.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub agent_account_id: AgentAccountId,
    pub agent_account_name: String,
    pub workstream_id: WorkstreamId,
    pub workstream_name: String,
    pub fallback_queue_id: QueueId,
    pub attachments_from_customers: bool,
    pub ruleset: RulesetVersion,
    /// Of the fallback queue; without any it is always open.
    pub hours: Option<Hours>,
}

/// Why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoPlace {
    /// The account has no such agent account.
    UnknownAgent,
    /// No workstream has joined it.
    NoWorkstream,
}

impl NoPlace {
    /// The reason in the receipt.
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnknownAgent => "unknown_agent",
            Self::NoWorkstream => "no_workstream",
        }
    }
}

impl Place {
    /// The zone of the fallback queue's hours; UTC without hours, or with a zone that this program does not know.
    pub fn zone(&self) -> TimeZone {
        self.hours.as_ref().and_then(|hours| hours.zone().ok()).unwrap_or(TimeZone::UTC)
    }

    /// Whether the fallback queue's hours were open.
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.hours.as_ref().is_none_or(|hours| hours.is_open(at).unwrap_or(true))
    }
}

/// The place of an agent of an account.
pub(super) async fn find(
    conn: &mut PgConnection,
    account_id: AccountId,
    agent: &AgentKey,
) -> Result<Result<Place, NoPlace>> {
    let Some((id, name)) = store::agent_account(conn, account_id, agent).await? else {
        return Ok(Err(NoPlace::UnknownAgent));
    };
    Ok(store::place(conn, id, name).await?.ok_or(NoPlace::NoWorkstream))
}
