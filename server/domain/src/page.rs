//! Keyset paging: a list is read from after the last item that was seen, never by counting.

use serde::{Deserialize, Serialize};

/// What part of a list is wanted.
#[derive(Clone, Copy, Debug)]
pub struct PageRequest<Id> {
    /// At most this many items; 1 to 200.
    pub limit: u16,
    /// Items after this one, in the list's order.
    pub after: Option<Id>,
}

impl<Id> PageRequest<Id> {
    /// The most items in one page.
    pub const MAX: u16 = 200;

    /// A request whose limit is held to 1 to 200; 50 when none is given.
    pub fn new(limit: Option<u16>, after: Option<Id>) -> Self {
        Self { limit: limit.unwrap_or(50).clamp(1, Self::MAX), after }
    }

    /// The first page, as long as a page can be.
    pub fn first() -> Self {
        Self { limit: Self::MAX, after: None }
    }

    /// How many rows to read: one more than asked for tells whether there is a next page.
    pub fn rows(&self) -> i64 {
        i64::from(self.limit) + 1
    }
}

/// One part of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The items, in the list's order.
    pub items: Vec<T>,
    /// What to give as `after` to go on; absent at the end.
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// Cuts rows read with [`PageRequest::rows`] to the page; `key` names an item's cursor.
    pub fn cut<Id>(mut rows: Vec<T>, request: &PageRequest<Id>, key: impl Fn(&T) -> String) -> Self {
        let limit = usize::from(request.limit);
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        let next_cursor = if has_more { rows.last().map(key) } else { None };
        Self { items: rows, next_cursor }
    }

    /// The same page with other items.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(change).collect(), next_cursor: self.next_cursor }
    }
}
