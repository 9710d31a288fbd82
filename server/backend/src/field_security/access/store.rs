//! The SQL of why somebody may do what they may.

use domain::{
    ProfileId, TeamId, UserId,
    field_security::{AccessPath, FieldRights, SecuredField},
    user::{Role, UserState},
};
use sqlx::{FromRow, PgConnection};

use crate::Result;

/// Name, state and roles.
pub(super) async fn person(conn: &mut PgConnection, id: UserId) -> Result<Option<(String, UserState, Vec<Role>)>> {
    let row: Option<(String, UserState)> =
        sqlx::query_as("select name, state from app.user where id = $1").bind(id).fetch_optional(&mut *conn).await?;
    let Some((name, state)) = row else { return Ok(None) };
    let roles: Vec<Role> =
        sqlx::query_scalar("select role from app.user_role where user_id = $1").bind(id).fetch_all(conn).await?;
    Ok(Some((name, state, roles)))
}

#[derive(FromRow)]
struct WayRow {
    field: SecuredField,
    profile_id: ProfileId,
    profile: String,
    team_id: Option<TeamId>,
    team: Option<String>,
    may_read: bool,
    may_read_unmasked: bool,
    may_create: bool,
    may_update: bool,
}

impl From<WayRow> for (SecuredField, AccessPath) {
    fn from(row: WayRow) -> Self {
        let WayRow { field, profile_id, profile, .. } = row;
        let rights = FieldRights {
            read: row.may_read,
            read_unmasked: row.may_read_unmasked,
            create: row.may_create,
            update: row.may_update,
        };
        (field, AccessPath { profile_id, profile, team: row.team_id.zip(row.team), rights })
    }
}

/// Every grant that reaches a person, with its way: their own profiles first, then those of their teams.
pub(super) async fn ways(conn: &mut PgConnection, id: UserId) -> Result<Vec<(SecuredField, AccessPath)>> {
    let rows: Vec<WayRow> = sqlx::query_as(
        "select g.field, p.id as profile_id, p.name as profile, w.team_id, w.team, g.may_read, g.may_read_unmasked,
                g.may_create, g.may_update
         from (
             select m.profile_id, null::uuid as team_id, null::text as team
             from app.field_security_member m where m.user_id = $1
             union all
             select s.profile_id, t.id, t.name
             from app.team_member m
             join app.team t on t.id = m.team_id
             join app.field_security_team s on s.team_id = t.id
             where m.user_id = $1) w
         join app.field_security_profile p on p.id = w.profile_id
         join app.field_security_grant g on g.profile_id = p.id
         order by w.team_id is not null, lower(p.name), lower(w.team)",
    )
    .bind(id)
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}
