//! Random values that prove something to whoever holds them: links that work once, keys of the API. They are shown once;
//! the database keeps their SHA-256 only, which is enough because they are too long to be guessed.

use data_encoding::BASE32_NOPAD;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// 160 random bits.
const BYTES: usize = 20;

/// A random value in lower-case base32, 32 characters.
#[derive(Clone)]
pub struct Token(SecretString);

impl Token {
    /// A value that nobody has seen.
    pub(crate) fn random() -> Self {
        let mut bytes = [0_u8; BYTES];
        rand::fill(&mut bytes[..]);
        Self(SecretString::from(lower_base32(&bytes)))
    }

    /// What somebody shows; whether it is a value of ours is for the database to say.
    pub fn shown(text: &str) -> Self {
        Self(SecretString::from(text.trim().to_ascii_lowercase()))
    }

    /// The value, to be shown once.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// What the database keeps.
    pub(crate) fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.expose().as_bytes()).to_vec()
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

fn lower_base32(bytes: &[u8]) -> String {
    BASE32_NOPAD.encode(bytes).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_160_bits_and_is_never_printed() {
        let (a, b) = (Token::random(), Token::random());
        assert_eq!(a.expose().len(), 32);
        assert_ne!(a.expose(), b.expose());
        assert!(!format!("{a:?}").contains(a.expose()));
    }

    #[test]
    fn a_token_is_known_by_its_hash_however_it_is_typed() {
        let token = Token::random();
        assert_eq!(Token::shown(&format!(" {} ", token.expose().to_uppercase())).hash(), token.hash());
    }
}
