//! How far a page has come that takes long to make, for whoever waits for it.

use std::{fmt, sync::Arc};

use axum::http::request::Parts;
use leptos::prelude::use_context;

/// A step on the way to a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// How many of a hundred are done.
    pub percent: u64,
    /// The same in words.
    pub text: String,
}

/// Hears every step. It comes with a request whose reply is a stream.
#[derive(Clone)]
pub struct Progress(Arc<dyn Fn(Step) + Send + Sync>);

impl Progress {
    pub fn new(hear: impl Fn(Step) + Send + Sync + 'static) -> Self {
        Self(Arc::new(hear))
    }

    /// Of the request being answered; `None` where nobody waits for more than the page.
    pub fn here() -> Option<Self> {
        use_context::<Parts>()?.extensions.get().cloned()
    }

    /// So many of so many are done.
    pub fn tell(&self, done: u64, total: u64, text: String) {
        let percent = done.saturating_mul(100).checked_div(total).unwrap_or(100).min(100);
        (self.0)(Step { percent, text });
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Progress")
    }
}
