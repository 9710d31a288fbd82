//! Trying a key file: the portal asks for an access token with it, as it does before it answers a customer.
//!
//! The address is the operator's (`google_base_url`), never the file's; nothing is followed and little is read; the result is one
//! of a few fixed words, so that whoever asks learns whether the file works and nothing of what is at the address.

use std::time::Duration;

use domain::{AccountId, field_security::SecuredField, user::Permission};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde::Serialize;
use zeroize::Zeroizing;

use super::{Secrets, lock_to_read};
use crate::{
    Actor, Error, Result, audit,
    field_security::{
        self,
        grant::{UseInSystem, authorize},
    },
    json, service_account,
    vault::AccountServiceAccount,
};

/// The scope of answers (PROTOCOL §5).
const SCOPE: &str = "https://www.googleapis.com/auth/businessmessages";
const GRANT: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const PATIENCE: Duration = Duration::from_secs(10);
/// The most that is read of an answer, in bytes.
const ANSWER: usize = 16 * 1024;

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    scope: &'a str,
    aud: &'a str,
    iat: i64,
    exp: i64,
}

impl Secrets<'_> {
    /// Tries an account's key file; returns a code. For people who may manage the account and know that a file is set.
    pub async fn test_key_file(&self, actor: &Actor, id: AccountId) -> Result<&'static str> {
        actor.must(Permission::ManageAccounts)?;
        let field = SecuredField::AccountServiceAccount;
        if !actor.rights(field).read {
            return Err(super::locked(field));
        }
        let mut tx = self.0.begin().await?;
        super::owner(&mut tx, field, id.0).await?;
        let slot = field_security::store::slot(&mut tx, field, id.0).await?;
        let Some(slot) = slot else { return Ok("not_set") };
        let secret = super::SecretRef { field, entity_id: id.0, version: slot.version };
        lock_to_read(&mut tx, secret).await?;
        let event = domain::audit::Event::SecretTested { entity_id: id.0, field };
        audit::record(&mut tx, actor, self.0.now(), &event).await?;
        tx.commit().await?;
        let Some(base) = self.0.settings().google_base_url.clone() else { return Ok("no_base_url") };
        let endpoint = format!("{base}/token");
        let grant = authorize::<AccountServiceAccount, UseInSystem>(&Actor::system(), id.0).ok_or(Error::NotFound)?;
        let now = self.0.now().as_second();
        let assertion = self.0.vault().with_secret(grant, |file| sign(file, &endpoint, now)).await?;
        match assertion {
            None => Ok("not_set"),
            Some(None) => Ok("refused"),
            Some(Some(assertion)) => Ok(ask(&endpoint, &assertion).await),
        }
    }
}

/// The assertion that a token is asked with (RFC 7523).
fn sign(file: &[u8], audience: &str, now: i64) -> Option<Zeroizing<String>> {
    let document = json::read(file).ok()?;
    let key = EncodingKey::from_rsa_der(&service_account::signing_key(&document.root)?);
    let header =
        Header { kid: document.root.text("private_key_id").map(str::to_owned), ..Header::new(Algorithm::RS256) };
    let claims =
        Claims { iss: document.root.text("client_email")?, scope: SCOPE, aud: audience, iat: now, exp: now + 3600 };
    encode(&header, &claims, &key).ok().map(Zeroizing::new)
}

async fn ask(endpoint: &str, assertion: &str) -> &'static str {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(PATIENCE).build();
    let Ok(client) = client else { return "failed" };
    let asked = client.post(endpoint).form(&[("grant_type", GRANT), ("assertion", assertion)]).send().await;
    let mut answer = match asked {
        Ok(answer) => answer,
        Err(error) if error.is_timeout() => return "timeout",
        Err(_) => return "unreachable",
    };
    let status = answer.status();
    if status.is_redirection() {
        return "redirected";
    }
    if status.is_client_error() {
        return "refused";
    }
    let mut body = Zeroizing::new(Vec::new());
    loop {
        match answer.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() <= ANSWER => body.extend_from_slice(&chunk),
            Ok(None) => break,
            Err(error) if error.is_timeout() => return "timeout",
            _ => return "unexpected",
        }
    }
    let has_token = json::read(&body)
        .is_ok_and(|document| document.root.text("access_token").is_some_and(|token| !token.is_empty()));
    if status.is_success() && has_token { "ok" } else { "unexpected" }
}
