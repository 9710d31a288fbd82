//! The handshake behind Verify: `{clientToken, secret}` goes out, the secret alone must come back.

use reqwest::{Client, Response, StatusCode, header::LOCATION};
use serde::Serialize;
use uuid::Uuid;

use crate::webhook::ClientToken;

/// No secret is as long as this; more is not read.
const MOST_READ: usize = 4096;
/// What is shown of a wrong answer.
const MOST_SHOWN: usize = 120;

/// Why a webhook is not verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Nobody answered.
    Unreachable { reason: String },
    /// The answer took too long.
    TimedOut,
    /// Redirects are failures; they are not followed.
    Redirected { status: u16, to: String },
    /// Any status but 200.
    Status { status: u16 },
    /// 200, but the body is not the secret and nothing else.
    WrongBody { got: String },
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Challenge<'a> {
    client_token: &'a str,
    secret: &'a str,
}

/// Asks `url` to prove that it knows `token`.
pub(crate) async fn shake(http: &Client, url: &str, token: &ClientToken) -> Result<(), Refusal> {
    let secret = Uuid::new_v4().simple().to_string();
    let challenge = Challenge { client_token: token.expose(), secret: &secret };
    let answer = http.post(url).json(&challenge).send().await.map_err(|error| unreachable(&error))?;
    let status = answer.status();
    if status.is_redirection() {
        return Err(Refusal::Redirected {
            status: status.as_u16(),
            to: answer
                .headers()
                .get(LOCATION)
                .map(|to| String::from_utf8_lossy(to.as_bytes()).into_owned())
                .unwrap_or_default(),
        });
    }
    if status != StatusCode::OK {
        return Err(Refusal::Status { status: status.as_u16() });
    }
    let body = read(answer).await.map_err(|error| unreachable(&error))?;
    if body == secret.as_bytes() {
        Ok(())
    } else {
        let got = String::from_utf8_lossy(&body);
        // A wrong answer may hold the token; the page that shows it must not.
        let got = got.replace(token.expose(), "••••");
        Err(Refusal::WrongBody { got: got.chars().take(MOST_SHOWN).collect() })
    }
}

async fn read(mut answer: Response) -> reqwest::Result<Vec<u8>> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        body.extend_from_slice(&chunk);
        if body.len() > MOST_READ {
            break;
        }
    }
    Ok(body)
}

fn unreachable(error: &reqwest::Error) -> Refusal {
    if error.is_timeout() { Refusal::TimedOut } else { Refusal::Unreachable { reason: root_cause(error) } }
}

/// The innermost reason, which is the one that a person can act on ("Connection refused").
pub(crate) fn root_cause(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
