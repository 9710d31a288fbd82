//! Teams: people who get something together, a field security profile today.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Fault, Name, ProfileId, TeamId, UserId, user::UserState};

/// The longest description, in characters.
pub const DESCRIPTION_MAX: u32 = 300;

/// Trims a description; none is fine.
pub fn parse_description(raw: &str) -> Result<String, Fault> {
    let text = raw.trim();
    if text.is_empty() { Ok(String::new()) } else { crate::text::one_line(text, DESCRIPTION_MAX) }
}

/// A row of the list of teams.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamSummary {
    /// The team.
    pub id: TeamId,
    /// Its name, unique without case.
    pub name: String,
    /// What it is for; may be empty.
    pub description: String,
    /// How many are in it.
    pub member_count: i64,
    /// How many field security profiles reach it.
    pub profile_count: i64,
}

/// A page about one team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamDetail {
    /// As in the list.
    pub summary: TeamSummary,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who is in it, by name.
    pub members: Vec<TeamMember>,
    /// The field security profiles that reach everybody in it, by name.
    pub profiles: Vec<(ProfileId, String)>,
    /// For changes: what was read.
    pub version: i32,
}

/// Somebody in a team, or who could be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamMember {
    /// The person.
    pub user_id: UserId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Whether they can sign in.
    pub state: UserState,
}

/// A team to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTeam {
    /// Its name.
    pub name: Name,
    /// What it is for.
    pub description: String,
}

/// What to call a team from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamChange {
    /// Its name.
    pub name: Name,
    /// What it is for.
    pub description: String,
    /// What was read.
    pub version: i32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_may_be_absent_but_not_endless() {
        assert_eq!(parse_description("  "), Ok(String::new()));
        assert_eq!(parse_description(" De som svarer. "), Ok("De som svarer.".to_owned()));
        assert_eq!(parse_description(&"a".repeat(301)), Err(Fault::TooLong { max: 300, used: 301 }));
    }
}
