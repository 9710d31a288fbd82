//! The pages of users: list, invite, the invitation's link, details with roles, disable.

pub mod api;
mod detail;
mod disable;
mod invite;
mod link;
mod list;
mod roles;

pub use self::{
    detail::UserPage, disable::DisableUserPage, invite::InviteUserPage, link::InvitationLinkPage, list::UsersPage,
};

use domain::user::UserState;
use leptos::prelude::*;

use crate::{
    components::{Badge, Tone},
    words,
};

/// Whether a person can sign in, as a badge.
#[component]
fn StateBadge(state: UserState) -> impl IntoView {
    let words = &words::here().users;
    let (tone, label) = match state {
        UserState::Active => (Tone::Ok, words.active),
        UserState::Invited => (Tone::Info, words.invited),
        UserState::Disabled => (Tone::Neutral, words.disabled),
    };
    view! { <Badge tone label/> }
}
