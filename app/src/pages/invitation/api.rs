//! The server functions of invitations, for those who were invited.

use backend::{Error, token::Token, users::Acceptance};
use islands::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    forms::{Done, Reply},
    gate::{self, refuse, told},
    pages::welcome::api::missing,
    paths,
    reader::Reader,
    typed_password::TypedPassword,
};

/// What the page shows of an invitation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Invited {
    pub email: String,
    pub name: String,
}

/// Somebody's answer to an invitation, as typed. The address is the invitation's own, whatever is sent.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AcceptanceForm {
    #[serde(skip_serializing)]
    pub token: String,
    #[serde(skip_serializing)]
    pub email: String,
    pub name: String,
    pub password: TypedPassword,
}

/// What the link invites to; nothing when it does not work, and then the page's status says it too.
#[server(endpoint = "invitation/get")]
pub async fn get_invitation(token: String) -> Result<Option<Invited>, AppError> {
    let (backend, _) = gate::hall()?;
    match backend.users().invitation(&Token::shown(&token)).await {
        Ok(found) => Ok(Some(Invited { email: found.email, name: found.name })),
        Err(Error::NotFound) => {
            refuse(AppError::NotFound);
            Ok(None)
        }
        Err(error) => Err(told(error)),
    }
}

/// For everybody who has the link.
#[server(endpoint = "invitation/accept")]
pub async fn accept_invitation(form: AcceptanceForm) -> Result<(), AppError> {
    let (backend, _) = gate::hall()?;
    let token = Token::shown(&form.token);
    let answer =
        Acceptance { name: form.name.clone(), password: form.password.secret(), language: Reader::here().lang };
    let outcome = backend.users().accept_invitation(&token, answer).await;
    Reply::to(paths::invitation(token.expose()))
        .typed(&form)
        .sentences(&missing)
        .settle(outcome, |_| Done::at(paths::SIGN_IN).saying(|w| w.sign_in.invitation_accepted.to_owned()))
        .await
}
