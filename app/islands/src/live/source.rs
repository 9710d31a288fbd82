//! The stream of changes, and the swap that follows one.

use std::{cell::Cell, rc::Rc, time::Duration};

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{EventSource, RequestInit, Response};

use crate::regions;

/// Several changes within this time are one.
const CALM: Duration = Duration::from_millis(120);
/// How soon a region that holds the focus is tried again.
const PATIENCE: Duration = Duration::from_secs(1);
/// How soon a stream that was refused is asked for again: the server may be starting.
const RETRY: Duration = Duration::from_secs(5);

/// An open (or paused) stream. It lives as long as the page.
#[derive(Clone)]
pub struct Source(Rc<Inner>);

struct Inner {
    url: String,
    wanted: Cell<bool>,
    /// A swap is waiting or under way.
    busy: Cell<bool>,
    /// Something changed meanwhile.
    again: Cell<bool>,
    stream: Cell<Option<EventSource>>,
    changed: Closure<dyn FnMut()>,
    lost: Closure<dyn FnMut()>,
    ended: Box<dyn Fn()>,
}

impl Source {
    /// Listens to a topic. `ended` is called when the page can no longer be fetched, for instance after sign-out.
    pub fn open(topic: &str, ended: impl Fn() + 'static) -> Option<Self> {
        let url = format!("/live?topic={}", String::from(js_sys::encode_uri_component(topic)));
        let inner = Rc::new_cyclic(|weak: &std::rc::Weak<Inner>| {
            let when = |act: fn(&Self)| {
                let weak = weak.clone();
                Closure::new(move || {
                    if let Some(inner) = weak.upgrade() {
                        act(&Self(inner));
                    }
                })
            };
            Inner {
                url,
                changed: when(|source| source.refresh(CALM)),
                lost: when(Self::lost),
                wanted: Cell::new(true),
                busy: Cell::default(),
                again: Cell::default(),
                stream: Cell::default(),
                ended: Box::new(ended),
            }
        });
        let source = Self(inner);
        source.listen();
        let this = source.clone();
        let visibility = Closure::<dyn FnMut()>::new(move || this.visibility());
        document().add_event_listener_with_callback("visibilitychange", visibility.as_ref().unchecked_ref()).ok()?;
        visibility.forget();
        Some(source)
    }

    /// Stops or starts.
    pub fn run(&self, wanted: bool) {
        self.0.wanted.set(wanted);
        if wanted {
            self.listen();
        } else {
            self.close();
        }
    }

    /// Nothing is fetched for a page that nobody looks at.
    fn visibility(&self) {
        if document().hidden() {
            self.close();
        } else if self.0.wanted.get() {
            self.listen();
        }
    }

    /// Catches up as soon as the stream is open, this time and whenever it was lost: what changed before went unheard.
    fn listen(&self) {
        self.close();
        if let Ok(stream) = EventSource::new(&self.0.url) {
            let changed = Some(self.0.changed.as_ref().unchecked_ref());
            stream.set_onopen(changed);
            stream.set_onmessage(changed);
            stream.set_onerror(Some(self.0.lost.as_ref().unchecked_ref()));
            self.0.stream.set(Some(stream));
        }
    }

    /// A connection that is lost is made again by the browser. One that is refused is given up by it: asking for the page tells whether
    /// the person is still signed in, and who is asks again.
    fn lost(&self) {
        let stream = self.0.stream.take();
        let is_refused = stream.as_ref().is_some_and(|stream| stream.ready_state() == EventSource::CLOSED);
        self.0.stream.set(stream);
        if is_refused {
            self.refresh(CALM);
            let this = self.clone();
            set_timeout(move || this.visibility(), RETRY);
        }
    }

    fn close(&self) {
        if let Some(stream) = self.0.stream.take() {
            stream.close();
        }
    }

    fn refresh(&self, after: Duration) {
        if self.0.busy.replace(true) {
            self.0.again.set(true);
            return;
        }
        let this = self.clone();
        set_timeout(move || leptos::task::spawn_local(async move { this.swap().await }), after);
    }

    async fn swap(&self) {
        self.0.again.set(false);
        let swapped = fetch().await;
        self.0.busy.set(false);
        match swapped {
            None => {
                self.close();
                self.0.wanted.set(false);
                (self.0.ended)();
            }
            Some(true) if !self.0.again.get() => {}
            Some(complete) => self.refresh(if complete { CALM } else { PATIENCE }),
        }
    }
}

/// Fetches the page again and swaps what changed. `None`: the page is not to be had any more. `Some(false)`: a
/// region was left alone because the focus is in it.
async fn fetch() -> Option<bool> {
    let options = RequestInit::new();
    // Lets the server see that no person asked for this, so it does not keep a session alive.
    let headers = js_sys::Array::of1(&js_sys::Array::of2(&"sentralbord-live".into(), &"1".into()));
    options.set_headers(&headers);
    let href = window().location().href().ok()?;
    let Ok(answer) = JsFuture::from(window().fetch_with_str_and_init(&href, &options)).await else {
        return Some(true); // The network is away; the stream reconnects by itself.
    };
    let answer: Response = answer.unchecked_into();
    if answer.redirected() || answer.status() == 401 || answer.status() == 404 {
        return None;
    }
    if !answer.ok() {
        return Some(true);
    }
    let text = JsFuture::from(answer.text().ok()?).await.ok()?.as_string()?;
    regions::swap(&regions::parse(&text)?)
}
