//! Who makes a request: the actor, the person when somebody is signed in, and where the request came from.
//!
//! The edge puts one into the extensions of every request; pages read it through their gate. It is made anew for each
//! request, so a change of roles, profiles or state binds from the next request on.

use std::net::IpAddr;

use domain::user::Person;

use crate::Actor;

/// Who makes a request.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Whose permissions count.
    pub actor: Actor,
    /// The person who is signed in; absent for nobody and for programs.
    pub person: Option<Person>,
    /// The address of the other side, as far as it is known.
    pub address: Option<IpAddr>,
    /// When the person last proved who they are.
    pub proven_at: Option<jiff::Timestamp>,
}

impl Visitor {
    /// Somebody who is not signed in.
    pub fn anonymous(address: Option<IpAddr>) -> Self {
        Self { actor: Actor::anonymous(), person: None, address, proven_at: None }
    }

    /// Whether a person is signed in.
    pub fn is_signed_in(&self) -> bool {
        self.person.is_some()
    }
}
