//! The one function that decides.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    CompiledRules, OverflowReason, Passed, QueueSnapshot, RuleStatus, Share, Snapshot, Trace,
    compile::{Classifies, Routes, Ruleset, To, Tree},
    facts::Facts,
    index,
    test::Moment,
};
use crate::{QueueId, context::Context, queue::OverflowAction};

/// What was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The version of the rules.
    pub ruleset_version: i32,
    /// Where the conversation waits, or would have waited.
    pub queue_id: QueueId,
    /// Whether no rule chose it.
    pub is_fallback: bool,
    /// Whether it does not wait at all: its queue overflowed, and ends what it cannot take.
    pub is_ended: bool,
    /// What percentages are drawn with.
    pub seed: i64,
    /// When it was decided.
    pub decided_at: Timestamp,
}

/// Decides where conversations wait by one version of the rules. It keeps its buffers from one decision to the next and nothing
/// else: pure, total and deterministic.
#[derive(Debug)]
pub struct Router<'r> {
    rules: &'r CompiledRules,
    facts: Facts,
    /// Those of a ruleset that are looked at.
    likely: index::Rules,
}

/// What stays the same for the whole of a decision.
#[derive(Clone, Copy)]
struct Scene<'s> {
    context: &'s Context,
    snapshot: &'s Snapshot,
    moment: Moment,
    seed: i64,
}

/// Decides one conversation, and records how: see [`Router::decide`].
pub fn decide(
    rules: &CompiledRules,
    context: &Context,
    snapshot: &Snapshot,
    now: Timestamp,
    seed: i64,
) -> (Decision, Trace) {
    Router::new(rules).decide(context, snapshot, now, seed)
}

/// What a seed draws: 0 to 99, each as often as another. One draw serves the whole decision, so that the same conversation falls
/// on the same part wherever the rule stands.
///
/// The seed is mixed as in `SplitMix64` (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014), so neighbours
/// do not draw alike.
pub fn draw(seed: i64) -> u8 {
    let mut mixed = seed.cast_unsigned().wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^= mixed >> 31;
    u8::try_from((u128::from(mixed) * 100) >> 64).unwrap_or(99)
}

/// The part that a draw falls on.
pub(super) fn part(shares: &[Share<QueueId>], drawn: u8) -> Option<QueueId> {
    let mut below = 0;
    let falls = |share: &&Share<QueueId>| {
        below += share.percent;
        i64::from(drawn) < below
    };
    shares.iter().find(falls).map(|share| share.queue)
}

impl<'r> Router<'r> {
    /// A router for these rules.
    pub fn new(rules: &'r CompiledRules) -> Self {
        Self { rules, facts: Facts::default(), likely: index::Rules::default() }
    }

    /// Where a conversation with this context waits, and every rule and every test that led there. Every test of a rule that is
    /// looked at is recorded, also where the outcome is clear without it: an administrator may ask about any of them.
    pub fn decide(&mut self, context: &Context, snapshot: &Snapshot, now: Timestamp, seed: i64) -> (Decision, Trace) {
        let mut trace = Trace::blank(self.rules);
        let decision = self.run::<true>(context, snapshot, now, seed, &mut trace);
        (decision, trace)
    }

    /// The same decision without marks of rules and tests in its record: nothing is looked at that cannot change it.
    pub fn choose(&mut self, context: &Context, snapshot: &Snapshot, now: Timestamp, seed: i64) -> (Decision, Trace) {
        let mut trace = Trace::default();
        let decision = self.run::<false>(context, snapshot, now, seed, &mut trace);
        (decision, trace)
    }

    fn run<const RECORDS: bool>(
        &mut self,
        context: &Context,
        snapshot: &Snapshot,
        now: Timestamp,
        seed: i64,
        trace: &mut Trace,
    ) -> Decision {
        let moment = Moment { now, utc_offset_s: snapshot.utc_offset_s };
        let scene = Scene { context, snapshot, moment, seed };
        self.facts.begin(self.rules.used.len());
        let mut first_rule = 0;
        for ruleset in &self.rules.classify {
            self.classify::<RECORDS>(ruleset, first_rule, scene, trace);
            first_rule += ruleset.len();
        }
        let decision = |queue_id, is_fallback, is_ended| Decision {
            ruleset_version: self.rules.ruleset().version,
            queue_id,
            is_fallback,
            is_ended,
            seed,
            decided_at: now,
        };
        if let Some(queue_id) = self.route::<RECORDS>(first_rule, scene, trace) {
            return decision(queue_id, false, false);
        }
        let Some(passed) = operational(&trace.passed, snapshot) else {
            return decision(snapshot.fallback.id, true, false);
        };
        trace.apply(passed.rule, first_rule);
        trace.action = Some(passed.action);
        match passed.action {
            OverflowAction::Assign => decision(passed.queue_id, false, false),
            OverflowAction::End => decision(passed.queue_id, false, true),
            OverflowAction::Transfer(to) if snapshot.queue(to).is_some() => decision(to, false, false),
            OverflowAction::Transfer(_) => decision(snapshot.fallback.id, true, false),
        }
    }

    /// One classification ruleset: the first rule that matches sets what it sets, and those behind it are not looked at.
    fn classify<const RECORDS: bool>(
        &mut self,
        ruleset: &Ruleset<Classifies>,
        first_rule: usize,
        scene: Scene<'_>,
        trace: &mut Trace,
    ) {
        self.narrow::<RECORDS, _>(ruleset, scene);
        let mut next = 0;
        while let Some(at) = self.likely.next(next) {
            next = at + 1;
            let rule = &ruleset.rules[at];
            let holds = self.holds::<RECORDS>(&rule.when, scene, trace);
            if RECORDS {
                trace.rules[first_rule + at] = if holds { RuleStatus::Applied } else { RuleStatus::Processed };
            }
            if holds {
                for (slot, setting) in &rule.sets {
                    self.facts.set(&self.rules.used, *slot, setting.value());
                }
                return;
            }
        }
    }

    /// The queue of the first rule that matches and whose queue does not overflow; the queues before it are passed over.
    fn route<const RECORDS: bool>(
        &mut self,
        first_rule: usize,
        scene: Scene<'_>,
        trace: &mut Trace,
    ) -> Option<QueueId> {
        let ruleset = &self.rules.route;
        self.narrow::<RECORDS, _>(ruleset, scene);
        let (mut chosen, mut next) = (None, 0);
        while let Some(at) = self.likely.next(next) {
            next = at + 1;
            let rule = &ruleset.rules[at];
            let holds = self.holds::<RECORDS>(&rule.when, scene, trace);
            if RECORDS {
                trace.rules[first_rule + at] = if holds { RuleStatus::Matched } else { RuleStatus::Processed };
            }
            if !holds || chosen.is_some() {
                continue;
            }
            let Some(queue_id) = target(rule, scene.seed) else { continue };
            match scene.snapshot.queue(queue_id).map(QueueSnapshot::overflow) {
                Some(None) => {
                    trace.apply(at, first_rule);
                    chosen = Some(queue_id);
                    if !RECORDS {
                        break;
                    }
                }
                Some(Some((reason, action))) => {
                    trace.passed.push(Passed { rule: at, queue_id, reason, action });
                }
                None => trace.passed.push(Passed {
                    rule: at,
                    queue_id,
                    reason: OverflowReason::Missing,
                    action: OverflowAction::Assign,
                }),
            }
        }
        chosen
    }

    /// Finds which rules to look at: those that can match, or all that are on where everything is recorded.
    fn narrow<const RECORDS: bool, Rule>(&mut self, ruleset: &Ruleset<Rule>, scene: Scene<'_>) {
        if RECORDS {
            return ruleset.index.all(&mut self.likely);
        }
        for slot in ruleset.index.slots() {
            self.facts.read(slot, &self.rules.used, scene.context);
        }
        ruleset.index.narrow(&mut self.likely, &self.facts);
    }

    fn holds<const RECORDS: bool>(&mut self, tree: &Tree, scene: Scene<'_>, trace: &mut Trace) -> bool {
        match tree {
            Tree::Always => true,
            Tree::Test(at) => {
                let test = &self.rules.tests[*at];
                for slot in test.slots() {
                    self.facts.read(slot, &self.rules.used, scene.context);
                }
                let holds = test.holds(&self.facts, scene.moment);
                if RECORDS {
                    trace.tests[*at] = Some(holds);
                }
                holds
            }
            Tree::Not(part) => !self.holds::<RECORDS>(part, scene, trace),
            // Every part is looked at, whatever the ones before it say.
            Tree::All(parts) if RECORDS => {
                parts.iter().filter(|part| !self.holds::<RECORDS>(part, scene, trace)).count() == 0
            }
            Tree::Any(parts) if RECORDS => {
                parts.iter().filter(|part| self.holds::<RECORDS>(part, scene, trace)).count() > 0
            }
            Tree::All(parts) => parts.iter().all(|part| self.holds::<RECORDS>(part, scene, trace)),
            Tree::Any(parts) => parts.iter().any(|part| self.holds::<RECORDS>(part, scene, trace)),
        }
    }
}

fn target(rule: &Routes, seed: i64) -> Option<QueueId> {
    match &rule.to {
        To::One(queue) => Some(*queue),
        To::Split(shares) => part(shares, draw(seed)),
    }
}

/// Where every queue that a rule chose overflows: the first of them that is open, else the one that opens soonest
/// (REFERENCE-SYSTEM.md C.1). Its action decides.
fn operational(passed: &[Passed], snapshot: &Snapshot) -> Option<Passed> {
    let there = || passed.iter().filter(|passed| passed.reason != OverflowReason::Missing);
    let queue = |passed: &&Passed| snapshot.queue(passed.queue_id);
    let is_open = |passed: &&Passed| queue(passed).is_some_and(|queue| queue.is_open);
    let opens = |passed: &&Passed| {
        let at = queue(passed).and_then(|queue| queue.opens_at);
        (at.is_none(), at)
    };
    there().find(is_open).or_else(|| there().min_by_key(opens)).cloned()
}
