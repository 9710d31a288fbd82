use domain::{
    Page,
    notice::{Acknowledgement, Notice, Standing},
};
use leptos::prelude::*;

use super::{
    HistoryTable, NoticeText, StandingBadge,
    api::{list_acknowledgements, list_notices, list_standings},
    language_name,
};
use crate::{
    components::*,
    page::{page, query},
    pages::accounts::channel_name,
    paths, words,
};

/// The notices in force, how each account stands to them, and every acknowledgement there ever was.
#[component]
pub fn PrivacyPage() -> impl IntoView {
    let (after, history_after) = (query("after").parse().ok(), query("history").parse().ok());
    let load = async move {
        let standings = list_standings(after).await?;
        Ok((list_notices().await?, standings, list_acknowledgements(None, history_after).await?))
    };
    page(load, |(notices, standings, history)| {
        let words = &words::here().privacy;
        view! {
            <PageHeader title=words.title purpose=words.purpose/>
            <Card title=words.accounts flush={!standings.items.is_empty()}><Standings standings/></Card>
            <Card title=words.notices><Notices notices/></Card>
            <Card title=words.history flush={!history.items.is_empty()}><History history/></Card>
        }
    })
}

#[component]
fn Standings(standings: Page<Standing>) -> impl IntoView {
    let words = &words::here().privacy;
    if standings.items.is_empty() {
        return view! { <p class="muted">{words.no_accounts}</p> }.into_any();
    }
    let columns = vec![
        Column::new(words.account),
        Column::new(words::here().accounts.channel),
        Column::new(words.state),
        Column::new(words.notice_version),
        Column::new(words.by),
        Column::new(words.at),
    ];
    let next = standings.next_cursor.map(|cursor| format!("{}?after={cursor}", paths::PRIVACY)).unwrap_or_default();
    let rows = standings.items.into_iter().map(standing_row).collect_view();
    view! { <DataTable caption=words.accounts columns>{rows}</DataTable><Pager next/> }.into_any()
}

fn standing_row(standing: Standing) -> impl IntoView {
    let words = &words::here().privacy;
    let Standing { account_id, account_name, channel_kind, is_acknowledged, acknowledgement, .. } = standing;
    let (version, by, at) = match acknowledgement.clone() {
        Some(last) => (
            last.notice_version.into_any(),
            last.user_name.into_any(),
            view! { <Time at=last.acknowledged_at absolute=true/> }.into_any(),
        ),
        None => ("–".into_any(), "–".into_any(), "–".into_any()),
    };
    view! {
        <tr>
            <HeadCell><a href=paths::acknowledgement(account_id)>{account_name}</a></HeadCell>
            <Cell label=words::here().accounts.channel>{channel_name(channel_kind)}</Cell>
            <Cell label=words.state><StandingBadge is_acknowledged acknowledgement/></Cell>
            <Cell label=words.notice_version>{version}</Cell>
            <Cell label=words.by>{by}</Cell>
            <Cell label=words.at>{at}</Cell>
        </tr>
    }
}

/// Each notice folded away under its name.
#[component]
fn Notices(notices: Vec<Notice>) -> impl IntoView {
    let words = &words::here().privacy;
    let items = notices
        .into_iter()
        .map(|notice| {
            let name = channel_name(notice.channel_kind);
            let language = language_name(words, notice.language);
            let version = (words.version)(notice.version);
            let hash = notice.text_hash.clone();
            view! {
                <details class="fold">
                    <summary><span><strong>{name}</strong>" · "{language}" · "{version}</span></summary>
                    <div class="stack">
                        <NoticeText notice/>
                        <p class="muted">{words.checksum}": "<code>{hash}</code></p>
                    </div>
                </details>
            }
        })
        .collect_view();
    view! { <div class="stack">{items}</div> }
}

#[component]
fn History(history: Page<Acknowledgement>) -> impl IntoView {
    let words = &words::here().privacy;
    if history.items.is_empty() {
        return view! { <p class="muted">{words.no_history}</p> }.into_any();
    }
    let next = history.next_cursor.map(|cursor| format!("{}?history={cursor}", paths::PRIVACY)).unwrap_or_default();
    view! { <HistoryTable acknowledgements=history.items/><Pager next/> }.into_any()
}
