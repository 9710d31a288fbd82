//! Everything that can be asked of the portal, asked by everybody, with what comes back.

use std::path::Path;
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use backend::accounts::{Credentials, NewAgent, OwnWebhook};
use backend::configuration::File;
use backend::testing::{Portal, refuse_bodies_with, service_account_file};
use backend::token::Token;
use backend::vault::{AccountClientToken, AccountServiceAccount, AgentAccountClientToken, Incoming, KeyRing};
use backend::{Actor, Error};
use domain::user::Role;
use http::StatusCode;
use http::header::ACCEPT;
use http_body_util::BodyExt;
use secrecy::SecretString;

use super::canary::fresh;
use super::planted::Planted;
use super::watch::{Sink, Watch};
use crate::caller::{Caller, Reply};
use crate::doors::{FUNCTIONS, PAGES, PATHS};

/// Every page, every function with what it takes and with nothing, for every role and for strangers.
pub async fn people(portal: &Portal, planted: &Planted, watch: &mut Watch) {
    let nobody = planted.things.of_nobody();
    let mut callers = vec![("administrator".to_owned(), planted.admin.clone())];
    for role in Role::ALL.iter().rev() {
        let person = Caller::person(portal, &planted.router, *role).await.at_home();
        callers.push((role.to_string(), person.with(ACCEPT, "text/html")));
    }
    callers.push(("stranger".to_owned(), Caller::stranger(&planted.router).at_home()));
    for (who, caller) in &callers {
        for (_, address, _) in PAGES {
            for things in [&planted.things, &nobody] {
                let address = things.fill(address);
                watch.reply(&format!("{address} for {who}"), &caller.get(&address).await);
            }
        }
        for query in ["/receipts?outcome=dead_letter", "/receipts?outcome=refused", "/conversations?state=open"] {
            watch.reply(&format!("{query} for {who}"), &caller.get(query).await);
        }
    }
    // Reads first, for everybody; deeds undo each other.
    for (who, caller) in &callers {
        let script = caller.with(ACCEPT, "application/json");
        for (path, _, body) in FUNCTIONS {
            for (kind, body) in [body.filled(&nobody), body.empty(), body.filled(&planted.things)] {
                // Whoever signed out is nobody afterwards.
                if *path != "/api/sign-in/end" {
                    watch.reply(&format!("{path} for {who}"), &script.post(path, kind, body).await);
                }
            }
        }
    }
}

/// Every path of the API, for a program and for none, whatever is wrong with the address.
pub async fn programs(planted: &Planted, watch: &mut Watch) {
    let stranger = Caller::stranger(&planted.router);
    for (path, _) in PATHS {
        let path = planted.things.fill(&path.replace("{id}", "{conversation}"));
        for path in [path.clone(), format!("{path}?limit=-1"), format!("{path}?after=x"), format!("{path}/x")] {
            watch.reply(&path, &planted.program.get(&path).await);
            watch.reply(&path, &stranger.get(&path).await);
        }
    }
    let dead = planted.program.get("/api/v1/receipts?outcome=dead_letter").await;
    assert!(dead.text().contains("\"reason\""), "there are dead letters to look at: {}", dead.text());
    watch.reply("dead letters", &dead);
    watch.reply("the description", &stranger.get("/api/v1/openapi.json").await);
}

/// A piece of news on an open stream.
pub async fn news(portal: &Portal, planted: &Planted, watch: &mut Watch) {
    for topic in ["receipts", "conversations"] {
        let person = portal.person(Role::Supervisor).await.user_id().unwrap();
        let listener = Caller::signed_in(portal, &planted.router, person).await;
        let mut stream = listener.open(&format!("/live?topic={topic}")).await;
        let id = format!("m-{topic}");
        assert_eq!(planted.deliver(watch, &id, planted.token()).await.status, StatusCode::OK);
        portal.backend.jobs().drain().await.unwrap();
        let piece = tokio::time::timeout(Duration::from_secs(20), stream.frame()).await;
        let piece = piece.expect("news come").unwrap().unwrap().into_data().unwrap();
        watch.text(Sink::Reply, "news", String::from_utf8_lossy(&piece));
    }
}

/// The configuration as a file, for the command line and for people; and files with secrets where references belong.
pub async fn configuration(portal: &Portal, watch: &mut Watch) {
    let admin = portal.trusted_person(Role::SystemAdministrator).await;
    for actor in [&Actor::command_line(), &admin] {
        let file = portal.backend.configuration().export(actor).await.unwrap();
        assert!(file.contains("client_token = { env ="), "{file}");
        watch.text(Sink::Print, "the export", file);
    }
    let secret = watch.for_value("a secret in a file, or in what it refers to", fresh());
    let head = "[[account]]\nname = \"Ny\"\nchannel_kind = \"google-business-messages\"\n";
    for line in [
        format!("client_token = \"{secret}\""),
        format!("client_token = {secret}"),
        format!("client_token = \"{secret}"),
        format!("client_token = {{ env = \"TOKEN\" }}\n{secret}"),
        format!("client_token = {{ value = \"{secret}\" }}"),
        format!("client_token = [\"{secret}\"]"),
        "client_token = { env = \"LONG\" }".to_owned(),
        "service_account = { env = \"TOKEN\" }".to_owned(),
        format!("service_account = \"{secret}\""),
        "client_token = { env = \"TOKEN\" }".to_owned(),
    ] {
        let environment = |name: &str| Some(if name == "LONG" { secret.repeat(20) } else { secret.clone() }.into());
        match File::parse("portal.toml", format!("{head}{line}\n"), Path::new("."), &environment) {
            Ok(file) => {
                watch.text(Sink::Print, "a file that was read", format!("{file:?}"));
                let report = portal.backend.configuration().apply(&Actor::command_line(), file).await.unwrap();
                watch.text(Sink::Print, "what applying did", format!("{report:?}"));
            }
            Err(fault) => watch.text(Sink::Print, "why a file was refused", format!("{fault} {fault:?}")),
        }
    }
}

/// What holds secrets, and what is said when they are wrong, as they print themselves.
pub async fn prints(portal: &Portal, planted: &Planted, watch: &mut Watch) {
    let secret = watch.for_value("a secret in a value that is printed", fresh());
    let long = secret.repeat(20);
    let token = Incoming::<AccountClientToken>::take(secret.clone()).unwrap();
    let own = Some(OwnWebhook { client_token: Incoming::<AgentAccountClientToken>::take(secret.clone()).unwrap() });
    let file = Incoming::<AccountServiceAccount>::take(service_account_file()).unwrap();
    let credentials = Credentials { partner_id: None, client_token: token, service_account: file, version: Some(-1) };
    let mut prints = vec![
        format!("{:?}", Incoming::<AccountClientToken>::take(long.clone())),
        format!("{:?}", Incoming::<AgentAccountClientToken>::take(long)),
        format!("{:?}", Incoming::<AccountServiceAccount>::take(secret.clone())),
        format!("{credentials:?} {own:?}"),
        format!("{:?}", KeyRing::parse(&secret)),
        format!("{:?}", Token::shown(&secret)),
        format!("{:?} {:?}", portal.backend.settings(), portal.trusted_person(Role::SystemAdministrator).await),
    ];
    let admin = portal.trusted_person(Role::SystemAdministrator).await;
    let account = planted.things.id("{account}").parse().unwrap();
    let agent = domain::account::NewAgentAccount {
        name: domain::Name::parse("Fjordbank kort").unwrap(),
        brand_id: domain::account::ProviderId::parse("fjordbank").unwrap(),
        agent_id: domain::account::ProviderId::parse("kort").unwrap(),
    };
    let password = SecretString::from(secret.clone());
    let errors: [Option<Error>; 5] = [
        portal.backend.accounts().set_credentials(&admin, account, credentials).await.err(),
        portal.backend.accounts().add_agent(&admin, account, NewAgent { agent, own_webhook: own }).await.err(),
        portal.backend.users().sign_in("ada@example.no", &password, None).await.err(),
        portal.backend.users().invitation(&Token::shown(&secret)).await.err(),
        portal.backend.users().create_administrator(&Actor::command_line(), "eve@example.no", password).await.err(),
    ];
    for error in errors {
        let error = error.expect("each is refused");
        prints.push(format!("{error} {error:?} {}", error.chain()));
    }
    for print in prints {
        watch.text(Sink::Print, "a value that prints itself", print);
    }
}

/// A database that refuses a row with secrets in it.
pub async fn refused_row(portal: &Portal, planted: &Planted, watch: &mut Watch) {
    let text = watch.for_value("a message that could not be stored", format!("{}unstorable", fresh()));
    refuse_bodies_with(portal, "unstorable").await;
    let refused = planted.deliver(watch, "m-refused", &format!("{text} {}", planted.token())).await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE, "{}", refused.text());
}

/// A database that is away while secrets are on their way.
pub async fn without_database(portal: &Portal, planted: &Planted, watch: &mut Watch) {
    portal.backend.close().await;
    let late = watch.for_value("a secret for a database that is away", fresh());
    let (kind, body) = crate::doors::in_parts(&[
        ("id", planted.things.fill("{account}")),
        ("form[version]", "1".to_owned()),
        ("form[client_token]", late.clone()),
    ]);
    let replies: [(&str, Reply); 3] = [
        ("/accounts", planted.admin.get("/accounts").await),
        ("credentials", planted.admin.post("/api/accounts/set-credentials", kind, body).await),
        ("the API", planted.program.get("/api/v1/accounts").await),
    ];
    for (what, reply) in replies {
        assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE, "{what}: {}", reply.text());
        watch.reply(&format!("{what}, without a database"), &reply);
    }
}

impl Caller {
    /// A reply that has no end.
    async fn open(&self, path: &str) -> Body {
        let response = self.response(Request::get(path), Body::empty()).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        response.into_body()
    }
}
