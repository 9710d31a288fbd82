//! Answers, brought into a form in which two worlds can be compared.

use std::collections::HashMap;
use std::fmt::Write;

use http::header::{CONTENT_LENGTH, HeaderName, SET_COOKIE};

use crate::caller::Reply;

/// Status, headers and body, without what is drawn by lot.
pub struct Answer {
    pub headers: String,
    /// The body without its scripts.
    pub body: String,
    /// What the body's scripts carry.
    pub scripts: String,
}

impl Answer {
    pub fn of(reply: &Reply) -> Self {
        let text = reply.text();
        let nonce = text.split_once("nonce=\"").and_then(|(_, rest)| rest.split('"').next()).map(str::to_owned);
        // The length is the body's, which is compared itself.
        let is_compared = |name: &HeaderName| *name != SET_COOKIE && *name != CONTENT_LENGTH;
        let headers: Vec<_> = reply.headers.iter().filter(|(name, _)| is_compared(name)).collect();
        let without_lots = |text: &str| match &nonce {
            Some(nonce) if !nonce.is_empty() => without_drawn(&without_ids(&text.replace(nonce.as_str(), "NONCE"))),
            _ => without_drawn(&without_ids(text)),
        };
        let headers = without_lots(&format!("{} {headers:?}", reply.status));
        let headers = headers.split("'nonce-").enumerate().map(|(at, part)| match (at, part.split_once('\'')) {
            (1.., Some((_, rest))) => rest,
            _ => part,
        });
        let headers = headers.collect();
        let (mut body, mut scripts) = (String::new(), String::new());
        for (at, part) in without_lots(&text).split("<script").enumerate() {
            match part.split_once("</script>") {
                Some((script, rest)) if at > 0 => {
                    scripts.push_str(script);
                    body.push_str(rest);
                }
                _ => body.push_str(part),
            }
        }
        Self { headers, body, scripts }
    }
}

/// Without the keys of addresses that were made meanwhile, and without the seed of a form that tries rules.
fn without_drawn(text: &str) -> String {
    let mut text = text.to_owned();
    for (before, is_drawn) in [
        ("/webhooks/google-business-messages/", char::is_alphanumeric as fn(char) -> bool),
        ("name=\"form[seed]\" value=\"", |c| c == '-' || c.is_ascii_digit()),
    ] {
        let parts: Vec<&str> = text.split(before).collect();
        let rest = parts[1..].iter().map(|part| part.trim_start_matches(is_drawn));
        text = std::iter::once(parts[0]).chain(rest).collect::<Vec<_>>().join(before);
    }
    text
}

/// Ids that are made in one world are others in the next; each gets the number of its first place.
pub fn without_ids(text: &str) -> String {
    const LENGTH: usize = 36;
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let (mut out, mut from, mut at) = (String::with_capacity(text.len()), 0, 0);
    let bytes = text.as_bytes();
    while at + LENGTH <= bytes.len() {
        let is_id = bytes[at..at + LENGTH].iter().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        });
        if is_id {
            out.push_str(&text[from..at]);
            let next = numbers.len();
            let number = *numbers.entry(&text[at..at + LENGTH]).or_insert(next);
            let _ = write!(out, "ID{number}");
            at += LENGTH;
            from = at;
        } else {
            at += 1;
        }
    }
    out.push_str(&text[from..]);
    out
}

/// The first place where two texts differ, with what stands around it in both.
pub fn difference(one: &str, other: &str) -> Option<String> {
    if one == other {
        return None;
    }
    let at = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let around = |text: &str| {
        let from = text.floor_char_boundary(at.saturating_sub(120));
        let to = text.ceil_char_boundary((at + 120).min(text.len()));
        text[from..to].to_owned()
    };
    Some(format!("    {:?}\n    {:?}", around(one), around(other)))
}

#[test]
fn ids_are_told_apart_but_not_named() {
    let (a, b) = ("0190a1b2-0000-7000-8000-00000000000a", "0190a1b2-0000-7000-8000-00000000000b");
    assert_eq!(without_ids(&format!("<{a}><{b}><{a}>")), "<ID0><ID1><ID0>");
    assert_eq!(without_ids("no id: 0190a1b2-0000"), "no id: 0190a1b2-0000");
}

#[test]
fn what_is_drawn_by_lot_is_no_difference() {
    let form = "<input name=\"form[seed]\" value=\"-42\">, https://a/webhooks/google-business-messages/ab2cd3\"";
    let bare = "<input name=\"form[seed]\" value=\"\">, https://a/webhooks/google-business-messages/\"";
    assert_eq!(without_drawn(form), bare);
}

#[test]
fn a_difference_is_shown_where_it_begins() {
    assert_eq!(difference("same", "same"), None);
    assert!(difference("æøå one", "æøå two").unwrap().contains("two"));
}
