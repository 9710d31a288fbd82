//! The scripts of a page: pages with an island get the loader, the page that tries rules gets that of the engine, the others get none
//! at all.
//!
//! The framework writes its hydration data as scripts into every page. They are kept, with the nonce, where islands read them,
//! and dropped where nobody does. Text from outside cannot look like them: pages escape every `<`.

use axum::body::{Body, to_bytes};
use axum::response::Response;
use http::StatusCode;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use islands::ENGINE_LOADER;

const START: &str = "<script";
const END: &str = "</script>";
/// Of the element that the engine answers in.
const ENGINE: &str = "data-engine-js=\"";

/// The reply with the scripts that its page needs. Anything but HTML stays as it is.
pub(super) async fn fit(response: Response, loader: &str, nonce: &str) -> Response {
    let is_html = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_html {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    parts.headers.remove(CONTENT_LENGTH);
    let Some(page) = to_bytes(body, usize::MAX).await.ok().and_then(|bytes| String::from_utf8(bytes.into()).ok())
    else {
        parts.status = StatusCode::INTERNAL_SERVER_ERROR;
        return Response::from_parts(parts, Body::empty());
    };
    Response::from_parts(parts, Body::from(fitted(&page, loader, nonce)))
}

fn fitted(page: &str, loader: &str, nonce: &str) -> String {
    let has_islands = page.contains("<leptos-island");
    let loaders = [(has_islands, loader), (page.contains(ENGINE), ENGINE_LOADER)];
    let page = with_data(page, has_islands.then_some(nonce));
    let script = |(_, text)| format!("<script type=\"module\" nonce=\"{nonce}\">{text}</script>");
    let scripts: String = loaders.into_iter().filter(|(is_wanted, _)| *is_wanted).map(script).collect();
    match page.rfind("</body>") {
        Some(at) if !scripts.is_empty() => [&page[..at], &scripts, &page[at..]].concat(),
        _ => page + &scripts,
    }
}

/// The page with the framework's data under this nonce, or without the data.
fn with_data(page: &str, nonce: Option<&str>) -> String {
    let mut out = String::with_capacity(page.len() + 128);
    let mut rest = page;
    while let Some(at) = rest.find(START) {
        let (before, script) = rest.split_at(at);
        let (script, after) = script.find(END).map_or((script, ""), |end| script.split_at(end + END.len()));
        out += before;
        match (data(script), nonce) {
            (Some(data), Some(nonce)) => {
                for piece in ["<script nonce=\"", nonce, "\">", data] {
                    out += piece;
                }
            }
            (Some(_), None) => {}
            (None, _) => out += script,
        }
        rest = after;
    }
    out + rest
}

/// What is behind the tag of a script with data; the framework gives the tag a nonce of its own, which is not the reply's.
fn data(script: &str) -> Option<&str> {
    let (_, content) = script.split_once('>')?;
    content.starts_with("__").then_some(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATA: &str = "<script nonce=\"its own\">__RESOLVED_RESOURCES=[];__PENDING_RESOURCES=[];</script>\
        <script>__INCOMPLETE_CHUNKS=[];</script>";

    #[test]
    fn a_page_without_islands_has_no_script() {
        let page = format!("<html><body><p>Hei</p></body></html>{DATA}");
        assert_eq!(fitted(&page, "start()", "abc"), "<html><body><p>Hei</p></body></html>");
    }

    #[test]
    fn the_engine_comes_where_it_is_wanted() {
        let page = fitted("<html><body><div data-engine-js=\"/pkg/e.js\"></div></body></html>", "start()", "abc");
        assert!(page.contains("<script type=\"module\" nonce=\"abc\">const begin"), "{page}");
        assert!(page.ends_with("</script></body></html>") && !page.contains("start()"), "{page}");
    }

    #[test]
    fn every_script_of_a_page_with_islands_has_the_nonce() {
        let island = "<html><body><leptos-island data-component=\"x\"></leptos-island></body></html>";
        let page = fitted(&format!("{island}{DATA}"), "start()", "abc");
        assert!(page.contains("<script type=\"module\" nonce=\"abc\">start()</script></body>"), "{page}");
        assert_eq!(page.matches("<script").count(), 3);
        assert_eq!(page.matches("nonce=\"abc\"").count(), 3);
        assert!(!page.contains("its own"));
    }
}
