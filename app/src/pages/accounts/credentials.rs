//! Partner ID, client token and key file: as fields, and as what may be shown of them.

use domain::field_security::{SecretSlot, ServiceAccountFacts};
use jiff::Timestamp;
use leptos::prelude::*;

use crate::{components::*, format, reader::Reader, words};

/// Whether a value may be given.
pub(super) fn may_set(slot: &SecretSlot) -> bool {
    match slot {
        SecretSlot::Hidden { may_set } | SecretSlot::NotSet { may_set } | SecretSlot::Masked { may_set, .. } => {
            *may_set
        }
    }
}

/// What may be shown of a token.
fn shown(slot: SecretSlot) -> SecretState {
    match slot {
        SecretSlot::Hidden { .. } => SecretState::Hidden,
        SecretSlot::NotSet { .. } => SecretState::NotSet,
        SecretSlot::Masked { hint, set_at, set_by, .. } => {
            SecretState::Masked { hint: hint.unwrap_or_default(), set_by, set_at }
        }
    }
}

/// A client token on one line.
#[component]
pub(in crate::pages) fn TokenState(secret: SecretSlot) -> impl IntoView {
    view! { <SecretStateLine state=shown(secret)/> }
}

/// What may be shown of a key file: project, address and which key.
#[component]
pub(in crate::pages) fn KeyFileState(secret: SecretSlot) -> impl IntoView {
    match secret {
        SecretSlot::Masked { facts: Some(facts), set_at, set_by, .. } => {
            view! { <KeyFileFacts facts set_at set_by/> }.into_any()
        }
        other => view! { <SecretStateLine state=shown(other)/> }.into_any(),
    }
}

#[component]
fn KeyFileFacts(facts: ServiceAccountFacts, set_at: Timestamp, set_by: String) -> impl IntoView {
    let reader = Reader::here();
    let words = &reader.words().accounts.credentials;
    let when = format::date_time(set_at, &reader.zone, reader.lang);
    let remark = facts.has_unusual_email().then(|| view! { <p class="hint">{words.unusual_email}</p> });
    view! {
        <div class="stack">
            <div class="secret-state">
                <Icon name=IconName::Key/>
                <span>{(words.file_set_by)(&set_by, &when)}</span>
            </div>
            <DescList>
                <Fact label=words.project>{facts.project_id}</Fact>
                <Fact label=words.email>{facts.client_email}{remark}</Fact>
                <Fact label=words.key_id><code>{facts.key_id}</code></Fact>
            </DescList>
        </div>
    }
}

/// A client token to give: locked for whoever may not, blank where something may be set already.
#[component]
pub(super) fn TokenField(#[prop(into)] form: FormView, secret: SecretSlot, #[prop(into)] hint: Text) -> impl IntoView {
    let words = &words::here().accounts.credentials;
    let label = words.client_token;
    match secret {
        // May be given without being seen; whether one is set stays untold.
        SecretSlot::Hidden { may_set: true } => {
            let hint = format!("{hint} {}", words.blank_keeps);
            view! { <PasswordInput form name="client_token" label hint/> }.into_any()
        }
        secret => {
            let editable = may_set(&secret);
            view! { <SecretField form name="client_token" label hint state=shown(secret) editable/> }.into_any()
        }
    }
}

/// A key file to upload, and what may be shown of the present one.
#[component]
pub(super) fn KeyFileField(#[prop(into)] form: FormView, secret: SecretSlot) -> impl IntoView {
    let words = &words::here().accounts.credentials;
    let label = words.key_file;
    if !may_set(&secret) {
        return view! { <div class="field"><p class="label">{label}</p><KeyFileState secret/></div> }.into_any();
    }
    let hint = match secret {
        SecretSlot::NotSet { .. } => words.key_file_hint.to_owned(),
        SecretSlot::Hidden { .. } => format!("{} {}", words.key_file_hint, words.blank_keeps),
        SecretSlot::Masked { .. } => format!("{} {}", words.key_file_hint, words.file_keeps),
    };
    let present = matches!(secret, SecretSlot::Masked { .. }).then(|| view! { <KeyFileState secret/> });
    view! {
        <FileInput form name="service_account" label hint accept=".json,application/json"/>
        {present}
    }
    .into_any()
}

/// Says why fields are locked, where some are.
#[component]
pub(super) fn LockedNotice(is_locked: bool) -> impl IntoView {
    let words = &words::here().accounts.credentials;
    is_locked.then(|| view! { <Banner title=words.locked><p>{words.locked_text}</p></Banner> })
}

/// The fields of the partner account.
#[component]
pub(super) fn CredentialFields(
    #[prop(into)] form: FormView,
    client_token: SecretSlot,
    service_account: SecretSlot,
) -> impl IntoView {
    let words = &words::here().accounts.credentials;
    let is_locked = !may_set(&client_token) || !may_set(&service_account);
    view! {
        <LockedNotice is_locked/>
        <TextInput form=&form name="partner_id" label=words.partner_id hint=words.partner_id_hint code=true
            autocomplete="off"/>
        <TokenField form=&form secret=client_token hint=words.client_token_hint/>
        <KeyFileField form=&form secret=service_account/>
    }
}
