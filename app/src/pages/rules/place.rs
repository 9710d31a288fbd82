//! Where a rule stands: in the address, in a form and in the draft.

use domain::{
    WorkstreamId,
    routing::{AnyRule, RuleList, Rules},
};

use crate::paths;

const ROUTE: &str = "route";
const CLASSIFY: &str = "classify-";

/// A list as a form and an id have it.
pub fn list_word(list: RuleList) -> String {
    match list {
        RuleList::Route => ROUTE.to_owned(),
        RuleList::Classify(of) => format!("{CLASSIFY}{of}"),
    }
}

/// The list that a form names.
pub fn list_of(word: &str) -> backend::Result<RuleList> {
    let ruleset = |word: &str| word.strip_prefix(CLASSIFY)?.parse().ok().map(RuleList::Classify);
    let list = if word == ROUTE { Some(RuleList::Route) } else { ruleset(word) };
    list.ok_or(backend::Error::NotFound)
}

/// The page of a rule's form.
pub fn edit(id: WorkstreamId, list: RuleList, at: Option<usize>) -> String {
    match (list, at) {
        (RuleList::Route, Some(at)) => paths::route_rule(id, at),
        (RuleList::Route, None) => paths::new_route_rule(id),
        (RuleList::Classify(of), Some(at)) => paths::classify_rule(id, of, at),
        (RuleList::Classify(of), None) => paths::new_classify_rule(id, of),
    }
}

/// A rule in the list of rules.
pub fn in_list(id: WorkstreamId, list: RuleList, at: usize) -> String {
    format!("{}#{}", paths::rules(id), anchor(list, at))
}

/// The switch of a rule in the list of rules.
pub fn switch_in_list(id: WorkstreamId, list: RuleList, at: usize) -> String {
    format!("{}#{}", paths::rules(id), switch(list, at))
}

pub fn switch(list: RuleList, at: usize) -> String {
    format!("{}-switch", anchor(list, at))
}

/// The grip of a rule in the list of rules.
pub fn grip_in_list(id: WorkstreamId, list: RuleList, at: usize) -> String {
    format!("{}#{}", paths::rules(id), grip(list, at))
}

pub fn grip(list: RuleList, at: usize) -> String {
    format!("{}-grip", anchor(list, at))
}

/// The id of a list.
pub fn list_id(list: RuleList) -> String {
    format!("{}-rules", list_word(list))
}

pub fn anchor(list: RuleList, at: usize) -> String {
    format!("{}-rule-{at}", list_word(list))
}

/// The rule at a place.
pub fn rule(rules: &Rules, list: RuleList, at: usize) -> Option<AnyRule> {
    match list {
        RuleList::Route => rules.route.get(at).cloned().map(AnyRule::Route),
        RuleList::Classify(of) => rules.classify.get(of)?.rules.get(at).cloned().map(AnyRule::Classify),
    }
}

/// How many rules a list has.
pub fn len(rules: &Rules, list: RuleList) -> usize {
    match list {
        RuleList::Route => rules.route.len(),
        RuleList::Classify(of) => rules.classify.get(of).map_or(0, |ruleset| ruleset.rules.len()),
    }
}

pub fn name(rule: &AnyRule) -> &str {
    match rule {
        AnyRule::Route(rule) => &rule.name,
        AnyRule::Classify(rule) => &rule.name,
    }
}

/// Where the rule stands that stood at `at` and was called `was`, though others may have moved it.
pub fn find(rules: &Rules, list: RuleList, at: usize, was: &str) -> backend::Result<usize> {
    let is_it = |at: usize| rule(rules, list, at).is_some_and(|rule| name(&rule) == was);
    if is_it(at) {
        return Ok(at);
    }
    let mut namesakes = (0..len(rules, list)).filter(|at| is_it(*at));
    match (namesakes.next(), namesakes.next()) {
        (Some(at), None) => Ok(at),
        _ => Err(backend::Error::Conflict("rule_gone")),
    }
}
