//! The SQL of the vault. Statements on `vault` run in its role only; see [`enter`].

use domain::field_security::SecuredField;
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::{FromRow, PgConnection, types::Json};
use uuid::Uuid;

use super::{
    Setting,
    field::Shown,
    seal::{CheckRecord, Envelope, Place, Wrapping},
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

/// A version that is believed, or was.
pub(super) struct Version {
    pub sealed: Sealed,
    pub works_until: Option<Timestamp>,
    pub retired_at: Option<Timestamp>,
}

#[derive(FromRow)]
struct VersionRow {
    #[sqlx(flatten)]
    sealed: Row,
    works_until: Option<jiff_sqlx::Timestamp>,
    retired_at: Option<jiff_sqlx::Timestamp>,
}

impl From<Row> for Sealed {
    fn from(row: Row) -> Self {
        let Row { version, key_id, wrap_nonce, wrapped_key, nonce, ciphertext } = row;
        Self { version, envelope: Envelope { key_id, wrap_nonce, wrapped_key, nonce, ciphertext } }
    }
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
         where entity = $1 and entity_id = $2 and field = $3 and retired_at is null
         order by version desc limit 1",
    )
    .bind(field.entity())
    .bind(entity_id)
    .bind(field.name())
    .fetch_optional(conn)
    .await?;
    Ok(row.map(Sealed::from))
}

/// Every version of a secret, the latest first.
pub(super) async fn versions(conn: &mut PgConnection, field: SecuredField, entity_id: Uuid) -> Result<Vec<Version>> {
    let rows: Vec<VersionRow> = sqlx::query_as(
        "select version, key_id, wrap_nonce, wrapped_key, nonce, ciphertext, works_until, retired_at from vault.secret
         where entity = $1 and entity_id = $2 and field = $3
         order by version desc",
    )
    .bind(field.entity())
    .bind(entity_id)
    .bind(field.name())
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Version {
            sealed: row.sealed.into(),
            works_until: row.works_until.map(jiff_sqlx::Timestamp::to_jiff),
            retired_at: row.retired_at.map(jiff_sqlx::Timestamp::to_jiff),
        })
        .collect())
}

/// The highest version that a secret has had, as far as it is remembered; 0 for none.
pub(super) async fn last_version(conn: &mut PgConnection, field: SecuredField, entity_id: Uuid) -> Result<i32> {
    let version: Option<i32> =
        sqlx::query_scalar("select max(version) from vault.secret where entity = $1 and entity_id = $2 and field = $3")
            .bind(field.entity())
            .bind(entity_id)
            .bind(field.name())
            .fetch_one(conn)
            .await?;
    Ok(version.unwrap_or(0))
}

/// From now on no version up to this one is believed.
pub(super) async fn retire_up_to(conn: &mut PgConnection, place: Place, at: Timestamp) -> Result<()> {
    sqlx::query(
        "update vault.secret set retired_at = $5
         where entity = $1 and entity_id = $2 and field = $3 and version <= $4 and retired_at is null",
    )
    .bind(place.field.entity())
    .bind(place.entity_id)
    .bind(place.field.name())
    .bind(place.version)
    .bind(at.to_sqlx())
    .execute(conn)
    .await?;
    Ok(())
}

/// One version is believed until then; `None` is without an end.
pub(super) async fn limit(conn: &mut PgConnection, place: Place, until: Option<Timestamp>) -> Result<()> {
    sqlx::query(
        "update vault.secret set works_until = $5
         where entity = $1 and entity_id = $2 and field = $3 and version = $4",
    )
    .bind(place.field.entity())
    .bind(place.entity_id)
    .bind(place.field.name())
    .bind(place.version)
    .bind(until.map(jiff_sqlx::ToSqlx::to_sqlx))
    .execute(conn)
    .await?;
    Ok(())
}

/// Destroys what was retired before then.
pub(super) async fn delete_retired(conn: &mut PgConnection, before: Timestamp) -> Result<u64> {
    let done =
        sqlx::query("delete from vault.secret where retired_at < $1").bind(before.to_sqlx()).execute(conn).await?;
    Ok(done.rows_affected())
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
    sqlx::query(
        "delete from vault.secret
         where entity = $1 and entity_id = $2 and field = $3 and version < $4 and retired_at is null",
    )
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
             set_at = excluded.set_at, set_by = excluded.set_by, expires_on = null",
    )
    .bind(place.field.entity())
    .bind(place.entity_id)
    .bind(place.field.name())
    .bind(place.version)
    .bind(&shown.hint)
    .bind(shown.facts.as_ref().map(Json))
    .bind(setting.at.to_sqlx())
    .bind(setting.by)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// What could be shown of versions that were destroyed.
pub(super) async fn delete_earlier(conn: &mut PgConnection, place: Place) -> Result<()> {
    sqlx::query(
        "delete from app.secret_earlier
         where entity = $1 and entity_id = $2 and field = $3 and version < $4 and retired_at is null",
    )
    .bind(place.field.entity())
    .bind(place.entity_id)
    .bind(place.field.name())
    .bind(place.version)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn delete_slots(conn: &mut PgConnection, entity_ids: &[Uuid]) -> Result<()> {
    sqlx::query("delete from app.secret_earlier where entity_id = any($1)")
        .bind(entity_ids)
        .execute(&mut *conn)
        .await?;
    sqlx::query("delete from app.secret_use where entity_id = any($1)").bind(entity_ids).execute(&mut *conn).await?;
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

/// Whoever seals holds off those who would change the keys, and nobody else.
pub(super) async fn share_master_keys(conn: &mut PgConnection) -> Result<()> {
    sqlx::query("select pg_advisory_xact_lock_shared(hashtext('vault.master_key'))").execute(conn).await?;
    Ok(())
}

/// The key that seals; none before the first.
pub(super) async fn last_master_key(conn: &mut PgConnection) -> Result<Option<String>> {
    Ok(sqlx::query_scalar("select id from vault.master_key order by place desc limit 1").fetch_optional(conn).await?)
}

/// A key that was there before seals again.
pub(super) async fn make_last(conn: &mut PgConnection, id: &str) -> Result<()> {
    sqlx::query(
        "update vault.master_key set place = default
         where id = $1 and place < (select max(place) from vault.master_key)",
    )
    .bind(id)
    .execute(conn)
    .await?;
    Ok(())
}

/// The wrapped key of a record, with what says where it belongs.
#[derive(FromRow)]
pub(super) struct Wrapped {
    pub id: Uuid,
    entity: String,
    entity_id: Uuid,
    field: String,
    version: i32,
    #[sqlx(flatten)]
    pub wrapping: Wrapping,
}

impl Wrapped {
    pub fn place(&self) -> Result<Place> {
        let field = format!("{}.{}", self.entity, self.field).parse();
        let field =
            field.map_err(|_| crate::Error::Internal(anyhow::anyhow!("the secret {} has no field", self.id)))?;
        Ok(Place { field, entity_id: self.entity_id, version: self.version })
    }
}

pub(super) async fn wrapped_otherwise(
    conn: &mut PgConnection,
    key_id: &str,
    after: Uuid,
    count: i64,
) -> Result<Vec<Wrapped>> {
    Ok(sqlx::query_as(
        "select id, entity, entity_id, field, version, key_id, wrap_nonce, wrapped_key from vault.secret
         where key_id <> $1 and id > $2
         order by id
         limit $3",
    )
    .bind(key_id)
    .bind(after)
    .bind(count)
    .fetch_all(conn)
    .await?)
}

pub(super) async fn update_wrapping(conn: &mut PgConnection, row: &Wrapped, new: &Wrapping) -> Result<u64> {
    let done = sqlx::query(
        "update vault.secret set key_id = $4, wrap_nonce = $5, wrapped_key = $6
         where id = $1 and key_id = $2 and version = $3",
    )
    .bind(row.id)
    .bind(&row.wrapping.key_id)
    .bind(row.version)
    .bind(&new.key_id)
    .bind(&new.wrap_nonce)
    .bind(&new.wrapped_key)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

pub(super) async fn count_by_key(conn: &mut PgConnection) -> Result<Vec<(String, i64)>> {
    Ok(sqlx::query_as("select key_id, count(*) from vault.secret group by key_id order by key_id")
        .fetch_all(conn)
        .await?)
}
