//! Which rules are tried.

use std::{fmt, str::FromStr};

use backend::workstreams::rules::Trial;
use domain::{
    Fault,
    routing::{Draft, VersionSummary},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{components::*, words};

/// The draft or a published version; in addresses `draft` or the version's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Which {
    Draft,
    Version(i32),
}

const DRAFT: &str = "draft";

impl Which {
    /// What the address asks for, else the draft where it says something else than the rules in force, else these.
    pub fn asked(text: &str, draft: &Draft) -> Self {
        let default = if draft.differs() { Self::Draft } else { Self::Version(draft.published.version) };
        text.parse().unwrap_or(default)
    }

    pub fn trial(self) -> Trial {
        match self {
            Self::Draft => Trial::Draft,
            Self::Version(version) => Trial::Version(version),
        }
    }

    /// What people call it.
    pub fn name(self, in_force: i32) -> String {
        let words = &words::here().rules_trials;
        match self {
            Self::Draft => words.draft.to_owned(),
            Self::Version(version) if version == in_force => (words.version_in_force)(version),
            Self::Version(version) => (words.version)(version),
        }
    }
}

impl fmt::Display for Which {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Draft => out.write_str(DRAFT),
            Self::Version(version) => version.fmt(out),
        }
    }
}

impl FromStr for Which {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        if text == DRAFT { Ok(Self::Draft) } else { text.parse().map(Self::Version).map_err(|_| Fault::Unknown) }
    }
}

impl TryFrom<String> for Which {
    type Error = Fault;

    fn try_from(text: String) -> Result<Self, Fault> {
        text.parse()
    }
}

impl From<Which> for String {
    fn from(which: Which) -> Self {
        which.to_string()
    }
}

/// The draft, then the versions.
pub fn choices(draft: &Draft, versions: &[VersionSummary]) -> Vec<Choice> {
    let all = versions.iter().map(|version| Which::Version(version.version));
    let of = |which: Which| Choice::new(which.to_string(), which.name(draft.published.version));
    std::iter::once(Which::Draft).chain(all).map(of).collect()
}

/// A choice whose answer ends up in the address.
#[component]
pub fn AddressSelect(
    name: &'static str,
    #[prop(into)] label: Text,
    #[prop(into)] value: Text,
    choices: Vec<Choice>,
) -> impl IntoView {
    let options = choices.into_iter().map(move |choice| {
        let selected = choice.value == value;
        view! { <option value=choice.value selected=selected>{choice.label}</option> }
    });
    view! {
        <FilterField name label>
            <select class="control" id=format!("filter-{name}") name=name>{options.collect_view()}</select>
        </FilterField>
    }
}
