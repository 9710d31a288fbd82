//! The providers: who sends us deliveries, and how to believe and understand them.
//!
//! A [`Provider`] is pure: bytes in, typed answers out; no clock, no database, no network. The webhook asks it, in the order of
//! PRODUCT §4: [`classify`](Provider::classify) (handshake or event?), [`verify`](Provider::verify) (is it theirs?),
//! [`dedupe_key`](Provider::dedupe_key) (did we have it?), and [`parse`](Provider::parse) (what is it?). An event's bytes are
//! read once, by `classify` or, for stored bytes, by [`event`](Provider::event); the other calls take the [`Event`].
//!
//! ```
//! use backend::providers::{Delivery, SigningKey, provider};
//! use domain::ChannelKind;
//!
//! let google = provider(ChannelKind::GoogleBusinessMessages);
//! let keys = [SigningKey::new(b"the client token").expect("not empty")];
//! let body = br#"{"agent":"brands/b/agents/a","conversationId":"c","userStatus":{"isTyping":true}}"#;
//! let Delivery::Event(event) = google.classify(body) else { panic!("no handshake") };
//! let signature = keys[0].sign(event.signed_bytes());
//! assert_eq!(google.verify(&event, &[signature.as_bytes()], &keys), Ok(0));
//! assert_eq!(google.parse(&event).expect("an event").conversation, "c");
//! ```

mod dedupe;
mod google_business_messages;
mod handshake;
mod signature;
mod unreadable;

pub use crate::json::JsonFault;
pub use dedupe::DedupeKey;
pub use handshake::{Handshake, HandshakeFault, HandshakeOutcome, HandshakeSecret};
pub use signature::{SignatureFault, SigningKey};
pub use unreadable::Unreadable;

use crate::json::Document;
use domain::{ChannelKind, inbound::Inbound};
use google_business_messages::GoogleBusinessMessages;
use sha2::{Digest, Sha256};
use std::{borrow::Cow, fmt};

/// What one provider's protocol says about deliveries.
pub trait Provider: Send + Sync {
    /// Which kind of channel this provider carries.
    fn kind(&self) -> ChannelKind;

    /// The header that carries the signature, lower case.
    fn signature_header(&self) -> &'static str;

    /// Tells a handshake from an event, by the shape of the body and by nothing else. A body that cannot be read is an event:
    /// whether to believe it is the signature's affair, and only then its content is judged.
    fn classify<'b>(&self, body: &'b [u8]) -> Delivery<'b>;

    /// Reads a body that is known to be an event: one that was stored.
    fn event<'b>(&self, body: &'b [u8]) -> Event<'b>;

    /// Checks the signature over the exact bytes. `signatures` are all values of [`Provider::signature_header`] in the request,
    /// `keys` the active tokens of the webhook; during a rotation there are two. Every key is tried, in constant time, and the
    /// place in `keys` of the one that fits is returned.
    fn verify(&self, event: &Event<'_>, signatures: &[&[u8]], keys: &[SigningKey]) -> Result<usize, SignatureFault>;

    /// Understands an event. Call it only for one whose signature is good.
    fn parse(&self, event: &Event<'_>) -> Result<Inbound, Unreadable>;

    /// What makes two deliveries the same event. `account` is our id of the account, as bytes.
    fn dedupe_key(&self, account: &[u8], event: &Event<'_>) -> DedupeKey;
}

/// The provider of a kind of channel.
pub fn provider(kind: ChannelKind) -> &'static dyn Provider {
    match kind {
        ChannelKind::GoogleBusinessMessages => &GoogleBusinessMessages,
    }
}

/// What a body is.
#[derive(Debug)]
pub enum Delivery<'b> {
    /// The provider asks whether this address is ours.
    Handshake(Handshake),
    /// Anything else.
    Event(Event<'b>),
}

/// A delivery that claims to be an event: its bytes, read but not yet believed. `Debug` shows sizes only.
pub struct Event<'b> {
    signed: Cow<'b, [u8]>,
    json: Result<Document<'b>, JsonFault>,
}

impl<'b> Event<'b> {
    fn new(signed: impl Into<Cow<'b, [u8]>>, json: Result<Document<'b>, JsonFault>) -> Self {
        Self { signed: signed.into(), json }
    }

    /// The bytes that the signature covers: the body, or what was inside its envelope.
    pub fn signed_bytes(&self) -> &[u8] {
        &self.signed
    }

    /// SHA-256 of [`Event::signed_bytes`]: two deliveries with one [`DedupeKey`] and different digests are a conflict.
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(&self.signed).into()
    }

    /// The content, if it can be read and means one thing only.
    fn unambiguous(&self) -> Result<&Document<'_>, Unreadable> {
        match &self.json {
            Ok(document) if document.has_duplicates => Err(Unreadable::DuplicateMember),
            Ok(document) => Ok(document),
            Err(fault) => Err(Unreadable::Json(*fault)),
        }
    }
}

impl fmt::Debug for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event").field("signed_bytes", &self.signed.len()).finish_non_exhaustive()
    }
}
