//! Facts that somebody fills in for a conversation that does not exist.

use std::collections::BTreeMap;

use domain::{
    ChannelKind, Checks, Fault, Invalid, WorkstreamId,
    channel::DeclaredField,
    context::{Context, ContextField},
    workstream::WorkstreamDetail,
};
use jiff::{
    Timestamp,
    civil::{Date, Time},
    tz::TimeZone,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{components::*, reader::Reader, words};

/// Longest value, in characters.
const LONGEST: u32 = 4_000;

/// What was typed: values by the machine names of fields, `date` and `time` of receiving, and `rules`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FactsForm(pub BTreeMap<String, String>);

/// What is kept for the page that shows what becomes of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Filled {
    pub workstream_id: WorkstreamId,
    pub form: FactsForm,
    /// Draws percentages; kept, so that looking again gives the same answer.
    pub seed: i64,
}

impl FactsForm {
    pub fn value(&self, name: &str) -> &str {
        self.0.get(name).map(|value| value.trim()).unwrap_or_default()
    }

    /// The context of a conversation with these facts, received at a moment of the reader's zone.
    pub fn context(&self, kind: ChannelKind, zone: &TimeZone) -> Result<Context, Invalid> {
        let mut checks = Checks::default();
        let mut facts = Map::new();
        for DeclaredField { field, values } in kind.context_fields() {
            let name = field.name().into_owned();
            let typed = self.value(&name);
            let is_known = values.is_empty() || values.iter().any(|value| value == typed);
            let used = u32::try_from(typed.chars().count()).unwrap_or(u32::MAX);
            match field {
                ContextField::ReceivedAt | ContextField::ReceivedWeekday | ContextField::ReceivedTime => {}
                _ if typed.is_empty() => {}
                _ if !is_known => checks.note(&name, Fault::Unknown),
                _ if used > LONGEST => checks.note(&name, Fault::TooLong { max: LONGEST, used }),
                ContextField::HoursOpen => drop(facts.insert(name, Value::Bool(typed == "true"))),
                _ => drop(facts.insert(name, Value::String(typed.to_owned()))),
            }
        }
        let date = checks.field("date", self.value("date").parse::<Date>().map_err(|_| Fault::Malformed));
        let time = checks.field("time", self.value("time").parse::<Time>().map_err(|_| Fault::Malformed));
        let at = date.zip(time).and_then(|(date, time)| {
            checks.field("date", date.to_datetime(time).to_zoned(zone.clone()).map_err(|_| Fault::Malformed))
        });
        let context = serde_json::from_value::<Context>(Value::Object(facts)).map_err(|_| Fault::Malformed);
        let context = checks.field("", context);
        checks.finish(context.zip(at).map(|(mut context, at)| {
            context.received_at = Some(at.timestamp());
            context
        }))
    }
}

/// A new form: now, at the workstream's first agent account.
pub fn fresh(workstream: &WorkstreamDetail, rules: &str, now: Timestamp, zone: &TimeZone) -> FormView {
    let now = now.to_zoned(zone.clone());
    let form = FormView::filled([
        ("rules", rules.to_owned()),
        ("date", now.strftime("%Y-%m-%d").to_string()),
        ("time", now.strftime("%H:%M").to_string()),
        ("workstream.name", workstream.summary.name.clone()),
    ]);
    match workstream.channels.first() {
        Some(channel) => form
            .with("agent_account.name", channel.agent_account_name.clone())
            .with("agent_account.brand_id", channel.brand_id.clone()),
        None => form,
    }
}

/// A field for each fact that the channel may tell.
#[component]
pub fn FactFields(#[prop(into)] form: FormView, kind: ChannelKind) -> impl IntoView {
    let words = &words::here().rules_trials;
    let zone = Reader::here().zone;
    let zone = zone.iana_name().unwrap_or("UTC").to_owned();
    let fields = kind.context_fields().into_iter().map(|declared| fact_field(&form, declared)).collect_view();
    view! {
        {fields}
        <TextInput form=&form name="date" label=words.date hint=(words.date_hint)(&zone) kind="date" width=Width::Short/>
        <TextInput form=&form name="time" label=words.time kind="time" width=Width::Short/>
    }
}

fn fact_field(form: &FormView, declared: DeclaredField) -> Option<AnyView> {
    let DeclaredField { field, values } = declared;
    let (words, common) = (words::here(), &words::here().common);
    let (name, label) = (field.name().into_owned(), (words.traces.field_name)(&field));
    Some(match field {
        // These follow from the moment of receiving.
        ContextField::ReceivedAt | ContextField::ReceivedWeekday | ContextField::ReceivedTime => return None,
        ContextField::HoursOpen => {
            let choices = vec![Choice::new("true", common.yes), Choice::new("false", common.no)];
            let empty = words.rules_trials.by_hours;
            view! { <Select form name label choices empty optional=true/> }.into_any()
        }
        ContextField::FirstText | ContextField::Widget | ContextField::Custom => {
            view! { <TextArea form name label rows=2 optional=true/> }.into_any()
        }
        _ if values.is_empty() => view! { <TextInput form name label optional=true autocomplete="off"/> }.into_any(),
        _ => {
            let choices = values.into_iter().map(|value| Choice::new(value.clone(), value)).collect();
            view! { <Select form name label choices empty=words.traces.no_value optional=true/> }.into_any()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(values: &[(&str, &str)]) -> FactsForm {
        FactsForm(values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn facts_become_a_context_of_the_reader_s_moment() {
        let oslo = TimeZone::get("Europe/Oslo").unwrap();
        let typed = form(&[
            ("customer.display_name", " Kari "),
            ("context.entry_point", "MAPS"),
            ("hours.open", "false"),
            ("message.first_text", ""),
            ("date", "2026-07-01"),
            ("time", "00:30"),
        ]);
        let context = typed.context(ChannelKind::GoogleBusinessMessages, &oslo).unwrap();
        assert_eq!(context.customer_display_name.as_deref(), Some("Kari"));
        assert_eq!((context.hours_open, context.first_text), (Some(false), None));
        assert_eq!(context.received_at, Some("2026-06-30T22:30:00Z".parse().unwrap()));
    }

    #[test]
    fn what_cannot_be_is_told_at_its_field() {
        let typed = form(&[("context.entry_point", "DOOR"), ("date", "yesterday"), ("time", "09:00")]);
        let invalid = typed.context(ChannelKind::GoogleBusinessMessages, &TimeZone::UTC).unwrap_err();
        let fields: Vec<_> = invalid.faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["context.entry_point", "date"]);
    }
}
