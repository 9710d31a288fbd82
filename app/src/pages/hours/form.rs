//! A set of operating hours as typed. Rows of holidays come and go by buttons of the form, which save nothing.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Checks, Fault, FieldFault, Invalid, Name,
    hours::{self, Day, Holiday, HoursDetail, HoursFault, NewHours, Week, holidays},
    lang::Lang,
};
use serde::{Deserialize, Serialize};

use crate::{components::FormView, words::Words};

/// The button that adds a row.
pub const ADD: &str = "add";
/// The button that adds Norway's holidays.
pub const FILL: &str = "fill";
/// Before the key of the row that a button removes.
pub const REMOVE: &str = "remove-";
/// As many rows as anybody plans for.
const MAX_ROWS: usize = 500;

/// Everything, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HoursForm {
    pub name: String,
    pub time_zone: String,
    /// Ranges by day.
    pub days: BTreeMap<String, String>,
    /// By the keys of [`key`].
    pub holidays: BTreeMap<String, HolidayForm>,
    /// The year whose holidays [`FILL`] adds.
    pub year: String,
    /// [`ADD`], [`FILL`] or [`REMOVE`]; nothing saves.
    pub act: String,
    /// The version that was read; none for new ones.
    pub version: i32,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HolidayForm {
    pub date: String,
    pub name: String,
}

impl HolidayForm {
    fn is_blank(&self) -> bool {
        self.date.trim().is_empty() && self.name.trim().is_empty()
    }
}

/// A row's key. Words, because a number would make a list of the rows.
fn key(index: usize) -> String {
    format!("r{index}")
}

/// The names of a row's two fields.
pub fn row_fields(index: usize) -> [String; 2] {
    let key = key(index);
    [format!("holidays[{key}][date]"), format!("holidays[{key}][name]")]
}

/// The name of a day's field.
pub fn day_field(day: Day) -> String {
    format!("days[{day}]")
}

impl HoursForm {
    pub fn check(&self) -> Result<NewHours, Invalid> {
        let mut checks = Checks::default();
        let name = checks.field("name", Name::parse(&self.name));
        let time_zone = match self.time_zone.trim() {
            "" => Err(Fault::Missing),
            zone => hours::time_zone(zone).map_err(fault),
        };
        let time_zone = checks.field("time_zone", time_zone);
        let mut week = Week::new();
        for day in Day::ALL {
            let typed = self.days.get(day.as_str()).map_or("", String::as_str);
            let ranges = checks.field(&day_field(*day), hours::ranges(typed).map_err(fault)).unwrap_or_default();
            if !ranges.is_empty() {
                week.insert(*day, ranges);
            }
        }
        let mut holidays = BTreeMap::new();
        for (index, row) in self.rows().iter().enumerate().filter(|(_, row)| !row.is_blank()) {
            let [date_field, name_field] = row_fields(index);
            let date = checks.field(&date_field, row.date.trim().parse().map_err(|_| fault(HoursFault::Date)));
            let name = checks.field(&name_field, Name::parse(&row.name));
            if let Some((date, name)) = date.zip(name)
                && holidays.insert(date, Holiday { date, name }).is_some()
            {
                checks.note(&date_field, fault(HoursFault::Twice));
            }
        }
        let holidays = holidays.into_values().collect();
        checks.finish(name.zip(time_zone).map(|(name, time_zone)| NewHours { name, time_zone, week, holidays }))
    }

    /// The rows in order.
    fn rows(&self) -> Vec<HolidayForm> {
        let number = |key: &str| key.strip_prefix('r').and_then(|number| number.parse::<usize>().ok());
        let numbered = self.holidays.iter().filter_map(|(key, row)| Some((number(key)?, row)));
        let rows: BTreeMap<usize, &HolidayForm> = numbered.collect();
        rows.into_values().take(MAX_ROWS).cloned().collect()
    }

    /// The form after one of its own buttons.
    pub fn after_act(&self, lang: Lang) -> Result<Self, Invalid> {
        let mut rows = self.rows();
        match self.act.as_str() {
            ADD => rows.push(HolidayForm::default()),
            FILL => {
                rows.retain(|row| !row.is_blank());
                let dates: BTreeSet<String> = rows.iter().map(|row| row.date.trim().to_owned()).collect();
                let found = holidays::of_norway(year(&self.year).map_err(|fault| Invalid::one("year", fault))?);
                let mut added: Vec<HolidayForm> = Vec::new();
                for holiday in found {
                    let date = holiday.date.to_string();
                    if !dates.contains(&date) && added.iter().all(|row| row.date != date) {
                        added.push(HolidayForm { date, name: holiday.name(lang).to_owned() });
                    }
                }
                rows.append(&mut added);
                rows.sort_by(|one, other| one.date.cmp(&other.date));
            }
            act => {
                let gone = act.strip_prefix(REMOVE).and_then(|index| index.parse::<usize>().ok());
                if let Some(index) = gone.filter(|index| *index < rows.len()) {
                    rows.remove(index);
                }
            }
        }
        let holidays = rows.into_iter().take(MAX_ROWS).enumerate();
        let holidays = holidays.map(|(index, row)| (key(index), row)).collect();
        Ok(Self { holidays, act: String::new(), ..self.clone() })
    }

    /// The fields by their names in the form.
    pub fn typed(&self) -> BTreeMap<String, String> {
        let rows = self.rows();
        let days =
            Day::ALL.iter().map(|day| (day_field(*day), self.days.get(day.as_str()).cloned().unwrap_or_default()));
        let texts = [
            ("name", self.name.clone()),
            ("time_zone", self.time_zone.clone()),
            ("year", self.year.clone()),
            ("version", self.version.to_string()),
            ("rows", rows.len().to_string()),
        ];
        let texts = texts.into_iter().map(|(name, value)| (name.to_owned(), value));
        texts.chain(days).chain(row_values(rows)).collect()
    }
}

fn row_values(rows: Vec<HolidayForm>) -> impl Iterator<Item = (String, String)> {
    rows.into_iter().enumerate().flat_map(|(index, row)| {
        let [date, name] = row_fields(index);
        [(date, row.date), (name, row.name)]
    })
}

/// The form of a set that is there.
pub fn filled(detail: &HoursDetail, this_year: i16) -> FormView {
    let hours = &detail.hours;
    let days = hours.week.iter().map(|(day, ranges)| (day_field(*day), hours::ranges_text(ranges)));
    let rows = hours.holidays.iter();
    let rows: Vec<HolidayForm> =
        rows.map(|day| HolidayForm { date: day.date.to_string(), name: day.name.to_string() }).collect();
    let texts = [
        ("name".to_owned(), hours.name.clone()),
        ("time_zone".to_owned(), hours.time_zone.clone()),
        ("year".to_owned(), this_year.to_string()),
        ("version".to_owned(), detail.version.to_string()),
        ("rows".to_owned(), rows.len().to_string()),
    ];
    FormView::filled(texts.into_iter().chain(days).chain(row_values(rows)))
}

/// The form of a set to be made: office hours, to be changed.
pub fn suggested(zone: &str, this_year: i16) -> FormView {
    let office =
        [Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri].map(|day| (day_field(day), "08:00–16:00".to_owned()));
    let texts = [
        ("time_zone".to_owned(), zone.to_owned()),
        ("year".to_owned(), this_year.to_string()),
        ("rows".to_owned(), "0".to_owned()),
    ];
    FormView::filled(texts.into_iter().chain(office))
}

/// How many rows of holidays a form has.
pub fn row_count(form: &FormView) -> usize {
    form.value("rows").parse().unwrap_or(0).min(MAX_ROWS)
}

fn year(raw: &str) -> Result<i16, Fault> {
    let year: i16 = raw.trim().parse().map_err(|_| Fault::NotANumber)?;
    if holidays::YEARS.contains(&year) {
        Ok(year)
    } else {
        Err(Fault::OutOfRange { min: i64::from(*holidays::YEARS.start()), max: i64::from(*holidays::YEARS.end()) })
    }
}

/// What a person is told at the field; see [`sentence`].
fn fault(fault: HoursFault) -> Fault {
    match fault {
        HoursFault::TimeZone => Fault::Unknown,
        HoursFault::Backwards => Fault::Mismatch,
        HoursFault::Overlap | HoursFault::Twice => Fault::Taken,
        HoursFault::Range | HoursFault::Day | HoursFault::Date => Fault::Malformed,
    }
}

/// The own sentences for faults at the fields.
pub fn sentence(name: &str) -> impl Fn(&Words, &FieldFault) -> Option<String> + Sync + use<> {
    let name = name.trim().to_owned();
    move |words, fault| {
        let words = &words.hours;
        let text = match (fault.field.as_str(), &fault.fault) {
            ("name", Fault::Taken) => return Some((words.taken)(&name)),
            ("name", Fault::Missing) => words.name_missing,
            ("time_zone", Fault::Missing | Fault::Unknown) => words.not_a_zone,
            (day, Fault::Malformed) if day.starts_with("days[") => words.not_a_range,
            (day, Fault::Mismatch) if day.starts_with("days[") => words.backwards,
            (day, Fault::Taken) if day.starts_with("days[") => words.overlap,
            (row, Fault::Malformed) if row.ends_with("[date]") => words.not_a_date,
            (row, Fault::Taken) if row.ends_with("[date]") => words.holiday_twice,
            (row, Fault::Missing) if row.ends_with("[name]") => words.holiday_unnamed,
            _ => return None,
        };
        Some(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> HoursForm {
        let row = |date: &str, name: &str| HolidayForm { date: date.into(), name: name.into() };
        HoursForm {
            name: "Kontortid".into(),
            time_zone: "Europe/Oslo".into(),
            days: [("mon".into(), "08:00–12:00, 13:00-16:00".into())].into(),
            holidays: [
                ("r10".into(), row("2027-12-24", "Julaften")),
                ("r2".into(), row("2027-05-17", "17. mai")),
                ("r3".into(), row("", " ")),
            ]
            .into(),
            ..HoursForm::default()
        }
    }

    #[test]
    fn blank_rows_are_left_out() {
        let new = form().check().unwrap();
        assert_eq!(new.week[&Day::Mon].len(), 2);
        assert_eq!(new.holidays.iter().map(|day| day.name.as_str()).collect::<Vec<_>>(), ["17. mai", "Julaften"]);
    }

    #[test]
    fn every_fault_is_told_at_its_field() {
        let mut wrong = form();
        wrong.time_zone = "Oslo".into();
        wrong.days = [("mon".into(), "16:00–08:00".into()), ("tue".into(), "åpent".into())].into();
        wrong.holidays = [
            ("r0".into(), HolidayForm { date: "2027-05-17".into(), name: String::new() }),
            ("r1".into(), HolidayForm { date: "17. mai".into(), name: "Nei".into() }),
        ]
        .into();
        let faults = wrong.check().unwrap_err().faults;
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["time_zone", "days[mon]", "days[tue]", "holidays[r0][name]", "holidays[r1][date]"]);
    }

    #[test]
    fn holidays_of_a_year_are_added_to_those_that_are_there() {
        let mut form = form();
        form.act = FILL.into();
        form.year = "2027".into();
        let rows = form.after_act(Lang::Nb).unwrap().rows();
        // Twelve holidays, two of them on 17 May, which is there already; and Christmas Eve.
        assert_eq!(rows.len(), 12);
        assert!(rows.is_sorted_by(|one, other| one.date < other.date), "{rows:?}");
        assert_eq!(rows.iter().find(|row| row.date == "2027-05-17").unwrap().name, "17. mai");
        form.year = "1".into();
        assert_eq!(form.after_act(Lang::Nb).unwrap_err().faults[0].field, "year");
    }

    #[test]
    fn rows_come_and_go() {
        let mut form = form();
        form.act = ADD.into();
        let added = form.after_act(Lang::En).unwrap();
        assert_eq!((added.rows().len(), added.typed()["rows"].as_str()), (4, "4"));
        form.act = format!("{REMOVE}0");
        let rows = form.after_act(Lang::En).unwrap().rows();
        assert_eq!(rows.iter().map(|row| row.name.trim()).collect::<Vec<_>>(), ["", "Julaften"]);
        form.act = format!("{REMOVE}9");
        assert_eq!(form.after_act(Lang::En).unwrap().rows().len(), 3);
    }
}
