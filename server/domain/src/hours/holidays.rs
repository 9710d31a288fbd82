//! The public holidays of Norway: by law of 26 April 1947 the 1st and 17th of May, the others by the church's calendar.

use jiff::civil::Date;

use crate::Lang;

/// The years whose holidays are told: those of the Gregorian calendar that anybody plans for.
pub const YEARS: std::ops::RangeInclusive<i16> = 1948..=2999;

/// A public holiday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicHoliday {
    /// The day.
    pub date: Date,
    nb: &'static str,
    en: &'static str,
}

impl PublicHoliday {
    /// What it is called.
    pub const fn name(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Nb => self.nb,
            Lang::En => self.en,
        }
    }
}

/// The same date every year.
const FIXED: [(i8, i8, &str, &str); 5] = [
    (1, 1, "Første nyttårsdag", "New Year's Day"),
    (5, 1, "Arbeidernes dag", "Labour Day"),
    (5, 17, "Grunnlovsdagen", "Constitution Day"),
    (12, 25, "Første juledag", "Christmas Day"),
    (12, 26, "Andre juledag", "Second Day of Christmas"),
];

/// So many days after Easter Sunday.
const MOVABLE: [(i64, &str, &str); 7] = [
    (-3, "Skjærtorsdag", "Maundy Thursday"),
    (-2, "Langfredag", "Good Friday"),
    (0, "Første påskedag", "Easter Sunday"),
    (1, "Andre påskedag", "Easter Monday"),
    (39, "Kristi himmelfartsdag", "Ascension Day"),
    (49, "Første pinsedag", "Whit Sunday"),
    (50, "Andre pinsedag", "Whit Monday"),
];

/// The public holidays of a year in the order of their dates; two may fall on one day. None for a year outside [`YEARS`].
pub fn of_norway(year: i16) -> Vec<PublicHoliday> {
    if !YEARS.contains(&year) {
        return Vec::new();
    }
    let fixed = FIXED.iter().filter_map(|&(month, day, nb, en)| {
        Date::new(year, month, day).ok().map(|date| PublicHoliday { date, nb, en })
    });
    let movable = MOVABLE.iter().filter_map(|&(after, nb, en)| {
        let date = easter_sunday(year)?.checked_add(jiff::Span::new().try_days(after).ok()?).ok()?;
        Some(PublicHoliday { date, nb, en })
    });
    let mut holidays: Vec<PublicHoliday> = fixed.chain(movable).collect();
    holidays.sort_by_key(|holiday| holiday.date);
    holidays
}

/// Easter Sunday by the Gregorian computus (Meeus, Jones and Butcher).
fn easter_sunday(year: i16) -> Option<Date> {
    let years = i32::from(year);
    let (golden, century, within) = (years % 19, years / 100, years % 100);
    let (leap_centuries, century_rest) = (century / 4, century % 4);
    let moon = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - leap_centuries - moon + 15) % 30;
    let weekday = (32 + 2 * century_rest + 2 * (within / 4) - epact - within % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let day_of_march = epact + weekday - 7 * late + 22;
    let (month, day) = if day_of_march <= 31 { (3, day_of_march) } else { (4, day_of_march - 31) };
    Date::new(year, month, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_falls_where_the_almanac_says() {
        for (year, sunday) in [
            (1954, "1954-04-18"),
            (1981, "1981-04-19"),
            (2000, "2000-04-23"),
            (2008, "2008-03-23"),
            (2011, "2011-04-24"),
            (2024, "2024-03-31"),
            (2025, "2025-04-20"),
            (2026, "2026-04-05"),
            (2027, "2027-03-28"),
            (2028, "2028-04-16"),
            (2029, "2029-04-01"),
            (2030, "2030-04-21"),
            (2038, "2038-04-25"),
        ] {
            assert_eq!(easter_sunday(year).map(|date| date.to_string()).as_deref(), Some(sunday));
        }
    }

    #[test]
    fn the_holidays_of_known_years() {
        // Maundy Thursday, Ascension Day, Whit Monday.
        for (year, maundy, ascension, whit_monday) in [
            (2024, "2024-03-28", "2024-05-09", "2024-05-20"),
            (2025, "2025-04-17", "2025-05-29", "2025-06-09"),
            (2026, "2026-04-02", "2026-05-14", "2026-05-25"),
            (2027, "2027-03-25", "2027-05-06", "2027-05-17"),
            (2028, "2028-04-13", "2028-05-25", "2028-06-05"),
            (2029, "2029-03-29", "2029-05-10", "2029-05-21"),
            (2030, "2030-04-18", "2030-05-30", "2030-06-10"),
        ] {
            let holidays = of_norway(year);
            assert_eq!(holidays.len(), 12, "{year}");
            assert!(holidays.is_sorted_by_key(|holiday| holiday.date), "{year}");
            let called = |name: &str| {
                let found = holidays.iter().find(|holiday| holiday.name(Lang::Nb) == name);
                found.map(|holiday| holiday.date.to_string()).unwrap_or_default()
            };
            assert_eq!(called("Skjærtorsdag"), maundy);
            assert_eq!(called("Kristi himmelfartsdag"), ascension);
            assert_eq!(called("Andre pinsedag"), whit_monday);
            assert_eq!(called("Grunnlovsdagen"), format!("{year}-05-17"));
            assert_eq!(called("Andre juledag"), format!("{year}-12-26"));
        }
    }

    #[test]
    fn a_year_that_nobody_plans_for_has_none() {
        assert!(of_norway(0).is_empty() && of_norway(i16::MAX).is_empty() && of_norway(i16::MIN).is_empty());
        assert_eq!((of_norway(1948).len(), of_norway(2999).len()), (12, 12));
    }
}
