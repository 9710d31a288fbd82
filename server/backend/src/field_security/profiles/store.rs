//! The SQL of field security profiles.

use domain::{
    Name, PageRequest, ProfileId, TeamId, UserId,
    field_security::{Grants, ProfileDetail, ProfileMember, ProfileSummary, ProfileTeam},
};
use jiff_sqlx::ToSqlx;
use sqlx::{FromRow, PgConnection};

use crate::{Error, Result};

#[derive(FromRow)]
struct SummaryRow {
    id: ProfileId,
    name: String,
    built_in: bool,
    member_count: i64,
    team_count: i64,
}

impl From<SummaryRow> for ProfileSummary {
    fn from(row: SummaryRow) -> Self {
        let SummaryRow { id, name, built_in: is_built_in, member_count, team_count } = row;
        Self { id, name, is_built_in, member_count, team_count }
    }
}

/// A profile as a change sees it.
#[derive(FromRow)]
pub(crate) struct Current {
    pub name: String,
    pub built_in: bool,
    pub version: i32,
}

pub(super) async fn list(conn: &mut PgConnection, request: &PageRequest<ProfileId>) -> Result<Vec<ProfileSummary>> {
    let rows: Vec<SummaryRow> = sqlx::query_as(
        "select p.id, p.name, p.built_in,
                (select count(*) from app.field_security_member m where m.profile_id = p.id) as member_count,
                (select count(*) from app.field_security_team t where t.profile_id = p.id) as team_count
         from app.field_security_profile p
         where $1::uuid is null
            or (not p.built_in, lower(p.name), p.id) >
               (select not s.built_in, lower(s.name), s.id from app.field_security_profile s where s.id = $1)
         order by not p.built_in, lower(p.name), p.id
         limit $2",
    )
    .bind(request.after)
    .bind(request.rows())
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

pub(crate) async fn detail(conn: &mut PgConnection, id: ProfileId) -> Result<Option<ProfileDetail>> {
    let row: Option<(String, bool, i32)> =
        sqlx::query_as("select name, built_in, version from app.field_security_profile where id = $1")
            .bind(id)
            .fetch_optional(&mut *conn)
            .await?;
    let Some((name, is_built_in, version)) = row else { return Ok(None) };
    let (grants, members, teams) = (grants(conn, id).await?, members(conn, id).await?, teams(conn, id).await?);
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let (member_count, team_count) = (count(members.len()), count(teams.len()));
    let summary = ProfileSummary { id, name, is_built_in, member_count, team_count };
    Ok(Some(ProfileDetail { summary, version, grants, members, teams }))
}

/// What a profile gives. A row that no profile could have been given is an error, not a right.
pub(super) async fn grants(conn: &mut PgConnection, id: ProfileId) -> Result<Grants> {
    let granted = super::super::store::grants_of(conn, id).await?;
    Grants::new(granted).map_err(|invalid| Error::Internal(invalid.into()))
}

async fn members(conn: &mut PgConnection, id: ProfileId) -> Result<Vec<ProfileMember>> {
    let rows: Vec<(UserId, String, String)> = sqlx::query_as(
        "select u.id, u.name, u.email from app.field_security_member m join app.user u on u.id = m.user_id
         where m.profile_id = $1 order by lower(u.name), u.id",
    )
    .bind(id)
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|(user_id, name, email)| ProfileMember { user_id, name, email }).collect())
}

async fn teams(conn: &mut PgConnection, id: ProfileId) -> Result<Vec<ProfileTeam>> {
    let rows: Vec<(TeamId, String, i64)> = sqlx::query_as(
        "select t.id, t.name, (select count(*) from app.team_member m where m.team_id = t.id)
         from app.field_security_team s join app.team t on t.id = s.team_id
         where s.profile_id = $1 order by lower(t.name), t.id",
    )
    .bind(id)
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|(team_id, name, member_count)| ProfileTeam { team_id, name, member_count }).collect())
}

pub(super) async fn people_without(conn: &mut PgConnection, id: ProfileId) -> Result<Vec<ProfileMember>> {
    let rows: Vec<(UserId, String, String)> = sqlx::query_as(
        "select u.id, u.name, u.email from app.user u
         where u.state <> 'disabled'
           and not exists (select from app.field_security_member m where m.profile_id = $1 and m.user_id = u.id)
         order by lower(u.name), u.id",
    )
    .bind(id)
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|(user_id, name, email)| ProfileMember { user_id, name, email }).collect())
}

pub(super) async fn teams_without(conn: &mut PgConnection, id: ProfileId) -> Result<Vec<ProfileTeam>> {
    let rows: Vec<(TeamId, String, i64)> = sqlx::query_as(
        "select t.id, t.name, (select count(*) from app.team_member m where m.team_id = t.id)
         from app.team t
         where not exists (select from app.field_security_team s where s.profile_id = $1 and s.team_id = t.id)
         order by lower(t.name), t.id",
    )
    .bind(id)
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|(team_id, name, member_count)| ProfileTeam { team_id, name, member_count }).collect())
}

pub(super) async fn lock(conn: &mut PgConnection, id: ProfileId) -> Result<Option<Current>> {
    Ok(sqlx::query_as("select name, built_in, version from app.field_security_profile where id = $1 for update")
        .bind(id)
        .fetch_optional(conn)
        .await?)
}

pub(super) async fn insert(conn: &mut PgConnection, id: ProfileId, name: &Name, at: jiff::Timestamp) -> Result<()> {
    sqlx::query("insert into app.field_security_profile (id, name, created_at) values ($1, $2, $3)")
        .bind(id)
        .bind(name)
        .bind(at.to_sqlx())
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn update(conn: &mut PgConnection, id: ProfileId, name: &Name) -> Result<()> {
    sqlx::query("update app.field_security_profile set name = $2, version = version + 1 where id = $1")
        .bind(id)
        .bind(name)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn replace_grants(conn: &mut PgConnection, id: ProfileId, grants: &Grants) -> Result<()> {
    sqlx::query("delete from app.field_security_grant where profile_id = $1").bind(id).execute(&mut *conn).await?;
    for (field, rights) in grants.iter() {
        sqlx::query(
            "insert into app.field_security_grant
                 (profile_id, field, may_read, may_read_unmasked, may_create, may_update)
             values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(id)
        .bind(field)
        .bind(rights.read)
        .bind(rights.read_unmasked)
        .bind(rights.create)
        .bind(rights.update)
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

pub(super) async fn add_member(conn: &mut PgConnection, id: ProfileId, user_id: UserId) -> Result<bool> {
    let done = sqlx::query(
        "insert into app.field_security_member (profile_id, user_id) values ($1, $2) on conflict do nothing",
    )
    .bind(id)
    .bind(user_id)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

pub(super) async fn remove_member(conn: &mut PgConnection, id: ProfileId, user_id: UserId) -> Result<bool> {
    let done = sqlx::query("delete from app.field_security_member where profile_id = $1 and user_id = $2")
        .bind(id)
        .bind(user_id)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() > 0)
}

pub(super) async fn add_team(conn: &mut PgConnection, id: ProfileId, team_id: TeamId) -> Result<bool> {
    let done =
        sqlx::query("insert into app.field_security_team (profile_id, team_id) values ($1, $2) on conflict do nothing")
            .bind(id)
            .bind(team_id)
            .execute(conn)
            .await?;
    Ok(done.rows_affected() > 0)
}

pub(super) async fn remove_team(conn: &mut PgConnection, id: ProfileId, team_id: TeamId) -> Result<bool> {
    let done = sqlx::query("delete from app.field_security_team where profile_id = $1 and team_id = $2")
        .bind(id)
        .bind(team_id)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() > 0)
}

pub(super) async fn delete(conn: &mut PgConnection, id: ProfileId) -> Result<()> {
    sqlx::query("delete from app.field_security_profile where id = $1").bind(id).execute(conn).await?;
    Ok(())
}
