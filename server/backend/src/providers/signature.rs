//! Signatures: base64 of HMAC-SHA512 with the webhook's client token as key (PROTOCOL §2).

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use memchr::memmem;
use sha2::{Digest, Sha256, Sha512};
use std::{borrow::Cow, fmt};
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use zeroize::Zeroizing;

/// A webhook's client token, ready for use: the keyed state is computed once and cloned for every delivery. `Debug` shows
/// nothing of it, nothing serialises it.
#[derive(Clone)]
pub struct SigningKey {
    mac: Hmac<Sha512>,
    digest: [u8; 32],
    token: Zeroizing<Box<[u8]>>,
}

/// Why a signature is refused. The delivery is answered with 401 whatever the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum SignatureFault {
    /// The header is not there.
    #[error("the signature is missing")]
    Missing,
    /// The header is there more than once.
    #[error("there is more than one signature")]
    Doubled,
    /// The value is not exactly 64 bytes in canonical, padded base64 of the standard alphabet.
    #[error("the signature is malformed")]
    Malformed,
    /// No key gives this signature for these bytes.
    #[error("the signature does not fit")]
    Mismatch,
    /// It fits a token that is believed no more.
    #[error("the signature is of a retired token")]
    Retired,
    /// The webhook has no client token to check with.
    #[error("there is no client token to check with")]
    NoKey,
}

impl SignatureFault {
    /// The code of [`Self::NoKey`], which says that a secret is not set: it is for those alone who may know that.
    pub const NO_KEY: &'static str = "no_client_token";
    /// The code of [`Self::Retired`], which says that a secret was changed: it is for the same people.
    pub const RETIRED: &'static str = "token_retired";

    /// The machine name: the reason in a receipt, and the label of a metric.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "signature_missing",
            Self::Doubled => "signature_doubled",
            Self::Malformed => "signature_malformed",
            Self::Mismatch => "signature_mismatch",
            Self::Retired => Self::RETIRED,
            Self::NoKey => Self::NO_KEY,
        }
    }
}

impl SigningKey {
    /// A key from the token's bytes (UTF-8, as the provider holds it). `None` for an empty token: anybody could sign with that.
    pub fn new(token: &[u8]) -> Option<Self> {
        if token.is_empty() {
            return None;
        }
        let mac = Hmac::new_from_slice(token).ok()?;
        Some(Self { mac, digest: digest(token), token: Zeroizing::new(token.into()) })
    }

    /// The signature header's value for these bytes, as the provider makes it.
    pub fn sign(&self, bytes: &[u8]) -> String {
        STANDARD.encode(self.code_of(bytes))
    }

    /// The body with every occurrence of the token overwritten by `*`: what may be stored (PRODUCT §4).
    pub fn blank<'b>(&self, body: &'b [u8]) -> Cow<'b, [u8]> {
        let mut blanked = Cow::Borrowed(body);
        for start in memmem::find_iter(body, &self.token) {
            blanked.to_mut()[start..start + self.token.len()].fill(b'*');
        }
        blanked
    }

    fn code_of(&self, bytes: &[u8]) -> [u8; 64] {
        self.mac.clone().chain_update(bytes).finalize().into_bytes().into()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey")
    }
}

/// Checks the one signature against every key; see [`Provider::verify`](super::Provider::verify).
pub(super) fn verify(bytes: &[u8], signatures: &[&[u8]], keys: &[SigningKey]) -> Result<usize, SignatureFault> {
    let signature = match signatures {
        [] => return Err(SignatureFault::Missing),
        [signature] => *signature,
        _ => return Err(SignatureFault::Doubled),
    };
    let given = decode(signature).ok_or(SignatureFault::Malformed)?;
    if keys.is_empty() {
        return Err(SignatureFault::NoKey);
    }
    which(keys, |key| key.code_of(bytes).ct_eq(&given)).ok_or(SignatureFault::Mismatch)
}

/// The key whose token this is. Compares digests, so that not even the token's length shows in the time it takes.
pub(super) fn owner_of(token: &[u8], keys: &[SigningKey]) -> Option<usize> {
    let given = digest(token);
    which(keys, |key| key.digest.ct_eq(&given))
}

/// The first key that fits. Asks all of them, whichever fits.
fn which(keys: &[SigningKey], fits: impl Fn(&SigningKey) -> Choice) -> Option<usize> {
    let (mut found, mut place) = (Choice::from(0), 0_u64);
    for (candidate, key) in (0_u64..).zip(keys) {
        let fits = fits(key);
        place.conditional_assign(&candidate, fits & !found);
        found |= fits;
    }
    bool::from(found).then(|| usize::try_from(place).ok()).flatten()
}

/// 64 bytes are 86 characters and two of padding; the engine refuses other padding and bits left over.
fn decode(signature: &[u8]) -> Option<[u8; 64]> {
    if signature.len() != 88 {
        return None;
    }
    STANDARD.decode(signature).ok()?.try_into().ok()
}

fn digest(token: &[u8]) -> [u8; 32] {
    Sha256::new_with_prefix(b"sentralbord token 1").chain_update(token).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231, test case 2.
    const KNOWN: &str = "Fkt6e/z4GeLjlfvnO1bgo4e9ZCIugx/WECcM1+olBVSXWL91wFqZSm0DT2X48Ob9yuqxo01Ka0tjbgcKOLznNw==";

    fn key(token: &str) -> SigningKey {
        SigningKey::new(token.as_bytes()).expect("a token")
    }

    fn check(signatures: &[&str]) -> Result<usize, SignatureFault> {
        let signatures: Vec<_> = signatures.iter().map(|value| value.as_bytes()).collect();
        verify(b"what do ya want for nothing?", &signatures, &[key("old"), key("Jefe"), key("Jefe")])
    }

    #[test]
    fn known_answer_is_accepted_and_names_the_first_key_that_fits() {
        assert_eq!(key("Jefe").sign(b"what do ya want for nothing?"), KNOWN);
        assert_eq!(check(&[KNOWN]), Ok(1));
        assert_eq!(verify(b"other bytes", &[KNOWN.as_bytes()], &[key("Jefe")]), Err(SignatureFault::Mismatch));
        assert_eq!(verify(b"", &[KNOWN.as_bytes()], &[]), Err(SignatureFault::NoKey));
    }

    #[test]
    fn anything_but_one_canonical_value_is_refused() {
        assert_eq!(check(&[]), Err(SignatureFault::Missing));
        assert_eq!(check(&[KNOWN, KNOWN]), Err(SignatureFault::Doubled));
        let swapped = KNOWN.replace('+', "-").replace('/', "_");
        let unpadded = KNOWN.trim_end_matches('=').to_owned();
        let spaced = format!(" {KNOWN}");
        let joined = format!("{KNOWN},{KNOWN}");
        let leftover = KNOWN.replace("Nw==", "Nx==");
        let hex = "16".repeat(64);
        for value in ["", &swapped, &unpadded, &spaced, &joined, &leftover, &hex, &"=".repeat(88)] {
            assert_eq!(check(&[value]), Err(SignatureFault::Malformed), "{value}");
        }
        let another = KNOWN.replacen('F', "G", 1);
        assert_eq!(check(&[&another]), Err(SignatureFault::Mismatch));
    }

    #[test]
    fn tokens_are_recognised_whole() {
        let keys = [key("first"), key("second")];
        assert_eq!(owner_of(b"second", &keys), Some(1));
        for other in [&b""[..], b"secon", b"second ", b"SECOND", b"second\0"] {
            assert_eq!(owner_of(other, &keys), None);
        }
        assert!(SigningKey::new(b"").is_none());
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", key("canary")), "SigningKey");
    }

    #[test]
    fn bodies_are_blanked_for_storing() {
        let token = key("aba");
        assert_eq!(token.blank(b"x aba y ababa").as_ref(), b"x *** y ***ba");
        assert!(matches!(token.blank(b"nothing here"), Cow::Borrowed(_)));
    }
}
