//! Controls in which something is typed, chosen from a list or picked from the disk.

use leptos::prelude::*;

use super::{
    Choice, FormView, Text,
    field::{Field, Width, Wiring},
    form::label_of,
    given,
};
use crate::words;

#[component]
pub fn TextInput(
    #[prop(into)] form: FormView,
    #[prop(into)] name: Text,
    #[prop(into)] label: Text,
    #[prop(optional, into)] hint: Text,
    #[prop(optional)] optional: bool,
    /// `text`, `email`, `url`, `number`, `search`, `tel`, `date`, `time`.
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(optional)] width: Width,
    #[prop(optional, into)] autocomplete: Text,
    #[prop(optional, into)] inputmode: Text,
    /// For codes and ids: fixed-width letters and no spelling help.
    #[prop(optional)]
    code: bool,
    #[prop(optional)] autofocus: bool,
    #[prop(optional)] readonly: bool,
    /// The id of a `<datalist>` with suggestions.
    #[prop(optional, into)]
    list: Text,
) -> impl IntoView {
    let wiring = Wiring::new(&form, &name, &hint);
    let value = form.value(&name);
    view! {
        <Field form name label hint optional>
            <input class=width.class() class:code=code type=kind id=wiring.id name=wiring.name value=value
                aria-describedby=wiring.described_by aria-invalid=wiring.invalid autocomplete=given(autocomplete)
                inputmode=given(inputmode) spellcheck=code.then_some("false") autofocus=autofocus readonly=readonly
                list=given(list)/>
        </Field>
    }
}

#[component]
pub fn TextArea(
    #[prop(into)] form: FormView,
    #[prop(into)] name: Text,
    #[prop(into)] label: Text,
    #[prop(optional, into)] hint: Text,
    #[prop(optional)] optional: bool,
    #[prop(default = 4)] rows: u16,
    #[prop(optional)] code: bool,
) -> impl IntoView {
    let wiring = Wiring::new(&form, &name, &hint);
    let value = form.value(&name);
    view! {
        <Field form name label hint optional>
            <textarea class="control" class:code=code id=wiring.id name=wiring.name rows=rows
                aria-describedby=wiring.described_by aria-invalid=wiring.invalid
                spellcheck=code.then_some("false")>{value}</textarea>
        </Field>
    }
}

#[component]
pub fn Select(
    #[prop(into)] form: FormView,
    #[prop(into)] name: Text,
    #[prop(into)] label: Text,
    choices: Vec<Choice>,
    #[prop(optional, into)] hint: Text,
    #[prop(optional)] optional: bool,
    #[prop(optional)] width: Width,
    /// The first, empty answer; “Choose …” unless given.
    #[prop(optional, into)]
    empty: Text,
    /// There is always an answer, so no empty one is offered.
    #[prop(optional)]
    no_empty: bool,
) -> impl IntoView {
    let mut form = form;
    form.name_theirs(&name, |value| label_of(&choices, value));
    let wiring = Wiring::new(&form, &name, &hint);
    let chosen = form.value(&name);
    let empty = given(empty).unwrap_or(Text::Borrowed(words::here().common.choose));
    view! {
        <Field form name label hint optional>
            <select class=width.class() id=wiring.id name=wiring.name
                aria-describedby=wiring.described_by aria-invalid=wiring.invalid>
                {(!no_empty).then(|| view! { <option value="">{empty}</option> })}
                {choices.into_iter().map(|choice| {
                    let selected = choice.value == chosen;
                    view! {
                        <option value=choice.value selected=selected disabled=choice.disabled>{choice.label}</option>
                    }
                }).collect_view()}
            </select>
        </Field>
    }
}

/// A password: never filled in, may be pasted, may be shown while it is typed.
#[component]
pub fn PasswordInput(
    #[prop(into)] form: FormView,
    #[prop(into)] name: Text,
    #[prop(into)] label: Text,
    #[prop(optional, into)] hint: Text,
    #[prop(optional)] optional: bool,
    /// `current-password`, `new-password`, or `off` for other secrets.
    #[prop(default = "off")]
    autocomplete: &'static str,
    #[prop(optional)] autofocus: bool,
) -> impl IntoView {
    let wiring = Wiring::new(&form, &name, &hint);
    let show = words::here().common.show_while_typing.to_owned();
    view! {
        <Field form name label hint optional>
            <islands::SecretInput id=wiring.id name=wiring.name described_by=wiring.described_by.unwrap_or_default()
                invalid=wiring.invalid.is_some() autocomplete=autocomplete.to_owned() autofocus show/>
        </Field>
    }
}

/// A file from the disk. The form around it needs `enctype="multipart/form-data"`.
#[component]
pub fn FileInput(
    #[prop(into)] form: FormView,
    #[prop(into)] name: Text,
    #[prop(into)] label: Text,
    #[prop(optional, into)] hint: Text,
    #[prop(optional)] optional: bool,
    /// For instance `.json,application/json`.
    #[prop(optional, into)]
    accept: Text,
) -> impl IntoView {
    let wiring = Wiring::new(&form, &name, &hint);
    view! {
        <Field form name label hint optional>
            <input class="control file" type="file" id=wiring.id name=wiring.name accept=given(accept)
                aria-describedby=wiring.described_by aria-invalid=wiring.invalid/>
        </Field>
    }
}
