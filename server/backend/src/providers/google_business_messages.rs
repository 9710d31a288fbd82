//! Google's Business Messages: the protocol of PROTOCOL §1 to §4. Google ended the service on 31 July 2024; what speaks it now is
//! an emulator, a replay or a migration.
//!
//! Tolerant by rule: unknown members and unknown values are normal, members of an unexpected type count as missing, empty texts
//! and unreadable times are absent. Only what an entry cannot do without makes it [`Unreadable`].

mod content;
mod facts;
mod image;
#[cfg(test)]
mod tests;

use super::{DedupeKey, Delivery, Event, Handshake, Provider, SignatureFault, SigningKey, Unreadable, signature};
use crate::json::{self, Document};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{
    ChannelKind,
    inbound::{AgentKey, Inbound},
};

/// The provider of [`ChannelKind::GoogleBusinessMessages`].
pub(super) struct GoogleBusinessMessages;

impl Provider for GoogleBusinessMessages {
    fn kind(&self) -> ChannelKind {
        ChannelKind::GoogleBusinessMessages
    }

    fn signature_header(&self) -> &'static str {
        "x-goog-signature"
    }

    fn classify<'b>(&self, body: &'b [u8]) -> Delivery<'b> {
        let document = json::read(body);
        match document.as_ref().ok().and_then(Handshake::in_document) {
            Some(handshake) => Delivery::Handshake(handshake),
            None => Delivery::Event(unwrapped(body, document)),
        }
    }

    fn event<'b>(&self, body: &'b [u8]) -> Event<'b> {
        unwrapped(body, json::read(body))
    }

    fn verify(&self, event: &Event<'_>, signatures: &[&[u8]], keys: &[SigningKey]) -> Result<usize, SignatureFault> {
        signature::verify(event.signed_bytes(), signatures, keys)
    }

    fn parse(&self, event: &Event<'_>) -> Result<Inbound, Unreadable> {
        let root = &event.unambiguous()?.root;
        let agent = root.text("agent").and_then(AgentKey::parse).ok_or(Unreadable::NoAgent)?;
        let conversation = facts::id(root, "conversationId")?.ok_or(Unreadable::NoConversation)?;
        let content = content::read(root)?;
        let dialogflow = root.object("dialogflowResponse");
        Ok(Inbound {
            agent,
            conversation,
            kind: content.kind,
            request_id: facts::id(root, "requestId")?,
            message_id: content.message_id,
            sent_at: facts::time(root, "sendTime"),
            created_at: content.created_at,
            is_auto_answered: dialogflow.and_then(|it| it.flag("autoResponded")).unwrap_or(false),
            context: facts::read(root),
        })
    }

    fn dedupe_key(&self, account: &[u8], event: &Event<'_>) -> DedupeKey {
        let root = event.unambiguous().ok().map(|document| &document.root);
        let agent = root.and_then(|root| root.text("agent")).unwrap_or_default();
        let request_id = || root?.text("requestId").map(|id| ("request", id));
        let message_id = || root?.object("message")?.text("messageId").map(|id| ("message", id));
        match request_id().or_else(message_id) {
            Some((kind, id)) => DedupeKey::over(account, agent.as_bytes(), kind, id.as_bytes()),
            None => DedupeKey::over(account, agent.as_bytes(), "body", &event.digest()),
        }
    }
}

/// The event in a body: the body itself or, where a partner's own Pub/Sub hop wrapped it (PROTOCOL §2.1), the decoded
/// `message.data`. The signature then covers the decoded bytes; nothing around them is signed, so nothing around them is read.
fn unwrapped<'b>(body: &'b [u8], document: Result<Document<'b>, json::JsonFault>) -> Event<'b> {
    let inner = document.as_ref().ok().and_then(|outer| {
        let is_bare = outer.has_duplicates || outer.root.has("conversationId");
        let data = if is_bare { None } else { outer.root.object("message")?.text("data") };
        let bytes = STANDARD.decode(data?).ok()?;
        let inner = json::read(&bytes).ok()?.into_owned();
        let is_event = inner.root.has("conversationId") && inner.root.has("agent");
        is_event.then_some((bytes, inner))
    });
    match inner {
        Some((bytes, inner)) => Event::new(bytes, Ok(inner)),
        None => Event::new(body, document),
    }
}
