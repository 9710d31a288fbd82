//! What the log is filtered by. It stands in the address, so that a view of the log can be sent to somebody.

use domain::{
    audit::{Entry, EventKind, LogFilter, Outcome, Subject},
    user::UserSummary,
};
use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::TimeZone};
use leptos::prelude::*;

use crate::{components::*, page::query, paths, reader::Reader, words};

/// Around an entry, so far to both sides.
const AROUND: SignedDuration = SignedDuration::from_mins(15);

/// What the address asks for; what names nothing that we know filters nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filters(pub LogFilter);

impl Filters {
    pub(super) fn here() -> Self {
        let zone = Reader::here().zone;
        Self(LogFilter {
            since: moment(&query("from"), &zone),
            until: moment(&query("to"), &zone),
            actor_id: query("who").parse().ok(),
            kind: query("action").parse().ok(),
            subject: query("subject").parse().ok(),
            subject_id: query("id").parse().ok(),
            outcome: query("result").parse().ok(),
        })
    }

    /// Everything that the actor of an entry did within fifteen minutes of it.
    pub(super) fn around(entry: &Entry) -> Self {
        Self(LogFilter {
            since: Some(entry.at.saturating_sub(AROUND).unwrap_or(entry.at)),
            until: Some(entry.at.saturating_add(AROUND).unwrap_or(entry.at)),
            actor_id: entry.actor_id,
            ..LogFilter::default()
        })
    }

    pub(super) fn is_active(&self) -> bool {
        *self != Self::default()
    }

    /// The filters as the address and forms have them; the empty ones too.
    pub(super) fn named(&self) -> [(&'static str, String); 7] {
        let filter = &self.0;
        [
            ("from", text(filter.since)),
            ("to", text(filter.until)),
            ("who", text(filter.actor_id)),
            ("action", text(filter.kind)),
            ("subject", text(filter.subject)),
            ("id", text(filter.subject_id)),
            ("result", text(filter.outcome)),
        ]
    }

    /// The address of the list with these filters, after `cursor`.
    pub(super) fn address(&self, cursor: &str) -> String {
        self.at(paths::AUDIT, cursor)
    }

    /// The address of the page for files, with these filters.
    pub(super) fn export_address(&self) -> String {
        self.at(paths::EXPORT_AUDIT, "")
    }

    fn at(&self, list: &str, cursor: &str) -> String {
        let named = self.named();
        let given = named.iter().map(|(name, value)| (*name, value.as_str()));
        let given: Vec<_> = given.chain([("after", cursor)]).collect();
        paths::filtered(list, &given)
    }
}

fn text(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// A moment as links write it, or as a field for date and time does: in the reader's zone.
fn moment(raw: &str, zone: &TimeZone) -> Option<Timestamp> {
    let civil = || raw.parse::<DateTime>().ok()?.to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp());
    raw.parse().ok().or_else(civil)
}

/// A moment as a field for date and time takes it.
fn civil(at: Option<Timestamp>, zone: &TimeZone) -> String {
    at.map(|at| at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S").to_string()).unwrap_or_default()
}

#[component]
pub(super) fn AuditFilters(filters: Filters, people: Vec<UserSummary>) -> impl IntoView {
    let words = &words::here().audit;
    let zone = Reader::here().zone;
    let active = filters.is_active();
    let filter = filters.0;
    let mut people: Vec<_> = people.into_iter().map(|person| Choice::new(person.id.to_string(), person.name)).collect();
    let who = text(filter.actor_id);
    if !who.is_empty() && !people.iter().any(|choice| choice.value == who) {
        people.push(Choice::new(who.clone(), who.clone()));
    }
    let actions = EventKind::ALL.iter().map(|kind| Choice::new(kind.as_str(), words.told(*kind))).collect();
    let subjects = Subject::ALL.iter().map(|kind| Choice::new(kind.as_str(), words.subject_name(*kind))).collect();
    let results = Outcome::ALL.iter().map(|outcome| Choice::new(outcome.as_str(), words.outcome(*outcome))).collect();
    view! {
        <FilterBar action=paths::AUDIT active>
            <FilterMoment name="from" label=words.from value=civil(filter.since, &zone)/>
            <FilterMoment name="to" label=words.to value=civil(filter.until, &zone)/>
            <FilterSelect name="who" label=words.who value=who all=words.everybody choices=people/>
            <FilterSelect name="action" label=words.action value=text(filter.kind) all=words.all_actions
                choices=actions/>
            <FilterSelect name="subject" label=words.subject value=text(filter.subject) all=words.all_subjects
                choices=subjects/>
            <FilterSelect name="result" label=words.result value=text(filter.outcome) all=words.all_results
                choices=results/>
            <FilterText name="id" label=words.subject_id value=text(filter.subject_id)/>
        </FilterBar>
    }
}

#[component]
fn FilterMoment(name: &'static str, label: &'static str, value: String) -> impl IntoView {
    view! {
        <FilterField name label>
            <input class="control" type="datetime-local" step="1" id=format!("filter-{name}") name=name value=value/>
        </FilterField>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_as_links_write_it_and_as_fields_do() {
        let oslo = TimeZone::get("Europe/Oslo").unwrap();
        let noon: Timestamp = "2026-03-02T12:00:00Z".parse().unwrap();
        for raw in ["2026-03-02T12:00:00Z", "2026-03-02T13:00", "2026-03-02T13:00:00"] {
            assert_eq!(moment(raw, &oslo), Some(noon), "{raw}");
        }
        assert_eq!(moment(&civil(Some(noon), &oslo), &oslo), Some(noon));
        assert_eq!((moment("", &oslo), moment("i går", &oslo)), (None, None));
    }

    #[test]
    fn an_address_has_the_filters_that_are_given() {
        let filters = Filters(LogFilter { outcome: Some(Outcome::Refused), ..LogFilter::default() });
        assert_eq!(filters.address("7"), "/audit?result=refused&after=7");
        assert_eq!(Filters::default().address(""), "/audit");
    }
}
