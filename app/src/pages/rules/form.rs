//! A rule as its form has it, and back. A route rule is known by its queues, a classification rule by what it sets.

use std::collections::BTreeMap;

use domain::{
    Checks, Fault, FieldFault, Invalid, QueueId,
    context::{VariableName, VariableValue},
    routing::{AnyRule, Classification, ClassifyRule, Condition, RouteRule, RuleList, Rules, Share},
};
use serde::{Deserialize, Serialize};

use super::{
    condition::{Fields, Group},
    row::number,
};
use crate::components::FormView;

/// How many queues share conversations at most, and how many variables and skills a rule sets.
pub const SHARES: usize = 5;
pub const OUTCOMES: usize = 5;
/// The answers to where a rule sends its conversations.
pub const ONE: &str = "one";
pub const SPLIT: &str = "split";
/// What is posted to keep the rule; everything else changes the shape of its form.
pub const SAVE: &str = "save";
pub const SAVE_AS_NEW: &str = "save-as-new";
const WHEN: &str = "when.";

/// A rule, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RuleForm {
    pub name: String,
    /// The name that the rule had, to find it again where others have moved it.
    pub was: String,
    /// The version of the draft that was read.
    pub version: i32,
    /// The button: [`SAVE`], [`SAVE_AS_NEW`], or a change of the form.
    pub act: String,
    /// The rest by name: `when.0.field`, `queue`, `share.1.percent`, `set.0.name`, `skill.0.rating`.
    pub v: Fields,
}

/// The name of one of the rest, as the form and its errors know it.
pub fn named(name: &str) -> String {
    format!("v[{name}]")
}

/// A condition's part of the form.
pub fn when(name: &str) -> String {
    named(&format!("{WHEN}{name}"))
}

impl RuleForm {
    /// The form of a rule.
    pub fn of(rule: &AnyRule, version: i32) -> Self {
        let (name, condition) = match rule {
            AnyRule::Route(rule) => (&rule.name, &rule.when),
            AnyRule::Classify(rule) => (&rule.name, &rule.when),
        };
        let mut form = Self { name: name.clone(), was: name.clone(), version, ..Self::default() };
        form.set_condition(&Group::of(condition.as_ref()));
        match rule {
            AnyRule::Route(rule) => form.fill_target(rule),
            AnyRule::Classify(rule) => form.fill_outcome(rule),
        }
        form
    }

    fn put(&mut self, name: impl Into<String>, value: impl ToString) {
        self.v.insert(name.into(), value.to_string());
    }

    fn fill_target(&mut self, rule: &RouteRule) {
        self.put("target", if rule.queues.is_empty() { ONE } else { SPLIT });
        if let Some(queue) = rule.queue {
            self.put("queue", queue);
        }
        for (at, share) in rule.queues.iter().enumerate() {
            self.put(format!("share.{at}.queue"), share.queue);
            self.put(format!("share.{at}.percent"), share.percent);
        }
    }

    fn fill_outcome(&mut self, rule: &ClassifyRule) {
        for (at, (name, value)) in rule.set.iter().enumerate() {
            self.put(format!("set.{at}.name"), name);
            match value {
                VariableValue::Text(text) => self.put(format!("set.{at}.value"), text),
                VariableValue::Number(number) => {
                    self.put(format!("set.{at}.value"), number);
                    self.put(format!("set.{at}.number"), "true");
                }
            }
        }
        for (at, (name, rating)) in rule.skills.iter().enumerate() {
            self.put(format!("skill.{at}.name"), name);
            self.put(format!("skill.{at}.rating"), rating);
        }
    }

    /// The form as the page shows it.
    pub fn view(&self) -> FormView {
        let own = [
            ("name".to_owned(), self.name.clone()),
            ("was".to_owned(), self.was.clone()),
            ("version".to_owned(), self.version.to_string()),
        ];
        FormView::filled(own.into_iter().chain(self.v.iter().map(|(name, value)| (named(name), value.clone()))))
    }

    /// The form that a page shows.
    pub fn shown(view: &FormView) -> Self {
        let inner = |name: &str| Some(name.strip_prefix("v[")?.strip_suffix(']')?.to_owned());
        let rest = view.values.iter().filter_map(|(name, value)| Some((inner(name)?, value.clone())));
        Self {
            name: view.value("name"),
            was: view.value("was"),
            version: view.value("version").parse().unwrap_or_default(),
            act: String::new(),
            v: rest.collect(),
        }
    }

    /// The condition's part.
    pub fn condition(&self) -> Group {
        let own = self.v.iter().filter_map(|(name, value)| Some((name.strip_prefix(WHEN)?.to_owned(), value.clone())));
        Group::read(&own.collect())
    }

    fn set_condition(&mut self, group: &Group) {
        self.v.retain(|name, _| !name.starts_with(WHEN));
        self.v.extend(group.write().into_iter().map(|(name, value)| (format!("{WHEN}{name}"), value)));
    }

    /// Does what another button than those that keep the rule says, and names the field to go on with.
    pub fn reshape(&mut self) -> String {
        let mut group = self.condition();
        let next = group.reshape(&self.act);
        self.set_condition(&group);
        match (next, self.act.split_once(':')) {
            (Some(field), _) => when(&field),
            // A button that only shows what suits what was chosen names the field itself.
            (None, Some(("show", field))) => named(field),
            _ => "name".to_owned(),
        }
    }

    pub fn text(&self, name: &str) -> &str {
        self.v.get(name).map(String::as_str).unwrap_or_default().trim()
    }

    /// How many of the numbered fields are in use: up to the last one that is not blank.
    pub fn used(&self, kind: &str, most: usize) -> usize {
        let is_used = |at: &usize| {
            ["queue", "percent", "name", "value", "rating"]
                .iter()
                .any(|part| !self.text(&format!("{kind}.{at}.{part}")).is_empty())
        };
        (0..most).filter(is_used).max().map_or(0, |at| at + 1)
    }

    /// What the percentages total.
    pub fn total(&self) -> i64 {
        let percent = |at| self.text(&format!("share.{at}.percent")).parse::<i64>().unwrap_or_default();
        (0..SHARES).map(percent).fold(0, i64::saturating_add)
    }

    /// The rule for a list. `before` is what the rule said: it stays on or off, and a condition that nobody touched as it was
    /// written.
    pub fn check(&self, list: RuleList, before: Option<&AnyRule>) -> Result<AnyRule, Invalid> {
        let mut checks = Checks::default();
        let group = self.condition();
        let (off, written) = match before {
            Some(AnyRule::Route(RouteRule { off, when, .. }) | AnyRule::Classify(ClassifyRule { off, when, .. })) => {
                (*off, when.as_ref())
            }
            None => (false, None),
        };
        let condition = if Group::of(written) == group { written.cloned() } else { group.condition() };
        let (rule, places) = match list {
            RuleList::Route => self.route_rule(off, condition, &mut checks),
            RuleList::Classify(_) => self.classify_rule(off, condition, &mut checks),
        };
        if let Err(invalid) = alone(&rule).check() {
            for FieldFault { field, fault } in invalid.faults {
                let path = field.trim_start_matches("route[0].").trim_start_matches("classify[0].rule[0].");
                checks.note(&places.field(path, &group), fault);
            }
        }
        checks.finish(Some(rule))
    }

    fn route_rule(&self, off: bool, when: Option<Condition>, checks: &mut Checks) -> (AnyRule, Places) {
        let mut rule = RouteRule { name: self.name.trim().to_owned(), off, when, queue: None, queues: Vec::new() };
        let mut places = Places::default();
        if self.text("target") != SPLIT {
            rule.queue = self.text("queue").parse().ok();
            return (AnyRule::Route(rule), places);
        }
        for at in 0..self.used("share", SHARES) {
            let (queue, percent) = (format!("share.{at}.queue"), format!("share.{at}.percent"));
            if self.text(&queue).is_empty() && self.text(&percent).is_empty() {
                continue;
            }
            let queue = checks.field(&named(&queue), self.text(&queue).parse::<QueueId>().map_err(|_| Fault::Missing));
            // Where it is no number at all, that is what is told, and not its range.
            let number = self.text(&percent).parse::<i64>().map_err(|_| Fault::NotANumber);
            let number = checks.field(&named(&percent), number);
            places.put(format!("queues[{}].percent", rule.queues.len()), percent);
            let queue = queue.unwrap_or(QueueId(uuid::Uuid::nil()));
            rule.queues.push(Share { queue, percent: number.unwrap_or(1) });
        }
        if rule.queues.is_empty() {
            checks.note(&named("share.0.queue"), Fault::Missing);
            // Any queue will do: that there is none has been told.
            rule.queue = Some(QueueId(uuid::Uuid::nil()));
        }
        (AnyRule::Route(rule), places)
    }

    fn classify_rule(&self, off: bool, when: Option<Condition>, checks: &mut Checks) -> (AnyRule, Places) {
        let (mut set, mut skills) = (BTreeMap::new(), BTreeMap::new());
        let mut places = Places::default();
        for at in 0..self.used("set", OUTCOMES) {
            let (name, value) = (format!("set.{at}.name"), format!("set.{at}.value"));
            let text = self.text(&value).to_owned();
            if self.text(&name).is_empty() && text.is_empty() {
                continue;
            }
            let read = if self.text(&format!("set.{at}.number")) == "true" {
                VariableValue::Number(number(&text).unwrap_or(f64::NAN))
            } else {
                VariableValue::Text(text)
            };
            let Some(key) = self.key(&name, set.keys(), checks) else { continue };
            places.put(format!("set.{key}"), value);
            set.insert(key, read);
        }
        for at in 0..self.used("skill", OUTCOMES) {
            let (name, rating) = (format!("skill.{at}.name"), format!("skill.{at}.rating"));
            if self.text(&name).is_empty() && self.text(&rating).is_empty() {
                continue;
            }
            let number = checks.field(&named(&rating), self.text(&rating).parse().map_err(|_| Fault::NotANumber));
            let Some(key) = self.key(&name, skills.keys(), checks) else { continue };
            places.put(format!("skills.{key}"), rating);
            skills.insert(key, number.unwrap_or(1));
        }
        (AnyRule::Classify(ClassifyRule { name: self.name.trim().to_owned(), off, when, set, skills }), places)
    }

    /// The name of a variable or skill, unless another row has it.
    fn key<'a>(&self, field: &str, mut taken: impl Iterator<Item = &'a String>, checks: &mut Checks) -> Option<String> {
        let name = self.text(field);
        let read = match name {
            "" => Err(Fault::Missing),
            name if taken.any(|other| other == name) => Err(Fault::Taken),
            name => VariableName::parse(name).map(|name| name.as_str().to_owned()).ok_or(Fault::Malformed),
        };
        checks.field(&named(field), read)
    }
}

/// Which field of the form stands at which place of the rule, where it is not told by the place itself.
#[derive(Default)]
struct Places(BTreeMap<String, String>);

impl Places {
    fn put(&mut self, place: String, field: String) {
        self.0.insert(place, field);
    }

    fn field(&self, path: &str, group: &Group) -> String {
        if let Some(field) = self.0.get(path) {
            return named(field);
        }
        match path {
            "name" => "name".to_owned(),
            "queue" => named("queue"),
            "queues" => named("share.0.percent"),
            "set" => named("set.0.name"),
            "skills" => named("skill.0.name"),
            path => when(&group.field_at(path)),
        }
    }
}

/// A set of rules with this one in it.
fn alone(rule: &AnyRule) -> Rules {
    match rule {
        AnyRule::Route(rule) => Rules { classify: Vec::new(), route: vec![rule.clone()] },
        AnyRule::Classify(rule) => {
            let ruleset = Classification { name: "-".to_owned(), rules: vec![rule.clone()] };
            Rules { classify: vec![ruleset], route: Vec::new() }
        }
    }
}
