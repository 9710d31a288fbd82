//! Every link between the pages.

use crate::{agent::AgentKey, delivery::DeliveryId, phone::Surface, webhook::WebhookId};

pub(crate) const CONSOLE: &str = "/";
pub(crate) const AGENTS: &str = "/agents";
pub(crate) const DELIVERIES: &str = "/deliveries";

pub(crate) fn webhook_result(id: WebhookId) -> String {
    format!("/?webhook={id}")
}

pub(crate) fn agent(key: &AgentKey) -> String {
    format!("/agents/{}/{}", key.brand_id, key.agent_id)
}

pub(crate) fn phone(key: &AgentKey) -> String {
    format!("/phone/{}/{}", key.brand_id, key.agent_id)
}

pub(crate) fn phone_of(key: &AgentKey, surface: Surface) -> String {
    format!("{}?surface={}", phone(key), surface.name())
}

pub(crate) fn conversation(key: &AgentKey, surface: Surface, id: &str) -> String {
    format!("{}&conversation={id}", phone_of(key, surface))
}

pub(crate) fn delivery(id: DeliveryId) -> String {
    format!("/deliveries/{id}")
}
