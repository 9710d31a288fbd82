//! Channel kinds: which provider's protocol an account, a workstream and a webhook speak.

use serde::{Deserialize, Serialize};

/// The kinds of channel that Sentralbord knows. Written everywhere by [`ChannelKind::name`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChannelKind {
    /// Google's Business Messages, `google-business-messages`. Google ended the service on 31 July 2024.
    GoogleBusinessMessages,
}

impl ChannelKind {
    /// Every kind, in the order in which lists show them.
    pub const ALL: [Self; 1] = [Self::GoogleBusinessMessages];

    /// The machine name: in URLs, files, the API and the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::GoogleBusinessMessages => "google-business-messages",
        }
    }

    /// The kind with this machine name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}
