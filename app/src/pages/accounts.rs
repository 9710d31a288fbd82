//! The pages of accounts: list, the wizard that connects one, details, edit, suspend, delete, and its agent accounts.

mod agent;
mod agent_fields;
pub mod api;
mod connection;
mod credentials;
mod delete;
mod detail;
mod edit;
mod list;
mod setup;
mod suspend;

pub use self::{
    agent::{AgentAccountPage, RemoveAgentAccountPage},
    delete::DeleteAccountPage,
    detail::AccountPage,
    edit::EditAccountPage,
    list::AccountsPage,
    setup::{AccountSetupPage, NewAccountPage},
    suspend::SuspendAccountPage,
};
pub(in crate::pages) use self::{
    api::Then,
    credentials::{KeyFileState, TokenState},
    setup::Step,
};

use domain::{ChannelKind, account::AccountState};
use leptos::prelude::*;

use crate::{
    components::*,
    paths,
    words::{self, accounts::Accounts},
};

/// A service's name.
pub(in crate::pages) fn channel_name(kind: ChannelKind) -> &'static str {
    match kind {
        ChannelKind::GoogleBusinessMessages => words::here().accounts.google_business_messages,
    }
}

/// Where an account is on its way.
#[component]
pub(in crate::pages) fn StateBadge(state: AccountState) -> impl IntoView {
    let words = &words::here().accounts;
    let (tone, label) = match state {
        AccountState::Draft => (Tone::Neutral, words.draft),
        AccountState::WaitingForVerification => (Tone::Info, words.waiting),
        AccountState::Verified => (Tone::Ok, words.verified),
        AccountState::Suspended => (Tone::Warn, words.suspended),
    };
    view! { <Badge tone label/> }
}

/// The standing notice of a service that its provider has ended.
#[component]
pub(in crate::pages) fn EndedNotice() -> impl IntoView {
    let words = &words::here().accounts;
    view! {
        <Banner tone=Tone::Warn title=words.ended>
            <p>{words.ended_text}</p>
            <p>{words.ended_instead}</p>
        </Banner>
    }
}

/// The way to the pages of one account.
fn crumbs(words: &Accounts, id: domain::AccountId, name: &str) -> Vec<Crumb> {
    vec![Crumb::new(words.title, paths::ACCOUNTS), Crumb::new(name.to_owned(), paths::account(id))]
}
