//! A context as compiled rules read it: every fact at a number, texts ready to compare. Kept from one decision to the next, so that
//! deciding allocates nothing once the buffers have grown.

use jiff::Timestamp;

use super::fold;
use crate::context::{Context, ContextField, ContextValue};

/// The number of a field that some rule reads or sets.
pub(super) type Slot = usize;

/// How rules use a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Used {
    pub field: ContextField,
    /// Some test compares it with case.
    pub exact: bool,
    /// Some test compares it without.
    pub folded: bool,
}

/// The facts of one decision. Each is read when it is first asked for: most rules are out before their last test.
#[derive(Debug, Default)]
pub(super) struct Facts {
    texts: String,
    slots: Vec<Fact>,
}

/// One of them; texts are places in the buffer.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fact {
    /// Nobody has asked.
    Unread,
    Absent,
    Text {
        exact: Span,
        folded: Span,
    },
    Number(f64),
    Flag(bool),
    Instant(Timestamp),
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Span(usize, usize);

impl Facts {
    /// Forgets the decision before; so many fields are used in this one.
    pub fn begin(&mut self, count: usize) {
        self.texts.clear();
        self.slots.clear();
        self.slots.resize(count, Fact::Unread);
    }

    /// Reads a field, unless that was done or a rule has set it.
    pub fn read(&mut self, slot: Slot, used: &[Used], context: &Context) {
        if !matches!(self.slots[slot], Fact::Unread) {
            return;
        }
        let used = &used[slot];
        self.slots[slot] = match context.get(&used.field) {
            None => Fact::Absent,
            Some(ContextValue::Text(text)) => self.text_fact(used, text),
            Some(ContextValue::Number(number)) => Fact::Number(number),
            Some(ContextValue::Flag(flag)) => Fact::Flag(flag),
            Some(ContextValue::Instant(at)) => Fact::Instant(at),
        };
    }

    /// What a classification rule says of a field; blank text makes it absent.
    pub fn set(&mut self, used: &[Used], slot: Slot, value: ContextValue<'_>) {
        self.slots[slot] = match value {
            ContextValue::Text(text) => self.text_fact(&used[slot], text),
            ContextValue::Number(number) => Fact::Number(number),
            ContextValue::Flag(flag) => Fact::Flag(flag),
            ContextValue::Instant(at) => Fact::Instant(at),
        };
    }

    pub fn get(&self, slot: Slot) -> Fact {
        self.slots[slot]
    }

    /// The text of a field as tests compare it; nothing where it has none.
    pub fn compared(&self, slot: Slot, match_case: bool) -> Option<&str> {
        match self.get(slot) {
            Fact::Text { exact, folded } => Some(self.text(if match_case { exact } else { folded })),
            _ => None,
        }
    }

    pub fn text(&self, Span(from, to): Span) -> &str {
        &self.texts[from..to]
    }

    /// Text of white space alone is absent, as empty text is: it compares as empty.
    fn text_fact(&mut self, used: &Used, text: &str) -> Fact {
        if text.trim().is_empty() {
            return Fact::Absent;
        }
        let exact = self.push(used.exact, text, fold::push_exact);
        let folded = self.push(used.folded, text, fold::push_folded);
        Fact::Text { exact, folded }
    }

    fn push(&mut self, wanted: bool, text: &str, push: fn(&mut String, &str)) -> Span {
        let from = self.texts.len();
        if wanted {
            push(&mut self.texts, text);
        }
        Span(from, self.texts.len())
    }
}
