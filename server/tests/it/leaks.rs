//! No secret is anywhere but where it belongs: in the vault, sealed, or hashed in its row.
//!
//! Values of every kind go in by the doors that they use, rightly and wrongly; then everybody asks for everything, and all that
//! came out is searched: replies, rows of the database, the log at its finest, what prints itself.

mod canary;
mod log;
mod planted;
mod tour;
mod watch;

use axum::Router;
use axum::response::AppendHeaders;
use axum::routing::get;
use backend::Actor;
use backend::testing::Portal;
use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER};
use domain::account::NewAccount;
use domain::{ChannelKind, Name};
use sqlx::PgPool;

pub use self::canary::{Canary, Search, fresh};
pub use self::log::Log;
use self::planted::Planted;
use self::watch::{Sink, Watch};
use crate::caller::Caller;

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn no_secret_comes_out_of_the_portal(pool: PgPool) {
    let log = Log::start();
    let metrics = server::telemetry::count().unwrap();
    let portal = Portal::on(&pool).await;
    let mut watch = Watch::default();
    let planted = Planted::in_portal(&portal, &mut watch).await;
    watch.rows(&portal, "the database after everything was given").await;
    tour::news(&portal, &planted, &mut watch).await;
    tour::programs(&planted, &mut watch).await;
    tour::configuration(&portal, &mut watch).await;
    tour::prints(&portal, &planted, &mut watch).await;
    tour::refused_row(&portal, &planted, &mut watch).await;
    tour::people(&portal, &planted, &mut watch).await;
    watch.rows(&portal, "the database after everybody was there").await;
    tour::without_database(&portal, &planted, &mut watch).await;
    watch.rows(&portal, "the database at the end").await;
    watch.text(Sink::Print, "the metrics", metrics.render());
    watch.log(&log);

    for (sink, least) in [(Sink::Reply, 1000), (Sink::Row, 300), (Sink::Log, 1000), (Sink::Print, 20)] {
        assert!(watch.count(sink) > least, "only {} of {sink:?}: the tour is cut short", watch.count(sink));
    }
    let leaks = watch.leaks();
    assert!(leaks.is_empty(), "{} leaks\n{}", leaks.len(), leaks.join("\n"));
}

/// What the search would find, in every sink and shape; without this, finding nothing would mean nothing.
#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_secret_that_comes_out_is_found_wherever_it_is(pool: PgPool) {
    let log = Log::start();
    let portal = Portal::on(&pool).await;
    let secret = fresh();
    let mut watch = Watch::default();
    watch.for_value("planted", &*secret);

    let (body, header) = (secret.clone(), secret.clone());
    let router = Router::new()
        .route("/body", get(|| async { body }))
        .route("/header", get(|| async { (AppendHeaders([("location", header)]), "") }));
    let caller = Caller::stranger(&router);
    for path in ["/body", "/header"] {
        watch.reply(path, &caller.get(path).await);
    }
    let reversed: String = secret.chars().rev().collect();
    for shape in [
        format!("{{\"token\":\"{secret}\"}}"),
        secret.to_uppercase(),
        reversed,
        HEXLOWER.encode(secret.as_bytes()),
        BASE64.encode(secret.as_bytes()),
        BASE64.encode(format!("u:{secret}").as_bytes()),
        BASE64URL_NOPAD.encode(format!("{{\"k\":\"{secret}").as_bytes()),
        secret[..12].to_owned(),
    ] {
        watch.text(Sink::Print, &format!("shape {shape}"), shape);
    }
    let admin = Actor::command_line();
    let name = Name::parse(&format!("Konto {secret}")).unwrap();
    let new = NewAccount { name, channel_kind: ChannelKind::GoogleBusinessMessages };
    portal.backend.accounts().create(&admin, new).await.unwrap();
    watch.rows(&portal, "a row").await;
    let _span = tracing::trace_span!("a span", field = %secret).entered();
    tracing::trace!("a line");
    tracing::error!(error = ?Some(&secret), "another");
    watch.log(&log);

    let leaks = watch.leaks();
    for place in [
        "in a Reply: /body",
        "in a Reply: /header",
        "in a Row: a row",
        "in a Log: the log",
        "(upper case)",
        "(reversed)",
        "(hex)",
        "(base64)",
        "(base64url)",
        "(its end)",
    ] {
        assert!(leaks.iter().any(|leak| leak.contains(place)), "nothing is found {place}: {leaks:#?}");
    }
    assert_eq!(leaks.iter().filter(|leak| leak.contains("in a Print: shape")).count() / 8, 1, "{leaks:#?}");

    let session = tower_sessions::session::Id::default();
    let mut watch = Watch::default();
    watch.for_canary(Canary::of_session("session", &session.to_string()));
    watch.text(Sink::Row, "bytes", HEXLOWER.encode(&session.0.to_le_bytes()));
    watch.text(Sink::Log, "number", format!("{session:?}"));
    assert_eq!(watch.leaks().len(), 2, "{:#?}", watch.leaks());
}
