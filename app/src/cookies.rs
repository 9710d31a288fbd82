//! Cookies beside the session's: what a guest prefers, and values that are carried over one redirect and kept nowhere else.

use axum::http::{
    HeaderValue,
    header::{COOKIE, SET_COOKIE},
    request::Parts,
};
use backend::Backend;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

const YEAR: u32 = 365 * 24 * 60 * 60;
const MOMENT: u32 = 120;
const ONCE: &str = "sentralbord-once";

/// Remembers what a guest prefers, such as the language.
pub fn prefer(name: &str, value: &str) {
    set(name, value, YEAR, "Lax");
}

/// Carries a value to the next page. It is with the browser that asked for it and nowhere on our side, and only briefly.
pub fn carry(value: &str) {
    set(ONCE, value, MOMENT, "Strict");
}

/// Takes the value that was carried here. The page that shows it is the only one.
pub fn take() -> Option<String> {
    let value = get(ONCE)?;
    set(ONCE, "", 0, "Strict");
    Some(value)
}

/// `value` must be made of letters, digits, `.` and `-`.
fn set(name: &str, value: &str, seconds: u32, same_site: &str) {
    let is_https = use_context::<Backend>().is_some_and(|b| b.settings().public_url.starts_with("https://"));
    let secure = if is_https { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite={same_site}{secure}");
    if let (Some(response), Ok(cookie)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&cookie)) {
        response.append_header(SET_COOKIE, cookie);
    }
}

fn get(name: &str) -> Option<String> {
    let parts = use_context::<Parts>()?;
    let lines = parts.headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, value)| *key == name && !value.is_empty()).map(|(_, value)| value.to_owned())
}
