//! The SQL of keys.

use domain::{
    ApiKeyId, Name, PageRequest,
    user::{ApiKeySummary, Role},
};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::{FromRow, PgConnection};

use crate::Result;

#[derive(FromRow)]
struct SummaryRow {
    id: ApiKeyId,
    name: String,
    role: Role,
    created_at: jiff_sqlx::Timestamp,
    expires_at: Option<jiff_sqlx::Timestamp>,
    last_used_at: Option<jiff_sqlx::Timestamp>,
    revoked_at: Option<jiff_sqlx::Timestamp>,
}

impl From<SummaryRow> for ApiKeySummary {
    fn from(row: SummaryRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            role: row.role,
            created_at: row.created_at.to_jiff(),
            expires_at: row.expires_at.map(jiff_sqlx::Timestamp::to_jiff),
            last_used_at: row.last_used_at.map(jiff_sqlx::Timestamp::to_jiff),
            revoked_at: row.revoked_at.map(jiff_sqlx::Timestamp::to_jiff),
        }
    }
}

pub(super) async fn list(conn: &mut PgConnection, request: &PageRequest<ApiKeyId>) -> Result<Vec<ApiKeySummary>> {
    let rows: Vec<SummaryRow> = sqlx::query_as(
        "select id, name, role, created_at, expires_at, last_used_at, revoked_at from app.api_key
         where $1::uuid is null or (lower(name), id) > (select lower(p.name), p.id from app.api_key p where p.id = $1)
         order by lower(name), id
         limit $2",
    )
    .bind(request.after)
    .bind(request.rows())
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    id: ApiKeyId,
    name: &Name,
    role: Role,
    hash: &[u8],
    at: Timestamp,
    expires_at: Option<Timestamp>,
) -> Result<()> {
    sqlx::query(
        "insert into app.api_key (id, name, role, hash, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id)
    .bind(name)
    .bind(role)
    .bind(hash)
    .bind(at.to_sqlx())
    .bind(expires_at.map(ToSqlx::to_sqlx))
    .execute(conn)
    .await?;
    Ok(())
}

/// The key's name and whether it has ended.
pub(super) async fn lock(conn: &mut PgConnection, id: ApiKeyId) -> Result<Option<(String, bool)>> {
    Ok(sqlx::query_as("select name, revoked_at is not null from app.api_key where id = $1 for update")
        .bind(id)
        .fetch_optional(conn)
        .await?)
}

pub(super) async fn revoke(conn: &mut PgConnection, id: ApiKeyId, at: Timestamp) -> Result<()> {
    sqlx::query("update app.api_key set revoked_at = $2 where id = $1")
        .bind(id)
        .bind(at.to_sqlx())
        .execute(conn)
        .await?;
    Ok(())
}

/// A key that works.
pub(super) struct Working {
    pub id: ApiKeyId,
    pub name: String,
    pub role: Role,
    pub last_used_at: Option<Timestamp>,
}

pub(super) async fn find(conn: &mut PgConnection, hash: &[u8], now: Timestamp) -> Result<Option<Working>> {
    let found: Option<(ApiKeyId, String, Role, Option<jiff_sqlx::Timestamp>)> = sqlx::query_as(
        "select id, name, role, last_used_at from app.api_key
         where hash = $1 and revoked_at is null and (expires_at is null or expires_at > $2)",
    )
    .bind(hash)
    .bind(now.to_sqlx())
    .fetch_optional(conn)
    .await?;
    Ok(found.map(|(id, name, role, used)| Working {
        id,
        name,
        role,
        last_used_at: used.map(jiff_sqlx::Timestamp::to_jiff),
    }))
}

pub(super) async fn touch(conn: &mut PgConnection, id: ApiKeyId, at: Timestamp) -> Result<()> {
    sqlx::query("update app.api_key set last_used_at = $2 where id = $1")
        .bind(id)
        .bind(at.to_sqlx())
        .execute(conn)
        .await?;
    Ok(())
}
