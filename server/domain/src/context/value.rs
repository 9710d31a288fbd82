//! The values of the facts.

use super::VariableName;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The value of a fact, borrowed from its [`Context`](super::Context).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ContextValue<'a> {
    /// Not empty; as received.
    Text(&'a str),
    /// A number, of a context variable.
    Number(f64),
    /// True or false.
    Flag(bool),
    /// An instant.
    Instant(Timestamp),
}

/// The value of a context variable: a JSON string or a JSON number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum VariableValue {
    /// Text; empty is absent.
    Text(String),
    /// A finite number.
    Number(f64),
}

impl VariableValue {
    /// The value, or `None` for empty text.
    pub(super) fn as_value(&self) -> Option<ContextValue<'_>> {
        match self {
            Self::Text(text) => (!text.is_empty()).then_some(ContextValue::Text(text)),
            Self::Number(number) => Some(ContextValue::Number(*number)),
        }
    }
}

/// Variables in JSON: members named `variable.NAME` beside the fixed facts. Any other name is an error, not a default.
pub(super) mod variables {
    use super::{VariableName, VariableValue};
    use crate::context::field::VARIABLE;
    use serde::{Deserialize, Deserializer, Serializer, de::Error, ser::SerializeMap};
    use std::collections::BTreeMap;

    type Variables = BTreeMap<VariableName, VariableValue>;

    pub fn serialize<S: Serializer>(variables: &Variables, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        for (name, value) in variables.iter().filter(|(_, value)| value.as_value().is_some()) {
            map.serialize_entry(&format!("{VARIABLE}{name}"), value)?;
        }
        map.end()
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Variables, D::Error> {
        BTreeMap::<String, VariableValue>::deserialize(from)?
            .into_iter()
            .map(|(key, value)| {
                let name = key.strip_prefix(VARIABLE).and_then(VariableName::parse);
                let name = name.ok_or_else(|| D::Error::custom("a fact has an unknown name"))?;
                Ok((name, value))
            })
            .collect()
    }
}
