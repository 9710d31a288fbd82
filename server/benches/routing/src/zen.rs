//! The same work for zen-engine: a decision table with a row for each rule, the first that fits, compiled beforehand.

use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};
use zen_engine::{Decision, DecisionEngine, Variable, model::DecisionContent};

use crate::work::{Facts, Rule, Third, Work};

pub struct Engine {
    decision: Decision,
    runtime: Runtime,
}

impl Engine {
    pub fn new(work: &Work) -> Result<Self> {
        let content: DecisionContent = serde_json::from_value(graph(work))?;
        let mut decision =
            DecisionEngine::default().create_decision(Arc::new(content)).map_err(|error| anyhow!("{error:?}"))?;
        decision.compile();
        Ok(Self { decision, runtime: Builder::new_current_thread().build()? })
    }

    /// The contexts in the engine's own form of values.
    pub fn inputs(&self, work: &Work) -> Vec<Variable> {
        work.contexts.iter().map(|facts| Variable::from(context(facts))).collect()
    }

    /// The place of the rule that decides.
    pub fn decide(&self, context: &Variable) -> Result<Option<usize>> {
        let response = self.runtime.block_on(self.decision.evaluate(context.clone()));
        let result = response.map_err(|error| anyhow!("{error:?}"))?.result;
        let rule = result.dot("rule").and_then(|rule| rule.as_number());
        rule.map(|rule| usize::try_from(i64::try_from(rule)?).context("a rule's place")).transpose()
    }
}

fn graph(work: &Work) -> Value {
    let rules: Vec<_> = work.rules.iter().enumerate().map(|(at, rule)| row(at, rule)).collect();
    let input = |id: &str, field: &str| json!({ "id": id, "name": id, "field": field });
    let table = json!({
        "hitPolicy": "first",
        "inputs": [
            input("locale", "context.resolved_locale"),
            input("entry_point", "context.entry_point"),
            input("custom", "context.custom"),
            input("text", "message.first_text"),
        ],
        "outputs": [{ "id": "rule", "name": "rule", "field": "rule" }],
        "rules": rules,
    });
    json!({
        "nodes": [
            { "id": "in", "name": "in", "type": "inputNode", "content": {} },
            { "id": "table", "name": "table", "type": "decisionTableNode", "content": table },
            { "id": "out", "name": "out", "type": "outputNode", "content": {} },
        ],
        "edges": [
            { "id": "a", "type": "edge", "sourceId": "in", "targetId": "table" },
            { "id": "b", "type": "edge", "sourceId": "table", "targetId": "out" },
        ],
    })
}

fn row(at: usize, rule: &Rule) -> Value {
    let (text, custom) = match &rule.third {
        Third::TextContains(word) => (format!("contains($, '{word}')"), String::new()),
        Third::CustomBeginsWith(begin) => (String::new(), format!("startsWith($, '{begin}')")),
    };
    json!({
        "_id": format!("rule {at}"),
        "locale": format!("'{}'", rule.locale),
        "entry_point": format!("'{}'", rule.entry_point),
        "custom": custom,
        "text": text,
        "rule": at.to_string(),
    })
}

/// The facts that the rules read; those that they do not read are left out.
fn context(facts: &Facts) -> Value {
    json!({
        "context": { "resolved_locale": facts.locale, "entry_point": facts.entry_point, "custom": facts.custom },
        "message": { "first_text": facts.first_text },
    })
}
