//! The states in which there is nothing to show: first use, no hits, an error, no access.

use domain::user::Permission;
use islands::AppError;
use leptos::prelude::*;

use super::{Icon, IconName, LinkButton, Text};
use crate::words::{self, common::Common};

/// Nothing here yet: what this is, and as children the button that begins it.
#[component]
pub fn EmptyState(
    #[prop(default = IconName::Info)] icon: IconName,
    #[prop(into)] title: Text,
    #[prop(optional, into)] text: Text,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="state">
            <Icon name=icon/>
            <h2>{title}</h2>
            {(!text.is_empty()).then(|| view! { <p>{text}</p> })}
            {children.map(|children| view! { <div class="buttons">{children()}</div> })}
        </div>
    }
}

/// A search or filter that matched nothing.
#[component]
pub fn NoHits(
    #[prop(optional, into)] query: Text,
    /// The list without filters.
    #[prop(into)]
    clear: Text,
) -> impl IntoView {
    let words = &words::here().common;
    let title = if query.is_empty() { words.no_hits.to_owned() } else { (words.no_hits_for)(&query) };
    view! {
        <EmptyState icon=IconName::Search title>
            <LinkButton href=clear>{words.clear_filters}</LinkButton>
        </EmptyState>
    }
}

/// A part of the page is not for this person.
#[component]
pub fn NoAccess(permission: Permission) -> impl IntoView {
    let words = &words::here().common;
    let permission = (words::here().users.permission)(permission);
    view! {
        <div class="state warn">
            <Icon name=IconName::Lock/>
            <h2>{words.no_access}</h2>
            <p>{(words.no_access_to)(permission)}</p>
        </div>
    }
}

/// A whole page that could not be shown: the one place where an `AppError` becomes sentences.
#[component]
pub fn ErrorState(
    error: AppError,
    /// Only a part of the page failed: the page keeps its own title and heading.
    #[prop(optional)]
    part: bool,
) -> impl IntoView {
    let words = &words::here().common;
    let (tone, icon, title, text) = told(&error, words);
    view! {
        {(!part).then(|| view! { <leptos_meta::Title text=format!("{title} – {}", words.product)/> })}
        <div class=format!("state {tone}")>
            <Icon name=icon/>
            {if part { view! { <h2>{title}</h2> }.into_any() } else { view! { <h1>{title}</h1> }.into_any() }}
            <p>{text}</p>
            <div class="buttons"><LinkButton href="/">{words.to_overview}</LinkButton></div>
        </div>
    }
}

/// The sentence that tells a person of an error.
pub fn sentence(error: &AppError) -> String {
    told(error, &words::here().common).3
}

/// Tint, drawing, heading and sentence for an error.
fn told(error: &AppError, words: &'static Common) -> (&'static str, IconName, &'static str, String) {
    match error {
        AppError::SignInNeeded => ("", IconName::Lock, words.sign_in, words.session_over.to_owned()),
        AppError::Forbidden { permission } => {
            ("warn", IconName::Lock, words.no_access, (words.no_access_to)(named(permission)))
        }
        AppError::NotFound => ("", IconName::Search, words.not_found, words.not_found_text.to_owned()),
        AppError::Conflict => ("warn", IconName::Warning, words.conflict, words.conflict_text.to_owned()),
        AppError::Stale => ("warn", IconName::Warning, words.stale, words.stale_text.to_owned()),
        AppError::TooMany { seconds } => ("warn", IconName::Warning, words.try_again, (words.too_many)(*seconds)),
        AppError::Unavailable => ("bad", IconName::Error, words.unavailable, words.unavailable_text.to_owned()),
        AppError::Invalid | AppError::BadRequest => {
            ("bad", IconName::Error, words.bad_request, words.bad_request_text.to_owned())
        }
        AppError::Internal { reference } => ("bad", IconName::Error, words.wrong, (words.wrong_reference)(reference)),
    }
}

/// A permission as people read it; its machine name where it is none that we know.
fn named(permission: &str) -> &str {
    permission.parse().map_or(permission, |known| (words::here().users.permission)(known))
}
