//! `/api/v1`: HTTP for programs, over the verbs that the pages use. `Authorization: Bearer KEY`; no cookie counts.
//!
//! Every route is a row of the table below, and every row is in the description at `/api/v1/openapi.json`, which needs no key.
//! Lists are `{"items": […], "next_cursor": null}`; whatever goes wrong is a problem of RFC 9457.

mod accounts;
mod asked;
mod audit;
mod conversations;
mod description;
mod list;
pub mod problem;
mod queues;
mod receipts;
mod workstreams;

use axum::Router;
use axum::routing::{MethodRouter, get};
use backend::Backend;

use crate::guard;
use problem::Problem;

/// Where the API is.
const ROOT: &str = "/api/v1";

/// Where its description is.
const DESCRIPTION: &str = "/api/v1/openapi.json";

/// What needs a key, with paths under [`ROOT`].
fn table() -> Vec<(&'static str, MethodRouter<Backend>)> {
    vec![
        ("/accounts", get(accounts::list)),
        ("/queues", get(queues::list)),
        ("/workstreams", get(workstreams::list)),
        ("/conversations", get(conversations::list)),
        ("/conversations/{id}/messages", get(conversations::messages)),
        ("/conversations/{id}/trace", get(conversations::trace)),
        ("/receipts", get(receipts::list)),
        ("/audit", get(audit::list)),
    ]
}

/// The whole API, with its own guard. It stands outside sessions and everything that is for browsers.
pub fn routes(backend: &Backend) -> Router {
    let rows = table().into_iter().fold(Router::new(), |router, (path, methods)| router.route(path, methods));
    let programs = rows
        .method_not_allowed_fallback(async || Problem::method_not_allowed())
        .fallback(async || Problem::no_such_address())
        .with_state(backend.clone());
    let description = get(description::openapi).fallback(async || Problem::method_not_allowed());
    Router::new().route(DESCRIPTION, description).nest(ROOT, guard::programs(programs, backend))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_route_is_described_and_nothing_else_is() {
        let described = serde_json::to_value(description::document()).unwrap();
        let paths: BTreeSet<String> = described["paths"].as_object().unwrap().keys().cloned().collect();
        let served: BTreeSet<String> =
            table().iter().map(|(path, _)| format!("{ROOT}{path}")).chain([DESCRIPTION.to_owned()]).collect();
        assert_eq!(paths, served);
    }
}
