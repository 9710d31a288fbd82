//! Who looks: the language of a person's pages.

use std::convert::Infallible;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Uri, header, request::Parts},
};
use reqwest::Url;

use crate::words::{Lang, Words};

/// The cookie that remembers the language.
pub(crate) const COOKIE: &str = "emulator_lang";

/// One request's reader.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    pub(crate) lang: Lang,
    uri: Uri,
}

impl Visitor {
    pub(crate) fn words(&self) -> &'static Words {
        self.lang.words()
    }

    /// This page in another language.
    pub(crate) fn same_page_in(&self, lang: Lang) -> String {
        let page = Url::parse("http://emulator").and_then(|base| base.join(&self.uri.to_string()));
        let Ok(mut page) = page else {
            return format!("?lang={}", lang.code());
        };
        let others: Vec<(String, String)> = page
            .query_pairs()
            .filter(|(name, _)| name != "lang")
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        page.query_pairs_mut().clear().extend_pairs(others).append_pair("lang", lang.code());
        format!("?{}", page.query().unwrap_or_default())
    }
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let lang = asked(&parts.uri)
            .or_else(|| remembered(&parts.headers))
            .or_else(|| preferred(&parts.headers))
            .unwrap_or_default();
        Ok(Self { lang, uri: parts.uri.clone() })
    }
}

/// The language in the address.
pub(crate) fn asked(uri: &Uri) -> Option<Lang> {
    uri.query()?.split('&').find_map(|pair| Lang::parse(pair.strip_prefix("lang=")?))
}

fn remembered(headers: &HeaderMap) -> Option<Lang> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .find_map(|cookie| {
            let (name, value) = cookie.trim().split_once('=')?;
            (name == COOKIE).then(|| Lang::parse(value))?
        })
}

/// The browser's first choice among the languages that there are.
fn preferred(headers: &HeaderMap) -> Option<Lang> {
    let accepted = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut ranked: Vec<(f32, Lang)> = accepted
        .split(',')
        .filter_map(|range| {
            let mut parts = range.trim().split(';');
            let lang = Lang::parse(parts.next()?)?;
            let weight = parts.find_map(|part| part.trim().strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
            Some((weight, lang))
        })
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    ranked.first().map(|(_, lang)| *lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(uri: &str, headers: &[(header::HeaderName, &str)]) -> Lang {
        let uri: Uri = uri.parse().expect("an address");
        let headers = headers.iter().map(|(name, value)| (name.clone(), value.parse().expect("a value"))).collect();
        asked(&uri).or_else(|| remembered(&headers)).or_else(|| preferred(&headers)).unwrap_or_default()
    }

    #[test]
    fn the_address_wins_over_the_cookie_and_the_cookie_over_the_browser() {
        let cookie = (header::COOKIE, "a=b; emulator_lang=nb");
        let browser = (header::ACCEPT_LANGUAGE, "da, en-GB;q=0.8, nn;q=0.7");
        assert_eq!(visit("/?lang=en", std::slice::from_ref(&cookie)), Lang::En);
        assert_eq!(visit("/", &[cookie, browser.clone()]), Lang::Nb);
        assert_eq!(visit("/", &[browser]), Lang::En);
        assert_eq!(visit("/?x=1&lang=nb", &[]), Lang::Nb);
        assert_eq!(visit("/", &[]), Lang::Nb);
    }

    #[test]
    fn changing_language_keeps_the_rest_of_the_address() {
        let visitor = Visitor { lang: Lang::Nb, uri: "/phone/b/a?surface=ios&lang=nb".parse().expect("an address") };
        assert_eq!(visitor.same_page_in(Lang::En), "?surface=ios&lang=en");
    }
}
