//! The server functions of the page of channels.

use domain::{ChannelKind, PageRequest, account::AccountState};
use islands::AppError;
use leptos::prelude::*;

use crate::gate::{self, told};

/// How many accounts of a kind are in a state.
pub type AccountCount = (ChannelKind, AccountState, i64);

/// How many accounts there are of each kind in each state; states without any are left out.
#[server(endpoint = "channels/count-accounts")]
pub async fn count_accounts() -> Result<Vec<AccountCount>, AppError> {
    let desk = gate::desk().await?;
    let (mut accounts, mut request) = (Vec::new(), PageRequest::first());
    loop {
        let page = desk.backend.accounts().list(&desk.actor, request).await.map_err(told)?;
        accounts.extend(page.items.into_iter().map(|account| (account.channel_kind, account.state)));
        match page.next_cursor.and_then(|cursor| cursor.parse().ok()) {
            Some(after) => request.after = Some(after),
            None => break,
        }
    }
    let count = |kind, state| accounts.iter().map(|account| i64::from(*account == (kind, state))).sum();
    let states = |kind| AccountState::ALL.iter().map(move |&state| (kind, state));
    let counts = ChannelKind::ALL.iter().flat_map(|&kind| states(kind));
    Ok(counts.map(|(kind, state)| (kind, state, count(kind, state))).filter(|(.., count)| *count > 0).collect())
}
