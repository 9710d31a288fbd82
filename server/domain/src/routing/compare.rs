//! How one set of rules differs from another. A rule is known by its name, of several with the same name by their order.

use super::{ClassifyRule, RouteRule, Rules};

/// One difference. Places count from 0: of what is gone in the old rules, of everything else in the new ones.
#[derive(Clone, Debug, PartialEq)]
pub enum Difference<'a, Queue> {
    /// A classification ruleset that was not there; its rules are told of besides.
    RulesetAdded(&'a str),
    /// One that is gone, with its rules.
    RulesetRemoved(&'a str),
    /// A rule of the classification ruleset with this name.
    Classify(&'a str, RuleDifference<&'a ClassifyRule>),
    /// A rule that chooses the queue.
    Route(RuleDifference<&'a RouteRule<Queue>>),
}

/// What became of a rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RuleDifference<Rule> {
    /// It was not there.
    Added {
        /// Its place.
        at: usize,
        /// What it says.
        rule: Rule,
    },
    /// It is gone.
    Removed {
        /// Its place.
        at: usize,
        /// What it said.
        rule: Rule,
    },
    /// It was switched off or on.
    Switched {
        /// Its place.
        at: usize,
        /// Whether it is off now.
        off: bool,
        /// What it says.
        rule: Rule,
    },
    /// It says something else.
    Changed {
        /// Its place.
        at: usize,
        /// What it said.
        before: Rule,
        /// What it says.
        after: Rule,
    },
    /// It stands elsewhere in the order.
    Moved {
        /// Where it stood.
        from: usize,
        /// Where it stands.
        to: usize,
        /// What it says.
        rule: Rule,
    },
}

/// What rules of both kinds have in common.
trait Compared: PartialEq {
    fn name(&self) -> &str;
    fn is_off(&self) -> bool;
    /// The same rule, switched as said.
    fn switched(&self, off: bool) -> Self;
}

impl Compared for ClassifyRule {
    fn name(&self) -> &str {
        &self.name
    }

    fn is_off(&self) -> bool {
        self.off
    }

    fn switched(&self, off: bool) -> Self {
        Self { off, ..self.clone() }
    }
}

impl<Queue: Clone + PartialEq> Compared for RouteRule<Queue> {
    fn name(&self) -> &str {
        &self.name
    }

    fn is_off(&self) -> bool {
        self.off
    }

    fn switched(&self, off: bool) -> Self {
        Self { off, ..self.clone() }
    }
}

impl<Queue: Clone + PartialEq> Rules<Queue> {
    /// What differs in `after`: rulesets in their order, then the rules that choose the queue.
    pub fn differences<'a>(&'a self, after: &'a Self) -> Vec<Difference<'a, Queue>> {
        let mut found = Vec::new();
        for gone in self.classify.iter().filter(|old| after.classify.iter().all(|new| new.name != old.name)) {
            found.push(Difference::RulesetRemoved(&gone.name));
        }
        for new in &after.classify {
            let old = self.classify.iter().find(|old| old.name == new.name);
            if old.is_none() {
                found.push(Difference::RulesetAdded(&new.name));
            }
            let old = old.map(|old| old.rules.as_slice()).unwrap_or_default();
            let of_rules = list(old, &new.rules);
            found.extend(of_rules.into_iter().map(|one| Difference::Classify(&new.name, one)));
        }
        found.extend(list(&self.route, &after.route).into_iter().map(Difference::Route));
        found
    }
}

fn list<'a, Rule: Compared>(before: &'a [Rule], after: &'a [Rule]) -> Vec<RuleDifference<&'a Rule>> {
    let mut is_taken = vec![false; before.len()];
    let mut origin = Vec::with_capacity(after.len());
    for rule in after {
        let from = (0..before.len()).find(|from| !is_taken[*from] && before[*from].name() == rule.name());
        if let Some(from) = from {
            is_taken[from] = true;
        }
        origin.push(from);
    }
    let stays = in_order(&origin);
    let mut found = Vec::new();
    for (to, rule) in after.iter().enumerate() {
        let Some(from) = origin[to] else {
            found.push(RuleDifference::Added { at: to, rule });
            continue;
        };
        if !stays[to] {
            found.push(RuleDifference::Moved { from, to, rule });
        }
        let before = &before[from];
        if before.is_off() != rule.is_off() {
            found.push(RuleDifference::Switched { at: to, off: rule.is_off(), rule });
        }
        if before.switched(rule.is_off()) != *rule {
            found.push(RuleDifference::Changed { at: to, before, after: rule });
        }
    }
    let gone = before.iter().enumerate().filter(|(at, _)| !is_taken[*at]);
    found.extend(gone.map(|(at, rule)| RuleDifference::Removed { at, rule }));
    found
}

/// Marks a longest run of places that are in their old order: those that did not move, while as few as possible did.
fn in_order(origin: &[Option<usize>]) -> Vec<bool> {
    let mut length = vec![0_usize; origin.len()];
    let mut previous = vec![None; origin.len()];
    for at in 0..origin.len() {
        let Some(from) = origin[at] else { continue };
        length[at] = 1;
        for earlier in 0..at {
            if origin[earlier].is_some_and(|old| old < from) && length[earlier] >= length[at] {
                length[at] = length[earlier] + 1;
                previous[at] = Some(earlier);
            }
        }
    }
    let mut marks = vec![false; origin.len()];
    let mut last = (0..origin.len()).filter(|at| length[*at] > 0).max_by_key(|at| length[*at]);
    while let Some(at) = last {
        marks[at] = true;
        last = previous[at];
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A capital says something else than its small letter; behind a dash a rule is off.
    fn rules(names: &str) -> Rules<bool> {
        let rule = |(at, name): (usize, char)| RouteRule {
            name: name.to_ascii_lowercase().to_string(),
            off: names[..at].ends_with('-'),
            when: None,
            queue: Some(name.is_uppercase()),
            queues: Vec::new(),
        };
        Rules { classify: Vec::new(), route: names.char_indices().filter(|(_, name)| *name != '-').map(rule).collect() }
    }

    #[test]
    fn each_difference_is_told_once_and_as_few_rules_as_possible_have_moved() {
        for (before, after, expected) in [
            ("abc", "abc", vec![]),
            ("abcd", "dabc", vec!["d 3>0"]),
            ("abcd", "bcda", vec!["a 0>3"]),
            ("abc", "aBc", vec!["b 1!"]),
            ("abc", "axc", vec!["x 1+", "b 1-"]),
            ("abcd", "cabD", vec!["c 2>0", "d 3!"]),
            ("ab-c", "a-bc", vec!["b 1 off", "c 2 on"]),
            ("abc", "-Cab", vec!["c 2>0", "c 0 off", "c 0!"]),
        ] {
            let (old, new) = (rules(before), rules(after));
            let told = |one| match one {
                Difference::Route(RuleDifference::Added { at, rule }) => format!("{} {at}+", rule.name),
                Difference::Route(RuleDifference::Removed { at, rule }) => format!("{} {at}-", rule.name),
                Difference::Route(RuleDifference::Switched { at, off, rule }) => {
                    format!("{} {at} {}", rule.name, if off { "off" } else { "on" })
                }
                Difference::Route(RuleDifference::Changed { at, after, .. }) => format!("{} {at}!", after.name),
                Difference::Route(RuleDifference::Moved { from, to, rule }) => format!("{} {from}>{to}", rule.name),
                other => format!("{other:?}"),
            };
            let found: Vec<_> = old.differences(&new).into_iter().map(told).collect();
            assert_eq!(found, expected, "{before} → {after}");
        }
    }
}
