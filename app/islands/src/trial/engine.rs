//! The engine, a library of its own that is fetched when it is asked for.

use std::cell::RefCell;

use leptos::prelude::document;
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
    fn start(this: &Module, options: &JsValue) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(method, getter, js_name = Engine)]
    fn engine(this: &Module) -> Class;

    type Class;
    #[wasm_bindgen(method)]
    fn read(this: &Class, kit: &str) -> Option<Engine>;

    /// Rules that are ready to be tried.
    pub type Engine;
    /// What they do with a form, as JSON.
    #[wasm_bindgen(method)]
    pub fn answer(this: &Engine, form: &str) -> Option<String>;
}

impl Engine {
    /// Fetches the engine and gives it the kit that is the text of an element.
    pub async fn fetch(js: &str, wasm: &str, kit: &str) -> Option<Self> {
        let kit = document().get_element_by_id(kit)?.text_content()?;
        let module = IMPORT.with(|import| import.borrow().as_ref()?.call1(&JsValue::NULL, &js.into()).ok())?;
        let module = JsFuture::from(module.unchecked_into::<js_sys::Promise>()).await.ok()?.unchecked_into::<Module>();
        let options = js_sys::Object::new();
        js_sys::Reflect::set(&options, &"module_or_path".into(), &wasm.into()).ok()?;
        JsFuture::from(module.start(&options).ok()?).await.ok()?;
        module.engine().read(&kit)
    }
}
