//! What a phone's page shows of the memory, and which conversation it is about.

use serde::Deserialize;

use crate::{
    agent::{Agent, AgentKey},
    delivery::{Delivery, DeliveryId},
    emulator::Emulator,
    phone::{Conversation, Surface},
};

/// The query of a phone's address.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    pub(crate) surface: Surface,
    /// A conversation other than the one that is open.
    pub(crate) conversation: Option<String>,
    /// The callback URL that the agent belongs to, from a portal's link.
    pub(crate) callback: Option<String>,
    /// What to call an agent that is not known yet, from a portal's link.
    pub(crate) name: Option<String>,
}

/// What the page shows.
pub(crate) struct Sight {
    pub(crate) agent: Agent,
    pub(crate) surface: Surface,
    pub(crate) conversation: Conversation,
    /// The other customers of this agent: conversation id and name.
    pub(crate) customers: Vec<(String, String)>,
    pub(crate) deliveries: Vec<Delivery>,
}

impl Sight {
    pub(crate) fn delivery(&self, id: DeliveryId) -> Option<&Delivery> {
        self.deliveries.iter().find(|delivery| delivery.id == id)
    }
}

/// The agent of the phone. Only a new face is written down, so that looking does not wake other pages.
pub(crate) fn meet(emulator: &Emulator, key: &AgentKey, asked: &Asked) -> Option<Agent> {
    let known = emulator.read(|store| store.agents.get(key).cloned());
    match known {
        Some(agent) if asked.callback.is_none() => Some(agent),
        _ => emulator.write(|store| store.meet_agent(key, asked.name.as_deref(), asked.callback.as_deref())),
    }
}

/// The conversation that the address asks for, or the one that is open on the phone.
pub(crate) fn open(emulator: &Emulator, key: &AgentKey, asked: &Asked) -> String {
    if let Some(id) = &asked.conversation {
        return id.clone();
    }
    let on_phone = emulator.read(|store| store.phones.get(&(key.clone(), asked.surface)).cloned());
    on_phone.unwrap_or_else(|| emulator.write(|store| store.open_conversation(key, asked.surface)))
}

/// Gathers what the page shows. `None` when the conversation is not with this agent.
pub(crate) fn sight(emulator: &Emulator, agent: Agent, surface: Surface, id: &str) -> Option<Sight> {
    emulator.read(|store| {
        let conversation = store.conversation(&agent.key, id)?.clone();
        let customers = store
            .conversations
            .values()
            .filter(|other| other.agent == agent.key)
            .map(|other| (other.id.clone(), other.customer.display_name.clone()))
            .collect();
        let deliveries = store.deliveries.values().filter(|delivery| delivery.conversation_id == id).cloned().collect();
        Some(Sight { agent, surface, conversation, customers, deliveries })
    })
}
