//! The handshake: `{"clientToken": …, "secret": …}`, answered with the secret when the token is ours (PROTOCOL §1).

use super::signature::{SigningKey, owner_of};
use crate::json::{Document, Object};
use std::fmt;
use zeroize::Zeroizing;

/// A provider's question whether an address is ours. Unsigned: it proves itself by the token. `Debug` shows nothing of it.
pub struct Handshake {
    token: Option<Zeroizing<String>>,
    secret: Option<Zeroizing<String>>,
    has_duplicates: bool,
}

/// What to answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandshakeOutcome {
    /// 200, `text/plain; charset=utf-8`, exactly this secret.
    Answer {
        /// What to answer.
        secret: HandshakeSecret,
        /// The place in the list of keys of the token that was named.
        key: usize,
    },
    /// 403 and a fixed text.
    Refused(HandshakeFault),
}

/// Why a handshake is refused. Never says anything of the token or the secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum HandshakeFault {
    /// A member occurs twice in one object.
    #[error("a member occurs twice in one object")]
    DuplicateMember,
    /// `clientToken` is missing, empty or no text.
    #[error("`clientToken` is missing")]
    TokenMissing,
    /// `clientToken` is none of the webhook's tokens.
    #[error("`clientToken` is wrong")]
    TokenWrong,
    /// `secret` is missing, empty or no text.
    #[error("`secret` is missing")]
    SecretMissing,
    /// `secret` is not 1 to 1024 visible ASCII characters.
    #[error("`secret` is not 1 to 1024 visible ASCII characters")]
    SecretUnfit,
}

impl HandshakeFault {
    /// The machine name: the reason in a receipt, and the label of a metric.
    pub const fn code(self) -> &'static str {
        match self {
            Self::DuplicateMember => "duplicate_member",
            Self::TokenMissing => "token_missing",
            Self::TokenWrong => "token_wrong",
            Self::SecretMissing => "secret_missing",
            Self::SecretUnfit => "secret_unfit",
        }
    }
}

/// The text that answers a handshake. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct HandshakeSecret(Zeroizing<String>);

impl HandshakeSecret {
    /// The longest secret that is echoed, in characters (PRODUCT §4).
    pub const CHARS: usize = 1024;

    /// The text: 1 to 1024 visible ASCII characters. For the body of the answer and for nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for HandshakeSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HandshakeSecret")
    }
}

impl Handshake {
    /// The handshake in a body: an object with `clientToken` or `secret` and no `conversationId` (PRODUCT §4).
    pub(super) fn in_document(document: &Document<'_>) -> Option<Self> {
        let Document { root, has_duplicates } = document;
        let named = |name| root.names().any(|member| member == name);
        if named("conversationId") || !(named("clientToken") || named("secret")) {
            return None;
        }
        let text = |root: &Object<'_>, name| root.text(name).map(|text| Zeroizing::new(text.to_owned()));
        Some(Self { token: text(root, "clientToken"), secret: text(root, "secret"), has_duplicates: *has_duplicates })
    }

    /// Judges it against the webhook's active tokens, all of them, in constant time. Whether the privacy notice is acknowledged
    /// is for the caller to ask as well.
    pub fn answer(&self, keys: &[SigningKey]) -> HandshakeOutcome {
        match self.judge(keys) {
            Ok((secret, key)) => HandshakeOutcome::Answer { secret, key },
            Err(fault) => HandshakeOutcome::Refused(fault),
        }
    }

    fn judge(&self, keys: &[SigningKey]) -> Result<(HandshakeSecret, usize), HandshakeFault> {
        if self.has_duplicates {
            return Err(HandshakeFault::DuplicateMember);
        }
        let token = self.token.as_ref().ok_or(HandshakeFault::TokenMissing)?;
        let key = owner_of(token.as_bytes(), keys).ok_or(HandshakeFault::TokenWrong)?;
        let secret = self.secret.as_ref().ok_or(HandshakeFault::SecretMissing)?;
        let fits = secret.len() <= HandshakeSecret::CHARS && secret.bytes().all(|byte| byte.is_ascii_graphic());
        if !fits {
            return Err(HandshakeFault::SecretUnfit);
        }
        Ok((HandshakeSecret(secret.clone()), key))
    }
}

impl fmt::Debug for Handshake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Handshake")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::providers::{Delivery, provider};
    use domain::ChannelKind;

    fn outcome(body: &str) -> Option<HandshakeOutcome> {
        let keys = ["new-token", "old-token"].map(|token| SigningKey::new(token.as_bytes()));
        let keys: Vec<_> = keys.into_iter().flatten().collect();
        match provider(ChannelKind::GoogleBusinessMessages).classify(body.as_bytes()) {
            Delivery::Handshake(handshake) => Some(handshake.answer(&keys)),
            Delivery::Event(_) => None,
        }
    }

    #[track_caller]
    fn refused(body: &str, fault: HandshakeFault) {
        assert_eq!(outcome(body), Some(HandshakeOutcome::Refused(fault)), "{body}");
    }

    #[test]
    fn every_active_token_is_answered_with_exactly_the_secret() {
        for (place, token) in ["new-token", "old-token"].into_iter().enumerate() {
            let body = format!(r#" {{"secret":"s~!3cr3t","clientToken":"{token}","more":[{{}}]}} "#);
            let Some(HandshakeOutcome::Answer { secret, key }) = outcome(&body) else { panic!("not answered") };
            assert_eq!((secret.expose(), key), ("s~!3cr3t", place));
        }
        let longest = format!(r#"{{"secret":"{}","clientToken":"new-token"}}"#, "x".repeat(1024));
        assert!(matches!(outcome(&longest), Some(HandshakeOutcome::Answer { .. })));
    }

    #[test]
    fn wrong_and_missing_tokens_are_refused() {
        for token in ["new-toke", "NEW-TOKEN", "new-token\\u0000", "new-token "] {
            let body = format!(r#"{{"clientToken":"{token}","secret":"1"}}"#);
            refused(&body, HandshakeFault::TokenWrong);
        }
        refused(r#"{"secret":"1"}"#, HandshakeFault::TokenMissing);
        refused(r#"{"secret":"1","clientToken":""}"#, HandshakeFault::TokenMissing);
        refused(r#"{"secret":"1","clientToken":null}"#, HandshakeFault::TokenMissing);
        refused(r#"{"secret":"1","clientToken":["new-token"]}"#, HandshakeFault::TokenMissing);
        refused(r#"{"secret":"1","clientToken":"x","clientToken":"new-token"}"#, HandshakeFault::DuplicateMember);
    }

    #[test]
    fn unfit_secrets_are_refused() {
        for secret in ["a\\r\\nb", "a b", "\\u00e6", "\\u0000", "\\u007f", &"x".repeat(1025)] {
            let body = format!(r#"{{"clientToken":"old-token","secret":"{secret}"}}"#);
            refused(&body, HandshakeFault::SecretUnfit);
        }
        refused(r#"{"clientToken":"old-token","secret":""}"#, HandshakeFault::SecretMissing);
        refused(r#"{"clientToken":"old-token","secret":7}"#, HandshakeFault::SecretMissing);
        refused(r#"{"clientToken":"old-token"}"#, HandshakeFault::SecretMissing);
    }

    #[test]
    fn other_shapes_are_events() {
        let bodies = [
            r#"{"clientToken":"new-token","secret":"1","conversationId":"c"}"#,
            r#"{"clientToken":"new-token","secret":"1","conversationId":null}"#,
            r#"[{"clientToken":"new-token","secret":"1"}]"#,
            r#"{"message":{"clientToken":"new-token","secret":"1"}}"#,
            "{}",
            "",
        ];
        assert!(bodies.into_iter().all(|body| outcome(body).is_none()));
    }

    #[test]
    fn nothing_shows_token_or_secret() {
        let body = br#"{"clientToken":"canary-token","secret":"canary-secret"}"#;
        let delivery = provider(ChannelKind::GoogleBusinessMessages).classify(body);
        let keys = [SigningKey::new(b"canary-token").expect("a token")];
        let Delivery::Handshake(handshake) = &delivery else { panic!("no handshake") };
        let shown = format!("{delivery:?} {:?} {:?}", handshake.answer(&keys), handshake.answer(&[]));
        assert!(!shown.contains("canary"), "{shown}");
    }
}
