//! The time whose conversations are decided again.

use domain::routing::Window;
use jiff::{SignedDuration, ToSpan, civil::Date};

use crate::reader::Reader;

/// What the address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// `newest`, `24h`, `7d`, `30d`, `dates`, or nothing.
    pub window: String,
    pub from: String,
    pub to: String,
}

/// The window of so many conversations, however old they are.
pub const NEWEST: &str = "newest";
const COUNT: u32 = 200;

/// The windows by name.
pub const WINDOWS: [&str; 5] = [NEWEST, "24h", "7d", "30d", "dates"];

impl Asked {
    /// The window; `None` where nothing is asked for. The last of two dates is part of it.
    pub fn window(&self, reader: &Reader) -> Option<Result<Window, ()>> {
        let hours = match self.window.as_str() {
            "24h" => 24,
            "7d" => 7 * 24,
            "30d" => 30 * 24,
            NEWEST => return Some(Ok(Window::newest(COUNT, reader.now))),
            "dates" => return Some(self.dates(reader).ok_or(())),
            _ => return None,
        };
        Some(Ok(Window::last(SignedDuration::from_hours(hours), reader.now)))
    }

    fn dates(&self, reader: &Reader) -> Option<Window> {
        let from: Date = self.from.parse().ok()?;
        let to: Date = self.to.parse().ok()?;
        let start = |date: Date| Some(date.to_zoned(reader.zone.clone()).ok()?.timestamp());
        let window = Window { from: start(from)?, to: start(to.checked_add(1.day()).ok()?)?, newest: None };
        (from <= to).then_some(window)
    }
}

#[cfg(test)]
mod tests {
    use domain::lang::Lang;
    use jiff::tz::TimeZone;

    use super::*;

    fn asked(window: &str, from: &str, to: &str) -> Asked {
        Asked { window: window.into(), from: from.into(), to: to.into() }
    }

    #[test]
    fn dates_are_whole_days_of_the_reader() {
        let zone = TimeZone::get("Europe/Oslo").unwrap();
        let reader = Reader { lang: Lang::Nb, zone, now: "2026-03-30T12:00:00Z".parse().unwrap() };
        let window = asked("dates", "2026-03-29", "2026-03-29").window(&reader).unwrap().unwrap();
        // The night when clocks go forward is an hour short.
        assert_eq!(window.from, "2026-03-28T23:00:00Z".parse().unwrap());
        assert_eq!(window.to, "2026-03-29T22:00:00Z".parse().unwrap());
        for (from, to) in [("2026-03-29", "2026-03-28"), ("", "2026-03-28"), ("x", "y")] {
            assert_eq!(asked("dates", from, to).window(&reader), Some(Err(())));
        }
        assert_eq!(asked("", "", "").window(&reader), None);
        let day = asked("24h", "", "").window(&reader).unwrap().unwrap();
        assert_eq!(day.from, "2026-03-29T12:00:00Z".parse().unwrap());
        let newest = asked(NEWEST, "", "").window(&reader).unwrap().unwrap();
        assert!(newest.newest == Some(COUNT) && newest.to > reader.now);
    }
}
