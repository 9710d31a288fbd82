//! The SQL of people.

use domain::{
    Email, Lang, Name, PageRequest, UserId,
    user::{OwnChange, Person, Role, Theme, UserDetail, UserState, UserSummary},
};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::{FromRow, PgConnection};

use crate::{Error, Result, teams};

#[derive(FromRow)]
struct SummaryRow {
    id: UserId,
    name: String,
    email: String,
    roles: Vec<Role>,
    state: UserState,
    last_sign_in_at: Option<jiff_sqlx::Timestamp>,
}

impl From<SummaryRow> for UserSummary {
    fn from(row: SummaryRow) -> Self {
        let mut roles = row.roles;
        roles.sort_unstable();
        let last_sign_in_at = row.last_sign_in_at.map(jiff_sqlx::Timestamp::to_jiff);
        Self { id: row.id, name: row.name, email: row.email, roles, state: row.state, last_sign_in_at }
    }
}

/// A person as a change sees them.
#[derive(FromRow)]
pub(super) struct Current {
    pub email: String,
    pub name: String,
    pub state: UserState,
    pub version: i32,
    pub has_password: bool,
}

/// A person as a sign-in sees them.
#[derive(FromRow)]
pub(super) struct Credentials {
    pub id: UserId,
    pub name: String,
    pub state: UserState,
    pub password_hash: Option<String>,
    pub session_version: i32,
}

pub(super) async fn list(conn: &mut PgConnection, request: &PageRequest<UserId>) -> Result<Vec<UserSummary>> {
    let rows: Vec<SummaryRow> = sqlx::query_as(
        "select u.id, u.name, u.email, u.state, u.last_sign_in_at,
                array(select r.role from app.user_role r where r.user_id = u.id) as roles
         from app.user u
         where $1::uuid is null or (lower(u.name), u.id) > (select lower(p.name), p.id from app.user p where p.id = $1)
         order by lower(u.name), u.id
         limit $2",
    )
    .bind(request.after)
    .bind(request.rows())
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

pub(super) async fn detail(conn: &mut PgConnection, id: UserId) -> Result<Option<UserDetail>> {
    let summary: Option<SummaryRow> = sqlx::query_as(
        "select u.id, u.name, u.email, u.state, u.last_sign_in_at,
                array(select r.role from app.user_role r where r.user_id = u.id) as roles
         from app.user u where u.id = $1",
    )
    .bind(id)
    .fetch_optional(&mut *conn)
    .await?;
    let Some(summary) = summary else { return Ok(None) };
    let (language, created_at, version, invitation): (Lang, jiff_sqlx::Timestamp, i32, Option<jiff_sqlx::Timestamp>) =
        sqlx::query_as(
            "select u.language, u.created_at, u.version,
                    (select max(l.expires_at) from app.one_time_link l where l.user_id = u.id and l.used_at is null)
             from app.user u where u.id = $1",
        )
        .bind(id)
        .fetch_one(&mut *conn)
        .await?;
    let teams = teams::store::of_user(conn, id).await?;
    let invitation_ends_at = invitation.map(jiff_sqlx::Timestamp::to_jiff);
    Ok(Some(UserDetail {
        summary: summary.into(),
        language,
        created_at: created_at.to_jiff(),
        teams,
        invitation_ends_at,
        version,
    }))
}

#[derive(FromRow)]
struct PersonRow {
    name: String,
    email: String,
    language: Lang,
    theme: Theme,
    time_zone: String,
    roles: Vec<Role>,
}

/// An active person whose sessions have that version, with their roles; their permissions are for the caller to add.
pub(super) async fn active_person(
    conn: &mut PgConnection,
    id: UserId,
    session_version: i32,
) -> Result<Option<(Person, Vec<Role>)>> {
    let row: Option<PersonRow> = sqlx::query_as(
        "select u.name, u.email, u.language, u.theme, u.time_zone,
                array(select r.role from app.user_role r where r.user_id = u.id) as roles
         from app.user u where u.id = $1 and u.session_version = $2 and u.state = 'active'",
    )
    .bind(id)
    .bind(session_version)
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| {
        let PersonRow { name, email, language, theme, time_zone, roles } = row;
        (Person { id, name, email, language, theme, time_zone, permissions: Vec::new() }, roles)
    }))
}

/// Holds off every other change of roles and states until the transaction ends, so that the count of administrators stands.
pub(super) async fn lock_roles(conn: &mut PgConnection) -> Result<()> {
    sqlx::query("lock table app.user_role in share row exclusive mode").execute(conn).await?;
    Ok(())
}

pub(super) async fn lock(conn: &mut PgConnection, id: UserId) -> Result<Option<Current>> {
    Ok(sqlx::query_as(
        "select email, name, state, version, password_hash is not null as has_password
         from app.user where id = $1 for update",
    )
    .bind(id)
    .fetch_optional(conn)
    .await?)
}

pub(super) async fn find(conn: &mut PgConnection, id: UserId) -> Result<Option<Current>> {
    Ok(sqlx::query_as(
        "select email, name, state, version, password_hash is not null as has_password from app.user where id = $1",
    )
    .bind(id)
    .fetch_optional(conn)
    .await?)
}

pub(super) async fn roles(conn: &mut PgConnection, id: UserId) -> Result<Vec<Role>> {
    let mut roles: Vec<Role> =
        sqlx::query_scalar("select role from app.user_role where user_id = $1").bind(id).fetch_all(conn).await?;
    roles.sort_unstable();
    Ok(roles)
}

pub(super) async fn replace_roles(conn: &mut PgConnection, id: UserId, roles: &[Role]) -> Result<()> {
    sqlx::query("delete from app.user_role where user_id = $1").bind(id).execute(&mut *conn).await?;
    sqlx::query("insert into app.user_role (user_id, role) select $1, unnest($2::text[])")
        .bind(id)
        .bind(roles)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn is_anybody_active(conn: &mut PgConnection) -> Result<bool> {
    Ok(sqlx::query_scalar("select exists (select from app.user where state = 'active')").fetch_one(conn).await?)
}

pub(super) async fn is_another_administrator(conn: &mut PgConnection, id: UserId) -> Result<bool> {
    Ok(sqlx::query_scalar(
        "select exists (
             select from app.user u join app.user_role r on r.user_id = u.id
             where r.role = 'system-administrator' and u.state = 'active' and u.id <> $1
         )",
    )
    .bind(id)
    .fetch_one(conn)
    .await?)
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    id: UserId,
    email: &Email,
    name: &Name,
    password_hash: Option<&str>,
    language: Lang,
    at: Timestamp,
) -> Result<()> {
    let state = if password_hash.is_some() { UserState::Active } else { UserState::Invited };
    sqlx::query(
        "insert into app.user (id, email, name, password_hash, language, state, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id)
    .bind(email)
    .bind(name)
    .bind(password_hash)
    .bind(language)
    .bind(state)
    .bind(at.to_sqlx())
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn activate(
    conn: &mut PgConnection,
    id: UserId,
    name: &Name,
    password_hash: &str,
    language: Lang,
) -> Result<()> {
    sqlx::query(
        "update app.user set name = $2, password_hash = $3, language = $4, state = 'active', version = version + 1
         where id = $1",
    )
    .bind(id)
    .bind(name)
    .bind(password_hash)
    .bind(language)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn set_state(conn: &mut PgConnection, id: UserId, state: UserState) -> Result<()> {
    sqlx::query("update app.user set state = $2, version = version + 1 where id = $1")
        .bind(id)
        .bind(state)
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends every session of a person: the rows go, and what a request in flight holds is out of date.
pub(super) async fn end_sessions(conn: &mut PgConnection, id: UserId) -> Result<()> {
    sqlx::query("update app.user set session_version = session_version + 1, version = version + 1 where id = $1")
        .bind(id)
        .execute(&mut *conn)
        .await?;
    sqlx::query("delete from app.session where user_id = $1").bind(id).execute(conn).await?;
    Ok(())
}

pub(super) async fn own(conn: &mut PgConnection, id: UserId) -> Result<Option<OwnChange>> {
    let row: Option<(String, Lang, Theme, String)> =
        sqlx::query_as("select name, language, theme, time_zone from app.user where id = $1 for update")
            .bind(id)
            .fetch_optional(conn)
            .await?;
    row.map(|(name, language, theme, time_zone)| {
        let name = Name::parse(&name)
            .map_err(|fault| Error::Internal(anyhow::anyhow!("user {id}: the stored name {fault}")))?;
        Ok(OwnChange { name, language, theme, time_zone })
    })
    .transpose()
}

pub(super) async fn update_own(conn: &mut PgConnection, id: UserId, change: &OwnChange) -> Result<()> {
    sqlx::query(
        "update app.user set name = $2, language = $3, theme = $4, time_zone = $5, version = version + 1 where id = $1",
    )
    .bind(id)
    .bind(&change.name)
    .bind(change.language)
    .bind(change.theme)
    .bind(&change.time_zone)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn credentials(conn: &mut PgConnection, email: &Email) -> Result<Option<Credentials>> {
    Ok(sqlx::query_as(
        "select id, name, state, password_hash, session_version from app.user where lower(email) = lower($1)",
    )
    .bind(email)
    .fetch_optional(conn)
    .await?)
}

pub(super) async fn email(conn: &mut PgConnection, id: UserId) -> Result<Option<String>> {
    Ok(sqlx::query_scalar("select email from app.user where id = $1").bind(id).fetch_optional(conn).await?)
}

pub(super) async fn credentials_of(conn: &mut PgConnection, id: UserId) -> Result<Option<Credentials>> {
    Ok(sqlx::query_as("select id, name, state, password_hash, session_version from app.user where id = $1 for update")
        .bind(id)
        .fetch_optional(conn)
        .await?)
}

/// Notes a sign-in, and keeps the password's hash anew where one was made.
pub(super) async fn signed_in(
    conn: &mut PgConnection,
    id: UserId,
    renewed_hash: Option<&str>,
    at: Timestamp,
) -> Result<()> {
    sqlx::query("update app.user set last_sign_in_at = $2, password_hash = coalesce($3, password_hash) where id = $1")
        .bind(id)
        .bind(at.to_sqlx())
        .bind(renewed_hash)
        .execute(conn)
        .await?;
    Ok(())
}
