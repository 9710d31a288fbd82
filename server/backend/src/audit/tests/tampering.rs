//! Seven kinds of tampering, each at a hundred places, by somebody who owns the database.

use rand::{RngExt, SeedableRng, rngs::StdRng};
use sqlx::{Connection, PgConnection, PgPool};

use super::{store, write};
use crate::{
    audit::{
        Mark,
        verify::{Kind, Report, verify},
    },
    testing::Portal,
};

/// Entries of the log.
const LENGTH: i64 = 120;

/// A log with a head after each forty entries, the heads as they were kept elsewhere, and the portal's keys.
struct Log {
    anchors: Vec<Mark>,
    keys: Vec<(String, [u8; 32])>,
}

impl Log {
    async fn on(pool: &PgPool) -> Self {
        let portal = Portal::on(pool).await;
        let mut anchors = Vec::new();
        for _ in 0..3 {
            write(&portal, 40).await;
            let (_, head) = portal.backend.audit().verify(&[]).await.unwrap();
            anchors.push(Mark::parse(&head.unwrap().line()).unwrap());
        }
        Self { anchors, keys: portal.backend.vault().audit_keys() }
    }

    /// What verifying finds after `sql`, and after the chain was made anew from a place. Nothing of it stays.
    async fn after(&self, conn: &mut PgConnection, attack: &Attack, anchors: &[Mark]) -> Report {
        let mut tx = conn.begin().await.unwrap();
        store::run(&mut tx, &attack.sql).await;
        if let Some(position) = attack.chained_from {
            store::chain_anew(&mut tx, position).await;
        }
        let report = verify(&mut tx, &self.keys, anchors).await.unwrap();
        tx.rollback().await.unwrap();
        report
    }
}

/// What is done to the tables.
struct Attack {
    sql: String,
    /// From where the chain is made anew, if it is.
    chained_from: Option<i64>,
}

fn plain(sql: String) -> Attack {
    Attack { sql, chained_from: None }
}

const EVENT_AT: &str = "(select event_id from audit.link where position = ";
/// An entry that nobody made.
const FALSE_EVENT: &str = "insert into audit.event (id, at, actor_kind, name, subject_kind) overriding system value
     values (1000000, now(), 'system', 'queue.deleted', 'queue');";

fn edit(rng: &mut StdRng) -> Attack {
    let at = rng.random_range(1..=LENGTH);
    let change = match rng.random_range(0..5) {
        0 => "actor_kind = 'anonymous'",
        1 => "at = at + interval '1 microsecond'",
        2 => "data = data || '{\"priority\": 2}'",
        3 => "outcome = 'refused'",
        _ => "network = '198.51.100.0/24'",
    };
    let mut sql = format!("update audit.event set {change} where id = {EVENT_AT}{at});");
    if rng.random_bool(0.3) {
        // The link's own content instead of the event's.
        sql = format!("update audit.link set digest = sha256(digest) where position = {at};");
    }
    plain(sql)
}

fn delete(rng: &mut StdRng) -> Attack {
    let at = rng.random_range(1..LENGTH - 1);
    let event = format!("delete from audit.event where id = {EVENT_AT}{at});");
    let link = format!("delete from audit.link where position = {at};");
    plain(match rng.random_range(0..3) {
        0 => event,
        1 => event + &link,
        _ => format!(
            "{event} {link} update audit.link set position = -position where position > {at};
             update audit.link set position = -position - 1 where position < 0;"
        )
        .replace(
            "update audit.link",
            "alter table audit.link drop constraint if exists link_position_check; update audit.link",
        ),
    })
}

fn insert(rng: &mut StdRng) -> Attack {
    let at = rng.random_range(2..LENGTH);
    if rng.random_bool(0.5) {
        return plain(FALSE_EVENT.to_owned());
    }
    plain(format!(
        "alter table audit.link drop constraint link_position_check; {FALSE_EVENT}
         update audit.link set position = -position where position >= {at};
         update audit.link set position = -position + 1 where position < 0;
         insert into audit.link (position, event_id, digest, hash) values ({at}, 1000000, sha256('x'), sha256('y'));"
    ))
}

fn reorder(rng: &mut StdRng) -> Attack {
    let one = rng.random_range(1..LENGTH);
    let other = rng.random_range(one + 1..=LENGTH);
    plain(match rng.random_range(0..3) {
        // The entries' contents, their places in the links, or the links themselves.
        0 => format!(
            "update audit.event e set data = o.data, subject_id = o.subject_id, at = o.at from audit.event o
             where (e.id = {EVENT_AT}{one}) and o.id = {EVENT_AT}{other}))
                or (e.id = {EVENT_AT}{other}) and o.id = {EVENT_AT}{one}));"
        ),
        1 => format!(
            "alter table audit.link drop constraint link_event_key;
             update audit.link l set event_id = o.event_id from audit.link o
             where (l.position, o.position) in (({one}, {other}), ({other}, {one}));"
        ),
        _ => format!(
            "alter table audit.link drop constraint link_position_check;
             update audit.link set position = -position where position in ({one}, {other});
             update audit.link set position = {other} where position = -{one};
             update audit.link set position = {one} where position = -{other};"
        ),
    })
}

/// Cuts everything behind a place off, heads included.
fn cut(at: i64) -> String {
    format!(
        "delete from audit.event where id in (select event_id from audit.link where position > {at});
         delete from audit.link where position > {at}; delete from audit.head where count > {at};"
    )
}

fn truncate(rng: &mut StdRng) -> Attack {
    plain(cut(rng.random_range(1..LENGTH)))
}

fn regrow(rng: &mut StdRng) -> Attack {
    // Behind the first head, so that something of the log is as it was signed.
    let at = rng.random_range(40..LENGTH);
    let more = LENGTH - at + rng.random_range(0..20);
    let sql = format!(
        "{} insert into audit.event (id, at, actor_kind, name, subject_kind) overriding system value
         select 1000000 + n, now(), 'system', 'queue.deleted', 'queue' from generate_series(1, {more}) n;
         insert into audit.link (position, event_id, digest, hash)
         select {at} + n, 1000000 + n, sha256('x'), sha256('y') from generate_series(1, {more}) n;",
        cut(at)
    );
    Attack { sql, chained_from: Some(at + 1) }
}

fn rewrite(rng: &mut StdRng) -> Attack {
    let at = rng.random_range(1..=40);
    let sql = format!("update audit.event set data = '{{}}' where id = {EVENT_AT}{at}); delete from audit.head;");
    Attack { sql, chained_from: Some(1) }
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn seven_hundred_tamperings_are_found_with_an_anchor(pool: PgPool) {
    type Maker = fn(&mut StdRng) -> Attack;
    let kinds: [(Kind, Maker); 7] = [
        (Kind::Edited, edit),
        (Kind::Deleted, delete),
        (Kind::Inserted, insert),
        (Kind::Reordered, reorder),
        (Kind::Truncated, truncate),
        (Kind::Regrown, regrow),
        (Kind::Rewritten, rewrite),
    ];
    let log = Log::on(&pool).await;
    let mut conn = pool.acquire().await.unwrap();
    store::by_force(&mut conn).await;
    let sound = log.after(&mut conn, &plain("select 1".to_owned()), &log.anchors).await;
    assert!(sound.is_sound() && sound.anchored == LENGTH, "{sound:?}");
    let mut rng = StdRng::seed_from_u64(20_260_302);
    let mut found = 0;
    for (kind, make) in kinds {
        for _ in 0..100 {
            let attack = make(&mut rng);
            let report = log.after(&mut conn, &attack, &log.anchors).await;
            let kinds: Vec<Kind> = report.tampering.iter().map(|fault| fault.kind).collect();
            assert!(kinds.contains(&kind), "{kind:?} was told as {:?} after {}", report.tampering, attack.sql);
            found += 1;
        }
    }
    assert_eq!(found, 700);
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn without_an_anchor_what_was_cut_off_or_made_anew_with_its_heads_is_not_found(pool: PgPool) {
    let log = Log::on(&pool).await;
    let mut conn = pool.acquire().await.unwrap();
    store::by_force(&mut conn).await;
    let mut rng = StdRng::seed_from_u64(7);
    for make in [truncate, regrow, rewrite] {
        let attack = make(&mut rng);
        let blind = log.after(&mut conn, &attack, &[]).await;
        assert!(blind.is_sound() && blind.anchored == 0, "{blind:?}");
        assert!(!log.after(&mut conn, &attack, &log.anchors).await.is_sound());
    }
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_head_that_somebody_else_signed_is_found(pool: PgPool) {
    let log = Log::on(&pool).await;
    let mut conn = pool.acquire().await.unwrap();
    store::by_force(&mut conn).await;
    for sql in [
        "update audit.head set public_key = sha256('x') where count = 80",
        "update audit.head set signature = signature || signature where count = 40",
        "update audit.head set at = at + interval '1 second' where count = 120",
        "update audit.head set key_id = 'other' where count = 120",
    ] {
        let report = log.after(&mut conn, &plain(sql.to_owned()), &[]).await;
        assert_eq!(report.tampering.iter().map(|fault| fault.kind).collect::<Vec<_>>(), [Kind::HeadForged], "{sql}");
    }
    // A head of a key that was dropped since: a later one vouches for it.
    let renamed = plain("update audit.head set key_id = 'dropped' where count = 40".to_owned());
    assert!(log.after(&mut conn, &renamed, &[]).await.is_sound());
}

/// Run it with `--run-ignored all`; the bar is sixty seconds for a million entries, for a program as it is built to be used.
#[sqlx::test(migrator = "crate::MIGRATOR")]
#[ignore = "writes a million rows"]
async fn a_million_entries_are_verified_within_a_minute(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    store::fill(&portal.owner, 1_000_000).await;
    let begun = std::time::Instant::now();
    portal.backend.audit().seal().await.unwrap();
    println!("sealed in {:?}", begun.elapsed());
    let begun = std::time::Instant::now();
    let (report, _) = portal.backend.audit().verify(&[]).await.unwrap();
    println!("verified in {:?}", begun.elapsed());
    assert!(report.is_sound() && report.count == 1_000_000, "{report:?}");
    assert!(cfg!(debug_assertions) || begun.elapsed().as_secs() < 60, "it took {:?}", begun.elapsed());
}
