//! The tables: who is let in where. A new door gets a row here.

mod functions;
mod pages;
mod programs;

use Who::{Guests, May, Rendering, SignedIn};
use domain::user::{Permission, Role};

pub use self::functions::{FUNCTIONS, in_parts};
pub use self::pages::PAGES;
pub use self::programs::PATHS;

/// Who is let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Everybody: the few functions that lead to being signed in, and what a guest prefers.
    Guests,
    /// Guests' pages are made with it; called from outside it is for people who are signed in.
    Rendering,
    /// Whoever is signed in. It concerns themselves, or tells each what they may know.
    SignedIn,
    /// People with all of these permissions.
    May(&'static [Permission]),
}

impl Who {
    pub fn lets_in(self, role: Role) -> bool {
        match self {
            Guests | Rendering | SignedIn => true,
            May(permissions) => permissions.iter().all(|permission| role.permissions().contains(permission)),
        }
    }
}
