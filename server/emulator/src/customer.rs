//! The person at the phone: the facts that Google puts in the context of an event.

use serde::Deserialize;

/// Where a conversation can start.
pub(crate) const ENTRY_POINTS: [&str; 8] =
    ["PLACESHEET", "MAPS", "FEATURED_SNIPPETS", "SITELINKS", "WEB_WIDGET", "URL", "LOCAL_PACK", "PREVIEW"];

/// Names that new customers get in turn.
const NAMES: [&str; 8] = [
    "Kari Nordmann",
    "Ola Hansen",
    "Ingrid Solberg",
    "Ánde Sara",
    "Fatima Ahmed",
    "Lars Øverli",
    "Nora Lie",
    "Jonas Åsen",
];

/// What a customer's device tells. Empty text is absent.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Customer {
    #[serde(default)]
    pub(crate) display_name: String,
    #[serde(default)]
    pub(crate) locale: String,
    #[serde(default)]
    pub(crate) entry_point: String,
    #[serde(default)]
    pub(crate) place_id: String,
    #[serde(default)]
    pub(crate) widget_context: String,
    #[serde(default)]
    pub(crate) custom_context: String,
}

impl Customer {
    /// Another customer than the `count` before.
    pub(crate) fn another(count: usize) -> Self {
        Self {
            display_name: NAMES[count % NAMES.len()].to_owned(),
            locale: "nb-NO".to_owned(),
            entry_point: ENTRY_POINTS[0].to_owned(),
            place_id: "ChIJOfBn8mFuQUYRmh4j019gkn4".to_owned(),
            widget_context: String::new(),
            custom_context: String::new(),
        }
    }

    /// Without the blanks around what was typed.
    pub(crate) fn trimmed(self) -> Self {
        let trim = |text: String| text.trim().to_owned();
        Self {
            display_name: trim(self.display_name),
            locale: trim(self.locale),
            entry_point: trim(self.entry_point),
            place_id: trim(self.place_id),
            widget_context: trim(self.widget_context),
            custom_context: trim(self.custom_context),
        }
    }
}
