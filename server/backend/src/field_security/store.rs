//! The SQL of field security profiles, and of what may be shown of secrets.

use domain::{
    ProfileId, TeamId, UserId,
    field_security::{FieldRights, SecuredField, ServiceAccountFacts},
};
use jiff::Timestamp;
use sqlx::{FromRow, PgConnection, types::Json};
use uuid::Uuid;

use crate::Result;

/// What may be shown of a secret.
pub(crate) struct Slot {
    pub version: i32,
    pub hint: Option<String>,
    pub facts: Option<ServiceAccountFacts>,
    pub set_at: Timestamp,
    pub set_by: String,
}

#[derive(FromRow)]
struct SlotRow {
    version: i32,
    hint: Option<String>,
    facts: Option<Json<ServiceAccountFacts>>,
    set_at: jiff_sqlx::Timestamp,
    set_by: String,
}

#[derive(FromRow)]
struct GrantRow {
    field: SecuredField,
    may_read: bool,
    may_read_unmasked: bool,
    may_create: bool,
    may_update: bool,
}

impl From<GrantRow> for (SecuredField, FieldRights) {
    fn from(row: GrantRow) -> Self {
        let GrantRow { field, may_read: read, may_read_unmasked: read_unmasked, may_create, may_update } = row;
        (field, FieldRights { read, read_unmasked, create: may_create, update: may_update })
    }
}

/// Every grant of every profile that reaches a person, by themselves or through a team; and reading what is not secured.
pub(super) async fn grants(conn: &mut PgConnection, user_id: UserId) -> Result<Vec<(SecuredField, FieldRights)>> {
    let rows: Vec<GrantRow> = sqlx::query_as(
        "select g.field, g.may_read, g.may_read_unmasked, g.may_create, g.may_update
         from app.field_security_grant g
         where g.profile_id in (
             select m.profile_id from app.field_security_member m where m.user_id = $1
             union all
             select t.profile_id
             from app.field_security_team t join app.team_member m on m.team_id = t.team_id
             where m.user_id = $1)
         union all
         select p.field, true, false, false, false
         from unnest($2::text[]) as p(field)
         where not exists (select from app.secured_field s where s.field = p.field)",
    )
    .bind(user_id)
    .bind(SecuredField::PERSONAL.as_slice())
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Reading what is not secured, which nobody needs a profile for.
pub(super) async fn open_fields(conn: &mut PgConnection) -> Result<Vec<(SecuredField, FieldRights)>> {
    let rows: Vec<GrantRow> = sqlx::query_as(
        "select p.field, true as may_read, false as may_read_unmasked, false as may_create, false as may_update
         from unnest($1::text[]) as p(field)
         where not exists (select from app.secured_field s where s.field = p.field)",
    )
    .bind(SecuredField::PERSONAL.as_slice())
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// What a profile gives.
pub(super) async fn grants_of(conn: &mut PgConnection, id: ProfileId) -> Result<Vec<(SecuredField, FieldRights)>> {
    let rows: Vec<GrantRow> = sqlx::query_as(
        "select field, may_read, may_read_unmasked, may_create, may_update
         from app.field_security_grant where profile_id = $1",
    )
    .bind(id)
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// What a team's profiles give to everybody in it.
pub(super) async fn grants_of_team(conn: &mut PgConnection, id: TeamId) -> Result<Vec<(SecuredField, FieldRights)>> {
    let rows: Vec<GrantRow> = sqlx::query_as(
        "select g.field, g.may_read, g.may_read_unmasked, g.may_create, g.may_update
         from app.field_security_team t join app.field_security_grant g on g.profile_id = t.profile_id
         where t.team_id = $1",
    )
    .bind(id)
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

pub(super) async fn add_built_in_member(conn: &mut PgConnection, user_id: UserId) -> Result<()> {
    sqlx::query(
        "insert into app.field_security_member (profile_id, user_id)
         select id, $1 from app.field_security_profile where built_in
         on conflict do nothing",
    )
    .bind(user_id)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn remove_built_in_member(conn: &mut PgConnection, user_id: UserId) -> Result<()> {
    sqlx::query(
        "delete from app.field_security_member
         where user_id = $1 and profile_id in (select id from app.field_security_profile where built_in)",
    )
    .bind(user_id)
    .execute(conn)
    .await?;
    Ok(())
}

pub(crate) async fn slot(conn: &mut PgConnection, field: SecuredField, entity_id: Uuid) -> Result<Option<Slot>> {
    let row: Option<SlotRow> = sqlx::query_as(
        "select version, hint, facts, set_at, set_by from app.secret_slot
         where entity = $1 and entity_id = $2 and field = $3",
    )
    .bind(field.entity())
    .bind(entity_id)
    .bind(field.name())
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Slot {
        version: row.version,
        hint: row.hint,
        facts: row.facts.map(|Json(facts)| facts),
        set_at: row.set_at.to_jiff(),
        set_by: row.set_by,
    }))
}
