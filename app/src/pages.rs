//! One folder per noun: its pages, and the server functions behind them.

pub mod accounts;
pub mod audit;
pub mod channels;
pub mod conversations;
pub mod field_security;
pub mod hours;
pub mod invitation;
pub mod me;
pub mod overview;
pub mod privacy;
pub mod queues;
pub mod receipts;
pub mod rules;
pub mod rules_trials;
pub mod secrets;
pub mod sign_in;
pub mod styleguide;
pub mod teams;
pub mod users;
pub mod welcome;
pub mod workstreams;

use leptos::prelude::*;

use crate::{gate, page::open_page};

/// An address that leads nowhere.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    open_page(async { Err::<(), _>(gate::refuse(islands::AppError::NotFound)) }, |()| ())
}
