//! The HTML document.

use domain::{lang::Lang, user::Theme};
use leptos::prelude::*;
use leptos_meta::MetaTags;

use crate::reader::Reader;

/// The site's files as this build named them; given as context by the server. All begin with `/`.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    pub css: String,
    pub js: String,
    pub wasm: String,
    /// The routing engine, for the page that tries rules.
    pub engine_js: String,
    pub engine_wasm: String,
}

/// The document around `body`. Language from the `Reader`, theme and `Assets` from context. It holds no script: the
/// server adds [`islands::loader`] to pages that have an island.
pub fn shell(body: impl FnOnce() -> AnyView + Send + 'static) -> impl IntoView {
    let lang: Lang = Reader::here().lang;
    let theme: Theme = use_context().unwrap_or_default();
    let assets: Assets = use_context().unwrap_or_default();
    view! {
        <!DOCTYPE html>
        <html lang=lang.tag() data-theme=theme.as_str()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="stylesheet" href=assets.css/>
                <link rel="icon" type="image/svg+xml" href="/favicon.svg"/>
                <MetaTags/>
            </head>
            <body>{body()}</body>
        </html>
    }
}
