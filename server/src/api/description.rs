//! `/api/v1/openapi.json`: the description of the API.

use axum::Json;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::{accounts, audit, conversations, queues, receipts, workstreams};

/// Everything that a program can ask for.
#[derive(OpenApi)]
#[openapi(
    info(title = "Sentralbord", description = "Messages from customers, received, explained and routed. Keys are made with \
        `sentralbord api-key create`; what a key may see follows from its role."),
    paths(
        accounts::list, queues::list, workstreams::list, conversations::list, conversations::messages,
        conversations::trace, receipts::list, audit::list, openapi,
    ),
    modifiers(&Keys),
)]
struct Description;

struct Keys;

impl Modify for Keys {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let key = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        document.components.get_or_insert_default().add_security_scheme("key", key);
    }
}

pub(super) fn document() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// This description. It needs no key.
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "description", responses((status = 200, body = Object)))]
pub(super) async fn openapi() -> Json<utoipa::openapi::OpenApi> {
    Json(document())
}
