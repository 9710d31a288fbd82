//! At-least-once delivery: one task per webhook, which sends what is due, oldest due time first.
//!
//! A delivery that fails goes to the back with a longer wait, so it never blocks the ones behind it. Anything but 2xx is a
//! failure: redirects too. The signature is made at each attempt with the token of that moment, so a corrected token lets
//! everything through that was refused before.

use std::{
    sync::{Arc, Weak},
    time::Duration,
};

use jiff::Timestamp;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use tokio::sync::Notify;

use crate::{
    clock,
    delivery::{DeliveryId, Outcome, Progress},
    draft::{Draft, Seal},
    emulator::{Emulator, Inner},
    handshake::root_cause,
    signature,
    store::Store,
    webhook::{ClientToken, WebhookId},
};

/// One attempt to be made.
struct Job {
    id: DeliveryId,
    url: String,
    token: ClientToken,
    draft: Draft,
}

/// What a queue does next.
enum Turn {
    Send(Box<Job>),
    SleepUntil(Timestamp),
    Idle,
}

/// Delivers to one webhook until the emulator is gone.
pub(crate) async fn run(inner: Weak<Inner>, webhook: WebhookId, wake: Arc<Notify>) {
    loop {
        let Some(emulator) = inner.upgrade().map(Emulator::from_inner) else {
            return;
        };
        match emulator.next_turn(webhook) {
            Turn::Send(job) => {
                let outcome = attempt(&emulator, &job).await;
                emulator.settle(job.id, outcome);
            }
            Turn::SleepUntil(next_at) => {
                drop(emulator);
                let wait = next_at.duration_since(clock::now());
                let wait = Duration::try_from(wait).unwrap_or(Duration::ZERO);
                // Either way the loop looks again.
                let _ = tokio::time::timeout(wait, wake.notified()).await;
            }
            Turn::Idle => {
                drop(emulator);
                wake.notified().await;
            }
        }
    }
}

impl Emulator {
    fn next_turn(&self, webhook: WebhookId) -> Turn {
        let now = clock::now();
        match self.read(|store| store.next_due(webhook)) {
            None => Turn::Idle,
            Some((next_at, _)) if next_at > now => Turn::SleepUntil(next_at),
            Some((_, id)) => {
                self.write(|store| store.claim(webhook, id)).map_or(Turn::Idle, |job| Turn::Send(Box::new(job)))
            }
        }
    }

    fn settle(&self, id: DeliveryId, outcome: Outcome) {
        let (now, retry) = (clock::now(), self.config().retry);
        tracing::debug!(delivery = %id, ?outcome, "attempt");
        self.write(|store| {
            // Stopped meanwhile when its webhook was forgotten.
            if let Some(delivery) = store.deliveries.get_mut(&id)
                && delivery.progress == Progress::Sending
            {
                delivery.settle(outcome, now, retry);
            }
        });
    }
}

impl Store {
    fn next_due(&self, webhook: WebhookId) -> Option<(Timestamp, DeliveryId)> {
        self.deliveries
            .values()
            .filter(|delivery| delivery.webhook == webhook)
            .filter_map(|delivery| match delivery.progress {
                Progress::Waiting { next_at } => Some((next_at, delivery.id)),
                _ => None,
            })
            .min()
    }

    fn claim(&mut self, webhook: WebhookId, id: DeliveryId) -> Option<Job> {
        let webhook = self.webhooks.get(&webhook)?;
        let delivery = self.deliveries.get_mut(&id)?;
        delivery.progress = Progress::Sending;
        delivery.attempt_count += 1;
        Some(Job { id, url: webhook.url.clone(), token: webhook.token.clone(), draft: delivery.draft.clone() })
    }
}

async fn attempt(emulator: &Emulator, job: &Job) -> Outcome {
    let answer = emulator
        .http()
        .post(&job.url)
        .headers(headers(&job.draft, &job.token))
        .body(job.draft.body.clone())
        .send()
        .await;
    match answer {
        Ok(answer) => Outcome::Answered(answer.status().as_u16()),
        Err(error) if error.is_timeout() => Outcome::TimedOut,
        Err(error) => Outcome::Unreachable(root_cause(&error)),
    }
}

fn headers(draft: &Draft, token: &ClientToken) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(draft.content_type));
    let sign = |token: &str| HeaderValue::from_str(&signature::sign(token, &draft.body)).expect("base64 fits a header");
    match draft.seal {
        Seal::Good => {
            headers.insert(signature::HEADER, sign(token.expose()));
        }
        Seal::Wrong => {
            headers.insert(signature::HEADER, sign("not the client token"));
        }
        Seal::Missing => {}
        Seal::Doubled => {
            headers.append(signature::HEADER, sign(token.expose()));
            headers.append(signature::HEADER, sign(token.expose()));
        }
    }
    headers
}
