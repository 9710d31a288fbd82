//! Tries rules while a form is being filled in, with the engine that the server decides with.
//!
//! The rules are on the page already, rule for rule and condition for condition, in the order in which the engine marks them: the
//! island sets the marks. The engine is fetched when the page with the form is there, and no other page asks for it.

mod engine;
mod said;

use std::{cell::Cell, rc::Rc, time::Duration};

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, FormData, HtmlFormElement};

use self::{
    engine::Engine,
    said::{Answer, Said},
};
pub use self::{engine::import_with, said::TrialWords};

/// Keystrokes within this time are one.
const CALM: Duration = Duration::from_millis(150);
/// Of a rule and of a condition that nobody has looked at.
const UNSEEN: (char, char) = ('n', '-');

/// What becomes of the form around it; nothing until the engine is there.
#[island]
pub fn TrialAnswer(
    /// The engine's two files.
    js: String,
    wasm: String,
    /// Which rules are on the page, as the form names them.
    rules: String,
    /// The id of the element whose text is the kit.
    kit: String,
    words: TrialWords,
) -> impl IntoView {
    let (said, say) = signal(Said::default());
    let here = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        let Some(form) = here.get().and_then(|here| here.closest("form").ok()?) else { return };
        let (js, wasm, kit, rules, words) = (js.clone(), wasm.clone(), kit.clone(), rules.clone(), words.clone());
        leptos::task::spawn_local(async move {
            let Some(engine) = Engine::fetch(&js, &wasm, &kit).await else { return };
            Trial { engine, form: form.unchecked_into(), rules, words, say, typed: Cell::new(0) }.begin();
        });
    });
    view! {
        <div class="trial-answer" node_ref=here hidden=move || said.with(Said::is_empty)>
            <div role="status" aria-live="polite">
                <p class="answer">{move || said.with(|said| said.answer.clone())}</p>
                {move || said.with(|said| said.more.iter().map(|text| view! { <p>{text.clone()}</p> }).collect_view())}
            </div>
        </div>
    }
}

struct Trial {
    engine: Engine,
    form: HtmlFormElement,
    rules: String,
    words: TrialWords,
    say: WriteSignal<Said>,
    /// How often something was typed.
    typed: Cell<u32>,
}

impl Trial {
    fn begin(self) {
        let this = Rc::new(self);
        this.answer();
        let form = this.form.clone();
        let typed = Closure::<dyn FnMut()>::new(move || {
            let number = this.typed.get() + 1;
            this.typed.set(number);
            let this = Rc::clone(&this);
            let when_calm = move || {
                if this.typed.get() == number {
                    this.answer();
                }
            };
            set_timeout(when_calm, CALM);
        });
        let _ = form.add_event_listener_with_callback("input", typed.as_ref().unchecked_ref());
        typed.forget();
    }

    /// Asks the engine, tells the answer and sets the marks.
    fn answer(&self) {
        let said = self.ask();
        let (rules, tests) = said.as_ref().map_or(("", ""), |(_, answer)| (&answer.trace.rules, &answer.trace.tests));
        mark("data-rule", rules, UNSEEN.0);
        mark("data-test", tests, UNSEEN.1);
        let said = said.map_err(|text| Said { answer: text, more: Vec::new() });
        self.say.set(said.map_or_else(|said| said, |(said, _)| said));
    }

    /// The answer, or why there is none.
    fn ask(&self) -> Result<(Said, Answer), String> {
        let words = &self.words;
        let unread = || words.unread.clone();
        let form = FormData::new_with_form(&self.form).map_err(|_| unread())?;
        if form.get("form[rules]").as_string().as_ref() != Some(&self.rules) {
            return Err(words.other_rules.clone());
        }
        let fields = js_sys::Object::from_entries(&form).and_then(|fields| js_sys::JSON::stringify(&fields));
        let fields = fields.ok().and_then(|fields| fields.as_string()).ok_or_else(unread)?;
        let answer: Answer =
            self.engine.answer(&fields).and_then(|json| serde_json::from_str(&json).ok()).ok_or_else(unread)?;
        Ok((Said::of(&answer, words), answer))
    }
}

/// Gives the elements that have an attribute its values in their order.
fn mark(attribute: &str, letters: &str, unseen: char) {
    let Ok(marked) = document().query_selector_all(&format!("[{attribute}]")) else { return };
    let letters = letters.chars().chain(std::iter::repeat(unseen));
    for (index, letter) in (0..marked.length()).zip(letters) {
        let element = marked.item(index).and_then(|node| node.dyn_into::<Element>().ok());
        let _ = element.map(|element| element.set_attribute(attribute, letter.encode_utf8(&mut [0; 4])));
    }
}
