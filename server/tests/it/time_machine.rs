//! What a draft would have done: told before it is published, and by the time machine, which may be watched.

use backend::testing::{Line, Portal};
use domain::queue::NewQueue;
use domain::routing::{AnyRule, Edit, RuleList};
use domain::user::{Permission, Role};
use domain::{Name, QueueId};
use futures::StreamExt;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{Method, StatusCode};
use serde_json::{from_value, json};
use sqlx::PgPool;

use crate::caller::{Caller, router};

const STREAM: &str = "text/event-stream";

/// A line with a draft that sends everything to a queue of its own.
struct Scene {
    portal: Portal,
    line: Line,
    queue: QueueId,
}

impl Scene {
    async fn on(pool: &PgPool) -> Self {
        let portal = Portal::on(pool).await;
        let line = Line::open(&portal).await;
        let queue = NewQueue { name: Name::parse("Faktura").unwrap(), priority: 1 };
        let queue = portal.backend.queues().create(&line.admin, queue).await.unwrap();
        Self { portal, line, queue }
    }

    async fn draft(&self, condition: serde_json::Value) {
        let rule = json!({ "name": "Alt", "queue": self.queue, "when": condition });
        let edit = Edit::Add { list: RuleList::Route, rule: AnyRule::Route(from_value(rule).unwrap()) };
        let workstreams = self.portal.backend.workstreams();
        workstreams.edit_rules(&self.line.admin, self.line.workstream_id, 0, edit).await.unwrap();
    }

    async fn arrive(&self, text: &str) {
        self.line.deliver(&self.portal, &self.line.text(text, text, text)).await.unwrap();
        self.portal.backend.jobs().drain().await.unwrap();
    }

    async fn admin(&self) -> Caller {
        Caller::signed_in(&self.portal, &router(&self.portal), self.line.admin.user_id().unwrap()).await
    }

    fn page(&self, page: &str) -> String {
        format!("/workstreams/{}/rules/{page}", self.line.workstream_id)
    }
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn who_publishes_is_told_how_many_would_have_gone_elsewhere(pool: PgPool) {
    let scene = Scene::on(&pool).await;
    let admin = scene.admin().await;
    let (page, which) = (scene.page("publish"), "rules=draft&amp;window=newest");
    let unchanged = admin.get(&page).await.text();
    assert!(!unchanged.contains("samtaler ennå") && !unchanged.contains(which), "{unchanged}");
    scene.draft(json!({ "field": "message.first_text", "op": "contains", "value": "faktura" })).await;
    let nobody = admin.get(&page).await.text();
    assert!(nobody.contains("Det er ingen samtaler ennå å prøve reglene på.") && !nobody.contains(which), "{nobody}");
    for (text, sentence) in [
        ("Hei", "Den ene samtalen som har kommet, ville havnet på samme sted."),
        ("Hallo", "Av de siste 2 samtalene ville ingen havnet et annet sted."),
        ("En faktura", "Av de siste 3 samtalene ville 1 havnet et annet sted."),
    ] {
        scene.arrive(text).await;
        let told = admin.get(&page).await.text();
        assert!(told.contains(sentence) && told.contains(which), "{told}");
    }
    let machine = admin.get(&format!("{}?rules=draft&window=newest", scene.page("replay"))).await.text();
    assert!(machine.contains("Samtaler som ville havnet et annet sted"), "{machine}");
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn the_time_machine_can_be_watched_by_who_may_use_it(pool: PgPool) {
    let scene = Scene::on(&pool).await;
    scene.draft(json!({ "field": "message.first_text", "op": "has_data" })).await;
    scene.arrive("Hei").await;
    let (admin, path) = (scene.admin().await, format!("{}?window=7d", scene.page("replay")));
    let plain = admin.get(&path).await;
    assert_eq!(plain.header(&CONTENT_TYPE), "text/html; charset=utf-8");
    let watched = admin.with(ACCEPT, STREAM).get(&path).await;
    assert_eq!((watched.status, watched.header(&CONTENT_TYPE)), (StatusCode::OK, STREAM));
    let stream = watch(&admin, &path).await;
    let (_, page) = stream.split_once("event: page\n").unwrap();
    assert!(page.contains("data: <!DOCTYPE html>") && page.contains("Fra kø til kø"), "{page}");
    // The dates are wrong: that is a page too.
    let wrong = watch(&admin, &format!("{}?window=dates", scene.page("replay"))).await;
    assert!(wrong.contains("Velg to datoer") && !wrong.contains("event: step"), "{wrong}");
    // Other pages are never a stream.
    let other = admin.with(ACCEPT, STREAM).get(&scene.page("publish")).await;
    assert_eq!(other.header(&CONTENT_TYPE), "text/html; charset=utf-8");
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn who_may_not_use_the_time_machine_gets_no_stream(pool: PgPool) {
    let scene = Scene::on(&pool).await;
    scene.arrive("Hei").await;
    let (router, path) = (router(&scene.portal), format!("{}?window=7d", scene.page("replay")));
    let stranger = Caller::stranger(&router).with(ACCEPT, STREAM).get(&path).await;
    assert_eq!(stranger.status, StatusCode::SEE_OTHER);
    for role in [Permission::ViewWorkstreams, Permission::ViewConversations].into_iter().flat_map(without) {
        let reply = Caller::person(&scene.portal, &router, role).await.with(ACCEPT, STREAM).get(&path).await;
        assert_eq!((reply.status, reply.header(&CONTENT_TYPE)), (StatusCode::FORBIDDEN, "text/html; charset=utf-8"));
    }
}

fn without(permission: Permission) -> Vec<Role> {
    backend::testing::roles::without(permission)
}

/// Everything that comes until the stream ends.
async fn watch(caller: &Caller, path: &str) -> String {
    let request = http::Request::builder().method(Method::GET).uri(path);
    let body = caller.with(ACCEPT, STREAM).response(request, axum::body::Body::empty()).await.into_body();
    let pieces: Vec<_> = body.into_data_stream().map(|piece| piece.unwrap()).collect().await;
    String::from_utf8(pieces.concat()).unwrap()
}
