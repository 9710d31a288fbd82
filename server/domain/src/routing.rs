//! Routing: which queue a conversation waits in, and why (PRODUCT §5).
//!
//! ```text
//! Rules ── check ──▶ RulesetVersion ┐
//!                          Context ├─ decide ──▶ Decision + Explanation
//!                         Snapshot ┘
//! ```
//! [`decide`] is pure: everything that it may know is in its arguments, so the live path, a stored trace and a trial run of the
//! same facts give the same answer. A published [`RulesetVersion`] never changes.

mod check;
mod condition;
mod decide;
mod explain;
mod operator;
mod rule;
#[cfg(test)]
mod tests;

pub use condition::{Condition, FieldOperand, Operand, Scalar, Test};
pub use decide::{Decision, QueueSnapshot, Snapshot, decide};
pub use explain::{ConditionTrace, Draw, Explanation, NearestMiss, Overflow, RuleStatus, RuleTrace, Stage, StageTrace};
pub use operator::Operator;
pub use rule::{Classification, ClassifyRule, RouteRule, Rules, RulesetVersion, Share, Target};
