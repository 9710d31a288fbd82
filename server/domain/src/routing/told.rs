//! An explanation in the sentences of somebody's language, where the words are on the other side of a wire: the sentences come with
//! gaps.

use serde::{Deserialize, Serialize};

use super::{Explanation, Overflow, OverflowReason, OverflowStep, RuleStatus, Stage};

/// Whole sentences, with a gap for each name: see [`Sentences::RULE`] and the others.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Sentences {
    /// A rule chose a queue.
    pub chosen: String,
    /// It waits in a queue that no rule chose.
    pub placed: String,
    /// No rule matched.
    pub fallback: String,
    /// No rule was looked at.
    pub unjudged: String,
    /// It was ended.
    pub ended: String,
    /// What percentages came to.
    pub draw: String,
    /// Why a queue was passed over.
    pub overflow: Vec<(OverflowReason, String)>,
    /// No queue had room, and it waits all the same.
    pub assigned: String,
    /// No queue had room, and it is ended.
    pub ends: String,
    /// No queue had room, and it is sent on.
    pub transferred: String,
}

/// What is told: the answer, and what led to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Where the conversation waits.
    pub answer: String,
    /// The draw, and the queues that were passed over.
    pub more: Vec<String>,
}

impl Sentences {
    /// The gap for the name of a rule.
    pub const RULE: &str = "\u{e000}";
    /// The gap for the name of a queue.
    pub const QUEUE: &str = "\u{e001}";
    /// The gap for the name of the queue that a conversation is sent on to.
    pub const TO: &str = "\u{e002}";
    /// The gap for what was drawn.
    pub const DRAWN: &str = "\u{e003}";

    /// Tells an explanation.
    pub fn tell(&self, explanation: &Explanation) -> Told {
        let Explanation { queue, fallback, ended, stages, draw, overflow, .. } = explanation;
        let mut more = Vec::new();
        if let Some(draw) = draw {
            more.push(fill(&self.draw, &[&draw.rule, &draw.queue, "", &draw.drawn.to_string()]));
        }
        for Overflow { rule, queue, reason, action } in overflow {
            let sentence = self.overflow.iter().find(|(known, _)| known == reason);
            more.extend(sentence.map(|(_, sentence)| fill(sentence, &[rule, queue])));
            more.extend(action.as_ref().map(|step| match step {
                OverflowStep::Assign => fill(&self.assigned, &["", queue]),
                OverflowStep::End => fill(&self.ends, &["", queue]),
                OverflowStep::Transfer(to) => fill(&self.transferred, &["", queue, to]),
            }));
        }
        let mut rules = stages.iter().filter(|stage| stage.stage == Stage::Route).flat_map(|stage| &stage.rules);
        let mut all = rules.clone().peekable();
        let is_unjudged = all.peek().is_some() && all.all(|rule| rule.status == RuleStatus::NotProcessed);
        let answer = match (fallback, ended, rules.find(|rule| rule.status == RuleStatus::Applied)) {
            (true, ..) => fill(if is_unjudged { &self.unjudged } else { &self.fallback }, &["", queue]),
            (_, true, _) => fill(&self.ended, &["", queue]),
            (_, _, Some(rule)) => fill(&self.chosen, &[&rule.name, queue]),
            (_, _, None) => fill(&self.placed, &["", queue]),
        };
        Told { answer, more }
    }
}

/// Puts values into the gaps of a sentence; a value is not looked at for gaps.
fn fill(sentence: &str, values: &[&str]) -> String {
    const GAPS: [&str; 4] = [Sentences::RULE, Sentences::QUEUE, Sentences::TO, Sentences::DRAWN];
    let mut filled = String::with_capacity(sentence.len());
    for letter in sentence.chars() {
        let gap = GAPS.iter().position(|gap| gap.starts_with(letter));
        match gap.and_then(|gap| values.get(gap)) {
            Some(value) => filled.push_str(value),
            None => filled.push(letter),
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, from_value, json};

    use super::*;

    fn told(explanation: Value) -> Vec<String> {
        let (rule, queue, to, drawn) = (Sentences::RULE, Sentences::QUEUE, Sentences::TO, Sentences::DRAWN);
        let sentences = Sentences {
            chosen: format!("{rule} chose {queue}."),
            placed: format!("Placed in {queue}."),
            fallback: format!("None matched: {queue}."),
            unjudged: format!("None looked at: {queue}."),
            ended: format!("Ended by {queue}."),
            draw: format!("{rule} drew {drawn}: {queue}."),
            overflow: vec![(OverflowReason::ItemLimit, format!("{rule} passed {queue}."))],
            transferred: format!("{queue} sends on to {to}."),
            ..Sentences::default()
        };
        let Told { answer, more } = sentences.tell(&from_value(explanation).expect("an explanation"));
        std::iter::once(answer).chain(more).collect()
    }

    fn explained(queue: &str, fallback: bool, statuses: &[(&str, &str)]) -> Value {
        let rule = |(name, status): &(&str, &str)| json!({ "name": name, "status": status, "conditions": [] });
        let rules: Vec<_> = statuses.iter().map(rule).collect();
        json!({ "ruleset_version": 1, "queue": queue, "fallback": fallback, "draw": null, "overflow": [], "nearest_miss": null,
            "stages": [{ "stage": "classify", "rules": [rule(&("c", "applied"))] }, { "stage": "route", "rules": rules }] })
    }

    #[test]
    fn the_answer_is_told_with_what_led_to_it() {
        let mut applied = explained("Norsk", false, &[("a", "processed"), ("b\u{e001}", "applied")]);
        applied["draw"] = json!({ "rule": "b", "drawn": 7, "queue": "Norsk" });
        assert_eq!(told(applied), ["b\u{e001} chose Norsk.", "b drew 7: Norsk."]);
        assert_eq!(told(explained("R", true, &[("a", "processed")])), ["None matched: R."]);
        assert_eq!(told(explained("R", true, &[("a", "not_processed")])), ["None looked at: R."]);
        assert_eq!(told(explained("R", true, &[])), ["None matched: R."]);
    }

    #[test]
    fn queues_that_were_passed_over_are_told() {
        let mut transferred = explained("B", false, &[]);
        transferred["overflow"] =
            json!([{ "rule": "a", "queue": "A", "reason": "item_limit", "action": { "transfer": "B" } }]);
        assert_eq!(told(transferred), ["Placed in B.", "a passed A.", "A sends on to B."]);
        let mut ended = explained("A", false, &[]);
        ended["ended"] = json!(true);
        assert_eq!(told(ended), ["Ended by A."]);
    }
}
