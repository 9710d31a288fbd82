//! What tests do to the tables behind the verbs' back.

use domain::audit::Outcome;
use sqlx::{AssertSqlSafe, PgConnection, PgPool};
use uuid::Uuid;

use crate::audit::{
    chain::{self, GENESIS, Hash},
    store::chain as log,
};

pub(super) async fn events_in_order(pool: &PgPool) -> Vec<i64> {
    sqlx::query_scalar("select event_id from audit.link order by position").fetch_all(pool).await.unwrap()
}

type OriginRow = (Option<Uuid>, Outcome, String, Option<Uuid>, Option<String>, Option<String>);

pub(super) async fn origins(pool: &PgPool) -> Vec<OriginRow> {
    sqlx::query_as(
        "select actor_id, outcome, data->>'permission', request_id, session, network from audit.event
         where name = 'permission.refused' order by id",
    )
    .fetch_all(pool)
    .await
    .unwrap()
}

/// Tries to change each table in each way, and returns what the database says.
pub(super) async fn attempts(conn: &mut PgConnection) -> Vec<String> {
    let mut said = Vec::new();
    for sql in [
        "update audit.event set name = 'x'",
        "delete from audit.event",
        "truncate audit.event",
        "update audit.link set position = position + 1",
        "delete from audit.link",
        "truncate audit.link",
        "update audit.head set count = count + 1",
        "delete from audit.head",
        "truncate audit.head",
    ] {
        said.push(sqlx::query(sql).execute(&mut *conn).await.unwrap_err().to_string());
    }
    said
}

/// From here on the connection's triggers sleep, as those of somebody who owns the database.
pub(super) async fn by_force(conn: &mut PgConnection) {
    run(conn, "set session_replication_role = replica").await;
}

/// Runs statements that a test made of its own numbers.
pub(super) async fn run(conn: &mut PgConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(conn).await.unwrap();
}

/// Changes the entry at a place, and makes the chain anew from there, as somebody who knows how it is made.
pub(super) async fn rewrite_from(conn: &mut PgConnection, position: i64, name: &str) {
    sqlx::query(
        "update audit.event set actor_name = $2 where id = (select event_id from audit.link where position = $1)",
    )
    .bind(position)
    .bind(name)
    .execute(&mut *conn)
    .await
    .unwrap();
    chain_anew(conn, position).await;
}

/// Makes the links from a place on fit their events.
pub(super) async fn chain_anew(conn: &mut PgConnection, position: i64) {
    let links = log::links(conn, 0, i64::MAX).await.unwrap();
    let mut before: Hash = GENESIS;
    let (mut positions, mut digests, mut hashes) = (Vec::new(), Vec::new(), Vec::new());
    for link in links {
        if link.position < position {
            before = link.hash.try_into().unwrap();
            continue;
        }
        let digest = link.event.unwrap().digest();
        before = chain::link(&before, link.position, link.event_id, &digest);
        positions.push(link.position);
        digests.push(digest.to_vec());
        hashes.push(before.to_vec());
    }
    sqlx::query(
        "update audit.link l set digest = n.digest, hash = n.hash
         from unnest($1::bigint[], $2::bytea[], $3::bytea[]) as n (position, digest, hash)
         where l.position = n.position",
    )
    .bind(&positions)
    .bind(&digests)
    .bind(&hashes)
    .execute(conn)
    .await
    .unwrap();
}

/// Many events, without verbs.
pub(super) async fn fill(pool: &PgPool, count: i64) {
    sqlx::query(
        "insert into audit.event (at, actor_kind, actor_id, name, subject_kind, subject_id, data, request_id, network)
         select now(), 'user', gen_random_uuid(), 'queue.changed', 'queue', gen_random_uuid(),
                jsonb_build_object('id', gen_random_uuid(), 'fields', jsonb_build_array('name', 'priority')),
                gen_random_uuid(), '203.0.113.0/24'
         from generate_series(1, $1)",
    )
    .bind(count)
    .execute(pool)
    .await
    .unwrap();
}
