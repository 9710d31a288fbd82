//! Rules on their way: the draft that people edit, and the versions that were published.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Rules, RulesetVersion};

/// The draft of a workstream's rules beside what is in force. Where nobody has changed anything yet, it is the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// What it says.
    pub rules: Rules,
    /// Counts the changes of all drafts that there were; 0 before the first one.
    pub version: i32,
    /// The published version that it began as.
    pub based_on: i32,
    /// Who changed it last, and when.
    pub changed: Option<(String, Timestamp)>,
    /// The rules in force.
    pub published: RulesetVersion,
}

impl Draft {
    /// Whether publishing would change anything.
    pub fn differs(&self) -> bool {
        self.rules != self.published.rules
    }

    /// Whether somebody has published since it began.
    pub fn is_overtaken(&self) -> bool {
        self.changed.is_some() && self.based_on != self.published.version
    }
}

/// A published version, without its rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionSummary {
    /// Its number.
    pub version: i32,
    /// What was said when it was published; may be empty.
    pub comment: String,
    /// When.
    pub published_at: Timestamp,
    /// By whom.
    pub published_by: String,
    /// How many rules it has.
    pub rule_count: i64,
    /// Whether it decides now.
    pub is_in_force: bool,
}

/// How often each route rule was applied in some days, by its name, and how often none was (`None`).
pub type Hits = BTreeMap<Option<String>, i64>;
