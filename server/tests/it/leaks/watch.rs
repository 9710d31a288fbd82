//! What came out of the portal, and the search in all of it.

use std::collections::BTreeMap;

use backend::testing::{Portal, dump};
use http::HeaderValue;
use http::header::SET_COOKIE;

use super::canary::{Allowed, Canary, Hit, Search};
use super::log::Log;
use crate::caller::Reply;

/// Where something came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sink {
    Reply,
    Row,
    Log,
    /// Metrics, and errors as they are printed.
    Print,
}

struct Seen {
    what: String,
    sink: Sink,
    text: String,
    /// Whose value was shown on purpose, once, to who asked for it.
    shown: Option<&'static str>,
}

/// Everything that was seen, and what must not be in it.
#[derive(Default)]
pub struct Watch {
    canaries: Vec<Canary>,
    seen: Vec<Seen>,
}

impl Watch {
    pub fn for_canary(&mut self, canary: Canary) {
        self.canaries.push(canary);
    }

    /// For a value; returns it.
    pub fn for_value(&mut self, name: &str, value: impl Into<String>) -> String {
        let value = value.into();
        self.for_canary(Canary::of(name, &value));
        value
    }

    pub fn text(&mut self, sink: Sink, what: &str, text: impl Into<String>) {
        self.seen.push(Seen { what: what.to_owned(), sink, text: text.into(), shown: None });
    }

    /// Status, headers and body.
    pub fn reply(&mut self, what: &str, reply: &Reply) {
        self.showing(what, reply, None);
    }

    /// The one reply that shows the value of that name to who asked for it.
    pub fn showing(&mut self, what: &str, reply: &Reply, shown: impl Into<Option<&'static str>>) {
        // The one place of a session's id is the cookie of that name, which the browser gets anew when the session changes.
        let is_session = |value: &HeaderValue| value.as_bytes().starts_with(b"__Host-sentralbord=");
        let headers: Vec<_> =
            reply.headers.iter().filter(|(name, value)| *name != SET_COOKIE || !is_session(value)).collect();
        let text = format!("{} {headers:?}\n{}", reply.status, reply.text());
        self.seen.push(Seen { what: what.to_owned(), sink: Sink::Reply, text, shown: shown.into() });
    }

    /// Every row of the database.
    pub async fn rows(&mut self, portal: &Portal, what: &str) {
        for row in dump(portal).await.lines() {
            self.text(Sink::Row, what, row);
        }
    }

    pub fn log(&mut self, log: &Log) {
        for line in log.text().lines() {
            self.text(Sink::Log, "the log", line);
        }
    }

    /// How much came out of a sink.
    pub fn count(&self, sink: Sink) -> usize {
        self.seen.iter().filter(|seen| seen.sink == sink).count()
    }

    /// Each value with each place in which it was found, once.
    pub fn leaks(&self) -> Vec<String> {
        let search = Search::of(&self.canaries);
        let mut leaks = BTreeMap::new();
        for seen in &self.seen {
            for Hit { canary, shape, around } in search.hits(&seen.text) {
                let is_with_conversations =
                    canary.allowed == Allowed::WithConversations && [Sink::Reply, Sink::Row].contains(&seen.sink);
                if !is_with_conversations && seen.shown != Some(canary.name.as_str()) {
                    let place = format!("{} ({shape}) in a {:?}: {}", canary.name, seen.sink, seen.what);
                    leaks.entry(place).or_insert(around);
                }
            }
        }
        leaks.into_iter().map(|(place, around)| format!("{place}\n    {around}")).collect()
    }
}
