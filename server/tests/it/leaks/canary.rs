//! Values that must not be found, in every shape in which they could be.

use std::collections::HashMap;

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD, HEXLOWER, HEXUPPER};
use uuid::Uuid;

/// Where a value may be found after all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// Nowhere but in the vault, sealed.
    Nowhere,
    /// With the conversations of customers: in rows, and in replies to those who may read them.
    WithConversations,
}

/// A value, and what to search for.
#[derive(Debug)]
pub struct Canary {
    pub name: String,
    pub allowed: Allowed,
    needles: Vec<(&'static str, String)>,
}

/// A value that nobody else has made: 36 letters and digits.
pub fn fresh() -> String {
    format!("cnry{}", Uuid::new_v4().simple())
}

impl Canary {
    /// Of a value of at least 22 bytes in ASCII. The last four characters of a token may be shown, so they are not searched for.
    pub fn of(name: &str, value: &str) -> Self {
        assert!(value.len() >= 22 && value.is_ascii(), "{name} is too short to be told from other values");
        let (head, tail) = (&value[..12], &value[value.len() - 16..value.len() - 4]);
        let mut needles = vec![
            ("as it is", head.to_owned()),
            ("its end", tail.to_owned()),
            ("upper case", head.to_ascii_uppercase()),
            ("reversed", head.chars().rev().collect()),
            ("hex", HEXLOWER.encode(&value.as_bytes()[..10])),
            ("hex", HEXUPPER.encode(&value.as_bytes()[..10])),
        ];
        // Base64 depends on how many bytes stand before; the characters that hold bits of those are left out.
        for (before, skipped) in [(0, 0), (1, 2), (2, 3)] {
            let bytes = [&[0; 2][..before], value.as_bytes()].concat();
            needles.push(("base64", BASE64_NOPAD.encode(&bytes)[skipped..skipped + 14].to_owned()));
            needles.push(("base64url", BASE64URL_NOPAD.encode(&bytes)[skipped..skipped + 14].to_owned()));
        }
        Self { name: name.to_owned(), allowed: Allowed::Nowhere, needles }
    }

    /// Of a session's id: the cookie's value, and the bytes and the number behind it.
    pub fn of_session(name: &str, cookie: &str) -> Self {
        let mut canary = Self::of(name, cookie);
        let bytes = BASE64URL_NOPAD.decode(cookie.as_bytes()).unwrap();
        canary.needles.push(("hex of its bytes", HEXLOWER.encode(&bytes)));
        let number = i128::from_le_bytes(bytes.try_into().unwrap());
        canary.needles.push(("number", number.to_string()));
        canary
    }

    pub fn with_conversations(self) -> Self {
        Self { allowed: Allowed::WithConversations, ..self }
    }
}

/// Something that was found.
pub struct Hit<'c> {
    pub canary: &'c Canary,
    pub shape: &'static str,
    /// What stands around it.
    pub around: String,
}

/// The search for all values at once.
pub struct Search<'c>(HashMap<[u8; 4], Vec<(&'c Canary, &'static str, &'c str)>>);

impl<'c> Search<'c> {
    pub fn of(canaries: &'c [Canary]) -> Self {
        let mut by_start: HashMap<[u8; 4], Vec<_>> = HashMap::new();
        for canary in canaries {
            for (shape, needle) in &canary.needles {
                let start = needle.as_bytes()[..4].try_into().unwrap();
                by_start.entry(start).or_default().push((canary, *shape, needle.as_str()));
            }
        }
        Self(by_start)
    }

    pub fn hits(&self, text: &str) -> Vec<Hit<'c>> {
        let mut hits = Vec::new();
        for (at, start) in text.as_bytes().windows(4).enumerate() {
            for (canary, shape, needle) in self.0.get(start).into_iter().flatten() {
                if text.as_bytes()[at..].starts_with(needle.as_bytes()) {
                    hits.push(Hit { canary, shape, around: around(text, at) });
                }
            }
        }
        hits
    }
}

fn around(text: &str, at: usize) -> String {
    let from = text.floor_char_boundary(at.saturating_sub(300));
    let to = text.ceil_char_boundary((at + 200).min(text.len()));
    text[from..to].to_owned()
}
