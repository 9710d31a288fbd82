//! Part of a list, and the parameters that every list has.

use domain::Page;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Part of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct List<T> {
    /// In the order of the list.
    pub items: Vec<T>,
    /// What to give as `after` to go on; null at the end.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

impl<T> List<T> {
    pub(super) fn empty() -> Self {
        Self { items: Vec::new(), next_cursor: None }
    }

    pub(super) fn of<U: Into<T>>(page: Page<U>) -> Self {
        Self { items: page.items.into_iter().map(Into::into).collect(), next_cursor: page.next_cursor }
    }
}

/// The parameters of a list without filters.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Paging {
    /// At most this many items, 1 to 200; 50 without.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    pub limit: Option<String>,
    /// The `next_cursor` of the page before.
    pub after: Option<String>,
}
