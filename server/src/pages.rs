//! The pages and server functions of `app`, with what they may ask for during one request.

use app::{
    layout::{Assets, Environment, shell},
    reader::Reader,
    routes::App,
};
use axum::Router;
use backend::{Backend, visitor::Visitor};
use domain::{Lang, user::Theme};
use http::{
    HeaderMap,
    header::{ACCEPT_LANGUAGE, COOKIE},
    request::Parts,
};
use jiff::tz::TimeZone;
use leptos::{
    config::LeptosOptions,
    prelude::{IntoAny, provide_context, use_context, view},
};
use leptos_axum::{LeptosRoutes, generate_route_list, render_app_async_with_context};

use crate::site;

/// What is the same for every page.
#[derive(Clone)]
pub struct Site {
    pub assets: Assets,
    pub environment: Environment,
}

impl Site {
    /// The site as it was built; the portal's `environment` stands in the top bar, loud unless it is production.
    pub fn new(environment: Option<&str>) -> Self {
        let is_production = environment.is_none_or(|name| name.to_lowercase().starts_with("prod"));
        let environment = if is_production { Environment::Production } else { Environment::Test };
        Self { assets: site::assets(), environment }
    }
}

/// Every page, every server function, and the page for addresses that lead nowhere.
pub fn routes(backend: Backend, site: Site) -> Router {
    let options = LeptosOptions::builder().output_name("sentralbord").build();
    let context = move || provide(&backend, &site);
    let document = || shell(|| view! { <App/> }.into_any());
    let lost = render_app_async_with_context(context.clone(), document);
    Router::new()
        .leptos_routes_with_context(&options, generate_route_list(App), context, document)
        .fallback(lost)
        .with_state(options)
}

fn provide(backend: &Backend, site: &Site) {
    let parts = use_context::<Parts>();
    let visitor = parts.as_ref().and_then(|parts| parts.extensions.get::<Visitor>().cloned());
    let person = visitor.and_then(|visitor| visitor.person);
    let headers = parts.map(|parts| parts.headers).unwrap_or_default();
    let (lang, theme, zone) = match person {
        Some(person) => (person.language, person.theme, person.time_zone),
        None => (guest_language(&headers), guest_theme(&headers), "Europe/Oslo".to_owned()),
    };
    let zone = TimeZone::get(&zone).unwrap_or(TimeZone::UTC);
    provide_context(Reader { lang, zone, now: backend.now() });
    provide_context(theme);
    provide_context(backend.clone());
    provide_context(site.assets.clone());
    provide_context(site.environment);
}

/// The language that a guest chose, else the browser's.
fn guest_language(headers: &HeaderMap) -> Lang {
    let accepted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    cookie(headers, "lang")
        .and_then(|word| word.parse().ok())
        .or_else(|| accepted.map(Lang::from_accept_language))
        .unwrap_or_default()
}

fn guest_theme(headers: &HeaderMap) -> Theme {
    cookie(headers, "theme").and_then(|word| word.parse().ok()).unwrap_or_default()
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let pairs = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|line| line.split(';'));
    pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
}
