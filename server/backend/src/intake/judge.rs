//! What a request comes to before it is recorded.

use std::borrow::Cow;

use bytes::Bytes;
use domain::{AccountId, ReceiptId, inbound::Inbound, receipt::Outcome};
use sha2::{Digest, Sha256};

use super::{Content, Entry, Post, Received};
use crate::{
    accounts::WebhookEntry,
    providers::{Event, Provider},
};

/// What the check of a signature found, for receipts: it fits.
pub(super) const GOOD: &str = "good";
/// The same, for requests whose signature nobody looked at.
const NOT_CHECKED: &str = "not_checked";

/// A receipt that keeps nothing of the body.
pub(super) fn bare(
    webhook: &WebhookEntry,
    received: Received,
    outcome: Outcome,
    reason: Option<&'static str>,
) -> Entry {
    Entry {
        id: ReceiptId::new(),
        account_id: webhook.account_id,
        agent_account_id: webhook.agent_account_id,
        received,
        outcome,
        reason,
        kind: None,
        signature: NOT_CHECKED,
        body_size: 0,
        content: None,
    }
}

/// The receipt of a handshake; its body holds the token, so nothing of it is kept.
pub(super) fn handshake_entry(
    webhook: &WebhookEntry,
    post: &Post<'_>,
    outcome: Outcome,
    reason: Option<&'static str>,
) -> Entry {
    let entry = bare(webhook, post.received, outcome, reason);
    sized(Entry { kind: Some("handshake"), signature: "handshake", ..entry }, post)
}

pub(super) fn sized(entry: Entry, post: &Post<'_>) -> Entry {
    Entry { body_size: i32::try_from(post.body.len()).unwrap_or(i32::MAX), ..entry }
}

/// A believed event: accepted with its conversation, or a dead letter with the reason.
pub(super) fn understood(webhook: &WebhookEntry, provider: &dyn Provider, event: &Event<'_>, post: &Post<'_>) -> Entry {
    let account = webhook.account_id.0.as_bytes();
    let mut content = Content {
        dedupe_key: *provider.dedupe_key(account, event).as_bytes(),
        body_hash: event.digest(),
        body: blanked(webhook, &post.body),
        conversation_hash: None,
    };
    let entry = |outcome, reason| Entry { signature: GOOD, ..bare(webhook, post.received, outcome, reason) };
    match provider.parse(event) {
        Ok(inbound) => {
            let kind = Some(inbound.kind.name());
            let agent_account_id = webhook.agents.get(&inbound.agent).map(|agent| agent.id);
            let is_of_another = webhook.agent_account_id.is_some() && webhook.agent_account_id != agent_account_id;
            if is_of_another {
                let reason = Some("other_agent");
                return Entry { kind, agent_account_id, content: Some(content), ..entry(Outcome::DeadLetter, reason) };
            }
            content.conversation_hash = Some(conversation_hash(webhook.account_id, &inbound));
            Entry { kind, agent_account_id, content: Some(content), ..entry(Outcome::Accepted, None) }
        }
        Err(fault) => Entry { content: Some(content), ..entry(Outcome::DeadLetter, Some(fault.code())) },
    }
}

/// The body without the account's tokens.
fn blanked(webhook: &WebhookEntry, body: &Bytes) -> Bytes {
    webhook.tokens.iter().fold(body.clone(), |body, key| match key.blank(&body) {
        Cow::Borrowed(_) => body.clone(),
        Cow::Owned(blanked) => blanked.into(),
    })
}

/// What stands for a conversation where work is ordered. A shared digest costs a wait, nothing else.
pub(crate) fn conversation_hash(account_id: AccountId, inbound: &Inbound) -> i64 {
    let mut hash = Sha256::new();
    for part in [&inbound.agent.brand_id, &inbound.agent.agent_id, &inbound.conversation] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let digest: [u8; 32] = hash.chain_update(account_id.0).finalize().into();
    digest.iter().take(8).fold(0, |hash, byte| hash << 8 | i64::from(*byte))
}
