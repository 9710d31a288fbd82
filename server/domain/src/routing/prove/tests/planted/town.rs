//! Rules as administrators write them: every rule is made for a conversation that it applies to, and kept only if the engine says
//! so. Deterministic by its seed.

use std::collections::BTreeMap;

use jiff::{Timestamp, ToSpan, tz::TimeZone};
use serde_json::json;

use crate::{
    context::{Context, ContextField, ContextValue, VariableName, VariableValue},
    queue::{Overflow, OverflowAction},
    routing::{
        Classification, ClassifyRule, CompiledRules, Condition, QueueFacts, QueueSnapshot, RouteRule, RuleStatus,
        Rules, RulesetVersion, Share, Snapshot, Surroundings, Trace, decide, testing::queue_id,
    },
};

const NAMES: [&str; 10] = [
    "Kari Nordmann",
    "Ola Nordmann",
    "Åse Berg",
    "Per Hansen",
    "Ane Li",
    "José García",
    "Nils-Petter Dahl",
    "Synnøve Strand",
    "Max Mustermann",
    "Ingrid",
];
const LOCALES: [&str; 8] = ["nb-NO", "nn-NO", "en-GB", "en-US", "sv-SE", "da-DK", "de-DE", "se-NO"];
const TEXTS: [&str; 12] = [
    "Hei, fakturaen min er feil",
    "Når åpner dere i morgen?",
    "I want to cancel my order",
    "Faktura 1007 er betalt to ganger",
    "hvor er pakken min",
    "Hei",
    "Jeg vil klage på leveringen",
    "Do you ship to Sweden?",
    "Kan jeg bytte størrelse?",
    "retur av ordre 55120",
    "Jag har en fråga om min faktura",
    "Passordet virker ikke",
];
const ENTRIES: [&str; 4] = ["MAPS", "PLACESHEET", "NON_LOCAL", "LOCAL"];
const CUSTOMS: [&str; 6] = ["gull-101", "gull-202", "kampanje-vaar", "kampanje-host", "nettside", "butikk-7"];
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const SEGMENTS: [&str; 4] = ["gull", "standard", "bedrift", "ny"];

/// `SplitMix64`.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % sides as u64).expect("small")
    }

    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.roll(of.len())]
    }

    /// Some of the words, at least one.
    fn some(&mut self, of: &[&'static str]) -> Vec<&'static str> {
        let (count, first) = (1 + self.roll(3), self.roll(of.len()));
        (0..count).map(|at| of[(first + at) % of.len()]).collect()
    }

    pub fn conversation(&mut self) -> Context {
        let mut maybe = |of: &[&str], of_ten: usize| (self.roll(10) < of_ten).then(|| (*self.one(of)).to_owned());
        let mut context = Context {
            customer_display_name: maybe(&NAMES, 9),
            customer_device_locale: maybe(&LOCALES, 8),
            resolved_locale: maybe(&LOCALES, 10),
            first_text: maybe(&TEXTS, 9),
            entry_point: maybe(&ENTRIES, 9),
            custom: maybe(&CUSTOMS, 5),
            hours_open: Some(self.roll(3) > 0),
            ..Context::default()
        };
        let start: Timestamp = "2026-03-01T00:00:00Z".parse().expect("an instant");
        let zone = TimeZone::fixed(jiff::tz::offset(1));
        context.set_received(start + i64::try_from(self.roll(60 * 24 * 60)).expect("small").minutes(), &zone);
        if self.roll(4) == 0 {
            let score = f64::from(u8::try_from(self.roll(10)).expect("small"));
            context.variables.insert(VariableName::parse("kjøp").expect("a name"), VariableValue::Number(score));
        }
        context
    }
}

/// Queues: the last two can overflow, but have room.
pub fn snapshot() -> Snapshot {
    let queue = |number: u128| QueueSnapshot {
        id: queue_id(number),
        name: format!("Queue {number}"),
        length: 0,
        longest_wait_s: 0,
        is_open: true,
        opens_at: None,
        member_count: 1,
        overflow: (number > 2).then_some(Overflow {
            item_limit: Some(50),
            wait_minutes: None,
            out_of_hours: OverflowAction::End,
            then: Some(OverflowAction::End),
        }),
    };
    let named = (1..5).map(|number| (queue_id(number), queue(number))).collect();
    Snapshot { fallback: queue(0), named, utc_offset_s: 3600 }
}

pub fn around() -> Surroundings {
    let queues = (0..5).map(|number| (queue_id(number), QueueFacts { can_overflow: number > 2 })).collect();
    Surroundings { queues, never_filled: [ContextField::PlaceId, ContextField::Widget].into() }
}

fn compiled(rules: &Rules) -> CompiledRules {
    CompiledRules::new(RulesetVersion { version: 1, rules: rules.clone() }).expect("valid rules")
}

pub fn test(json: serde_json::Value) -> Condition {
    serde_json::from_value(json).expect("a condition")
}

/// A test that holds for the conversation.
fn fitting(dice: &mut Dice, of: &Context) -> Condition {
    let mut facts: Vec<_> = of.facts().collect();
    let (field, value) = facts.remove(dice.roll(facts.len()));
    let name = field.name();
    let write = |op: &str, value: serde_json::Value| test(json!({ "field": name, "op": op, "value": value }));
    match value {
        ContextValue::Flag(open) => write("equals", json!(open)),
        ContextValue::Number(number) => match dice.roll(3) {
            0 => write("greater", json!(number - 1.0)),
            1 => write("between", json!([number - 2.0, number + 1.0])),
            _ => write("equals", json!(number)),
        },
        ContextValue::Instant(at) => match dice.roll(3) {
            0 => write("on", json!((at + 1.hours()).to_zoned(TimeZone::UTC).date().to_string())),
            1 => write("after", json!((at - 48.hours()).to_string())),
            _ => write("between", json!(["2026-02-01", (at + 72.hours()).to_string()])),
        },
        ContextValue::Text(text) => match field {
            ContextField::ReceivedTime => time(dice, text, &write),
            ContextField::ReceivedWeekday => word(dice, text, &DAYS, &write),
            ContextField::EntryPoint => word(dice, text, &ENTRIES, &write),
            _ => texts(dice, text, &write),
        },
    }
}

fn time(dice: &mut Dice, time: &str, write: &impl Fn(&str, serde_json::Value) -> Condition) -> Condition {
    match dice.roll(3) {
        0 => write("greater_or_equal", json!(time)),
        1 => write("between", json!([format!("{}:00", &time[..2]), "23:59"])),
        _ => write("less_or_equal", json!("23:58")),
    }
}

fn word(
    dice: &mut Dice,
    word: &str,
    words: &[&'static str],
    write: &impl Fn(&str, serde_json::Value) -> Condition,
) -> Condition {
    match dice.roll(2) {
        0 => write("in", json!(dice.some(words).into_iter().chain([word]).collect::<Vec<_>>())),
        _ => write("equals", json!(word)),
    }
}

fn texts(dice: &mut Dice, text: &str, write: &impl Fn(&str, serde_json::Value) -> Condition) -> Condition {
    let words: Vec<_> = text.split_whitespace().collect();
    let word = *dice.one(&words);
    match dice.roll(7) {
        0 => write("equals", json!(text.to_uppercase())),
        1 => write("begins_with", json!(words[0].chars().take(4).collect::<String>())),
        2 => write("ends_with", json!(words[words.len() - 1])),
        3 => write("in", json!(dice.some(&LOCALES).into_iter().chain([text]).collect::<Vec<_>>())),
        4 => write("not_contains", json!("reklamasjon")),
        _ => write("contains", json!(word.to_lowercase())),
    }
}

/// Whether a condition holds for the conversation.
pub fn holds(condition: &Condition, context: &Context) -> bool {
    let rule = RouteRule {
        name: "x".into(),
        off: false,
        when: Some(condition.clone()),
        queue: Some(queue_id(1)),
        queues: Vec::new(),
    };
    let compiled = compiled(&Rules { classify: Vec::new(), route: vec![rule] });
    decide(&compiled, context, &snapshot(), Timestamp::UNIX_EPOCH, 0).1.applied.is_some()
}

/// A condition that holds for the conversation, at most two groups deep.
pub fn condition(dice: &mut Dice, of: &Context) -> Condition {
    let mut parts: Vec<_> = (0..=dice.roll(3)).map(|_| fitting(dice, of)).collect();
    let other = dice.conversation();
    match dice.roll(4) {
        0 => parts.push(Condition::Any(vec![fitting(dice, &other), fitting(dice, of), fitting(dice, &other)])),
        1 => {
            let not = fitting(dice, &other);
            if !holds(&not, of) {
                parts.push(Condition::Not(Box::new(not)));
            }
        }
        _ => {}
    }
    if parts.len() == 1 { parts.remove(0) } else { Condition::All(parts) }
}

fn target(dice: &mut Dice) -> (Option<crate::QueueId>, Vec<Share>) {
    let number = |dice: &mut Dice| queue_id(1 + dice.roll(4) as u128);
    if dice.roll(5) > 0 {
        return (Some(number(dice)), Vec::new());
    }
    let percent = 10 * (1 + i64::try_from(dice.roll(9)).expect("small"));
    let share = |queue, percent| Share { queue, percent };
    (None, vec![share(number(dice), percent), share(number(dice), 100 - percent)])
}

/// The conversation as the route rules see it, after what was decided of it.
fn classified(rules: &Rules, context: &Context, decided: &Trace) -> Context {
    let mut context = context.clone();
    let written = rules.classify.iter().flat_map(|ruleset| &ruleset.rules);
    for (_, rule) in decided.rules.iter().zip(written).filter(|(status, _)| **status == RuleStatus::Applied) {
        for (name, value) in &rule.set {
            context.variables.insert(VariableName::parse(name).expect("a name"), value.clone());
        }
    }
    context
}

/// Five to forty rules that are all of use: for each of them the engine has applied it to a conversation.
pub fn clean(dice: &mut Dice) -> Rules {
    loop {
        let mut town = Town { rules: Rules::default(), compiled: compiled(&Rules::default()) };
        let wanted = 5 + dice.roll(36);
        for nth in 0..dice.roll(3) {
            town.rules.classify.push(Classification { name: format!("Sett {nth}"), rules: Vec::new() });
            town.compiled = compiled(&town.rules);
            for _ in 0..dice.roll(wanted / 3 + 1) {
                town.grow(dice, Some(nth));
            }
        }
        // Not all that is tried is of use.
        for _ in 0..6 * wanted {
            if town.rules.len() < wanted {
                town.grow(dice, None);
            }
        }
        if town.rules.len() >= 5 && !town.rules.route.is_empty() {
            return town.rules;
        }
    }
}

struct Town {
    rules: Rules,
    compiled: CompiledRules,
}

impl Town {
    /// Adds a rule at the end of a ruleset, if it is of use there.
    fn grow(&mut self, dice: &mut Dice, ruleset: Option<usize>) {
        let context = dice.conversation();
        let before = decide(&self.compiled, &context, &snapshot(), Timestamp::UNIX_EPOCH, 0).1;
        if before.applied.is_some() {
            return;
        }
        let when = Some(condition(dice, &classified(&self.rules, &context, &before)));
        let mut rules = self.rules.clone();
        let name = format!("Regel {}", rules.len());
        if let Some(set) = ruleset {
            let value = VariableValue::Text((*dice.one(&SEGMENTS)).to_owned());
            let set_to = BTreeMap::from([(["segment", "kø"][set].to_owned(), value)]);
            rules.classify[set].rules.push(ClassifyRule {
                name,
                off: false,
                when,
                set: set_to,
                skills: BTreeMap::new(),
            });
        } else {
            let (queue, queues) = target(dice);
            rules.route.push(RouteRule { name, off: false, when, queue, queues });
        }
        let compiled = compiled(&rules);
        let after = decide(&compiled, &context, &snapshot(), Timestamp::UNIX_EPOCH, 0).1;
        if after.rules.last() == Some(&RuleStatus::Applied) {
            *self = Self { rules, compiled };
        }
    }
}
