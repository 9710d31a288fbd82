//! The browser's library: nothing but the islands.

pub use islands::{CopyButton, Live, Progress, RuleList, SecretInput, TrialAnswer};
use wasm_bindgen::prelude::wasm_bindgen;

/// Prepares the page, which lends its way to import a module; the loader then wakes the islands one by one.
#[wasm_bindgen]
pub fn hydrate(import: js_sys::Function) {
    islands::import_with(import);
    leptos::mount::hydrate_islands();
}
