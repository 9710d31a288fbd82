//! Receipts. The codes of outcomes, reasons, signatures and kinds come from the backend; each has its sentence here.

mod en;
mod nb;

use std::borrow::Cow;

use domain::receipt::Outcome;

pub use self::{en::EN, nb::NB};

/// A code and what people call it.
pub type Coded = (&'static str, &'static str);

pub struct Receipts {
    pub title: &'static str,
    pub purpose: &'static str,
    pub received: &'static str,
    pub account: &'static str,
    pub all_accounts: &'static str,
    pub deleted_account: &'static str,
    pub outcome: &'static str,
    pub all_outcomes: &'static str,
    pub outcome_name: fn(Outcome) -> &'static str,
    pub outcome_text: fn(Outcome) -> &'static str,
    pub reason: &'static str,
    pub no_reason: &'static str,
    pub kind: &'static str,
    pub unread_kind: &'static str,
    pub size: &'static str,
    pub latency: &'static str,
    pub last_day: &'static str,
    pub at_least: fn(&str) -> String,
    pub empty: &'static str,
    pub empty_text: &'static str,
    pub to_accounts: &'static str,

    pub one_title: fn(&str) -> String,
    pub facts: &'static str,
    pub signature: &'static str,
    pub duplicate_of: &'static str,
    pub show_first: &'static str,
    pub conversation: &'static str,
    pub show_conversation: &'static str,
    pub no_conversation: &'static str,
    pub hash: &'static str,
    pub no_hash: &'static str,
    pub attempts: &'static str,
    pub id: &'static str,
    pub body: &'static str,
    pub body_label: &'static str,
    pub body_note: &'static str,
    pub no_body: &'static str,
    pub replay: &'static str,
    pub replay_text: &'static str,
    pub replayed: &'static str,

    pub reasons: [Coded; 33],
    pub signatures: [Coded; 3],
    pub kinds: [Coded; 9],
}

impl Receipts {
    /// Why a delivery was not simply accepted.
    pub fn reason_name<'c>(&self, code: &'c str) -> Cow<'c, str> {
        named(&self.reasons, code)
    }

    /// What the check of the signature found.
    pub fn signature_name<'c>(&self, code: &'c str) -> Cow<'c, str> {
        let known = self.signatures.iter().any(|(known, _)| *known == code);
        if known { named(&self.signatures, code) } else { self.reason_name(code) }
    }

    /// What kind of event it was.
    pub fn kind_name<'c>(&self, code: &'c str) -> Cow<'c, str> {
        named(&self.kinds, code)
    }
}

/// A code that has no words yet is shown as it is.
fn named<'c>(list: &[Coded], code: &'c str) -> Cow<'c, str> {
    list.iter().find(|(known, _)| *known == code).map_or(Cow::Borrowed(code), |(_, name)| Cow::Borrowed(*name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(words: &Receipts) -> Vec<&'static str> {
        words.reasons.iter().chain(&words.signatures).chain(&words.kinds).map(|(code, _)| *code).collect()
    }

    #[test]
    fn both_languages_know_the_same_codes_once() {
        assert_eq!(codes(&NB), codes(&EN));
        let mut reasons: Vec<_> = NB.reasons.iter().map(|(code, _)| *code).collect();
        reasons.sort_unstable();
        reasons.dedup();
        assert_eq!(reasons.len(), NB.reasons.len());
    }

    #[test]
    fn an_unknown_code_is_shown_as_it_is() {
        assert_eq!(NB.reason_name("struck_by_lightning"), "struck_by_lightning");
        assert_eq!(EN.signature_name("signature_missing"), EN.reason_name("signature_missing"));
        assert_ne!(EN.signature_name("good"), "good");
    }
}
