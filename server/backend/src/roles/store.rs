//! The SQL of the database's roles.

use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::Result;

/// Takes a role for the whole connection. `role` is one of our own constants.
pub(super) async fn take_role(conn: &mut PgConnection, role: &'static str) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(format!("set role {role}; set synchronous_commit = on; set timezone = 'UTC'")))
        .execute(conn)
        .await?;
    Ok(())
}

/// Plans each statement once: the ledger's few are always the same, and planning them anew for each batch finds nothing better.
pub(super) async fn keep_plans(conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query("set plan_cache_mode = force_generic_plan").execute(conn).await?;
    Ok(())
}

/// Names without a schema mean `public`, whatever the login is called.
pub(super) async fn look_in_public(conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query("set search_path = public").execute(conn).await?;
    Ok(())
}

/// What the current role can do although it should not, in words.
pub(super) async fn excess(conn: &mut PgConnection) -> Result<Vec<String>> {
    let found: Vec<String> = sqlx::query_scalar(
        "select 'the web role is a superuser' from pg_roles where rolname = current_user and rolsuper
         union all
         select 'the pool has not taken the role sentralbord_web' where current_user <> 'sentralbord_web'
         union all
         select 'the web role can use the schema vault' where has_schema_privilege('vault', 'usage')
         union all
         select 'the web role can ' || p || ' ' || c.oid::regclass::text
         from pg_class c join pg_namespace n on n.oid = c.relnamespace, unnest(array['select', 'insert', 'update', 'delete']) p
         where n.nspname = 'vault' and c.relkind = 'r' and has_table_privilege(c.oid, p)
         union all
         select 'the web role can ' || p || ' ' || t
         from unnest(array['audit.event', 'audit.link', 'audit.head']) t, unnest(array['update', 'delete', 'truncate']) p
         where has_table_privilege(t, p)
         union all
         select 'the web role owns ' || c.oid::regclass::text
         from pg_class c join pg_roles r on r.oid = c.relowner
         where r.rolname = current_user and c.relkind = 'r'",
    )
    .fetch_all(conn)
    .await?;
    Ok(found)
}

pub(super) async fn answer(conn: &mut PgConnection) -> Result<()> {
    conn.ping().await?;
    Ok(())
}
