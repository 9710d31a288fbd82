//! The leak bar (SECURITY.md 5.3): every secured field, for every role, on every surface.
//!
//! It is not enough that a value is missing. Three copies of one portal differ in nothing but what is hidden: in the first and the
//! second the secured fields have different values, so that what matches a probe in one does not in the other, and their order
//! is turned round; in the third they are not set. Everything is asked of all three. Whoever may not read a field must get the
//! same answers, to the byte; nobody gets a value. Addresses come from the tables of `doors`, so a new door is asked too.

mod answers;
mod hidden;
mod planted;
mod surface;
mod tour;

use std::collections::BTreeSet;

use backend::testing::Portal;
use domain::user::Role;
use sqlx::PgPool;

use self::hidden::{FIELDS, Hidden};
use self::planted::LEAKS;
use self::surface::Surface;
use self::tour::{Tour, Who};
use crate::leaks::Log;

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn no_surface_tells_anybody_of_a_secured_field(pool: PgPool) {
    let (log, metrics) = (Log::start(), server::telemetry::count().unwrap());
    let hidden = Hidden::in_worlds(Portal::on(&pool).await, false).await;
    let mut tour = Tour::of(&hidden);
    let who = Who::everybody();
    for who in &who {
        tour.looks(*who).await;
    }
    for who in &who {
        tour.acts(*who).await;
    }
    tour.behind_the_pages(&log, &metrics, &who).await;
    let finds = tour.finds();
    assert!(finds.is_empty(), "{} leaks and differences\n{}", finds.len(), finds.join("\n"));

    let surfaces = tour.surfaces();
    let missing: Vec<_> = Surface::ALL.iter().filter(|surface| !surfaces.contains(surface)).collect();
    assert!(missing.is_empty(), "nothing was asked at {missing:?}");
    assert!(surfaces.len() >= 24, "{} surfaces", surfaces.len());
    let probes = FIELDS.len() * who.len() * surfaces.len();
    println!(
        "{probes} probes ({} fields × {} roles × {} surfaces) in {} answers: 0 leaks, 0 differences",
        FIELDS.len(),
        who.len(),
        surfaces.len(),
        tour.answers()
    );
    hidden.end().await;
}

/// Without this, finding nothing would mean nothing: ten leaks of the kinds that comparable products had, each of which is found.
#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn leaks_that_are_planted_are_found(pool: PgPool) {
    let (log, metrics) = (Log::start(), server::telemetry::count().unwrap());
    let hidden = Hidden::in_worlds(Portal::on(&pool).await, true).await;
    let mut tour = Tour::of(&hidden);
    let auditor = [Who::Role(Role::Auditor)];
    tour.looks(auditor[0]).await;
    tour.behind_the_pages(&log, &metrics, &auditor).await;
    let finds = tour.finds();
    let found: BTreeSet<&str> =
        LEAKS.iter().filter(|leak| finds.iter().any(|find| find.contains(leak.place))).map(|leak| leak.name).collect();
    let missed: Vec<_> = LEAKS.iter().map(|leak| leak.name).filter(|name| !found.contains(name)).collect();
    assert!(missed.is_empty(), "{missed:?} are not found among {finds:#?}");
    assert_eq!(LEAKS.len(), 10);
    hidden.end().await;
}
