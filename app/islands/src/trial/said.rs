//! The engine's answer in the server's own sentences, with their gaps filled.

use serde::{Deserialize, Serialize};

/// Sentences with gaps: see [`TrialWords::RULE`] and the others.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct TrialWords {
    pub chosen: String,
    pub placed: String,
    pub fallback: String,
    /// No rule was looked at.
    pub unjudged: String,
    pub ended: String,
    pub draw: String,
    /// By the machine name of the reason.
    pub overflow: Vec<(String, String)>,
    pub assigned: String,
    pub ends: String,
    pub transferred: String,
    /// The form names rules that are not on the page.
    pub other_rules: String,
    /// The form cannot be used as it stands.
    pub unread: String,
}

impl TrialWords {
    /// The gap for the name of a rule.
    pub const RULE: &str = "\u{e000}";
    /// The gap for the name of a queue.
    pub const QUEUE: &str = "\u{e001}";
    /// The gap for the name of the queue that a conversation is sent on to.
    pub const TO: &str = "\u{e002}";
    /// The gap for what was drawn.
    pub const DRAWN: &str = "\u{e003}";
}

/// What is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    pub answer: String,
    pub more: Vec<String>,
}

/// The part of the engine's answer that is told here.
#[derive(Debug, Deserialize)]
pub struct Answer {
    pub trace: Trace,
    explanation: Explanation,
}

/// A letter for each rule and for each condition.
#[derive(Debug, Deserialize)]
pub struct Trace {
    pub rules: String,
    pub tests: String,
}

#[derive(Debug, Deserialize)]
struct Explanation {
    queue: String,
    fallback: bool,
    #[serde(default)]
    ended: bool,
    stages: Vec<Stage>,
    draw: Option<Draw>,
    overflow: Vec<Overflow>,
}

#[derive(Debug, Deserialize)]
struct Stage {
    stage: String,
    rules: Vec<Rule>,
}

#[derive(Debug, Deserialize)]
struct Rule {
    name: String,
    status: String,
}

#[derive(Debug, Deserialize)]
struct Draw {
    rule: String,
    drawn: u8,
    queue: String,
}

#[derive(Debug, Deserialize)]
struct Overflow {
    rule: String,
    queue: String,
    reason: String,
    action: Option<Step>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Step {
    Assign,
    End,
    Transfer(String),
}

impl Said {
    pub fn is_empty(&self) -> bool {
        self.answer.is_empty()
    }

    pub fn of(answer: &Answer, words: &TrialWords) -> Self {
        let Explanation { queue, fallback, ended, stages, draw, overflow } = &answer.explanation;
        let mut more = Vec::new();
        if let Some(Draw { rule, drawn, queue }) = draw {
            more.push(fill(&words.draw, &[rule, queue, "", &drawn.to_string()]));
        }
        for Overflow { rule, queue, reason, action } in overflow {
            let sentence = words.overflow.iter().find(|(known, _)| known == reason).map(|(_, sentence)| sentence);
            more.extend(sentence.map(|sentence| fill(sentence, &[rule, queue])));
            more.extend(action.as_ref().map(|step| match step {
                Step::Assign => fill(&words.assigned, &["", queue]),
                Step::End => fill(&words.ends, &["", queue]),
                Step::Transfer(to) => fill(&words.transferred, &["", queue, to]),
            }));
        }
        let mut rules = stages.iter().filter(|stage| stage.stage == "route").flat_map(|stage| &stage.rules);
        let mut all = rules.clone().peekable();
        let is_unjudged = all.peek().is_some() && all.all(|rule| rule.status == "not_processed");
        let answer = match (fallback, ended, rules.find(|rule| rule.status == "applied")) {
            (true, ..) => fill(if is_unjudged { &words.unjudged } else { &words.fallback }, &["", queue]),
            (_, true, _) => fill(&words.ended, &["", queue]),
            (_, _, Some(rule)) => fill(&words.chosen, &[&rule.name, queue]),
            (_, _, None) => fill(&words.placed, &["", queue]),
        };
        Self { answer, more }
    }
}

/// Puts values into the gaps of a sentence; a value is not looked at for gaps.
fn fill(sentence: &str, values: &[&str]) -> String {
    const GAPS: [&str; 4] = [TrialWords::RULE, TrialWords::QUEUE, TrialWords::TO, TrialWords::DRAWN];
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
    use super::*;

    fn words() -> TrialWords {
        let (rule, queue, to, drawn) = (TrialWords::RULE, TrialWords::QUEUE, TrialWords::TO, TrialWords::DRAWN);
        TrialWords {
            chosen: format!("{rule} chose {queue}."),
            placed: format!("Placed in {queue}."),
            fallback: format!("None matched: {queue}."),
            unjudged: format!("None looked at: {queue}."),
            ended: format!("Ended by {queue}."),
            draw: format!("{rule} drew {drawn}: {queue}."),
            overflow: vec![("item_limit".into(), format!("{rule} passed {queue}."))],
            transferred: format!("{queue} sends on to {to}."),
            ..TrialWords::default()
        }
    }

    fn said(explanation: &str) -> Vec<String> {
        let answer =
            format!("{{\"trace\":{{\"rules\":\"\",\"tests\":\"\"}},\"explanation\":{explanation},\"decision\":{{}}}}");
        let said = Said::of(&serde_json::from_str(&answer).unwrap(), &words());
        std::iter::once(said.answer).chain(said.more).collect()
    }

    #[test]
    fn the_answer_is_told_with_what_led_to_it() {
        let applied = r#"{"queue":"Norsk","fallback":false,"stages":[
            {"stage":"classify","name":"k","rules":[{"name":"c","status":"applied","conditions":[]}]},
            {"stage":"route","rules":[{"name":"a","status":"processed","conditions":[]},{"name":"b\ue001","status":"applied","conditions":[]}]}],
            "draw":{"rule":"b","drawn":7,"queue":"Norsk"},"overflow":[],"nearest_miss":null}"#;
        assert_eq!(said(applied), ["b\u{e001} chose Norsk.", "b drew 7: Norsk."]);
        let fallback = |status| {
            format!(
                r#"{{"queue":"R","fallback":true,"stages":[{{"stage":"route","rules":[{{"name":"a","status":"{status}"}}]}}],"draw":null,"overflow":[]}}"#
            )
        };
        assert_eq!(said(&fallback("processed")), ["None matched: R."]);
        assert_eq!(said(&fallback("not_processed")), ["None looked at: R."]);
    }

    #[test]
    fn queues_that_were_passed_over_are_told() {
        let transferred = r#"{"queue":"B","fallback":false,"stages":[],"draw":null,"overflow":[
            {"rule":"a","queue":"A","reason":"item_limit","action":{"transfer":"B"}}]}"#;
        assert_eq!(said(transferred), ["Placed in B.", "a passed A.", "A sends on to B."]);
        let ended = r#"{"queue":"A","fallback":false,"ended":true,"stages":[],"draw":null,"overflow":[]}"#;
        assert_eq!(said(ended), ["Ended by A."]);
    }
}
