//! One list of rules of which the first that matches wins: a classification ruleset, or the route rules.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Surroundings,
    atom::{Atoms, World},
    finding::{Finding, Place, Proof, ShadowedBy, TestPlace, small},
    formula::{self, Node},
    marks::Marks,
    search::{Goal, Verdict, search},
};
use crate::{
    context::{ContextField, VariableName},
    routing::{Condition, Operand, Operator, Test},
};

/// How many tests a search may look at: for everything at once, and for a small part of it.
const MOST: usize = 5_000;
const FEW: usize = 500;

/// A rule, as far as its condition goes.
pub(super) struct Entry {
    /// The path of its condition.
    pub path: String,
    pub name: String,
    pub when: Option<Condition>,
    /// The earlier rules that leave nothing of what they match.
    pub takers: Vec<usize>,
}

pub(super) struct Stage<'r> {
    ruleset: Option<u32>,
    rules: &'r [Entry],
    atoms: Atoms,
    nodes: Vec<Node>,
}

/// A rule being looked at.
struct Subject<'s> {
    node: &'s Node,
    tests: Vec<(String, &'s Test)>,
}

impl<'r> Stage<'r> {
    /// `ratings` are those that earlier rulesets can have given skills.
    pub fn new(
        ruleset: Option<u32>,
        rules: &'r [Entry],
        ratings: BTreeMap<VariableName, BTreeSet<i64>>,
        around: &Surroundings,
    ) -> Self {
        let mut atoms = Atoms::new(ratings, &around.never_filled);
        let nodes = rules.iter().map(|rule| Node::new(rule.when.as_ref(), &mut atoms)).collect();
        Self { ruleset, rules, atoms, nodes }
    }

    /// What is wrong with the condition of a rule.
    pub fn prove(&self, rule: usize, found: &mut Vec<Finding>) {
        let entry = &self.rules[rule];
        let tests = entry.when.as_ref().map(|when| formula::tests(&entry.path, when)).unwrap_or_default();
        let subject = Subject { node: &self.nodes[rule], tests };
        let place = Place { ruleset: self.ruleset, rule: small(rule) };
        let mut find = |proof| found.push(Finding { place, name: entry.name.clone(), proof });
        if let Some(core) = self.core(subject.node, World::All) {
            find(Proof::NeverMatches { tests: subject.places(&core) });
            self.unfilled(&subject, &Marks::default()).into_iter().for_each(find);
            return;
        }
        let unfilled = self.unfilled(&subject, &Marks::default());
        let stop = if unfilled.is_empty() { None } else { self.core(subject.node, World::OfChannel) };
        match &stop {
            Some(core) => self.unfilled(&subject, core).into_iter().for_each(&mut find),
            None => unfilled.into_iter().for_each(&mut find),
        }
        if stop.is_none() {
            let by = self.shadows(rule);
            if !by.is_empty() {
                let by = by.into_iter().map(|at| ShadowedBy { rule: small(at), name: self.rules[at].name.clone() });
                find(Proof::Shadowed { by: by.collect() });
            }
        }
        self.contradictions(&subject, subject.node, &entry.path, &mut find);
    }

    /// The tests because of which a condition never holds, each of them needed; `None` where that is not so.
    fn core(&self, node: &Node, world: World) -> Option<Marks> {
        let goal = [Goal { node, holds: true, tag: None }];
        let Verdict::Refuted(mut core) = search(&self.atoms, world, &goal, None, MOST) else { return None };
        let all: Vec<_> = core.iter().collect();
        for test in all {
            let mut fewer = core.clone();
            fewer.remove(test);
            if matches!(search(&self.atoms, world, &goal, Some(&fewer), MOST), Verdict::Refuted(_)) {
                core = fewer;
            }
        }
        Some(core)
    }

    /// The earlier rules that take everything that a rule matches; one of them where one is enough.
    fn shadows(&self, rule: usize) -> Vec<usize> {
        let takers = &self.rules[rule].takers;
        let first_tag = self.nodes[rule].count();
        let refuted = |by: &[usize], most| {
            let mut goals = vec![Goal { node: &self.nodes[rule], holds: true, tag: None }];
            goals.extend(by.iter().map(|at| Goal { node: &self.nodes[*at], holds: false, tag: Some(first_tag + at) }));
            search(&self.atoms, World::OfChannel, &goals, None, most)
        };
        let all = refuted(takers, MOST);
        if matches!(all, Verdict::Open) {
            return Vec::new();
        }
        let is_alone = |at: &&usize| matches!(refuted(&[**at], FEW), Verdict::Refuted(_));
        if let Some(one) = takers.iter().find(is_alone) {
            return vec![*one];
        }
        let Verdict::Refuted(core) = all else { return Vec::new() };
        let mut core: Vec<_> = takers.iter().copied().filter(|at| core.contains(first_tag + at)).collect();
        for at in core.clone().into_iter().rev() {
            let fewer: Vec<_> = core.iter().copied().filter(|other| *other != at).collect();
            if matches!(refuted(&fewer, MOST), Verdict::Refuted(_)) {
                core = fewer;
            }
        }
        core
    }

    /// The outermost parts that never hold by themselves.
    fn contradictions(&self, subject: &Subject<'_>, node: &Node, path: &str, find: &mut impl FnMut(Proof)) {
        for (path, part) in node.parts(path) {
            match self.core(part, World::All) {
                Some(core) => find(Proof::Contradiction { path, tests: subject.places(&core) }),
                None => self.contradictions(subject, part, &path, find),
            }
        }
    }

    /// The tests of fields that the channel never fills; `stops` are those because of which the rule never matches.
    fn unfilled(&self, subject: &Subject<'_>, stops: &Marks) -> Vec<Proof> {
        let never = |name: &str| ContextField::parse(name).filter(|field| self.atoms.is_never_filled(field));
        let find = |(number, (path, test)): (usize, &(String, &Test))| {
            let op: Operator = test.op.parse().ok()?;
            let other = match &test.value {
                Some(Operand::Field(other)) => never(&other.field),
                _ => None,
            };
            let field = never(&test.field).or(other)?;
            Some(Proof::NeverFilled {
                field: field.name().into_owned(),
                always: op == Operator::NoData,
                stops_rule: stops.contains(number),
                test: TestPlace::new(path.clone(), number, test),
            })
        };
        subject.tests.iter().enumerate().filter_map(find).collect()
    }
}

impl Subject<'_> {
    fn places(&self, numbers: &Marks) -> Vec<TestPlace> {
        let place =
            |number: usize| self.tests.get(number).map(|(path, test)| TestPlace::new(path.clone(), number, test));
        numbers.iter().filter_map(place).collect()
    }
}
