//! Programs with keys of each role, through the same router as everybody.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use backend::Actor;
use backend::testing::{Line, Portal};
use domain::queue::NewQueue;
use domain::user::{Permission, Role};
use domain::{ConversationId, Name};
use http::header::{ALLOW, AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderMap, Method, StatusCode};
use serde_json::{Value, json};
use sqlx::PgPool;
use tower::ServiceExt;

/// The lists, and what seeing them takes.
const LISTS: [(&str, Permission); 5] = [
    ("/api/v1/accounts", Permission::ViewAccounts),
    ("/api/v1/queues", Permission::ViewQueues),
    ("/api/v1/workstreams", Permission::ViewWorkstreams),
    ("/api/v1/conversations", Permission::ViewConversations),
    ("/api/v1/receipts", Permission::ViewReceipts),
];

struct Program {
    router: Router,
    key: Option<String>,
}

impl Program {
    fn without_key(portal: &Portal) -> Self {
        Self { router: server::api::routes(&portal.backend), key: None }
    }

    async fn of(portal: &Portal, role: Role) -> Self {
        let name = Name::parse(&format!("key of {role}")).unwrap();
        let made = portal.backend.api_keys().create(&Actor::command_line(), &name, role, None).await.unwrap();
        Self { key: Some(made.1.expose().to_owned()), ..Self::without_key(portal) }
    }

    async fn send(&self, method: Method, path: &str) -> (StatusCode, HeaderMap, Value) {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(key) = &self.key {
            request = request.header(AUTHORIZATION, format!("Bearer {key}"));
        }
        let reply = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (parts, body) = reply.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        (parts.status, parts.headers, serde_json::from_slice(&body).unwrap())
    }

    async fn get(&self, path: &str) -> Value {
        let (status, _, body) = self.send(Method::GET, path).await;
        assert_eq!(status, StatusCode::OK, "{path}: {body}");
        body
    }

    /// A problem as RFC 9457 has it, with the headers that its status asks for.
    async fn problem(&self, method: Method, path: &str, status: StatusCode) -> Value {
        let (got, headers, body) = self.send(method, path).await;
        assert_eq!(got, status, "{path}: {body}");
        assert_eq!(headers[CONTENT_TYPE], "application/problem+json", "{path}");
        assert_eq!(body["status"], status.as_u16(), "{path}");
        assert_eq!((&body["type"], body["title"].is_string()), (&json!("about:blank"), true), "{path}: {body}");
        assert!(body["detail"].is_string(), "{path}: {body}");
        assert_eq!(headers.contains_key(WWW_AUTHENTICATE), status == StatusCode::UNAUTHORIZED, "{path}");
        assert_eq!(headers.contains_key(RETRY_AFTER), status == StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert_eq!(headers.contains_key(ALLOW), status == StatusCode::METHOD_NOT_ALLOWED, "{path}");
        body
    }
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_key_sees_what_its_role_may_see(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    for role in Role::ALL {
        let program = Program::of(&portal, *role).await;
        for (path, permission) in LISTS {
            if role.permissions().contains(&permission) {
                let list = program.get(path).await;
                assert!(list["items"].is_array() && list["next_cursor"].is_null(), "{path}: {list}");
                assert_eq!(list.as_object().unwrap().len(), 2, "{list}");
            } else {
                let problem = program.problem(Method::GET, path, StatusCode::FORBIDDEN).await;
                assert!(problem["detail"].as_str().unwrap().contains(permission.as_str()), "{problem}");
            }
        }
    }
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn nothing_but_the_description_is_there_without_a_key(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let nobody = Program::without_key(&portal);
    let stranger = Program { key: Some("sb_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".into()), ..Program::without_key(&portal) };
    for program in [&nobody, &stranger] {
        for path in LISTS.map(|(path, _)| path).into_iter().chain(["/api/v1/nothing", "/api/v1/conversations/x/trace"])
        {
            program.problem(Method::GET, path, StatusCode::UNAUTHORIZED).await;
        }
        assert!(program.get("/api/v1/openapi.json").await["openapi"].is_string());
    }
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn things_have_the_fields_of_the_contract(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let program = Program::of(&portal, Role::Auditor).await;
    portal.agent_account("Fjordbank").await;
    let mut account = program.get("/api/v1/accounts").await["items"][0].take();
    let url = account["callback_url"].take();
    assert!(url.as_str().unwrap().starts_with("https://portal.example/webhooks/google-business-messages/"), "{url}");
    assert!(account["id"].take().is_string());
    let expected = json!({
        "id": null, "name": "Fjordbank", "channel_kind": "google-business-messages", "state": "draft",
        "callback_url": null, "verified_at": null,
    });
    assert_eq!(account, expected);
    let queue = program.get("/api/v1/queues").await["items"][0].take();
    assert_eq!((&queue["name"], &queue["type"]), (&json!("Default messaging queue"), &json!("messaging")));
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_message_is_found_with_its_conversation_its_trace_and_its_receipt(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    line.deliver(&portal, &line.text("c-1", "r-1", "Hei")).await.unwrap();
    portal.backend.jobs().drain().await.unwrap();
    let program = Program::of(&portal, Role::Supervisor).await;
    let conversations = program.get("/api/v1/conversations?queue=reserve&account=fjordbank&state=open").await;
    let conversation = &conversations["items"][0];
    let path = format!("/api/v1/conversations/{}", conversation["id"].as_str().unwrap());
    let expected = json!({
        "id": conversation["id"], "provider_conversation_id": "c-1", "account": "Fjordbank",
        "workstream": conversation["workstream"], "queue": "Reserve", "state": "open",
        "created_at": "2026-03-02T12:00:00Z",
    });
    assert_eq!(*conversation, expected);
    let messages = program.get(&format!("{path}/messages")).await;
    let expected = json!([{
        "id": messages["items"][0]["id"], "direction": "in", "kind": "text", "text": "Hei",
        "sent_at": "2026-03-02T11:59:58Z",
    }]);
    assert_eq!(messages["items"], expected);
    let trace = program.get(&format!("{path}/trace")).await;
    let told: Vec<&String> = trace.as_object().unwrap().keys().collect();
    assert_eq!(told, ["draw", "fallback", "nearest_miss", "overflow", "queue", "ruleset_version", "stages"]);
    assert_eq!((&trace["queue"], &trace["fallback"]), (&json!("Reserve"), &json!(true)));
    let receipts = program.get("/api/v1/receipts?outcome=accepted").await;
    let expected = json!([{
        "id": receipts["items"][0]["id"], "account": "Fjordbank", "outcome": "accepted", "reason": null,
        "received_at": "2026-03-02T12:00:00Z",
    }]);
    assert_eq!(receipts["items"], expected);
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_list_goes_on_where_its_cursor_says(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    for name in ["A", "B", "C", "D"] {
        let new = NewQueue { name: Name::parse(name).unwrap(), priority: 1 };
        portal.backend.queues().create(&Actor::command_line(), new).await.unwrap();
    }
    let program = Program::of(&portal, Role::Auditor).await;
    let (mut names, mut path) = (Vec::new(), "/api/v1/queues?limit=2".to_owned());
    loop {
        let page = program.get(&path).await;
        names.extend(page["items"].as_array().unwrap().iter().map(|queue| queue["name"].as_str().unwrap().to_owned()));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/api/v1/queues?limit=2&after={cursor}");
    }
    assert_eq!(names, ["Default messaging queue", "A", "B", "C", "D"]);
    assert_eq!(program.get("/api/v1/queues?limit=1000").await["items"].as_array().unwrap().len(), 5);
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn what_cannot_be_asked_is_a_problem(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let program = Program::of(&portal, Role::SystemAdministrator).await;
    let unknown = ConversationId::new();
    for query in ["limit=0", "limit=-1", "limit=x", "limit=", "after=x", "after=", "colour=red", "limit=1&limit=2"] {
        program.problem(Method::GET, &format!("/api/v1/queues?{query}"), StatusCode::BAD_REQUEST).await;
    }
    for path in ["conversations?state=lost", "receipts?outcome=lost", "receipts?since=yesterday"] {
        program.problem(Method::GET, &format!("/api/v1/{path}"), StatusCode::BAD_REQUEST).await;
    }
    for path in [
        "/api/v1".to_owned(),
        "/api/v1/nothing".to_owned(),
        "/api/v1/conversations/x/messages".to_owned(),
        format!("/api/v1/conversations/{unknown}/messages"),
        format!("/api/v1/conversations/{unknown}/trace"),
    ] {
        program.problem(Method::GET, &path, StatusCode::NOT_FOUND).await;
    }
    for path in ["/api/v1/queues", "/api/v1/openapi.json"] {
        program.problem(Method::DELETE, path, StatusCode::METHOD_NOT_ALLOWED).await;
    }
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn filters_take_names_and_ids(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let program = Program::of(&portal, Role::Supervisor).await;
    let (account_id, _) = portal.agent_account("Fjordbank").await;
    for query in [
        "conversations?state=open&queue=default%20messaging%20queue&account=fjordbank".to_owned(),
        format!("conversations?account={account_id}"),
        "conversations?queue=nowhere".to_owned(),
        "receipts?account=Fjordbank&outcome=dead_letter&since=2026-03-02T12:00:00Z".to_owned(),
        "receipts?account=nobody".to_owned(),
    ] {
        let list = program.get(&format!("/api/v1/{query}")).await;
        assert_eq!(list, json!({ "items": [], "next_cursor": null }), "{query}");
    }
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_database_that_is_away_is_a_problem_that_passes(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let program = Program::of(&portal, Role::Auditor).await;
    portal.backend.close().await;
    program.problem(Method::GET, "/api/v1/queues", StatusCode::SERVICE_UNAVAILABLE).await;
}
