//! The SQL of the vault. Statements on `vault` run in its role only; see [`enter`].

use domain::field_security::SecuredField;
use jiff_sqlx::ToSqlx;
use sqlx::{FromRow, PgConnection, types::Json};
use uuid::Uuid;

use super::{
    Setting,
    field::Shown,
    seal::{CheckRecord, Envelope, Place},
};
use crate::Result;

/// An envelope as it lies in its row.
pub(super) struct Sealed {
    pub version: i32,
    pub envelope: Envelope,
}

#[derive(FromRow)]
struct Row {
    version: i32,
    key_id: String,
    wrap_nonce: Vec<u8>,
    wrapped_key: Vec<u8>,
    nonce: Vec<u8>,
    ciphertext: Vec<u8>,
}

/// Takes the vault's role until [`leave`] or the end of the transaction.
pub(super) async fn enter(conn: &mut PgConnection) -> Result<()> {
    sqlx::query("set local role sentralbord_vault").execute(conn).await?;
    Ok(())
}

/// Goes back to the role of verbs. After a failure there is no need: the transaction and the role end together.
pub(super) async fn leave(conn: &mut PgConnection) -> Result<()> {
    sqlx::query("set local role sentralbord_web").execute(conn).await?;
    Ok(())
}

pub(super) async fn latest(conn: &mut PgConnection, field: SecuredField, entity_id: Uuid) -> Result<Option<Sealed>> {
    let row: Option<Row> = sqlx::query_as(
        "select version, key_id, wrap_nonce, wrapped_key, nonce, ciphertext from vault.secret
         where entity = $1 and entity_id = $2 and field = $3
         order by version desc limit 1",
    )
    .bind(field.entity())
    .bind(entity_id)
    .bind(field.name())
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|Row { version, key_id, wrap_nonce, wrapped_key, nonce, ciphertext }| Sealed {
        version,
        envelope: Envelope { key_id, wrap_nonce, wrapped_key, nonce, ciphertext },
    }))
}

pub(super) async fn insert_secret(
    conn: &mut PgConnection,
    place: Place,
    envelope: &Envelope,
    at: jiff::Timestamp,
) -> Result<()> {
    sqlx::query(
        "insert into vault.secret
             (id, entity, entity_id, field, version, key_id, wrap_nonce, wrapped_key, nonce, ciphertext, created_at)
         values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(place.field.entity())
    .bind(place.entity_id)
    .bind(place.field.name())
    .bind(place.version)
    .bind(&envelope.key_id)
    .bind(&envelope.wrap_nonce)
    .bind(&envelope.wrapped_key)
    .bind(&envelope.nonce)
    .bind(&envelope.ciphertext)
    .bind(at.to_sqlx())
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn delete_versions_before(conn: &mut PgConnection, place: Place) -> Result<()> {
    sqlx::query("delete from vault.secret where entity = $1 and entity_id = $2 and field = $3 and version < $4")
        .bind(place.field.entity())
        .bind(place.entity_id)
        .bind(place.field.name())
        .bind(place.version)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn delete_secrets(conn: &mut PgConnection, entity_ids: &[Uuid]) -> Result<()> {
    sqlx::query("delete from vault.secret where entity_id = any($1)").bind(entity_ids).execute(conn).await?;
    Ok(())
}

pub(super) async fn upsert_slot(
    conn: &mut PgConnection,
    place: Place,
    shown: &Shown,
    setting: Setting<'_>,
) -> Result<()> {
    sqlx::query(
        "insert into app.secret_slot (entity, entity_id, field, version, hint, facts, set_at, set_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (entity, entity_id, field) do update
         set version = excluded.version, hint = excluded.hint, facts = excluded.facts,
             set_at = excluded.set_at, set_by = excluded.set_by",
    )
    .bind(place.field.entity())
    .bind(place.entity_id)
    .bind(place.field.name())
    .bind(place.version)
    .bind(&shown.hint)
    .bind(shown.facts.as_ref().map(Json))
    .bind(setting.at.to_sqlx())
    .bind(setting.by)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn delete_slots(conn: &mut PgConnection, entity_ids: &[Uuid]) -> Result<()> {
    sqlx::query("delete from app.secret_slot where entity_id = any($1)").bind(entity_ids).execute(conn).await?;
    Ok(())
}

/// Nodes that start at once look at the keys one after the other.
pub(super) async fn lock_master_keys(conn: &mut PgConnection) -> Result<()> {
    sqlx::query("select pg_advisory_xact_lock(hashtext('vault.master_key'))").execute(conn).await?;
    Ok(())
}

pub(super) async fn master_keys(conn: &mut PgConnection) -> Result<Vec<CheckRecord>> {
    let rows: Vec<(String, Vec<u8>, Vec<u8>)> =
        sqlx::query_as("select id, nonce, sealed_check from vault.master_key").fetch_all(conn).await?;
    Ok(rows.into_iter().map(|(id, nonce, sealed_check)| CheckRecord { id, nonce, sealed_check }).collect())
}

pub(super) async fn used_key_ids(conn: &mut PgConnection) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar("select distinct key_id from vault.secret").fetch_all(conn).await?)
}

pub(super) async fn insert_master_key(
    conn: &mut PgConnection,
    record: &CheckRecord,
    at: jiff::Timestamp,
) -> Result<()> {
    sqlx::query("insert into vault.master_key (id, nonce, sealed_check, created_at) values ($1, $2, $3, $4)")
        .bind(&record.id)
        .bind(&record.nonce)
        .bind(&record.sealed_check)
        .bind(at.to_sqlx())
        .execute(conn)
        .await?;
    Ok(())
}
