//! The vocabulary and the pure rules of Sentralbord: no async, no I/O, safe for the browser.

pub mod channel;
pub mod context;
pub mod inbound;
pub mod lang;

pub use channel::ChannelKind;
pub use lang::Lang;
