//! Everything that a trial of rules is made of, as one text: the server writes it, and whoever reads it tries the rules on typed facts
//! without asking the server, in the browser too.

use std::collections::BTreeMap;

use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::{
    CompiledRules, Decision, Explanation, Queues, Rules, RulesetVersion, Snapshot, Trace, TypedFacts, decide, explain,
};
use crate::{ChannelKind, Invalid, context::Context};

/// Rules with what they may know. Nothing in it is more than rules, trials and their answers show.
#[derive(Debug)]
pub struct Kit {
    rules: CompiledRules,
    queues: Queues,
    kind: ChannelKind,
    zone: TimeZone,
}

/// How a kit is written down.
#[derive(Serialize, Deserialize)]
struct Written {
    version: i32,
    rules: Rules,
    queues: Queues,
    kind: ChannelKind,
    /// The reader's, in which a moment is typed.
    zone: String,
    /// The zones that it names, as `TZif` (RFC 8536): a browser's library has no database of them.
    zones: BTreeMap<String, Vec<u8>>,
}

/// Everything that one decision is made of.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Case {
    /// The rules.
    pub rules: Rules,
    /// What is known of the conversation.
    pub context: Context,
    /// The queues.
    pub snapshot: Snapshot,
    /// The moment of deciding.
    pub now: Timestamp,
    /// What percentages are drawn with.
    pub seed: i64,
}

impl Case {
    /// What it comes to; nothing where its rules cannot be published.
    pub fn answer(&self) -> Option<Answer> {
        let rules = CompiledRules::new(RulesetVersion { version: 1, rules: self.rules.clone() }).ok()?;
        Some(Answer::of(&rules, &self.context, &self.snapshot, self.now, self.seed))
    }
}

/// What became of a trial.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// What was decided.
    pub decision: Decision,
    /// How.
    pub trace: Trace,
    /// Why.
    pub explanation: Explanation,
}

impl Answer {
    /// Decides, and explains it.
    pub fn of(rules: &CompiledRules, context: &Context, snapshot: &Snapshot, now: Timestamp, seed: i64) -> Self {
        let (decision, trace) = decide(rules, context, snapshot, now, seed);
        let explanation = explain(rules.ruleset(), context, snapshot, &decision, &trace);
        Self { decision, trace, explanation }
    }
}

impl Kit {
    /// Writes a kit as JSON. `tzif` knows the zones that the server knows.
    pub fn write(
        ruleset: &RulesetVersion,
        queues: Queues,
        kind: ChannelKind,
        zone: &str,
        tzif: impl Fn(&str) -> Option<Vec<u8>>,
    ) -> serde_json::Result<String> {
        let queues = queues.bare();
        let names = queues.zone_names().chain([zone]);
        let zones = names.filter_map(|name| Some((name.to_owned(), tzif(name)?))).collect();
        let (version, rules, zone) = (ruleset.version, ruleset.rules.clone(), zone.to_owned());
        serde_json::to_string(&Written { version, rules, queues, kind, zone, zones })
    }

    /// Reads what [`Kit::write`] wrote; nothing where it is something else.
    pub fn read(json: &str) -> Option<Self> {
        let Written { version, rules, mut queues, kind, zone, zones } = serde_json::from_str(json).ok()?;
        let find = |name: &str| TimeZone::tzif(name, zones.get(name)?).ok();
        queues.find_zones(find);
        let rules = CompiledRules::new(RulesetVersion { version, rules }).ok()?;
        Some(Self { rules, queues, kind, zone: find(&zone).unwrap_or(TimeZone::UTC) })
    }

    /// What the rules do with typed facts, or what is wrong with these.
    pub fn answer(&self, typed: &TypedFacts) -> Result<Answer, Invalid> {
        let mut context = typed.context(self.kind, &self.zone)?;
        let at = context.received_at.unwrap_or_default();
        let snapshot = self.queues.receive(&mut context, at);
        Ok(Answer::of(&self.rules, &context, &snapshot, at, typed.seed().unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;
    use crate::routing::testing::kits;

    const KIND: ChannelKind = ChannelKind::GoogleBusinessMessages;

    proptest! {
        #[test]
        fn a_kit_tells_nothing_that_does_not_decide((rules, queues, zone) in kits::kit()) {
            let ruleset = RulesetVersion { version: 2, rules };
            let json = Kit::write(&ruleset, queues, KIND, zone, |_| None).expect("JSON");
            prop_assert!(!json.contains("Kontortid") && !json.contains("Helligdag"), "names of hours: {}", json);
            let kit: Value = serde_json::from_str(&json).expect("JSON");
            let named = kit["queues"]["named"].as_object().into_iter().flat_map(|named| named.values());
            for state in named.chain([&kit["queues"]["fallback"]]) {
                let queue = &state["queue"];
                prop_assert_eq!((&queue["longest_wait_s"], &queue["member_count"]), (&0.into(), &0.into()));
                let limit = queue["overflow"]["item_limit"].as_i64();
                let length = queue["length"].as_i64();
                prop_assert!(length == Some(0) || length == limit, "only whether it is full: {}", queue);
            }
            prop_assert!(Kit::read(&json).is_some());
        }
    }

    #[test]
    fn what_is_no_kit_is_not_read() {
        assert!(Kit::read("").is_none() && Kit::read("{}").is_none());
    }
}
