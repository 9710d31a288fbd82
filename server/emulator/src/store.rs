//! Everything that the emulator remembers. In memory, behind one lock; gone when it stops.

use std::collections::BTreeMap;

use crate::{
    agent::{Agent, AgentKey},
    delivery::{Delivery, DeliveryId},
    phone::{Conversation, Surface},
    webhook::{Webhook, WebhookId},
};

#[derive(Debug, Default)]
pub(crate) struct Store {
    pub(crate) webhooks: BTreeMap<WebhookId, Webhook>,
    pub(crate) agents: BTreeMap<AgentKey, Agent>,
    /// Every customer's thread, by conversation id.
    pub(crate) conversations: BTreeMap<String, Conversation>,
    /// The conversation that is open on the phone of each look.
    pub(crate) phones: BTreeMap<(AgentKey, Surface), String>,
    pub(crate) deliveries: BTreeMap<DeliveryId, Delivery>,
    /// How many deliveries there have ever been.
    pub(crate) delivery_count: u64,
    /// Counts every change, so that a page can ask whether it is stale.
    pub(crate) version: u64,
}
