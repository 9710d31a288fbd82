//! Which rules of a list can match at all. Most rules ask that a field is one of a few texts; the field's value then names the rules
//! that are left, and the others need not be looked at.

use super::{
    Operator,
    compile::Tree,
    facts::{Facts, Slot},
    test::{self, Constant, Right},
};

/// With fewer rules behind it, looking a value up takes longer than asking each of them. Tests have few rules and look up every one.
const WORTHWHILE: usize = if cfg!(test) { 1 } else { 6 };

/// Rules by the texts that they ask for.
#[derive(Debug)]
pub(super) struct Index {
    /// The rules that are not switched off.
    on: Rules,
    guards: Vec<Guard>,
}

/// What one field says.
#[derive(Debug)]
struct Guard {
    slot: Slot,
    match_case: bool,
    /// The texts that rules ask for, in order, each with the rules that can match then.
    known: Vec<(Box<str>, Rules)>,
    /// The rules that can match whatever the field says.
    others: Rules,
}

/// A set of rules: a bit for each, by its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Rules(Vec<u64>);

impl Index {
    /// An index of rules, in order: whether each is switched off, and its condition.
    pub fn new<'t>(rules: impl Iterator<Item = (bool, &'t Tree)>, tests: &[test::Compiled]) -> Self {
        let (off, needs): (Vec<_>, Vec<_>) = rules.map(|(off, when)| (off, needs(when, tests))).unzip();
        let mut fields: Vec<_> = needs.iter().flatten().map(|need| (need.slot, need.match_case)).collect();
        fields.sort_unstable();
        let guards = fields
            .chunk_by(|a, b| a == b)
            .filter(|asked| asked.len() >= WORTHWHILE)
            .map(|asked| Guard::new(asked[0], &needs))
            .collect();
        Self { on: Rules::of(off.len(), |rule| !off[rule]), guards }
    }

    /// The fields whose values it looks up.
    pub fn slots(&self) -> impl Iterator<Item = Slot> {
        self.guards.iter().map(|guard| guard.slot)
    }

    /// All rules that are looked at.
    pub fn all(&self, rules: &mut Rules) {
        rules.0.clone_from(&self.on.0);
    }

    /// Those that can match. The facts of [`Index::slots`] have been read.
    pub fn narrow(&self, rules: &mut Rules, facts: &Facts) {
        self.all(rules);
        for guard in &self.guards {
            rules.intersect(guard.allowed(facts));
        }
    }
}

impl Guard {
    fn new((slot, match_case): (Slot, bool), needs: &[Vec<Need<'_>>]) -> Self {
        let here = |need: &&Need<'_>| (need.slot, need.match_case) == (slot, match_case);
        let asked: Vec<_> = needs.iter().map(|rule| rule.iter().find(here).map(|need| &need.texts)).collect();
        let others = Rules::of(asked.len(), |rule| asked[rule].is_none());
        let mut texts: Vec<_> = asked.iter().flatten().copied().flatten().copied().collect();
        texts.sort_unstable();
        texts.dedup();
        let allows = |text| Rules::of(asked.len(), |rule| asked[rule].is_none_or(|texts| texts.contains(text)));
        let known = texts.iter().map(|text| (Box::from(*text), allows(text))).collect();
        Self { slot, match_case, known, others }
    }

    fn allowed(&self, facts: &Facts) -> &Rules {
        let place = facts
            .compared(self.slot, self.match_case)
            .and_then(|value| self.known.binary_search_by(|(text, _)| (**text).cmp(value)).ok());
        place.map_or(&self.others, |place| &self.known[place].1)
    }
}

/// A field that has to be one of these texts, or the rule does not match.
struct Need<'t> {
    slot: Slot,
    match_case: bool,
    texts: Vec<&'t str>,
}

/// What a condition cannot hold without. Of several tests of one field the first counts.
fn needs<'t>(when: &Tree, tests: &'t [test::Compiled]) -> Vec<Need<'t>> {
    match when {
        Tree::Test(at) => need(&tests[*at]).into_iter().collect(),
        Tree::All(parts) => parts.iter().flat_map(|part| needs(part, tests)).collect(),
        Tree::Always | Tree::Any(_) | Tree::Not(_) => Vec::new(),
    }
}

fn need(test: &test::Compiled) -> Option<Need<'_>> {
    let texts = match (test.op, &test.right) {
        (Operator::Equals, Right::One(constant)) => vec![text(constant)?],
        (Operator::In, Right::Many(constants)) => constants.iter().map(text).collect::<Option<_>>()?,
        _ => return None,
    };
    Some(Need { slot: test.slot, match_case: test.match_case, texts })
}

fn text(constant: &Constant) -> Option<&str> {
    if let Constant::Text(text) = constant { Some(text) } else { None }
}

impl Rules {
    /// Of so many rules those for which `is_in` says so.
    fn of(count: usize, is_in: impl Fn(usize) -> bool) -> Self {
        let mut rules = Self(vec![0; count.div_ceil(64)]);
        for rule in (0..count).filter(|rule| is_in(*rule)) {
            rules.0[rule / 64] |= 1 << (rule % 64);
        }
        rules
    }

    fn intersect(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= other;
        }
    }

    /// The first one at `from` or behind it.
    pub fn next(&self, from: usize) -> Option<usize> {
        let mut at = from / 64;
        let mut word = self.0.get(at)? & (u64::MAX << (from % 64));
        while word == 0 {
            at += 1;
            word = *self.0.get(at)?;
        }
        Some(at * 64 + word.trailing_zeros() as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_of_rules_is_walked_in_order() {
        for count in [0, 1, 63, 64, 65, 128, 200] {
            let mut all = Rules::of(count, |_| true);
            let some = Rules::of(count, |rule| rule % 7 == 3 || rule > 190);
            all.intersect(&some);
            let mut walked = Vec::new();
            while let Some(rule) = all.next(walked.last().map_or(0, |last| last + 1)) {
                walked.push(rule);
            }
            assert_eq!(walked, (0..count).filter(|rule| rule % 7 == 3 || *rule > 190).collect::<Vec<_>>());
        }
    }
}
