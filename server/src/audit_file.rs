//! `GET /audit/exports/{id}`: a file of the audit log, for the person who asked for it.

use axum::{
    Extension, Router,
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::get,
};
use backend::{Backend, Error, visitor::Visitor};
use domain::audit::ExportFormat;
use futures::TryStreamExt;
use http::{
    HeaderMap, StatusCode,
    header::{CONTENT_DISPOSITION, CONTENT_TYPE},
};
use uuid::Uuid;

use crate::guard::failure;

/// The route; it wants the layers that know the visitor.
pub fn routes(backend: Backend) -> Router {
    Router::new().route("/audit/exports/{id}", get(fetch)).with_state(backend)
}

async fn fetch(
    State(backend): State<Backend>,
    visitor: Extension<Visitor>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Response {
    if !visitor.is_signed_in() {
        return failure::reply(&headers, StatusCode::UNAUTHORIZED);
    }
    let Ok(id) = id.parse::<Uuid>() else { return failure::reply(&headers, StatusCode::NOT_FOUND) };
    let (format, parts) = match backend.audit().fetch_export(&visitor.actor, id).await {
        Ok(found) => found,
        Err(error) => return failure::reply(&headers, status(&error)),
    };
    let (kind, name) = match format {
        ExportFormat::Csv => ("text/csv; charset=utf-8", "attachment; filename=\"audit.csv\""),
        ExportFormat::Json => ("application/x-ndjson", "attachment; filename=\"audit.jsonl\""),
    };
    let body = Body::from_stream(parts.map_err(|error| {
        tracing::error!(error = %error.chain(), "a file of the audit log ended early");
        std::io::Error::other("the file ended early")
    }));
    ([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, name)], body).into_response()
}

fn status(error: &Error) -> StatusCode {
    match error {
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Forbidden(_) => StatusCode::FORBIDDEN,
        Error::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        other => {
            tracing::error!(error = %other.chain(), "a file of the audit log cannot be fetched");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}
