//! The token endpoint. Like Google's it wants a signed assertion (RFC 7523) with the right audience and times; unlike Google's it
//! never met the account, so of the signature it knows the form only: RS256, of 256 to 512 bytes. Every account is welcome.

use axum::{
    Form, Json,
    extract::State,
    http::{HeaderMap, StatusCode, header::HOST},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::json;
use uuid::Uuid;

use crate::{clock, emulator::Emulator};

const GRANT: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";
/// Clocks may differ by so many seconds.
const LEEWAY: i64 = 60;
/// No assertion lives longer, in seconds.
const LONGEST: i64 = 3600;

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    grant_type: String,
    #[serde(default)]
    assertion: String,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    scope: String,
    iat: i64,
    exp: i64,
}

pub(crate) async fn token(State(_): State<Emulator>, headers: HeaderMap, Form(asked): Form<Asked>) -> Response {
    if asked.grant_type != GRANT {
        return refused("unsupported_grant_type", "the grant type is not that of an assertion");
    }
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    match check(&asked.assertion, host, clock::now().as_second()) {
        Ok(()) => {
            let token = format!("emulated.{}", Uuid::new_v4().simple());
            Json(json!({ "access_token": token, "expires_in": LONGEST, "token_type": "Bearer" })).into_response()
        }
        Err(why) => refused("invalid_grant", why),
    }
}

fn check(assertion: &str, host: &str, now: i64) -> Result<(), &'static str> {
    let parts: Vec<_> = assertion.split('.').collect();
    let [header, claims, signature] = parts.as_slice() else { return Err("the assertion has not three parts") };
    let header: Header = part(header).ok_or("the header cannot be read")?;
    if header.alg != "RS256" {
        return Err("the algorithm is not RS256");
    }
    let claims: Claims = part(claims).ok_or("the claims cannot be read")?;
    let length = URL_SAFE_NO_PAD.decode(signature).map_or(0, |bytes| bytes.len());
    if !(256..=512).contains(&length) {
        return Err("the signature has not the length of an RSA signature");
    }
    if !claims.iss.contains('@') || claims.scope.is_empty() {
        return Err("the issuer is no account, or no scope is asked for");
    }
    if !["http", "https"].iter().any(|scheme| claims.aud == format!("{scheme}://{host}/token")) {
        return Err("the audience is not this endpoint");
    }
    if claims.iat > now + LEEWAY || claims.exp < now - LEEWAY || claims.exp - claims.iat > LONGEST {
        return Err("the assertion is from another time, or lives too long");
    }
    Ok(())
}

fn part<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

fn refused(error: &str, why: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": error, "error_description": why }))).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assertion(alg: &str, aud: &str, iat: i64, exp: i64, signature: usize) -> String {
        let encode = |value: serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let claims = json!({ "iss": "a@b.example", "aud": aud, "scope": "s", "iat": iat, "exp": exp });
        let signature = URL_SAFE_NO_PAD.encode(vec![7; signature]);
        format!("{}.{}.{signature}", encode(json!({ "alg": alg })), encode(claims))
    }

    #[test]
    fn an_assertion_for_this_endpoint_and_this_hour_is_taken() {
        let aud = "http://localhost:3999/token";
        let check = |assertion: &str| check(assertion, "localhost:3999", 1000);
        assert_eq!(check(&assertion("RS256", aud, 1000, 4600, 256)), Ok(()));
        for wrong in [
            assertion("none", aud, 1000, 4600, 256),
            assertion("RS256", "https://elsewhere.example/token", 1000, 4600, 256),
            assertion("RS256", aud, 1000, 4601, 256),
            assertion("RS256", aud, 1061, 4600, 256),
            assertion("RS256", aud, -3000, 600, 256),
            assertion("RS256", aud, 1000, 4600, 0),
            "a.b".to_owned(),
            String::new(),
        ] {
            assert!(check(&wrong).is_err(), "{wrong}");
        }
    }
}
