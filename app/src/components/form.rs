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
    /// Whether somebody else saved since the form was opened. Nothing of theirs is overwritten unless the form is posted again.
    #[serde(default)]
    pub is_stale: bool,
    /// What they saved, for the fields in which it differs from what was typed.
    #[serde(default)]
    pub theirs: BTreeMap<String, String>,
}

impl FormView {
    /// A form filled from a record.
    #[must_use]
    pub fn filled<N: Into<String>, V: Into<String>>(values: impl IntoIterator<Item = (N, V)>) -> Self {
        let values = values.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self { values, ..Self::default() }
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
        self.values.get(name).is_some_and(|value| is_on(value))
    }

    /// What was typed, over the record as it is now. Where the post came too late, the form tells what it would overwrite, and
    /// posting it again does so.
    #[must_use]
    pub fn over(mut self, mut current: Self) -> Self {
        if self.is_stale {
            let differs = |(name, value): &(&String, &String)| {
                *name != VERSION && self.values.get(*name).is_some_and(|typed| plain(typed) != plain(value))
            };
            let theirs = current.values.iter().filter(differs).map(|(name, value)| (name.clone(), value.clone()));
            self.theirs = theirs.collect();
            self.values.remove(VERSION);
        }
        current.values.append(&mut self.values);
        Self { values: current.values, ..self }
    }

    /// Says a value of theirs in words.
    pub(super) fn name_theirs(&mut self, name: &str, words: impl Fn(&str) -> String) {
        if let Some(value) = self.theirs.get_mut(name) {
            *value = words(value);
        }
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

/// The hidden field with the version that was read.
const VERSION: &str = "version";

/// A switch that is off may be told either way.
fn plain(value: &str) -> &str {
    if value == "false" { "" } else { value }
}

pub(super) fn is_on(value: &str) -> bool {
    matches!(value, "true" | "on" | "1")
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

/// The label of the answer with this value, or the value where no answer has it.
pub(super) fn label_of(choices: &[Choice], value: &str) -> String {
    choices
        .iter()
        .find(|choice| choice.value == value)
        .map_or_else(|| value.to_owned(), |choice| choice.label.to_string())
}

/// Tells, above a form that was refused, how many things are wrong, with a link to each; or that somebody else was first. Takes the
/// focus.
#[component]
pub fn ErrorSummary(#[prop(into)] form: FormView) -> impl IntoView {
    let words = &words::here().common;
    if form.is_stale {
        return view! {
            <div class="error-summary" role="alert" tabindex="-1" autofocus aria-labelledby="error-summary-title">
                <h2 id="error-summary-title">{words.stale}</h2>
                <p>{words.stale_form}</p>
                // The draft is shown once, so the same page shows what is saved.
                <p><a href="">{words.use_theirs}</a></p>
            </div>
        }
        .into_any();
    }
    let summary = form.has_errors().then(|| {
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
    });
    summary.into_any()
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

    #[test]
    fn a_late_draft_stands_on_the_record_as_it_is_now() {
        let current = FormView::filled([("name", "Theirs"), ("priority", "1"), ("version", "8")]);
        let draft = FormView::filled([("name", "Mine"), ("priority", "1"), ("version", "7")]);
        let draft = FormView { is_stale: true, ..draft }.over(current);
        assert_eq!((draft.value("name"), draft.value("version")), ("Mine".to_owned(), "8".to_owned()));
        assert_eq!(draft.theirs.into_iter().collect::<Vec<_>>(), [("name".to_owned(), "Theirs".to_owned())]);
    }
}
