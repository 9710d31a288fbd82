//! The pages for what is not here.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use leptos::prelude::*;

use super::frame::{Section, heading, page};
use crate::{emulator::Emulator, paths, visitor::Visitor};

/// Nothing is at this address.
pub(crate) fn missing(emulator: &Emulator, visitor: &Visitor) -> Response {
    let words = &visitor.words().frame;
    let body = view! {
        {heading(words.missing, words.missing_lead)}
        <p><a class="button" href=paths::CONSOLE>{words.to_console}</a></p>
    };
    let page = page(emulator, visitor, Section::Elsewhere, words.missing, body.into_any());
    (StatusCode::NOT_FOUND, page).into_response()
}
