//! Controls with which something is ticked, switched or picked among cards.

use leptos::prelude::*;

use super::{
    Choice, FormView, Text,
    field::{Wiring, error_of, hint_of, optional_mark, theirs_of},
    form::{is_on, label_of},
};
use crate::words;

/// A tick. Posted as `true`, or not at all.
#[component]
pub fn Checkbox(
    #[prop(into)] form: FormView,
    #[prop(into)] name: Text,
    #[prop(into)] label: Text,
    #[prop(optional, into)] hint: Text,
    /// What is posted when ticked; several ticks may share a name that ends in `[]`.
    #[prop(default = Text::Borrowed("true"), into)]
    value: Text,
    /// Overrides what the form says.
    #[prop(optional)]
    checked: Option<bool>,
) -> impl IntoView {
    tick(&form, &name, label, hint, value, checked, false)
}

/// An on/off setting that is saved with the form.
#[component]
pub fn Switch(
    #[prop(into)] form: FormView,
    #[prop(into)] name: Text,
    #[prop(into)] label: Text,
    #[prop(optional, into)] hint: Text,
) -> impl IntoView {
    tick(&form, &name, label, hint, Text::Borrowed("true"), None, true)
}

fn tick(
    form: &FormView,
    name: &str,
    label: Text,
    hint: Text,
    value: Text,
    checked: Option<bool>,
    is_switch: bool,
) -> impl IntoView + use<> {
    let words = &words::here().common;
    let mut form = form.clone();
    form.name_theirs(name, |value| if is_on(value) { words.on } else { words.off }.to_owned());
    let mut wiring = Wiring::new(&form, name, &hint);
    if let Some(list) = name.strip_suffix("[]") {
        wiring.id = FormView::id(&format!("{list}-{value}"));
    }
    let checked = checked.unwrap_or_else(|| form.is_on(name));
    let error = form.error(name);
    let wrong = error.is_some();
    view! {
        <div class="tick" class:switch=is_switch class:has-error=wrong>
            {error_of(&wiring.id, error)}
            <input type="checkbox" role=is_switch.then_some("switch") id=wiring.id.clone() name=wiring.name
                value=value checked=checked aria-describedby=wiring.described_by aria-invalid=wiring.invalid/>
            <label for=wiring.id.clone()>{label}</label>
            {hint_of(&wiring.id, hint)}
            {theirs_of(&wiring.id, form.theirs.get(name))}
        </div>
    }
}

/// One of a few answers, each with room for an explanation.
#[component]
pub fn RadioCards(
    #[prop(into)] form: FormView,
    #[prop(into)] name: Text,
    #[prop(into)] label: Text,
    choices: Vec<Choice>,
    #[prop(optional, into)] hint: Text,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let mut form = form;
    form.name_theirs(&name, |value| label_of(&choices, value));
    let wiring = Wiring::new(&form, &name, &hint);
    let (chosen, error) = (form.value(&name), form.error(&name));
    let wrong = error.is_some();
    let cards = choices
        .into_iter()
        .enumerate()
        .map(|(index, choice)| {
            // The first one has the field's own id, so that the error summary leads to it.
            let id = if index == 0 { wiring.id.clone() } else { format!("{}-{index}", wiring.id) };
            let note = (!choice.hint.is_empty()).then(|| format!("{id}-note"));
            let checked = choice.value == chosen;
            view! {
                <div class="radio-card">
                    <input type="radio" id=id.clone() name=wiring.name.clone() value=choice.value checked=checked
                        disabled=choice.disabled aria-describedby=note.clone()/>
                    <label for=id>{choice.label}</label>
                    {note.map(|note| view! { <p class="hint" id=note>{choice.hint}</p> })}
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field" class:has-error=wrong aria-describedby=wiring.described_by>
            <legend class="label">{label}{optional.then(optional_mark)}</legend>
            {hint_of(&wiring.id, hint)}
            {error_of(&wiring.id, error)}
            {theirs_of(&wiring.id, form.theirs.get(&*name))}
            <div class="radio-cards">{cards}</div>
        </fieldset>
    }
}
