//! What deciding leaves behind: how far each rule came and what each test found, without words. With the rules, the context and the
//! snapshot it becomes an [`Explanation`](super::Explanation); stored alone it takes a byte for each rule and each test.

use serde::{Deserialize, Serialize};

use super::{CompiledRules, OverflowReason, compile::Ruleset};
use crate::{QueueId, queue::OverflowAction};

crate::words_enum! {
    /// How far a rule came.
    pub enum RuleStatus {
        /// Not looked at.
        NotProcessed = "not_processed",
        /// Looked at; its condition does not hold.
        Processed = "processed",
        /// Its condition holds, but it was not chosen.
        Matched = "matched",
        /// Its condition holds and it was chosen.
        Applied = "applied",
    }
}

/// The record of a decision.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// The place of the route rule that was applied, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applied: Option<usize>,
    /// The queues that rules chose and that overflowed, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed: Vec<Passed>,
    /// What was done, where all of them overflowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<OverflowAction>,
    /// Every rule, those of the classification rulesets first, in order of writing.
    #[serde(with = "letters")]
    pub rules: Vec<RuleStatus>,
    /// Every test of these rules: whether it holds, where it was looked at.
    #[serde(with = "letters")]
    pub tests: Vec<Option<bool>>,
}

/// A queue that a rule chose and that could not take the conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passed {
    /// The place of the route rule, from 0.
    pub rule: usize,
    /// The queue.
    pub queue_id: QueueId,
    /// Why.
    pub reason: OverflowReason,
    /// What becomes of a conversation that it cannot take.
    pub action: OverflowAction,
}

impl Trace {
    /// The record of these rules before anything was looked at.
    pub(super) fn blank(rules: &CompiledRules) -> Self {
        let count = rules.classify.iter().map(Ruleset::len).sum::<usize>() + rules.route.len();
        Self { rules: vec![RuleStatus::NotProcessed; count], tests: vec![None; rules.tests.len()], ..Self::default() }
    }

    /// Notes which route rule was chosen; `first` is the place of the first one among all rules.
    pub(super) fn apply(&mut self, rule: usize, first: usize) {
        self.applied = Some(rule);
        if let Some(status) = self.rules.get_mut(first + rule) {
            *status = RuleStatus::Applied;
        }
    }
}

/// In JSON a list of marks is a text with one letter for each.
mod letters {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use super::RuleStatus;

    pub trait Letter: Copy + PartialEq + 'static {
        const ALL: &'static [(Self, char)];
    }

    impl Letter for RuleStatus {
        const ALL: &'static [(Self, char)] =
            &[(Self::NotProcessed, 'n'), (Self::Processed, 'p'), (Self::Matched, 'm'), (Self::Applied, 'a')];
    }

    impl Letter for Option<bool> {
        const ALL: &'static [(Self, char)] = &[(None, '-'), (Some(false), '0'), (Some(true), '1')];
    }

    pub fn serialize<L: Letter, S: Serializer>(marks: &[L], to: S) -> Result<S::Ok, S::Error> {
        let letter = |mark: &L| L::ALL.iter().find(|(one, _)| one == mark).map(|(_, letter)| *letter);
        to.serialize_str(&marks.iter().filter_map(letter).collect::<String>())
    }

    pub fn deserialize<'de, L: Letter, D: Deserializer<'de>>(from: D) -> Result<Vec<L>, D::Error> {
        let mark = |letter| L::ALL.iter().find(|(_, one)| *one == letter).map(|(mark, _)| *mark);
        let text = String::deserialize(from)?;
        text.chars()
            .map(|letter| mark(letter).ok_or_else(|| D::Error::custom("an unknown letter in a trace")))
            .collect()
    }
}
