//! Operating hours: a time zone, the open ranges of a week, and holidays on which nobody is there.
//!
//! A queue without hours is open round the clock. Ranges are local time, so they keep their place when the clocks change.

use std::{collections::BTreeMap, fmt, str::FromStr};

use jiff::{
    Timestamp,
    civil::{Date, Weekday},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};

use crate::{HoursId, Name, QueueId};

pub mod holidays;
mod outlook;
mod typed;

pub use self::{
    outlook::{DayAhead, Standing},
    typed::{ranges, ranges_text},
};

/// Why a part of a set of hours cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum HoursFault {
    /// Not a name of the time zone database.
    #[error("is not a time zone like Europe/Oslo")]
    TimeZone,
    /// Not two times of day.
    #[error("is not a range of times like 08:00-16:00")]
    Range,
    /// The end is not after the start.
    #[error("ends before it begins; hours past midnight are two ranges on two days, up to 24:00 and from 00:00")]
    Backwards,
    /// Two ranges of one day share a moment.
    #[error("overlaps another range of the same day")]
    Overlap,
    /// Not a day of the week.
    #[error("is not a day of the week: mon, tue, wed, thu, fri, sat or sun")]
    Day,
    /// Not a date.
    #[error("is not a date like 2026-12-25")]
    Date,
    /// A holiday is there twice.
    #[error("is there twice")]
    Twice,
}

crate::words_enum! {
    /// A day of the week.
    pub enum Day {
        /// Monday.
        Mon = "mon",
        /// Tuesday.
        Tue = "tue",
        /// Wednesday.
        Wed = "wed",
        /// Thursday.
        Thu = "thu",
        /// Friday.
        Fri = "fri",
        /// Saturday.
        Sat = "sat",
        /// Sunday.
        Sun = "sun",
    }
}

impl From<Weekday> for Day {
    fn from(day: Weekday) -> Self {
        Self::ALL[usize::from(day.to_monday_zero_offset().unsigned_abs())]
    }
}

/// A range of one day: from a minute, up to but not including another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OpenRange {
    from: u16,
    to: u16,
}

impl FromStr for OpenRange {
    type Err = HoursFault;

    fn from_str(raw: &str) -> Result<Self, HoursFault> {
        let (from, to) = raw.split_once('-').ok_or(HoursFault::Range)?;
        let (from, to) = (minute(from).ok_or(HoursFault::Range)?, minute(to).ok_or(HoursFault::Range)?);
        if from < to { Ok(Self { from, to }) } else { Err(HoursFault::Backwards) }
    }
}

/// Minutes after midnight of `HH:MM`, 00:00 to 24:00.
fn minute(raw: &str) -> Option<u16> {
    let (hour, minute) = raw.trim().split_once(':')?;
    let two_digits = |part: &str| (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse());
    let (hour, minute): (u16, u16) = (two_digits(hour)?.ok()?, two_digits(minute)?.ok()?);
    (minute < 60 && hour * 60 + minute <= 24 * 60).then_some(hour * 60 + minute)
}

impl fmt::Display for OpenRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, to } = self;
        write!(f, "{:02}:{:02}-{:02}:{:02}", from / 60, from % 60, to / 60, to % 60)
    }
}

impl TryFrom<String> for OpenRange {
    type Error = HoursFault;

    fn try_from(raw: String) -> Result<Self, HoursFault> {
        raw.parse()
    }
}

impl From<OpenRange> for String {
    fn from(range: OpenRange) -> Self {
        range.to_string()
    }
}

/// The open ranges of every day, in order and apart from each other. A day that is not there is closed.
pub type Week = BTreeMap<Day, Vec<OpenRange>>;

/// Sorts the ranges of one day and refuses those that overlap.
pub fn day(mut ranges: Vec<OpenRange>) -> Result<Vec<OpenRange>, HoursFault> {
    ranges.sort_unstable();
    let is_apart = ranges.windows(2).all(|pair| pair[0].to <= pair[1].from);
    if is_apart { Ok(ranges) } else { Err(HoursFault::Overlap) }
}

/// Checks the name of a time zone.
pub fn time_zone(name: &str) -> Result<String, HoursFault> {
    TimeZone::get(name).ok().and_then(|zone| zone.iana_name().map(str::to_owned)).ok_or(HoursFault::TimeZone)
}

/// A day on which nobody is there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Holiday {
    /// The day.
    pub date: Date,
    /// What it is called.
    pub name: Name,
}

/// A set of operating hours to make, or the new values of the one with that name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewHours {
    /// Unique without case.
    pub name: Name,
    /// See [`time_zone`].
    pub time_zone: String,
    /// See [`day`].
    pub week: Week,
    /// In the order of their dates.
    pub holidays: Vec<Holiday>,
}

/// A set of operating hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// The set.
    pub id: HoursId,
    /// Its name.
    pub name: String,
    /// A name of the time zone database.
    pub time_zone: String,
    /// The open ranges of a week.
    pub week: Week,
    /// In the order of their dates.
    pub holidays: Vec<Holiday>,
}

/// New values for a set of hours that was read at `version`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoursChange {
    /// The new values.
    pub new: NewHours,
    /// The version that the person saw.
    pub version: i32,
}

/// The page of a set of hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursDetail {
    /// The set.
    pub hours: Hours,
    /// For concurrent edits.
    pub version: i32,
    /// The queues that use it, by name.
    pub used_by: Vec<(QueueId, String)>,
}

impl Hours {
    /// The zone in which the ranges are meant.
    pub fn zone(&self) -> Result<TimeZone, HoursFault> {
        TimeZone::get(&self.time_zone).map_err(|_| HoursFault::TimeZone)
    }

    /// Whether somebody is there.
    pub fn is_open(&self, at: Timestamp) -> Result<bool, HoursFault> {
        Ok(self.is_open_in(&self.zone()?, at))
    }

    /// The same, for who has the zone at hand.
    pub fn is_open_in(&self, zone: &TimeZone, at: Timestamp) -> bool {
        let local = zone.to_datetime(at);
        if self.holidays.iter().any(|holiday| holiday.date == local.date()) {
            return false;
        }
        let minute = u16::from(local.hour().unsigned_abs()) * 60 + u16::from(local.minute().unsigned_abs());
        let ranges = self.week.get(&Day::from(local.weekday()));
        ranges.is_some_and(|ranges| ranges.iter().any(|range| (range.from..range.to).contains(&minute)))
    }

    /// The open spans of a local date as instants, in order: none on a holiday. Where the clocks skip a range's start or end, it moves
    /// with them, and a range that would then end before it begins is not there.
    pub fn spans(&self, date: Date) -> Result<Vec<(Timestamp, Timestamp)>, HoursFault> {
        self.spans_in(&self.zone()?, date)
    }

    fn spans_in(&self, zone: &TimeZone, date: Date) -> Result<Vec<(Timestamp, Timestamp)>, HoursFault> {
        if self.holidays.iter().any(|holiday| holiday.date == date) {
            return Ok(Vec::new());
        }
        let instant = |minute: u16| {
            let midnight = if minute == 24 * 60 { date.tomorrow() } else { Ok(date) };
            let minute = i16::try_from(minute % (24 * 60)).unwrap_or_default();
            let (hour, minute) = (minute / 60, minute % 60);
            let time = jiff::civil::time(
                i8::try_from(hour).unwrap_or_default(),
                i8::try_from(minute).unwrap_or_default(),
                0,
                0,
            );
            let zoned = midnight.and_then(|date| date.to_datetime(time).to_zoned(zone.clone()));
            zoned.map(|zoned| zoned.timestamp()).map_err(|_| HoursFault::Date)
        };
        let ranges = self.week.get(&Day::from(date.weekday())).map_or(&[][..], Vec::as_slice);
        let spans = ranges.iter().map(|range| Ok((instant(range.from)?, instant(range.to)?)));
        Ok(spans.collect::<Result<Vec<_>, HoursFault>>()?.into_iter().filter(|(from, to)| from < to).collect())
    }

    /// When it opens next after an instant at which it is closed; `None` where it does not within a year.
    pub fn opens_after(&self, at: Timestamp) -> Result<Option<Timestamp>, HoursFault> {
        self.opens_after_in(&self.zone()?, at)
    }

    /// The same, for who has the zone at hand.
    pub fn opens_after_in(&self, zone: &TimeZone, at: Timestamp) -> Result<Option<Timestamp>, HoursFault> {
        self.first_after(zone, at, |(opens, _)| opens)
    }

    /// When it closes next after an instant at which it is open; `None` where it does not within a year. Spans that meet, as at
    /// midnight, are one.
    pub fn closes_after(&self, at: Timestamp) -> Result<Option<Timestamp>, HoursFault> {
        let zone = &self.zone()?;
        let mut closes = self.first_after(zone, at, |(_, closes)| closes)?;
        for _ in 0..DAYS_AHEAD {
            match closes {
                Some(end) if self.is_open_in(zone, end) => {
                    closes = self.first_after(zone, end, |(_, closes)| closes)?;
                }
                _ => return Ok(closes),
            }
        }
        Ok(None)
    }

    fn first_after(
        &self,
        zone: &TimeZone,
        at: Timestamp,
        end: impl Fn((Timestamp, Timestamp)) -> Timestamp,
    ) -> Result<Option<Timestamp>, HoursFault> {
        let mut date = zone.to_datetime(at).date();
        for _ in 0..DAYS_AHEAD {
            let found = self.spans_in(zone, date)?.into_iter().map(&end).find(|instant| *instant > at);
            if found.is_some() {
                return Ok(found);
            }
            let Ok(next) = date.tomorrow() else { break };
            date = next;
        }
        Ok(None)
    }
}

/// How far ahead an opening is looked for.
const DAYS_AHEAD: usize = 366;

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(week: &[(Day, &str)], holidays: &[&str]) -> Hours {
        Hours {
            id: HoursId(uuid::Uuid::nil()),
            name: "Kontortid".into(),
            time_zone: "Europe/Oslo".into(),
            week: week.iter().map(|(day, range)| (*day, vec![range.parse().unwrap()])).collect(),
            holidays: holidays
                .iter()
                .map(|date| Holiday { date: date.parse().unwrap(), name: Name::parse("Fri").unwrap() })
                .collect(),
        }
    }

    #[test]
    fn ranges_are_local_time_and_end_before_their_end() {
        let office = hours(&[(Day::Mon, "08:00-16:00")], &[]);
        // Monday in March, in winter time, and in June, in summer time.
        for (at, open) in [
            ("2026-03-02T06:59:59Z", false),
            ("2026-03-02T07:00:00Z", true),
            ("2026-03-02T14:59:59Z", true),
            ("2026-03-02T15:00:00Z", false),
            ("2026-06-01T06:00:00Z", true),
            ("2026-06-01T14:00:00Z", false),
            ("2026-03-03T09:00:00Z", false),
        ] {
            assert_eq!(office.is_open(at.parse().unwrap()), Ok(open), "{at}");
        }
    }

    #[test]
    fn nobody_is_there_on_a_holiday() {
        let office = hours(&[(Day::Mon, "00:00-24:00")], &["2026-03-02"]);
        assert_eq!(office.is_open("2026-03-02T11:00:00Z".parse().unwrap()), Ok(false));
        assert_eq!(office.is_open("2026-03-09T22:59:00Z".parse().unwrap()), Ok(true));
    }

    #[test]
    fn openings_keep_their_local_time_when_the_clocks_change() {
        let mut office = hours(&[(Day::Fri, "08:00-16:00"), (Day::Sun, "02:30-24:00"), (Day::Mon, "00:00-16:00")], &[]);
        let at = |raw: &str| raw.parse::<Timestamp>().unwrap();
        // On 29 March 2026 the clocks in Norway go from 02:00 to 03:00.
        assert_eq!(office.opens_after(at("2026-03-27T15:00:00Z")), Ok(Some(at("2026-03-29T01:30:00Z"))));
        assert_eq!(office.closes_after(at("2026-03-29T10:00:00Z")), Ok(Some(at("2026-03-30T14:00:00Z"))));
        assert_eq!(office.opens_after(at("2026-10-23T14:00:00Z")), Ok(Some(at("2026-10-25T00:30:00Z"))));
        office.week.clear();
        assert_eq!(office.opens_after(at("2026-03-27T15:00:00Z")), Ok(None));
    }

    #[test]
    fn a_range_is_two_times_in_order() {
        for (raw, fault) in [
            ("8-16", HoursFault::Range),
            ("8:00-16:00", HoursFault::Range),
            ("08:00", HoursFault::Range),
            ("08:60-16:00", HoursFault::Range),
            ("08:00-24:01", HoursFault::Range),
            ("16:00-08:00", HoursFault::Backwards),
            ("08:00-08:00", HoursFault::Backwards),
        ] {
            assert_eq!(raw.parse::<OpenRange>(), Err(fault), "{raw}");
        }
        assert_eq!("00:00 - 24:00".parse::<OpenRange>().unwrap().to_string(), "00:00-24:00");
    }

    #[test]
    fn ranges_of_a_day_are_sorted_and_apart() {
        let range = |raw: &str| raw.parse::<OpenRange>().unwrap();
        let sorted = day(vec![range("12:00-16:00"), range("08:00-12:00")]).unwrap();
        assert_eq!(sorted, [range("08:00-12:00"), range("12:00-16:00")]);
        assert_eq!(day(vec![range("08:00-12:01"), range("12:00-16:00")]), Err(HoursFault::Overlap));
    }

    #[test]
    fn a_time_zone_has_a_name() {
        assert_eq!(time_zone("Europe/Oslo").as_deref(), Ok("Europe/Oslo"));
        for wrong in ["", "Oslo", "Europe/Trondheim", "+01:00"] {
            assert_eq!(time_zone(wrong), Err(HoursFault::TimeZone), "{wrong}");
        }
    }
}
