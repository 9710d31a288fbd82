//! Conditions that hold for nobody and such that hold for somebody; rules that leave nothing to later ones and such that do.

use std::collections::BTreeSet;

use super::{around, routes, words};
use crate::routing::{Condition, prove};

/// `field op value`, several of them separated by `;`, as an `all` group; a leading `!` is a `not`, a trailing `*` is `match_case`.
fn all(short: &str) -> String {
    if short.is_empty() {
        return String::new();
    }
    let parts: Vec<_> = short.split("; ").map(part).collect();
    format!("{{ all = [ {} ] }}", parts.join(", "))
}

fn part(short: &str) -> String {
    if short.contains(" | ") {
        let parts: Vec<_> = short.split(" | ").map(part).collect();
        return format!("{{ any = [ {} ] }}", parts.join(", "));
    }
    if let Some(short) = short.strip_prefix('!') {
        return format!("{{ not = {} }}", part(short));
    }
    let (short, match_case) = short.strip_suffix('*').map_or((short, ""), |short| (short, ", match_case = true"));
    let mut words = short.splitn(3, ' ');
    let field = match words.next().expect("a field") {
        "name" => "customer.display_name",
        "locale" => "context.resolved_locale",
        "device" => "customer.device_locale",
        "text" => "message.first_text",
        "custom" => "context.custom",
        "entry" => "context.entry_point",
        "day" => "received.weekday",
        "time" => "received.time",
        "at" => "received.at",
        "open" => "hours.open",
        "tier" => "variable.tier",
        "score" => "variable.score",
        other => other,
    };
    let op = words.next().expect("an operator");
    let value = words.next().map(|value| format!(", value = {value}")).unwrap_or_default();
    format!("{{ field = \"{field}\", op = \"{op}\"{value}{match_case} }}")
}

/// Each line can never match, and every test of it is needed for that.
const IMPOSSIBLE: &[&str] = &[
    "name equals 'Kari'; name equals 'Ola'",
    "name equals 'Kari'; name not_equals 'KARI'",
    "name equals 'Kari'; !name equals ' kari '",
    "name equals 'Kari'*; name not_equals 'kari'",
    "name has_data; name no_data",
    "name contains 'x'; name no_data",
    "name not_contains 'x'; name no_data",
    "name not_equals 'x'; name no_data",
    "!name has_data; !name no_data",
    "locale begins_with 'nb'; locale begins_with 'en'",
    "locale begins_with 'nb-'; !locale begins_with 'NB'",
    "locale begins_with 'nb-NO'; locale not_begins_with 'nb'",
    "text contains 'faktura 7'; text not_contains 'Faktura'",
    "text begins_with 'hei du'; text not_contains 'du'",
    "text ends_with 'hei'; text ends_with 'hade'",
    "text ends_with 'hei du'; !text ends_with 'du'",
    "name equals 'Kari'; name contains 'Ola'",
    "name equals 'Kari'; name begins_with 'a'",
    "name equals 'Kari'; name ends_with 'a'",
    "name equals 'Kari'*; name contains 'K'; name begins_with 'k'*",
    "name equals 'kari'; name contains 'rim'*",
    "text contains 'faktura'*; text not_contains 'FAKTURA'",
    "name in ['Kari', 'Ola']; name in ['Per', 'Ane']",
    "name in ['Kari', 'Ola']; name not_equals 'kari'; name not_equals 'ola'",
    "name in ['Kari', 'Ola']; !name in ['Ola', 'Kari', 'Per']",
    "name equals 'straße'; name not_equals 'STRASSE'",
    "text equals '7'; text not_equals '7'*",
    "score greater 5; score less 5",
    "score greater 5; score less_or_equal 5",
    "score between [1, 3]; score greater 3",
    "score equals 4; score not_equals 4",
    "score equals 4; score equals 'fire'",
    "score greater_or_equal 4; score less_or_equal 4; score not_equals 4",
    "score greater 4; score contains 'x'",
    "score between [4, 1]",
    "tier greater 'gull'; tier less 'bly'",
    "tier between ['a', 'c']; tier begins_with 'd'",
    "!tier less 4; !tier greater_or_equal 4; tier less_or_equal 9",
    "time greater '08:00'; time less '08:01'",
    "time between ['08:00', '15:59']; time after '15:59'",
    "time between ['16:00', '08:00']",
    "time before '00:00'",
    "time greater '23:59'",
    "time in ['08:00', '09:00']; time greater '09:00'",
    "day in ['sat', 'sun']; day in ['mon', 'fri']",
    "day equals 'sat'; !day in ['sat', 'sun']",
    "day in ['sat', 'sun']; day not_equals 'sat'; day not_equals 'sun'",
    "day not_equals 'mon'; day not_equals 'tue'; day not_equals 'wed'; day not_equals 'thu'; !day equals 'fri'; day not_equals 'sat'; day not_equals 'sun'",
    "open equals true; open equals false",
    "open not_equals true; open not_equals false",
    "open equals true; !open has_data",
    "at before '2026-03-28'; at after '2026-03-28'",
    "at on '2026-03-28'; at on '2026-03-29'",
    "at on '2026-03-28'; at before '2026-03-28'",
    "at on '2026-03-28'; !at between ['2026-03-01', '2026-03-31']",
    "at after '2026-03-28'; at before '2026-03-29'",
    "at after '2026-03-28T10:00:00Z'; at before '2026-03-28T10:00:00Z'",
    "at on '2026-03-28'; at after '2026-03-31T00:00:00Z'",
    "at between ['2026-03-28', '2026-03-27']",
    "at within_last '2h'; !at within_last '7d'",
    "at within_next '2h'; !at within_next '1d'",
    "locale equals { field = 'customer.device_locale' }; locale not_equals { field = 'customer.device_locale' }",
    "locale begins_with { field = 'customer.device_locale' }; locale not_contains { field = 'customer.device_locale' }",
    "locale equals { field = 'customer.device_locale' }; device no_data",
    "locale not_equals { field = 'context.resolved_locale' }",
    "score less { field = 'variable.tier' }; score greater { field = 'variable.tier' }",
    "skill.norsk greater 3",
    "name in []",
    "name equals 'Kari' | name equals 'Ola'; name equals 'Per'",
    "name equals 'Kari' | open equals true; open equals false; name begins_with 'P'",
];

/// Each line can match.
const POSSIBLE: &[&str] = &[
    "name equals 'Kari'; name equals ' KARI '",
    "name equals 'Kari'*; name equals 'kari'",
    "name equals 'Kari'; name not_equals 'Kari'*",
    "name contains 'K'*; name not_equals 'Kari'",
    "name equals 'a'; name contains 'A'*",
    // Macrons below: the mark fuses with the small letter alone.
    "name contains 'H'*; name not_contains 'h'",
    "name begins_with 'H'*; name not_begins_with 'h'",
    "!name equals 'Kari'; !name not_equals 'Kari'",
    "!name has_data; !name equals 'x'",
    "locale begins_with 'nb'; locale begins_with 'nb-'",
    "text begins_with 'hei'; text ends_with 'ei'; text not_contains 'heiei'",
    "text contains 'faktura'; text not_contains 'fakturaen'",
    "text ends_with 'du'; text not_equals 'du'",
    "text begins_with 'a'; text ends_with 'b'; text not_equals 'ab'",
    "name in ['Kari', 'Ola']; name in ['Per', 'ola']",
    "tier equals 4; !tier equals '4'",
    "tier not_equals 'gull'; tier not_equals 4",
    "tier not_contains 'x'; tier greater 3",
    "score greater 5; score less 6",
    "score greater_or_equal 5; score less_or_equal 5",
    "time greater '08:00'; time less '08:02'",
    "time between ['08:00', '08:00']",
    "day not_equals 'mon'; day not_equals 'tue'",
    "!open equals true; !open equals false",
    "at after '2026-03-28'; at before '2026-03-30'",
    // In some zone it is the 28th still, and in another already.
    "at on '2026-03-28'; at after '2026-03-29T00:00:00Z'",
    "at on '2026-03-28'; at before '2026-03-28T00:00:00Z'",
    "at within_last '2h'; at within_next '2h'",
    "at within_last '7d'; !at within_last '2h'",
    "at between ['2026-03-28', '2026-03-29T00:00:00Z']; at on '2026-03-28'",
    "!locale equals { field = 'customer.device_locale' }; !locale not_equals { field = 'customer.device_locale' }",
    "locale equals { field = 'customer.device_locale' }; locale equals 'nb'; device equals 'NB'",
    "name equals 'Kari' | name equals 'Ola'; name equals 'OLA'",
];

/// Every part of the lists above, to be put together anew.
pub fn parts() -> Vec<Condition> {
    let lines =
        IMPOSSIBLE.iter().chain(POSSIBLE).copied().chain(SHADOWED.iter().chain(BESIDE).copied().flatten().copied());
    let shorts: BTreeSet<_> = lines
        .flat_map(|line| line.trim_start_matches('+').split("; "))
        .flat_map(|part| part.split(" | "))
        .filter(|part| !part.is_empty() && *part != "name in []")
        .collect();
    let read = |short: &str| {
        let rules = routes(&[&all(&short.replace('\'', "\""))]);
        match rules.route.into_iter().next().and_then(|rule| rule.when) {
            Some(Condition::All(mut parts)) => parts.remove(0),
            other => panic!("{other:?}"),
        }
    };
    shorts.into_iter().map(read).collect()
}

fn findings(conditions: &[&str]) -> Vec<String> {
    let conditions: Vec<_> = conditions.iter().map(|short| all(&short.replace('\'', "\""))).collect();
    let conditions: Vec<_> = conditions.iter().map(String::as_str).collect();
    words(&prove(&routes(&conditions), &around()))
}

#[test]
fn conditions_that_hold_for_nobody_are_found_with_the_tests_that_make_them_so() {
    for impossible in IMPOSSIBLE {
        let count = impossible.split("; ").flat_map(|part| part.split(" | ")).count();
        // `K` of the fifth text test stands in the way of nothing.
        let needed: Vec<_> = (0..count).filter(|at| !impossible.contains("contains 'K';") || *at != 1).collect();
        assert_eq!(findings(&[impossible]), [format!("0 never matches {needed:?}")], "{impossible}");
    }
}

#[test]
fn conditions_that_hold_for_somebody_are_left_alone() {
    for possible in POSSIBLE {
        assert_eq!(findings(&[possible]), [""; 0], "{possible}");
    }
}

/// Rules of which the last is shadowed by exactly those that are marked with `+`.
const SHADOWED: &[&[&str]] = &[
    &["+name equals 'Kari'", "name equals 'KARI'"],
    &["+", "name equals 'Kari'"],
    &["open equals true", "+text contains 'faktura'", "text equals 'faktura 7'"],
    &["+name in ['Kari', 'Ola', 'Per']", "name in ['per', 'ola']"],
    &["+score between [1, 10]", "score between [2, 9]"],
    &["+score greater 3", "score equals 4"],
    &["+locale equals 'nb'", "locale equals 'nb'; open equals true"],
    &["+locale equals 'nb' | open equals true", "open equals true"],
    &["+locale begins_with 'nb'", "locale begins_with 'nb-NO'"],
    &["+locale not_equals 'en'", "locale equals 'nb'"],
    &["+locale has_data", "locale not_contains 'x'"],
    &["+!locale equals 'en'", "locale no_data"],
    &["+time between ['08:00', '16:00']", "time equals '12:00'"],
    &["+at after '2026-03-01'", "at on '2026-03-28'"],
    &["+at within_last '7d'", "at within_last '2h'"],
    &["+text contains 'faktura'", "text begins_with 'Faktura'*"],
    &["+open equals true", "+open equals false", "open has_data"],
    &["+name has_data", "+name no_data", ""],
    &["+name has_data", "+!name has_data", "locale equals 'nb'"],
    &[
        "+day in ['mon', 'tue', 'wed', 'thu', 'fri']",
        "name equals 'x'",
        "+day in ['sat', 'sun']",
        "day has_data; text contains 'hei'",
    ],
    &["+score less 5", "+score greater_or_equal 5", "score not_equals 3; score between [0, 9]"],
    &["+time less '12:00'", "+time greater '11:59'", "time between ['08:00', '16:00']"],
    &[
        "+locale equals 'nb'; open equals true",
        "+locale equals 'nb'; open equals false",
        "locale equals 'NB'; open has_data",
    ],
    &["+locale equals 'nb'; open equals true", "+locale equals 'nb'; !open equals true", "locale equals 'NB'"],
    // No place id ever comes.
    &["+context.place_id no_data", "locale equals 'nb'"],
];

const BESIDE: &[&[&str]] = &[
    &["name equals 'Kari'*", "name equals 'Kari'"],
    &["text contains 'faktura 7'", "text contains 'faktura'"],
    &["open equals true", "open equals false", ""],
    &["open equals true", "!open equals false", "text contains 'x'"],
    &["name not_equals 'Kari'", "!name equals 'Kari'"],
    &["score less 5", "score greater 5", "score has_data"],
    &["score less 5", "score greater_or_equal 5", "score has_data"],
    &["day in ['mon', 'tue', 'wed', 'thu', 'fri']", "day equals 'sat'", "day has_data"],
    &["locale equals 'nb'; open equals true", "locale equals 'nb'; open equals false", "locale equals 'nb'"],
    &["locale equals 'nb'; open equals true", "locale equals 'nb'"],
    &["locale begins_with 'nb-NO'", "locale begins_with 'nb'"],
    &["text contains 'H'*", "text contains 'h'"],
    &["text contains 'h'", "text contains 'H'*"],
    &["at on '2026-03-28'", "at between ['2026-03-28T00:00:00Z', '2026-03-28T23:59:59Z']"],
];

#[test]
fn rules_that_earlier_ones_leave_nothing_to_are_found_with_these() {
    for set in SHADOWED {
        let by: Vec<_> = (0..set.len()).filter(|at| set[*at].starts_with('+')).collect();
        let plain: Vec<_> = set.iter().map(|rule| rule.trim_start_matches('+')).collect();
        let mut expected = vec![format!("{} shadowed {by:?}", set.len() - 1)];
        if set[0].contains("place_id") {
            expected.insert(0, "0 never filled 0 context.place_id always=true stops=false".to_owned());
        }
        assert_eq!(findings(&plain), expected, "{set:?}");
    }
}

#[test]
fn rules_that_somebody_is_left_for_are_left_alone() {
    for set in BESIDE {
        assert_eq!(findings(set), [""; 0], "{set:?}");
    }
}
