//! Where deliveries for an agent go: its workstream, with the rules in force and the fallback queue.

mod store;

use std::sync::Arc;

use domain::{AccountId, AgentAccountId, WorkstreamId, inbound::AgentKey, routing::CompiledRules};
use sqlx::PgConnection;

use crate::{Result, workstreams::Rulebook};

/// An agent account with the workstream that has joined it.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub agent_account_id: AgentAccountId,
    pub agent_account_name: String,
    pub workstream_id: WorkstreamId,
    pub workstream_name: String,
    pub attachments_from_customers: bool,
    pub rules: Arc<CompiledRules>,
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

/// The place of an agent of an account.
pub(super) async fn find(
    conn: &mut PgConnection,
    rulebook: &Rulebook,
    account_id: AccountId,
    agent: &AgentKey,
) -> Result<Result<Place, NoPlace>> {
    let Some((id, name)) = store::agent_account(conn, account_id, agent).await? else {
        return Ok(Err(NoPlace::UnknownAgent));
    };
    let Some(joined) = store::joined(conn, id).await? else { return Ok(Err(NoPlace::NoWorkstream)) };
    let rules = rulebook.in_force(conn, joined.workstream_id, joined.ruleset_version).await?;
    Ok(Ok(Place {
        agent_account_id: id,
        agent_account_name: name,
        workstream_id: joined.workstream_id,
        workstream_name: joined.workstream_name,
        attachments_from_customers: joined.attachments_from_customers,
        rules,
    }))
}
