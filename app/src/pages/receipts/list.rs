use domain::{
    AccountId, Page,
    account::AccountSummary,
    receipt::{Outcome, OutcomeCount, ReceiptSummary},
    user::Permission,
};
use leptos::prelude::*;

use super::{
    OutcomeBadge, ReceiptTable,
    api::{count_last_day, list_accounts_with_receipts, list_receipts},
};
use crate::{
    components::*,
    format,
    gate::may,
    page::{page, query},
    paths,
    reader::Reader,
    words,
};

/// What the address asks for; a filter that names nothing we know filters nothing.
#[derive(Clone, Default)]
struct Filters {
    outcome: String,
    account: String,
}

impl Filters {
    fn here() -> Self {
        let known = |value: String, is_known: bool| if is_known { value } else { String::new() };
        let (outcome, account) = (query("outcome"), query("account"));
        let is_outcome = outcome.parse::<Outcome>().is_ok();
        let is_account = account.parse::<AccountId>().is_ok();
        Self { outcome: known(outcome, is_outcome), account: known(account, is_account) }
    }

    fn is_active(&self) -> bool {
        !(self.outcome.is_empty() && self.account.is_empty())
    }

    /// The address of the page after `cursor`.
    fn page_after(&self, cursor: &str) -> String {
        let filters = [("outcome", self.outcome.as_str()), ("account", self.account.as_str()), ("after", cursor)];
        paths::filtered(paths::RECEIPTS, &filters)
    }
}

/// All deliveries, the newest first.
#[component]
pub fn ReceiptsPage() -> impl IntoView {
    let filters = Filters::here();
    let after = query("after").parse().ok();
    let (outcome, account) = (filters.outcome.parse().ok(), filters.account.parse().ok());
    let load = async move {
        let receipts = list_receipts(outcome, account, after).await?;
        let counts = count_last_day().await?;
        let accounts = if may(Permission::ViewAccounts) { list_accounts_with_receipts().await? } else { Vec::new() };
        Ok((receipts, counts, accounts))
    };
    page(load, move |(receipts, counts, accounts)| {
        let words = &words::here().receipts;
        view! {
            <PageHeader title=words.title purpose=words.purpose><LiveControl topic="receipts"/></PageHeader>
            <LastDay counts/>
            <ReceiptFilters filters=filters.clone() accounts/>
            <div class="stack" data-live="receipts"><Found receipts filters is_first=after.is_none()/></div>
        }
    })
}

/// The last 24 hours by outcome; each number leads to its deliveries.
#[component]
fn LastDay(counts: Vec<OutcomeCount>) -> impl IntoView {
    let reader = Reader::here();
    let words = &reader.words().receipts;
    let items = counts.into_iter().filter(|counted| counted.count > 0).map(|OutcomeCount { outcome, count }| {
        let number = format::number(count, reader.lang);
        let number = if count >= OutcomeCount::MAX { (words.at_least)(&number) } else { number };
        let href = paths::filtered(paths::RECEIPTS, &[("outcome", outcome.as_str())]);
        view! { <li><a href=href><OutcomeBadge outcome/>" "<span class="num">{number}</span></a></li> }
    });
    let items: Vec<_> = items.collect();
    view! {
        <nav class="tally" aria-label=words.last_day data-live="last-day">
            {(!items.is_empty()).then(|| view! { <h2>{words.last_day}</h2><ul>{items}</ul> })}
        </nav>
    }
}

#[component]
fn ReceiptFilters(filters: Filters, accounts: Vec<AccountSummary>) -> impl IntoView {
    let words = &words::here().receipts;
    let accounts: Vec<_> =
        accounts.into_iter().map(|account| Choice::new(account.id.to_string(), account.name)).collect();
    let outcomes = Outcome::ALL.iter().map(|outcome| Choice::new(outcome.as_str(), (words.outcome_name)(*outcome)));
    view! {
        <FilterBar action=paths::RECEIPTS active=filters.is_active()>
            <FilterSelect name="outcome" label=words.outcome value=filters.outcome all=words.all_outcomes
                choices=outcomes.collect()/>
            {(!accounts.is_empty()).then(|| view! {
                <FilterSelect name="account" label=words.account value=filters.account all=words.all_accounts
                    choices=accounts/>
            })}
        </FilterBar>
    }
}

/// The table, or why there is none.
#[component]
fn Found(receipts: Page<ReceiptSummary>, filters: Filters, is_first: bool) -> impl IntoView {
    let words = &words::here().receipts;
    if !receipts.items.is_empty() {
        let next = receipts.next_cursor.map(|cursor| filters.page_after(&cursor)).unwrap_or_default();
        return view! { <ReceiptTable receipts=receipts.items/><Pager next/> }.into_any();
    }
    if filters.is_active() || !is_first {
        return view! { <NoHits clear=paths::RECEIPTS/> }.into_any();
    }
    view! {
        <EmptyState icon=IconName::Receipt title=words.empty text=words.empty_text>
            {may(Permission::ViewAccounts).then(|| view! {
                <LinkButton href=paths::ACCOUNTS>{words.to_accounts}</LinkButton>
            })}
        </EmptyState>
    }
    .into_any()
}
