//! The server functions of receipts.

use backend::receipts::ReceiptFilter;
use domain::{
    AccountId, Page, PageRequest, ReceiptId,
    account::AccountSummary,
    receipt::{Outcome, OutcomeCount, ReceiptDetail, ReceiptSummary},
};
use islands::AppError;
use leptos::prelude::*;

use crate::{
    forms::{Done, Reply},
    gate::{self, told},
    paths,
};

#[server(endpoint = "receipts/list")]
pub async fn list_receipts(
    outcome: Option<Outcome>,
    account: Option<AccountId>,
    after: Option<ReceiptId>,
) -> Result<Page<ReceiptSummary>, AppError> {
    let desk = gate::desk().await?;
    let filter = ReceiptFilter { account_id: account, outcome, ..ReceiptFilter::default() };
    desk.backend.receipts().list(&desk.actor, filter, PageRequest::new(None, after)).await.map_err(told)
}

/// What became of the deliveries of the last 24 hours.
#[server(endpoint = "receipts/last-day")]
pub async fn count_last_day() -> Result<Vec<OutcomeCount>, AppError> {
    let desk = gate::desk().await?;
    desk.backend.receipts().last_day(&desk.actor).await.map_err(told)
}

/// The accounts to filter by.
#[server(endpoint = "receipts/accounts")]
pub async fn list_accounts_with_receipts() -> Result<Vec<AccountSummary>, AppError> {
    let desk = gate::desk().await?;
    let accounts = desk.backend.accounts().list(&desk.actor, PageRequest::first()).await.map_err(told)?;
    Ok(accounts.items)
}

#[server(endpoint = "receipts/get")]
pub async fn get_receipt(id: ReceiptId) -> Result<ReceiptDetail, AppError> {
    let desk = gate::desk().await?;
    desk.backend.receipts().get(&desk.actor, id).await.map_err(told)
}

#[server(endpoint = "receipts/replay")]
pub async fn replay_receipt(id: ReceiptId) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = desk.backend.receipts().replay(&desk.actor, id).await;
    Reply::to(paths::receipt(id))
        .settle(outcome, |()| Done::at(paths::receipt(id)).saying(|w| w.receipts.replayed.to_owned()))
        .await
}
