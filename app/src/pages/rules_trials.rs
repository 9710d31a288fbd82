//! Routing rules tried out: on one conversation, filled in or real, and on all conversations of a time (the time machine).
//! Nothing is written. Facts of customers stay out of addresses: what is filled in waits in the session.

pub mod api;
mod facts;
mod live;
mod recent;
mod replay;
mod replayed;
mod trial;
mod which;
mod window;

pub use self::{
    recent::{NewestMoved, replay_newest},
    replay::ReplayRulesPage,
    trial::TryRulesPage,
};
