//! A page in its frame: loads what it shows, then renders; an error becomes a page with the right status, and whoever is not
//! signed in is sent to sign in and back.

use std::future::Future;

use backend::visitor::Visitor;
use domain::user::{Permission, Theme};
use islands::AppError;
use leptos::prelude::*;

use crate::{
    components::{ErrorState, IconName},
    forms, gate,
    layout::{Environment, Frame, FrameActions, NavGroup, NavItem, Person, Shell},
    paths,
    reader::Reader,
    words,
};

/// Where the frame's own forms post.
const ACTIONS: FrameActions =
    FrameActions { language: "/api/me/language", theme: "/api/me/theme", sign_out: "/api/sign-in/end" };

/// A page for people who are signed in. `load` is awaited before a byte is sent, so the status is the right one.
pub fn page<T, V>(
    load: impl Future<Output = Result<T, AppError>> + Send + 'static,
    view: impl FnOnce(T) -> V + Send + 'static,
) -> AnyView
where
    T: Send + 'static,
    V: IntoView + 'static,
{
    Suspend::new(async move {
        if !gate::visitor().is_some_and(|visitor| visitor.is_signed_in()) {
            gate::redirect(&paths::sign_in(&gate::address()));
            return ().into_any();
        }
        framed(load.await.map(|data| view(data).into_any())).await
    })
    .into_any()
}

/// A page for everybody.
pub fn open_page<T, V>(
    load: impl Future<Output = Result<T, AppError>> + Send + 'static,
    view: impl FnOnce(T) -> V + Send + 'static,
) -> AnyView
where
    T: Send + 'static,
    V: IntoView + 'static,
{
    Suspend::new(async move { framed(load.await.map(|data| view(data).into_any())).await }).into_any()
}

async fn framed(content: Result<AnyView, AppError>) -> AnyView {
    let flash = forms::take_flash().await.unwrap_or_default();
    let visitor = gate::visitor();
    let person = visitor.as_ref().and_then(|visitor| visitor.person.clone());
    let frame = Frame {
        lang: Reader::here().lang,
        theme: use_context::<Theme>().unwrap_or_default(),
        person: person.map(|person| Person { name: person.name, email: person.email }),
        path: gate::address(),
        navigation: visitor.as_ref().map(navigation).unwrap_or_default(),
        environment: use_context::<Environment>().unwrap_or(Environment::Production),
        flash,
        actions: ACTIONS,
        help: words::here().nav.help,
    };
    let content = content.unwrap_or_else(|error| view! { <ErrorState error/> }.into_any());
    view! { <Shell frame>{content}</Shell> }.into_any()
}

/// The pages that exist and that the visitor may open.
fn navigation(visitor: &Visitor) -> Vec<NavGroup> {
    let words = &words::here().nav;
    let places = [
        ("", vec![(None, words.overview, paths::OVERVIEW, IconName::Home)]),
        (
            words.operations,
            vec![
                (
                    Some(Permission::ViewConversations),
                    words.conversations,
                    paths::CONVERSATIONS,
                    IconName::Conversation,
                ),
                (Some(Permission::ViewReceipts), words.receipts, paths::RECEIPTS, IconName::Receipt),
            ],
        ),
        (
            words.support,
            vec![
                (Some(Permission::ViewAccounts), words.channels, paths::CHANNELS, IconName::Channel),
                (Some(Permission::ViewWorkstreams), words.workstreams, paths::WORKSTREAMS, IconName::Workstream),
                (Some(Permission::ViewQueues), words.queues, paths::QUEUES, IconName::Queue),
                (Some(Permission::ViewQueues), words.hours, paths::HOURS, IconName::Clock),
            ],
        ),
        (words.privacy_group, vec![(Some(Permission::ViewPrivacy), words.privacy, paths::PRIVACY, IconName::Privacy)]),
        (
            words.access,
            vec![
                (Some(Permission::ViewUsers), words.users, paths::USERS, IconName::Users),
                (Some(Permission::ViewUsers), words.teams, paths::TEAMS, IconName::Users),
                (Some(Permission::ViewFieldSecurity), words.field_security, paths::FIELD_SECURITY, IconName::Lock),
            ],
        ),
        (words.system, vec![(Some(Permission::ViewAudit), words.audit, paths::AUDIT, IconName::Receipt)]),
    ];
    places
        .into_iter()
        .map(|(label, items)| {
            let items = items
                .into_iter()
                .filter(|(permission, ..)| permission.is_none_or(|p| visitor.actor.may(p)))
                .map(|(_, label, href, icon)| NavItem::new(label, href, icon))
                .collect();
            NavGroup::new(label, items)
        })
        .collect()
}

/// A part of the address, as a typed id; an id that is none is a page that does not exist.
pub fn id_param<Id: std::str::FromStr>(name: &str) -> Result<Id, AppError> {
    text_param(name).parse().map_err(|_| gate::refuse(AppError::NotFound))
}

/// A part of the address, as text; empty when it is not there.
pub fn text_param(name: &str) -> String {
    leptos_router::hooks::use_params_map().read_untracked().get(name).unwrap_or_default()
}

/// A value of the query, as text; empty when it is not there.
pub fn query(name: &str) -> String {
    leptos_router::hooks::use_query_map().read_untracked().get(name).unwrap_or_default()
}
