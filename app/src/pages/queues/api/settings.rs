//! The server functions of a queue's settings.

use std::ops::RangeInclusive;

use domain::{
    Checks, Fault, FieldFault, Invalid, QueueId,
    queue::{ITEM_LIMIT, Overflow, OverflowAction, QueueSettings, QueueSetup, SettingsChoices, WAIT_MINUTES},
};
use islands::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    forms::{Done, Reply},
    gate::{self, told},
    paths,
    words::Words,
};

/// The answers for what becomes of a conversation.
pub const ASSIGN: &str = "assign";
pub const END: &str = "end";
pub const TRANSFER: &str = "transfer";

/// Hours, assignment and overflow, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SettingsForm {
    pub hours: String,
    pub assignment: String,
    pub out_of_hours: String,
    /// Counts with [`TRANSFER`] only.
    pub out_of_hours_queue: String,
    pub item_limit: String,
    pub wait_minutes: String,
    /// Counts with a limit only.
    pub then: String,
    pub then_queue: String,
    /// The version that was read.
    pub version: i32,
}

impl SettingsForm {
    fn check(&self, id: QueueId) -> Result<QueueSettings, Invalid> {
        let mut checks = Checks::default();
        let hours = match self.hours.trim() {
            "" => Ok(None),
            id => id.parse().map(Some).map_err(|_| Fault::Unknown),
        };
        let hours = checks.field("hours", hours);
        let assignment = checks.field("assignment", self.assignment.parse());
        let out_of_hours = match self.out_of_hours.as_str() {
            ASSIGN => Some(OverflowAction::Assign),
            word => action(&mut checks, id, ("out_of_hours", word), ("out_of_hours_queue", &self.out_of_hours_queue)),
        };
        let item_limit = checks.field("item_limit", limit(&self.item_limit, ITEM_LIMIT));
        let wait_minutes = checks.field("wait_minutes", limit(&self.wait_minutes, WAIT_MINUTES));
        let has_limit = !self.item_limit.trim().is_empty() || !self.wait_minutes.trim().is_empty();
        let then = if has_limit {
            action(&mut checks, id, ("then", self.then.as_str()), ("then_queue", &self.then_queue))
        } else {
            None
        };
        let settings = hours.zip(assignment).zip(out_of_hours).zip(item_limit).zip(wait_minutes).map(
            |((((hours_id, assignment), out_of_hours), item_limit), wait_minutes)| {
                let overflow = Overflow { item_limit, wait_minutes, out_of_hours, then };
                let is_plain = overflow == PLAIN;
                QueueSettings { hours_id, assignment, overflow: (!is_plain).then_some(overflow) }
            },
        );
        checks.finish(settings)
    }
}

/// Never overflows.
const PLAIN: Overflow =
    Overflow { item_limit: None, wait_minutes: None, out_of_hours: OverflowAction::Assign, then: None };

/// Ending, or a transfer to a queue that is another one.
fn action(
    checks: &mut Checks,
    id: QueueId,
    (field, word): (&str, &str),
    (queue_field, queue): (&str, &str),
) -> Option<OverflowAction> {
    match word {
        END => Some(OverflowAction::End),
        TRANSFER => {
            let queue = match queue.trim() {
                "" => Err(Fault::Missing),
                queue => queue.parse::<QueueId>().map_err(|_| Fault::Unknown),
            };
            let queue = queue.and_then(|queue| if queue == id { Err(Fault::Mismatch) } else { Ok(queue) });
            checks.field(queue_field, queue).map(OverflowAction::Transfer)
        }
        "" => checks.field(field, Err(Fault::Missing)),
        _ => checks.field(field, Err(Fault::NotOneOf(&[END, TRANSFER]))),
    }
}

/// A limit as typed; blank is none.
fn limit(raw: &str, range: RangeInclusive<u32>) -> Result<Option<u32>, Fault> {
    let raw = raw.trim();
    if raw.is_empty() {
        return Ok(None);
    }
    let number: u32 = raw.parse().map_err(|_| Fault::NotANumber)?;
    if range.contains(&number) {
        Ok(Some(number))
    } else {
        Err(Fault::OutOfRange { min: i64::from(*range.start()), max: i64::from(*range.end()) })
    }
}

/// How a queue works, and what names it.
#[server(endpoint = "queues/setup")]
pub async fn get_queue_setup(id: QueueId) -> Result<QueueSetup, AppError> {
    let desk = gate::desk().await?;
    desk.backend.queues().setup(&desk.actor, id).await.map_err(told)
}

/// The hours and queues that settings may name.
#[server(endpoint = "queues/settings-choices")]
pub async fn list_settings_choices(id: QueueId) -> Result<SettingsChoices, AppError> {
    let desk = gate::desk().await?;
    desk.backend.queues().settings_choices(&desk.actor, id).await.map_err(told)
}

#[server(endpoint = "queues/change-settings")]
pub async fn change_queue_settings(id: QueueId, form: SettingsForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async {
        let settings = form.check(id)?;
        desk.backend.queues().change_settings(&desk.actor, id, form.version, settings).await
    };
    Reply::to(paths::queue_settings(id))
        .typed(&form)
        .sentences(&sentence)
        .settle(outcome.await, |()| Done::at(paths::queue(id)).saying(|w| w.common.saved.to_owned()))
        .await
}

fn sentence(words: &Words, fault: &FieldFault) -> Option<String> {
    let words = &words.queues.settings;
    match (fault.field.as_str(), &fault.fault) {
        ("then", Fault::Missing) => Some(words.then_missing.to_owned()),
        ("out_of_hours_queue" | "then_queue", Fault::Missing) => Some(words.transfer_missing.to_owned()),
        ("out_of_hours_queue" | "then_queue", Fault::Mismatch) => Some(words.to_itself.to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> SettingsForm {
        SettingsForm { assignment: "round_robin".into(), out_of_hours: ASSIGN.into(), ..SettingsForm::default() }
    }

    #[test]
    fn without_limits_nothing_overflows() {
        let other = QueueId::new().to_string();
        let form = SettingsForm { then: TRANSFER.into(), then_queue: other, ..form() };
        assert_eq!(form.check(QueueId::new()).unwrap().overflow, None);
    }

    #[test]
    fn a_limit_says_what_then() {
        let (id, other) = (QueueId::new(), QueueId::new());
        let limited = SettingsForm { wait_minutes: "2880".into(), item_limit: "100".into(), ..form() };
        assert_eq!(limited.check(id).unwrap_err(), Invalid::one("then", Fault::Missing));
        let to = |queue: String| SettingsForm { then: TRANSFER.into(), then_queue: queue, ..limited.clone() };
        assert_eq!(to(String::new()).check(id).unwrap_err(), Invalid::one("then_queue", Fault::Missing));
        assert_eq!(to(id.to_string()).check(id).unwrap_err(), Invalid::one("then_queue", Fault::Mismatch));
        let overflow = to(other.to_string()).check(id).unwrap().overflow.unwrap();
        assert_eq!((overflow.wait_minutes, overflow.item_limit), (Some(2880), Some(100)));
        assert_eq!(overflow.then, Some(OverflowAction::Transfer(other)));
        for (minutes, fault) in [("0", Fault::OutOfRange { min: 1, max: 2880 }), ("to timer", Fault::NotANumber)] {
            let wrong = SettingsForm { wait_minutes: minutes.into(), then: END.into(), ..form() };
            assert_eq!(wrong.check(id).unwrap_err(), Invalid::one("wait_minutes", fault));
        }
    }
}
