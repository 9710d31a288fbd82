//! Dedupe keys.

use sha2::{Digest, Sha256};
use std::fmt;

/// What makes two deliveries the same event: a SHA-256 over account, agent and the provider's id of the content (PRODUCT §4).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DedupeKey([u8; 32]);

impl DedupeKey {
    /// The key of content `id`, which is a `kind` of id (so that a request id never equals a message id by accident). Every part
    /// goes in behind its length: moving a byte from one part to the next gives another key.
    pub(super) fn over(account: &[u8], agent: &[u8], kind: &str, id: &[u8]) -> Self {
        let mut hash = Sha256::new_with_prefix(b"sentralbord dedupe 1");
        for part in [account, agent, kind.as_bytes(), id] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        Self(hash.finalize().into())
    }

    /// The 32 bytes, as stored.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl From<[u8; 32]> for DedupeKey {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

/// Writes 64 hexadecimal digits.
impl fmt::Display for DedupeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for DedupeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DedupeKey({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_into_each_other() {
        let keys = [
            DedupeKey::over(b"ab", b"c", "request", b"d"),
            DedupeKey::over(b"a", b"bc", "request", b"d"),
            DedupeKey::over(b"ab", b"", "request", b"cd"),
            DedupeKey::over(b"ab", b"c", "message", b"d"),
        ];
        for (place, key) in keys.iter().enumerate() {
            assert!(!keys[..place].contains(key), "{key:?}");
        }
        assert_eq!(keys[0], DedupeKey::over(b"ab", b"c", "request", b"d"));
        assert_eq!(keys[0], DedupeKey::from(*keys[0].as_bytes()));
    }
}
