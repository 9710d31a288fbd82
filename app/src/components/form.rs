//! What a form shows: what was typed, and what is wrong with it.

use std::collections::BTreeMap;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Text;
use crate::words;

/// The values and errors of a form, by field name. It comes from the record being edited, from the draft that a
/// refused post left behind, or from nowhere (a new form). Secrets never enter it.
///
/// A field called `name` is posted as `form[name]` and has the id `f-name`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormView {
    pub values: BTreeMap<String, String>,
    /// In the order of the form, which is the order of the error summary. An empty name is the form as a whole.
    pub errors: Vec<(String, String)>,
}

impl FormView {
    /// A form filled from a record.
    #[must_use]
    pub fn filled<N: Into<String>, V: Into<String>>(values: impl IntoIterator<Item = (N, V)>) -> Self {
        let values = values.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self { values, errors: Vec::new() }
    }

    /// The same form with one value more.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.values.insert(name.into(), value.into());
        self
    }

    /// The same form with one error more.
    #[must_use]
    pub fn wrong(mut self, name: impl Into<String>, sentence: impl Into<String>) -> Self {
        self.errors.push((name.into(), sentence.into()));
        self
    }

    /// What was typed, or nothing.
    pub fn value(&self, name: &str) -> String {
        self.values.get(name).cloned().unwrap_or_default()
    }

    /// Whether a checkbox or switch is on.
    pub fn is_on(&self, name: &str) -> bool {
        self.values.get(name).is_some_and(|value| matches!(value.as_str(), "true" | "on" | "1"))
    }

    /// The first thing that is wrong with a field.
    pub fn error(&self, name: &str) -> Option<String> {
        self.errors.iter().find(|(field, _)| field == name).map(|(_, sentence)| sentence.clone())
    }

    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// The id of a field's control, which the error summary links to.
    pub fn id(name: &str) -> String {
        let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        format!("f-{plain}")
    }

    /// The name under which a field is posted: `name` becomes `form[name]`, `text[nb]` becomes `form[text][nb]`.
    pub fn field(name: &str) -> String {
        match name.split_once('[') {
            Some((first, rest)) => format!("form[{first}][{rest}"),
            None => format!("form[{name}]"),
        }
    }
}

impl From<&Self> for FormView {
    fn from(form: &Self) -> Self {
        form.clone()
    }
}

/// One of the answers of a select or of radio cards.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    pub value: Text,
    pub label: Text,
    /// A line below the label; shown by radio cards only.
    pub hint: Text,
    pub disabled: bool,
}

impl Choice {
    pub fn new(value: impl Into<Text>, label: impl Into<Text>) -> Self {
        Self { value: value.into(), label: label.into(), ..Self::default() }
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<Text>) -> Self {
        self.hint = hint.into();
        self
    }

    #[must_use]
    pub fn disabled(mut self, disabled: bool) -> Self {
        self.disabled = disabled;
        self
    }
}

/// Tells, above a form that was refused, how many things are wrong, with a link to each. Takes the focus.
#[component]
pub fn ErrorSummary(#[prop(into)] form: FormView) -> impl IntoView {
    let words = &words::here().common;
    form.has_errors().then(|| {
        let heading = (words.problems)(form.errors.len());
        let items = form
            .errors
            .into_iter()
            .map(|(name, sentence)| {
                let target = (!name.is_empty()).then(|| format!("#{}", FormView::id(&name)));
                view! { <li>{match target {
                    Some(href) => view! { <a href=href>{sentence}</a> }.into_any(),
                    None => sentence.into_any(),
                }}</li> }
            })
            .collect_view();
        view! {
            <div class="error-summary" role="alert" tabindex="-1" autofocus aria-labelledby="error-summary-title">
                <h2 id="error-summary-title">{heading}</h2>
                <ul>{items}</ul>
            </div>
        }
    })
}

/// A value that travels with the form unseen, such as the version that was read.
#[component]
pub fn HiddenInput(#[prop(into)] name: Text, #[prop(into)] value: Text) -> impl IntoView {
    view! { <input type="hidden" name=FormView::field(&name) value=value/> }
}

#[cfg(test)]
mod tests {
    use super::FormView;

    #[test]
    fn names_and_ids_are_derived_from_the_field() {
        assert_eq!(FormView::field("name"), "form[name]");
        assert_eq!(FormView::field("text[nb]"), "form[text][nb]");
        assert_eq!(FormView::id("text[nb]"), "f-text-nb-");
    }

    #[test]
    fn the_first_error_of_a_field_is_shown() {
        let form = FormView::filled([("name", "x")]).wrong("name", "one").wrong("name", "two");
        assert_eq!(form.error("name").as_deref(), Some("one"));
        assert_eq!(form.error("other"), None);
    }
}
