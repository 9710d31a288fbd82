//! Privacy: the notices in force, who has acknowledged which version for which account, and withdrawing.

mod account;
pub mod api;
mod overview;
mod withdraw;

pub use self::{account::AccountPrivacyPage, overview::PrivacyPage, withdraw::WithdrawPage};

use domain::{
    Lang,
    notice::{Acknowledgement, Notice},
};
use leptos::prelude::*;

use crate::{
    components::*,
    format,
    reader::Reader,
    words::{self, privacy::Privacy},
};

/// A language's name, in the reader's.
fn language_name(words: &Privacy, language: Lang) -> &'static str {
    match language {
        Lang::Nb => words.language_nb,
        Lang::En => words.language_en,
    }
}

/// The text of a notice, with its version and since when it has been in force.
#[component]
pub(in crate::pages) fn NoticeText(notice: Notice) -> impl IntoView {
    let reader = Reader::here();
    let words = &reader.words().privacy;
    let since = (words.published)(&format::date(notice.published_at, &reader.zone, reader.lang));
    let paragraphs = notice.body.split("\n\n").map(|text| view! { <p>{text.to_owned()}</p> }).collect_view();
    view! {
        <article class="notice" lang=notice.language.tag()>
            <h2>{notice.title}</h2>
            {paragraphs}
        </article>
        <p class="muted">{(words.version)(notice.version)}" · "{since}</p>
    }
}

/// The three statements, each with a box of its own.
#[component]
pub(in crate::pages) fn StatementBoxes(#[prop(into)] form: FormView) -> impl IntoView {
    let words = &words::here().privacy;
    view! {
        <fieldset class="field">
            <legend class="label">{words.statements}</legend>
            <div class="ticks">
                <Checkbox form=&form name="data_leaves" label=words.data_leaves/>
                <Checkbox form=&form name="users_are_notified" label=words.users_are_notified/>
                <Checkbox form=&form name="consent_is_obtained" label=words.consent_is_obtained hint=words.consent_hint/>
            </div>
        </fieldset>
    }
}

/// Who acknowledged which text, and when; and who withdrew it.
#[component]
pub(in crate::pages) fn AcknowledgementFacts(acknowledgement: Acknowledgement) -> impl IntoView {
    let reader = Reader::here();
    let words = &reader.words().privacy;
    let Acknowledgement { notice_version, language, text_hash, user_name, acknowledged_at, .. } = acknowledgement;
    let withdrawn = acknowledgement.withdrawn_at.map(|at| {
        let by = acknowledgement.withdrawn_by.clone().unwrap_or_default();
        view! { <Fact label=words.withdrawn><WithdrawnLine at by/></Fact> }
    });
    view! {
        <DescList>
            <Fact label=words.by>{user_name}</Fact>
            <Fact label=words.at><Time at=acknowledged_at absolute=true/></Fact>
            <Fact label=words.notice_version>{(words.version)(notice_version)}</Fact>
            <Fact label=words.language>{language_name(words, language)}</Fact>
            <Fact label=words.text_hash><code>{text_hash}</code></Fact>
            {withdrawn}
        </DescList>
    }
}

#[component]
fn WithdrawnLine(at: jiff::Timestamp, by: String) -> impl IntoView {
    let reader = Reader::here();
    let when = format::date_time(at, &reader.zone, reader.lang);
    (reader.words().privacy.withdrawn_line)(&by, &when)
}

/// How an account stands to the notice in force.
#[component]
fn StandingBadge(is_acknowledged: bool, acknowledgement: Option<Acknowledgement>) -> impl IntoView {
    let words = &words::here().privacy;
    let (tone, label) = match acknowledgement {
        _ if is_acknowledged => (Tone::Ok, words.current),
        None => (Tone::Neutral, words.missing),
        Some(last) if last.withdrawn_at.is_some() => (Tone::Warn, words.withdrawn),
        Some(_) => (Tone::Warn, words.outdated),
    };
    view! { <Badge tone label/> }
}

/// A table of acknowledgements, each with the account it was for.
#[component]
fn HistoryTable(acknowledgements: Vec<Acknowledgement>) -> impl IntoView {
    let words = &words::here().privacy;
    let columns = vec![
        Column::new(words.account),
        Column::new(words.notice_version),
        Column::new(words.language),
        Column::new(words.by),
        Column::new(words.at),
        Column::new(words.withdrawn),
    ];
    let rows = acknowledgements.into_iter().map(history_row).collect_view();
    view! { <DataTable caption=words.history columns>{rows}</DataTable> }
}

fn history_row(acknowledgement: Acknowledgement) -> impl IntoView {
    let words = &words::here().privacy;
    let withdrawn = match acknowledgement.withdrawn_at {
        Some(at) => {
            let by = acknowledgement.withdrawn_by.unwrap_or_default();
            view! { <WithdrawnLine at by/> }.into_any()
        }
        None => words::here().common.no.into_any(),
    };
    view! {
        <tr>
            <HeadCell>{acknowledgement.account_name}</HeadCell>
            <Cell label=words.notice_version>{acknowledgement.notice_version}</Cell>
            <Cell label=words.language>{language_name(words, acknowledgement.language)}</Cell>
            <Cell label=words.by>{acknowledgement.user_name}</Cell>
            <Cell label=words.at><Time at=acknowledgement.acknowledged_at absolute=true/></Cell>
            <Cell label=words.withdrawn>{withdrawn}</Cell>
        </tr>
    }
}
