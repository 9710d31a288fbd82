//! Hours as people type them.

use super::{HoursFault, OpenRange, day};

/// The ranges of a day, apart by commas: `08:00–12:00, 13.00-16.00`. Nothing is closed.
pub fn ranges(raw: &str) -> Result<Vec<OpenRange>, HoursFault> {
    let parts = raw.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
    let ranges = parts.map(|part| part.replace(['–', '—', '−'], "-").replace('.', ":").parse());
    day(ranges.collect::<Result<_, _>>()?)
}

/// The ranges of a day as [`ranges`] takes them.
pub fn ranges_text(ranges: &[OpenRange]) -> String {
    let texts: Vec<String> = ranges.iter().map(|range| range.to_string().replace('-', "–")).collect();
    texts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_typed_with_either_dash() {
        for raw in ["08:00–12:00, 13:00–16:00", "13:00-16:00,08:00 - 12:00", " 08.00–12.00 ; 13.00-16.00, "] {
            assert_eq!(ranges(raw).map(|ranges| ranges_text(&ranges)).as_deref(), Ok("08:00–12:00, 13:00–16:00"));
        }
        assert_eq!(ranges("  "), Ok(Vec::new()));
        assert_eq!(ranges("åpent"), Err(HoursFault::Range));
        assert_eq!(ranges("08:00–12:00 13:00–16:00"), Err(HoursFault::Range));
        assert_eq!(ranges("16:00–08:00"), Err(HoursFault::Backwards));
        assert_eq!(ranges("08:00–12:00, 11:00–16:00"), Err(HoursFault::Overlap));
    }
}
