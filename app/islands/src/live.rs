//! Keeps the live regions of a page fresh.
//!
//! The server says only *that* something changed. The page is then fetched once more, as the person would by
//! reloading, and every element with `data-live="name"` takes the content of its namesake. So there is one way to
//! render a page, and nobody is shown anything live that they could not see by reloading.

mod source;

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::*;

use self::source::Source;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// No script yet: a plain link.
    Plain,
    On,
    Stopped,
}

/// “Updates automatically · Stop”, or a plain link without script.
#[island]
pub fn Live(
    /// What to listen for, for instance `account:0192…`.
    topic: String,
    on: String,
    off: String,
    stop: String,
    start: String,
    refresh: String,
) -> impl IntoView {
    let (state, set_state) = signal(State::Plain);
    // Not in the owner: on the server that may end on another thread than this.
    let source = Rc::new(RefCell::new(None::<Source>));
    let opened = Rc::clone(&source);
    Effect::new(move |_| {
        *opened.borrow_mut() = Source::open(&topic, move || set_state.set(State::Stopped));
        set_state.set(State::On);
    });
    let toggle = move |_| {
        let running = state.get() == State::On;
        if let Some(source) = source.borrow().as_ref() {
            source.run(!running);
        }
        set_state.set(if running { State::Stopped } else { State::On });
    };
    let plain = move || state.get() == State::Plain;
    let running = move || state.get() != State::Stopped;
    view! {
        <div class="live" class:stopped=move || !running()>
            <a class="button quiet small" href="" hidden=move || !plain()>{refresh}</a>
            <span class="live-state" role="status" hidden=plain>
                {move || if running() { on.clone() } else { off.clone() }}
            </span>
            <button type="button" class="button quiet small" hidden=plain on:click=toggle>
                {move || if running() { stop.clone() } else { start.clone() }}
            </button>
        </div>
    }
}
