//! The context of a conversation: the normalised facts that routing rules may read (PRODUCT §5).
//!
//! Made once, when the conversation arrives, stored with it and never changed. Its JSON is one flat object keyed by the machine
//! names of [`ContextField`]; absent facts are left out, so two equal contexts have the same JSON. Text is kept as received:
//! trimming, Unicode form and case are a matter of comparing, not of keeping. Empty text is absent.

mod field;
mod value;

pub use field::{ContextField, FieldKind, VariableName};
pub use value::{ContextValue, VariableValue};

use crate::inbound::ContextFacts;
use jiff::{Timestamp, civil::Weekday, tz::TimeZone};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The facts of one conversation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Context {
    /// `customer.display_name`
    #[serde(rename = "customer.display_name", default, skip_serializing_if = "is_absent")]
    pub customer_display_name: Option<String>,
    /// `customer.device_locale`
    #[serde(rename = "customer.device_locale", default, skip_serializing_if = "is_absent")]
    pub customer_device_locale: Option<String>,
    /// `context.entry_point`
    #[serde(rename = "context.entry_point", default, skip_serializing_if = "is_absent")]
    pub entry_point: Option<String>,
    /// `context.place_id`
    #[serde(rename = "context.place_id", default, skip_serializing_if = "is_absent")]
    pub place_id: Option<String>,
    /// `context.resolved_locale`
    #[serde(rename = "context.resolved_locale", default, skip_serializing_if = "is_absent")]
    pub resolved_locale: Option<String>,
    /// `context.widget`: what the page around the widget said.
    #[serde(rename = "context.widget", default, skip_serializing_if = "is_absent")]
    pub widget: Option<String>,
    /// `context.custom`: what the link said. Under the customer's control.
    #[serde(rename = "context.custom", default, skip_serializing_if = "is_absent")]
    pub custom: Option<String>,
    /// `message.first_text`: the text that opened the conversation.
    #[serde(rename = "message.first_text", default, skip_serializing_if = "is_absent")]
    pub first_text: Option<String>,
    /// `agent_account.name`
    #[serde(rename = "agent_account.name", default, skip_serializing_if = "is_absent")]
    pub agent_account_name: Option<String>,
    /// `agent_account.brand_id`
    #[serde(rename = "agent_account.brand_id", default, skip_serializing_if = "is_absent")]
    pub agent_account_brand_id: Option<String>,
    /// `workstream.name`
    #[serde(rename = "workstream.name", default, skip_serializing_if = "is_absent")]
    pub workstream_name: Option<String>,
    /// `received.at`: RFC 3339 in UTC.
    #[serde(rename = "received.at", default, skip_serializing_if = "Option::is_none")]
    pub received_at: Option<Timestamp>,
    /// `received.weekday`: `mon` to `sun`, in the fallback queue's time zone. See [`Context::set_received`].
    #[serde(rename = "received.weekday", default, skip_serializing_if = "is_absent")]
    pub received_weekday: Option<String>,
    /// `received.time`: `HH:MM`, in the fallback queue's time zone. See [`Context::set_received`].
    #[serde(rename = "received.time", default, skip_serializing_if = "is_absent")]
    pub received_time: Option<String>,
    /// `hours.open`: whether the fallback queue's hours were open.
    #[serde(rename = "hours.open", default, skip_serializing_if = "Option::is_none")]
    pub hours_open: Option<bool>,
    /// `variable.NAME`: what the workstream's classification rules and settings added.
    #[serde(flatten, with = "value::variables")]
    pub variables: BTreeMap<VariableName, VariableValue>,
}

#[expect(clippy::ref_option, reason = "the shape that serde's skip_serializing_if calls")]
fn is_absent(text: &Option<String>) -> bool {
    text.as_deref().is_none_or(str::is_empty)
}

impl Context {
    /// The part of a context that the provider knows. The rest is for the caller to fill in.
    pub fn from_facts(facts: &ContextFacts) -> Self {
        let fact = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        Self {
            customer_display_name: fact(&facts.display_name),
            customer_device_locale: fact(&facts.device_locale),
            entry_point: fact(&facts.entry_point),
            place_id: fact(&facts.place_id),
            resolved_locale: fact(&facts.resolved_locale),
            widget: fact(&facts.widget),
            custom: fact(&facts.custom),
            ..Self::default()
        }
    }

    /// Sets the three `received.*` facts: the instant, and the weekday and the time of day that it has in `zone` (the fallback
    /// queue's).
    pub fn set_received(&mut self, at: Timestamp, zone: &TimeZone) {
        let local = at.to_zoned(zone.clone());
        let weekday = match local.weekday() {
            Weekday::Monday => "mon",
            Weekday::Tuesday => "tue",
            Weekday::Wednesday => "wed",
            Weekday::Thursday => "thu",
            Weekday::Friday => "fri",
            Weekday::Saturday => "sat",
            Weekday::Sunday => "sun",
        };
        self.received_at = Some(at);
        self.received_weekday = Some(weekday.to_owned());
        self.received_time = Some(format!("{:02}:{:02}", local.hour(), local.minute()));
    }

    /// The value of a field; `None` where it is absent, empty text included.
    pub fn get(&self, field: &ContextField) -> Option<ContextValue<'_>> {
        let text = match field {
            ContextField::ReceivedAt => return self.received_at.map(ContextValue::Instant),
            ContextField::HoursOpen => return self.hours_open.map(ContextValue::Flag),
            ContextField::Variable(name) => return self.variables.get(name)?.as_value(),
            // Rules ask for skills; a context that was stored has none yet.
            ContextField::Skill(_) => return None,
            ContextField::CustomerDisplayName => &self.customer_display_name,
            ContextField::CustomerDeviceLocale => &self.customer_device_locale,
            ContextField::EntryPoint => &self.entry_point,
            ContextField::PlaceId => &self.place_id,
            ContextField::ResolvedLocale => &self.resolved_locale,
            ContextField::Widget => &self.widget,
            ContextField::Custom => &self.custom,
            ContextField::FirstText => &self.first_text,
            ContextField::AgentAccountName => &self.agent_account_name,
            ContextField::AgentAccountBrandId => &self.agent_account_brand_id,
            ContextField::WorkstreamName => &self.workstream_name,
            ContextField::ReceivedWeekday => &self.received_weekday,
            ContextField::ReceivedTime => &self.received_time,
        };
        text.as_deref().filter(|text| !text.is_empty()).map(ContextValue::Text)
    }

    /// Takes a fact out.
    pub fn clear(&mut self, field: &ContextField) {
        let text = match field {
            ContextField::ReceivedAt => return self.received_at = None,
            ContextField::HoursOpen => return self.hours_open = None,
            ContextField::Variable(name) => return drop(self.variables.remove(name)),
            ContextField::Skill(_) => return,
            ContextField::CustomerDisplayName => &mut self.customer_display_name,
            ContextField::CustomerDeviceLocale => &mut self.customer_device_locale,
            ContextField::EntryPoint => &mut self.entry_point,
            ContextField::PlaceId => &mut self.place_id,
            ContextField::ResolvedLocale => &mut self.resolved_locale,
            ContextField::Widget => &mut self.widget,
            ContextField::Custom => &mut self.custom,
            ContextField::FirstText => &mut self.first_text,
            ContextField::AgentAccountName => &mut self.agent_account_name,
            ContextField::AgentAccountBrandId => &mut self.agent_account_brand_id,
            ContextField::WorkstreamName => &mut self.workstream_name,
            ContextField::ReceivedWeekday => &mut self.received_weekday,
            ContextField::ReceivedTime => &mut self.received_time,
        };
        *text = None;
    }

    /// Every fact that is there, in the order of [`ContextField::FIXED`], then the variables by name.
    pub fn facts(&self) -> impl Iterator<Item = (ContextField, ContextValue<'_>)> {
        let variables = self.variables.keys().cloned().map(ContextField::Variable);
        ContextField::FIXED
            .into_iter()
            .chain(variables)
            .filter_map(|field| self.get(&field).map(|value| (field, value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn full() -> Context {
        let mut context = Context::from_facts(&ContextFacts {
            display_name: Some("  Kari Nordmann ".into()),
            device_locale: Some("nb-NO".into()),
            entry_point: Some("MAPS".into()),
            place_id: Some(String::new()),
            ..ContextFacts::default()
        });
        context.first_text = Some("Hei".into());
        context.hours_open = Some(true);
        let oslo = TimeZone::get("Europe/Oslo").expect("a bundled zone");
        context.set_received("2026-03-29T22:05:59Z".parse().expect("a time"), &oslo);
        let name = |name| VariableName::parse(name).expect("a name");
        context.variables.insert(name("tier"), VariableValue::Text("gold".into()));
        context.variables.insert(name("score"), VariableValue::Number(4.5));
        context
    }

    #[test]
    fn json_is_flat_and_keyed_by_machine_names() {
        let expected = json!({
            "customer.display_name": "  Kari Nordmann ",
            "customer.device_locale": "nb-NO",
            "context.entry_point": "MAPS",
            "message.first_text": "Hei",
            "received.at": "2026-03-29T22:05:59Z",
            "received.weekday": "mon",
            "received.time": "00:05",
            "hours.open": true,
            "variable.score": 4.5,
            "variable.tier": "gold",
        });
        let written = serde_json::to_value(full()).expect("JSON");
        assert_eq!(written, expected);
        assert_eq!(serde_json::from_value::<Context>(written).expect("a context"), full());
    }

    #[test]
    fn what_is_cleared_is_absent_and_the_rest_stays() {
        let whole: Vec<_> = full().facts().map(|(field, _)| field).collect();
        for field in &whole {
            let mut context = full();
            context.clear(field);
            let left: Vec<_> = context.facts().map(|(field, _)| field).collect();
            assert_eq!(left, whole.iter().filter(|one| *one != field).cloned().collect::<Vec<_>>(), "{field}");
        }
    }

    #[test]
    fn empty_text_is_absent() {
        let context = Context { custom: Some(String::new()), ..Context::default() };
        assert_eq!(context.get(&ContextField::Custom), None);
        assert_eq!(serde_json::to_value(&context).expect("JSON"), json!({}));
        assert_eq!(full().get(&ContextField::PlaceId), None);
    }

    #[test]
    fn every_fact_of_the_json_is_a_fact_of_the_iterator() {
        let context = full();
        let written = serde_json::to_value(&context).expect("JSON");
        let names: Vec<_> = context.facts().map(|(field, _)| field.name().into_owned()).collect();
        let object = written.as_object().expect("an object");
        assert_eq!(names.len(), object.len());
        assert!(names.iter().all(|name| object.contains_key(name)), "{names:?}");
    }

    #[test]
    fn a_stored_context_with_an_unknown_name_is_an_error() {
        let unknown = json!({ "customer.shoe_size": "44" });
        assert!(serde_json::from_value::<Context>(unknown).is_err());
    }
}
