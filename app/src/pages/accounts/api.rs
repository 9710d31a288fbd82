//! The server functions of accounts. Those with secrets are in `credentials` and `agents`.

mod agents;
mod credentials;

use domain::{
    AccountId, ChannelKind, Checks, Fault, FieldFault, Invalid, Name, Page, PageRequest,
    account::{AccountChange, AccountDetail, AccountState, AccountSummary, NewAccount},
    user::Permission,
};
use islands::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

pub use self::{
    agents::{AddAgent, ChangeAgent, RemoveAgent, get_agent},
    credentials::SetCredentials,
};
use super::setup::Step;
use crate::{
    forms::{Done, Reply},
    gate::{self, told},
    paths,
    words::Words,
};

/// Where a form leads that stands both in the wizard and on a page of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Then {
    /// To the wizard's next step.
    #[default]
    Next,
    /// Out of the wizard; the draft stays.
    Close,
    /// Back to the page that it came from.
    Page,
}

/// Name and channel, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DetailsForm {
    pub name: String,
    /// Only chosen for a new account.
    pub channel_kind: String,
    /// The version that was read; none for a new account.
    pub version: i32,
    pub then: Then,
}

impl DetailsForm {
    fn new_account(&self) -> Result<NewAccount, Invalid> {
        let mut checks = Checks::default();
        let name = checks.field("name", Name::parse(&self.name));
        let kind = checks.field("channel_kind", self.channel_kind.parse::<ChannelKind>());
        checks.finish(name.zip(kind)).map(|(name, channel_kind)| NewAccount { name, channel_kind })
    }

    fn change(&self) -> Result<AccountChange, Invalid> {
        let mut checks = Checks::default();
        let name = checks.field("name", Name::parse(&self.name));
        checks.finish(name).map(|name| AccountChange { name, version: self.version })
    }
}

/// The name, typed to confirm.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ConfirmNameForm {
    pub confirm: String,
}

impl ConfirmNameForm {
    fn check(&self, name: &str) -> Result<(), Invalid> {
        if self.confirm.trim() == name { Ok(()) } else { Err(Invalid::one("confirm", Fault::NotTheName)) }
    }
}

/// Drafts come first: somebody is in the middle of them.
#[server(endpoint = "accounts/list")]
pub async fn list_accounts(after: Option<AccountId>) -> Result<Page<AccountSummary>, AppError> {
    let desk = gate::desk().await?;
    let mut page = desk.backend.accounts().list(&desk.actor, PageRequest::new(None, after)).await.map_err(told)?;
    page.items.sort_by_key(|account| account.state != AccountState::Draft);
    Ok(page)
}

#[server(endpoint = "accounts/get")]
pub async fn get_account(id: AccountId) -> Result<AccountDetail, AppError> {
    let desk = gate::desk().await?;
    desk.backend.accounts().get(&desk.actor, id).await.map_err(told)
}

/// Whether the pages that change accounts may be opened.
#[server(endpoint = "accounts/may-manage")]
pub async fn may_manage_accounts() -> Result<(), AppError> {
    let desk = gate::desk().await?;
    desk.actor.must(Permission::ManageAccounts).map_err(told)
}

/// Where Google, or its emulator, is reached; absent when the operator has not said.
#[server(endpoint = "accounts/provider-console")]
pub async fn get_provider_console() -> Result<Option<String>, AppError> {
    let desk = gate::desk().await?;
    Ok(desk.backend.settings().google_base_url.clone())
}

#[server(endpoint = "accounts/create")]
pub async fn create_account(form: DetailsForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async { desk.backend.accounts().create(&desk.actor, form.new_account()?).await };
    Reply::to(paths::NEW_ACCOUNT)
        .typed(&form)
        .sentences(&name_sentences(&form.name))
        .settle(outcome.await, |id| after_step(id, form.name.trim(), Step::Details, form.then))
        .await
}

#[server(endpoint = "accounts/rename")]
pub async fn rename_account(id: AccountId, form: DetailsForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async { desk.backend.accounts().rename(&desk.actor, id, form.change()?).await };
    Reply::to(origin(id, Step::Details, form.then))
        .typed(&form)
        .sentences(&name_sentences(&form.name))
        .settle(outcome.await, |()| after_step(id, form.name.trim(), Step::Details, form.then))
        .await
}

/// The step *Two-way connection* is left. Everything is kept already; the person is told how it stands.
#[server(endpoint = "accounts/save-connection")]
pub async fn save_connection(id: AccountId, form: ThenForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    desk.actor.must(Permission::ManageAccounts).map_err(told)?;
    let outcome = desk.backend.accounts().get(&desk.actor, id).await;
    Reply::to(Step::Connection.path(id))
        .settle(outcome, |account| {
            let done = after_step(id, &account.summary.name, Step::Connection, form.then);
            if form.then == Then::Close {
                return done;
            }
            done.saying(|words| {
                let setup = &words.accounts.setup;
                let is_verified = account.summary.verified_at.is_some();
                (if is_verified { setup.saved_verified } else { setup.saved_waiting }).to_owned()
            })
        })
        .await
}

/// Where to go, and nothing else.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ThenForm {
    pub then: Then,
}

#[server(endpoint = "accounts/suspend")]
pub async fn suspend_account(id: AccountId) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async {
        let accounts = desk.backend.accounts();
        accounts.suspend(&desk.actor, id).await?;
        accounts.get(&desk.actor, id).await
    };
    Reply::to(paths::suspend_account(id))
        .settle(outcome.await, |account| {
            Done::at(paths::account(id)).saying(|w| (w.accounts.detail.suspended)(&account.summary.name))
        })
        .await
}

#[server(endpoint = "accounts/resume")]
pub async fn resume_account(id: AccountId) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async {
        let accounts = desk.backend.accounts();
        accounts.resume(&desk.actor, id).await?;
        accounts.get(&desk.actor, id).await
    };
    Reply::to(paths::suspend_account(id))
        .settle(outcome.await, |account| {
            Done::at(paths::account(id)).saying(|w| (w.accounts.detail.resumed)(&account.summary.name))
        })
        .await
}

#[server(endpoint = "accounts/delete")]
pub async fn delete_account(id: AccountId, form: ConfirmNameForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async {
        let accounts = desk.backend.accounts();
        let account = accounts.get(&desk.actor, id).await?;
        form.check(&account.summary.name)?;
        accounts.delete(&desk.actor, id).await?;
        Ok(account.summary.name)
    };
    Reply::to(paths::delete_account(id))
        .typed(&form)
        .settle(outcome.await, |name| Done::at(paths::ACCOUNTS).saying(|w| (w.accounts.detail.deleted)(&name)))
        .await
}

/// The page that a form came from.
pub(super) fn origin(id: AccountId, step: Step, then: Then) -> String {
    match then {
        Then::Next | Then::Close => step.path(id),
        Then::Page => paths::edit_account(id),
    }
}

/// Where a step's form leads.
pub(in crate::pages) fn after_step(id: AccountId, name: &str, step: Step, then: Then) -> Done {
    match then {
        Then::Next => Done::at(step.next().map_or_else(|| paths::account(id), |next| next.path(id))),
        Then::Close => Done::at(paths::ACCOUNTS).saying(|w| (w.accounts.setup.kept)(name)),
        Then::Page => Done::at(paths::account(id)).saying(|w| w.common.saved.to_owned()),
    }
}

fn name_sentences(name: &str) -> impl Fn(&Words, &FieldFault) -> Option<String> + Sync + use<> {
    let name = name.trim().to_owned();
    move |words, fault| match (fault.field.as_str(), &fault.fault) {
        ("name", Fault::Taken) => Some((words.accounts.name_taken)(&name)),
        ("name", Fault::Missing) => Some(words.accounts.name_missing.to_owned()),
        _ => None,
    }
}
