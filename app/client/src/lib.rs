//! The browser's library: nothing but the islands.

pub use islands::{CopyButton, Live, Progress, RuleList, SecretInput};
use wasm_bindgen::prelude::wasm_bindgen;

/// Prepares the page; the loader then wakes the islands one by one.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
