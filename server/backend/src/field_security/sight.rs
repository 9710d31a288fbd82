//! Fields of conversations as one reader gets them. A stored value comes out of its row as [`Personal`], which cannot be printed,
//! compared or serialised; one function opens it, and it asks the same question as every grant.

use std::{collections::BTreeSet, fmt, marker::PhantomData};

use domain::{
    context::{Context, ContextField},
    field_security::{ContextSight, SecuredField, Sight},
    routing::{ConditionTrace, Explanation, Rules},
};

use super::grant::may_read;
use crate::{Actor, Error, Result};

mod sealed {
    pub trait Sealed {}
}

/// A field of conversations that the organisation can secure.
pub trait PersonalField: sealed::Sealed + 'static {
    /// Which one it is.
    const FIELD: SecuredField;
}

/// What the provider calls the customer.
#[derive(Debug)]
pub enum CustomerName {}

/// What was written.
#[derive(Debug)]
pub enum MessageText {}

impl sealed::Sealed for CustomerName {}
impl sealed::Sealed for MessageText {}

impl PersonalField for CustomerName {
    const FIELD: SecuredField = SecuredField::ConversationCustomerName;
}

impl PersonalField for MessageText {
    const FIELD: SecuredField = SecuredField::MessageText;
}

/// A value as it is stored, there or not.
pub struct Personal<F: PersonalField, T> {
    value: T,
    field: PhantomData<fn() -> F>,
}

impl<F: PersonalField, T> From<T> for Personal<F, T> {
    fn from(value: T) -> Self {
        Self { value, field: PhantomData }
    }
}

impl<F: PersonalField, T> Personal<F, T> {
    /// The value for one reader.
    pub(crate) fn seen_by(self, actor: &Actor) -> Sight<T> {
        if may_read(actor, F::FIELD) { Sight::Told(self.value) } else { Sight::Hidden }
    }

    /// Two values of the same field as one.
    pub(crate) fn and<U>(self, other: Personal<F, U>) -> Personal<F, (T, U)> {
        (self.value, other.value).into()
    }

    /// Another value of the same field in its place.
    pub(crate) fn map<U>(self, change: impl FnOnce(T) -> U) -> Personal<F, U> {
        change(self.value).into()
    }
}

impl<F: PersonalField, T> fmt::Debug for Personal<F, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Personal({})", F::FIELD)
    }
}

/// The stored facts of a conversation. Deciding reads them; readers get what they may.
#[derive(serde::Deserialize)]
#[serde(transparent)]
pub(crate) struct StoredContext(Context);

impl StoredContext {
    /// The facts, for deciding: what comes out of it must not go to readers as it is.
    pub(crate) fn for_deciding(&self) -> &Context {
        &self.0
    }

    /// The facts for one reader.
    pub(crate) fn seen_by(self, actor: &Actor) -> ContextSight {
        let (mut facts, hidden) = (self.0, hidden_from(actor));
        for field in &hidden {
            facts.clear(field);
        }
        ContextSight { facts, hidden }
    }

    /// What the provider calls the customer.
    pub(crate) fn customer_name(&self) -> Personal<CustomerName, Option<&str>> {
        self.0.customer_display_name.as_deref().into()
    }
}

/// The facts that a reader must not learn.
fn hidden_from(actor: &Actor) -> BTreeSet<ContextField> {
    let is_hidden = |field: &ContextField| field.secured().is_some_and(|secured| !may_read(actor, secured));
    ContextField::FIXED.into_iter().filter(is_hidden).collect()
}

/// An explanation for one reader: of tests that look at a hidden fact, neither values nor outcomes.
pub(crate) fn explanation(actor: &Actor, mut explanation: Explanation) -> Explanation {
    let hidden = hidden_from(actor);
    if hidden.is_empty() {
        return explanation;
    }
    let of_rules =
        explanation.stages.iter_mut().flat_map(|stage| &mut stage.rules).flat_map(|rule| &mut rule.conditions);
    let of_miss = explanation.nearest_miss.iter_mut().map(|miss| &mut miss.condition);
    for condition in of_rules.chain(of_miss) {
        if looks_at(condition, &hidden) {
            *condition = ConditionTrace {
                field: std::mem::take(&mut condition.field),
                op: std::mem::take(&mut condition.op),
                expected: None,
                actual: None,
                holds: None,
                hidden: true,
            };
        }
    }
    explanation
}

fn looks_at(condition: &ConditionTrace, hidden: &BTreeSet<ContextField>) -> bool {
    hidden.iter().any(|field| {
        let name = field.name();
        let compared = condition.expected.as_ref().is_some_and(|expected| names(expected, &name));
        condition.field == name || compared
    })
}

/// Whether a right-hand side is another field, or a list with it.
fn names(expected: &serde_json::Value, name: &str) -> bool {
    match expected {
        serde_json::Value::Array(parts) => parts.iter().any(|part| names(part, name)),
        serde_json::Value::Object(operand) => operand.get("field").is_some_and(|field| field == name),
        _ => false,
    }
}

/// Refuses to try rules on stored facts that the actor must not learn: by what such rules do, anything could be guessed.
pub(crate) fn must_not_guess(actor: &Actor, rules: &Rules) -> Result<()> {
    let read = rules.read_fields();
    if hidden_from(actor).iter().any(|field| read.contains(field)) {
        Err(Error::Conflict("rules_ask_for_hidden_facts"))
    } else {
        Ok(())
    }
}
