//! Secrets and other values that are carried elsewhere: write-only fields and copyable texts.

use jiff::Timestamp;
use leptos::prelude::*;

use super::{FormView, Icon, IconName, PasswordInput, Text};
use crate::{format, reader::Reader, words};

/// What a person may know about a secret. `Hidden` says nothing, not even whether there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretState {
    Hidden,
    NotSet,
    Masked {
        /// The last few characters, or nothing.
        hint: String,
        set_by: String,
        set_at: Timestamp,
    },
}

/// Shows a secret's state and, with `editable`, a field that replaces it. Nothing typed keeps what there is.
#[component]
pub fn SecretField(
    #[prop(into)] form: FormView,
    #[prop(into)] name: Text,
    #[prop(into)] label: Text,
    #[prop(optional, into)] hint: Text,
    state: SecretState,
    /// The person may set it; never true for a hidden field.
    #[prop(optional)]
    editable: bool,
) -> impl IntoView {
    let words = &words::here().common;
    if !editable || state == SecretState::Hidden {
        return view! {
            <div class="field"><p class="label">{label}</p><SecretStateLine state/></div>
        }
        .into_any();
    }
    let hint = match &state {
        SecretState::Masked { .. } if hint.is_empty() => Text::Borrowed(words.secret_blank_keeps),
        SecretState::Masked { .. } => format!("{hint} {}", words.secret_blank_keeps).into(),
        _ => hint,
    };
    let set = matches!(state, SecretState::Masked { .. });
    view! {
        <PasswordInput form name label hint/>
        {set.then(|| view! { <SecretStateLine state/> })}
    }
    .into_any()
}

/// A secret's state on one line: locked, not set, or `•••• 4f7c` with who and when.
#[component]
pub fn SecretStateLine(state: SecretState) -> impl IntoView {
    let reader = Reader::here();
    let words = &reader.words().common;
    match state {
        SecretState::Hidden => view! {
            <div class="secret-state locked"><Icon name=IconName::Lock/>{words.secret_hidden}</div>
        }
        .into_any(),
        SecretState::NotSet => view! { <div class="secret-state">{words.secret_not_set}</div> }.into_any(),
        SecretState::Masked { hint, set_by, set_at } => {
            let when = format::date_time(set_at, &reader.zone, reader.lang);
            view! {
                <div class="secret-state">
                    <Icon name=IconName::Key/>
                    <code>"•••• "{hint}</code>
                    <span>{(words.secret_set_by)(&set_by, &when)}</span>
                </div>
            }
            .into_any()
        }
    }
}

/// In the place of a value that the reader may not read: the same whether there is one or none.
#[component]
pub fn HiddenValue() -> impl IntoView {
    view! { <span class="hidden-value"><Icon name=IconName::Lock/>{words::here().common.secret_hidden}</span> }
}

/// A text to carry elsewhere, with a button that copies it. `id` must be unique on the page.
#[component]
pub fn CopyField(
    #[prop(into)] id: String,
    #[prop(into)] label: Text,
    #[prop(into)] value: Text,
    #[prop(optional, into)] hint: Text,
) -> impl IntoView {
    let words = &words::here().common;
    let name = (words.copy_of)(&label);
    view! {
        <div class="copy-field">
            <p class="label">{label}</p>
            {(!hint.is_empty()).then(|| view! { <p class="hint">{hint}</p> })}
            <div class="value">
                <code id=id.clone()>{value}</code>
                <islands::CopyButton target=id label=words.copy.to_owned() name copied=words.copied.to_owned()
                    by_hand=words.copy_by_hand.to_owned()/>
            </div>
        </div>
    }
}
