//! What a provider posts: handshakes and events, right and wrong, and with the token in them where it has no business.

use backend::testing::sign;
use http::StatusCode;
use http::header::HeaderName;
use serde_json::json;

use super::Planted;
use crate::caller::{Caller, Reply};
use crate::leaks::canary::{Canary, fresh};
use crate::leaks::watch::Watch;

const SIGNATURE: HeaderName = HeaderName::from_static("x-goog-signature");

impl Planted {
    /// Posts to the account's webhook.
    pub async fn post(&self, watch: &mut Watch, what: &str, body: &str, signature: Option<&str>) -> Reply {
        let provider = Caller::stranger(&self.router);
        let provider = match signature {
            Some(signature) => provider.with(SIGNATURE, signature),
            None => provider,
        };
        let reply = provider.post(&self.webhook, "application/json", body.to_owned()).await;
        watch.reply(what, &reply);
        reply
    }

    /// A message with this text, signed with the account's token.
    pub async fn deliver(&self, watch: &mut Watch, id: &str, text: &str) -> Reply {
        let body = message(id, text);
        let signature = sign(&self.token, body.as_bytes());
        self.post(watch, "a message", &body, Some(&signature)).await
    }

    /// Everything that may come.
    pub(super) async fn deliveries(&self, watch: &mut Watch) {
        let wrong = watch.for_value("a wrong token in a handshake", fresh());
        let token = &self.token;
        for body in [
            json!({ "clientToken": wrong, "secret": "ask" }),
            json!({ "clientToken": token, "secret": " not one word " }),
            json!({ "clientToken": token }),
            json!({ "clientToken": [token], "secret": "ask" }),
            json!({ "clientToken": token, "secret": "ask", "conversationId": "c" }),
        ] {
            self.post(watch, "a handshake", &body.to_string(), None).await;
        }
        let right = json!({ "clientToken": token, "secret": "ask" }).to_string();
        assert_eq!(self.post(watch, "the handshake", &right, None).await.text(), "ask");
        self.post(watch, "a handshake that is cut off", &right[..right.len() - 3], None).await;

        // Signed by who knows the token, and with the token in them.
        let unreadable = format!("{{\"message\": {{\"text\": \"{token}\"");
        let unknown = json!({ "conversationId": "c-9", "requestId": "r-9", "surveyResponse": token }).to_string();
        for body in [unreadable, unknown, format!("\"{token}\"")] {
            let signature = sign(token, body.as_bytes());
            assert_eq!(self.post(watch, "a dead letter", &body, Some(&signature)).await.status, StatusCode::OK);
        }
        let body = message("m-1", &format!("Koden er {token} {token}"));
        assert_eq!(self.post(watch, "forged", &body, Some(&sign("another", body.as_bytes()))).await.status, 401);
        assert_eq!(self.post(watch, "signed with the token itself", &body, Some(token)).await.status, 401);
        let signature = sign(token, body.as_bytes());
        for what in ["a message", "a duplicate"] {
            assert_eq!(self.post(watch, what, &body, Some(&signature)).await.status, StatusCode::OK);
        }
        // What customers write is in the portal, and in no log.
        let text = fresh();
        watch.for_canary(Canary::of("a message's text", &text).with_conversations());
        assert_eq!(self.deliver(watch, "m-2", &text).await.status, StatusCode::OK);
    }
}

/// A text of a customer.
fn message(id: &str, text: &str) -> String {
    json!({
        "agent": "brands/11111111-aaaa-4aaa-8aaa-111111111111/agents/22222222-bbbb-4bbb-8bbb-222222222222",
        "conversationId": format!("c-{id}"),
        "requestId": id,
        "context": { "userInfo": { "displayName": "Kari" } },
        "sendTime": "2026-03-02T11:59:59Z",
        "message": { "messageId": id, "text": text, "createTime": "2026-03-02T11:59:58Z" },
    })
    .to_string()
}
