use sqlx::{AssertSqlSafe, Connection, PgPool};

use super::*;
use crate::testing::Portal;

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn bringing_up_to_date_what_is_up_to_date_changes_nothing(pool: PgPool) {
    for _ in 0..2 {
        migrate((*pool.connect_options()).clone()).await.unwrap();
    }
}

/// Each is done in a transaction that never ends: roles belong to the whole cluster.
#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn every_drift_is_found_and_told_with_how_to_mend_it(pool: PgPool) {
    let mut conn = pool.acquire().await.unwrap();
    assert_eq!(
        grants::drift(&store::facts(&mut conn).await.unwrap()),
        Vec::<String>::new(),
        "fresh from the migrations"
    );
    let drifts = [
        ("grant select on vault.secret to sentralbord_web", "`revoke select on vault.secret from sentralbord_web`"),
        ("grant usage on schema vault to sentralbord_web", "`revoke usage on schema vault from sentralbord_web`"),
        ("grant update, delete on audit.event to sentralbord_web", "`revoke delete, update on audit.event from"),
        ("grant truncate on app.user to sentralbord_web", "sentralbord_web may truncate on app.user"),
        ("grant select on app.user to public", "`revoke select on app.user from public`"),
        ("grant select on app.user to sentralbord_vault", "`revoke select on app.user from sentralbord_vault`"),
        ("revoke insert on audit.event from sentralbord_web", "`grant insert on audit.event to sentralbord_web`"),
        ("revoke delete on vault.secret from sentralbord_vault", "`grant delete on vault.secret to sentralbord_vault`"),
        ("revoke update on app.queue from sentralbord_web", "`grant update on app.queue to sentralbord_web`"),
        (
            "grant select (ciphertext) on vault.secret to sentralbord_web",
            "`revoke select (ciphertext) on vault.secret from sentralbord_web`",
        ),
        ("create table vault.copy (secret text)", "vault.copy is not among the relations that are known in vault"),
        ("create table audit.other (id int)", "audit.other is not among"),
        ("create view app.peek as select 1 as one", "the view app.peek reads with its owner's rights"),
        (
            "create function app.peek() returns int language sql security definer as 'select 1'",
            "the function app.peek() runs with its owner's rights",
        ),
        (
            "create function app.peek() returns int language sql as 'select 1';
             grant execute on function app.peek() to public",
            "public may execute on function app.peek()",
        ),
        (
            "create function public.peek() returns int language sql security definer as 'select 1'",
            "the function public.peek() runs with its owner's rights",
        ),
        (
            "alter default privileges in schema vault grant select on tables to sentralbord_web",
            "new objects get more than they should",
        ),
        (
            "alter default privileges in schema app revoke delete on tables from sentralbord_web",
            "new tables in app would not get what they should",
        ),
        ("alter default privileges grant execute on functions to public", "everybody could call new functions"),
        ("alter role sentralbord_web createdb", "`alter role sentralbord_web nocreatedb`"),
        ("alter role sentralbord_vault bypassrls", "`alter role sentralbord_vault nobypassrls`"),
        ("grant sentralbord_vault to sentralbord_web", "`revoke sentralbord_vault from sentralbord_web`"),
        ("grant create on schema app to sentralbord_web", "`revoke create on schema app from sentralbord_web`"),
        (
            "grant create on schema app to sentralbord_web; alter table app.team_member owner to sentralbord_web",
            "the role sentralbord_web owns app.team_member",
        ),
    ];
    for (sql, told) in drifts {
        let mut tx = conn.begin().await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *tx).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        let found = grants::drift(&store::facts(&mut tx).await.unwrap());
        assert!(found.iter().any(|found| found.contains(told)), "{sql}: {found:?}");
        tx.rollback().await.unwrap();
    }
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_new_table_of_the_portal_needs_no_list(pool: PgPool) {
    sqlx::raw_sql("create table app.something (id bigint generated always as identity)").execute(&pool).await.unwrap();
    let mut conn = pool.acquire().await.unwrap();
    assert_eq!(grants::drift(&store::facts(&mut conn).await.unwrap()), Vec::<String>::new());
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn the_portal_does_not_start_on_a_database_that_has_drifted(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    sqlx::raw_sql("grant select on vault.secret to sentralbord_web").execute(&pool).await.unwrap();
    let refused = check_grants(portal.backend.web()).await.unwrap_err();
    let said = refused.chain();
    assert!(said.contains("does not start") && said.contains("revoke select on vault.secret"), "{said}");
}
