//! The SQL of the database's roles.

use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::grants::{Facts, Held};
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

/// What the pool's own connections are, in words, where that is wrong.
pub(super) async fn wrong_role(conn: &mut PgConnection) -> Result<Vec<String>> {
    let found: Vec<String> = sqlx::query_scalar(
        "select 'the web role is a superuser (`alter role sentralbord_web nosuperuser`)'
         from pg_roles where rolname = current_user and rolsuper
         union all
         select 'the pool has not taken the role sentralbord_web' where current_user <> 'sentralbord_web'",
    )
    .fetch_all(conn)
    .await?;
    Ok(found)
}

/// Everything that the catalogues say of our roles and schemas.
#[expect(clippy::too_many_lines, reason = "one question to each catalogue")]
pub(super) async fn facts(conn: &mut PgConnection) -> Result<Facts> {
    let relations: Vec<(String, String, Vec<String>)> = sqlx::query_as(
        "select n.nspname || '.' || c.relname, n.nspname::text,
                array(select coalesce(r.rolname, 'public') || ' ' || lower(a.privilege_type)
                      from aclexplode(c.relacl) a left join pg_roles r on r.oid = a.grantee
                      where a.grantee = 0 or r.rolname in ('sentralbord_web', 'sentralbord_vault')
                      union all
                      select coalesce(r.rolname, 'public') || ' ' || lower(a.privilege_type) || ' (' || t.attname || ')'
                      from pg_attribute t cross join lateral aclexplode(t.attacl) a
                      left join pg_roles r on r.oid = a.grantee
                      where t.attrelid = c.oid
                        and (a.grantee = 0 or r.rolname in ('sentralbord_web', 'sentralbord_vault'))
                      order by 1)
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname in ('app', 'vault', 'audit') and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
         order by 1",
    )
    .fetch_all(&mut *conn)
    .await?;
    let views: Vec<String> = sqlx::query_scalar(
        "select n.nspname || '.' || c.relname
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname in ('app', 'vault', 'audit') and c.relkind = 'v'
           and not coalesce('security_invoker=true' = any(c.reloptions) or 'security_invoker=on' = any(c.reloptions), false)",
    )
    .fetch_all(&mut *conn)
    .await?;
    let functions: Vec<(String, bool, String, Vec<String>)> = sqlx::query_as(
        "select n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', p.prosecdef,
                n.nspname::text,
                array(select coalesce(r.rolname, 'public') || ' ' || lower(a.privilege_type)
                      from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                      left join pg_roles r on r.oid = a.grantee
                      where a.grantee = 0 or r.rolname in ('sentralbord_web', 'sentralbord_vault')
                      order by 1)
         from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where n.nspname in ('app', 'vault', 'audit') or (n.nspname = 'public' and p.prosecdef)
         order by 1",
    )
    .fetch_all(&mut *conn)
    .await?;
    let schemas: Vec<(String, Vec<String>)> = sqlx::query_as(
        "select n.nspname::text,
                array(select coalesce(r.rolname, 'public') || ' ' || lower(a.privilege_type)
                      from aclexplode(n.nspacl) a left join pg_roles r on r.oid = a.grantee
                      where a.grantee = 0 or r.rolname in ('sentralbord_web', 'sentralbord_vault')
                      order by 1)
         from pg_namespace n where n.nspname in ('app', 'vault', 'audit') order by 1",
    )
    .fetch_all(&mut *conn)
    .await?;
    let defaults: Vec<(String, String, String)> = sqlx::query_as(
        "select coalesce(n.nspname, '')::text, d.defaclobjtype::text,
                coalesce(r.rolname, 'public') || ' ' || lower(a.privilege_type)
         from pg_default_acl d
         left join pg_namespace n on n.oid = d.defaclnamespace
         cross join lateral aclexplode(d.defaclacl) a
         left join pg_roles r on r.oid = a.grantee
         where a.grantee = 0 or r.rolname in ('sentralbord_web', 'sentralbord_vault')",
    )
    .fetch_all(&mut *conn)
    .await?;
    // The row for functions is there exactly where something differs from what PostgreSQL gives: that everybody may call them.
    let functions_are_kept: bool = sqlx::query_scalar(
        "select exists (
             select from pg_default_acl d
             where d.defaclobjtype = 'f' and d.defaclnamespace = 0
               and not exists (select from aclexplode(d.defaclacl) a where a.grantee = 0))",
    )
    .fetch_one(&mut *conn)
    .await?;
    let attributes: Vec<(String, String)> = sqlx::query_as(
        "select r.rolname::text, x.attribute
         from pg_roles r
         cross join lateral (values (r.rolsuper, 'superuser'), (r.rolcreatedb, 'createdb'), (r.rolcreaterole, 'createrole'),
             (r.rolcanlogin, 'login'), (r.rolreplication, 'replication'), (r.rolbypassrls, 'bypassrls'),
             (r.rolinherit, 'inherit')) x (has, attribute)
         where r.rolname in ('sentralbord_web', 'sentralbord_vault') and x.has",
    )
    .fetch_all(&mut *conn)
    .await?;
    let memberships: Vec<(String, String)> = sqlx::query_as(
        "select m.rolname::text, g.rolname::text
         from pg_auth_members a join pg_roles m on m.oid = a.member join pg_roles g on g.oid = a.roleid
         where m.rolname in ('sentralbord_web', 'sentralbord_vault')",
    )
    .fetch_all(&mut *conn)
    .await?;
    let owned: Vec<(String, String)> = sqlx::query_as(
        "select r.rolname::text, n.nspname || '.' || c.relname
         from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_roles r on r.oid = c.relowner
         where r.rolname in ('sentralbord_web', 'sentralbord_vault') and n.nspname in ('app', 'vault', 'audit', 'public')
         union all
         select r.rolname::text, 'schema ' || n.nspname from pg_namespace n join pg_roles r on r.oid = n.nspowner
         where r.rolname in ('sentralbord_web', 'sentralbord_vault')
         union all
         select r.rolname::text, 'function ' || p.proname from pg_proc p join pg_roles r on r.oid = p.proowner
         where r.rolname in ('sentralbord_web', 'sentralbord_vault')",
    )
    .fetch_all(conn)
    .await?;
    let of_app = defaults.iter().filter(|(schema, kind, _)| schema == "app" && kind == "r");
    let of_app: Vec<Held> = of_app.map(|(.., privilege)| held(privilege)).collect();
    let other = defaults.iter().filter(|(schema, kind, _)| !(schema == "app" && kind == "r"));
    Ok(Facts {
        relations: relations.into_iter().map(|(name, schema, list)| (name, schema, all_held(&list))).collect(),
        views,
        definers: functions.iter().filter(|(_, is_definer, ..)| *is_definer).map(|(name, ..)| name.clone()).collect(),
        functions: functions
            .into_iter()
            .filter(|(_, _, schema, _)| schema != "public")
            .map(|(name, _, _, list)| (name, all_held(&list)))
            .collect(),
        schemas: schemas.into_iter().map(|(name, list)| (name, all_held(&list))).collect(),
        app_defaults: (!of_app.is_empty()).then_some(of_app),
        other_defaults: other.map(|(schema, kind, what)| format!("{what} ({kind}) in schema {schema:?}")).collect(),
        functions_are_kept,
        attributes,
        memberships,
        owned,
    })
}

/// A role and a privilege, as the statements above write them.
fn held(text: &str) -> Held {
    let (role, privilege) = text.split_once(' ').unwrap_or((text, ""));
    (role.to_owned(), privilege.to_owned())
}

fn all_held(list: &[String]) -> Vec<Held> {
    list.iter().map(|text| held(text)).collect()
}

pub(super) async fn answer(conn: &mut PgConnection) -> Result<()> {
    conn.ping().await?;
    Ok(())
}
