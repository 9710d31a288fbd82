//! The SQL of what may be shown of a secret's life. Values are the vault's.

use domain::{
    UserId,
    field_security::SecuredField,
    secret::{EarlierToken, ExpiringSecret, TokenUse},
};
use jiff::{Timestamp, civil::Date};
use jiff_sqlx::ToSqlx;
use sqlx::{FromRow, PgConnection};
use uuid::Uuid;

use super::meter::Reading;
use crate::Result;

#[derive(FromRow)]
struct EarlierRow {
    version: i32,
    hint: Option<String>,
    set_at: jiff_sqlx::Timestamp,
    set_by: String,
    works_until: Option<jiff_sqlx::Timestamp>,
    retired_at: Option<jiff_sqlx::Timestamp>,
    last_used_at: Option<jiff_sqlx::Timestamp>,
    use_count: Option<i64>,
}

fn used(last_used_at: Option<jiff_sqlx::Timestamp>, count: Option<i64>) -> Option<TokenUse> {
    Some(TokenUse { last_used_at: last_used_at?.to_jiff(), count: count? })
}

pub(super) async fn earlier(conn: &mut PgConnection, field: SecuredField, id: Uuid) -> Result<Vec<EarlierToken>> {
    let rows: Vec<EarlierRow> = sqlx::query_as(
        "select e.version, e.hint, e.set_at, e.set_by, e.works_until, e.retired_at, u.last_used_at, u.use_count
         from app.secret_earlier e
         left join app.secret_use u using (entity, entity_id, field, version)
         where e.entity = $1 and e.entity_id = $2 and e.field = $3
         order by e.version desc",
    )
    .bind(field.entity())
    .bind(id)
    .bind(field.name())
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| EarlierToken {
            version: row.version,
            hint: row.hint,
            set_at: row.set_at.to_jiff(),
            set_by: row.set_by,
            works_until: row.works_until.map(jiff_sqlx::Timestamp::to_jiff),
            retired_at: row.retired_at.map(jiff_sqlx::Timestamp::to_jiff),
            used: used(row.last_used_at, row.use_count),
        })
        .collect())
}

/// How much one version was used, and the reminder of the present value.
pub(super) async fn present(
    conn: &mut PgConnection,
    field: SecuredField,
    id: Uuid,
) -> Result<(Option<TokenUse>, Option<Date>)> {
    let row: Option<(Option<jiff_sqlx::Timestamp>, Option<i64>, Option<jiff_sqlx::Date>)> = sqlx::query_as(
        "select u.last_used_at, u.use_count, s.expires_on
         from app.secret_slot s
         left join app.secret_use u using (entity, entity_id, field, version)
         where s.entity = $1 and s.entity_id = $2 and s.field = $3",
    )
    .bind(field.entity())
    .bind(id)
    .bind(field.name())
    .fetch_optional(conn)
    .await?;
    let Some((last, count, expires_on)) = row else { return Ok((None, None)) };
    Ok((used(last, count), expires_on.map(jiff_sqlx::Date::to_jiff)))
}

/// The present value becomes an earlier one.
pub(super) async fn move_to_earlier(
    conn: &mut PgConnection,
    field: SecuredField,
    id: Uuid,
    works_until: Option<Timestamp>,
    retired_at: Option<Timestamp>,
) -> Result<()> {
    sqlx::query(
        "insert into app.secret_earlier
             (entity, entity_id, field, version, hint, set_at, set_by, works_until, retired_at)
         select entity, entity_id, field, version, hint, set_at, set_by, $4, $5 from app.secret_slot
         where entity = $1 and entity_id = $2 and field = $3",
    )
    .bind(field.entity())
    .bind(id)
    .bind(field.name())
    .bind(works_until.map(ToSqlx::to_sqlx))
    .bind(retired_at.map(ToSqlx::to_sqlx))
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn retire_up_to(
    conn: &mut PgConnection,
    field: SecuredField,
    id: Uuid,
    version: i32,
    at: Timestamp,
) -> Result<u64> {
    let done = sqlx::query(
        "update app.secret_earlier set retired_at = $5
         where entity = $1 and entity_id = $2 and field = $3 and version <= $4 and retired_at is null",
    )
    .bind(field.entity())
    .bind(id)
    .bind(field.name())
    .bind(version)
    .bind(at.to_sqlx())
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

pub(super) async fn delete_slot(conn: &mut PgConnection, field: SecuredField, id: Uuid) -> Result<()> {
    sqlx::query("delete from app.secret_slot where entity = $1 and entity_id = $2 and field = $3")
        .bind(field.entity())
        .bind(id)
        .bind(field.name())
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn set_expiry(
    conn: &mut PgConnection,
    field: SecuredField,
    id: Uuid,
    expires_on: Option<Date>,
) -> Result<()> {
    sqlx::query("update app.secret_slot set expires_on = $4 where entity = $1 and entity_id = $2 and field = $3")
        .bind(field.entity())
        .bind(id)
        .bind(field.name())
        .bind(expires_on.map(ToSqlx::to_sqlx))
        .execute(conn)
        .await?;
    Ok(())
}

/// Tokens whose time beside the new one is over, locked so that one node ends each.
pub(super) async fn over(conn: &mut PgConnection, now: Timestamp) -> Result<Vec<(String, Uuid, String, i32)>> {
    Ok(sqlx::query_as(
        "select entity, entity_id, field, version from app.secret_earlier
         where retired_at is null and works_until <= $1
         order by entity, entity_id, field, version
         limit 100
         for update skip locked",
    )
    .bind(now.to_sqlx())
    .fetch_all(conn)
    .await?)
}

/// Forgets tokens that were retired before then, and the use of what is no more.
pub(super) async fn forget_retired(conn: &mut PgConnection, before: Timestamp) -> Result<()> {
    sqlx::query(
        "with gone as (
             delete from app.secret_earlier where retired_at < $1 returning entity, entity_id, field, version
         )
         delete from app.secret_use u using gone g
         where (u.entity, u.entity_id, u.field, u.version) = (g.entity, g.entity_id, g.field, g.version)",
    )
    .bind(before.to_sqlx())
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn add_uses(conn: &mut PgConnection, readings: &[Reading]) -> Result<()> {
    let column = |value: fn(&Reading) -> &'static str| readings.iter().map(value).collect::<Vec<_>>();
    sqlx::query(
        "insert into app.secret_use as u (entity, entity_id, field, version, last_used_at, use_count)
         select entity, entity_id, field, version, last_used_at, use_count
         from unnest($1::text[], $2::uuid[], $3::text[], $4::integer[], $5::timestamptz[], $6::bigint[])
              as given (entity, entity_id, field, version, last_used_at, use_count)
         on conflict (entity, entity_id, field, version) do update
         set last_used_at = greatest(u.last_used_at, excluded.last_used_at), use_count = u.use_count + excluded.use_count",
    )
    .bind(column(|reading| reading.key.field.entity()))
    .bind(readings.iter().map(|reading| reading.key.entity_id).collect::<Vec<_>>())
    .bind(column(|reading| reading.key.field.name()))
    .bind(readings.iter().map(|reading| reading.key.version).collect::<Vec<_>>())
    .bind(readings.iter().map(|reading| reading.last.to_sqlx()).collect::<Vec<_>>())
    .bind(readings.iter().map(|reading| reading.count).collect::<Vec<_>>())
    .execute(conn)
    .await?;
    Ok(())
}

#[derive(FromRow)]
struct ExpiringRow {
    entity: String,
    entity_id: Uuid,
    field: String,
    name: String,
    expires_on: jiff_sqlx::Date,
}

/// Reminders up to a day, the earliest first.
pub(super) async fn expiring(conn: &mut PgConnection, today: Date, until: Date) -> Result<Vec<ExpiringSecret>> {
    let rows: Vec<ExpiringRow> = sqlx::query_as(
        "select s.entity, s.entity_id, s.field, coalesce(a.name, g.name) as name, s.expires_on
         from app.secret_slot s
         left join app.account a on s.entity = 'account' and a.id = s.entity_id
         left join app.agent_account g on s.entity = 'agent_account' and g.id = s.entity_id
         where s.expires_on <= $1 and coalesce(a.name, g.name) is not null
         order by s.expires_on, s.entity_id
         limit 100",
    )
    .bind(until.to_sqlx())
    .fetch_all(conn)
    .await?;
    let found = rows.into_iter().filter_map(|row| {
        let expires_on = row.expires_on.to_jiff();
        Some(ExpiringSecret {
            field: format!("{}.{}", row.entity, row.field).parse().ok()?,
            entity_id: row.entity_id,
            name: row.name,
            expires_on,
            is_over: expires_on < today,
        })
    });
    Ok(found.collect())
}

/// One person sees one value after the other.
pub(super) async fn lock_reveals(conn: &mut PgConnection, user_id: UserId) -> Result<()> {
    sqlx::query("select pg_advisory_xact_lock(hashtextextended('secret.reveal ' || $1::text, 0))")
        .bind(user_id.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// How long a person has to wait for another value; 0 when not at all.
pub(super) async fn seconds_to_next_reveal(
    conn: &mut PgConnection,
    user_id: UserId,
    many: i64,
    since: Timestamp,
) -> Result<u64> {
    let oldest: Option<jiff_sqlx::Timestamp> = sqlx::query_scalar(
        "select at from app.secret_reveal where user_id = $1 and at > $2 order by at desc offset $3 limit 1",
    )
    .bind(user_id)
    .bind(since.to_sqlx())
    .bind(many - 1)
    .fetch_optional(conn)
    .await?;
    let wait = oldest.map(|at| at.to_jiff().duration_since(since).as_secs());
    Ok(wait.map_or(0, |seconds| u64::try_from(seconds).unwrap_or(0).max(1)))
}

/// Notes that a value was shown, and forgets those of long ago.
pub(super) async fn note_reveal(
    conn: &mut PgConnection,
    user_id: UserId,
    since: Timestamp,
    now: Timestamp,
) -> Result<()> {
    sqlx::query("delete from app.secret_reveal where user_id = $1 and at <= $2")
        .bind(user_id)
        .bind(since.to_sqlx())
        .execute(&mut *conn)
        .await?;
    sqlx::query("insert into app.secret_reveal (user_id, at) values ($1, $2)")
        .bind(user_id)
        .bind(now.to_sqlx())
        .execute(conn)
        .await?;
    Ok(())
}
