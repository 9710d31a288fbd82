//! People through the doors that they use: forms of a browser without script.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::response::Response;
use backend::Actor;
use backend::testing::Portal;
use domain::PageRequest;
use http::header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use http::{Method, StatusCode};
use server::pages::Site;
use server::router::router;
use sqlx::PgPool;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

const PASSWORD: &str = "rødgrøt med fløte";
const WRONG: &str = "E-post eller passord er feil.";

/// A browser: it keeps cookies and follows where it is led.
pub struct Browser {
    router: Router,
    language: &'static str,
    cookies: BTreeMap<String, String>,
}

/// A page as the browser shows it.
pub struct Page {
    pub path: String,
    status: StatusCode,
    pub text: String,
}

impl Page {
    #[track_caller]
    pub fn shows(&self, text: &str) -> &Self {
        assert!(self.text.contains(text), "{} ({}) does not show {text}: {}", self.path, self.status, self.text);
        self
    }

    #[track_caller]
    pub fn hides(&self, text: &str) -> &Self {
        assert!(!self.text.contains(text), "{} shows {text}: {}", self.path, self.text);
        self
    }

    #[track_caller]
    pub fn is_at(&self, path: &str, status: u16) -> &Self {
        assert_eq!((self.path.as_str(), self.status.as_u16()), (path, status), "{}", self.text);
        self
    }
}

impl Browser {
    fn of(portal: &Portal) -> Self {
        Self {
            router: router(&portal.backend, Site::new(None), CancellationToken::new()),
            language: "nb",
            cookies: BTreeMap::new(),
        }
    }

    pub async fn open(&mut self, path: &str) -> Page {
        self.go(Method::GET, path, String::new()).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        self.go(Method::POST, path, pairs.join("&")).await
    }

    async fn go(&mut self, method: Method, path: &str, body: String) -> Page {
        let mut path = path.to_owned();
        let mut response = self.send(method, &path, body).await;
        for _ in 0..5 {
            let Some(location) = response.headers().get(LOCATION) else { break };
            path = location.to_str().unwrap().to_owned();
            response = self.send(Method::GET, &path, String::new()).await;
        }
        let status = response.status();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        Page { path, status, text: String::from_utf8(bytes.into()).unwrap() }
    }

    /// The header's value.
    pub fn cookie(&self) -> String {
        let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }

    async fn send(&mut self, method: Method, path: &str, body: String) -> Response {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(ACCEPT, "text/html")
            .header(ACCEPT_LANGUAGE, self.language)
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(COOKIE, self.cookie())
            .body(Body::from(body))
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        for cookie in response.headers().get_all(SET_COOKIE) {
            let (name, value) = cookie.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        response
    }

    async fn sign_in(&mut self, email: &str, password: &str) -> Page {
        let fields = [("form[email]", email), ("form[password]", password), ("form[next]", "")];
        self.post("/api/sign-in/begin", &fields).await
    }
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |encoded, byte| format!("{encoded}%{byte:02X}"))
}

/// What stands between two texts.
pub fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split(before).nth(1).and_then(|rest| rest.split(after).next()).unwrap()
}

/// The first administrator, signed in.
pub async fn administrator(portal: &Portal) -> Browser {
    let mut ada = Browser::of(portal);
    let link = portal.backend.users().first_administrator_link().await.unwrap().unwrap();
    let token = link.url.rsplit('/').next().unwrap();
    let fields = [
        ("form[token]", token),
        ("form[name]", "Ada Admin"),
        ("form[email]", "ada@example.no"),
        ("form[password]", PASSWORD),
    ];
    let made = ada.post("/api/welcome/accept", &fields).await;
    made.is_at("/sign-in", 200).shows("Du er nå systemadministrator");
    ada.sign_in("ada@example.no", PASSWORD).await.is_at("/", 200);
    ada
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn the_first_administrator_comes_in_by_the_link(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let mut browser = Browser::of(&portal);
    browser.open("/").await.is_at("/sign-in", 200).shows("Portalen har ingen administrator ennå");
    let link = portal.backend.users().first_administrator_link().await.unwrap().unwrap();
    let path = link.url.strip_prefix("https://portal.example").unwrap();
    let token = path.rsplit('/').next().unwrap();
    browser.open(path).await.is_at(path, 200).shows("Velkommen til Sentralbord").shows("name=\"form[password]\"");

    let typed = [("form[token]", token), ("form[name]", "Ada"), ("form[email]", "ada"), ("form[password]", "hunter2")];
    let refused = browser.post("/api/welcome/accept", &typed).await;
    refused.is_at(path, 200).shows("Skriv en e-postadresse").shows("value=\"Ada\"").hides("hunter2");

    let mut ada = administrator(&portal).await;
    ada.open("/users").await.shows("Ada Admin").shows("Systemadministrator");
    browser.open(path).await.is_at(path, 404).shows("Lenken virker ikke");
    browser.open("/sign-in").await.hides("Portalen har ingen administrator ennå");
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn signing_in_says_the_same_of_whatever_is_wrong(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    administrator(&portal).await;
    for (email, password) in [("ada@example.no", "hunter2"), ("eve@example.no", "hunter2"), ("", "hunter2")] {
        let refused = Browser::of(&portal).sign_in(email, password).await;
        refused.is_at("/sign-in", 200).shows(WRONG).shows(&format!("value=\"{email}\"")).hides("hunter2");
    }
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn too_many_attempts_are_told_how_long_to_wait(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    administrator(&portal).await;
    let mut browser = Browser::of(&portal);
    for _ in 0..12 {
        browser.sign_in("ada@example.no", "et annet passord").await;
    }
    browser.sign_in("ada@example.no", PASSWORD).await.shows("For mange forsøk. Prøv igjen om 1 sekund.");
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn signing_in_leads_to_the_page_that_was_asked_for_and_nowhere_else(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    administrator(&portal).await;
    for (next, path) in
        [("/queues", "/queues"), ("//evil.example", "/"), ("https://evil.example", "/"), ("/\\evil", "/")]
    {
        let fields = [("form[email]", "ada@example.no"), ("form[password]", PASSWORD), ("form[next]", next)];
        Browser::of(&portal).post("/api/sign-in/begin", &fields).await.is_at(path, 200);
    }
    Browser::of(&portal).open("/queues?after=x").await.is_at("/sign-in?next=/queues%3Fafter%3Dx", 200);
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn signing_out_ends_the_session(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let mut ada = administrator(&portal).await;
    let before = ada.cookies.clone();
    ada.post("/api/sign-in/end", &[]).await.is_at("/sign-in", 200).shows("Du er logget ut.");
    ada.cookies = before;
    ada.open("/users").await.is_at("/sign-in?next=/users", 200);
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn somebody_is_invited_comes_in_and_is_kept_out(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let mut ada = administrator(&portal).await;
    ada.open("/users/new").await.shows("Inviter bruker").shows("name=\"form[roles][agent]\"");
    let nobody = ada.post("/api/users/invite", &[("form[email]", "kari@example.no"), ("form[name]", "")]).await;
    nobody
        .is_at("/users/new", 200)
        .shows("Skriv inn et navn.")
        .shows("Velg minst én rolle.")
        .shows("value=\"kari@example.no\"");

    let fields = [("form[email]", "kari@example.no"), ("form[name]", "Kari"), ("form[roles][agent]", "true")];
    let invited = ada.post("/api/users/invite", &fields).await;
    assert_eq!(invited.status, StatusCode::OK);
    let link = between(&invited.text, "https://portal.example", "<").to_owned();
    let user = invited.path.strip_suffix("/invitation").unwrap().to_owned();
    ada.open(&invited.path).await.shows("Lenken er alt vist").hides(&link);
    ada.open(&user).await.shows("Invitert").shows("Lag ny invitasjonslenke");

    let mut kari = Browser::of(&portal);
    kari.open(&link).await.shows("Du er invitert til Sentralbord").shows("value=\"kari@example.no\"");
    let token = link.rsplit('/').next().unwrap();
    let answer = [
        ("form[token]", token),
        ("form[email]", "kari@example.no"),
        ("form[name]", "Kari Nordmann"),
        ("form[password]", PASSWORD),
    ];
    kari.post("/api/invitation/accept", &answer).await.is_at("/sign-in", 200).shows("Invitasjonen er godtatt.");
    kari.open(&link).await.is_at(&link, 404);
    kari.sign_in("kari@example.no", PASSWORD).await.is_at("/", 200);
    kari.open("/users").await.is_at("/users", 403);
    kari.open("/users/new").await.is_at("/users/new", 403);

    let id = user.rsplit('/').next().unwrap();
    ada.open(&format!("{user}/disable")).await.shows("Deaktivere Kari Nordmann?").shows("Deaktiver Kari Nordmann");
    ada.post("/api/users/disable", &[("id", id)]).await.is_at(&user, 200).shows("Brukeren er deaktivert.");
    kari.open("/").await.is_at("/sign-in", 200);
    kari.sign_in("kari@example.no", PASSWORD).await.shows(WRONG);
    ada.post("/api/users/enable", &[("id", id)]).await.shows("Brukeren er aktivert igjen.");
    kari.sign_in("kari@example.no", PASSWORD).await.is_at("/", 200);
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn roles_are_set_and_the_last_administrator_stays(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let mut ada = administrator(&portal).await;
    let people = portal.backend.users().list(&Actor::command_line(), PageRequest::first()).await.unwrap();
    let id = people.items[0].id.to_string();
    let user = format!("/users/{id}");
    let version = between(&ada.open(&user).await.text, "name=\"form[version]\" value=\"", "\"").to_owned();
    for (role, shown) in [
        ("form[roles][agent]", "Det må finnes minst én aktiv systemadministrator."),
        ("form[roles][nonsense]", "Velg et av alternativene."),
    ] {
        let fields = [("id", id.as_str()), ("form[version]", &version), (role, "true")];
        ada.post("/api/users/set-roles", &fields).await.is_at(&user, 200).shows(shown);
    }
    ada.post("/api/users/disable", &[("id", &id)]).await.shows("Det må finnes minst én aktiv systemadministrator.");

    let both = [("form[roles][system-administrator]", "true"), ("form[roles][auditor]", "true")];
    let fields = [[("id", id.as_str()), ("form[version]", &version)], both].concat();
    // New roles end the sessions of whoever has them.
    ada.post("/api/users/set-roles", &fields).await.is_at(&format!("/sign-in?next={user}"), 200);
    ada.sign_in("ada@example.no", PASSWORD).await;
    ada.open("/users").await.shows("Systemadministrator, Revisor");
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn people_set_what_concerns_themselves(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let mut ada = administrator(&portal).await;
    ada.open("/me").await.shows("Min profil").shows("Europe/Oslo");
    let fields = [
        ("form[name]", "Ada Lovelace"),
        ("form[language]", "en"),
        ("form[theme]", "dark"),
        ("form[time_zone]", "America/New_York"),
    ];
    let saved = ada.post("/api/me/change", &fields).await;
    saved
        .is_at("/me", 200)
        .shows("Changes saved.")
        .shows("data-theme=\"dark\"")
        .shows("lang=\"en\"")
        .shows("Ada Lovelace");
    let back = [("form[lang]", "nb"), ("form[back]", "/queues?after=x")];
    ada.post("/api/me/language", &back).await.is_at("/queues?after=x", 200).shows("lang=\"nb\"");
    ada.post("/api/me/theme", &[("form[theme]", "light"), ("form[back]", "//evil.example")]).await.is_at("/", 200);
    ada.open("/me").await.shows("data-theme=\"light\"");
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn guests_choose_language_and_appearance_too(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let mut guest = Browser::of(&portal);
    guest.language = "en-GB";
    guest.open("/sign-in").await.shows("lang=\"en\"").shows("Sign in");
    guest.post("/api/me/language", &[("form[lang]", "nb"), ("form[back]", "/sign-in")]).await.shows("Logg inn");
    guest
        .post("/api/me/theme", &[("form[theme]", "dark"), ("form[back]", "/sign-in")])
        .await
        .shows("data-theme=\"dark\"");
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn pages_without_an_island_have_no_script(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let mut ada = administrator(&portal).await;
    for path in ["/users", "/users/new", "/me", "/queues", "/nowhere"] {
        ada.open(path).await.hides("<script");
    }
    let mut guest = Browser::of(&portal);
    guest.open("/sign-in").await.shows("<script type=\"module\" nonce=\"");
}
