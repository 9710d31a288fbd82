//! The provider's name of an agent account.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The provider's two ids of an agent account: which brand, which of its agents. Compared as they stand, case included.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AgentKey {
    /// The brand's id, a UUID in practice.
    pub brand_id: String,
    /// The agent's id within the brand, a UUID in practice.
    pub agent_id: String,
}

impl AgentKey {
    /// The longest id that is accepted, in bytes. Real ones have 36; the bound keeps them fit for a database index.
    pub const ID_BYTES: usize = 512;

    /// Reads a resource name `brands/{brand_id}/agents/{agent_id}` (PROTOCOL §7). `None` for any other shape, and for an id
    /// that is empty or longer than [`AgentKey::ID_BYTES`].
    pub fn parse(resource_name: &str) -> Option<Self> {
        let (brand_id, agent_id) = resource_name.strip_prefix("brands/")?.split_once("/agents/")?;
        let fits = |id: &str| !id.is_empty() && id.len() <= Self::ID_BYTES && !id.contains('/');
        (fits(brand_id) && fits(agent_id))
            .then(|| Self { brand_id: brand_id.to_owned(), agent_id: agent_id.to_owned() })
    }
}

/// Writes the resource name that [`AgentKey::parse`] reads.
impl fmt::Display for AgentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "brands/{}/agents/{}", self.brand_id, self.agent_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resource_names_are_read_and_written() {
        let key = AgentKey::parse("brands/b-1/agents/a-2").expect("a resource name");
        assert_eq!((key.brand_id.as_str(), key.agent_id.as_str()), ("b-1", "a-2"));
        assert_eq!(key.to_string(), "brands/b-1/agents/a-2");
    }

    #[test]
    fn other_shapes_are_no_agent() {
        let long = format!("brands/b/agents/{}", "a".repeat(513));
        for name in ["", "brands/b", "brands//agents/a", "brands/b/agents/", "brands/b/agents/a/x", &long] {
            assert_eq!(AgentKey::parse(name), None, "{name}");
        }
    }
}
