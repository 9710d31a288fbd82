//! The server functions of the first administrator.

use backend::{Error, token::Token, users::NewAdministrator};
use domain::{Fault, FieldFault};
use islands::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    forms::{Done, Reply},
    gate::{self, refuse, told},
    paths,
    reader::Reader,
    typed_password::TypedPassword,
    words::Words,
};

/// Who becomes the first administrator, as typed, and the link that lets them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WelcomeForm {
    #[serde(skip_serializing)]
    pub token: String,
    pub name: String,
    pub email: String,
    pub password: TypedPassword,
}

/// Whether the link works; the page's status says it too.
#[server(endpoint = "welcome/check")]
pub async fn check_welcome(token: String) -> Result<bool, AppError> {
    let (backend, _) = gate::hall()?;
    match backend.users().check_welcome(&Token::shown(&token)).await {
        Ok(()) => Ok(true),
        Err(Error::NotFound) => {
            refuse(AppError::NotFound);
            Ok(false)
        }
        Err(error) => Err(told(error)),
    }
}

/// For everybody who has the link.
#[server(endpoint = "welcome/accept")]
pub async fn accept_welcome(form: WelcomeForm) -> Result<(), AppError> {
    let (backend, _) = gate::hall()?;
    let token = Token::shown(&form.token);
    let new = NewAdministrator {
        name: form.name.clone(),
        email: form.email.clone(),
        password: form.password.secret(),
        language: Reader::here().lang,
    };
    let outcome = backend.users().welcome(&token, new).await;
    Reply::to(paths::welcome(token.expose()))
        .typed(&form)
        .sentences(&missing)
        .settle(outcome, |_| Done::at(paths::SIGN_IN).saying(|w| w.sign_in.administrator_created.to_owned()))
        .await
}

/// What is asked for where a field was left empty.
pub(in crate::pages) fn missing(words: &Words, fault: &FieldFault) -> Option<String> {
    let sentence = match fault.field.as_str() {
        "name" => words.users.name_missing,
        "email" => words.users.email_missing,
        "password" => words.sign_in.password_missing,
        _ => return None,
    };
    (fault.fault == Fault::Missing).then(|| sentence.to_owned())
}
