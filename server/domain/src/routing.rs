//! Routing: which queue a conversation waits in, and why (PRODUCT §5).
//!
//! ```text
//! Rules ── check, compile ──▶ CompiledRules ┐
//!                                   Context ├─ decide ──▶ Decision + Trace ── explain ──▶ Explanation
//!                                  Snapshot ┘
//! Rules ── prove ──▶ Findings
//! ```
//! [`decide`] is pure: everything that it may know is in its arguments, so the live path, a stored trace and a trial run of the
//! same facts give the same answer. A published [`RulesetVersion`] never changes.

mod check;
mod compare;
mod compile;
mod condition;
mod decide;
mod draft;
mod edit;
mod explain;
mod facts;
mod fold;
mod index;
mod kit;
mod nearest;
mod operator;
mod prove;
mod queues;
mod replay;
mod rule;
mod snapshot;
mod test;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
mod told;
mod trace;
mod typed;

pub use compare::{Difference, RuleDifference};
pub use compile::CompiledRules;
pub use condition::{Condition, FieldOperand, Operand, Scalar, Test};
pub use decide::{Decision, Router, decide, draw};
pub use draft::{Draft, Hits, VersionSummary};
pub use edit::{AnyRule, Edit, RuleList};
pub use explain::{
    ConditionTrace, Draw, Explanation, NearestMiss, Overflow, OverflowStep, RuleTrace, Stage, StageTrace, explain,
};
pub use kit::{Answer, Case, Kit};
pub use operator::Operator;
pub use prove::{Finding, Place, Proof, QueueFacts, ShadowedBy, Surroundings, TestPlace, prove};
pub use queues::{QueueState, Queues};
pub use replay::{Decided, Destination, Moved, Replay, Window};
pub use rule::{Classification, ClassifyRule, RouteRule, Rules, RulesetVersion, Share, Target};
pub use snapshot::{OverflowReason, QueueSnapshot, Snapshot};
pub use told::{Sentences, Told};
pub use trace::{Passed, RuleStatus, Trace};
pub use typed::TypedFacts;
