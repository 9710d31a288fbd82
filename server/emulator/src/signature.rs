//! `X-Goog-Signature`: base64 of HMAC-SHA512, keyed with the client token, over the exact body.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha512;

/// The header that carries the signature.
pub(crate) const HEADER: &str = "x-goog-signature";

/// Signs `body` with `token`.
pub(crate) fn sign(token: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha512>::new_from_slice(token.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(body);
    STANDARD.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_those_of_openssl() {
        assert_eq!(
            sign("token", b"hello"),
            "p7M39x5zm9b6YzIKGxIgxpQxe5rl9+1F1SG0FOvtQ0Yh94gVzWp28G9VzpUn5BoIslLXu7WE09YEAeneUidkjw=="
        );
        assert_eq!(
            sign("SJ-token", br#"{"a":"b"}"#),
            "r1gMTuNqWa//Q9W1o+Wnq0eCFiiRnyHuPljgoKhOQE0/htwiTUnBXRsmrvW+RyCsGHeKZxyY5patyQxVSEFj4w=="
        );
    }
}
