//! The pages of conversations: the list, and one conversation with its messages, its trace and its receipts.

pub mod api;
mod context;
mod detail;
mod list;
mod message;
mod receipts;
#[cfg(test)]
mod tests;
mod trace;

pub use self::{
    detail::{ConversationPage, Messages},
    list::ConversationsPage,
    trace::TraceCard,
};

use domain::{conversation::ConversationState, field_security::Sight};
use leptos::prelude::*;

use crate::{
    components::{Badge, HiddenValue, Tone},
    plain::visible,
    words,
};

/// What to call the customer, where only text can stand.
pub fn customer(name: &Sight<Option<String>>) -> String {
    let words = words::here();
    match name {
        Sight::Told(Some(name)) => visible(name),
        Sight::Told(None) => words.conversations.unknown_customer.to_owned(),
        Sight::Hidden => words.common.secret_hidden.to_owned(),
    }
}

/// What to call the customer.
#[component]
pub fn Customer(name: Sight<Option<String>>) -> impl IntoView {
    match name {
        Sight::Hidden => view! { <HiddenValue/> }.into_any(),
        Sight::Told(_) => view! { <bdi>{customer(&name)}</bdi> }.into_any(),
    }
}

#[component]
fn StateBadge(state: ConversationState) -> impl IntoView {
    let tone = match state {
        ConversationState::Open => Tone::Info,
        ConversationState::Active => Tone::Ok,
        ConversationState::Waiting => Tone::Warn,
        ConversationState::WrapUp | ConversationState::Closed => Tone::Neutral,
    };
    view! { <Badge tone label=(words::here().conversations.state_name)(state)/> }
}
