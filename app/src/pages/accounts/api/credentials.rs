//! Partner ID, client token and key file. The last two are secured and go straight into the vault.

use backend::{
    Actor, Backend,
    accounts::Credentials,
    vault::{AccountClientToken, AccountServiceAccount, Incoming},
};
use domain::{
    AccountId, Checks, Fault, FieldFault,
    account::{AccountDetail, ProviderId},
    field_security::SecretSlot,
};
use islands::AppError;
use leptos::prelude::*;
use serde::Serialize;
use server_fn::codec::{MultipartData, MultipartFormData};

use super::{Then, after_step, origin};
use crate::{
    forms::Reply,
    gate,
    multipart::{Parts, Small},
    pages::accounts::setup::Step,
    words::Words,
};

/// What is shown again when the form is refused: no secrets.
#[derive(Serialize)]
struct Typed {
    partner_id: String,
    version: i32,
}

#[server(endpoint = "accounts/set-credentials", input = MultipartFormData)]
#[middleware(Small)]
pub async fn set_credentials(data: MultipartData) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let mut parts =
        Parts::read(data, &["id", "partner_id", "version", "then"], &["client_token", "service_account"]).await?;
    let id: AccountId = parts.id("id")?;
    let typed = Typed { partner_id: parts.text("partner_id").to_owned(), version: parts.id("version")? };
    let then = then_of(&parts);
    let outcome = set(&desk.backend, &desk.actor, id, &typed, then, &mut parts).await;
    Reply::to(origin(id, Step::Partner, then))
        .typed(&typed)
        .sentences(&sentence)
        .settle(outcome, |name| after_step(id, &name, Step::Partner, then))
        .await
}

async fn set(
    backend: &Backend,
    actor: &Actor,
    id: AccountId,
    typed: &Typed,
    then: Then,
    parts: &mut Parts,
) -> backend::Result<String> {
    let account = backend.accounts().get(actor, id).await?;
    let mut checks = Checks::default();
    // Whoever leaves the wizard may leave it half done.
    let is_blank = typed.partner_id.trim().is_empty() && then == Then::Close;
    let partner_id = (!is_blank).then(|| checks.field("partner_id", ProviderId::parse(&typed.partner_id)));
    let client_token = checks.field("client_token", parts.secret::<AccountClientToken>("client_token"));
    let service_account = checks.field("service_account", parts.secret::<AccountServiceAccount>("service_account"));
    if then == Then::Next {
        note_missing(&mut checks, &account, client_token.as_ref(), service_account.as_ref());
    }
    let given = client_token.zip(service_account);
    let credentials = checks.finish(given.map(|(client_token, service_account)| Credentials {
        partner_id: partner_id.flatten(),
        client_token,
        service_account,
        version: Some(typed.version),
    }))?;
    backend.accounts().set_credentials(actor, id, credentials).await?;
    Ok(account.summary.name)
}

/// In the wizard, who can give a secret gives it.
fn note_missing(
    checks: &mut Checks,
    account: &AccountDetail,
    client_token: Option<&Option<Incoming<AccountClientToken>>>,
    service_account: Option<&Option<Incoming<AccountServiceAccount>>>,
) {
    let is_wanted = |slot: &SecretSlot| matches!(slot, SecretSlot::NotSet { may_set: true });
    if is_wanted(&account.client_token) && matches!(client_token, Some(None)) {
        checks.note("client_token", Fault::Missing);
    }
    if is_wanted(&account.service_account) && matches!(service_account, Some(None)) {
        checks.note("service_account", Fault::ServiceAccount { member: "file", rule: "missing" });
    }
}

pub(super) fn then_of(parts: &Parts) -> Then {
    match parts.text("then") {
        "close" => Then::Close,
        "page" => Then::Page,
        _ => Then::Next,
    }
}

fn sentence(words: &Words, fault: &FieldFault) -> Option<String> {
    let words = &words.accounts.credentials;
    let sentence = match (fault.field.as_str(), &fault.fault) {
        ("partner_id", Fault::Missing) => words.partner_id_missing,
        ("partner_id", Fault::Taken) => words.partner_id_taken,
        ("client_token", Fault::Missing) => words.client_token_missing,
        _ => return None,
    };
    Some(sentence.to_owned())
}
