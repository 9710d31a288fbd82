//! A field: label above, hint below the label, between hint and control the error and what somebody else saved meanwhile.

use leptos::prelude::*;

use super::{FormView, Text};
use crate::words;

/// How wide a control is; it tells how long an answer is expected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    Short,
    Medium,
    #[default]
    Full,
}

impl Width {
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Short => "control w-short",
            Self::Medium => "control w-medium",
            Self::Full => "control",
        }
    }
}

/// How a control is tied to its label, hint and error.
pub(super) struct Wiring {
    pub id: String,
    pub name: String,
    pub described_by: Option<String>,
    pub invalid: Option<&'static str>,
}

impl Wiring {
    pub fn new(form: &FormView, name: &str, hint: &str) -> Self {
        let id = FormView::id(name);
        let error = form.error(name).is_some();
        let mut ids = Vec::new();
        if !hint.is_empty() {
            ids.push(format!("{id}-hint"));
        }
        if error {
            ids.push(format!("{id}-error"));
        }
        if form.theirs.contains_key(name) {
            ids.push(format!("{id}-theirs"));
        }
        Self {
            name: FormView::field(name),
            described_by: (!ids.is_empty()).then(|| ids.join(" ")),
            invalid: error.then_some("true"),
            id,
        }
    }
}

/// Label, hint, error and a control of your own (its id must be `FormView::id(name)`).
#[component]
pub fn Field(
    #[prop(into)] form: FormView,
    #[prop(into)] name: Text,
    #[prop(into)] label: Text,
    #[prop(optional, into)] hint: Text,
    #[prop(optional)] optional: bool,
    children: Children,
) -> impl IntoView {
    let id = FormView::id(&name);
    let error = form.error(&name);
    let wrong = error.is_some();
    view! {
        <div class="field" class:has-error=wrong>
            <label class="label" for=id.clone()>{label}{optional.then(optional_mark)}</label>
            {hint_of(&id, hint)}
            {error_of(&id, error)}
            {theirs_of(&id, form.theirs.get(&*name))}
            {children()}
        </div>
    }
}

pub(super) fn optional_mark() -> impl IntoView {
    view! { <span class="optional">" ("{words::here().common.optional}")"</span> }
}

pub(super) fn hint_of(id: &str, hint: Text) -> impl IntoView + use<> {
    (!hint.is_empty()).then(|| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> })
}

pub(super) fn error_of(id: &str, error: Option<String>) -> impl IntoView + use<> {
    error.map(|sentence| {
        view! {
            <p class="error" id=format!("{id}-error")>
                <span class="visually-hidden">{words::here().common.error_prefix}" "</span>{sentence}
            </p>
        }
    })
}

/// What somebody else saved in the field meanwhile.
pub(super) fn theirs_of(id: &str, theirs: Option<&String>) -> impl IntoView + use<> {
    theirs.map(
        |value| view! { <p class="theirs" id=format!("{id}-theirs")>{(words::here().common.saved_now)(value)}</p> },
    )
}
