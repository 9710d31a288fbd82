//! Programs: `Authorization: Bearer KEY`, and nothing else.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use backend::{Backend, Visitor, audit::Origin};
use domain::audit::Event;
use http::HeaderMap;
use http::header::AUTHORIZATION;

use crate::api::problem::Problem;
use crate::session::address;

pub(super) async fn visitor(State(backend): State<Backend>, mut request: Request, next: Next) -> Response {
    let origin = Origin::of_request(address(&request), None);
    let found = match bearer(request.headers()) {
        Some(key) => backend.api_keys().find(key).await,
        None => Ok(None),
    };
    match found {
        Ok(Some(actor)) => {
            let actor = backend.audit().trace(actor, origin);
            let address = address(&request);
            request.extensions_mut().insert(Visitor { actor, person: None, address, proven_at: None });
            next.run(request).await
        }
        Ok(None) => {
            backend.audit().refused(origin, Event::ApiKeyRefused {});
            Problem::unauthenticated().into_response()
        }
        Err(error) => Problem::from(error).into_response(),
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, key) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| key.trim())
}
