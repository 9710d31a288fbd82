//! Whatever rules the check accepts, deciding by them ends, does not panic, and says what the plain reading of PRODUCT §5 says.
//!
//! Input that is JSON of rules is taken as such; with any other the generators of the property tests make rules. They make what is around.

#![no_main]

use std::hash::{DefaultHasher, Hasher};

use domain::routing::{
    Case, CompiledRules, Router, Rules, RulesetVersion, explain,
    testing::{self, plain},
};
use libfuzzer_sys::{Corpus, fuzz_target};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

fuzz_target!(|input: &[u8]| -> Corpus {
    let drawn = drawn(&digest(input));
    let case = match serde_json::from_slice::<Rules>(input) {
        Ok(rules) => drawn.map(|case| Case { rules, ..case }),
        Err(_) => drawn,
    };
    if case.is_some_and(decide) { Corpus::Keep } else { Corpus::Reject }
});

/// The case that the generators make of this seed. (Giving them the input itself as choices does not work: they look for ever for
/// another choice where it ends.)
fn drawn(seed: &[u8]) -> Option<Case> {
    let rng = TestRng::from_seed(RngAlgorithm::XorShift, seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    testing::case().new_tree(&mut runner).ok().map(|tree| tree.current())
}

/// 16 bytes, the same for the same input.
fn digest(input: &[u8]) -> Vec<u8> {
    let mut hasher = DefaultHasher::new();
    hasher.write(input);
    let one = hasher.finish();
    hasher.write_u8(1);
    [one, hasher.finish()].iter().flat_map(|half| half.to_le_bytes()).collect()
}

/// Whether the rules were accepted.
fn decide(Case { rules, context, snapshot, now, seed }: Case) -> bool {
    let Ok(compiled) = CompiledRules::new(RulesetVersion { version: 1, rules: rules.clone() }) else { return false };
    let mut router = Router::new(&compiled);
    let (decision, trace) = router.decide(&context, &snapshot, now, seed);
    assert_eq!(router.choose(&context, &snapshot, now, seed).0, decision, "with and without marks");
    let plain = plain::decide(&rules, &context, &snapshot, now, seed);
    let given =
        plain::Plain { queue_id: decision.queue_id, is_fallback: decision.is_fallback, is_ended: decision.is_ended };
    assert_eq!(given, plain, "plain and compiled");
    explain(compiled.ruleset(), &context, &snapshot, &decision, &trace);
    true
}
