//! Drafts: one change at a time, never over somebody else's.

use domain::{
    Name, QueueId, WorkstreamId,
    routing::{AnyRule, Edit, Proof, RouteRule, RuleList, Rules},
    user::Role,
    workstream::{Distribution, FallbackQueue, NewWorkstream, WorkType},
};
use sqlx::PgPool;

use crate::{Actor, Error, testing::Portal};

struct Desk {
    portal: Portal,
    admin: Actor,
    id: WorkstreamId,
    queue: QueueId,
}

impl Desk {
    async fn on(pool: &PgPool) -> Self {
        let portal = Portal::on(pool).await;
        let admin = portal.person(Role::OmnichannelAdministrator).await;
        let new = NewWorkstream {
            name: Name::parse("Fjordbank").unwrap(),
            work_type: WorkType::Messaging,
            channel_kind: domain::ChannelKind::GoogleBusinessMessages,
            distribution: Distribution::Push,
            fallback_queue: FallbackQueue::New(Name::parse("Reserve").unwrap()),
        };
        let id = portal.backend.workstreams().create(&admin, new).await.unwrap();
        let queue = portal.backend.queues().find_by_name(&admin, "Reserve").await.unwrap().unwrap();
        Self { portal, admin, id, queue }
    }

    fn add(&self, name: &str) -> Edit {
        let rule =
            RouteRule { name: name.to_owned(), off: false, when: None, queue: Some(self.queue), queues: Vec::new() };
        Edit::Add { list: RuleList::Route, rule: AnyRule::Route(rule) }
    }

    async fn edit(&self, version: i32, edit: Edit) -> crate::Result<i32> {
        self.portal.backend.workstreams().edit_rules(&self.admin, self.id, version, edit).await
    }

    async fn version(&self) -> i32 {
        self.portal.backend.workstreams().draft(&self.admin, self.id).await.unwrap().version
    }
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_change_to_what_somebody_else_has_changed_is_refused_and_nothing_is_lost(pool: PgPool) {
    let desk = Desk::on(&pool).await;
    assert_eq!(desk.edit(0, desk.add("Første")).await.unwrap(), 1);
    assert!(matches!(desk.edit(0, desk.add("For sent")).await, Err(Error::Stale)));
    let draft = desk.portal.backend.workstreams().draft(&desk.admin, desk.id).await.unwrap();
    assert_eq!(draft.rules.route.iter().map(|rule| &*rule.name).collect::<Vec<_>>(), ["Første"]);
    assert_eq!(draft.published.rules, Rules::default(), "a draft decides nothing");
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn what_was_made_from_a_draft_that_is_gone_does_not_fit_the_next_one(pool: PgPool) {
    let desk = Desk::on(&pool).await;
    let workstreams = desk.portal.backend.workstreams();
    let seen = desk.edit(0, desk.add("Forkastet")).await.unwrap();
    workstreams.discard_draft(&desk.admin, desk.id).await.unwrap();
    let before = desk.version().await;
    assert!(before > seen);
    assert!(matches!(desk.edit(seen, desk.add("For sent")).await, Err(Error::Stale)));
    let next = desk.edit(before, desk.add("Ny")).await.unwrap();
    assert_eq!(workstreams.publish_draft(&desk.admin, desk.id, next, " Første regel ").await.unwrap(), 2);
    assert!(desk.version().await > next);
    let versions = workstreams.rule_versions(&desk.admin, desk.id, domain::PageRequest::first()).await.unwrap();
    assert_eq!((versions.items[0].comment.as_str(), versions.items[0].is_in_force), ("Første regel", true));
    assert_eq!(
        desk.portal.audit_names().await[2..],
        ["rules.draft_changed", "rules.draft_discarded", "rules.draft_changed", "rules.published"]
    );
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_draft_that_was_overtaken_is_published_only_when_somebody_says_so(pool: PgPool) {
    let desk = Desk::on(&pool).await;
    let workstreams = desk.portal.backend.workstreams();
    let version = desk.edit(0, desk.add("Utkast")).await.unwrap();
    let other = Rules {
        classify: Vec::new(),
        route: vec![RouteRule {
            name: "Fil".into(),
            off: false,
            when: None,
            queue: Some(desk.queue),
            queues: Vec::new(),
        }],
    };
    workstreams.publish_rules(&desk.admin, desk.id, &other, "").await.unwrap();
    assert!(matches!(workstreams.publish_draft(&desk.admin, desk.id, version, "").await, Err(Error::Stale)));
    let version = workstreams.keep_draft_over(&desk.admin, desk.id, version).await.unwrap();
    assert_eq!(workstreams.publish_draft(&desk.admin, desk.id, version, "").await.unwrap(), 3);
    assert_eq!(workstreams.roll_back_rules(&desk.admin, desk.id, 2, "Tilbake").await.unwrap(), 4);
    assert_eq!(workstreams.rules(&desk.admin, desk.id).await.unwrap().rules, other);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_rule_that_is_switched_off_stays_and_does_nothing(pool: PgPool) {
    let desk = Desk::on(&pool).await;
    let workstreams = desk.portal.backend.workstreams();
    let version = desk.edit(0, desk.add("Alle")).await.unwrap();
    let version = desk.edit(version, desk.add("Nås aldri")).await.unwrap();
    let switch = |off| Edit::Switch { list: RuleList::Route, at: 0, off };
    assert_eq!(desk.edit(version, switch(false)).await.unwrap(), version, "it is on");
    let version = desk.edit(version, switch(true)).await.unwrap();
    assert_eq!(workstreams.findings(&desk.admin, desk.id).await.unwrap(), []);
    workstreams.publish_draft(&desk.admin, desk.id, version, "").await.unwrap();
    let rules = workstreams.rules(&desk.admin, desk.id).await.unwrap().rules;
    assert_eq!(rules.route.iter().map(|rule| rule.off).collect::<Vec<_>>(), [true, false]);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_draft_that_cannot_be_published_is_kept_and_told_about(pool: PgPool) {
    let desk = Desk::on(&pool).await;
    let workstreams = desk.portal.backend.workstreams();
    let version = desk.edit(0, desk.add("Alle")).await.unwrap();
    let version = desk.edit(version, desk.add("Nås aldri")).await.unwrap();
    let findings = workstreams.findings(&desk.admin, desk.id).await.unwrap();
    assert!(matches!(&*findings, [one] if one.name == "Nås aldri" && matches!(one.proof, Proof::Shadowed { .. })));
    let nameless = RouteRule { name: String::new(), off: false, when: None, queue: None, queues: Vec::new() };
    let edit = Edit::Add { list: RuleList::Route, rule: AnyRule::Route(nameless) };
    let version = desk.edit(version, edit).await.unwrap();
    assert!(matches!(workstreams.publish_draft(&desk.admin, desk.id, version, "").await, Err(Error::Invalid(_))));
    assert_eq!(desk.version().await, version);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_variable_that_no_rule_sets_is_told_until_one_does(pool: PgPool) {
    let desk = Desk::on(&pool).await;
    let workstreams = desk.portal.backend.workstreams();
    let reads =
        r#"{ "name": "Gull", "queue": QUEUE, "when": { "field": "variable.tier", "op": "equals", "value": "gull" } }"#;
    let rule = serde_json::from_str(&reads.replace("QUEUE", &format!("\"{}\"", desk.queue))).unwrap();
    let version = desk.edit(0, Edit::Add { list: RuleList::Route, rule: AnyRule::Route(rule) }).await.unwrap();
    let findings = workstreams.findings(&desk.admin, desk.id).await.unwrap();
    let told =
        |proof: &Proof| matches!(proof, Proof::NeverFilled { field, stops_rule: true, .. } if field == "variable.tier");
    assert!(matches!(&*findings, [one] if told(&one.proof)), "{findings:?}");

    let version = desk.edit(version, Edit::AddRuleset { name: "Kunder".into() }).await.unwrap();
    let sets = serde_json::from_str(r#"{ "name": "Alle", "set": { "tier": "gull" } }"#).unwrap();
    desk.edit(version, Edit::Add { list: RuleList::Classify(0), rule: AnyRule::Classify(sets) }).await.unwrap();
    assert_eq!(workstreams.findings(&desk.admin, desk.id).await.unwrap(), []);
}
