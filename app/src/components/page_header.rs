//! The head of a page: where you are, what this is, and the one thing to do.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{Text, given};
use crate::words;

/// A step on the way to the page; the last one has no address.
#[derive(Clone, Debug)]
pub struct Crumb {
    label: Text,
    href: Option<Text>,
}

impl Crumb {
    pub fn new(label: impl Into<Text>, href: impl Into<Text>) -> Self {
        Self { label: label.into(), href: Some(href.into()) }
    }

    pub fn here(label: impl Into<Text>) -> Self {
        Self { label: label.into(), href: None }
    }
}

#[component]
pub fn Breadcrumb(crumbs: Vec<Crumb>) -> impl IntoView {
    let items = crumbs
        .into_iter()
        .map(|crumb| match crumb.href {
            Some(href) => view! { <li><a href=href>{crumb.label}</a></li> }.into_any(),
            None => view! { <li><span aria-current="page">{crumb.label}</span></li> }.into_any(),
        })
        .collect_view();
    view! { <nav aria-label=words::here().common.breadcrumb><ol class="breadcrumb">{items}</ol></nav> }
}

/// Breadcrumb, heading, badge, purpose, and the page's actions as children. Sets the document's title too.
#[component]
pub fn PageHeader(
    #[prop(into)] title: Text,
    /// The way to the page; the page itself is added from the title.
    #[prop(optional)]
    crumbs: Vec<Crumb>,
    #[prop(optional, into)] purpose: Text,
    #[prop(optional)] badge: Option<AnyView>,
    /// The purpose is swapped by `Live` under this name when it changes.
    #[prop(optional, into)]
    live: Text,
    /// The form on the page came back with errors; the title says so.
    #[prop(optional)]
    problem: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let words = &words::here().common;
    let section = crumbs.last().map(|crumb| format!(" – {}", crumb.label)).unwrap_or_default();
    let prefix = if problem { words.error_title } else { "" };
    let document_title = format!("{prefix}{title}{section} – {}", words.product);
    let trail = (!crumbs.is_empty()).then(|| {
        let mut crumbs = crumbs;
        crumbs.push(Crumb::here(title.clone()));
        view! { <Breadcrumb crumbs/> }
    });
    view! {
        <Title text=document_title/>
        <header class="page-header">
            {trail}
            <div class="row">
                <div class="title"><h1>{title}</h1>{badge}</div>
                {children.map(|children| view! { <div class="buttons actions">{children()}</div> })}
            </div>
            {(!purpose.is_empty()).then(|| view! { <p class="purpose" data-live=given(live)>{purpose}</p> })}
        </header>
    }
}
