//! The SQL of teams.

use domain::{
    PageRequest, ProfileId, TeamId, UserId,
    team::{NewTeam, TeamChange, TeamDetail, TeamMember, TeamSummary},
    user::UserState,
};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::{FromRow, PgConnection};

use crate::Result;

#[derive(FromRow)]
struct SummaryRow {
    id: TeamId,
    name: String,
    description: String,
    member_count: i64,
    profile_count: i64,
}

impl From<SummaryRow> for TeamSummary {
    fn from(row: SummaryRow) -> Self {
        let SummaryRow { id, name, description, member_count, profile_count } = row;
        Self { id, name, description, member_count, profile_count }
    }
}

/// A team as a change sees it.
#[derive(FromRow)]
pub(super) struct Current {
    pub name: String,
    pub description: String,
    pub version: i32,
}

#[derive(FromRow)]
struct MemberRow {
    id: UserId,
    name: String,
    email: String,
    state: UserState,
}

impl From<MemberRow> for TeamMember {
    fn from(row: MemberRow) -> Self {
        let MemberRow { id: user_id, name, email, state } = row;
        Self { user_id, name, email, state }
    }
}

pub(super) async fn list(conn: &mut PgConnection, request: &PageRequest<TeamId>) -> Result<Vec<TeamSummary>> {
    let rows: Vec<SummaryRow> = sqlx::query_as(
        "select t.id, t.name, t.description,
                (select count(*) from app.team_member m where m.team_id = t.id) as member_count,
                (select count(*) from app.field_security_team f where f.team_id = t.id) as profile_count
         from app.team t
         where $1::uuid is null or (lower(t.name), t.id) > (select lower(p.name), p.id from app.team p where p.id = $1)
         order by lower(t.name), t.id
         limit $2",
    )
    .bind(request.after)
    .bind(request.rows())
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

pub(super) async fn detail(conn: &mut PgConnection, id: TeamId) -> Result<Option<TeamDetail>> {
    let summary: Option<SummaryRow> = sqlx::query_as(
        "select t.id, t.name, t.description,
                (select count(*) from app.team_member m where m.team_id = t.id) as member_count,
                (select count(*) from app.field_security_team f where f.team_id = t.id) as profile_count
         from app.team t where t.id = $1",
    )
    .bind(id)
    .fetch_optional(&mut *conn)
    .await?;
    let Some(summary) = summary else { return Ok(None) };
    let (created_at, version): (jiff_sqlx::Timestamp, i32) =
        sqlx::query_as("select created_at, version from app.team where id = $1").bind(id).fetch_one(&mut *conn).await?;
    let members: Vec<MemberRow> = sqlx::query_as(
        "select u.id, u.name, u.email, u.state from app.team_member m join app.user u on u.id = m.user_id
         where m.team_id = $1 order by lower(u.name), u.id",
    )
    .bind(id)
    .fetch_all(&mut *conn)
    .await?;
    let members = members.into_iter().map(Into::into).collect();
    let profiles = profiles(conn, id).await?;
    Ok(Some(TeamDetail { summary: summary.into(), created_at: created_at.to_jiff(), members, profiles, version }))
}

/// The field security profiles that are given to a team.
pub(super) async fn profiles(conn: &mut PgConnection, id: TeamId) -> Result<Vec<(ProfileId, String)>> {
    Ok(sqlx::query_as(
        "select p.id, p.name from app.field_security_team f join app.field_security_profile p on p.id = f.profile_id
         where f.team_id = $1 order by lower(p.name), p.id",
    )
    .bind(id)
    .fetch_all(conn)
    .await?)
}

pub(super) async fn candidates(conn: &mut PgConnection, id: TeamId) -> Result<Vec<TeamMember>> {
    let rows: Vec<MemberRow> = sqlx::query_as(
        "select u.id, u.name, u.email, u.state from app.user u
         where u.state <> 'disabled'
           and not exists (select from app.team_member m where m.team_id = $1 and m.user_id = u.id)
         order by lower(u.name), u.id",
    )
    .bind(id)
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The teams that a person is in, by name.
pub(crate) async fn of_user(conn: &mut PgConnection, user_id: UserId) -> Result<Vec<(TeamId, String)>> {
    Ok(sqlx::query_as(
        "select t.id, t.name from app.team_member m join app.team t on t.id = m.team_id
         where m.user_id = $1 order by lower(t.name), t.id",
    )
    .bind(user_id)
    .fetch_all(conn)
    .await?)
}

pub(super) async fn lock(conn: &mut PgConnection, id: TeamId) -> Result<Option<Current>> {
    Ok(sqlx::query_as("select name, description, version from app.team where id = $1 for update")
        .bind(id)
        .fetch_optional(conn)
        .await?)
}

pub(super) async fn insert(conn: &mut PgConnection, id: TeamId, new: &NewTeam, at: Timestamp) -> Result<()> {
    sqlx::query("insert into app.team (id, name, description, created_at) values ($1, $2, $3, $4)")
        .bind(id)
        .bind(&new.name)
        .bind(&new.description)
        .bind(at.to_sqlx())
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn update(conn: &mut PgConnection, id: TeamId, change: &TeamChange) -> Result<()> {
    sqlx::query("update app.team set name = $2, description = $3, version = version + 1 where id = $1")
        .bind(id)
        .bind(&change.name)
        .bind(&change.description)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn add_member(conn: &mut PgConnection, id: TeamId, user_id: UserId) -> Result<bool> {
    let done = sqlx::query("insert into app.team_member (team_id, user_id) values ($1, $2) on conflict do nothing")
        .bind(id)
        .bind(user_id)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() > 0)
}

pub(super) async fn remove_member(conn: &mut PgConnection, id: TeamId, user_id: UserId) -> Result<bool> {
    let done = sqlx::query("delete from app.team_member where team_id = $1 and user_id = $2")
        .bind(id)
        .bind(user_id)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() > 0)
}

pub(super) async fn delete(conn: &mut PgConnection, id: TeamId) -> Result<String> {
    Ok(sqlx::query_scalar("delete from app.team where id = $1 returning name").bind(id).fetch_one(conn).await?)
}
