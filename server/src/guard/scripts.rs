//! The scripts of a page: pages with an island get the loader, the others get none at all.
//!
//! The framework writes its hydration data as scripts into every page. They are kept, with the nonce, where islands read them,
//! and dropped where nobody does. Text from outside cannot look like them: pages escape every `<`.

use axum::body::{Body, to_bytes};
use axum::response::Response;
use http::StatusCode;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};

const DATA: &str = "<script>__";
const END: &str = "</script>";

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
    Response::from_parts(parts, Body::from(fitted(page, loader, nonce)))
}

fn fitted(page: String, loader: &str, nonce: &str) -> String {
    if !page.contains("<leptos-island") {
        return without_data(page);
    }
    let page = page.replace(DATA, &format!("<script nonce=\"{nonce}\">__"));
    let loader = format!("<script type=\"module\" nonce=\"{nonce}\">{loader}</script>");
    match page.rfind("</body>") {
        Some(at) => [&page[..at], &loader, &page[at..]].concat(),
        None => page + &loader,
    }
}

fn without_data(mut page: String) -> String {
    while let Some(start) = page.find(DATA) {
        let end = page[start..].find(END).map_or(page.len(), |at| start + at + END.len());
        page.replace_range(start..end, "");
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATA_OF_THE_FRAMEWORK: &str =
        "<script>__RESOLVED_RESOURCES=[];__PENDING_RESOURCES=[];</script><script>__INCOMPLETE_CHUNKS=[];</script>";

    #[test]
    fn a_page_without_islands_has_no_script() {
        let page = format!("<html><body><p>Hei</p></body></html>{DATA_OF_THE_FRAMEWORK}");
        assert_eq!(fitted(page, "start()", "abc"), "<html><body><p>Hei</p></body></html>");
    }

    #[test]
    fn every_script_of_a_page_with_islands_has_the_nonce() {
        let island = "<html><body><leptos-island data-component=\"x\"></leptos-island></body></html>";
        let page = fitted(format!("{island}{DATA_OF_THE_FRAMEWORK}"), "start()", "abc");
        assert!(page.contains("<script type=\"module\" nonce=\"abc\">start()</script></body>"), "{page}");
        assert_eq!(page.matches("<script").count(), 3);
        assert_eq!(page.matches("nonce=\"abc\"").count(), 3);
    }
}
