//! The files that `bundle` wrote to `target/site`: inside the program in a release build, read from the disk in others.

mod accepted;

use std::collections::BTreeMap;
use std::sync::Arc;

use app::layout::Assets;
use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use http::{HeaderMap, StatusCode};
use rust_embed::{Embed, EmbeddedFile};

use self::accepted::Accepted;

#[derive(Embed)]
#[folder = "$CARGO_MANIFEST_DIR/../target/site"]
#[allow_missing = true]
struct Files;

/// What pages link to: named after their content, as the manifest says; bare names where the site was not built.
pub fn assets() -> Assets {
    let manifest = manifest();
    let named = |key: &str, bare: &str| format!("/{}", manifest.get(key).map_or(bare, String::as_str));
    Assets {
        css: named("css", "pkg/main.css"),
        js: named("js", "pkg/sentralbord.js"),
        wasm: named("wasm", "pkg/sentralbord.wasm"),
        engine_js: named("engine_js", "pkg/engine.js"),
        engine_wasm: named("engine_wasm", "pkg/engine.wasm"),
    }
}

/// `/pkg/…`, and the public files that keep their names.
pub fn routes() -> Router {
    let names: Arc<[String]> = manifest().into_values().collect();
    let public = names.iter().filter(|name| !name.starts_with("pkg/"));
    let router = Router::new().route("/pkg/{*file}", get(file));
    public.fold(router, |router, name| router.route(&format!("/{name}"), get(file))).with_state(Arc::clone(&names))
}

/// The addresses of all of them.
pub fn names() -> Vec<String> {
    manifest().into_values().map(|name| format!("/{name}")).collect()
}

/// Keys of the pages' needs and of the public files, with the files' names.
fn manifest() -> BTreeMap<String, String> {
    let file = Files::get("manifest.json");
    file.and_then(|file| serde_json::from_slice(&file.data).ok()).unwrap_or_default()
}

async fn file(State(names): State<Arc<[String]>>, request: Request) -> Response {
    let name = request.uri().path().trim_start_matches('/');
    // Only what the manifest names: not itself, and not the compressed ones beside.
    if names.iter().any(|known| known == name) {
        answer(name, request.headers()).unwrap_or_else(|| StatusCode::NOT_FOUND.into_response())
    } else {
        StatusCode::NOT_FOUND.into_response()
    }
}

fn answer(name: &str, headers: &HeaderMap) -> Option<Response> {
    let accepted = Accepted::read(headers.get(ACCEPT_ENCODING));
    let (file, encoding) = find(name, accepted)?;
    let content_type = mime_guess::from_path(name).first_or_octet_stream();
    let text = if content_type.type_() == "text" { "; charset=utf-8" } else { "" };
    let mut response = HeaderMap::new();
    response.insert(CONTENT_TYPE, format!("{content_type}{text}").parse().ok()?);
    response.insert(VARY, "accept-encoding".parse().ok()?);
    if let Some(encoding) = encoding {
        response.insert(CONTENT_ENCODING, encoding.parse().ok()?);
    }
    if is_named_after_content(name) {
        response.insert(CACHE_CONTROL, "public, max-age=31536000, immutable".parse().ok()?);
        return Some((response, file.data).into_response());
    }
    let hash = file.metadata.sha256_hash();
    let tag = format!("\"{}\"", hash[..12].iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}")));
    let is_known = headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    response.insert(ETAG, tag.parse().ok()?);
    response.insert(CACHE_CONTROL, "public, max-age=0, must-revalidate".parse().ok()?);
    if is_known {
        return Some((StatusCode::NOT_MODIFIED, response).into_response());
    }
    Some((response, file.data).into_response())
}

fn find(name: &str, accepted: Accepted) -> Option<(EmbeddedFile, Option<&'static str>)> {
    let packed = [(accepted.brotli, "br", "br"), (accepted.gzip, "gz", "gzip")];
    let smaller = packed.into_iter().filter(|(accepted, ..)| *accepted).find_map(|(_, extension, encoding)| {
        Files::get(&format!("{name}.{extension}")).map(|file| (file, Some(encoding)))
    });
    smaller.or_else(|| Files::get(name).map(|file| (file, None)))
}

/// `main.0123456789ab.css`.
fn is_named_after_content(name: &str) -> bool {
    let hash = name.rsplit('.').nth(1).unwrap_or_default();
    hash.len() >= 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_hold_a_hash_are_kept_for_ever() {
        assert!(is_named_after_content("pkg/main.0123456789ab.css"));
        assert!(!is_named_after_content("favicon.svg"));
        assert!(!is_named_after_content("pkg/main.css"));
    }
}
