//! The conditions of a rule, to be put together: groups with rows of field, operator and value.

mod value;

use domain::{channel::DeclaredField, routing::Operator};
use leptos::prelude::*;

use self::value::Value;
use super::{
    condition::{Group, Join, Part},
    form::when,
    row::Row,
};
use crate::{
    components::*,
    sentences::{self, operator_name, rules},
    words,
};

/// Every operator, for a row whose field is not chosen yet.
const EVERY: &[Operator] = Operator::ALL;

#[component]
pub fn Builder(#[prop(into)] form: FormView, group: Group, fields: Vec<DeclaredField>) -> impl IntoView {
    let words = &words::here().rules;
    let echo = rules::when(group.condition().as_ref()).view();
    let parts = group.parts.iter().enumerate().map(|(at, part)| {
        let path = format!("{at}.");
        match part {
            Part::Row(row) => {
                let number = (at + 1).to_string();
                view! { <li><RowFields form=form.clone() row=row.clone() at=path number fields=fields.clone()/></li> }
                    .into_any()
            }
            Part::Group(inner) => {
                view! { <li><Inner form=form.clone() group=inner.clone() at fields=fields.clone()/></li> }.into_any()
            }
            Part::Kept(condition) => {
                let kept = serde_json::to_string(condition).unwrap_or_default();
                view! {
                    <li class="kept">
                        <HiddenInput name=when(&format!("{path}kept")) value=kept/>
                        <p>{sentences::condition(condition)}</p>
                        <p class="hint">{words.kept}</p>
                        <Remove at=at.to_string() label=(words.remove_condition)(&(at + 1).to_string())/>
                    </li>
                }
                .into_any()
            }
        }
    });
    let parts = parts.collect_view();
    let is_empty = group.parts.is_empty();
    view! {
        <fieldset class="conditions">
            <legend>{words.conditions}</legend>
            {is_empty.then(|| view! { <p class="hint">{words.no_conditions}</p> })}
            <JoinField form=form.clone() at="" is_hidden=is_empty/>
            <ul class="parts">{parts}</ul>
            <div class="buttons">
                <Button small=true icon=IconName::Plus name=FormView::field("act") value="add">{words.add_condition}</Button>
                <Button small=true kind=ButtonKind::Quiet name=FormView::field("act") value="add-group">{words.add_group}</Button>
            </div>
            <p class="echo"><strong>{words.echo}</strong>" "{echo}</p>
        </fieldset>
    }
}

/// How the parts of a group are joined.
#[component]
fn JoinField(
    #[prop(into)] form: FormView,
    #[prop(into)] at: String,
    /// There is nothing to join yet.
    #[prop(optional)]
    is_hidden: bool,
) -> impl IntoView {
    let words = &words::here().rules;
    let name = when(&format!("{at}join"));
    if is_hidden {
        return view! { <HiddenInput name=name.clone() value=form.value(&name)/> }.into_any();
    }
    let choices = Join::ALL.map(|join| {
        let label = match join {
            Join::All => words.join_all,
            Join::Any => words.join_any,
            Join::None => words.join_none,
        };
        Choice::new(join.word(), label)
    });
    view! { <Select form name label=words.join choices=choices.into() width=Width::Medium no_empty=true/> }.into_any()
}

/// A group within the group.
#[component]
fn Inner(#[prop(into)] form: FormView, group: Group, at: usize, fields: Vec<DeclaredField>) -> impl IntoView {
    let words = &words::here().rules;
    let number = at + 1;
    let rows = group.parts.into_iter().enumerate().filter_map(|(place, part)| match part {
        Part::Row(row) => {
            let (path, number) = (format!("{at}.{place}."), format!("{number}.{}", place + 1));
            Some(view! { <li><RowFields form=form.clone() row at=path number fields=fields.clone()/></li> })
        }
        Part::Group(_) | Part::Kept(_) => None,
    });
    let rows = rows.collect_view();
    view! {
        <fieldset class="conditions inner">
            <legend>{(words.group)(number)}</legend>
            <JoinField form=form.clone() at=format!("{at}.")/>
            <ul class="parts">{rows}</ul>
            <div class="buttons">
                <Button small=true icon=IconName::Plus name=FormView::field("act") value=format!("add:{at}")
                    label=(words.add_condition_to)(number)>{words.add_condition}</Button>
                <Remove at=at.to_string() label=(words.remove_group)(number) is_group=true/>
            </div>
        </fieldset>
    }
}

#[component]
fn Remove(at: String, label: String, #[prop(optional)] is_group: bool) -> impl IntoView {
    let words = &words::here().rules;
    let text = if is_group { words.remove_this_group } else { words::here().common.remove };
    view! {
        <Button small=true kind=ButtonKind::Quiet name=FormView::field("act") value=format!("remove:{at}") label>
            {text}
        </Button>
    }
}

/// One comparison. `at` is its place with a dot behind, `number` how people count it.
#[component]
fn RowFields(
    #[prop(into)] form: FormView,
    row: Row,
    at: String,
    number: String,
    fields: Vec<DeclaredField>,
) -> impl IntoView {
    let words = &words::here().rules;
    let name = |leaf: &str| when(&format!("{at}{leaf}"));
    let operators = match row.kind() {
        Some(kind) => {
            let fitting = domain::routing::Operator::words_for(kind).iter();
            fitting.map(|word| Choice::new(*word, operator_name(word))).collect()
        }
        None => EVERY.iter().map(|op| Choice::new(op.as_str(), operator_name(op.as_str()))).collect(),
    };
    let show = format!("show:when.{at}op");
    let remove = at.trim_end_matches('.').to_owned();
    view! {
        <div class="condition" role="group" aria-label=(words.condition)(&number)>
            <Select form=&form name=name("field") label=words.field choices=choices(&fields, &row.field)/>
            <Select form=&form name=name("op") label=words.operator choices=operators/>
            <Value form=form.clone() row at=at.clone() fields/>
            <div class="buttons">
                <Button small=true kind=ButtonKind::Quiet name=FormView::field("act") value=show
                    label=(words.show_label)(&number)>{words.show}</Button>
                <Remove at=remove label=(words.remove_condition)(&number)/>
            </div>
        </div>
    }
}

/// The fields to choose among, the one that was chosen whatever it is.
fn choices(fields: &[DeclaredField], chosen: &str) -> Vec<Choice> {
    let known = fields.iter().map(|declared| declared.field.name().into_owned());
    let mut names: Vec<String> = known.collect();
    if !chosen.is_empty() && names.iter().all(|name| name != chosen) {
        names.push(chosen.to_owned());
    }
    let choice = |name: String| {
        let label = sentences::field_name(&name);
        Choice::new(name, label)
    };
    names.into_iter().map(choice).collect()
}
