//! The server functions of secrets. None of them returns a value; showing one is a route of its own.

use backend::{
    Actor, Backend, Error,
    secrets::{Rotation, SecretRef},
    vault::{AccountClientToken, AgentAccountClientToken, Field},
};
use domain::{
    Checks, Fault,
    field_security::SecuredField,
    secret::{Overlap, SecretLife},
};
use islands::AppError;
use jiff::civil::Date;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::{MultipartData, MultipartFormData};
use uuid::Uuid;

use super::act::sentence;
use crate::{
    forms::{Done, Reply},
    gate::{self, told},
    multipart::{Parts, Small},
    paths,
};

/// Which secret is meant, as a page showed it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecretForm {
    pub field: SecuredField,
    pub id: Uuid,
    pub version: i32,
}

impl SecretForm {
    fn secret(&self) -> SecretRef {
        SecretRef { field: self.field, entity_id: self.id, version: self.version }
    }
}

/// The same with a day.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReminderForm {
    pub field: SecuredField,
    pub id: Uuid,
    pub version: i32,
    #[serde(default)]
    pub expires_on: String,
}

#[server(endpoint = "secrets/get")]
pub async fn get_secret(field: SecuredField, id: Uuid) -> Result<SecretLife, AppError> {
    let desk = gate::desk().await?;
    desk.backend.secrets().get(&desk.actor, field, id).await.map_err(told)
}

/// What is shown again when the form is refused: never the token.
#[derive(Serialize)]
struct Typed {
    overlap: String,
    expires_on: String,
}

#[server(endpoint = "secrets/rotate", input = MultipartFormData)]
#[middleware(Small)]
pub async fn rotate_secret(data: MultipartData) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let mut parts = Parts::read(data, &["field", "id", "version", "overlap", "expires_on"], &["client_token"]).await?;
    let secret = SecretRef { field: parts.id("field")?, entity_id: parts.id("id")?, version: parts.id("version")? };
    let typed = Typed { overlap: parts.text("overlap").to_owned(), expires_on: parts.text("expires_on").to_owned() };
    let outcome = if secret.field == AccountClientToken::FIELD {
        rotate::<AccountClientToken>(&desk.backend, &desk.actor, secret, &mut parts).await
    } else if secret.field == AgentAccountClientToken::FIELD {
        rotate::<AgentAccountClientToken>(&desk.backend, &desk.actor, secret, &mut parts).await
    } else {
        desk.actor.must(domain::user::Permission::ManageAccounts).and(Err(Error::NotFound))
    };
    Reply::to(paths::rotate_secret(secret.field, secret.entity_id))
        .typed(&typed)
        .sentences(&sentence)
        .settle(outcome, |()| {
            Done::at(paths::secret(secret.field, secret.entity_id)).saying(|w| w.secrets.rotated.to_owned())
        })
        .await
}

async fn rotate<F: Field>(
    backend: &Backend,
    actor: &Actor,
    secret: SecretRef,
    parts: &mut Parts,
) -> backend::Result<()> {
    actor.must(domain::user::Permission::ManageAccounts)?;
    let mut checks = Checks::default();
    let value = parts.secret::<F>("client_token").and_then(|value| value.ok_or(Fault::Missing));
    let value = checks.field("client_token", value);
    let overlap = checks.field("overlap", parts.text("overlap").parse::<Overlap>());
    let expires_on = checks.field("expires_on", day(parts.text("expires_on")));
    let given = value.zip(overlap).zip(expires_on);
    let rotation = given.map(|((value, overlap), expires_on)| Rotation { value, overlap, expires_on });
    backend.secrets().rotate(actor, secret, checks.finish(rotation)?).await
}

fn day(text: &str) -> Result<Option<Date>, Fault> {
    if text.trim().is_empty() { Ok(None) } else { text.trim().parse().map(Some).map_err(|_| Fault::Malformed) }
}

#[server(endpoint = "secrets/retire")]
pub async fn retire_secret(form: SecretForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = desk.backend.secrets().retire(&desk.actor, form.secret()).await;
    Reply::to(paths::retire_secret(form.field, form.id))
        .sentences(&sentence)
        .settle(outcome, |()| Done::at(paths::secret(form.field, form.id)).saying(|w| w.secrets.was_retired.to_owned()))
        .await
}

#[server(endpoint = "secrets/kill")]
pub async fn kill_secret(form: SecretForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = desk.backend.secrets().kill(&desk.actor, form.secret()).await;
    Reply::to(paths::kill_secret(form.field, form.id))
        .sentences(&sentence)
        .settle(outcome, |()| Done::at(paths::secret(form.field, form.id)).saying(|w| w.secrets.killed.to_owned()))
        .await
}

#[server(endpoint = "secrets/remind")]
pub async fn remind_of_secret(form: ReminderForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async {
        desk.actor.must(domain::user::Permission::ManageAccounts)?;
        let expires_on = day(&form.expires_on).map_err(|fault| Error::invalid("expires_on", fault))?;
        let secret = SecretRef { field: form.field, entity_id: form.id, version: form.version };
        desk.backend.secrets().remind(&desk.actor, secret, expires_on).await
    };
    Reply::to(paths::secret(form.field, form.id))
        .typed(&form)
        .sentences(&sentence)
        .settle(outcome.await, |()| {
            Done::at(paths::secret(form.field, form.id)).saying(|w| w.secrets.reminder_saved.to_owned())
        })
        .await
}

/// Tries the key file of an account at Google. The result is one of a few fixed codes.
#[server(endpoint = "secrets/test-key-file")]
pub async fn test_key_file(id: domain::AccountId) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = desk.backend.secrets().test_key_file(&desk.actor, id).await;
    let page = paths::secret(SecuredField::AccountServiceAccount, id.0);
    Reply::to(page.clone()).settle(outcome, |code| Done::at(format!("{page}?tested={code}"))).await
}

/// Whether the visitor has just proved who they are, so that a value may be shown; nothing without the right to see it.
#[server(endpoint = "secrets/may-reveal")]
pub async fn may_reveal_secret(field: SecuredField, id: Uuid) -> Result<Option<bool>, AppError> {
    let desk = gate::desk().await?;
    desk.actor.must(domain::user::Permission::ManageAccounts).map_err(told)?;
    let life = desk.backend.secrets().get(&desk.actor, field, id).await.map_err(told)?;
    if !life.may_reveal {
        return Ok(None);
    }
    let proven_at = gate::visitor().and_then(|visitor| visitor.proven_at);
    Ok(Some(proven_at.is_some_and(|at| desk.backend.secrets().is_fresh(at))))
}
