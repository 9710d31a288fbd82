//! The way between the portal and the provider: the address to paste, and whether the provider has confirmed it.

use domain::{
    AccountId,
    account::{AccountDetail, Refusal},
    field_security::SecretSlot,
};
use jiff::Timestamp;
use leptos::prelude::*;

use super::setup::Step;
use crate::{
    components::*,
    format,
    reader::Reader,
    words::{self, accounts::Connection},
};

/// How it stands with the provider's confirmation.
#[component]
pub(super) fn ConnectionState(verified_at: Option<Timestamp>, last_refusal: Option<Refusal>) -> impl IntoView {
    let reader = Reader::here();
    let words = &reader.words().accounts.connection;
    let when = move |at| format::date_time(at, &reader.zone, reader.lang);
    match (verified_at, last_refusal) {
        (verified_at, Some(refusal)) => view! {
            <Banner tone=Tone::Bad title=(words.refused)(&when(refusal.at))>
                <p>{reason(words, &refusal.reason)}</p>
                {verified_at.map(|at| view! { <p>{(words.verified_before)(&when(at))}</p> })}
            </Banner>
        }
        .into_any(),
        (Some(at), None) => view! {
            <Banner tone=Tone::Ok title=(words.verified)(&when(at))><p>{words.verified_text}</p></Banner>
        }
        .into_any(),
        (None, None) => view! { <Banner title=words.waiting><p>{words.waiting_text}</p></Banner> }.into_any(),
    }
}

/// Why a handshake was refused, and what to do.
fn reason(words: &Connection, code: &str) -> String {
    match code {
        "token_wrong" => words.token_wrong,
        "token_missing" => words.token_missing,
        "secret_missing" => words.secret_missing,
        "secret_unfit" => words.secret_unfit,
        "duplicate_member" => words.duplicate_member,
        "notice_not_acknowledged" => words.not_acknowledged,
        other => return (words.other_reason)(other),
    }
    .to_owned()
}

/// The address, with a button that copies it.
#[component]
pub(super) fn CallbackUrl(#[prop(into)] id: String, url: String) -> impl IntoView {
    let words = &words::here().accounts.connection;
    view! { <CopyField id label=words.callback_url hint=words.callback_hint value=url/> }
}

/// What to do at the provider, with a link to its console where the operator has said where that is.
#[component]
pub(super) fn Guide(console: Option<String>) -> impl IntoView {
    let words = &words::here().accounts.connection;
    view! {
        <h3>{words.guide}</h3>
        <ol class="guide">
            <li>{words.guide_open}</li>
            <li>{words.guide_paste}</li>
            <li>{words.guide_token}</li>
            <li>{words.guide_verify}</li>
        </ol>
        {console.map(|href| view! {
            <p><a href=href target="_blank" rel="noopener">{words.open_console}</a></p>
        })}
    }
}

/// What the provider is refused for until it is done.
#[component]
pub(super) fn NotReady(account: AccountDetail) -> impl IntoView {
    let words = &words::here().accounts;
    let mut items = Vec::new();
    if !account.is_acknowledged {
        items.push((Step::Privacy, words.detail.missing_privacy));
    }
    if matches!(account.client_token, SecretSlot::NotSet { .. }) {
        items.push((Step::Partner, words.detail.missing_token));
    }
    (!items.is_empty()).then(|| {
        view! {
            <Banner tone=Tone::Warn>
                <p>{words.connection.not_ready}</p>
                <MissingList id=account.summary.id items/>
            </Banner>
        }
    })
}

/// Links to where each thing that is missing can be done.
#[component]
pub(super) fn MissingList(id: AccountId, items: Vec<(Step, &'static str)>) -> impl IntoView {
    let items =
        items.into_iter().map(|(step, text)| view! { <li><a href=step.path(id)>{text}</a></li> }).collect_view();
    view! { <ul>{items}</ul> }
}
