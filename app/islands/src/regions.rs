//! The regions of a page that take the content of their namesakes in another page: elements with `data-live="name"`.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, DomParser, Element, EventInit, SupportedType};

/// Another page.
pub fn parse(page: &str) -> Option<Document> {
    DomParser::new().ok()?.parse_from_string(page, SupportedType::TextHtml).ok()
}

/// Swaps what is otherwise in another page. `Some(false)`: a region was left alone because the focus is in it.
pub fn swap(fresh: &Document) -> Option<bool> {
    let regions = document().query_selector_all("[data-live]").ok()?;
    let mut complete = true;
    for index in 0..regions.length() {
        let region: Element = regions.item(index)?.unchecked_into();
        let name = region.get_attribute("data-live")?;
        if let Ok(Some(new)) = fresh.query_selector(&format!("[data-live={name:?}]")) {
            complete &= swap_region(&region, &new).is_some();
        }
    }
    Some(complete)
}

/// Gives a region its new content, unless the focus would be lost with the old one.
fn swap_region(region: &Element, new: &Element) -> Option<()> {
    if region.is_equal_node(Some(new)) {
        return Some(());
    }
    if region.contains(document().active_element().as_deref()) {
        return None;
    }
    region.replace_with_with_node_1(new).ok()?;
    let options = EventInit::new();
    options.set_bubbles(true);
    let event = web_sys::Event::new_with_event_init_dict("live:swapped", &options).ok()?;
    let _: Result<bool, JsValue> = new.dispatch_event(&event);
    Some(())
}
