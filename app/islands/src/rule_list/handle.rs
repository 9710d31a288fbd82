//! What people do with the grips of a list.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, PointerEvent};

use super::lift::{Lift, scrolled};

const EVENTS: [&str; 7] = ["pointerdown", "pointermove", "pointerup", "pointercancel", "click", "keydown", "focusout"];

pub struct Texts {
    pub lifted: String,
    pub moved: String,
    pub dropped: String,
    pub cancelled: String,
}

struct Inner {
    lift: RefCell<Option<Lift>>,
    /// Where in the window the pointer is.
    pointer: Cell<f64>,
    texts: Texts,
    say: WriteSignal<String>,
}

/// Listens to a list for as long as the page is there.
pub fn listen(list: &str, texts: Texts, say: WriteSignal<String>) -> Option<()> {
    let list = document().get_element_by_id(list)?;
    let inner = Rc::new(Inner { lift: RefCell::default(), pointer: Cell::default(), texts, say });
    let listener = Closure::<dyn FnMut(Event)>::new(move |event| {
        let _: Option<()> = inner.hear(&event);
    });
    for event in EVENTS {
        list.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref()).ok()?;
    }
    listener.forget();
    focus_again(&list)
}

/// The page came back from moving a row: its grip, which could not have the focus before it could be seen, gets it.
fn focus_again(list: &Element) -> Option<()> {
    let hash = window().location().hash().ok()?;
    let grip = document().get_element_by_id(hash.strip_prefix('#')?)?;
    let is_ours = grip.class_list().contains("grip") && list.contains(Some(&grip));
    is_ours.then(|| grip.unchecked_into::<HtmlElement>().focus().ok())?
}

impl Inner {
    fn hear(self: &Rc<Self>, event: &Event) -> Option<()> {
        let grip: HtmlElement = event.target()?.unchecked_into::<Element>().closest(".grip").ok()??.unchecked_into();
        let pointer: &PointerEvent = event.unchecked_ref();
        match event.type_().as_str() {
            "pointerdown" if pointer.button() == 0 && pointer.is_primary() => {
                self.cancel();
                grip.set_pointer_capture(pointer.pointer_id()).ok()?;
                let at = f64::from(pointer.client_y());
                self.pointer.set(at);
                *self.lift.borrow_mut() = Lift::of(grip, Some(at + scrolled()));
                self.follow();
            }
            "pointermove" => self.pointer.set(f64::from(pointer.client_y())),
            "pointerup" if self.is_held() => {
                self.change(|lift| lift.follow(f64::from(pointer.client_y()) + scrolled()));
                self.drop_row();
            }
            "pointercancel" if self.is_held() => self.cancel(),
            // Pressed by keyboard, or by what reads the page aloud.
            "click" if pointer.detail() == 0 => self.toggle(grip),
            "keydown" => self.key(event.unchecked_ref())?,
            "focusout" if !self.is_held() => self.cancel(),
            _ => {}
        }
        Some(())
    }

    fn is_held(&self) -> bool {
        self.lift.borrow().as_ref().is_some_and(|lift| lift.held_at.is_some())
    }

    /// Once for every picture while the pointer holds a row.
    fn follow(self: &Rc<Self>) {
        if !self.is_held() {
            return;
        }
        let at = self.pointer.get();
        self.change(|lift| {
            lift.scroll_at_edge(at);
            lift.follow(at + scrolled())
        });
        let this = Rc::clone(self);
        request_animation_frame(move || this.follow());
    }

    fn toggle(&self, grip: HtmlElement) {
        if self.lift.borrow().is_some() {
            return self.drop_row();
        }
        let lift = Lift::of(grip, None);
        if let Some(lift) = &lift {
            self.say.set(lift.tell(&self.texts.lifted));
        }
        *self.lift.borrow_mut() = lift;
    }

    fn key(&self, event: &KeyboardEvent) -> Option<()> {
        let is_held = self.lift.borrow().as_ref()?.held_at.is_some();
        let steps = match event.key().as_str() {
            "Escape" => {
                self.cancel();
                event.prevent_default();
                return Some(());
            }
            "ArrowUp" => -1,
            "ArrowDown" => 1,
            "Home" => isize::MIN,
            "End" => isize::MAX,
            _ => return None,
        };
        event.prevent_default();
        if !is_held {
            self.change(|lift| lift.step(steps));
        }
        Some(())
    }

    /// Moves the row, and says where it is if that is another place.
    fn change(&self, change: impl FnOnce(&mut Lift) -> bool) {
        if let Some(lift) = self.lift.borrow_mut().as_mut()
            && change(lift)
        {
            self.say.set(lift.tell(&self.texts.moved));
        }
    }

    fn drop_row(&self) {
        let Some(mut lift) = self.lift.take() else { return };
        self.say.set(lift.tell(&self.texts.dropped));
        if lift.post().is_none() {
            lift.put_back();
        }
    }

    fn cancel(&self) {
        if let Some(mut lift) = self.lift.take() {
            lift.put_back();
            self.say.set(lift.tell(&self.texts.cancelled));
        }
    }
}
