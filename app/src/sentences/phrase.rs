//! A sentence of which some words are names or values, so that a page can set them apart.

use leptos::prelude::*;

/// Where a sentence around another one has it.
const HERE: &str = "\u{0}";

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Word(String),
    Field(String),
    Value(String),
}

/// What it says is the same with and without the marks: [`Phrase::text`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrase(Vec<Part>);

impl Phrase {
    pub fn word(text: impl Into<String>) -> Self {
        Self(vec![Part::Word(text.into())])
    }

    pub fn field(name: String) -> Self {
        Self(vec![Part::Field(name)])
    }

    pub fn value(text: String) -> Self {
        Self(vec![Part::Value(text)])
    }

    /// One after the other, with a text between them.
    pub fn joined(phrases: impl IntoIterator<Item = Self>, between: &str) -> Self {
        let mut all = Vec::new();
        for (nth, phrase) in phrases.into_iter().enumerate() {
            if nth > 0 {
                all.push(Part::Word(between.to_owned()));
            }
            all.extend(phrase.0);
        }
        // Text without a letter becomes a space where it is shown.
        all.retain(|part| !matches!(part, Part::Word(text) if text.is_empty()));
        Self(all)
    }

    /// The phrase within what the catalogue says around it.
    #[must_use]
    pub fn within(self, tell: fn(&str) -> String) -> Self {
        let around = tell(HERE);
        let (before, after) = around.split_once(HERE).unwrap_or((&around, ""));
        Self::joined([Self::word(before), self, Self::word(after)], "")
    }

    /// Without marks.
    pub fn text(&self) -> String {
        let text = |part: &Part| match part {
            Part::Word(text) | Part::Field(text) | Part::Value(text) => text.clone(),
        };
        self.0.iter().map(text).collect()
    }

    pub fn view(self) -> impl IntoView {
        let part = |part| match part {
            Part::Word(text) => text.into_any(),
            Part::Field(name) => view! { <b>{name}</b> }.into_any(),
            Part::Value(text) => view! { <b class="value">{text}</b> }.into_any(),
        };
        self.0.into_iter().map(part).collect_view()
    }
}
