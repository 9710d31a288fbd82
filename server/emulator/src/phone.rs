//! The phone: a customer's device, in the look of one maker, with a conversation open on it.
//!
//! There is one phone per agent and look. It keeps its conversation until *New conversation* makes another customer; the
//! conversations before stay and can be opened again.

use jiff::{Span, Timestamp};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    act::{Act, LONGEST_TEXT},
    agent::AgentKey,
    clock,
    customer::Customer,
    delivery::DeliveryId,
    draft::Draft,
    emulator::Emulator,
    event::UserMessage,
    fault::Fault,
    problem::{Error, Problem},
    store::Store,
};

/// Whose look the phone has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Surface {
    #[default]
    Android,
    Ios,
}

impl Surface {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Android => "android",
            Self::Ios => "ios",
        }
    }
}

/// One customer's thread with one agent.
#[derive(Debug, Clone)]
pub(crate) struct Conversation {
    pub(crate) id: String,
    pub(crate) agent: AgentKey,
    pub(crate) customer: Customer,
    pub(crate) entries: Vec<Entry>,
}

/// Something that the customer did.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) at: Timestamp,
    pub(crate) act: Act,
    pub(crate) fault: Option<Fault>,
    /// What it became on the wire.
    pub(crate) deliveries: Vec<DeliveryId>,
}

impl Store {
    /// The conversation that is open on a phone, with a new customer if there is none.
    pub(crate) fn open_conversation(&mut self, key: &AgentKey, surface: Surface) -> String {
        match self.phones.get(&(key.clone(), surface)) {
            Some(id) => id.clone(),
            None => self.start_conversation(key, surface, &Uuid::new_v4().to_string()),
        }
    }

    /// Another customer, whose conversation opens on the phone.
    pub(crate) fn start_conversation(&mut self, key: &AgentKey, surface: Surface, id: &str) -> String {
        let conversation = Conversation {
            id: id.to_owned(),
            agent: key.clone(),
            customer: Customer::another(self.conversations.len()),
            entries: Vec::new(),
        };
        self.conversations.insert(id.to_owned(), conversation);
        self.phones.insert((key.clone(), surface), id.to_owned());
        id.to_owned()
    }

    /// A conversation with this agent, and no other's.
    pub(crate) fn conversation(&self, key: &AgentKey, id: &str) -> Option<&Conversation> {
        self.conversations.get(id).filter(|conversation| conversation.agent == *key)
    }

    fn act(
        &mut self,
        key: &AgentKey,
        conversation_id: &str,
        act: Act,
        fault: Option<Fault>,
        now: Timestamp,
    ) -> Result<Vec<DeliveryId>, Error> {
        let agent = self.agents.get(key).cloned().ok_or(Error::UnknownAgent)?;
        let webhook = self.webhook_of(&agent).ok_or(Error::NoWebhook)?.id;
        let customer = self.conversation(key, conversation_id).ok_or(Error::UnknownConversation)?.customer.clone();
        let event_at = |act: &Act, at: Timestamp| {
            let content = act.content(conversation_id, at);
            UserMessage::new(&agent, conversation_id, &customer, content, at)
        };
        let event = event_at(&act, now);
        let drafts = match fault {
            None => vec![Draft::new(event.body().into(), event.request_id)],
            Some(fault) => fault.spoil(event, || {
                let at = now.checked_add(Span::new().seconds(1)).unwrap_or(now);
                event_at(&following(&act), at)
            }),
        };
        let deliveries = drafts
            .into_iter()
            .map(|draft| self.enqueue(webhook, key, conversation_id, act.kind(), draft, now))
            .collect::<Vec<_>>();
        let entry = Entry { at: now, act, fault, deliveries: deliveries.clone() };
        if let Some(conversation) = self.conversations.get_mut(conversation_id) {
            conversation.entries.push(entry);
        }
        Ok(deliveries)
    }
}

/// What the customer writes right after, for the fault that swaps two messages.
fn following(act: &Act) -> Act {
    match act {
        Act::Text(text) => Act::Text(format!("{text} (2)")),
        other => other.clone(),
    }
}

impl Emulator {
    /// Does something on the phone: it shows there at once, and is on its way to the agent's webhook.
    pub(crate) fn act(
        &self,
        key: &AgentKey,
        conversation_id: &str,
        act: Act,
        fault: Option<Fault>,
    ) -> Result<Vec<DeliveryId>, Error> {
        if let Act::Text(text) = &act {
            if text.trim().is_empty() {
                return Err(Problem::TextMissing.into());
            }
            if text.chars().count() > LONGEST_TEXT {
                return Err(Problem::TextTooLong.into());
            }
        }
        let now = clock::now();
        let (deliveries, webhook) = self.write(|store| {
            let deliveries = store.act(key, conversation_id, act, fault, now)?;
            let webhook = deliveries.first().and_then(|id| store.deliveries.get(id)).map(|delivery| delivery.webhook);
            Ok::<_, Error>((deliveries, webhook))
        })?;
        if let Some(webhook) = webhook {
            self.wake(webhook);
        }
        Ok(deliveries)
    }
}
