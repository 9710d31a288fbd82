//! Forms with secrets and files. What they carry never sits in a struct that can be serialised or printed: the parts are read
//! here one by one, and a secret goes straight into the vault's own type.
//!
//! A server function for such a form has `input = MultipartFormData` and `#[middleware(Small)]`, and reads with [`Parts::read`].

use std::{collections::BTreeMap, future::Future, pin::Pin};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, Request, Response, StatusCode, header::CONTENT_TYPE},
};
use backend::vault::{Field, Incoming};
use domain::{Fault, field_security::SecuredField};
use http_body_util::BodyExt;
use islands::AppError;
use server_fn::{
    codec::MultipartData,
    error::ServerFnErrorErr,
    middleware::{BoxedService, Layer, Service},
};

use crate::gate;

/// The most that is kept of a form: a key file of 16 KiB, a token and some text.
const KEPT: usize = 64 * 1024;

/// Keeps the beginning of a form, and refuses what is no form with parts. What is beyond, such as a large file that was chosen by
/// mistake, is read and forgotten, so that the browser gets to hear what is wrong with it; the edge says how much that may be.
pub struct Small;

/// The server function behind [`Small`]; a request takes it along.
struct Checked(Option<BoxedService<Request<Body>, Response<Body>>>);

impl Layer<Request<Body>, Response<Body>> for Small {
    fn layer(&self, inner: BoxedService<Request<Body>, Response<Body>>) -> BoxedService<Request<Body>, Response<Body>> {
        BoxedService::new(inner.ser, Checked(Some(inner)))
    }
}

impl Service<Request<Body>, Response<Body>> for Checked {
    fn run(
        &mut self,
        request: Request<Body>,
        _: fn(ServerFnErrorErr) -> Bytes,
    ) -> Pin<Box<dyn Future<Output = Response<Body>> + Send>> {
        let (head, body) = request.into_parts();
        // Without a boundary the framework would panic.
        if !has_boundary(&head.headers) {
            return Box::pin(async { status(StatusCode::UNSUPPORTED_MEDIA_TYPE) });
        }
        let inner = self.0.take();
        Box::pin(async move {
            match (inner, kept(body).await) {
                (Some(mut inner), Ok(bytes)) => inner.run(Request::from_parts(head, Body::from(bytes))).await,
                (_, Err(code)) => status(code),
                (None, _) => status(StatusCode::SERVICE_UNAVAILABLE),
            }
        })
    }
}

fn has_boundary(headers: &HeaderMap) -> bool {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    content_type.is_some_and(|value| multer::parse_boundary(value).is_ok())
}

/// The beginning of a body, as much of it as is kept.
async fn kept(mut body: Body) -> Result<Vec<u8>, StatusCode> {
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| StatusCode::BAD_REQUEST)?.into_data() else { continue };
        bytes.extend_from_slice(&data[..data.len().min(KEPT - bytes.len())]);
    }
    Ok(bytes)
}

fn status(code: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::from(code.canonical_reason().unwrap_or_default()));
    *response.status_mut() = code;
    response
}

/// The parts of a form: texts, and secrets that have not been looked at.
pub struct Parts {
    texts: BTreeMap<String, String>,
    secrets: BTreeMap<String, Secret>,
}

/// What was sent for a secured field. It has neither `Debug` nor `Serialize`.
enum Secret {
    Whole(Vec<u8>),
    /// It reaches beyond what is kept.
    TooLarge,
}

impl Parts {
    /// Reads a form with these texts and secrets, and no others; `form[name]` is called `name`.
    pub async fn read(data: MultipartData, texts: &[&str], secrets: &[&str]) -> Result<Self, AppError> {
        let mut form = data.into_inner().ok_or_else(bad_request)?;
        let mut parts = Self { texts: BTreeMap::new(), secrets: BTreeMap::new() };
        loop {
            let mut part = match form.next_field().await {
                Ok(Some(part)) => part,
                // The rest was beyond what is kept.
                Ok(None) | Err(multer::Error::IncompleteStream | multer::Error::IncompleteHeaders) => break,
                Err(_) => return Err(bad_request()),
            };
            let name = plain(part.name().unwrap_or_default()).to_owned();
            let mut value = Vec::new();
            let is_whole = loop {
                match part.chunk().await {
                    Ok(Some(chunk)) => value.extend_from_slice(&chunk),
                    Ok(None) => break true,
                    Err(multer::Error::IncompleteFieldData { .. }) => break false,
                    Err(_) => return Err(bad_request()),
                }
            };
            let is_new = if secrets.contains(&name.as_str()) {
                let secret = if is_whole { Secret::Whole(value) } else { Secret::TooLarge };
                parts.secrets.insert(name, secret).is_none()
            } else if is_whole && texts.contains(&name.as_str()) {
                let text = String::from_utf8(value).map_err(|_| bad_request())?;
                parts.texts.insert(name, text).is_none()
            } else {
                false
            };
            if !is_new {
                return Err(bad_request());
            }
            if !is_whole {
                break;
            }
        }
        Ok(parts)
    }

    /// A text; empty when it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
    }

    /// Whether a box is ticked or a button was pressed.
    pub fn is_on(&self, name: &str) -> bool {
        self.text(name) == "true"
    }

    /// An id that our own pages put into the form.
    pub fn id<Id: std::str::FromStr>(&self, name: &str) -> Result<Id, AppError> {
        self.text(name).parse().map_err(|_| bad_request())
    }

    /// A secret on its way into the vault; nothing when the field was left blank.
    pub fn secret<F: Field>(&mut self, name: &str) -> Result<Option<Incoming<F>>, Fault> {
        match self.secrets.remove(name) {
            None => Ok(None),
            Some(Secret::Whole(value)) => Incoming::take(value),
            Some(Secret::TooLarge) => Err(too_large(F::FIELD)),
        }
    }
}

fn too_large(field: SecuredField) -> Fault {
    match field {
        SecuredField::AccountServiceAccount => Fault::ServiceAccount { member: "file", rule: "too_large" },
        _ => Fault::Malformed,
    }
}

/// `form[name]` without what is around the name.
fn plain(name: &str) -> &str {
    name.strip_prefix("form[").and_then(|rest| rest.strip_suffix(']')).unwrap_or(name)
}

fn bad_request() -> AppError {
    gate::refuse(AppError::BadRequest)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use backend::vault::{AccountClientToken, AccountServiceAccount};

    /// A form of some parts, cut to what is kept.
    fn form(parts: &[(&str, &str)]) -> MultipartData {
        let mut body = String::new();
        for (name, value) in parts {
            let _ = write!(body, "--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        }
        body += "--b--\r\n";
        body.truncate(KEPT);
        let stream = futures::stream::iter([Ok::<_, std::io::Error>(Bytes::from(body))]);
        MultipartData::Server(multer::Multipart::new(stream, "b"))
    }

    async fn read(parts: &[(&str, &str)]) -> Result<Parts, AppError> {
        Parts::read(form(parts), &["id", "name"], &["token", "file"]).await
    }

    #[tokio::test]
    async fn texts_and_secrets_are_told_apart() {
        let mut parts =
            read(&[("id", "1"), ("form[name]", "å"), ("form[token]", " abc "), ("form[file]", "")]).await.unwrap();
        assert_eq!((parts.text("id"), parts.text("name")), ("1", "å"));
        assert!(parts.secret::<AccountClientToken>("token").unwrap().is_some());
        assert!(parts.secret::<AccountServiceAccount>("file").unwrap().is_none(), "a blank field keeps");
    }

    #[tokio::test]
    async fn a_field_that_the_form_does_not_have_is_refused() {
        for parts in [vec![("form[other]", "1")], vec![("id", "1"), ("id", "2")]] {
            assert!(matches!(read(&parts).await, Err(AppError::BadRequest)), "{parts:?}");
        }
    }

    #[tokio::test]
    async fn a_file_beyond_what_is_kept_is_told_at_its_field() {
        let large = "x".repeat(KEPT);
        let mut parts = read(&[("id", "1"), ("form[file]", &large), ("form[name]", "after")]).await.unwrap();
        let fault = parts.secret::<AccountServiceAccount>("file").unwrap_err();
        assert_eq!(fault, Fault::ServiceAccount { member: "file", rule: "too_large" });
        assert_eq!((parts.text("id"), parts.text("name")), ("1", ""));
    }

    #[tokio::test]
    async fn a_body_is_kept_to_its_limit() {
        assert_eq!(kept(Body::from(vec![b'x'; KEPT + 1])).await.map(|bytes| bytes.len()), Ok(KEPT));
    }
}
