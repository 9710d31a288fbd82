//! Shows how far a page has come that a form asks for.
//!
//! The server makes the page once and tells how far it is meanwhile; then the regions of this page take what is new in that one. When
//! anything goes wrong the browser goes to the page as it would without script.

use std::{cell::Cell, rc::Rc};

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Event, EventSource, FormData, HtmlElement, HtmlFormElement, MessageEvent, UrlSearchParams};

use crate::regions;

/// How many of a hundred are done, and that in words. The number stays a text, as it comes and as the bar takes it.
type Step = Option<(String, String)>;

/// A bar for a form that asks for a page by its address; nothing until it does.
#[island]
pub fn Progress(
    /// The form's id.
    form: String,
    /// The region with what was asked for; it gets the focus.
    region: String,
    /// What is under way.
    label: String,
) -> impl IntoView {
    let (step, set_step) = signal(Step::None);
    Effect::new(move |_| listen(&form, &region, set_step));
    let is_idle = move || step.with(Option::is_none);
    let name = label.clone();
    view! {
        <div class="progress" hidden=is_idle>
            <p role="status">{move || (!is_idle()).then(|| label.clone())}</p>
            <progress max="100" aria-label=name prop:value=move || step.get().map(|step| step.0).unwrap_or_default()>
            </progress>
            <p class="muted">{move || step.get().map(|step| step.1)}</p>
        </div>
    }
}

fn listen(form: &str, region: &str, step: WriteSignal<Step>) -> Option<()> {
    let form: HtmlFormElement = document().get_element_by_id(form)?.unchecked_into();
    let (asked, region) = (form.clone(), format!("[data-live={region:?}]"));
    let current = Rc::new(Cell::new(None::<EventSource>));
    let submit = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        let Some(address) = address(&asked) else { return };
        event.prevent_default();
        if let Some(earlier) = current.take() {
            earlier.close();
        }
        step.set(Some(Default::default()));
        current.set(wait(&address, region.clone(), step));
    });
    form.add_event_listener_with_callback("submit", submit.as_ref().unchecked_ref()).ok()?;
    submit.forget();
    // The pages that were asked for one after another are those that the browser goes back to.
    let back = Closure::<dyn FnMut()>::new(|| {
        let _: Result<(), JsValue> = window().location().reload();
    });
    window().set_onpopstate(Some(back.as_ref().unchecked_ref()));
    back.forget();
    Some(())
}

/// Where the form goes.
fn address(form: &HtmlFormElement) -> Option<String> {
    let fields = FormData::new_with_form(form).ok()?;
    let query = UrlSearchParams::new_with_str_sequence_sequence(&fields).ok()?;
    Some(format!("{}?{}", form.action(), String::from(query.to_string())))
}

fn wait(address: &str, region: String, step: WriteSignal<Step>) -> Option<EventSource> {
    let stream = EventSource::new(address).ok()?;
    let told = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let data = event.data().as_string().unwrap_or_default();
        if let Some((done, text)) = data.split_once(' ') {
            step.set(Some((done.to_owned(), text.to_owned())));
        }
    });
    let (source, href) = (stream.clone(), address.to_owned());
    let page = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        source.close();
        step.set(None);
        let page = event.data().as_string().unwrap_or_default();
        if show(&page, &href, &region).is_none() {
            go(&href);
        }
    });
    let (source, href) = (stream.clone(), address.to_owned());
    let lost = Closure::<dyn FnMut()>::new(move || {
        source.close();
        go(&href);
    });
    stream.add_event_listener_with_callback("step", told.into_js_value().unchecked_ref()).ok()?;
    stream.add_event_listener_with_callback("page", page.into_js_value().unchecked_ref()).ok()?;
    stream.set_onerror(Some(lost.into_js_value().unchecked_ref()));
    Some(stream)
}

/// Shows what is new in a page, as if the browser had gone there.
fn show(page: &str, href: &str, region: &str) -> Option<()> {
    let fresh = regions::parse(page)?;
    fresh.query_selector(region).ok()??;
    regions::swap(&fresh)?.then_some(())?;
    window().history().ok()?.push_state_with_url(&JsValue::NULL, "", Some(href)).ok()?;
    document().set_title(&fresh.title());
    let shown: HtmlElement = document().query_selector(region).ok()??.unchecked_into();
    shown.focus().ok()
}

fn go(href: &str) {
    let _: Result<(), JsValue> = window().location().assign(href);
}
