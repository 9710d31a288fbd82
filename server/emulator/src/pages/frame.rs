//! What is around every page.

use axum::response::Html;
use leptos::prelude::*;

use crate::{emulator::Emulator, paths, visitor::Visitor, words::Lang};

/// The part of the emulator that a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Console,
    Agents,
    Deliveries,
    /// The phones and the pages for what is not found.
    Elsewhere,
}

/// A whole page.
pub(crate) fn page(
    emulator: &Emulator,
    visitor: &Visitor,
    section: Section,
    title: &str,
    body: AnyView,
) -> Html<String> {
    let words = &visitor.words().frame;
    let version = emulator.read(|store| store.version);
    let title = format!("{title} – {} – {}", words.product, words.emulator);
    let view = view! {
        <!DOCTYPE html>
        <html lang=visitor.lang.code() data-version=version.to_string()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <title>{title}</title>
                <link rel="icon" href="/icon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href="/style.css" />
                <script src="/emulator.js" defer></script>
            </head>
            <body>
                <a class="skip" href="#main">{words.skip}</a>
                {header(emulator, visitor, section)}
                <main id="main">{body}</main>
                <footer class="foot"><p>{words.footer}</p></footer>
            </body>
        </html>
    };
    // Leptos marks the seams between texts for the browser's half, which these pages do not have.
    Html(view.to_html().replace("<!>", ""))
}

fn header(emulator: &Emulator, visitor: &Visitor, section: Section) -> AnyView {
    let words = &visitor.words().frame;
    let link = |here: Section, href: &'static str, text: &'static str| {
        let current = (here == section).then_some("page");
        view! { <li><a href=href aria-current=current>{text}</a></li> }
    };
    let portal = emulator.config().portal_url.clone().map(|url| {
        view! { <a class="quiet" href=url>{words.portal}" ↗"</a> }
    });
    let other = match visitor.lang {
        Lang::Nb => Lang::En,
        Lang::En => Lang::Nb,
    };
    view! {
        <header class="top">
            <a class="brand" href=paths::CONSOLE>
                {mark()}
                <span>{words.product}</span>
                <span class="tag">{words.emulator}</span>
            </a>
            <nav aria-label=words.navigation>
                <ul>
                    {link(Section::Console, paths::CONSOLE, words.console)}
                    {link(Section::Agents, paths::AGENTS, words.agents)}
                    {link(Section::Deliveries, paths::DELIVERIES, words.deliveries)}
                </ul>
            </nav>
            <div class="aside">
                {portal}
                <a class="quiet" href=visitor.same_page_in(other) hreflang=other.code() lang=other.code()>
                    {words.other_language}
                </a>
            </div>
        </header>
    }
    .into_any()
}

/// A speech bubble with a plug: the sign of the emulator.
fn mark() -> AnyView {
    view! {
        <svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
            <path d="M4 3h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-8l-5 4.5V17H4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2Z" />
            <path class="cut" d="M7 8.2h10M7 11.8h6" />
        </svg>
    }
    .into_any()
}

/// A heading with one sentence under it.
pub(crate) fn heading(title: &str, lead: &str) -> AnyView {
    view! {
        <div class="page-head">
            <h1>{title.to_owned()}</h1>
            <p class="lead">{lead.to_owned()}</p>
        </div>
    }
    .into_any()
}

/// The way to see news without script.
pub(crate) fn refresh(visitor: &Visitor) -> AnyView {
    view! { <noscript><a class="quiet" href="">{visitor.words().frame.refresh}</a></noscript> }.into_any()
}
