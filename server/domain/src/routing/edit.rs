//! Changes of a draft, one at a time. A draft may break rules while it is being written; [`Rules::check`] says what is left to do.

use serde::{Deserialize, Serialize};

use super::{Classification, ClassifyRule, RouteRule, Rules};

/// A list of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleList {
    /// The rules that choose the queue.
    Route,
    /// Those of the classification ruleset at this place, from 0.
    Classify(usize),
}

/// A rule for one of the lists.
#[derive(Clone, Debug, PartialEq)]
pub enum AnyRule {
    /// For [`RuleList::Route`].
    Route(RouteRule),
    /// For [`RuleList::Classify`].
    Classify(ClassifyRule),
}

/// One change. Places count from 0.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// A rule at the end of a list.
    Add {
        /// Which one.
        list: RuleList,
        /// What it says.
        rule: AnyRule,
    },
    /// Another rule in the place of one.
    Put {
        /// Which list.
        list: RuleList,
        /// Its place.
        at: usize,
        /// What it says from now on.
        rule: AnyRule,
    },
    /// A rule less.
    Remove {
        /// Which list.
        list: RuleList,
        /// Its place.
        at: usize,
    },
    /// A rule at another place; those between move up or down.
    Move {
        /// Which list.
        list: RuleList,
        /// Where it was.
        from: usize,
        /// Where it goes.
        to: usize,
    },
    /// A rule switched off, or on again; it stays in its place.
    Switch {
        /// Which list.
        list: RuleList,
        /// Its place.
        at: usize,
        /// Whether it is off from now on.
        off: bool,
    },
    /// A classification ruleset at the end.
    AddRuleset {
        /// What people call it.
        name: String,
    },
    /// Another name for one.
    RenameRuleset {
        /// Its place.
        at: usize,
        /// What people call it.
        name: String,
    },
    /// A classification ruleset less, with its rules.
    RemoveRuleset {
        /// Its place.
        at: usize,
    },
    /// A classification ruleset at another place.
    MoveRuleset {
        /// Where it was.
        from: usize,
        /// Where it goes.
        to: usize,
    },
}

impl Edit {
    /// Makes the change; `None`, and no change, where what it is about is not there.
    pub fn apply(self, rules: &mut Rules) -> Option<()> {
        match self {
            Self::Add { list: RuleList::Route, rule: AnyRule::Route(rule) } => rules.route.push(rule),
            Self::Add { list: RuleList::Classify(of), rule: AnyRule::Classify(rule) } => {
                rules.classify.get_mut(of)?.rules.push(rule);
            }
            Self::Put { list: RuleList::Route, at, rule: AnyRule::Route(rule) } => *rules.route.get_mut(at)? = rule,
            Self::Put { list: RuleList::Classify(of), at, rule: AnyRule::Classify(rule) } => {
                *rules.classify.get_mut(of)?.rules.get_mut(at)? = rule;
            }
            Self::Add { .. } | Self::Put { .. } => return None,
            Self::Remove { list: RuleList::Route, at } => remove(&mut rules.route, at)?,
            Self::Remove { list: RuleList::Classify(of), at } => remove(&mut rules.classify.get_mut(of)?.rules, at)?,
            Self::Move { list: RuleList::Route, from, to } => shift(&mut rules.route, from, to)?,
            Self::Move { list: RuleList::Classify(of), from, to } => {
                shift(&mut rules.classify.get_mut(of)?.rules, from, to)?;
            }
            Self::Switch { list: RuleList::Route, at, off } => rules.route.get_mut(at)?.off = off,
            Self::Switch { list: RuleList::Classify(of), at, off } => {
                rules.classify.get_mut(of)?.rules.get_mut(at)?.off = off;
            }
            Self::AddRuleset { name } => rules.classify.push(Classification { name, rules: Vec::new() }),
            Self::RenameRuleset { at, name } => rules.classify.get_mut(at)?.name = name,
            Self::RemoveRuleset { at } => remove(&mut rules.classify, at)?,
            Self::MoveRuleset { from, to } => shift(&mut rules.classify, from, to)?,
        }
        Some(())
    }
}

fn remove<T>(list: &mut Vec<T>, at: usize) -> Option<()> {
    (at < list.len()).then(|| drop(list.remove(at)))
}

fn shift<T>(list: &mut Vec<T>, from: usize, to: usize) -> Option<()> {
    let is_there = from < list.len() && to < list.len();
    is_there.then(|| {
        let moved = list.remove(from);
        list.insert(to, moved);
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(names: &[&str]) -> Rules {
        let mut rules = Rules::default();
        for name in names {
            let rule = RouteRule { name: (*name).into(), off: false, when: None, queue: None, queues: Vec::new() };
            Edit::Add { list: RuleList::Route, rule: AnyRule::Route(rule) }.apply(&mut rules).expect("added");
        }
        rules
    }

    fn names(rules: &Rules) -> Vec<&str> {
        rules.route.iter().map(|rule| rule.name.as_str()).collect()
    }

    #[test]
    fn a_rule_that_moves_takes_its_new_place_and_the_others_close_up() {
        for (from, to, order) in [(0, 2, "bcad"), (3, 0, "dabc"), (1, 1, "abcd")] {
            let mut moved = rules(&["a", "b", "c", "d"]);
            assert_eq!(Edit::Move { list: RuleList::Route, from, to }.apply(&mut moved), Some(()));
            assert_eq!(names(&moved).concat(), order);
        }
    }

    #[test]
    fn a_rule_that_is_switched_keeps_its_place() {
        let mut switched = rules(&["a", "b"]);
        for off in [true, true, false] {
            assert_eq!(Edit::Switch { list: RuleList::Route, at: 1, off }.apply(&mut switched), Some(()));
            assert_eq!(switched.route.iter().map(|rule| rule.off).collect::<Vec<_>>(), [false, off]);
        }
        assert_eq!(switched, rules(&["a", "b"]));
    }

    #[test]
    fn what_is_not_there_changes_nothing() {
        let before = rules(&["a"]);
        for edit in [
            Edit::Remove { list: RuleList::Route, at: 1 },
            Edit::Move { list: RuleList::Route, from: 0, to: 1 },
            Edit::Remove { list: RuleList::Classify(0), at: 0 },
            Edit::Switch { list: RuleList::Route, at: 1, off: true },
            Edit::Switch { list: RuleList::Classify(0), at: 0, off: true },
            Edit::RenameRuleset { at: 0, name: "x".into() },
            Edit::Add { list: RuleList::Classify(0), rule: AnyRule::Route(before.route[0].clone()) },
        ] {
            let mut after = before.clone();
            assert_eq!(edit.clone().apply(&mut after), None, "{edit:?}");
            assert_eq!(after, before);
        }
    }
}
