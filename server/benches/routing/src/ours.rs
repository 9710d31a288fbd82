//! The product's engine on the work.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use domain::{
    QueueId,
    context::Context,
    routing::{CompiledRules, QueueSnapshot, Router, Rules, RulesetVersion, Snapshot},
};
use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::work::{Facts, Rule, Third, Work};

pub struct Engine {
    rules: CompiledRules,
    snapshot: Snapshot,
    now: Timestamp,
}

impl Engine {
    pub fn new(work: &Work) -> Result<Self> {
        let route: Vec<_> = work.rules.iter().enumerate().map(|(at, rule)| written(at, rule)).collect();
        let rules: Rules = serde_json::from_value(json!({ "route": route }))?;
        let rules = CompiledRules::new(RulesetVersion { version: 1, rules }).ok().context("the rules are refused")?;
        let named = (0..work.rules.len()).map(|at| (queue_id(at), queue(queue_id(at)))).collect::<BTreeMap<_, _>>();
        let fallback = queue(QueueId(Uuid::from_u128(0)));
        let now = "2026-11-22T12:00:00Z".parse()?;
        Ok(Self { rules, snapshot: Snapshot { fallback, named, utc_offset_s: 3600 }, now })
    }

    /// The contexts as they are stored.
    pub fn inputs(&self, work: &Work) -> Vec<Context> {
        work.contexts.iter().map(|facts| context(facts, self.now)).collect()
    }

    /// The place of the rule that decides.
    pub fn decide(&self, context: &Context) -> Option<usize> {
        let (decision, _) = Router::new(&self.rules).choose(context, &self.snapshot, self.now, 7);
        (!decision.is_fallback).then(|| place(decision.queue_id))
    }

    /// Lets `measure` call for decisions alone, as a replay makes them.
    pub fn timed(&self, measure: impl FnOnce(&mut dyn FnMut(&Context) -> QueueId) -> f64) -> f64 {
        let mut router = Router::new(&self.rules);
        measure(&mut |context| router.choose(context, &self.snapshot, self.now, 7).0.queue_id)
    }

    /// Lets `measure` call for decisions with every rule and every test recorded, as an arriving conversation gets.
    pub fn timed_with_trace(&self, measure: impl FnOnce(&mut dyn FnMut(&Context) -> usize) -> f64) -> f64 {
        let mut router = Router::new(&self.rules);
        measure(&mut |context| router.decide(context, &self.snapshot, self.now, 7).1.tests.len())
    }
}

fn written(at: usize, rule: &Rule) -> Value {
    let third = match &rule.third {
        Third::TextContains(word) => json!({ "field": "message.first_text", "op": "contains", "value": word }),
        Third::CustomBeginsWith(begin) => json!({ "field": "context.custom", "op": "begins_with", "value": begin }),
    };
    let first = json!({ "field": "context.resolved_locale", "op": "equals", "value": rule.locale });
    let second = json!({ "field": "context.entry_point", "op": "equals", "value": rule.entry_point });
    json!({ "name": format!("Rule {at}"), "when": { "all": [first, second, third] }, "queue": queue_id(at) })
}

fn context(facts: &Facts, now: Timestamp) -> Context {
    Context {
        customer_display_name: Some(facts.name.clone()),
        customer_device_locale: Some(facts.locale.to_owned()),
        entry_point: Some(facts.entry_point.to_owned()),
        resolved_locale: Some(facts.locale.to_owned()),
        custom: Some(facts.custom.clone()),
        first_text: Some(facts.first_text.clone()),
        agent_account_name: Some("Fjordbank support".to_owned()),
        workstream_name: Some("Fjordbank messages".to_owned()),
        received_at: Some(now),
        received_weekday: Some("sun".to_owned()),
        received_time: Some("13:00".to_owned()),
        hours_open: Some(true),
        ..Context::default()
    }
}

/// The queue of the rule at this place.
fn queue_id(at: usize) -> QueueId {
    QueueId(Uuid::from_u128(at as u128 + 1))
}

fn place(queue: QueueId) -> usize {
    usize::try_from(queue.0.as_u128()).map_or(usize::MAX, |number| number - 1)
}

fn queue(id: QueueId) -> QueueSnapshot {
    QueueSnapshot {
        id,
        name: format!("Queue {id}"),
        length: 0,
        longest_wait_s: 0,
        is_open: true,
        opens_at: None,
        member_count: 3,
        overflow: None,
    }
}
