//! Heads: how long the chain is and what its last hash is, signed; and copies of them that are kept elsewhere.

use ed25519_dalek::{Signature, VerifyingKey};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::chain::Hash;

/// A signed head. As one line of JSON it is what the log shows and the anchor file keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// So many links.
    pub count: i64,
    /// The hash of the last, in hexadecimal.
    pub hash: String,
    /// When it was signed.
    pub at: Timestamp,
    /// The name of the master key that the signing key follows from.
    pub key_id: String,
    /// The public half of the signing key, in hexadecimal.
    pub public_key: String,
    /// Ed25519 over count, hash and time, in hexadecimal.
    pub signature: String,
}

impl Head {
    /// What is signed.
    pub(super) fn statement(count: i64, hash: &Hash, at: Timestamp) -> Vec<u8> {
        let mut text = b"sentralbord audit head 1\0".to_vec();
        text.extend(count.to_be_bytes());
        text.extend(hash);
        text.extend(at.as_microsecond().to_be_bytes());
        text
    }

    /// The head in one line.
    pub fn line(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The hash, if the signature is that of the key which stands beside it.
    pub(super) fn signed_hash(&self) -> Option<Hash> {
        let hash = bytes::<32>(&self.hash)?;
        let key = VerifyingKey::from_bytes(&bytes::<32>(&self.public_key)?).ok()?;
        let signature = Signature::from_bytes(&bytes::<64>(&self.signature)?);
        key.verify_strict(&Self::statement(self.count, &hash, self.at), &signature).ok()?;
        Some(hash)
    }
}

/// Something that the chain must go through: a head that somebody kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// After so many links …
    pub count: i64,
    /// … the hash is this.
    pub(super) hash: Hash,
}

/// Why something is not taken for a mark.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MarkFault {
    /// Not in the form of a head.
    #[error("is no head: heads are the lines that `serve` prints, or COUNT:HASH with 64 hexadecimal digits")]
    Malformed,
    /// Changed since it was signed.
    #[error("is a head whose signature does not fit: it was changed after it was signed")]
    Unsigned,
}

impl Mark {
    /// Reads a line of an anchor file or of the log, or `COUNT:HASH`.
    pub fn parse(text: &str) -> Result<Self, MarkFault> {
        let text = text.trim();
        let (count, hash) = if let Some(at) = text.find('{') {
            let head: Head = serde_json::from_str(&text[at..]).map_err(|_| MarkFault::Malformed)?;
            (head.count, head.signed_hash().ok_or(MarkFault::Unsigned)?)
        } else {
            let (count, hash) = text.split_once(':').ok_or(MarkFault::Malformed)?;
            let count = count.parse().map_err(|_| MarkFault::Malformed)?;
            (count, bytes::<32>(hash).ok_or(MarkFault::Malformed)?)
        };
        if count < 1 { Err(MarkFault::Malformed) } else { Ok(Self { count, hash }) }
    }
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    data_encoding::HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ed25519_dalek::{Signer, SigningKey};

    fn head() -> Head {
        let key = SigningKey::from_bytes(&[3; 32]);
        let (count, hash, at) = (7, [9; 32], "2026-03-02T12:00:00Z".parse().unwrap());
        Head {
            count,
            hash: hexadecimal(&hash),
            at,
            key_id: "k".to_owned(),
            public_key: hexadecimal(key.verifying_key().as_bytes()),
            signature: hexadecimal(&key.sign(&Head::statement(count, &hash, at)).to_bytes()),
        }
    }

    #[test]
    fn a_head_is_read_back_from_its_line_with_or_without_what_stands_before_it() {
        let mark = Mark { count: 7, hash: [9; 32] };
        assert_eq!(Mark::parse(&head().line()), Ok(mark));
        assert_eq!(Mark::parse(&format!("audit head {}", head().line())), Ok(mark));
        assert_eq!(Mark::parse(&format!("7:{}", "09".repeat(32))), Ok(mark));
    }

    #[test]
    fn a_head_that_was_changed_is_no_mark() {
        let changes: [fn(&mut Head); 4] = [
            |head| head.count = 8,
            |head| head.hash = "08".repeat(32),
            |head| head.at = "2026-03-02T12:00:01Z".parse().unwrap(),
            |head| head.public_key = hexadecimal(SigningKey::from_bytes(&[4; 32]).verifying_key().as_bytes()),
        ];
        for change in changes {
            let mut head = head();
            change(&mut head);
            assert_eq!(Mark::parse(&head.line()), Err(MarkFault::Unsigned));
        }
    }

    #[test]
    fn what_is_no_head_is_told_apart() {
        for text in ["", "7", "7:zz", "x:00", "{}", "0:0909", &format!("0:{}", "09".repeat(32))] {
            assert_eq!(Mark::parse(text), Err(MarkFault::Malformed), "{text}");
        }
    }
}
