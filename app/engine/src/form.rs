//! A form that is answered while it is being filled in.
//!
//! The rules are on the page, rule for rule and condition for condition, in the order of a trace: only their marks are set here.

use std::{cell::Cell, rc::Rc};

use domain::routing::{Sentences, Told};
use wasm_bindgen::{JsCast, closure::Closure, prelude::wasm_bindgen};
use web_sys::{Document, Element, FormData, HtmlFormElement, Window};

use crate::Engine;

/// Keystrokes within this time are one.
const CALM_MS: i32 = 150;
/// Of a rule and of a condition that nobody has looked at.
const UNSEEN: (char, char) = ('n', '-');

/// Answers the form around an element in that element. What it needs is text on the page: the kit and the sentences.
#[wasm_bindgen]
pub fn begin(answer: Element) {
    if let Some(form) = Form::around(answer) {
        form.answer();
        Rc::new(form).listen();
    }
}

struct Form {
    window: Window,
    document: Document,
    element: HtmlFormElement,
    /// Where the answer is told.
    place: Element,
    engine: Engine,
    sentences: Sentences,
    /// What to say of a form that cannot be used, and of one that asks for rules that are not on the page.
    excuses: [String; 2],
    /// The rules on the page, as the form names them.
    rules: String,
    /// How often something was typed.
    typed: Cell<u32>,
}

impl Form {
    fn around(place: Element) -> Option<Self> {
        let window = web_sys::window()?;
        let document = window.document()?;
        let element = place.closest("form").ok()??.dyn_into::<HtmlFormElement>().ok()?;
        let kit = document.get_element_by_id("trial-kit")?;
        let said = |name: &str| kit.get_attribute(name);
        let sentences = serde_json::from_str(&said("data-sentences")?).ok()?;
        let (excuses, rules) = ([said("data-unread")?, said("data-other-rules")?], said("data-rules")?);
        let engine = Engine::read(&kit.text_content()?)?;
        Some(Self { window, document, element, place, engine, sentences, excuses, rules, typed: Cell::new(0) })
    }

    fn listen(self: Rc<Self>) {
        let form = self.element.clone();
        let typed = Closure::<dyn FnMut()>::new(move || {
            let number = self.typed.get() + 1;
            self.typed.set(number);
            let this = Rc::clone(&self);
            let when_calm = Closure::once_into_js(move || {
                if this.typed.get() == number {
                    this.answer();
                }
            });
            let _ =
                self.window.set_timeout_with_callback_and_timeout_and_arguments_0(when_calm.unchecked_ref(), CALM_MS);
        });
        let _ = form.add_event_listener_with_callback("input", typed.as_ref().unchecked_ref());
        typed.forget();
    }

    /// Asks the engine, tells its answer and sets the marks.
    fn answer(&self) {
        let answer = self.fields().and_then(|fields| self.engine.decide(&fields).ok_or(0));
        let (rules, tests, told) = match answer {
            Ok(answer) => {
                // The letters of a trace, as it is stored.
                let trace = serde_json::to_value(&answer.trace).unwrap_or_default();
                let letters = |name: &str| trace[name].as_str().unwrap_or_default().to_owned();
                (letters("rules"), letters("tests"), self.sentences.tell(&answer.explanation))
            }
            Err(excuse) => {
                (String::new(), String::new(), Told { answer: self.excuses[excuse].clone(), more: Vec::new() })
            }
        };
        self.mark("data-rule", &rules, UNSEEN.0);
        self.mark("data-test", &tests, UNSEEN.1);
        self.tell(&told);
    }

    /// What the form would post, as JSON; else which excuse is to be made.
    fn fields(&self) -> Result<String, usize> {
        let data = FormData::new_with_form(&self.element).map_err(|_| 0_usize)?;
        if data.get("form[rules]").as_string().as_ref() != Some(&self.rules) {
            return Err(1);
        }
        let fields = js_sys::Object::from_entries(&data).and_then(|fields| js_sys::JSON::stringify(&fields));
        fields.ok().and_then(|fields| fields.as_string()).ok_or(0)
    }

    /// Gives the elements that have an attribute its values in their order.
    fn mark(&self, attribute: &str, letters: &str, unseen: char) {
        let Ok(marked) = self.document.query_selector_all(&format!("[{attribute}]")) else { return };
        let letters = letters.chars().chain(std::iter::repeat(unseen));
        for (index, letter) in (0..marked.length()).zip(letters) {
            let element = marked.item(index).and_then(|node| node.dyn_into::<Element>().ok());
            let _ = element.map(|element| element.set_attribute(attribute, letter.encode_utf8(&mut [0; 4])));
        }
    }

    /// Replaces what is told, where it is something else.
    fn tell(&self, told: &Told) {
        let Some(status) = self.place.first_element_child() else { return };
        let sentences = std::iter::once(&told.answer).chain(&told.more);
        let paragraphs = js_sys::Array::new();
        for (nth, sentence) in sentences.enumerate() {
            let Ok(paragraph) = self.document.create_element("p") else { return };
            paragraph.set_text_content(Some(sentence));
            paragraph.set_class_name(if nth == 0 { "answer" } else { "" });
            paragraphs.push(&paragraph);
        }
        let text = |nodes: &js_sys::Array| {
            nodes.iter().filter_map(|node| node.unchecked_into::<Element>().text_content()).collect::<String>()
        };
        if status.text_content().unwrap_or_default() != text(&paragraphs) {
            status.replace_children_with_node(&paragraphs);
        }
        let _ = self.place.remove_attribute("hidden");
    }
}
