//! A webhook: the address that events go to, and the client token that signs them.
//!
//! A *partner* webhook takes everything for agents that have none of their own; an *agent* webhook is one agent's and wins
//! for it. A webhook is kept as soon as it is typed in; it takes events once it has answered the handshake, and what was
//! written before that waits. Keyed by address: typing the same address again replaces the token.

use std::fmt;

use jiff::Timestamp;
use reqwest::Url;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{agent::AgentKey, clock, emulator::Emulator, handshake::Refusal, problem::Problem, store::Store};

/// Names one webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct WebhookId(pub(crate) Uuid);

impl fmt::Display for WebhookId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for WebhookId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// The shared secret of one webhook. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct ClientToken(String);

impl ClientToken {
    pub(crate) fn parse(text: &str) -> Result<Self, Problem> {
        match text.trim() {
            "" => Err(Problem::TokenMissing),
            long if long.len() > 1024 => Err(Problem::TokenTooLong),
            token => Ok(Self(token.to_owned())),
        }
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ClientToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientToken")
    }
}

/// Whose events a webhook takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Scope {
    Partner,
    Agent(AgentKey),
}

/// What the last press of Verify came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Check {
    Verified(Timestamp),
    Failed(Timestamp, Refusal),
}

#[derive(Debug, Clone)]
pub(crate) struct Webhook {
    pub(crate) id: WebhookId,
    pub(crate) url: String,
    pub(crate) token: ClientToken,
    pub(crate) scope: Scope,
    /// When it answered the handshake for the first time: from then on it takes events.
    pub(crate) verified_at: Option<Timestamp>,
    pub(crate) last_check: Option<Check>,
}

/// An address and a token as somebody typed them.
#[derive(Debug, Clone)]
pub(crate) struct NewWebhook {
    pub(crate) url: String,
    pub(crate) token: ClientToken,
    pub(crate) scope: Scope,
}

impl NewWebhook {
    pub(crate) fn parse(url: &str, token: &str, scope: Scope) -> Result<Self, Vec<Problem>> {
        match (address(url), ClientToken::parse(token)) {
            (Ok(url), Ok(token)) => Ok(Self { url, token, scope }),
            (url, token) => Err(url.err().into_iter().chain(token.err()).collect()),
        }
    }
}

/// Reads an address that the emulator may send to: plain http, this machine.
fn address(text: &str) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::UrlMissing);
    }
    let url = Url::parse(text).map_err(|_| Problem::UrlUnreadable)?;
    match url.scheme() {
        "http" => {}
        "https" => return Err(Problem::UrlIsHttps),
        scheme if url.has_host() || !text.starts_with("localhost") => {
            let scheme = scheme.to_owned();
            return Err(Problem::UrlScheme { scheme });
        }
        _ => return Err(Problem::UrlUnreadable),
    }
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let on_this_machine = bare == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
    if on_this_machine { Ok(url.into()) } else { Err(Problem::UrlNotLoopback { host: host.to_owned() }) }
}

impl Store {
    /// Keeps a webhook; one with the same address is replaced by it, and keeps its id.
    pub(crate) fn keep_webhook(&mut self, new: NewWebhook) -> WebhookId {
        let known = self.webhooks.values_mut().find(|webhook| webhook.url == new.url);
        if let Some(webhook) = known {
            webhook.token = new.token;
            webhook.scope = new.scope;
            return webhook.id;
        }
        let id = WebhookId(Uuid::new_v4());
        let webhook =
            Webhook { id, url: new.url, token: new.token, scope: new.scope, verified_at: None, last_check: None };
        self.webhooks.insert(id, webhook);
        id
    }

    /// The webhooks that take events for any agent.
    pub(crate) fn partner_webhooks(&self) -> impl Iterator<Item = &Webhook> {
        self.webhooks.values().filter(|webhook| webhook.scope == Scope::Partner)
    }

    /// The only partner webhook, when there is exactly one.
    pub(crate) fn only_webhook(&self) -> Option<WebhookId> {
        let mut all = self.partner_webhooks();
        let first = all.next()?;
        all.next().is_none().then_some(first.id)
    }
}

impl Emulator {
    /// Keeps the webhook and does the handshake with it.
    pub(crate) async fn set_webhook(&self, new: NewWebhook) -> Webhook {
        let id = self.write(|store| store.keep_webhook(new));
        self.attend(id);
        self.verify_webhook(id).await.expect("a webhook that was kept a moment ago is there")
    }

    /// Does the handshake once more. `None` when the webhook is gone.
    pub(crate) async fn verify_webhook(&self, id: WebhookId) -> Option<Webhook> {
        let webhook = self.read(|store| store.webhooks.get(&id).cloned())?;
        let answer = crate::handshake::shake(self.http(), &webhook.url, &webhook.token).await;
        let now = clock::now();
        let webhook = self.write(|store| {
            let webhook = store.webhooks.get_mut(&id)?;
            webhook.last_check = Some(match answer {
                Ok(()) => {
                    webhook.verified_at.get_or_insert(now);
                    Check::Verified(now)
                }
                Err(refusal) => Check::Failed(now, refusal),
            });
            let webhook = webhook.clone();
            if webhook.verified_at.is_some() {
                store.release_held(id, now);
            }
            Some(webhook)
        });
        self.wake(id);
        webhook
    }

    /// Forgets a webhook: its agents have none, and what waited for it is dropped.
    pub(crate) fn forget_webhook(&self, id: WebhookId) {
        self.write(|store| {
            store.webhooks.remove(&id);
            store.drop_pending(id);
            for agent in store.agents.values_mut() {
                agent.webhook = agent.webhook.filter(|webhook| *webhook != id);
            }
        });
        self.dismiss(id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_http_on_this_machine_is_taken() {
        assert!(address(" http://127.0.0.1:3000/webhooks/x ").is_ok());
        assert!(address("http://localhost:3000/x").is_ok());
        assert!(address("http://[::1]:3000/x").is_ok());
        assert_eq!(address(""), Err(Problem::UrlMissing));
        assert_eq!(address("webhooks/x"), Err(Problem::UrlUnreadable));
        assert_eq!(address("localhost:3000/x"), Err(Problem::UrlUnreadable));
        assert_eq!(address("https://127.0.0.1/x"), Err(Problem::UrlIsHttps));
        assert!(matches!(address("ftp://127.0.0.1/x"), Err(Problem::UrlScheme { .. })));
        for url in
            ["http://10.0.0.1/", "http://example.com/", "http://localhost.example.com/", "http://169.254.169.254/"]
        {
            assert!(matches!(address(url), Err(Problem::UrlNotLoopback { .. })), "{url}");
        }
    }

    #[test]
    fn both_fields_are_judged_at_once() {
        let problems = NewWebhook::parse("", " ", Scope::Partner).expect_err("nothing typed");
        assert_eq!(problems, [Problem::UrlMissing, Problem::TokenMissing]);
    }

    #[test]
    fn a_token_is_never_printed() {
        let token = ClientToken::parse("canary").expect("a token");
        assert!(!format!("{token:?}").contains("canary"));
    }
}
