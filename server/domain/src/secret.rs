//! The life of a secret: which of its versions are believed, until when, and when they were last used. Values never come here.

use jiff::{SignedDuration, Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    AccountId,
    field_security::{SecretSlot, SecuredField},
};

crate::words_enum! {
    /// For how long an earlier token is believed beside the new one.
    pub enum Overlap {
        /// Not at all.
        Now = "now",
        /// One hour.
        Hour = "hour",
        /// 24 hours.
        Day = "day",
        /// Seven days.
        Week = "week",
        /// Until somebody retires it.
        UntilRetired = "until_retired",
    }
}

impl Overlap {
    /// When it ends; absent where only a person ends it.
    pub fn end(self, from: Timestamp) -> Option<Timestamp> {
        match self {
            Self::Now => Some(from),
            Self::Hour => Some(from + SignedDuration::from_hours(1)),
            Self::Day => Some(from + SignedDuration::from_hours(24)),
            Self::Week => Some(from + SignedDuration::from_hours(7 * 24)),
            Self::UntilRetired => None,
        }
    }
}

/// How much a token was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenUse {
    /// When it last proved a delivery.
    pub last_used_at: Timestamp,
    /// How many deliveries it proved.
    pub count: i64,
}

/// A token that another one has taken the place of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierToken {
    /// Which version it was.
    pub version: i32,
    /// Its last characters; absent for short ones.
    pub hint: Option<String>,
    /// When it was set.
    pub set_at: Timestamp,
    /// Who set it.
    pub set_by: String,
    /// Until when it is believed; absent: until somebody retires it.
    pub works_until: Option<Timestamp>,
    /// Since when it is believed no more.
    pub retired_at: Option<Timestamp>,
    /// How much it was used; absent when never.
    pub used: Option<TokenUse>,
}

impl EarlierToken {
    /// Whether a delivery signed with it is believed at a moment.
    pub fn is_believed(&self, at: Timestamp) -> bool {
        self.retired_at.is_none() && self.works_until.is_none_or(|end| at < end)
    }

    /// Whether it proved a delivery within the last hour: who retires it now refuses somebody who still signs with it.
    pub fn is_in_use(&self, at: Timestamp) -> bool {
        self.used.is_some_and(|used| at.duration_since(used.last_used_at) < SignedDuration::from_hours(1))
    }
}

/// Everything that a person may know of one secret of one record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretLife {
    /// Which field.
    pub field: SecuredField,
    /// Of which record.
    pub entity_id: Uuid,
    /// The account that it belongs to.
    pub account_id: AccountId,
    /// The account's name.
    pub account_name: String,
    /// The agent account's name, where it is a secret of one.
    pub agent_account_name: Option<String>,
    /// The present value, as far as it may be shown.
    pub slot: SecretSlot,
    /// Its version, to act upon; absent where nothing is set or nothing may be known.
    pub version: Option<i32>,
    /// How much the present value was used; absent when never.
    pub used: Option<TokenUse>,
    /// Earlier tokens, the latest first.
    pub earlier: Vec<EarlierToken>,
    /// A person's own reminder.
    pub expires_on: Option<Date>,
    /// Whether the person may rotate, retire and kill it.
    pub may_act: bool,
    /// Whether the person may see the value after proving who they are.
    pub may_reveal: bool,
    /// The time that all this is true at.
    pub at: Timestamp,
}

/// A reminder that is due within a fortnight, or over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpiringSecret {
    /// Which field.
    pub field: SecuredField,
    /// Of which record.
    pub entity_id: Uuid,
    /// The account's name, or the agent account's.
    pub name: String,
    /// The day.
    pub expires_on: Date,
    /// Whether the day is past.
    pub is_over: bool,
}

/// So many days before its day a reminder shows.
pub const REMINDER_DAYS: i64 = 14;

#[cfg(test)]
mod tests {
    use super::*;

    fn token(works_until: Option<&str>, retired_at: Option<&str>) -> EarlierToken {
        let at = |text: &str| text.parse().expect("a time");
        EarlierToken {
            version: 1,
            hint: None,
            set_at: at("2026-03-01T12:00:00Z"),
            set_by: "Kari".to_owned(),
            works_until: works_until.map(at),
            retired_at: retired_at.map(at),
            used: None,
        }
    }

    #[test]
    fn an_earlier_token_is_believed_until_its_end_and_not_at_it() {
        let end = "2026-03-02T13:00:00Z";
        let at = |text: &str| text.parse::<Timestamp>().expect("a time");
        assert!(token(Some(end), None).is_believed(at("2026-03-02T12:59:59Z")));
        assert!(!token(Some(end), None).is_believed(at(end)));
        assert!(token(None, None).is_believed(at("2036-03-02T12:59:59Z")));
        assert!(!token(None, Some(end)).is_believed(at("2026-03-01T00:00:00Z")));
    }

    #[test]
    fn an_overlap_of_no_time_ends_at_once() {
        let now: Timestamp = "2026-03-02T12:00:00Z".parse().expect("a time");
        assert_eq!(Overlap::Now.end(now), Some(now));
        assert_eq!(Overlap::Day.end(now), Some("2026-03-03T12:00:00Z".parse().expect("a time")));
        assert_eq!(Overlap::UntilRetired.end(now), None);
    }
}
