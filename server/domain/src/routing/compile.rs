//! A published ruleset in the form that decides: names looked up, constants folded, fields numbered. Made once for each version.

use super::{
    Condition, RulesetVersion, Share, Target,
    facts::{Slot, Used},
    index::Index,
    test,
};
use crate::{
    Invalid, QueueId,
    context::{ContextField, ContextValue, VariableName, VariableValue},
};

/// A ruleset version, ready to decide.
#[derive(Debug)]
pub struct CompiledRules {
    ruleset: RulesetVersion,
    pub(super) used: Vec<Used>,
    pub(super) tests: Vec<test::Compiled>,
    pub(super) classify: Vec<Ruleset<Classifies>>,
    pub(super) route: Ruleset<Routes>,
}

/// Rules that are tried in order.
#[derive(Debug)]
pub(super) struct Ruleset<Rule> {
    pub rules: Vec<Rule>,
    pub index: Index,
}

impl<Rule> Ruleset<Rule> {
    /// Each rule comes with whether it is switched off.
    fn new(rules: Vec<(bool, Rule)>, when: impl Fn(&Rule) -> &Tree, tests: &[test::Compiled]) -> Self {
        let index = Index::new(rules.iter().map(|(off, rule)| (*off, when(rule))), tests);
        Self { rules: rules.into_iter().map(|(_, rule)| rule).collect(), index }
    }

    pub fn len(&self) -> usize {
        self.rules.len()
    }
}

#[derive(Debug)]
pub(super) struct Classifies {
    pub when: Tree,
    pub sets: Vec<(Slot, Setting)>,
}

/// What a classification rule gives a field.
#[derive(Debug)]
pub(super) enum Setting {
    Text(String),
    Number(f64),
}

impl Setting {
    pub fn value(&self) -> ContextValue<'_> {
        match self {
            Self::Text(text) => ContextValue::Text(text),
            Self::Number(number) => ContextValue::Number(*number),
        }
    }
}

#[derive(Debug)]
pub(super) struct Routes {
    pub when: Tree,
    pub to: To,
}

#[derive(Debug)]
pub(super) enum To {
    One(QueueId),
    Split(Vec<Share<QueueId>>),
}

/// A condition; tests are numbers.
#[derive(Debug)]
pub(super) enum Tree {
    Always,
    Test(usize),
    All(Box<[Tree]>),
    Any(Box<[Tree]>),
    Not(Box<Tree>),
}

impl CompiledRules {
    /// Compiles rules, or says why they can not be published.
    pub fn new(ruleset: RulesetVersion) -> Result<Self, Invalid> {
        ruleset.rules.check()?;
        let mut compiler = Compiler::default();
        let rulesets = ruleset.rules.classify.iter().map(|ruleset| &ruleset.rules);
        let classify = rulesets.map(|rules| {
            rules
                .iter()
                .map(|rule| {
                    let when = compiler.rule(rule.when.as_ref());
                    (rule.off, Classifies { when, sets: compiler.settings(&rule.set, &rule.skills) })
                })
                .collect()
        });
        let classify: Vec<Vec<_>> = classify.collect();
        let route = ruleset.rules.route.iter().map(|rule| {
            let when = compiler.rule(rule.when.as_ref());
            (rule.off, Routes { when, to: to(rule.target()) })
        });
        let route = route.collect();
        let Compiler { used, tests } = compiler;
        let classify = classify.into_iter().map(|rules| Ruleset::new(rules, |rule| &rule.when, &tests)).collect();
        let route = Ruleset::new(route, |rule| &rule.when, &tests);
        Ok(Self { ruleset, used, tests, classify, route })
    }

    /// No rules: everything goes to the fallback queue.
    pub fn empty(version: i32) -> Self {
        let ruleset = RulesetVersion { version, rules: super::Rules::default() };
        let route = Ruleset::new(Vec::new(), |rule: &Routes| &rule.when, &[]);
        Self { ruleset, used: Vec::new(), tests: Vec::new(), classify: Vec::new(), route }
    }

    /// The rules as written.
    pub fn ruleset(&self) -> &RulesetVersion {
        &self.ruleset
    }
}

fn to(target: Option<Target<'_, QueueId>>) -> To {
    match target {
        Some(Target::One(queue)) => To::One(*queue),
        Some(Target::Split(shares)) => To::Split(shares.to_vec()),
        // Checked rules have a target.
        None => To::Split(Vec::new()),
    }
}

#[derive(Default)]
struct Compiler {
    used: Vec<Used>,
    tests: Vec<test::Compiled>,
}

impl Compiler {
    fn rule(&mut self, when: Option<&Condition>) -> Tree {
        when.map_or(Tree::Always, |condition| self.tree(condition))
    }

    /// Numbers the tests in the order of writing, as [`Condition::tests`] lists them.
    fn tree(&mut self, condition: &Condition) -> Tree {
        match condition {
            Condition::All(parts) => Tree::All(parts.iter().map(|part| self.tree(part)).collect()),
            Condition::Any(parts) => Tree::Any(parts.iter().map(|part| self.tree(part)).collect()),
            Condition::Not(part) => Tree::Not(Box::new(self.tree(part))),
            Condition::Test(written) => {
                let used = &mut self.used;
                let compiled = test::Compiled::new(written, |field, match_case| {
                    let slot = slot(used, field);
                    used[slot].exact |= match_case;
                    used[slot].folded |= !match_case;
                    slot
                });
                // Checked rules compile; a test that cannot be read would never hold.
                self.tests.push(compiled.unwrap_or_else(test::Compiled::never));
                Tree::Test(self.tests.len() - 1)
            }
        }
    }

    fn settings(
        &mut self,
        set: &std::collections::BTreeMap<String, VariableValue>,
        skills: &std::collections::BTreeMap<String, i64>,
    ) -> Vec<(Slot, Setting)> {
        let variables = set.iter().filter_map(|(name, value)| {
            let setting = match value {
                VariableValue::Text(text) => Setting::Text(text.clone()),
                VariableValue::Number(number) => Setting::Number(*number),
            };
            Some((ContextField::Variable(VariableName::parse(name)?), setting))
        });
        #[expect(clippy::cast_precision_loss, reason = "1 to 10")]
        let skills = skills.iter().filter_map(|(name, rating)| {
            Some((ContextField::Skill(VariableName::parse(name)?), Setting::Number(*rating as f64)))
        });
        variables.chain(skills).map(|(field, setting)| (slot(&mut self.used, field), setting)).collect()
    }
}

/// The number of a field, a new one where it has none.
fn slot(used: &mut Vec<Used>, field: ContextField) -> Slot {
    used.iter().position(|used| used.field == field).unwrap_or_else(|| {
        used.push(Used { field, exact: false, folded: false });
        used.len() - 1
    })
}
