//! The pages of receipts: the list, and one delivery with what was stored of it.

pub mod api;
mod detail;
mod list;
mod table;

pub use self::{detail::ReceiptPage, list::ReceiptsPage};

pub(super) use self::table::ReceiptTable;

use domain::receipt::Outcome;
use leptos::prelude::*;

use crate::{
    components::{Badge, Tone},
    words,
};

#[component]
fn OutcomeBadge(outcome: Outcome) -> impl IntoView {
    let tone = match outcome {
        Outcome::Accepted => Tone::Ok,
        Outcome::Duplicate | Outcome::Suspended => Tone::Neutral,
        Outcome::Conflict => Tone::Warn,
        Outcome::DeadLetter | Outcome::Refused => Tone::Bad,
    };
    view! { <Badge tone label=(words::here().receipts.outcome_name)(outcome)/> }
}
