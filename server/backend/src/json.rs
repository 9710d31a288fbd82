//! JSON from outside, read with suspicion: at most [`DEPTH`] levels, duplicate members noticed, and texts that PostgreSQL could
//! not hold repaired. Nothing here has a `Debug`: the texts may be tokens, keys or what customers wrote.

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::{borrow::Cow, cell::Cell, fmt};

/// The deepest nesting that is read (SECURITY R17). The root is level 1.
pub const DEPTH: usize = 32;

/// Why bytes are not JSON that we read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum JsonFault {
    /// Not JSON, not UTF-8, or with a number beyond every range.
    #[error("it is not valid JSON")]
    Syntax,
    /// More than 32 levels.
    #[error("it is nested more than {DEPTH} levels deep")]
    TooDeep,
    /// The root is not an object.
    #[error("it is not a JSON object")]
    NotObject,
}

/// An object and whether any object in it, at any level, has two members of one name. Where it has, the last one counts here,
/// but another reader may have taken the first: who needs one meaning refuses.
pub(crate) struct Document<'b> {
    pub root: Object<'b>,
    pub has_duplicates: bool,
}

/// A JSON value, as far as anybody here needs one. Texts without an escape stay where they were read.
pub(crate) enum Json<'b> {
    Text(Cow<'b, str>),
    Whole(u64),
    Flag(bool),
    List(Vec<Json<'b>>),
    Object(Object<'b>),
    /// Null and the other numbers.
    Other,
}

/// An object's members, by name. Every getter gives `None` for a member that is missing or has another type: unknown shapes are normal.
#[derive(Default)]
pub(crate) struct Object<'b>(Vec<(Cow<'b, str>, Json<'b>)>);

impl<'b> Object<'b> {
    fn get(&self, name: &str) -> Option<&Json<'b>> {
        let place = self.0.binary_search_by(|(known, _)| (**known).cmp(name)).ok()?;
        self.0.get(place).map(|(_, value)| value)
    }

    /// Whether the member is there and is not null.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| !matches!(value, Json::Other))
    }

    /// A text that is not empty.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Json::Text(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// A whole number, also when written as text, as proto3 writes 64-bit ones.
    pub fn whole(&self, name: &str) -> Option<u64> {
        match self.get(name)? {
            Json::Whole(number) => Some(*number),
            Json::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// A boolean, also when written as text, as Google's own test framework does (PROTOCOL §8.14).
    pub fn flag(&self, name: &str) -> Option<bool> {
        match self.get(name)? {
            Json::Flag(flag) => Some(*flag),
            Json::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    pub fn object(&self, name: &str) -> Option<&Object<'b>> {
        self.get(name).and_then(Json::as_object)
    }

    pub fn list(&self, name: &str) -> Option<&[Json<'b>]> {
        match self.get(name)? {
            Json::List(items) => Some(items),
            _ => None,
        }
    }

    /// The members' names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| &**name)
    }
}

impl<'b> Json<'b> {
    pub fn as_object(&self) -> Option<&Object<'b>> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The same on its own.
    fn into_owned(self) -> Json<'static> {
        match self {
            Self::Text(text) => Json::Text(Cow::Owned(text.into_owned())),
            Self::Whole(number) => Json::Whole(number),
            Self::Flag(flag) => Json::Flag(flag),
            Self::List(items) => Json::List(items.into_iter().map(Json::into_owned).collect()),
            Self::Object(object) => Json::Object(object.into_owned()),
            Self::Other => Json::Other,
        }
    }
}

impl Object<'_> {
    fn into_owned(self) -> Object<'static> {
        let owned = |(name, value): (Cow<'_, str>, Json<'_>)| (Cow::Owned(name.into_owned()), value.into_owned());
        Object(self.0.into_iter().map(owned).collect())
    }
}

impl Document<'_> {
    /// The same without the bytes that it was read from.
    pub fn into_owned(self) -> Document<'static> {
        Document { root: self.root.into_owned(), has_duplicates: self.has_duplicates }
    }
}

/// Reads a whole body as one object.
pub(crate) fn read(bytes: &[u8]) -> Result<Document<'_>, JsonFault> {
    match repair(bytes)? {
        Cow::Borrowed(bytes) => read_repaired(bytes),
        Cow::Owned(bytes) => read_repaired(&bytes).map(Document::into_owned),
    }
}

fn read_repaired(bytes: &[u8]) -> Result<Document<'_>, JsonFault> {
    let has_duplicates = Cell::new(false);
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let root = Value(&has_duplicates)
        .deserialize(&mut reader)
        .and_then(|root| reader.end().map(|()| root))
        .map_err(|_| JsonFault::Syntax)?;
    let Json::Object(root) = root else {
        return Err(JsonFault::NotObject);
    };
    Ok(Document { root, has_duplicates: has_duplicates.get() })
}

/// Checks the depth, and replaces the escapes that no Rust or PostgreSQL text can hold (`\u0000` and halves of surrogate pairs)
/// by `\ufffd`: a customer's message must not be lost for a truncated emoji.
fn repair(bytes: &[u8]) -> Result<Cow<'_, [u8]>, JsonFault> {
    // Most bodies have no escape, and too few brackets to be deep wherever these stand.
    if memchr::memchr(b'\\', bytes).is_none() && memchr::memchr2_iter(b'{', b'[', bytes).count() <= DEPTH {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut repaired = Cow::Borrowed(bytes);
    let (mut at, mut depth, mut in_text) = (0, 0_usize, false);
    while let Some(byte) = bytes.get(at) {
        match (byte, in_text) {
            (b'"', _) => in_text = !in_text,
            (b'\\', true) => {
                let pair = (escaped_unit(bytes, at), escaped_unit(bytes, at + 6));
                if let (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) = pair {
                    at += 12;
                    continue;
                }
                if let Some(0 | 0xD800..=0xDFFF) = pair.0 {
                    repaired.to_mut()[at + 2..at + 6].copy_from_slice(b"fffd");
                }
                // Skips the escaped character, which may be a quotation mark.
                at += 1;
            }
            (b'{' | b'[', false) => {
                depth += 1;
                if depth > DEPTH {
                    return Err(JsonFault::TooDeep);
                }
            }
            (b'}' | b']', false) => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    Ok(repaired)
}

/// The UTF-16 unit of an escape `\uXXXX` that starts at `at`.
fn escaped_unit(bytes: &[u8], at: usize) -> Option<u16> {
    let digits = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
    digits.iter().try_fold(0_u16, |unit, digit| {
        let digit = char::from(*digit).to_digit(16)?;
        Some(unit << 4 | u16::try_from(digit).ok()?)
    })
}

/// Builds a [`Json`], and notes duplicate members.
struct Value<'a>(&'a Cell<bool>);

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = Json<'de>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Json<'de>, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Json<'de>, E> {
        Ok(Json::Other)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Json<'de>, E> {
        Ok(Json::Flag(flag))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Json<'de>, E> {
        Ok(Json::Whole(number))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Json<'de>, E> {
        Ok(Json::Other)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Json<'de>, E> {
        Ok(Json::Other)
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Owned(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Json<'de>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = from.next_element_seed(Value(self.0))? {
            items.push(item);
        }
        Ok(Json::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Json<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some(Name(name)) = from.next_key()? {
            members.push((name, from.next_value_seed(Value(self.0))?));
        }
        // Of members of one name the last one stays: the sort keeps their order.
        members.sort_by(|(a, _), (b, _)| a.cmp(b));
        let count = members.len();
        members.reverse();
        members.dedup_by(|(a, _), (b, _)| a == b);
        members.reverse();
        if members.len() < count {
            self.0.set(true);
        }
        Ok(Json::Object(Object(members)))
    }
}

/// A member's name, left where it was read if it has no escape.
#[derive(serde::Deserialize)]
struct Name<'b>(#[serde(borrow)] Cow<'b, str>);

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(body: &str) -> Option<String> {
        read(body.as_bytes()).ok()?.root.text("t").map(str::to_owned)
    }

    fn fault_of(body: &[u8]) -> Option<JsonFault> {
        read(body).err()
    }

    #[test]
    fn nul_and_half_surrogates_are_replaced() {
        assert_eq!(text_of(r#"{"t":"a\u0000b"}"#).as_deref(), Some("a\u{fffd}b"));
        assert_eq!(text_of(r#"{"t":"\ud83d!"}"#).as_deref(), Some("\u{fffd}!"));
        assert_eq!(text_of(r#"{"t":"\uDE00\ud83d"}"#).as_deref(), Some("\u{fffd}\u{fffd}"));
        assert_eq!(text_of(r#"{"t":"\ud83d\ud83d\ude00"}"#).as_deref(), Some("\u{fffd}😀"));
        assert_eq!(text_of(r#"{"t":"\ud83d\uDE00"}"#).as_deref(), Some("😀"));
    }

    #[test]
    fn escaped_backslashes_start_no_escape() {
        assert_eq!(text_of(r#"{"t":"\\u0000 \" {[[ \\"}"#).as_deref(), Some(r#"\u0000 " {[[ \"#));
    }

    #[test]
    fn depth_is_limited_outside_texts_only() {
        let nested = |levels: usize| {
            format!("{{\"t\":\"{}\",\"n\":{}{}}}", "[".repeat(99), "[".repeat(levels), "]".repeat(levels))
        };
        assert!(read(nested(DEPTH - 1).as_bytes()).is_ok());
        assert_eq!(fault_of(nested(DEPTH).as_bytes()), Some(JsonFault::TooDeep));
        assert_eq!(fault_of("[".repeat(200_000).as_bytes()), Some(JsonFault::TooDeep));
    }

    #[test]
    fn what_is_not_json_is_a_syntax_fault() {
        let bodies: [&[u8]; 8] = [
            b"",
            b"{",
            b"{\"t\":1e999}",
            b"{\"t\":\"\x00\"}",
            b"{\"t\":\"\xff\"}",
            b"{} {}",
            b"{\"t\":'x'}",
            b"{\"t\":\"\\u00",
        ];
        for body in bodies {
            assert_eq!(fault_of(body), Some(JsonFault::Syntax), "{}", body.escape_ascii());
        }
        assert_eq!(fault_of(b"[]"), Some(JsonFault::NotObject));
    }

    #[test]
    fn duplicates_are_noticed_at_any_level() {
        let duplicated = |body: &str| read(body.as_bytes()).is_ok_and(|read| read.has_duplicates);
        assert!(duplicated(r#"{"a":1,"a":2}"#));
        assert!(duplicated(r#"{"a":[{"b":null,"\u0062":1}]}"#));
        assert!(!duplicated(r#"{"a":{"a":1},"b":{"a":1}}"#));
    }

    #[test]
    fn numbers_and_flags_may_be_written_as_text() {
        let read = read(br#"{"n":7,"m":"8","x":-1,"f":"true","g":false,"z":null}"#).expect("JSON").root;
        assert_eq!((read.whole("n"), read.whole("m"), read.whole("x")), (Some(7), Some(8), None));
        assert_eq!((read.flag("f"), read.flag("g"), read.flag("n")), (Some(true), Some(false), None));
        assert!(!read.has("z") && !read.has("y") && read.has("f"));
    }
}
