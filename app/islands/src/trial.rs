//! Starts the routing engine for a form. It is a library of its own, so that no other page has to fetch it.

use std::cell::RefCell;

use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

thread_local! {
    static IMPORT: RefCell<Option<js_sys::Function>> = const { RefCell::new(None) };
}

/// Gives the islands the page's way to import a module: they have none themselves.
pub fn import_with(import: js_sys::Function) {
    IMPORT.with(|held| held.replace(Some(import)));
}

#[wasm_bindgen]
extern "C" {
    type Module;
    #[wasm_bindgen(method, catch, js_name = default)]
    fn fetch(this: &Module, options: &JsValue) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method)]
    fn begin(this: &Module, answer: &JsValue);
}

/// Where the engine tells what becomes of the form around it; nothing until it is there.
#[island]
pub fn TrialAnswer(
    /// The engine's two files.
    js: String,
    wasm: String,
) -> impl IntoView {
    let here = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(here) = here.get() {
            let (js, wasm) = (js.clone(), wasm.clone());
            leptos::task::spawn_local(async move {
                let _ = start(&js, &wasm, &here).await;
            });
        }
    });
    view! { <div class="trial-answer" node_ref=here hidden><div role="status" aria-live="polite"></div></div> }
}

async fn start(js: &str, wasm: &str, here: &JsValue) -> Option<()> {
    let module = IMPORT.with(|import| import.borrow().as_ref()?.call1(&JsValue::NULL, &js.into()).ok())?;
    let module = JsFuture::from(module.unchecked_into::<js_sys::Promise>()).await.ok()?.unchecked_into::<Module>();
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"module_or_path".into(), &wasm.into()).ok()?;
    JsFuture::from(module.fetch(&options).ok()?).await.ok()?;
    module.begin(here);
    Some(())
}
