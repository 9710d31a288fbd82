//! The right-hand side of a row: the inputs that suit its field and operator.

use domain::{channel::DeclaredField, context::FieldKind, routing::Operator};
use leptos::prelude::*;

use super::{super::row::Row, choices, when};
use crate::{components::*, words};

#[component]
pub fn Value(#[prop(into)] form: FormView, row: Row, at: String, fields: Vec<DeclaredField>) -> impl IntoView {
    if row.operator().is_some_and(Operator::stands_alone) {
        return ().into_any();
    }
    let known = fields.iter().find(|declared| declared.field.name() == row.field.as_str());
    let offered = known.map(|declared| declared.values.clone()).unwrap_or_default();
    let (place, input) = (at.clone(), row.clone());
    view! {
        <div class="value">
            <Inputs form=form.clone() row=input at=place offered/>
            <More form row at fields/>
        </div>
    }
    .into_any()
}

#[component]
fn Inputs(#[prop(into)] form: FormView, row: Row, at: String, offered: Vec<String>) -> impl IntoView {
    let words = &words::here().rules;
    let name = |leaf: &str| when(&format!("{at}{leaf}"));
    let kind = input_kind(&row);
    match row.operator() {
        Some(Operator::In) if !offered.is_empty() => view! { <Picks form row at offered/> }.into_any(),
        Some(Operator::In) => {
            view! { <TextArea form name=name("value") label=words.values hint=words.values_hint rows=3/> }.into_any()
        }
        Some(Operator::Between) => view! {
            <div class="pair">
                <TextInput form=&form name=name("value") label=words.from kind autocomplete="off"/>
                <TextInput form=&form name=name("until") label=words.until kind autocomplete="off"/>
            </div>
        }
        .into_any(),
        Some(Operator::WithinLast | Operator::WithinNext) => {
            let units = [("m", words.minutes), ("h", words.hours), ("d", words.days)];
            let units = units.map(|(unit, label)| Choice::new(unit, label)).into();
            view! {
                <div class="pair">
                    <TextInput form=&form name=name("value") label=words.value kind="number" inputmode="numeric"/>
                    <Select form=&form name=name("unit") label=words.unit choices=units no_empty=true/>
                </div>
            }
            .into_any()
        }
        _ if !offered.is_empty() => {
            let choices = with_chosen(offered, row.lines().map(str::to_owned));
            let choices = choices.into_iter().map(|value| {
                let label = option_name(&value);
                Choice::new(value, label)
            });
            view! { <Select form name=name("value") label=words.value choices=choices.collect()/> }.into_any()
        }
        _ => view! { <TextInput form name=name("value") label=words.value kind autocomplete="off"/> }.into_any(),
    }
}

/// Several of the known values.
#[component]
fn Picks(#[prop(into)] form: FormView, row: Row, at: String, offered: Vec<String>) -> impl IntoView {
    let name = when(&format!("{at}value"));
    let chosen: Vec<_> = row.lines().map(str::to_owned).collect();
    let error = form.error(&name);
    let is_wrong = error.is_some();
    let boxes = with_chosen(offered, chosen.clone().into_iter()).into_iter().enumerate().map(|(place, value)| {
        let checked = chosen.contains(&value);
        let label = option_name(&value);
        let name = when(&format!("{at}pick.{place}"));
        view! { <Checkbox form=FormView::default() name label value checked/> }
    });
    let boxes = boxes.collect_view();
    view! {
        <fieldset class="field" class:has-error=is_wrong id=FormView::id(&name) tabindex="-1">
            <legend class="label">{words::here().rules.values}</legend>
            {error.map(|sentence| view! { <p class="error">{sentence}</p> })}
            <div class="ticks">{boxes}</div>
        </fieldset>
    }
}

/// Another field instead of a value, and how values compare; folded away while nothing of it is used.
#[component]
fn More(#[prop(into)] form: FormView, row: Row, at: String, fields: Vec<DeclaredField>) -> impl IntoView {
    let words = &words::here().rules;
    let name = |leaf: &str| when(&format!("{at}{leaf}"));
    let is_text = row.kind().is_none_or(|kind| {
        matches!(kind, FieldKind::Text | FieldKind::Choice | FieldKind::Lookup | FieldKind::Variable)
    });
    let is_plain = !matches!(
        row.operator(),
        Some(Operator::In | Operator::Between | Operator::On | Operator::WithinLast | Operator::WithinNext)
    );
    let other = (is_plain || !row.other.is_empty()).then(|| {
        let choices = choices(&fields, &row.other);
        view! { <Select form=&form name=name("other") label=words.other_field choices optional=true empty=words.no_other/> }
    });
    let case = (is_text || row.match_case)
        .then(|| view! { <Checkbox form=&form name=name("match_case") label=words.match_case/> });
    let number = (row.kind() == Some(FieldKind::Variable))
        .then(|| view! { <Checkbox form=&form name=name("number") label=words.as_number/> });
    if other.is_none() && case.is_none() && number.is_none() {
        return ().into_any();
    }
    let is_open = !row.other.is_empty() || row.match_case || row.number || form.error(&name("other")).is_some();
    view! {
        <details class="more" open=is_open>
            <summary>{words.more}</summary>
            <div class="stack">{other}{case}{number}</div>
        </details>
    }
    .into_any()
}

/// What a browser calls the input.
fn input_kind(row: &Row) -> &'static str {
    let is_date = |text: &str| text.is_empty() || text.len() == 10;
    match row.kind() {
        Some(FieldKind::TimeOfDay) => "time",
        Some(FieldKind::Instant) if is_date(&row.value) && is_date(&row.until) => "date",
        _ => "text",
    }
}

fn with_chosen(mut offered: Vec<String>, chosen: impl Iterator<Item = String>) -> Vec<String> {
    for value in chosen {
        if !offered.contains(&value) {
            offered.push(value);
        }
    }
    offered
}

/// A known value as people read it.
fn option_name(value: &str) -> String {
    let words = words::here();
    match value {
        "true" => words.common.yes.to_owned(),
        "false" => words.common.no.to_owned(),
        value => (words.traces.weekday)(value).map_or_else(|| value.to_owned(), str::to_owned),
    }
}
