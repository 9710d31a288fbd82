//! The pages of one secret: what may be known of it, and what may be done with it.

mod act;
pub mod api;
mod detail;
mod reveal;

pub use self::{
    act::{KillSecretPage, RetireSecretPage, RotateSecretPage},
    detail::SecretPage,
    reveal::RevealSecretPage,
};

use domain::{
    field_security::SecuredField,
    secret::{ExpiringSecret, SecretLife},
};

use crate::{components::Crumb, format, paths, reader::Reader, words};

/// A field's name on screen.
pub(in crate::pages) fn field_name(field: SecuredField) -> &'static str {
    let words = &words::here().accounts.credentials;
    if field == SecuredField::AccountServiceAccount { words.key_file } else { words.client_token }
}

/// A reminder as one line.
pub(in crate::pages) fn reminder(secret: &ExpiringSecret) -> String {
    let reader = Reader::here();
    let words = &reader.words().secrets;
    let sentence = if secret.is_over { words.expired_item } else { words.expiring_item };
    sentence(field_name(secret.field), &secret.name, &format::civil_date(secret.expires_on, reader.lang))
}

fn owner_name(life: &SecretLife) -> &str {
    life.agent_account_name.as_deref().unwrap_or(&life.account_name)
}

fn crumbs(life: &SecretLife) -> Vec<Crumb> {
    let account = Crumb::new(life.account_name.clone(), paths::account(life.account_id));
    vec![Crumb::new(words::here().accounts.title, paths::ACCOUNTS), account]
}

/// The way to the pages behind a secret's own.
fn crumbs_within(life: &SecretLife) -> Vec<Crumb> {
    let mut crumbs = crumbs(life);
    let title = (words::here().secrets.title)(field_name(life.field), owner_name(life));
    crumbs.push(Crumb::new(title, paths::secret(life.field, life.entity_id)));
    crumbs
}
