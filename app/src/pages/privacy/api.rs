//! The server functions of privacy.

use domain::{
    AccountId, AcknowledgementId, ChannelKind, Fault, FieldFault, Lang, Page, PageRequest,
    account::AccountDetail,
    notice::{Acknowledgement, Notice, Standing, Statements},
    user::Permission,
};
use islands::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    forms::{Done, Reply},
    gate::{self, told},
    pages::accounts::{Step, Then, api::after_step},
    paths,
    words::Words,
};

/// The boxes, as ticked, and what was read.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AcknowledgeForm {
    pub data_leaves: bool,
    pub users_are_notified: bool,
    pub consent_is_obtained: bool,
    /// The version that was read.
    pub version: i32,
    /// The language it was read in.
    pub language: Lang,
    pub then: Then,
}

impl AcknowledgeForm {
    fn statements(&self) -> Statements {
        let Self { data_leaves, users_are_notified, consent_is_obtained, .. } = *self;
        Statements { data_leaves, users_are_notified, consent_is_obtained }
    }
}

/// Whether the visitor may acknowledge and withdraw.
pub fn may_acknowledge() -> bool {
    gate::may(Permission::AcknowledgeNotices)
}

#[server(endpoint = "privacy/notice")]
pub async fn get_notice(kind: ChannelKind, language: Lang) -> Result<Notice, AppError> {
    let desk = gate::desk().await?;
    desk.backend.privacy().notice(&desk.actor, kind, language).await.map_err(told)
}

#[server(endpoint = "privacy/notices")]
pub async fn list_notices() -> Result<Vec<Notice>, AppError> {
    let desk = gate::desk().await?;
    desk.backend.privacy().notices(&desk.actor).await.map_err(told)
}

#[server(endpoint = "privacy/standings")]
pub async fn list_standings(after: Option<AccountId>) -> Result<Page<Standing>, AppError> {
    let desk = gate::desk().await?;
    desk.backend.privacy().standings(&desk.actor, PageRequest::new(None, after)).await.map_err(told)
}

#[server(endpoint = "privacy/acknowledgements")]
pub async fn list_acknowledgements(
    account: Option<AccountId>,
    after: Option<AcknowledgementId>,
) -> Result<Page<Acknowledgement>, AppError> {
    let desk = gate::desk().await?;
    let request = PageRequest::new(None, after);
    desk.backend.privacy().acknowledgements(&desk.actor, account, request).await.map_err(told)
}

#[server(endpoint = "privacy/acknowledge")]
pub async fn acknowledge_notice(id: AccountId, form: AcknowledgeForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async {
        let privacy = desk.backend.privacy();
        privacy.acknowledge(&desk.actor, id, form.language, form.version, form.statements()).await?;
        desk.backend.accounts().get(&desk.actor, id).await
    };
    // Another version has to be read anew, and its boxes are not ticked for anybody.
    let (outcome, typed) = match outcome.await {
        Err(backend::Error::Stale) => (Err(backend::Error::Conflict("notice_outdated")), AcknowledgeForm::default()),
        outcome => (outcome, form.clone()),
    };
    let back = match form.then {
        Then::Next | Then::Close => Step::Privacy.path(id),
        Then::Page => paths::acknowledgement(id),
    };
    Reply::to(back)
        .typed(&typed)
        .sentences(&sentence)
        .settle(outcome, |account: AccountDetail| {
            let name = account.summary.name;
            match form.then {
                Then::Close => after_step(id, &name, Step::Privacy, form.then),
                Then::Next => {
                    after_step(id, &name, Step::Privacy, form.then).saying(|w| (w.privacy.acknowledged)(&name))
                }
                Then::Page => Done::at(paths::acknowledgement(id)).saying(|w| (w.privacy.acknowledged)(&name)),
            }
        })
        .await
}

#[server(endpoint = "privacy/withdraw")]
pub async fn withdraw_acknowledgement(id: AccountId) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async {
        desk.backend.privacy().withdraw(&desk.actor, id).await?;
        desk.backend.accounts().get(&desk.actor, id).await
    };
    Reply::to(paths::withdraw_acknowledgement(id))
        .settle(outcome.await, |account: AccountDetail| {
            Done::at(paths::acknowledgement(id)).saying(|w| (w.privacy.withdrawal_done)(&account.summary.name))
        })
        .await
}

fn sentence(words: &Words, fault: &FieldFault) -> Option<String> {
    let words = &words.privacy;
    let sentence = match fault.field.as_str() {
        "data_leaves" => words.data_leaves_missing,
        "users_are_notified" => words.users_are_notified_missing,
        "consent_is_obtained" => words.consent_is_obtained_missing,
        _ => return None,
    };
    (fault.fault == Fault::NotTicked).then(|| sentence.to_owned())
}
