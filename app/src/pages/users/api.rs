//! The server functions of users.

use std::collections::BTreeMap;

use backend::users::Link;
use domain::{
    Checks, Email, Fault, FieldFault, Invalid, Name, Page, PageRequest, UserId,
    user::{NewUser, Permission, Role, UserDetail, UserSummary},
};
use islands::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::roles::field;
use crate::{
    cookies,
    forms::{Done, Reply},
    gate::{self, told},
    paths,
    words::Words,
};

/// Roles as ticked, by name.
type Ticked = BTreeMap<String, bool>;

/// Somebody to invite, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct InviteForm {
    pub email: String,
    pub name: String,
    pub roles: Ticked,
}

impl InviteForm {
    fn check(&self) -> Result<NewUser, Invalid> {
        let mut checks = Checks::default();
        let email = checks.field("email", Email::parse(&self.email));
        let name = checks.field("name", Name::parse(&self.name));
        let roles = checks.field("roles", roles_of(&self.roles));
        checks.finish(email.zip(name).zip(roles)).map(|((email, name), roles)| NewUser { email, name, roles })
    }

    fn typed(&self) -> BTreeMap<String, String> {
        let texts = [("email".to_owned(), self.email.clone()), ("name".to_owned(), self.name.clone())];
        texts.into_iter().chain(boxes(&self.roles)).collect()
    }
}

/// A person's roles, as ticked.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RolesForm {
    pub roles: Ticked,
    pub version: i32,
}

fn roles_of(ticked: &Ticked) -> Result<Vec<Role>, Fault> {
    let chosen = ticked.iter().filter(|(_, is_on)| **is_on).map(|(role, _)| role.parse());
    let roles: Vec<Role> = chosen.collect::<Result<_, _>>()?;
    if roles.is_empty() { Err(Fault::Missing) } else { Ok(roles) }
}

/// Every box of the form, so that one that was ticked before and is not now shows so.
fn boxes(ticked: &Ticked) -> impl Iterator<Item = (String, String)> {
    Role::ALL.iter().map(|role| {
        let is_on = ticked.get(role.as_str()).copied().unwrap_or_default();
        (field(*role), is_on.to_string())
    })
}

#[server(endpoint = "users/list")]
pub async fn list_users(after: Option<UserId>) -> Result<Page<UserSummary>, AppError> {
    let desk = gate::desk().await?;
    desk.backend.users().list(&desk.actor, PageRequest::new(None, after)).await.map_err(told)
}

#[server(endpoint = "users/get")]
pub async fn get_user(id: UserId) -> Result<UserDetail, AppError> {
    let desk = gate::desk().await?;
    desk.backend.users().get(&desk.actor, id).await.map_err(told)
}

/// Whether the pages that change users may be opened.
#[server(endpoint = "users/may-manage")]
pub async fn may_manage_users() -> Result<(), AppError> {
    let desk = gate::desk().await?;
    desk.actor.must(Permission::ManageUsers).map_err(told)
}

#[server(endpoint = "users/invite")]
pub async fn invite_user(form: InviteForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async { desk.backend.users().invite(&desk.actor, form.check()?).await };
    Reply::to(paths::INVITE_USER)
        .typed(&form.typed())
        .sentences(&sentence)
        .settle(outcome.await, |(id, link)| show(id, &link))
        .await
}

/// Makes a new link for somebody who has not accepted yet.
#[server(endpoint = "users/renew-invitation")]
pub async fn renew_invitation(id: UserId) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = desk.backend.users().renew_invitation(&desk.actor, id).await;
    Reply::to(paths::user(id)).settle(outcome, |link| show(id, &link)).await
}

/// The link of an invitation that was just made, for whoever made it, once.
#[server(endpoint = "users/take-link")]
pub async fn take_link(id: UserId) -> Result<Option<String>, AppError> {
    let desk = gate::desk().await?;
    desk.actor.must(Permission::ManageUsers).map_err(told)?;
    let carried = cookies::take().unwrap_or_default();
    let token = carried.strip_prefix(&format!("{id}.")).map(ToOwned::to_owned);
    Ok(token.map(|token| format!("{}{}", desk.backend.settings().public_url, paths::invitation(&token))))
}

#[server(endpoint = "users/set-roles")]
pub async fn set_roles(id: UserId, form: RolesForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async {
        let roles = roles_of(&form.roles).map_err(|fault| Invalid::one("roles", fault))?;
        desk.backend.users().set_roles(&desk.actor, id, &roles, form.version).await
    };
    let version = ("version".to_owned(), form.version.to_string());
    let typed: BTreeMap<String, String> = boxes(&form.roles).chain([version]).collect();
    Reply::to(paths::user(id))
        .typed(&typed)
        .sentences(&sentence)
        .settle(outcome.await, |()| Done::at(paths::user(id)).saying(|w| w.users.roles_saved.to_owned()))
        .await
}

#[server(endpoint = "users/disable")]
pub async fn disable_user(id: UserId) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = desk.backend.users().disable(&desk.actor, id).await;
    Reply::to(paths::disable_user(id))
        .settle(outcome, |()| Done::at(paths::user(id)).saying(|w| w.users.was_disabled.to_owned()))
        .await
}

#[server(endpoint = "users/enable")]
pub async fn enable_user(id: UserId) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = desk.backend.users().enable(&desk.actor, id).await;
    Reply::to(paths::user(id))
        .settle(outcome, |()| Done::at(paths::user(id)).saying(|w| w.users.was_enabled.to_owned()))
        .await
}

/// Leads to the page that shows a link once.
fn show(id: UserId, link: &Link) -> Done {
    let token = link.url.rsplit('/').next().unwrap_or_default();
    cookies::carry(&format!("{id}.{token}"));
    Done::at(paths::invitation_link(id))
}

fn sentence(words: &Words, fault: &FieldFault) -> Option<String> {
    let words = &words.users;
    match (fault.field.as_str(), &fault.fault) {
        ("email", Fault::Taken) => Some(words.email_taken.to_owned()),
        ("email", Fault::Missing) => Some(words.email_missing.to_owned()),
        ("name", Fault::Missing) => Some(words.name_missing.to_owned()),
        ("roles", Fault::Missing) => Some(words.roles_missing.to_owned()),
        _ => None,
    }
}
