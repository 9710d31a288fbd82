//! Who reads the page: their language, their time zone and the moment the page was made.
//!
//! The server provides one per request; pages and components ask for it with [`Reader::here`].

use domain::lang::Lang;
use jiff::{Timestamp, tz::TimeZone};
use leptos::prelude::use_context;

use crate::words::{Words, words};

#[derive(Clone, Debug)]
pub struct Reader {
    pub lang: Lang,
    pub zone: TimeZone,
    pub now: Timestamp,
}

impl Reader {
    /// The reader of the page being rendered. A page rendered for nobody in particular is read in bokmål and UTC.
    pub fn here() -> Self {
        use_context().unwrap_or(Self { lang: Lang::default(), zone: TimeZone::UTC, now: Timestamp::UNIX_EPOCH })
    }

    /// The texts in the reader's language.
    pub fn words(&self) -> &'static Words {
        words(self.lang)
    }
}
