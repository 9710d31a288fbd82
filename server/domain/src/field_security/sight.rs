//! Values of fields that may be secured, as one reader gets them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::context::{Context, ContextField};

/// A value as one reader gets it. Hidden looks the same whether there is a value or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sight<T> {
    /// The reader may read the field.
    Told(T),
    /// Hidden by field security.
    Hidden,
}

impl<T> Sight<T> {
    /// The value, where it is told.
    pub fn told(self) -> Option<T> {
        match self {
            Self::Told(value) => Some(value),
            Self::Hidden => None,
        }
    }

    /// The value by reference.
    pub fn as_ref(&self) -> Sight<&T> {
        match self {
            Self::Told(value) => Sight::Told(value),
            Self::Hidden => Sight::Hidden,
        }
    }

    /// Another value in its place, where it is told.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Sight<U> {
        match self {
            Self::Told(value) => Sight::Told(change(value)),
            Self::Hidden => Sight::Hidden,
        }
    }

    /// Whether it is hidden.
    pub fn is_hidden(&self) -> bool {
        matches!(self, Self::Hidden)
    }
}

/// The facts of a conversation as one reader gets them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContextSight {
    /// The facts that are told.
    pub facts: Context,
    /// The facts that are hidden, whether there or not.
    pub hidden: BTreeSet<ContextField>,
}
