//! Things in the order they happened, raw texts, and the switch that keeps a page fresh.

use leptos::prelude::*;

use super::{Text, Tone, given};
use crate::words;

/// Its children are `Moment`s.
#[component]
pub fn Timeline(#[prop(optional, into)] live: Text, children: Children) -> impl IntoView {
    view! { <ol class="timeline" data-live=given(live)>{children()}</ol> }
}

#[component]
pub fn Moment(
    #[prop(optional)] tone: Tone,
    at: jiff::Timestamp,
    #[prop(into)] title: Text,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <li class=tone.class()>
            <strong>{title}</strong>
            {children.map(|children| view! { <div>{children()}</div> })}
            <span class="when"><super::Time at/></span>
        </li>
    }
}

/// Raw text such as JSON, wrapped and scrollable. `label` names it for assistive technology.
#[component]
pub fn CodeBlock(#[prop(into)] label: Text, #[prop(into)] text: Text) -> impl IntoView {
    view! {
        <div class="code-block"><pre tabindex="0" role="group" aria-label=label><code>{text}</code></pre></div>
    }
}

/// Keeps the `data-live` regions of the page fresh; a plain refresh link without script. One per page.
#[component]
pub fn LiveControl(
    /// What to listen for, for instance `receipts` or `account:ID`.
    #[prop(into)]
    topic: String,
) -> impl IntoView {
    let words = &words::here().common;
    view! {
        <islands::Live topic on=words.live_on.to_owned() off=words.live_off.to_owned()
            stop=words.live_stop.to_owned() start=words.live_start.to_owned() refresh=words.refresh.to_owned()/>
    }
}
