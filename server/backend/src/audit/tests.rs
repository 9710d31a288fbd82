//! The chain on a real database.

use domain::{
    QueueId,
    audit::{Event, Outcome},
    user::{Permission, Role},
};
use jiff::SignedDuration;
use sqlx::PgPool;

use super::{Mark, MarkFault, Origin, record, verify::Kind};
use crate::{Actor, testing::Portal};

mod store;
mod tampering;

async fn write(portal: &Portal, count: usize) {
    let mut tx = portal.backend.begin().await.unwrap();
    for n in 0..count {
        let event = Event::QueueCreated { id: QueueId::new(), queue_name: format!("Kø {n}"), priority: 1 };
        record(&mut tx, &Actor::system(), portal.clock.now(), &event).await.unwrap();
    }
    tx.commit().await.unwrap();
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn what_was_recorded_is_sealed_signed_and_found_sound(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    write(&portal, 5).await;
    let (report, head) = portal.backend.audit().verify(&[]).await.unwrap();
    assert!(report.is_sound() && report.waiting == 0, "{report:?}");
    let head = head.unwrap();
    assert_eq!((report.count, head.count), (5, 5));
    write(&portal, 2500).await;
    let anchor = Mark::parse(&head.line()).unwrap();
    let (report, _) = portal.backend.audit().verify(&[anchor]).await.unwrap();
    assert!(report.is_sound(), "{report:?}");
    assert_eq!((report.count, report.anchored, report.heads), (2505, 5, 1));
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_change_that_is_committed_late_is_sealed_all_the_same(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let mut late = portal.backend.begin().await.unwrap();
    let event = Event::PermissionRefused { permission: Permission::ViewAudit };
    record(&mut late, &Actor::system(), portal.clock.now(), &event).await.unwrap();
    write(&portal, 3).await;
    portal.backend.audit().seal().await.unwrap();
    late.commit().await.unwrap();
    let (report, _) = portal.backend.audit().verify(&[]).await.unwrap();
    assert!(report.is_sound() && report.count == 4 && report.waiting == 0, "{report:?}");
    assert_eq!(store::events_in_order(&portal.owner).await, [2, 3, 4, 1]);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_head_is_signed_after_a_thousand_links_or_five_minutes(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let audit = portal.backend.audit();
    write(&portal, 1).await;
    assert!(audit.keep_up(false).await.unwrap().is_some(), "the first is signed at once");
    write(&portal, 10).await;
    assert!(audit.keep_up(false).await.unwrap().is_none());
    portal.clock.advance(SignedDuration::from_mins(5));
    assert_eq!(audit.keep_up(false).await.unwrap().unwrap().count, 11);
    write(&portal, 1000).await;
    assert_eq!(audit.keep_up(false).await.unwrap().unwrap().count, 1011);
    portal.clock.advance(SignedDuration::from_hours(1));
    assert!(audit.keep_up(true).await.unwrap().is_none(), "nothing new is nothing to sign");
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn the_web_role_can_change_nothing_and_the_owner_only_by_force(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    write(&portal, 3).await;
    portal.backend.audit().verify(&[]).await.unwrap();
    let mut conn = portal.backend.web().acquire().await.unwrap();
    for refused in store::attempts(&mut conn).await {
        assert!(refused.contains("permission denied"), "{refused}");
    }
    let mut conn = portal.owner.acquire().await.unwrap();
    for refused in store::attempts(&mut conn).await {
        assert!(refused.contains("append-only"), "{refused}");
    }
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_chain_that_was_changed_under_its_head_is_not_signed_on(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let audit = portal.backend.audit();
    write(&portal, 3).await;
    let (_, head) = audit.verify(&[]).await.unwrap();
    let mut conn = portal.owner.acquire().await.unwrap();
    store::by_force(&mut conn).await;
    store::rewrite_from(&mut conn, 2, "forged").await;
    drop(conn);
    write(&portal, 3).await;
    assert!(audit.keep_up(true).await.is_err());
    let anchor = Mark::parse(&head.unwrap().line()).unwrap();
    let (report, head) = audit.verify(&[anchor]).await.unwrap();
    assert!(!report.is_sound() && head.is_none());
    assert_eq!(report.tampering[0].kind, Kind::Rewritten);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn what_a_request_is_refused_is_one_entry_with_where_it_came_from(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let audit = portal.backend.audit();
    let origin = Origin::of_request(Some("203.0.113.9".parse().unwrap()), Some(b"sixteen bytes ..."));
    let agent = audit.trace(portal.person(Role::Agent).await, origin.clone());
    for _ in 0..3 {
        agent.must(Permission::ManageUsers).unwrap_err();
    }
    agent.must(Permission::ManageRoles).unwrap_err();
    agent.must(Permission::ViewQueues).unwrap();
    audit.settle().await;
    let rows = store::origins(&portal.owner).await;
    let row = |permission: &str| {
        let who = agent.user_id().map(|id| id.0);
        (
            who,
            Outcome::Refused,
            permission.to_owned(),
            origin.request_id,
            origin.session.clone(),
            origin.network.clone(),
        )
    };
    assert_eq!(rows, [row("users.manage"), row("roles.manage")]);
}

#[test]
fn a_mark_is_a_head_and_nothing_else() {
    assert_eq!(Mark::parse("yesterday"), Err(MarkFault::Malformed));
}
