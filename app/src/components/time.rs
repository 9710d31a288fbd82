//! Moments, numbers, sizes and durations in the reader's language and zone.

use jiff::Timestamp;
use leptos::prelude::*;

use crate::{format, reader::Reader};

/// A moment. Within a day it is relative (“5 min ago”) with the absolute time as tooltip, unless `absolute`.
#[component]
pub fn Time(at: Timestamp, #[prop(optional)] absolute: bool) -> impl IntoView {
    let reader = Reader::here();
    let full = format::date_time(at, &reader.zone, reader.lang);
    let relative = (!absolute).then(|| format::ago(at, reader.now, reader.lang)).flatten();
    let title = relative.is_some().then(|| full.clone());
    view! { <time datetime=at.to_string() title=title>{relative.unwrap_or(full)}</time> }
}

/// A moment with seconds and zone, as logs show it.
#[component]
pub fn ExactTime(at: Timestamp) -> impl IntoView {
    let reader = Reader::here();
    view! { <time datetime=at.to_string()>{format::date_time_exact(at, &reader.zone, reader.lang)}</time> }
}

#[component]
pub fn Num(value: i64) -> impl IntoView {
    view! { <span class="num">{format::number(value, Reader::here().lang)}</span> }
}

#[component]
pub fn Bytes(count: u64) -> impl IntoView {
    view! { <span class="num">{format::bytes(count, Reader::here().lang)}</span> }
}

#[component]
pub fn Duration(milliseconds: u64) -> impl IntoView {
    view! { <span class="num">{format::duration(milliseconds, Reader::here().lang)}</span> }
}
