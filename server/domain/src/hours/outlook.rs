//! What hours mean now and in the days to come.

use jiff::{Timestamp, civil::Date};

use super::{Hours, HoursFault};

/// Whether somebody is there, and until when that holds; `None` is longer than a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Open, and when it closes.
    Open(Option<Timestamp>),
    /// Closed, and when it opens.
    Closed(Option<Timestamp>),
}

/// One day of a preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayAhead {
    /// The local date.
    pub date: Date,
    /// When it is open, in order.
    pub spans: Vec<(Timestamp, Timestamp)>,
    /// The holiday that closes it.
    pub holiday: Option<String>,
}

impl Hours {
    /// Whether it is open, and what comes next.
    pub fn standing(&self, at: Timestamp) -> Result<Standing, HoursFault> {
        if self.is_open(at)? {
            Ok(Standing::Open(self.closes_after(at)?))
        } else {
            Ok(Standing::Closed(self.opens_after(at)?))
        }
    }

    /// The day of an instant and those after it.
    pub fn days_ahead(&self, from: Timestamp, count: usize) -> Result<Vec<DayAhead>, HoursFault> {
        let first = from.to_zoned(self.zone()?).date();
        let day = |date: Date| {
            let holiday = self.holidays.iter().find(|holiday| holiday.date == date);
            Ok(DayAhead { date, spans: self.spans(date)?, holiday: holiday.map(|holiday| holiday.name.to_string()) })
        };
        first.series(jiff::Span::new().days(1)).take(count).map(day).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        HoursId, Name,
        hours::{Day, Holiday, day},
    };

    fn at(raw: &str) -> Timestamp {
        raw.parse().unwrap()
    }

    /// Every day with these ranges.
    fn daily(ranges: &[&str]) -> Hours {
        let ranges = day(ranges.iter().map(|range| range.parse().unwrap()).collect()).unwrap();
        Hours {
            id: HoursId(uuid::Uuid::nil()),
            name: "Kontortid".into(),
            time_zone: "Europe/Oslo".into(),
            week: Day::ALL.iter().map(|day| (*day, ranges.clone())).collect(),
            holidays: Vec::new(),
        }
    }

    fn seconds(day: &DayAhead) -> i64 {
        day.spans.iter().map(|(from, to)| to.as_second() - from.as_second()).sum()
    }

    #[test]
    fn a_preview_keeps_local_time_when_the_clocks_change() {
        let office = daily(&["08:00-12:00", "13:00-16:00"]);
        // Summer time begins on 29 March and ends on 25 October 2026.
        for (from, before, after, change) in [
            ("2026-03-22T23:00:00Z", "07:00:00Z", "06:00:00Z", "2026-03-29"),
            ("2026-10-18T22:00:00Z", "06:00:00Z", "07:00:00Z", "2026-10-25"),
        ] {
            let days = office.days_ahead(at(from), 14).unwrap();
            assert_eq!(days.len(), 14);
            for day in &days {
                let opens = day.spans[0].0.to_string();
                let is_before = day.date < change.parse().unwrap();
                assert!(opens.ends_with(if is_before { before } else { after }), "{opens}");
                assert_eq!((day.spans.len(), seconds(day)), (2, 7 * 3600), "{}", day.date);
            }
        }
    }

    #[test]
    fn days_are_an_hour_shorter_and_longer_round_the_clock() {
        let always = daily(&["00:00-24:00"]);
        let hours = |from: &str| -> Vec<i64> {
            always.days_ahead(at(from), 14).unwrap().iter().map(|day| seconds(day) / 3600).collect()
        };
        let (spring, autumn) = (hours("2026-03-27T12:00:00Z"), hours("2026-10-24T12:00:00Z"));
        assert_eq!(spring[..4], [24, 24, 23, 24]);
        assert_eq!(autumn[..3], [24, 25, 24]);
        assert_eq!(always.standing(at("2026-03-27T12:00:00Z")), Ok(Standing::Open(None)));
    }

    #[test]
    fn a_range_that_the_clocks_turn_round_is_not_there() {
        let night = daily(&["02:15-02:45", "02:50-03:00"]);
        let days = night.days_ahead(at("2026-03-28T12:00:00Z"), 3).unwrap();
        assert_eq!(days.iter().map(|day| day.spans.len()).collect::<Vec<_>>(), [2, 1, 2]);
        assert!(days.iter().flat_map(|day| &day.spans).all(|(from, to)| from < to));
    }

    #[test]
    fn a_holiday_is_named() {
        let mut office = daily(&["08:00-16:00"]);
        let name = Name::parse("Langfredag").unwrap();
        office.holidays = vec![Holiday { date: "2026-04-03".parse().unwrap(), name }];
        let days = office.days_ahead(at("2026-04-02T12:00:00Z"), 2).unwrap();
        assert_eq!((days[0].spans.len(), days[0].holiday.as_deref()), (1, None));
        assert_eq!((days[1].spans.len(), days[1].holiday.as_deref()), (0, Some("Langfredag")));
        assert_eq!(office.standing(at("2026-04-02T12:00:00Z")), Ok(Standing::Open(Some(at("2026-04-02T14:00:00Z")))));
        assert_eq!(office.standing(at("2026-04-02T14:00:00Z")), Ok(Standing::Closed(Some(at("2026-04-04T06:00:00Z")))));
    }
}
