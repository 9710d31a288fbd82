//! The SQL of operating hours.

use domain::{
    HoursId, Name, QueueId,
    hours::{Holiday, Hours, HoursDetail, NewHours, Week},
};
use sqlx::{FromRow, PgConnection, types::Json};

use crate::Result;

#[derive(FromRow)]
struct Row {
    id: HoursId,
    name: String,
    time_zone: String,
    week: Json<Week>,
    holidays: Json<Vec<Holiday>>,
    version: i32,
}

impl From<Row> for Hours {
    fn from(Row { id, name, time_zone, week: Json(week), holidays: Json(holidays), .. }: Row) -> Self {
        Self { id, name, time_zone, week, holidays }
    }
}

pub(crate) async fn list(conn: &mut PgConnection) -> Result<Vec<Hours>> {
    let rows: Vec<Row> =
        sqlx::query_as("select id, name, time_zone, week, holidays, version from app.hours order by lower(name), id")
            .fetch_all(conn)
            .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

pub(super) async fn lock(conn: &mut PgConnection, name: &Name) -> Result<Option<Hours>> {
    let row: Option<Row> = sqlx::query_as(
        "select id, name, time_zone, week, holidays, version from app.hours where lower(name) = lower($1) for update",
    )
    .bind(name)
    .fetch_optional(conn)
    .await?;
    Ok(row.map(Into::into))
}

/// A set of hours and its version.
pub(super) async fn lock_id(conn: &mut PgConnection, id: HoursId) -> Result<Option<(Hours, i32)>> {
    let row: Option<Row> =
        sqlx::query_as("select id, name, time_zone, week, holidays, version from app.hours where id = $1 for update")
            .bind(id)
            .fetch_optional(conn)
            .await?;
    Ok(row.map(|row| {
        let version = row.version;
        (row.into(), version)
    }))
}

pub(crate) async fn get(conn: &mut PgConnection, id: HoursId) -> Result<Option<Hours>> {
    Ok(row(conn, id).await?.map(Into::into))
}

async fn row(conn: &mut PgConnection, id: HoursId) -> Result<Option<Row>> {
    Ok(sqlx::query_as("select id, name, time_zone, week, holidays, version from app.hours where id = $1")
        .bind(id)
        .fetch_optional(conn)
        .await?)
}

pub(super) async fn detail(conn: &mut PgConnection, id: HoursId) -> Result<Option<HoursDetail>> {
    let Some(row) = row(conn, id).await? else { return Ok(None) };
    let used_by: Vec<(QueueId, String)> =
        sqlx::query_as("select id, name from app.queue where hours_id = $1 order by lower(name), id")
            .bind(id)
            .fetch_all(conn)
            .await?;
    let version = row.version;
    Ok(Some(HoursDetail { hours: row.into(), version, used_by }))
}

/// The hours with a name, which cannot go away before the transaction ends.
pub(crate) async fn find(conn: &mut PgConnection, name: &str) -> Result<Option<HoursId>> {
    Ok(sqlx::query_scalar("select id from app.hours where lower(name) = lower($1) for key share")
        .bind(name)
        .fetch_optional(conn)
        .await?)
}

pub(super) async fn insert(conn: &mut PgConnection, id: HoursId, new: &NewHours) -> Result<()> {
    sqlx::query("insert into app.hours (id, name, time_zone, week, holidays) values ($1, $2, $3, $4, $5)")
        .bind(id)
        .bind(&new.name)
        .bind(&new.time_zone)
        .bind(Json(&new.week))
        .bind(Json(&new.holidays))
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn update(conn: &mut PgConnection, id: HoursId, new: &NewHours) -> Result<()> {
    sqlx::query("update app.hours set time_zone = $2, week = $3, holidays = $4, version = version + 1 where id = $1")
        .bind(id)
        .bind(&new.time_zone)
        .bind(Json(&new.week))
        .bind(Json(&new.holidays))
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn rename(conn: &mut PgConnection, id: HoursId, name: &Name) -> Result<()> {
    sqlx::query("update app.hours set name = $2 where id = $1").bind(id).bind(name).execute(conn).await?;
    Ok(())
}

pub(super) async fn delete(conn: &mut PgConnection, id: HoursId) -> Result<()> {
    sqlx::query("delete from app.hours where id = $1").bind(id).execute(conn).await?;
    Ok(())
}
