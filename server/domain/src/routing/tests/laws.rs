//! What is true of every valid set of rules.

use jiff::Timestamp;
use proptest::prelude::*;

use crate::routing::{
    Case, CompiledRules, Router, RuleStatus, RulesetVersion, Trace, decide, draw, explain,
    testing::{self, plain},
};

fn compiled(rules: &crate::routing::Rules) -> CompiledRules {
    CompiledRules::new(RulesetVersion { version: 3, rules: rules.clone() }).expect("valid rules")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn plain_and_compiled_decide_alike(
        Case { rules, context, snapshot, now, seed } in testing::case(),
    ) {
        let compiled = compiled(&rules);
        let mut router = Router::new(&compiled);
        // Buffers that an earlier decision has filled change nothing.
        router.choose(&context, &snapshot, now, seed);
        let (chosen, lean) = router.choose(&context, &snapshot, now, seed);
        let (decision, trace) = router.decide(&context, &snapshot, now, seed);
        prop_assert_eq!(&chosen, &decision, "with and without marks");
        prop_assert_eq!((lean.applied, lean.passed, lean.action), (trace.applied, trace.passed.clone(), trace.action));
        prop_assert_eq!(&(decision.clone(), trace.clone()), &decide(&compiled, &context, &snapshot, now, seed));
        let plain = plain::decide(&rules, &context, &snapshot, now, seed);
        let given = plain::Plain { queue_id: decision.queue_id, is_fallback: decision.is_fallback, is_ended: decision.is_ended };
        prop_assert_eq!(given, plain);
        order_and_first_match(&rules, &trace)?;
        let explanation = explain(compiled.ruleset(), &context, &snapshot, &decision, &trace);
        prop_assert_eq!(explanation.stages.iter().map(|stage| stage.rules.len()).sum::<usize>(), rules.len());
        let json = serde_json::to_string(&trace).expect("JSON");
        prop_assert_eq!(serde_json::from_str::<Trace>(&json).expect("a trace"), trace);
    }

    #[test]
    fn a_rule_that_could_take_it_moves_a_conversation_only_when_it_holds(
        rules in testing::rules(), context in testing::context(), snapshot in testing::snapshot(), seed in any::<i64>(),
    ) {
        let now = Timestamp::UNIX_EPOCH;
        let with = decide(&compiled(&rules), &context, &snapshot, now, seed).0;
        for at in 0..rules.route.len() {
            let mut fewer = rules.clone();
            fewer.route.remove(at);
            let without = decide(&compiled(&fewer), &context, &snapshot, now, seed).0;
            let trace = decide(&compiled(&rules), &context, &snapshot, now, seed).1;
            let first = rules.len() - rules.route.len();
            if rules.route[at].off || trace.rules[first + at] == RuleStatus::Processed {
                prop_assert_eq!(&with, &without, "a rule that is off or does not hold does nothing");
            }
        }
    }
}

/// What is switched off is not looked at. In a classification ruleset what follows the first match is not looked at; of the route rules every one is, and one at most is
/// applied.
fn order_and_first_match(rules: &crate::routing::Rules, trace: &Trace) -> Result<(), TestCaseError> {
    let mut statuses = trace.rules.iter();
    for ruleset in &rules.classify {
        let given = statuses.by_ref().zip(&ruleset.rules);
        let (on, off): (Vec<_>, Vec<_>) = given.partition(|(_, rule)| !rule.off);
        prop_assert!(off.iter().all(|(status, _)| **status == RuleStatus::NotProcessed));
        let given: Vec<_> = on.into_iter().map(|(status, _)| status).collect();
        let applied = given.iter().position(|status| **status == RuleStatus::Applied).unwrap_or(given.len());
        prop_assert!(given[..applied].iter().all(|status| **status == RuleStatus::Processed));
        prop_assert!(given[applied..].iter().skip(1).all(|status| **status == RuleStatus::NotProcessed));
    }
    let routes: Vec<_> = statuses.collect();
    for (status, rule) in routes.iter().zip(&rules.route) {
        prop_assert_eq!(**status == RuleStatus::NotProcessed, rule.off);
    }
    let applied: Vec<_> = (0..routes.len()).filter(|at| *routes[*at] == RuleStatus::Applied).collect();
    prop_assert_eq!(applied.first().copied(), trace.applied);
    prop_assert!(applied.len() <= 1);
    Ok(())
}

#[test]
fn a_hundred_thousand_draws_keep_their_percentages() {
    let mut counts = [0_u32; 100];
    for seed in 0..100_000 {
        counts[usize::from(draw(seed))] += 1;
    }
    let below = |percent: usize| counts[..percent].iter().sum::<u32>();
    for percent in [10, 25, 33, 50, 60, 90] {
        let off = f64::from(below(percent)) / 1000.0 - f64::from(u32::try_from(percent).expect("small"));
        assert!(off.abs() < 1.0, "{percent} % came out {off:+} off");
    }
    assert!(counts.iter().all(|count| (800..1200).contains(count)), "{counts:?}");
}
