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

pub use self::{detail::ConversationPage, list::ConversationsPage, trace::TraceCard};

use domain::conversation::{ConversationState, ConversationSummary};
use leptos::prelude::*;

use crate::{
    components::{Badge, Tone},
    plain::visible,
    words,
};

/// What to call the customer.
fn customer(conversation: &ConversationSummary) -> String {
    let unknown = words::here().conversations.unknown_customer;
    conversation.customer_name.as_deref().map_or_else(|| unknown.to_owned(), visible)
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
