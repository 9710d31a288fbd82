//! A delivery: one body on its way to one webhook, with every attempt made.
//!
//! ```text
//! held ──verified──▶ waiting ──due──▶ sending ──2xx──▶ delivered
//!                       ▲               │
//!                       └── any other ──┤
//!                                       └── too old, or one try only ──▶ stopped
//! ```
//! *Send again* makes any delivery that is not being sent wait for now; the bytes never change.

use std::{fmt, str::FromStr};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    agent::AgentKey, clock, config::Retry, draft::Draft, emulator::Emulator, problem::Error, store::Store,
    webhook::WebhookId,
};

/// Finished deliveries beyond this many are forgotten, the oldest first.
const MOST_KEPT: usize = 1000;
/// Attempts that are remembered of one delivery.
const MOST_ATTEMPTS: usize = 50;

/// Counts up from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct DeliveryId(pub(crate) u64);

impl fmt::Display for DeliveryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for DeliveryId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// What came of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    Answered(u16),
    Unreachable(String),
    TimedOut,
}

impl Outcome {
    pub(crate) fn is_success(&self) -> bool {
        matches!(self, Self::Answered(200..=299))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attempt {
    pub(crate) at: Timestamp,
    pub(crate) outcome: Outcome,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    /// Until its webhook is verified.
    Held,
    Waiting {
        next_at: Timestamp,
    },
    Sending,
    Delivered,
    Stopped,
}

impl Progress {
    /// The name in JSON and in style sheets.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Waiting { .. } => "waiting",
            Self::Sending => "sending",
            Self::Delivered => "delivered",
            Self::Stopped => "stopped",
        }
    }

    pub(crate) fn is_final(self) -> bool {
        matches!(self, Self::Delivered | Self::Stopped)
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Delivery {
    pub(crate) id: DeliveryId,
    pub(crate) webhook: WebhookId,
    pub(crate) agent: AgentKey,
    pub(crate) conversation_id: String,
    /// What the customer did, see [`crate::act::Act::kind`].
    pub(crate) kind: &'static str,
    pub(crate) draft: Draft,
    pub(crate) created_at: Timestamp,
    pub(crate) progress: Progress,
    pub(crate) attempt_count: u32,
    pub(crate) attempts: Vec<Attempt>,
}

impl Delivery {
    pub(crate) fn last(&self) -> Option<&Attempt> {
        self.attempts.last()
    }

    pub(crate) fn last_status(&self) -> Option<u16> {
        match self.last()?.outcome {
            Outcome::Answered(status) => Some(status),
            _ => None,
        }
    }

    /// For a fault that was answered: did the receiver do what a sound one does?
    pub(crate) fn is_as_expected(&self) -> Option<bool> {
        Some(self.last_status()? == self.draft.fault?.expected_status())
    }

    /// Takes in what came of an attempt, and decides when the next one is.
    pub(crate) fn settle(&mut self, outcome: Outcome, now: Timestamp, retry: Retry) {
        // A fault that must be refused is tried once: seven days of it would only be noise.
        let once = self.draft.fault.is_some_and(|fault| fault.expected_status() != 200);
        let next_at = now + retry.wait_after(self.attempt_count);
        let is_too_old = next_at.duration_since(self.created_at).unsigned_abs() > retry.give_up_after;
        self.progress = if outcome.is_success() {
            Progress::Delivered
        } else if once || is_too_old {
            Progress::Stopped
        } else {
            Progress::Waiting { next_at }
        };
        self.attempts.push(Attempt { at: now, outcome });
        if self.attempts.len() > MOST_ATTEMPTS {
            self.attempts.remove(0);
        }
    }
}

impl Store {
    /// Puts a draft at the end of the queue of its webhook.
    pub(crate) fn enqueue(
        &mut self,
        webhook: WebhookId,
        agent: &AgentKey,
        conversation_id: &str,
        kind: &'static str,
        draft: Draft,
        now: Timestamp,
    ) -> DeliveryId {
        self.delivery_count += 1;
        let id = DeliveryId(self.delivery_count);
        let is_verified = self.webhooks.get(&webhook).is_some_and(|webhook| webhook.verified_at.is_some());
        let delivery = Delivery {
            id,
            webhook,
            agent: agent.clone(),
            conversation_id: conversation_id.to_owned(),
            kind,
            draft,
            created_at: now,
            progress: if is_verified { Progress::Waiting { next_at: now } } else { Progress::Held },
            attempt_count: 0,
            attempts: Vec::new(),
        };
        self.deliveries.insert(id, delivery);
        self.forget_old();
        id
    }

    fn forget_old(&mut self) {
        while self.deliveries.len() > MOST_KEPT {
            let oldest =
                self.deliveries.values().find(|delivery| delivery.progress.is_final()).map(|delivery| delivery.id);
            let Some(oldest) = oldest else { return };
            self.deliveries.remove(&oldest);
        }
    }

    /// Lets go of what waited for a webhook to be verified.
    pub(crate) fn release_held(&mut self, webhook: WebhookId, now: Timestamp) {
        for delivery in self.deliveries.values_mut() {
            if delivery.webhook == webhook && delivery.progress == Progress::Held {
                delivery.progress = Progress::Waiting { next_at: now };
            }
        }
    }

    /// Stops what is under way to a webhook that is gone.
    pub(crate) fn drop_pending(&mut self, webhook: WebhookId) {
        for delivery in self.deliveries.values_mut() {
            if delivery.webhook == webhook && !delivery.progress.is_final() {
                delivery.progress = Progress::Stopped;
            }
        }
    }
}

impl Emulator {
    /// Sends the same bytes now, whatever came of them before.
    pub(crate) fn send_again(&self, id: DeliveryId) -> Result<(), Error> {
        let now = clock::now();
        let webhook = self.write(|store| {
            let delivery = store.deliveries.get_mut(&id).ok_or(Error::UnknownDelivery)?;
            if !store.webhooks.contains_key(&delivery.webhook) {
                return Err(Error::NoWebhook);
            }
            if delivery.progress != Progress::Sending {
                delivery.progress = Progress::Waiting { next_at: now };
            }
            Ok(delivery.webhook)
        })?;
        self.wake(webhook);
        Ok(())
    }
}
