//! “Open now – closes at 16:00”.

use domain::{
    hours::{Day, Hours, Standing},
    lang::Lang,
};
use jiff::{Timestamp, tz::TimeZone};
use leptos::prelude::*;

use crate::{
    components::{Badge, Tone},
    format,
    reader::Reader,
    words::{self, Words},
};

/// Whether somebody is there now, and until when.
#[component]
pub fn StandingBadge(hours: Hours) -> impl IntoView {
    let reader = Reader::here();
    let words = &words::here().hours;
    let (Ok(standing), Ok(zone)) = (hours.standing(reader.now), hours.zone()) else {
        return view! { <Badge tone=Tone::Warn label=words.zone_unknown/> };
    };
    let sentence = sentence(standing, reader.now, &zone, reader.lang);
    let is_elsewhere = zone.to_offset(reader.now) != reader.zone.to_offset(reader.now);
    let label = if is_elsewhere { (words.in_zone)(&sentence, &hours.time_zone) } else { sentence };
    let tone = if matches!(standing, Standing::Open(_)) { Tone::Ok } else { Tone::Neutral };
    view! { <Badge tone label/> }
}

fn sentence(standing: Standing, now: Timestamp, zone: &TimeZone, lang: Lang) -> String {
    let all = words::words(lang);
    let words = &all.hours;
    match standing {
        Standing::Open(Some(at)) => (words.open_until)(&when(at, now, zone, all, lang)),
        Standing::Open(None) => words.open_always.to_owned(),
        Standing::Closed(Some(at)) => (words.closed_until)(&when(at, now, zone, all, lang)),
        Standing::Closed(None) => words.closed_always.to_owned(),
    }
}

/// A moment to come: today by the clock, within a week by the day, else by the date.
fn when(at: Timestamp, now: Timestamp, zone: &TimeZone, all: &Words, lang: Lang) -> String {
    let words = &all.hours;
    let clock = format::clock(at, zone, lang);
    let (day, today) = (at.to_zoned(zone.clone()).date(), now.to_zoned(zone.clone()).date());
    let days = today.until(day).map_or(i32::MAX, |span| span.get_days());
    match days {
        0 => (words.at_clock)(&clock),
        1..7 => (words.at_day)(day_name(Day::from(day.weekday()), all), &clock),
        _ => (words.at_date)(&format::date(at, zone, lang), &clock),
    }
}

/// A day of the week within a sentence.
fn day_name(day: Day, all: &Words) -> &'static str {
    (all.traces.weekday)(day.as_str()).unwrap_or_else(|| (all.hours.day)(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_change_is_told_as_people_say_it() {
        let at = |raw: &str| raw.parse::<Timestamp>().unwrap();
        let oslo = TimeZone::get("Europe/Oslo").unwrap();
        // A Friday at noon.
        let now = at("2026-11-20T11:00:00Z");
        for (standing, nb, en) in [
            (
                Standing::Open(Some(at("2026-11-20T15:00:00Z"))),
                "Åpent nå – stenger kl. 16.00",
                "Open now – closes at 16:00",
            ),
            (
                Standing::Closed(Some(at("2026-11-23T07:00:00Z"))),
                "Stengt – åpner mandag kl. 08.00",
                "Closed – opens Monday at 08:00",
            ),
            (
                Standing::Closed(Some(at("2026-11-27T07:00:00Z"))),
                "Stengt – åpner 27. november 2026 kl. 08.00",
                "Closed – opens on 27 Nov 2026 at 08:00",
            ),
            (Standing::Open(None), "Åpent nå – stenger ikke", "Open now – does not close"),
        ] {
            assert_eq!(sentence(standing, now, &oslo, Lang::Nb), nb);
            assert_eq!(sentence(standing, now, &oslo, Lang::En), en);
        }
    }
}
