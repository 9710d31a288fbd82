//! Conditions: a tree of groups with tests as leaves, as the configuration file writes it.

use serde::{Deserialize, Serialize};

/// When a rule applies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub enum Condition {
    /// Every part holds.
    All(Vec<Condition>),
    /// At least one part holds.
    Any(Vec<Condition>),
    /// The part does not hold.
    Not(Box<Condition>),
    /// A field compares as it should.
    Test(Test),
}

/// One comparison. Names are kept as written: [`Rules::check`](super::Rules::check) says what is wrong with them and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// The machine name of a [`ContextField`](crate::context::ContextField).
    pub field: String,
    /// The word of an [`Operator`](super::Operator).
    pub op: String,
    /// The right-hand side, where the operator takes one.
    pub value: Option<Operand>,
    /// Whether text compares with case.
    pub match_case: bool,
}

/// The right-hand side of a test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged, expecting = "a value is text, a number, true or false, a list of these, or { field = \"…\" }")]
pub enum Operand {
    /// One value.
    One(Scalar),
    /// Several: for `in` and `between`.
    Many(Vec<Scalar>),
    /// The value of another field.
    Field(FieldOperand),
}

/// The value of another field, as a right-hand side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldOperand {
    /// Its machine name.
    pub field: String,
}

/// A value in a rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Scalar {
    /// True or false.
    Flag(bool),
    /// A finite number.
    Number(f64),
    /// Text, also for instants, times of day, weekdays and spans of time.
    Text(String),
}

/// A condition as files and the database have it: one table, of which exactly one of four shapes is used.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    all: Option<Vec<Condition>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    any: Option<Vec<Condition>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    not: Option<Box<Condition>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    op: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<Operand>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    match_case: Option<bool>,
}

impl TryFrom<Written> for Condition {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        match written {
            Written {
                all: Some(parts),
                any: None,
                not: None,
                field: None,
                op: None,
                value: None,
                match_case: None,
            } => Ok(Self::All(parts)),
            Written {
                all: None,
                any: Some(parts),
                not: None,
                field: None,
                op: None,
                value: None,
                match_case: None,
            } => Ok(Self::Any(parts)),
            Written { all: None, any: None, not: Some(part), field: None, op: None, value: None, match_case: None } => {
                Ok(Self::Not(part))
            }
            Written { all: None, any: None, not: None, field: Some(field), op: Some(op), value, match_case } => {
                Ok(Self::Test(Test { field, op, value, match_case: match_case.unwrap_or(false) }))
            }
            _ => Err("a condition is one of `all`, `any` and `not`, or a `field` with its `op`"),
        }
    }
}

impl From<Condition> for Written {
    fn from(condition: Condition) -> Self {
        let none = Self { all: None, any: None, not: None, field: None, op: None, value: None, match_case: None };
        match condition {
            Condition::All(parts) => Self { all: Some(parts), ..none },
            Condition::Any(parts) => Self { any: Some(parts), ..none },
            Condition::Not(part) => Self { not: Some(part), ..none },
            Condition::Test(Test { field, op, value, match_case }) => {
                Self { field: Some(field), op: Some(op), value, match_case: match_case.then_some(true), ..none }
            }
        }
    }
}

impl Condition {
    /// The tests in the order of writing, whatever groups they stand in.
    pub fn tests(&self) -> Vec<&Test> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::tests).collect(),
            Self::Not(part) => part.tests(),
            Self::Test(test) => vec![test],
        }
    }
}
