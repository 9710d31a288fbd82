//! The vocabulary and the pure rules of Sentralbord.
//!
//! Everything here is plain data and plain functions: no async, no I/O, no clock, no randomness but the making of ids. It
//! compiles for the browser too. A noun has one file named after it; its work is in `backend`, its page in `app`.
#![warn(missing_docs)]

pub mod account;
pub mod audit;
pub mod channel;
pub mod context;
pub mod conversation;
pub mod field_security;
pub mod hours;
#[macro_use]
mod id;
pub mod inbound;
pub mod invalid;
pub mod lang;
pub mod message;
pub mod notice;
pub mod overview;
pub mod page;
pub mod queue;
pub mod receipt;
pub mod routing;
pub mod secret;
pub mod team;
#[macro_use]
mod text;
pub mod user;
pub mod workstream;

pub use channel::ChannelKind;
pub use id::{
    AccountId, AcknowledgementId, AgentAccountId, ApiKeyId, ChannelId, ConversationId, HoursId, MessageId, NoticeId,
    OwnRoleId, PasskeyId, ProfileId, QueueId, ReceiptId, SecretRequestId, TeamId, UserId, WorkstreamId,
};
pub use invalid::{Checks, Fault, FieldFault, Invalid};
pub use lang::Lang;
pub use page::{Page, PageRequest};
pub use text::{Email, Name};
