use domain::{
    Page,
    account::{AccountState, AccountSummary},
    user::Permission,
};
use leptos::prelude::*;

use super::{EndedNotice, StateBadge, api::list_accounts, channel_name, setup};
use crate::{
    components::*,
    gate::may,
    page::{page, query},
    paths, words,
};

/// All accounts, drafts first.
#[component]
pub fn AccountsPage() -> impl IntoView {
    let after = query("after").parse().ok();
    page(list_accounts(after), move |accounts| {
        let words = &words::here().accounts;
        let is_empty = accounts.items.is_empty() && after.is_none();
        let may_manage = may(Permission::ManageAccounts);
        let content = if is_empty {
            view! { <NoAccounts may_manage/> }.into_any()
        } else {
            view! { <AccountTable accounts may_manage/> }.into_any()
        };
        view! {
            <PageHeader title=words.title purpose=words.purpose>
                {(may_manage && !is_empty).then(new_account)}
            </PageHeader>
            <EndedNotice/>
            {content}
        }
    })
}

fn new_account() -> impl IntoView {
    let words = &words::here().accounts;
    view! { <LinkButton href=paths::NEW_ACCOUNT kind=ButtonKind::Primary icon=IconName::Plus>{words.new}</LinkButton> }
}

#[component]
fn NoAccounts(may_manage: bool) -> impl IntoView {
    let words = &words::here().accounts;
    view! {
        <EmptyState icon=IconName::Channel title=words.empty text=words.empty_text>
            {may_manage.then(new_account)}
        </EmptyState>
    }
}

#[component]
fn AccountTable(accounts: Page<AccountSummary>, may_manage: bool) -> impl IntoView {
    let words = words::here();
    let columns = vec![
        Column::new(words.accounts.name),
        Column::new(words.accounts.channel),
        Column::new(words.accounts.state),
        Column::new(words.accounts.agent_accounts).end(),
        Column::new(words.accounts.channels).end(),
        Column::new(words.accounts.verified_at),
        Column::new(words.common.actions).unseen(),
    ];
    let next = accounts.next_cursor.map(|cursor| format!("{}?after={cursor}", paths::ACCOUNTS)).unwrap_or_default();
    let rows = accounts.items.into_iter().map(|account| row(account, may_manage)).collect_view();
    view! {
        <DataTable caption=words.accounts.title columns>{rows}</DataTable>
        <Pager next/>
    }
}

fn row(account: AccountSummary, may_manage: bool) -> impl IntoView {
    let words = &words::here().accounts;
    let is_draft = account.state == AccountState::Draft;
    let verified_at = match account.verified_at {
        Some(at) => view! { <Time at/> }.into_any(),
        None => words.never.into_any(),
    };
    let go_on = (is_draft && may_manage).then(|| {
        let label = (words.resume_setup_of)(&account.name);
        view! { <LinkButton href=setup::resume(account.id) small=true label>{words.resume_setup}</LinkButton> }
    });
    view! {
        <tr>
            <HeadCell><a href=paths::account(account.id)>{account.name}</a></HeadCell>
            <Cell label=words.channel>{channel_name(account.channel_kind)}</Cell>
            <Cell label=words.state><StateBadge state=account.state/></Cell>
            <Cell label=words.agent_accounts end=true><Num value=account.agent_account_count/></Cell>
            <Cell label=words.channels end=true><Num value=account.channel_count/></Cell>
            <Cell label=words.verified_at>{verified_at}</Cell>
            <ActionCell>{go_on}</ActionCell>
        </tr>
    }
}
