use domain::{
    AgentAccountId, ChannelKind, Fault, Invalid, Name, PageRequest, QueueId, WorkstreamId,
    channel::{ChannelChange, LanguageTag, NewChannel},
    queue::NewQueue,
    routing::{RouteRule, Rules, RulesetVersion},
    user::{Permission, Role},
    workstream::{Distribution, FallbackQueue, NewWorkstream, WorkType, WorkstreamChange},
};
use sqlx::PgPool;

use crate::{
    Actor, Error,
    live::News,
    testing::{Portal, roles},
};

fn workstream(name: &str, fallback_queue: FallbackQueue) -> NewWorkstream {
    NewWorkstream {
        name: Name::parse(name).unwrap(),
        work_type: WorkType::Messaging,
        channel_kind: ChannelKind::GoogleBusinessMessages,
        distribution: Distribution::Push,
        fallback_queue,
    }
}

fn channel(agent_account_id: AgentAccountId) -> NewChannel {
    NewChannel {
        agent_account_id,
        language: LanguageTag::parse("nb-NO").unwrap(),
        attachments_from_customers: true,
        attachments_from_agents: false,
    }
}

async fn default_queue(portal: &Portal, actor: &Actor) -> QueueId {
    portal.backend.queues().list(actor, PageRequest::first()).await.unwrap().items[0].id
}

async fn made(portal: &Portal, admin: &Actor, name: &str) -> WorkstreamId {
    let queue = FallbackQueue::Existing(default_queue(portal, admin).await);
    portal.backend.workstreams().create(admin, workstream(name, queue)).await.unwrap()
}

fn is_fault<T: std::fmt::Debug>(refused: &crate::Result<T>, field: &str, fault: Fault) -> bool {
    matches!(refused, Err(Error::Invalid(invalid)) if *invalid == Invalid::one(field, fault))
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_workstream_can_be_made_together_with_its_fallback_queue(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::OmnichannelAdministrator).await;
    let new = workstream("Fjordbank", FallbackQueue::New(Name::parse("Reserve").unwrap()));
    let id = portal.backend.workstreams().create(&admin, new).await.unwrap();
    let detail = portal.backend.workstreams().get(&admin, id).await.unwrap();
    assert_eq!(detail.summary.fallback_queue, "Reserve");
    assert_eq!((detail.version, detail.ruleset_version, detail.rule_count), (1, 1, 0));
    assert_eq!(portal.audit_names().await, ["queue.created", "workstream.created"]);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_refused_workstream_leaves_no_queue_behind(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::OmnichannelAdministrator).await;
    made(&portal, &admin, "Fjordbank").await;
    let workstreams = portal.backend.workstreams();
    let taken = workstream("FJORDBANK", FallbackQueue::New(Name::parse("Reserve").unwrap()));
    assert!(is_fault(&workstreams.create(&admin, taken).await, "name", Fault::Taken));
    let queue_taken = workstream("Ny", FallbackQueue::New(Name::parse("default messaging QUEUE").unwrap()));
    assert!(is_fault(&workstreams.create(&admin, queue_taken).await, "new_queue", Fault::Taken));
    let no_queue = workstream("Ny", FallbackQueue::Existing(QueueId::new()));
    assert!(is_fault(&workstreams.create(&admin, no_queue).await, "fallback_queue", Fault::Unknown));
    assert_eq!(portal.backend.queues().list(&admin, PageRequest::first()).await.unwrap().items.len(), 1);
    assert_eq!(portal.audit_names().await, ["workstream.created"]);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn the_list_is_read_page_by_page_in_the_order_of_names(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::OmnichannelAdministrator).await;
    for name in ["c", "A", "b"] {
        made(&portal, &admin, name).await;
    }
    let (mut names, mut after) = (Vec::new(), None);
    loop {
        let page = portal.backend.workstreams().list(&admin, PageRequest::new(Some(2), after)).await.unwrap();
        names.extend(page.items.into_iter().map(|workstream| workstream.name));
        match page.next_cursor {
            Some(cursor) => after = Some(cursor.parse().unwrap()),
            None => break,
        }
    }
    assert_eq!(names, ["A", "b", "c"]);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_change_of_a_workstream_on_an_old_version_changes_nothing(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::OmnichannelAdministrator).await;
    let id = made(&portal, &admin, "Fjordbank").await;
    let queue = default_queue(&portal, &admin).await;
    let change =
        |name: &str, version| WorkstreamChange { name: Name::parse(name).unwrap(), fallback_queue_id: queue, version };
    let workstreams = portal.backend.workstreams();
    workstreams.change(&admin, id, change("Bank", 1)).await.unwrap();
    workstreams.change(&admin, id, change("Bank", 2)).await.unwrap();
    assert!(matches!(workstreams.change(&admin, id, change("Annet", 1)).await, Err(Error::Stale)));
    assert_eq!(workstreams.get(&admin, id).await.unwrap().summary.name, "Bank");
    assert_eq!(portal.audit_names().await, ["workstream.created", "workstream.changed"]);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn an_agent_account_is_in_one_workstream_only(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::OmnichannelAdministrator).await;
    let (one, other) = (made(&portal, &admin, "En").await, made(&portal, &admin, "To").await);
    let (_, agent) = portal.agent_account("Support").await;
    let workstreams = portal.backend.workstreams();
    assert_eq!(workstreams.free_agent_accounts(&admin, one).await.unwrap()[0].id, agent);
    let id = workstreams.add_channel(&admin, one, channel(agent)).await.unwrap();
    let key = workstreams.channel(&admin, id).await.unwrap().account_id;
    let address = format!("https://portal.example/webhooks/google-business-messages/key-{key}");
    assert_eq!(workstreams.callback_urls(&admin, one).await.unwrap(), [(id, address)].into());
    assert!(workstreams.free_agent_accounts(&admin, other).await.unwrap().is_empty());
    let again = workstreams.add_channel(&admin, other, channel(agent)).await;
    assert!(is_fault(&again, "agent_account", Fault::Taken), "{again:?}");
    let unknown = workstreams.add_channel(&admin, other, channel(AgentAccountId::new())).await;
    assert!(is_fault(&unknown, "agent_account", Fault::Unknown), "{unknown:?}");
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_channel_is_changed_and_removed_and_the_webhook_hears_of_it(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::OmnichannelAdministrator).await;
    let workstream_id = made(&portal, &admin, "Fjordbank").await;
    let (account_id, agent) = portal.agent_account("Support").await;
    let workstreams = portal.backend.workstreams();
    let mut news = portal.backend.live().subscribe();
    let id = workstreams.add_channel(&admin, workstream_id, channel(agent)).await.unwrap();
    let change = ChannelChange {
        language: LanguageTag::parse("en-GB").unwrap(),
        attachments_from_customers: true,
        attachments_from_agents: true,
        version: 1,
    };
    workstreams.change_channel(&admin, id, change.clone()).await.unwrap();
    assert!(matches!(workstreams.change_channel(&admin, id, change).await, Err(Error::Stale)));
    let now = workstreams.channel(&admin, id).await.unwrap();
    assert_eq!((now.language.as_str(), now.attachments_from_agents, now.version), ("en-GB", true, 2));
    workstreams.remove_channel(&admin, id).await.unwrap();
    assert!(matches!(workstreams.channel(&admin, id).await, Err(Error::NotFound)));
    let names = portal.audit_names().await;
    assert_eq!(names, ["workstream.created", "channel.created", "channel.changed", "channel.removed"]);
    let mut heard = 0;
    while heard < 3 {
        match news.recv().await.unwrap() {
            News::Account(id) if id == account_id.0 => heard += 1,
            News::Anything => {}
            other => panic!("{other:?}"),
        }
    }
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn channels_stand_in_the_way_of_deleting_a_workstream(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::OmnichannelAdministrator).await;
    let id = made(&portal, &admin, "Fjordbank").await;
    let (_, agent) = portal.agent_account("Support").await;
    let workstreams = portal.backend.workstreams();
    let channel_id = workstreams.add_channel(&admin, id, channel(agent)).await.unwrap();
    let refused = workstreams.delete(&admin, id).await;
    let Err(Error::Blocked(blockers)) = refused else { panic!("{refused:?}") };
    assert_eq!((blockers[0].kind, blockers[0].name.as_str()), ("channel", "Support"));
    assert_eq!(workstreams.blockers(&admin, id).await.unwrap(), blockers);
    workstreams.remove_channel(&admin, channel_id).await.unwrap();
    workstreams.delete(&admin, id).await.unwrap();
    assert!(matches!(workstreams.get(&admin, id).await, Err(Error::NotFound)));
    assert!(matches!(workstreams.delete(&admin, id).await, Err(Error::NotFound)));
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn only_those_with_the_permission_change_workstreams(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::OmnichannelAdministrator).await;
    let queue = default_queue(&portal, &admin).await;
    for role in roles::without(Permission::ManageWorkstreams) {
        let actor = portal.person(role).await;
        let new = workstream("Fjordbank", FallbackQueue::Existing(queue));
        let refused = portal.backend.workstreams().create(&actor, new).await;
        assert!(matches!(refused, Err(Error::Forbidden(Permission::ManageWorkstreams))), "{role}: {refused:?}");
    }
    assert!(portal.audit_names().await.is_empty());
}

fn rules(queue: QueueId) -> Rules {
    let rule = |name: &str| RouteRule {
        name: name.to_owned(),
        off: false,
        when: None,
        queue: Some(queue),
        queues: Vec::new(),
    };
    Rules { classify: Vec::new(), route: vec![rule("Alle")] }
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn published_rules_are_a_new_version_and_equal_ones_are_not(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::OmnichannelAdministrator).await;
    let id = made(&portal, &admin, "Fjordbank").await;
    let queue = default_queue(&portal, &admin).await;
    let workstreams = portal.backend.workstreams();
    assert_eq!(workstreams.rules(&admin, id).await.unwrap(), RulesetVersion { version: 1, rules: Rules::default() });
    for _ in 0..2 {
        assert_eq!(workstreams.publish_rules(&admin, id, &rules(queue), "Første").await.unwrap(), 2);
    }
    let detail = workstreams.get(&admin, id).await.unwrap();
    assert_eq!((detail.version, detail.ruleset_version, detail.rule_count), (1, 2, 1));
    let unknown = workstreams.publish_rules(&admin, id, &rules(QueueId::new()), "").await;
    assert!(is_fault(&unknown, "route[0].queue", Fault::Unknown), "{unknown:?}");
    assert_eq!(portal.audit_names().await, ["workstream.created", "rules.published"]);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_queue_that_rules_name_stays(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let admin = portal.person(Role::OmnichannelAdministrator).await;
    let id = made(&portal, &admin, "Fjordbank").await;
    let new = NewQueue { name: Name::parse("Faktura").unwrap(), priority: 10 };
    let queue = portal.backend.queues().create(&admin, new).await.unwrap();
    let workstreams = portal.backend.workstreams();
    workstreams.publish_rules(&admin, id, &rules(queue), "").await.unwrap();
    let refused = portal.backend.queues().delete(&admin, queue).await;
    let Err(Error::Blocked(blockers)) = refused else { panic!("{refused:?}") };
    assert_eq!((blockers[0].kind, blockers[0].id), ("workstream", id.0));
    workstreams.publish_rules(&admin, id, &Rules::default(), "Uten regler").await.unwrap();
    portal.backend.queues().delete(&admin, queue).await.unwrap();
}
