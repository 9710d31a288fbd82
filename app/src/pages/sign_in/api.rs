//! The server functions of signing in and out.

use backend::Error;
use domain::{Fault, FieldFault};
use islands::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    forms::{Done, Reply},
    gate::{self, told},
    paths,
    typed_password::TypedPassword,
    words::Words,
};

/// An address and a password, as typed, and the page to go to.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignInForm {
    pub email: String,
    pub password: TypedPassword,
    pub next: String,
}

/// Whether nobody can sign in yet.
#[server(endpoint = "sign-in/is-new")]
pub async fn is_new_portal() -> Result<bool, AppError> {
    let (backend, _) = gate::hall()?;
    backend.users().has_administrator().await.map(|has_one| !has_one).map_err(told)
}

/// For everybody. One answer for whatever is wrong.
#[server(endpoint = "sign-in/begin")]
pub async fn begin_sign_in(form: SignInForm) -> Result<(), AppError> {
    let (backend, visitor) = gate::hall()?;
    let outcome = async {
        let signed_in = backend.users().sign_in(&form.email, &form.password.secret(), visitor.address).await;
        match signed_in {
            Ok(signed_in) => gate::enter(signed_in).await,
            // Told at the form: the sentence for a session that is over would be wrong here.
            Err(Error::Unauthenticated) => Err(Error::invalid("", Fault::Mismatch)),
            Err(error) => Err(error),
        }
    };
    Reply::to(paths::sign_in(paths::own(&form.next)))
        .typed(&form)
        .sentences(&wrong)
        .settle(outcome.await, |()| Done::at(paths::own(&form.next)))
        .await
}

/// A password, as typed, and the page to go to.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProveForm {
    pub password: TypedPassword,
    pub next: String,
}

/// For somebody who is signed in and proves anew who they are. Delayed like a sign-in.
#[server(endpoint = "sign-in/prove")]
pub async fn prove_again(form: ProveForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let address = gate::visitor().and_then(|visitor| visitor.address);
    let outcome = async {
        match desk.backend.users().prove(&desk.actor, &form.password.secret(), address).await {
            Ok(signed_in) => gate::renew(signed_in).await,
            Err(Error::Unauthenticated) => Err(Error::invalid("password", Fault::Mismatch)),
            Err(error) => Err(error),
        }
    };
    Reply::to(paths::sign_in_again(paths::own(&form.next)))
        .typed(&form)
        .sentences(&wrong_again)
        .settle(outcome.await, |()| Done::at(paths::own(&form.next)))
        .await
}

#[server(endpoint = "sign-in/end")]
pub async fn end_sign_in() -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async {
        desk.backend.users().sign_out(&desk.actor).await?;
        gate::leave().await
    };
    Reply::to(paths::OVERVIEW)
        .settle(outcome.await, |()| Done::at(paths::SIGN_IN).saying(|w| w.sign_in.signed_out.to_owned()))
        .await
}

fn wrong_again(words: &Words, fault: &FieldFault) -> Option<String> {
    (fault.fault == Fault::Mismatch).then(|| words.sign_in.again_wrong.to_owned())
}

fn wrong(words: &Words, fault: &FieldFault) -> Option<String> {
    (fault.fault == Fault::Mismatch).then(|| words.sign_in.wrong.to_owned())
}
