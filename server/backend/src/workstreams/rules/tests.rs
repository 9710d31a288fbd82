//! Trials on conversations that came in through the door.

mod drafts;

use std::{collections::BTreeSet, path::Path};

use domain::{
    PageRequest,
    conversation::ConversationSummary,
    routing::{AnyRule, Edit, Explanation, Replay, RuleList, Window},
    user::{Permission, Role},
};
use jiff::SignedDuration;
use sqlx::PgPool;

use super::*;
use crate::{
    configuration::{File, Plan},
    conversations::ConversationFilter,
    testing::{self, Line, Portal, roles},
};

/// Two conversations fit into one of the queues; a third is sent on.
const QUEUES: &str = r#"
[[queue]]
name = "Faktura"
overflow = { item_limit = 2, out_of_hours = "assign", then = { transfer = "Other" } }
[[queue]]
name = "Other"
[[queue]]
name = "Lukket"
overflow = { item_limit = 1, out_of_hours = "assign", then = "end" }
[[workstream]]
name = "Fjordbank messages"
channel_kind = "google-business-messages"
fallback_queue = "Reserve"
"#;

const BY_TEXT: &str = r#"
  [[workstream.route]]
  name = "Faktura"
  when = { field = "message.first_text", op = "contains", value = "faktura" }
  queue = "Faktura"
"#;

const BY_PERCENT: &str = r#"
  [[workstream.route]]
  name = "Split"
  queues = [{ name = "Other", percent = 50 }, { name = "Lukket", percent = 50 }]
"#;

const CLASSIFIED: &str = r#"
  [[workstream.classify]]
  name = "Hva"
    [[workstream.classify.rule]]
    name = "Regning"
    when = { any = [{ field = "message.first_text", op = "contains", value = "faktura" }, { field = "context.place_id", op = "has_data" }] }
    set = { SUBJECT = "bill" }
  [[workstream.route]]
  name = "Regning"
  when = { all = [{ field = "variable.SUBJECT", op = "equals", value = "bill" }, { not = { field = "hours.open", op = "equals", value = false } }] }
  queue = "Faktura"
  [[workstream.route]]
  name = "Kari"
  when = { field = "customer.display_name", op = "equals", value = "kari" }
  queue = "Other"
"#;

fn file(rules: &str) -> File {
    File::parse("rules.toml", format!("{QUEUES}{rules}"), Path::new("/nowhere"), &|_| None).unwrap()
}

async fn publish(portal: &Portal, rules: &str) {
    portal.backend.configuration().apply(&Actor::command_line(), file(rules)).await.unwrap();
}

async fn plan(portal: &Portal, rules: &str) -> Plan {
    let span = Some(SignedDuration::from_hours(24));
    portal.backend.configuration().plan(&Actor::command_line(), file(rules), span).await.unwrap()
}

/// Six conversations begin, every other one about a bill.
async fn six_arrive(portal: &Portal, line: &Line, series: &str) {
    for n in 0..6 {
        let text = if n % 2 == 0 { "Hvor er min faktura?" } else { "Hei" };
        let id = format!("{series}-{n}");
        line.deliver(portal, &line.text(&id, &id, text)).await.unwrap();
        portal.backend.jobs().drain().await.unwrap();
    }
}

async fn all(portal: &Portal, line: &Line) -> Vec<ConversationSummary> {
    let conversations = portal.backend.conversations();
    conversations.list(&line.admin, ConversationFilter::default(), PageRequest::first()).await.unwrap().items
}

fn last_day(portal: &Portal) -> Window {
    Window::last(SignedDuration::from_hours(24), portal.clock.now())
}

async fn replay(portal: &Portal, line: &Line, trial: &Trial) -> Replay {
    let workstreams = portal.backend.workstreams();
    workstreams.replay_rules(&line.admin, line.workstream_id, trial, last_day(portal), |_, _| ()).await.unwrap()
}

/// The draft sends bills to the other queue.
async fn draft_elsewhere(portal: &Portal, line: &Line) {
    let workstreams = portal.backend.workstreams();
    let mut rule = workstreams.draft(&line.admin, line.workstream_id).await.unwrap().rules.route[0].clone();
    let queues = portal.backend.queues().list(&line.admin, PageRequest::first()).await.unwrap().items;
    rule.queue = queues.iter().find(|queue| queue.name == "Other").map(|queue| queue.id);
    let edit = Edit::Put { list: RuleList::Route, at: 0, rule: AnyRule::Route(rule) };
    workstreams.edit_rules(&line.admin, line.workstream_id, 0, edit).await.unwrap();
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn every_conversation_goes_the_same_way_again_by_its_own_rules(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    six_arrive(&portal, &line, "none").await;
    for (series, rules) in [("text", BY_TEXT), ("percent", BY_PERCENT), ("classified", CLASSIFIED)] {
        publish(&portal, rules).await;
        six_arrive(&portal, &line, series).await;
    }
    let (workstreams, conversations) = (portal.backend.workstreams(), portal.backend.conversations());
    let mut traces: Vec<Explanation> = Vec::new();
    for conversation in all(&portal, &line).await {
        let recorded = conversations.trace(&line.admin, conversation.id).await.unwrap();
        let trial = Trial::Version(recorded.ruleset_version);
        let again = workstreams.try_on_conversation(&line.admin, line.workstream_id, &trial, conversation.id).await;
        assert_eq!(again.unwrap(), recorded);
        assert_eq!(recorded.queue, conversation.queue);
        traces.push(recorded);
    }
    // The recorded decisions are of every kind.
    assert_eq!(traces.len(), 24);
    let versions: BTreeSet<_> = traces.iter().map(|trace| trace.ruleset_version).collect();
    assert_eq!(versions.len(), 4);
    assert!(traces.iter().any(|trace| trace.fallback) && traces.iter().any(|trace| trace.draw.is_some()));
    assert!(traces.iter().any(|trace| !trace.overflow.is_empty()));
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_draft_that_sends_elsewhere_is_seen_by_the_time_machine(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    publish(&portal, BY_TEXT).await;
    six_arrive(&portal, &line, "c").await;
    let version = portal.backend.workstreams().rules(&line.admin, line.workstream_id).await.unwrap().version;
    let same = replay(&portal, &line, &Trial::Version(version)).await;
    assert_eq!((same.count, same.moved(), same.fallback_before, same.fallback_after), (6, 0, 3, 3));
    assert_eq!(same.overflow, 1, "the third bill finds a full queue");
    draft_elsewhere(&portal, &line).await;
    let changed = replay(&portal, &line, &Trial::Draft).await;
    assert_eq!((changed.count, changed.moved(), changed.overflow, changed.ended_after), (6, 2, 0, 0));
    let names = |place: domain::QueueId| changed.names[&place].as_str();
    let pairs: Vec<_> =
        changed.moves.iter().map(|((from, to), n)| (names(from.queue_id), names(to.queue_id), *n)).collect();
    assert_eq!(pairs, [("Faktura", "Other", 2)]);
    assert_eq!(changed.examples.len(), 2);
    assert!(
        changed
            .examples
            .iter()
            .all(|moved| moved.customer == domain::field_security::Sight::Told(Some("Kari".to_owned())))
    );
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_replay_takes_the_newest_of_a_window_and_tells_how_many_of_how_many_are_done(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    publish(&portal, BY_TEXT).await;
    six_arrive(&portal, &line, "older").await;
    portal.clock.advance(SignedDuration::from_hours(48));
    six_arrive(&portal, &line, "newer").await;
    draft_elsewhere(&portal, &line).await;
    let now = portal.clock.now();
    let before = Window { to: now - SignedDuration::from_hours(1), ..last_day(&portal) };
    let older = Window { from: now - SignedDuration::from_hours(72), ..before };
    let of = |window, count, moved| (window, (count, moved));
    // Two bills of the first six came into the queue, which is full ever since.
    for (window, expected) in [
        of(last_day(&portal), 6, 0),
        of(before, 0, 0),
        of(older, 6, 2),
        of(Window { newest: Some(5), ..older }, 5, 1),
        of(Window::newest(200, now), 12, 2),
        of(Window::newest(10, now), 10, 1),
        of(Window::newest(0, now), 0, 0),
    ] {
        let (workstreams, mut steps) = (portal.backend.workstreams(), Vec::new());
        let step = |done, total| steps.push((done, total));
        let replay =
            workstreams.replay_rules(&line.admin, line.workstream_id, &Trial::Draft, window, step).await.unwrap();
        assert_eq!((replay.count, replay.moved()), expected, "{window:?}");
        assert_eq!((steps[0], steps[steps.len() - 1]), ((0, replay.count), (replay.count, replay.count)));
    }
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn trying_and_replaying_write_nothing(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    publish(&portal, BY_TEXT).await;
    six_arrive(&portal, &line, "c").await;
    draft_elsewhere(&portal, &line).await;
    let before = (testing::dump(&portal).await, testing::sequences(&portal).await);
    let workstreams = portal.backend.workstreams();
    for conversation in workstreams.recent_conversations(&line.admin, line.workstream_id).await.unwrap() {
        let (trial, id) = (Trial::Draft, line.workstream_id);
        workstreams.try_on_conversation(&line.admin, id, &trial, conversation.id).await.unwrap();
        let context = portal.backend.conversations().context(&line.admin, conversation.id).await.unwrap();
        workstreams.try_rules(&line.admin, id, &trial, context.facts, 7).await.unwrap();
    }
    assert_eq!(replay(&portal, &line, &Trial::Draft).await.moved(), 2);
    assert_eq!((testing::dump(&portal).await, testing::sequences(&portal).await), before);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_plan_tells_where_conversations_would_have_gone_and_changes_no_row(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    publish(&portal, BY_TEXT).await;
    six_arrive(&portal, &line, "c").await;
    let before = testing::dump(&portal).await;
    let nothing = plan(&portal, BY_TEXT).await;
    assert!(nothing.rules.is_empty() && nothing.report.changed.is_empty(), "{nothing:?}");
    let elsewhere = BY_TEXT.replace("queue = \"Faktura\"", "queue = \"Ny\"");
    let planned = plan(&portal, &format!("{elsewhere}\n[[queue]]\nname = \"Ny\"\n")).await;
    assert_eq!(planned.report.created, ["queue \"Ny\""]);
    assert_eq!(planned.report.changed, ["rules of \"Fjordbank messages\": new version"]);
    let [changed] = planned.rules.as_slice() else { panic!("{planned:?}") };
    let traffic = changed.traffic.as_ref().unwrap();
    let mut to: Vec<_> = traffic
        .moves
        .iter()
        .map(|((from, to), n)| (&*traffic.names[&from.queue_id], &*traffic.names[&to.queue_id], *n))
        .collect();
    to.sort_unstable();
    assert_eq!(to, [("Faktura", "Ny", 2), ("Other", "Ny", 1)]);
    assert_eq!(testing::dump(&portal).await, before);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn who_may_not_see_conversations_may_not_replay_them(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let line = Line::open(&portal).await;
    six_arrive(&portal, &line, "c").await;
    let conversation = all(&portal, &line).await[0].id;
    let (workstreams, id) = (portal.backend.workstreams(), line.workstream_id);
    for role in roles::without(Permission::ViewConversations) {
        let actor = portal.person(role).await;
        let replayed = workstreams.replay_rules(&actor, id, &Trial::Draft, last_day(&portal), |_, _| ()).await;
        assert!(matches!(replayed, Err(Error::Forbidden(_))), "{role}: {replayed:?}");
        let tried = workstreams.try_on_conversation(&actor, id, &Trial::Draft, conversation).await;
        assert!(matches!(tried, Err(Error::Forbidden(_))), "{role}: {tried:?}");
        let recent = workstreams.recent_conversations(&actor, id).await;
        assert!(matches!(recent, Err(Error::Forbidden(_))), "{role}: {recent:?}");
    }
    let agent = portal.person(Role::Agent).await;
    let replayed = workstreams.replay_rules(&agent, id, &Trial::Draft, last_day(&portal), |_, _| ()).await;
    assert!(matches!(replayed, Err(Error::Forbidden(Permission::ViewWorkstreams))), "{replayed:?}");
}
