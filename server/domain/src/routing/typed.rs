//! Facts that somebody types for a conversation that does not exist.

use std::collections::BTreeMap;

use jiff::{
    civil::{Date, Time},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    ChannelKind, Checks, Fault, Invalid,
    channel::DeclaredField,
    context::{Context, ContextField},
};

/// Longest value, in characters.
const LONGEST: u32 = 4_000;

/// What was typed: values by the machine names of fields, `date` and `time` of receiving, `seed`, and what else the form holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TypedFacts(pub BTreeMap<String, String>);

impl TypedFacts {
    /// What a form posts: its own fields stand in brackets, and what else it tells is left out.
    pub fn posted(fields: BTreeMap<String, String>) -> Self {
        let own = |name: &str| Some(name.strip_prefix("form[")?.strip_suffix(']')?.to_owned());
        Self(fields.into_iter().filter_map(|(name, value)| Some((own(&name)?, value))).collect())
    }

    /// What was typed into a field, without white space at its ends.
    pub fn value(&self, name: &str) -> &str {
        self.0.get(name).map(|value| value.trim()).unwrap_or_default()
    }

    /// What percentages are drawn with, where the form says so.
    pub fn seed(&self) -> Option<i64> {
        self.value("seed").parse().ok()
    }

    /// The context of a conversation with these facts, received at a moment of the reader's zone.
    pub fn context(&self, kind: ChannelKind, zone: &TimeZone) -> Result<Context, Invalid> {
        let mut checks = Checks::default();
        let mut facts = Map::new();
        for DeclaredField { field, values } in kind.context_fields() {
            let name = field.name().into_owned();
            // Browsers post a line's end as two characters, and type it as one.
            let typed = self.value(&name).replace("\r\n", "\n");
            let is_known = values.is_empty() || values.contains(&typed);
            let used = u32::try_from(typed.chars().count()).unwrap_or(u32::MAX);
            match field {
                ContextField::ReceivedAt | ContextField::ReceivedWeekday | ContextField::ReceivedTime => {}
                _ if typed.is_empty() => {}
                _ if !is_known => checks.note(&name, Fault::Unknown),
                _ if used > LONGEST => checks.note(&name, Fault::TooLong { max: LONGEST, used }),
                ContextField::HoursOpen => drop(facts.insert(name, Value::Bool(typed == "true"))),
                _ => drop(facts.insert(name, Value::String(typed))),
            }
        }
        let date = checks.field("date", self.value("date").parse::<Date>().map_err(|_| Fault::Malformed));
        let time = checks.field("time", self.value("time").parse::<Time>().map_err(|_| Fault::Malformed));
        let at = date.zip(time).and_then(|(date, time)| {
            let at = zone.to_ambiguous_timestamp(date.to_datetime(time)).compatible();
            checks.field("date", at.map_err(|_| Fault::Malformed))
        });
        let context = serde_json::from_value::<Context>(Value::Object(facts)).map_err(|_| Fault::Malformed);
        let context = checks.field("", context);
        checks.finish(context.zip(at).map(|(mut context, at)| {
            context.received_at = Some(at);
            context
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(values: &[(&str, &str)]) -> TypedFacts {
        TypedFacts(values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn facts_become_a_context_of_the_reader_s_moment() {
        let oslo = TimeZone::get("Europe/Oslo").unwrap();
        let typed = typed(&[
            ("customer.display_name", " Kari "),
            ("context.entry_point", "MAPS"),
            ("context.custom", "a\r\nb"),
            ("hours.open", "false"),
            ("message.first_text", ""),
            ("date", "2026-07-01"),
            ("time", "00:30"),
        ]);
        let context = typed.context(ChannelKind::GoogleBusinessMessages, &oslo).unwrap();
        assert_eq!(context.customer_display_name.as_deref(), Some("Kari"));
        assert_eq!(context.custom.as_deref(), Some("a\nb"));
        assert_eq!((context.hours_open, context.first_text), (Some(false), None));
        assert_eq!(context.received_at, Some("2026-06-30T22:30:00Z".parse().unwrap()));
    }

    #[test]
    fn a_form_posts_its_own_fields_in_brackets() {
        let fields = [("id", "7"), ("form[date]", "2026-07-01"), ("form[agent_account.name]", "A]")];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(TypedFacts::posted(fields.into()), typed(&[("date", "2026-07-01"), ("agent_account.name", "A]")]));
    }

    #[test]
    fn what_cannot_be_is_told_at_its_field() {
        let typed = typed(&[("context.entry_point", "DOOR"), ("date", "yesterday"), ("time", "09:00")]);
        let invalid = typed.context(ChannelKind::GoogleBusinessMessages, &TimeZone::UTC).unwrap_err();
        let fields: Vec<_> = invalid.faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["context.entry_point", "date"]);
    }
}
