//! The routing engine in the browser: a door to `domain::routing`, and the form that it answers.

mod form;

use domain::routing::{Answer, Case, Kit, TypedFacts};
use wasm_bindgen::prelude::wasm_bindgen;

/// Rules that are ready to be tried.
#[wasm_bindgen]
pub struct Engine(Kit);

#[wasm_bindgen]
impl Engine {
    /// Reads a kit that the server wrote.
    pub fn read(kit: &str) -> Option<Engine> {
        Kit::read(kit).map(Self)
    }

    /// What the rules do with a form, given as an object of the names and values that it would post; nothing where the form cannot be
    /// used as it stands.
    pub fn answer(&self, fields: &str) -> Option<String> {
        serde_json::to_string(&self.decide(fields)?).ok()
    }

    fn decide(&self, fields: &str) -> Option<Answer> {
        self.0.answer(&TypedFacts::posted(serde_json::from_str(fields).ok()?)).ok()
    }
}

/// Decides one case.
#[wasm_bindgen]
pub fn decide(case: &str) -> Option<String> {
    let case: Case = serde_json::from_str(case).ok()?;
    serde_json::to_string(&case.answer()?).ok()
}
