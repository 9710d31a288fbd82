//! What a plan says of rules, in English: it is read beside a file in English.

use std::collections::BTreeMap;

use domain::{
    QueueId,
    lang::Lang,
    routing::{ClassifyRule, Condition, Difference, RouteRule, RuleDifference, Rules, Target},
};
use jiff::{Timestamp, tz::TimeZone};
use leptos::prelude::*;

use crate::{reader::Reader, sentences};

/// What queues are called.
type Queues = BTreeMap<QueueId, String>;

/// One line for each rule that was added, removed, changed or moved.
pub fn differences(before: &Rules, after: &Rules, queues: &Queues) -> Vec<String> {
    Owner::new().with(|| {
        provide_context(Reader { lang: Lang::En, zone: TimeZone::UTC, now: Timestamp::UNIX_EPOCH });
        before.differences(after).iter().map(|difference| line(difference, queues)).collect()
    })
}

fn line(difference: &Difference<'_, QueueId>, queues: &Queues) -> String {
    match difference {
        Difference::RulesetAdded(name) => format!("added classification \"{name}\""),
        Difference::RulesetRemoved(name) => format!("removed classification \"{name}\" with its rules"),
        Difference::Classify(list, rule) => {
            of_rule(rule, &format!(" of classification \"{list}\""), |rule| &rule.name, classified)
        }
        Difference::Route(rule) => of_rule(rule, "", |rule| &rule.name, |rule| routed(rule, queues)),
    }
}

fn of_rule<Rule>(
    difference: &RuleDifference<&Rule>,
    list: &str,
    name: impl Fn(&Rule) -> &str,
    says: impl Fn(&Rule) -> String,
) -> String {
    match difference {
        RuleDifference::Added { at, rule } => format!("added rule {}{list} \"{}\": {}", at + 1, name(rule), says(rule)),
        RuleDifference::Removed { at, rule } => {
            format!("removed rule {}{list} \"{}\": {}", at + 1, name(rule), says(rule))
        }
        RuleDifference::Switched { at, off, rule } => {
            format!("switched rule {}{list} \"{}\" {}", at + 1, name(rule), if *off { "off" } else { "on" })
        }
        RuleDifference::Changed { at, before, after } => {
            format!("changed rule {}{list} \"{}\": {}; before: {}", at + 1, name(after), says(after), says(before))
        }
        RuleDifference::Moved { from, to, rule } => {
            format!("moved rule {}{list} \"{}\" to place {}", from + 1, name(rule), to + 1)
        }
    }
}

fn routed(rule: &RouteRule, queues: &Queues) -> String {
    // A queue that is not there any longer is called by its id.
    let name = |id: &QueueId| queues.get(id).cloned().unwrap_or_else(|| id.to_string());
    let to = match rule.target() {
        Some(Target::One(queue)) => name(queue),
        Some(Target::Split(shares)) => {
            let parts = shares.iter().map(|share| format!("{} % {}", share.percent, name(&share.queue)));
            parts.collect::<Vec<_>>().join(", ")
        }
        None => String::new(),
    };
    format!("{} → {to}{}", when(rule.when.as_ref()), switch(rule.off))
}

fn classified(rule: &ClassifyRule) -> String {
    let variables = rule.set.iter().map(|(name, value)| {
        let value = serde_json::to_value(value).unwrap_or_default();
        format!("{name} = {}", sentences::value_text(&value))
    });
    let skills = rule.skills.iter().map(|(name, rating)| format!("skill {name} = {rating}"));
    let sets = variables.chain(skills).collect::<Vec<_>>().join(", ");
    format!("{} → {sets}{}", when(rule.when.as_ref()), switch(rule.off))
}

fn switch(off: bool) -> &'static str {
    if off { " (switched off)" } else { "" }
}

fn when(condition: Option<&Condition>) -> String {
    condition.map_or_else(|| "every conversation".to_owned(), |when| format!("when {}", sentences::condition(when)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(json: serde_json::Value) -> Rules {
        serde_json::from_value(json).expect("rules")
    }

    #[test]
    fn a_switch_is_told_by_itself() {
        let queue = QueueId::new();
        let queues = [(queue, "Faktura".to_owned())].into();
        let of = |switches: [bool; 2]| {
            let rule = |(name, off): (&str, bool)| serde_json::json!({ "name": name, "off": off, "queue": queue });
            rules(serde_json::json!({ "route": [rule(("A", switches[0])), rule(("B", switches[1]))] }))
        };
        let told = differences(&of([false, true]), &of([true, false]), &queues);
        assert_eq!(told, ["switched rule 1 \"A\" off", "switched rule 2 \"B\" on"]);
        let added = differences(&Rules::default(), &of([false, true]), &queues);
        assert_eq!(added[1], "added rule 2 \"B\": every conversation → Faktura (switched off)");
    }

    #[test]
    fn a_difference_is_a_sentence() {
        let [faktura, other] = [QueueId::new(), QueueId::new()];
        let queues = [(faktura, "Faktura".to_owned()), (other, "Other".to_owned())].into();
        let kari = serde_json::json!({ "field": "customer.display_name", "op": "equals", "value": "Kari" });
        let before = rules(serde_json::json!({ "route": [{ "name": "Named", "when": kari, "queue": faktura }] }));
        let set = serde_json::json!({ "name": "Norsk", "set": { "L": "nb" }, "skills": { "norsk": 8 } });
        let shares = serde_json::json!([{ "name": faktura, "percent": 60 }, { "name": other, "percent": 40 }]);
        let after = rules(serde_json::json!({
            "classify": [{ "name": "Språk", "rule": [set] }],
            "route": [
                { "name": "Named", "when": { "not": kari }, "queue": faktura },
                { "name": "Rest", "queues": shares },
            ],
        }));
        assert_eq!(
            differences(&before, &after, &queues),
            [
                "added classification \"Språk\"",
                "added rule 1 of classification \"Språk\" \"Norsk\": every conversation → L = nb, skill norsk = 8",
                "changed rule 1 \"Named\": when not (Customer's name equals Kari) → Faktura; \
                 before: when Customer's name equals Kari → Faktura",
                "added rule 2 \"Rest\": every conversation → 60 % Faktura, 40 % Other",
            ]
        );
    }
}
