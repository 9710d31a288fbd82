//! Facts that somebody fills in for a conversation that does not exist.

use domain::{
    ChannelKind, WorkstreamId, channel::DeclaredField, context::ContextField, routing::TypedFacts,
    workstream::WorkstreamDetail,
};
use jiff::{Timestamp, tz::TimeZone};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{components::*, reader::Reader, words};

/// What is kept for the page that shows what becomes of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Filled {
    pub workstream_id: WorkstreamId,
    pub form: TypedFacts,
}

/// What percentages are drawn with. It stays in the form, so that looking again gives the same answer, in the browser too.
fn any_seed() -> String {
    uuid::Uuid::new_v4().as_u64_pair().0.cast_signed().to_string()
}

/// A new form: now, at the workstream's first agent account.
pub fn fresh(workstream: &WorkstreamDetail, rules: &str, now: Timestamp, zone: &TimeZone) -> FormView {
    let now = now.to_zoned(zone.clone());
    let form = FormView::filled([
        ("rules", rules.to_owned()),
        ("date", now.strftime("%Y-%m-%d").to_string()),
        ("time", now.strftime("%H:%M").to_string()),
        ("seed", any_seed()),
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
        <HiddenInput name="seed" value=form.value("seed")/>
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
