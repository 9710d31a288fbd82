//! Refuses what another site makes a browser send (CSRF).
//!
//! Unsafe methods need `Sec-Fetch-Site: same-origin`, or `none`, which is the person's own doing; browsers that send no such
//! header (over plain http they do not) need an `Origin` that is ours. A request with neither comes from no browser's form.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{HOST, HeaderName, ORIGIN};
use http::{HeaderMap, Method, StatusCode, Uri};

use super::{Guard, failure};

static SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// A scheme, a host and a port, as browsers write them in `Origin`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    pub is_https: bool,
    /// Host and port in lower case, the port left out where it is the scheme's own.
    authority: String,
}

impl Origin {
    /// The origin of a web address that the settings have checked.
    pub fn parse(url: &str) -> Self {
        Self::read(url).unwrap_or(Self { is_https: false, authority: String::new() })
    }

    /// The origin of any text that is a web address.
    pub fn read(url: &str) -> Option<Self> {
        let uri: Uri = url.parse().ok()?;
        let is_https = match uri.scheme_str()? {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let authority = uri.authority()?.as_str().to_ascii_lowercase();
        let own_port = if is_https { ":443" } else { ":80" };
        let authority = authority.strip_suffix(own_port).map(ToOwned::to_owned).unwrap_or(authority);
        (!authority.contains('@')).then_some(Self { is_https, authority })
    }

    /// Whether an origin is this one, or that of the host which the request itself names: the portal may be reached under
    /// names that the settings do not know, and no browser lets a page choose the header `Host`.
    pub fn is_own(&self, other: &Self, headers: &HeaderMap) -> bool {
        let host = headers.get(HOST).and_then(|host| host.to_str().ok()).map(str::to_ascii_lowercase);
        other == self || host.is_some_and(|host| host == other.authority)
    }
}

pub(super) async fn check(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    if is_allowed(&guard.0.public, request.method(), request.headers()) {
        next.run(request).await
    } else {
        tracing::info!(to = door(request.uri().path()), "refused what another site sent");
        failure::reply(request.headers(), StatusCode::FORBIDDEN)
    }
}

/// What a log may say of an address: the name of a function; of a page the first part only, for what follows may be a link that
/// works once.
fn door(path: &str) -> &str {
    if path.starts_with("/api/") { path } else { path.split('/').nth(1).unwrap_or_default() }
}

fn is_allowed(public: &Origin, method: &Method, headers: &HeaderMap) -> bool {
    if [Method::GET, Method::HEAD, Method::OPTIONS].contains(method) {
        return true;
    }
    let mut sites = headers.get_all(&SEC_FETCH_SITE).iter();
    match (sites.next(), sites.next()) {
        (Some(site), None) => return site == "same-origin" || site == "none",
        (Some(_), Some(_)) => return false,
        (None, _) => {}
    }
    let mut origins = headers.get_all(ORIGIN).iter();
    match (origins.next(), origins.next()) {
        (Some(origin), None) => {
            let origin = origin.to_str().ok().and_then(Origin::read);
            origin.is_some_and(|origin| public.is_own(&origin, headers))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    #[test]
    fn only_our_own_pages_may_change_things() {
        let public = Origin::parse("https://portal.example");
        for (pairs, allowed) in [
            (vec![("sec-fetch-site", "same-origin")], true),
            (vec![("sec-fetch-site", "none")], true),
            (vec![("sec-fetch-site", "same-site")], false),
            (vec![("sec-fetch-site", "cross-site")], false),
            (vec![("sec-fetch-site", "cross-site"), ("origin", "https://portal.example")], false),
            (vec![("sec-fetch-site", "")], false),
            (vec![("origin", "https://portal.example")], true),
            (vec![("origin", "https://PORTAL.example:443")], true),
            (vec![("origin", "http://portal.example")], false),
            (vec![("origin", "https://portal.example:8443")], false),
            (vec![("origin", "https://portal.example.evil.example")], false),
            (vec![("origin", "https://evil.example")], false),
            (vec![("origin", "null")], false),
            (vec![("origin", "http://127.0.0.1:3000"), ("host", "127.0.0.1:3000")], true),
            (vec![("origin", "http://127.0.0.1:4000"), ("host", "127.0.0.1:3000")], false),
            (vec![("host", "portal.example")], false),
            (vec![], false),
        ] {
            let headers: HeaderMap = headers(&pairs);
            for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
                assert_eq!(is_allowed(&public, &method, &headers), allowed, "{method} {pairs:?}");
            }
            assert!(is_allowed(&public, &Method::GET, &headers));
        }
    }

    #[test]
    fn a_header_that_comes_twice_says_nothing() {
        let public = Origin::parse("https://portal.example");
        for (name, value) in [("sec-fetch-site", "same-origin"), ("origin", "https://portal.example")] {
            let mut twice = headers(&[(name, value)]);
            twice.append(name, "cross-site".parse().unwrap());
            assert!(!is_allowed(&public, &Method::POST, &twice), "{name}");
        }
    }
}
