//! Kits and forms, for tests: queues with hours in zones whose clocks change in various ways, and moments near these changes.

use std::collections::BTreeMap;

use proptest::{prelude::*, sample::select};

use super::{DAYS, TEXTS, queue, rules};
use crate::{
    ChannelKind, HoursId, Name,
    hours::{Day, Holiday, Hours, OpenRange},
    routing::{QueueSnapshot, QueueState, Queues, Rules, TypedFacts},
};

/// Those of the northern and the southern half, one that shifts by half an hour, one that never does, and one that nobody knows.
pub const ZONES: [&str; 6] =
    ["Europe/Oslo", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC", "Europe/Trondheim"];
const RANGES: [&str; 5] = ["00:00-24:00", "08:00-16:00", "02:00-02:30", "23:00-24:00", "12:00-12:01"];
const DATES: [&str; 9] = [
    "2026-03-27",
    "2026-03-28",
    "2026-03-29",
    "2026-10-25",
    "2026-11-01",
    "2026-04-05",
    "1905-05-17",
    "2400-02-29",
    "yesterday",
];
const TIMES: [&str; 7] = ["00:00", "00:30", "01:59", "02:15", "08:00", "23:59", "24:61"];

fn hours() -> impl Strategy<Value = Hours> {
    let day = select(DAYS.map(|day| day.parse::<Day>().expect("a day")).to_vec());
    let range = select(RANGES.map(|range| range.parse::<OpenRange>().expect("a range")).to_vec());
    let week = prop::collection::btree_map(day, range.prop_map(|range| vec![range]), 0..4);
    let holiday = select(DATES[..8].to_vec()).prop_map(|date| Holiday {
        date: date.parse().expect("a date"),
        name: Name::parse("Helligdag").expect("a name"),
    });
    (select(ZONES.to_vec()), week, prop::collection::vec(holiday, 0..2)).prop_map(|(zone, week, holidays)| Hours {
        id: HoursId(uuid::Uuid::nil()),
        name: "Kontortid".to_owned(),
        time_zone: zone.to_owned(),
        week,
        holidays,
    })
}

fn state(queue: impl Strategy<Value = QueueSnapshot>) -> impl Strategy<Value = QueueState> {
    (queue, prop::option::weighted(0.8, hours())).prop_map(|(queue, hours)| QueueState::new(queue, hours))
}

/// Queues with their hours.
pub fn queues() -> impl Strategy<Value = Queues> {
    let named: Vec<_> = (1..super::QUEUES).map(|number| state(queue(number))).collect();
    (state(queue(0)), named).prop_map(|(fallback, named)| {
        Queues::new(fallback, named.into_iter().map(|state| (state.id(), state)).collect())
    })
}

/// A form as it may be filled in, some that cannot be used among them.
pub fn typed() -> impl Strategy<Value = TypedFacts> {
    let text = prop_oneof![3 => Just(String::new()), 6 => select(TEXTS.to_vec()).prop_map(str::to_owned), 2 => "\\PC{0,12}(\r\n)?.?"];
    let facts = ChannelKind::GoogleBusinessMessages.context_fields().into_iter().map(move |declared| {
        let known = declared.values.into_iter().chain([String::new(), "DOOR".to_owned()]).collect::<Vec<_>>();
        let value = if known.len() > 2 {
            let last = known.len() - 1;
            prop_oneof![12 => select(known[..last].to_vec()), 1 => Just(known[last].clone())].boxed()
        } else {
            text.clone().boxed()
        };
        (Just(declared.field.name().into_owned()), value)
    });
    let facts = facts.collect::<Vec<_>>();
    let moment = (select(DATES.to_vec()), select(TIMES.to_vec()), any::<i64>());
    (facts, moment).prop_map(|(facts, (date, time, seed))| {
        let moment = [("date", date.to_owned()), ("time", time.to_owned()), ("seed", seed.to_string())];
        let moment = moment.map(|(name, value)| (name.to_owned(), value));
        TypedFacts(facts.into_iter().chain(moment).collect::<BTreeMap<_, _>>())
    })
}

/// Rules that can be published, the queues around them, and the zone of who tries them.
pub fn kit() -> impl Strategy<Value = (Rules, Queues, &'static str)> {
    (rules(), queues(), select(ZONES.to_vec()))
}
