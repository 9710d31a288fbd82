//! Tokens, key files and keys, typed by administrators and sent by programs.

use axum::Router;
use axum::body::Body;
use backend::Actor;
use backend::testing::{Portal, service_account_file};
use domain::Name;
use domain::user::Role;
use http::Method;
use http::header::{ACCEPT, AUTHORIZATION, LOCATION};

use super::people::post_and_follow;
use crate::caller::{Caller, FORM};
use crate::doors::{Things, in_parts};
use crate::leaks::canary::fresh;
use crate::leaks::watch::{Sink, Watch};

const SET: &str = "/api/accounts/set-credentials";

/// Partner ID, token and key file of the account, after what is refused. Returns the token.
pub async fn credentials(admin: &Caller, things: &Things, watch: &mut Watch) -> String {
    let file = service_account_file();
    let key: serde_json::Value = serde_json::from_str(&file).unwrap();
    let lines = key["private_key"].as_str().unwrap().lines().filter(|line| !line.starts_with('-') && line.len() >= 22);
    for (number, line) in lines.enumerate() {
        watch.for_value(&format!("line {number} of the service account's key"), line);
    }
    // One after the other, so that one is destroyed.
    let tokens = ["the account's client token", "the account's next client token"];
    let [token, next] = tokens.map(|name| watch.for_value(name, fresh()));
    refused(admin, things, watch, &token, &key).await;
    for token in [&token, &next] {
        let (kind, body) = form(things, &version(admin, things).await, token, &file);
        let reply = post_and_follow(watch, admin, SET, kind, body, None).await;
        assert_eq!(reply.header(&LOCATION), things.fill("/accounts/{account}"), "{}", reply.text());
    }
    next
}

/// Forms with something wrong in them, and secrets where none belong.
async fn refused(admin: &Caller, things: &Things, watch: &mut Watch, token: &str, key: &serde_json::Value) {
    let version = version(admin, things).await;
    let long = watch.for_value("a client token that is too long", fresh().repeat(20));
    let lines = watch.for_value("a client token with a line break", fresh());
    let wrong = watch.for_value("a value in a wrong key file", fresh());
    let with = |member: &str, value: &str| {
        let mut key = key.clone();
        key[member] = value.into();
        key.to_string()
    };
    for (token, file) in [
        (long.as_str(), key.to_string()),
        (&format!("{lines}\n{lines}"), String::new()),
        (&format!("{lines}\u{0}"), String::new()),
        (token, wrong.clone()),
        (token, format!("{{\"type\": \"service_account\", \"private_key\": \"{wrong}")),
        (token, with("private_key", &wrong)),
        (token, with("private_key", &format!("-----BEGIN PRIVATE KEY-----\n{wrong}\n-----END PRIVATE KEY-----\n"))),
        (token, with("token_uri", &format!("https://{wrong}.example/"))),
        (token, with("client_id", &wrong)),
        (token, with("type", &wrong)),
        (token, wrong.repeat(3000)),
    ] {
        let (kind, body) = form(things, &version, token, &file);
        let reply = post_and_follow(watch, admin, SET, kind, body.clone(), None).await;
        assert_eq!(reply.header(&LOCATION), things.fill("/accounts/{account}/edit"), "{}", reply.text());
        let program = admin.with(ACCEPT, "application/json").post(SET, kind, body).await;
        watch.reply("credentials of a script", &program);
    }
    let (kind, body) = in_parts(&[("id", token.to_owned()), ("form[secret]", key.to_string())]);
    watch.reply("an unknown part", &admin.post(SET, kind, body).await);
    let cut = format!("--b\r\ncontent-disposition: form-data; name=\"form[client_token]\"\r\n\r\n{token}");
    watch.reply("a body that is cut off", &admin.post(SET, kind, cut).await);
    watch.reply("parts in a plain form", &admin.post(SET, FORM, format!("form[client_token]={token}")).await);
}

fn form(things: &Things, version: &str, token: &str, file: &str) -> (&'static str, String) {
    in_parts(&[
        ("id", things.fill("{account}")),
        ("form[partner_id]", "fjordbank-partner".to_owned()),
        ("form[version]", version.to_owned()),
        ("form[then]", "page".to_owned()),
        ("form[client_token]", token.to_owned()),
        ("form[service_account]", file.to_owned()),
    ])
}

/// The version of the account that a form has to name.
async fn version(admin: &Caller, things: &Things) -> String {
    let page = admin.get(&things.fill("/accounts/{account}/edit")).await.text();
    page.split("name=\"form[version]\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// An agent account with a webhook and a token of its own.
pub async fn agent_token(admin: &Caller, things: &Things, watch: &mut Watch) {
    let form = |id: &str, token: &str| {
        in_parts(&[
            ("id", things.fill("{account}")),
            ("form[name]", format!("Fjordbank {id}")),
            ("form[brand_id]", "fjordbank".to_owned()),
            ("form[agent_id]", id.to_owned()),
            ("form[own_webhook]", "true".to_owned()),
            ("form[client_token]", token.to_owned()),
        ])
    };
    let path = "/api/accounts/add-agent";
    let long = watch.for_value("an agent account's token that is too long", fresh().repeat(20));
    let token = watch.for_value("an agent account's client token", fresh());
    for (id, token) in [("kort", &long), (" ", &token), ("kort", &token), ("kort", &token)] {
        let (kind, body) = form(id, token);
        post_and_follow(watch, admin, path, kind, body, None).await;
    }
}

/// A key of the API, and keys that are none.
pub async fn key(portal: &Portal, router: &Router, watch: &mut Watch) -> Caller {
    let name = Name::parse("Rapport").unwrap();
    let made = portal.backend.api_keys().create(&Actor::command_line(), &name, Role::Auditor, None).await.unwrap();
    let key = watch.for_value("a key of the API", made.1.expose());
    watch.text(Sink::Print, "a key", format!("{made:?}"));
    let wrong = watch.for_value("a wrong key of the API", format!("sb_{}", fresh()));
    let stranger = Caller::stranger(router);
    for credentials in [format!("Bearer {wrong}"), format!("Basic {key}"), key.clone(), format!("Bearer{key}")] {
        watch.reply("a wrong key", &stranger.with(AUTHORIZATION, credentials).get("/api/v1/accounts").await);
    }
    watch.reply("a key in an address", &stranger.get(&format!("/api/v1/accounts?key={key}")).await);
    let program = stranger.with(AUTHORIZATION, format!("Bearer {key}"));
    watch.reply("a method that is none", &program.send(Method::PATCH, "/api/v1/accounts", None, Body::empty()).await);
    watch.reply("a wrong query", &program.get("/api/v1/accounts?limit=many").await);
    program
}
