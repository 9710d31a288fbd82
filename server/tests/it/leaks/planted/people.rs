//! Passwords, sessions and links, in the hands of people with browsers.

use axum::Router;
use backend::testing::Portal;
use http::StatusCode;
use http::header::{ACCEPT, COOKIE, HeaderName, LOCATION, SET_COOKIE};

use crate::caller::{Caller, FORM, Reply};
use crate::leaks::canary::{Canary, fresh};
use crate::leaks::watch::{Sink, Watch};

const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// A browser that posts forms, and is shown what they lead to.
pub fn browser(router: &Router) -> Caller {
    Caller::stranger(router).at_home().with(ACCEPT, "text/html")
}

/// A cookie that a reply sets, as name and value; nothing where it removes one.
pub fn cookie(reply: &Reply, part: &str) -> Option<String> {
    let lines = reply.headers.get_all(SET_COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs: Vec<&str> = lines.filter_map(|line| line.split(';').next()).collect();
    pairs.into_iter().find(|pair| pair.contains(part) && !pair.ends_with('=')).map(str::to_owned)
}

/// Posts and follows, as a browser that keeps its session's cookie does; returns where it was led.
pub async fn post_and_follow(
    watch: &mut Watch,
    caller: &Caller,
    path: &str,
    kind: &str,
    body: String,
    shown: Option<&'static str>,
) -> Reply {
    let reply = caller.post(path, kind, body).await;
    watch.showing(path, &reply, shown);
    if reply.status == StatusCode::SEE_OTHER {
        let caller =
            cookie(&reply, "sentralbord=").map_or_else(|| caller.clone(), |cookie| caller.with(COOKIE, cookie));
        let location = reply.header(&LOCATION).to_owned();
        watch.showing(&location, &caller.get(&location).await, shown);
    }
    reply
}

/// The first administrator, by the link. Returns the password.
pub async fn first_administrator(portal: &Portal, router: &Router, watch: &mut Watch) -> String {
    const LINK: &str = "the first administrator's link";
    let link = portal.backend.users().first_administrator_link().await.unwrap().unwrap();
    watch.text(Sink::Print, "a link", format!("{link:?}"));
    let token = watch.for_value(LINK, link.url.rsplit('/').next().unwrap());
    let password = watch.for_value("a password", fresh());
    let guest = browser(router);
    let page = format!("/welcome/{token}");
    watch.showing("the first page", &guest.get(&page).await, LINK);
    watch.reply("the link, posted by another site", &guest.with(SITE, "cross-site").post(&page, FORM, "").await);
    watch.reply("the link, posted", &guest.post(&page, FORM, "").await);
    let long = watch.for_value("a password that is too long", fresh().repeat(8));
    for password in [&long, "short"] {
        let form = format!("form[token]={token}&form[name]=Ada&form[email]=ada@example.no&form[password]={password}");
        post_and_follow(watch, &guest, "/api/welcome/accept", FORM, form, Some(LINK)).await;
    }
    let form = format!("form[token]={token}&form[name]=Ada&form[email]=ada@example.no&form[password]={password}");
    let reply = post_and_follow(watch, &guest, "/api/welcome/accept", FORM, form, None).await;
    assert_eq!(reply.header(&LOCATION), "/sign-in", "{}", reply.text());
    watch.showing("the link, used", &guest.get(&page).await, LINK);
    password
}

/// Signs in, after having tried what is wrong.
pub async fn sign_in(router: &Router, watch: &mut Watch, password: &str) -> Caller {
    let guest = browser(router);
    let wrong = watch.for_value("a wrong password", fresh());
    for (email, password) in
        [("ada@example.no", &wrong), ("eve@example.no", &wrong), ("", &wrong), ("eve@example.no", &password.to_owned())]
    {
        let form = format!("form[email]={email}&form[password]={password}&form[next]=/queues");
        post_and_follow(watch, &guest, "/api/sign-in/begin", FORM, form, None).await;
    }
    // What the form does not have is refused, and not told.
    for form in [format!("form[secret]={wrong}"), format!("form[password][x]={wrong}"), format!("{wrong}=1")] {
        watch.reply("a sign-in that is no form", &guest.post("/api/sign-in/begin", FORM, form.clone()).await);
        watch.reply("a sign-in that is JSON", &guest.post("/api/sign-in/begin", "application/json", form).await);
    }
    let form = format!("form[email]=ada@example.no&form[password]={password}&form[next]=");
    let reply = guest.post("/api/sign-in/begin", FORM, form).await;
    watch.reply("/api/sign-in/begin", &reply);
    let cookie = cookie(&reply, "sentralbord=").unwrap();
    watch.for_canary(Canary::of_session("a session's cookie", cookie.split_once('=').unwrap().1));
    guest.with(COOKIE, cookie)
}

/// Somebody who is invited, and comes.
pub async fn invitation(router: &Router, admin: &Caller, watch: &mut Watch) {
    const LINK: &str = "an invitation's link";
    let form = "form[email]=kari@example.no&form[name]=Kari&form[roles][agent]=true";
    let made = admin.post("/api/users/invite", FORM, form).await;
    watch.showing("/api/users/invite", &made, LINK);
    let carried = admin.with(COOKIE, cookie(&made, "once").unwrap());
    let page = carried.get(made.header(&LOCATION)).await;
    watch.showing("the page with the link", &page, LINK);
    let text = page.text();
    let link = text.split("https://portal.example/invitation/").nth(1).unwrap();
    let token = watch.for_value(LINK, link.split(['<', '"', '&']).next().unwrap());
    watch.reply("the page with the link, again", &admin.get(made.header(&LOCATION)).await);

    let guest = browser(router);
    let page = format!("/invitation/{token}");
    watch.showing("the invitation", &guest.get(&page).await, LINK);
    watch.reply("the invitation, posted by another site", &guest.with(SITE, "cross-site").post(&page, FORM, "").await);
    let nobody_s = watch.for_value("an invitation that is none", fresh());
    let password = watch.for_value("an invited person's password", fresh());
    let form = |token: &str, password: &str| format!("form[token]={token}&form[name]=Kari&form[password]={password}");
    for (token, password, shown) in [(&token, "short", LINK), (&nobody_s, &password, "an invitation that is none")] {
        post_and_follow(watch, &guest, "/api/invitation/accept", FORM, form(token, password), Some(shown)).await;
    }
    let reply = post_and_follow(watch, &guest, "/api/invitation/accept", FORM, form(&token, &password), None).await;
    assert_eq!(reply.header(&LOCATION), "/sign-in", "{}", reply.text());
}
