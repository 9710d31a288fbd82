//! Hours and queues of a file.

use std::collections::BTreeMap;

use domain::{
    Fault, Name,
    hours::{self, Day, Holiday, HoursFault, NewHours, Week},
    queue::{ITEM_LIMIT, PRIORITY, WAIT_MINUTES},
};

use super::{
    super::{
        document::{ActionValue, HoursTable, OverflowTable, QueueTable},
        entries::{ActionEntry, OverflowEntry, QueueEntry},
    },
    Check, Result,
};

impl Check<'_> {
    pub(super) fn hours(&mut self, path: &str, table: HoursTable) -> Result<NewHours> {
        let name = self.name(path, "set of hours", &table.name)?;
        let time_zone = self.field(path, "time_zone", hours::time_zone(&table.time_zone))?;
        let mut week = Week::new();
        for (day, ranges) in &table.week {
            let field = format!("week.{day}");
            let day = self.field(path, &field, day.parse::<Day>().map_err(|_| HoursFault::Day))?;
            let ranges = ranges.iter().map(|range| range.parse()).collect::<std::result::Result<Vec<_>, _>>();
            let ranges = self.field(path, &field, ranges.and_then(hours::day))?;
            if !ranges.is_empty() {
                week.insert(day, ranges);
            }
        }
        let mut holidays = BTreeMap::new();
        for (at, holiday) in table.holidays.iter().enumerate() {
            let path = format!("{path}.holidays[{at}]");
            let date = self.field(&path, "date", holiday.date.parse().map_err(|_| HoursFault::Date))?;
            let name = self.field(&path, "name", Name::parse(&holiday.name))?;
            if holidays.insert(date, Holiday { date, name }).is_some() {
                return self.field(&path, "date", Err(HoursFault::Twice));
            }
        }
        Ok(NewHours { name, time_zone, week, holidays: holidays.into_values().collect() })
    }

    pub(super) fn queue(&mut self, path: String, table: QueueTable) -> Result<QueueEntry> {
        let name = self.name(&path, "queue", &table.name)?;
        let within = |number: i64| i32::try_from(number).ok().filter(|number| PRIORITY.contains(number));
        let (min, max) = (i64::from(*PRIORITY.start()), i64::from(*PRIORITY.end()));
        let priority = table
            .priority
            .map(|number| self.field(&path, "priority", within(number).ok_or(Fault::OutOfRange { min, max })))
            .transpose()?;
        let assignment = self.word(&path, "assignment", table.assignment.as_deref())?;
        let overflow = match table.overflow {
            Some(overflow) => Some(self.overflow(&format!("{path}.overflow"), overflow)?),
            None => None,
        };
        Ok(QueueEntry { path, name, priority, hours: table.hours, assignment, overflow })
    }

    fn overflow(&self, path: &str, table: OverflowTable) -> Result<OverflowEntry> {
        let limit = |number: i64| u32::try_from(number).ok().filter(|number| ITEM_LIMIT.contains(number));
        let (min, max) = (i64::from(*ITEM_LIMIT.start()), i64::from(*ITEM_LIMIT.end()));
        let item_limit = table
            .item_limit
            .map(|number| self.field(path, "item_limit", limit(number).ok_or(Fault::OutOfRange { min, max })))
            .transpose()?;
        let wait = "is not a time like 60m, 2h or 1d, from one minute to two days";
        let wait_minutes =
            table.wait.map(|wait_for| self.field(path, "wait", minutes(&wait_for).ok_or(wait))).transpose()?;
        let out_of_hours = match table.out_of_hours {
            Some(action) => self.action(path, "out_of_hours", action)?,
            None => ActionEntry::Assign,
        };
        let then = table.then.map(|action| self.action(path, "then", action)).transpose()?;
        if matches!(then, Some(ActionEntry::Assign)) {
            return self.field(path, "then", Err("is \"end\" or { transfer = \"QUEUE\" }"));
        }
        if then.is_none() && (item_limit.is_some() || wait_minutes.is_some()) {
            return self.field(path, "then", Err("is missing, although there is a limit"));
        }
        Ok(OverflowEntry { item_limit, wait_minutes, out_of_hours, then })
    }

    fn action(&self, path: &str, field: &str, action: ActionValue) -> Result<ActionEntry> {
        match action {
            ActionValue::Word(word) if word == "assign" => Ok(ActionEntry::Assign),
            ActionValue::Word(word) if word == "end" => Ok(ActionEntry::End),
            ActionValue::Word(_) => {
                self.field(path, field, Err("must be \"assign\", \"end\" or { transfer = \"QUEUE\" }"))
            }
            ActionValue::Transfer(to) => Ok(ActionEntry::Transfer(to.transfer)),
        }
    }
}

/// Whole minutes of `60m`, `2h` or `1d`.
fn minutes(raw: &str) -> Option<u32> {
    let raw = raw.trim();
    let (number, unit) = raw.split_at_checked(raw.len().checked_sub(1)?)?;
    let factor = match unit {
        "m" => 1,
        "h" => 60,
        "d" => 24 * 60,
        _ => return None,
    };
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let minutes = is_number.then(|| number.parse::<u32>().ok()).flatten()?.checked_mul(factor)?;
    WAIT_MINUTES.contains(&minutes).then_some(minutes)
}
