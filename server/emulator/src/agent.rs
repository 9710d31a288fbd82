//! A brand agent: the business that customers write to. Named by a brand id and an agent id.

use std::fmt;

use serde::Serialize;
use uuid::Uuid;

use crate::{
    emulator::Emulator,
    problem::Problem,
    store::Store,
    webhook::{NewWebhook, Webhook, WebhookId},
};

/// `brands/{brand}/agents/{agent}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub(crate) struct AgentKey {
    pub(crate) brand_id: String,
    pub(crate) agent_id: String,
}

impl AgentKey {
    pub(crate) fn parse(brand_id: &str, agent_id: &str) -> Result<Self, Vec<Problem>> {
        let (brand_id, agent_id) = (brand_id.trim(), agent_id.trim());
        let mut problems = Vec::new();
        if !fits(brand_id) {
            problems.push(Problem::BrandIdUnfit);
        }
        if !fits(agent_id) {
            problems.push(Problem::AgentIdUnfit);
        }
        if problems.is_empty() {
            Ok(Self { brand_id: brand_id.to_owned(), agent_id: agent_id.to_owned() })
        } else {
            Err(problems)
        }
    }

    /// Two fresh ids, to offer in a form.
    pub(crate) fn fresh() -> Self {
        Self { brand_id: Uuid::new_v4().to_string(), agent_id: Uuid::new_v4().to_string() }
    }
}

/// Google's ids are UUIDs; anything that needs no escaping in a path is taken.
pub(crate) fn fits(id: &str) -> bool {
    (1..=100).contains(&id.len())
        && !id.trim_matches('.').is_empty()
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

impl fmt::Display for AgentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "brands/{}/agents/{}", self.brand_id, self.agent_id)
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Agent {
    pub(crate) key: AgentKey,
    /// What the customer sees at the top of the phone.
    pub(crate) name: String,
    /// The partner's own id of it, repeated in every event. May be empty.
    pub(crate) custom_agent_id: String,
    /// Its own webhook, or the partner's. Absent: the only partner webhook, if there is just one.
    pub(crate) webhook: Option<WebhookId>,
}

impl Agent {
    /// Checks a name as it was typed.
    pub(crate) fn name(text: &str) -> Result<String, Problem> {
        match text.trim() {
            "" => Err(Problem::NameMissing),
            long if long.chars().count() > 100 => Err(Problem::NameTooLong),
            name => Ok(name.to_owned()),
        }
    }
}

impl Store {
    /// The webhook that takes the events of an agent.
    pub(crate) fn webhook_of(&self, agent: &Agent) -> Option<&Webhook> {
        let id = agent.webhook.or_else(|| self.only_webhook())?;
        self.webhooks.get(&id)
    }

    /// Opens the phone of an agent: registers an agent that nobody has added, where it is plain which webhook it is for,
    /// that is the one with the address `callback`, or the only one. A known agent moves to the webhook of `callback`.
    pub(crate) fn meet_agent(&mut self, key: &AgentKey, name: Option<&str>, callback: Option<&str>) -> Option<Agent> {
        let named = callback
            .and_then(|url| self.webhooks.values().find(|webhook| webhook.url == url).map(|webhook| webhook.id));
        if let Some(agent) = self.agents.get_mut(key) {
            agent.webhook = named.or(agent.webhook);
            return Some(agent.clone());
        }
        let webhook = named.or_else(|| self.only_webhook())?;
        let count = self.agents.len() + 1;
        let agent = Agent {
            key: key.clone(),
            name: name.and_then(|name| Agent::name(name).ok()).unwrap_or_else(|| format!("Agent {count}")),
            custom_agent_id: String::new(),
            webhook: Some(webhook),
        };
        self.agents.insert(key.clone(), agent.clone());
        Some(agent)
    }
}

impl Emulator {
    /// Keeps an agent, with a webhook of its own if it has one; that one does the handshake.
    pub(crate) async fn keep_agent(&self, mut agent: Agent, own: Option<NewWebhook>) {
        if let Some(own) = own {
            agent.webhook = Some(self.set_webhook(own).await.id);
        }
        self.write(|store| store.agents.insert(agent.key.clone(), agent));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_names_in_a_path() {
        let key = AgentKey::parse(" b-1 ", "a_2.x").expect("both fit");
        assert_eq!(key.to_string(), "brands/b-1/agents/a_2.x");
        assert_eq!(AgentKey::parse("", "a/b"), Err(vec![Problem::BrandIdUnfit, Problem::AgentIdUnfit]));
        assert!(AgentKey::parse("..", "a").is_err());
    }
}
