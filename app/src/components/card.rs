//! Surfaces that hold one subject each, and the facts on them.

use leptos::prelude::*;

use super::{Text, given};

/// A white surface with an optional heading and actions.
#[component]
pub fn Card(
    #[prop(optional, into)] title: Text,
    #[prop(optional)] actions: Option<AnyView>,
    /// The content reaches the edges, as a table does.
    #[prop(optional)]
    flush: bool,
    /// Swapped by `Live` under this name when it changes.
    #[prop(optional, into)]
    live: Text,
    children: Children,
) -> impl IntoView {
    let has_header = !title.is_empty() || actions.is_some();
    view! {
        <section class="card" data-live=given(live)>
            {has_header.then(|| view! {
                <header>
                    {given(title).map(|title| view! { <h2>{title}</h2> })}
                    {actions}
                </header>
            })}
            <div class="body" class:flush=flush>{children()}</div>
        </section>
    }
}

/// A list of facts; its children are `Fact`s.
#[component]
pub fn DescList(children: Children) -> impl IntoView {
    view! { <dl class="facts">{children()}</dl> }
}

#[component]
pub fn Fact(
    #[prop(into)] label: Text,
    /// A link or button at the row's end.
    #[prop(optional)]
    action: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    view! { <div><dt>{label}</dt><dd>{children()}</dd>{action.map(|action| view! { <dd>{action}</dd> })}</div> }
}

/// One number that matters; children of a `<dl class="cards">`.
#[component]
pub fn Figure(#[prop(into)] label: Text, #[prop(into)] value: Text) -> impl IntoView {
    view! { <div class="figure"><dt>{label}</dt><dd>{value}</dd></div> }
}
