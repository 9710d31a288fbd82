//! What a program asks for: who it is, and the parameters of its address.

use std::str::FromStr;

use axum::extract::{FromRequestParts, Query};
use backend::{Actor, Backend, Visitor};
use domain::{AccountId, PageRequest, QueueId};
use http::request::Parts;
use serde::de::DeserializeOwned;

use super::problem::Problem;

/// The program, by its key. The guard has put it there.
pub(super) struct Program(pub Actor);

impl<S: Sync> FromRequestParts<S> for Program {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let visitor = parts.extensions.get::<Visitor>().ok_or_else(Problem::unauthenticated)?;
        Ok(Self(visitor.actor.clone()))
    }
}

/// The parameters of a list.
pub(super) struct Asked<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        match Query::try_from_uri(&parts.uri) {
            Ok(Query(asked)) => Ok(Self(asked)),
            Err(error) => Err(Problem::bad_request(error.body_text())),
        }
    }
}

/// Which part of a list is wanted. More than a page can hold is a whole page.
pub(super) fn page<Id: FromStr>(limit: Option<&str>, after: Option<&str>) -> Result<PageRequest<Id>, Problem> {
    let wrong = || Problem::bad_request("`limit` must be a whole number from 1 to 200.");
    let limit = limit.map(|raw| raw.parse::<u32>().ok().filter(|limit| *limit > 0).ok_or_else(wrong)).transpose()?;
    let limit = limit.map(|limit| u16::try_from(limit).unwrap_or(u16::MAX));
    let after = after.map(str::parse).transpose().ok();
    let after = after.ok_or_else(|| Problem::bad_request("`after` must be the `next_cursor` of another page."))?;
    Ok(PageRequest::new(limit, after))
}

/// A parameter that is one of some words.
pub(super) fn word<T: FromStr<Err = domain::Fault>>(name: &str, raw: Option<&str>) -> Result<Option<T>, Problem> {
    raw.map(|raw| raw.parse().map_err(|fault| Problem::bad_request(format!("`{name}` {fault}.")))).transpose()
}

/// What a filter by name or id came to.
pub(super) enum Wanted<Id> {
    All,
    Only(Id),
    /// There is nothing of that name, so there is nothing to list.
    Nothing,
}

impl<Id> Wanted<Id> {
    fn found(id: Option<Id>) -> Self {
        id.map_or(Self::Nothing, Self::Only)
    }

    /// What to filter by; `None` where nothing can be found.
    #[expect(clippy::option_option, reason = "no filter, a filter that nothing passes, a filter for one id")]
    pub(super) fn filter(self) -> Option<Option<Id>> {
        match self {
            Self::All => Some(None),
            Self::Only(id) => Some(Some(id)),
            Self::Nothing => None,
        }
    }
}

/// The account that a filter names, by name or id.
pub(super) async fn account(backend: &Backend, actor: &Actor, raw: Option<&str>) -> Result<Wanted<AccountId>, Problem> {
    match raw.map(|raw| (raw, raw.parse())) {
        None => Ok(Wanted::All),
        Some((_, Ok(id))) => Ok(Wanted::Only(id)),
        Some((name, Err(_))) => Ok(Wanted::found(backend.accounts().find_by_name(actor, name).await?)),
    }
}

/// The queue that a filter names, by name or id.
pub(super) async fn queue(backend: &Backend, actor: &Actor, raw: Option<&str>) -> Result<Wanted<QueueId>, Problem> {
    match raw.map(|raw| (raw, raw.parse())) {
        None => Ok(Wanted::All),
        Some((_, Ok(id))) => Ok(Wanted::Only(id)),
        Some((name, Err(_))) => Ok(Wanted::found(backend.queues().find_by_name(actor, name).await?)),
    }
}
