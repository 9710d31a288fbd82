//! The page of channels: the kinds that there are, and the way to their accounts.

mod api;

use domain::ChannelKind;
use leptos::prelude::*;

use self::api::{AccountCount, count_accounts};
use crate::{
    components::*,
    page::page,
    pages::accounts::{EndedNotice, StateBadge, channel_name},
    paths, words,
};

/// The ways in which customers reach the organisation.
#[component]
pub fn ChannelsPage() -> impl IntoView {
    page(count_accounts(), |counts| {
        let words = &words::here().channels;
        view! {
            <PageHeader title=words.title purpose=words.purpose/>
            <EndedNotice/>
            <MessagingAccounts counts/>
        }
    })
}

#[component]
fn MessagingAccounts(counts: Vec<AccountCount>) -> impl IntoView {
    let words = &words::here().channels;
    let manage = view! {
        <LinkButton href=paths::ACCOUNTS kind=ButtonKind::Primary label=words.manage_accounts>{words.manage}</LinkButton>
    };
    let kinds = ChannelKind::ALL.iter().map(|&kind| kind_row(kind, &counts)).collect_view();
    view! {
        <Card title=words.accounts actions=manage.into_any()>
            <p class="muted">{words.accounts_text}</p>
            <ul class="rows">{kinds}</ul>
        </Card>
    }
}

/// A service, and how far its accounts have come.
fn kind_row(kind: ChannelKind, counts: &[AccountCount]) -> impl IntoView + use<> {
    let words = &words::here().channels;
    let counts = counts.iter().filter(|(of, ..)| *of == kind);
    let total: i64 = counts.clone().map(|(.., count)| count).sum();
    let text = if total == 0 { words.no_accounts.to_owned() } else { (words.account_count)(total) };
    let states =
        counts.map(|&(_, state, count)| view! { <span><StateBadge state/>" "<Num value=count/></span> }).collect_view();
    view! {
        <li>
            <span><strong>{channel_name(kind)}</strong>" "<span class="muted">{text}</span></span>
            <Buttons>{states}</Buttons>
        </li>
    }
}
