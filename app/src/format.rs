//! Dates, numbers, sizes and durations as a reader writes them. Pure: the zone and the present moment are given.

use domain::lang::Lang;
use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};

const MONTHS_NB: [&str; 12] = [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
];
const MONTHS_EN: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// Keeps a number and its unit on one line.
const NBSP: char = '\u{a0}';

/// `12. mars 2026 kl. 09.14` / `12 Mar 2026, 09:14`
pub fn date_time(at: Timestamp, zone: &TimeZone, lang: Lang) -> String {
    let at = at.to_zoned(zone.clone());
    let (date, clock) = (date_of(&at, lang), clock_of(&at, lang));
    match lang {
        Lang::Nb => format!("{date} kl. {clock}"),
        Lang::En => format!("{date}, {clock}"),
    }
}

/// As [`date_time`], with seconds and the zone's abbreviation; for logs.
pub fn date_time_exact(at: Timestamp, zone: &TimeZone, lang: Lang) -> String {
    let zoned = at.to_zoned(zone.clone());
    let separator = if lang == Lang::Nb { '.' } else { ':' };
    format!("{}{separator}{:02} {}", date_time(at, zone, lang), zoned.second(), zoned.strftime("%Z"))
}

/// `12. mars 2026` / `12 Mar 2026`
pub fn date(at: Timestamp, zone: &TimeZone, lang: Lang) -> String {
    date_of(&at.to_zoned(zone.clone()), lang)
}

/// `09.14` / `09:14`
pub fn clock(at: Timestamp, zone: &TimeZone, lang: Lang) -> String {
    clock_of(&at.to_zoned(zone.clone()), lang)
}

/// A date that is no moment, written as [`date`] does.
pub fn civil_date(date: Date, lang: Lang) -> String {
    let month = usize::try_from(date.month() - 1).unwrap_or_default();
    match lang {
        Lang::Nb => format!("{}. {} {}", date.day(), MONTHS_NB[month], date.year()),
        Lang::En => format!("{} {} {}", date.day(), MONTHS_EN[month], date.year()),
    }
}

/// The end of a day, as [`clock`] writes times: `24.00` / `24:00`
pub const fn midnight(lang: Lang) -> &'static str {
    match lang {
        Lang::Nb => "24.00",
        Lang::En => "24:00",
    }
}

fn date_of(at: &Zoned, lang: Lang) -> String {
    civil_date(at.date(), lang)
}

fn clock_of(at: &Zoned, lang: Lang) -> String {
    match lang {
        Lang::Nb => format!("{:02}.{:02}", at.hour(), at.minute()),
        Lang::En => format!("{:02}:{:02}", at.hour(), at.minute()),
    }
}

/// `for 5 min siden` / `5 min ago` within the last 24 hours; older and future moments have no relative form.
pub fn ago(at: Timestamp, now: Timestamp, lang: Lang) -> Option<String> {
    let seconds = now.as_second() - at.as_second();
    let amount = match seconds {
        // A little ahead is a clock that differs, not the future.
        -60..60 => {
            return Some(
                match lang {
                    Lang::Nb => "nå nettopp",
                    Lang::En => "just now",
                }
                .to_owned(),
            );
        }
        60..3_600 => format!("{}{NBSP}min", seconds / 60),
        3_600..86_400 => match lang {
            Lang::Nb => format!("{}{NBSP}t", seconds / 3_600),
            Lang::En => format!("{}{NBSP}h", seconds / 3_600),
        },
        _ => return None,
    };
    Some(match lang {
        Lang::Nb => format!("for {amount} siden"),
        Lang::En => format!("{amount} ago"),
    })
}

/// `1 234` / `1,234`
pub fn number(value: i64, lang: Lang) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + 4);
    if value < 0 {
        text.push('\u{2212}');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(if lang == Lang::Nb { NBSP } else { ',' });
        }
        text.push(digit);
    }
    text
}

/// The same of what is counted.
pub fn count(value: u64, lang: Lang) -> String {
    number(i64::try_from(value).unwrap_or(i64::MAX), lang)
}

/// `1 234,5` / `1,234.5`, from tenths.
pub fn tenths(value: i64, lang: Lang) -> String {
    let separator = if lang == Lang::Nb { ',' } else { '.' };
    let sign = if (-9..0).contains(&value) { "\u{2212}" } else { "" };
    format!("{sign}{}{separator}{}", number(value / 10, lang), (value % 10).abs())
}

/// `45 %` / `45%`
pub fn percent(value: i64, lang: Lang) -> String {
    match lang {
        Lang::Nb => format!("{}{NBSP}%", number(value, lang)),
        Lang::En => format!("{}%", number(value, lang)),
    }
}

/// `640 B`, `1,2 kB`, `3,4 MB`
pub fn bytes(count: u64, lang: Lang) -> String {
    let scaled = |unit: u64| i64::try_from(count / (unit / 10)).unwrap_or(i64::MAX);
    match count {
        0..1_000 => format!("{count}{NBSP}B"),
        1_000..1_000_000 => format!("{}{NBSP}kB", tenths(scaled(1_000), lang)),
        1_000_000..1_000_000_000 => format!("{}{NBSP}MB", tenths(scaled(1_000_000), lang)),
        _ => format!("{}{NBSP}GB", tenths(scaled(1_000_000_000), lang)),
    }
}

/// `12 ms`, `4,2 s`, `2 min 10 s`, `3 t 5 min` / `3 h 5 min`, `4 d 2 t`
pub fn duration(milliseconds: u64, lang: Lang) -> String {
    let (hour, day) = if lang == Lang::Nb { ("t", "d") } else { ("h", "d") };
    let pair = |big: u64, unit: &str, small: u64, small_unit: &str| {
        if small == 0 { format!("{big}{NBSP}{unit}") } else { format!("{big}{NBSP}{unit} {small}{NBSP}{small_unit}") }
    };
    let seconds = milliseconds / 1_000;
    match milliseconds {
        0..1_000 => format!("{milliseconds}{NBSP}ms"),
        1_000..60_000 => format!("{}{NBSP}s", tenths(i64::try_from(milliseconds / 100).unwrap_or(i64::MAX), lang)),
        60_000..3_600_000 => pair(seconds / 60, "min", seconds % 60, "s"),
        3_600_000..86_400_000 => pair(seconds / 3_600, hour, seconds % 3_600 / 60, "min"),
        _ => pair(seconds / 86_400, day, seconds % 86_400 / 3_600, hour),
    }
}

/// `0,4 ms` for what is over at once, then as [`duration`].
pub fn latency(microseconds: u64, lang: Lang) -> String {
    match microseconds {
        0..10_000 => format!("{}{NBSP}ms", tenths(i64::try_from(microseconds / 100).unwrap_or(i64::MAX), lang)),
        _ => duration(microseconds / 1_000, lang),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn moments_are_written_in_the_reader_s_zone() {
        let oslo = TimeZone::get("Europe/Oslo").unwrap();
        let moment = at("2026-03-12T08:14:05Z");
        assert_eq!(date_time(moment, &oslo, Lang::Nb), "12. mars 2026 kl. 09.14");
        assert_eq!(date_time(moment, &oslo, Lang::En), "12 Mar 2026, 09:14");
        assert_eq!(date_time_exact(moment, &oslo, Lang::Nb), "12. mars 2026 kl. 09.14.05 CET");
        assert_eq!(date(at("2026-07-01T22:30:00Z"), &oslo, Lang::Nb), "2. juli 2026");
    }

    #[test]
    fn only_the_last_day_is_relative() {
        let now = at("2026-03-12T12:00:00Z");
        assert_eq!(ago(at("2026-03-12T11:55:00Z"), now, Lang::Nb).unwrap(), "for 5\u{a0}min siden");
        assert_eq!(ago(at("2026-03-12T09:55:00Z"), now, Lang::En).unwrap(), "2\u{a0}h ago");
        assert_eq!(ago(now, now, Lang::Nb).unwrap(), "nå nettopp");
        assert_eq!(ago(at("2026-03-11T11:00:00Z"), now, Lang::Nb), None);
        assert_eq!(ago(at("2026-03-13T11:00:00Z"), now, Lang::Nb), None);
    }

    #[test]
    fn numbers_follow_the_language() {
        assert_eq!(number(-1_234_567, Lang::Nb), "\u{2212}1\u{a0}234\u{a0}567");
        assert_eq!(tenths(12_345, Lang::Nb), "1\u{a0}234,5");
        assert_eq!(tenths(12_345, Lang::En), "1,234.5");
        assert_eq!(percent(45, Lang::Nb), "45\u{a0}%");
        assert_eq!(bytes(262_144, Lang::Nb), "262,1\u{a0}kB");
        assert_eq!(latency(1_250, Lang::Nb), "1,2\u{a0}ms");
        assert_eq!(latency(45_000, Lang::En), "45\u{a0}ms");
        assert_eq!(duration(130_000, Lang::Nb), "2\u{a0}min 10\u{a0}s");
        assert_eq!(duration(11_100_000, Lang::En), "3\u{a0}h 5\u{a0}min");
    }
}
