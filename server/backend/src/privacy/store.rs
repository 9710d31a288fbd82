//! The SQL of privacy notices and acknowledgements.

use domain::{
    AccountId, AcknowledgementId, ChannelKind, Lang, NoticeId, PageRequest, UserId,
    notice::{Acknowledgement, Notice, Standing},
    user::Role,
};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::{FromRow, PgConnection};

use crate::{Result, accounts::store::is_acknowledged};

#[derive(FromRow)]
struct NoticeRow {
    channel_kind: ChannelKind,
    language: Lang,
    version: i32,
    title: String,
    body: String,
    text_hash: String,
    published_at: jiff_sqlx::Timestamp,
}

impl From<NoticeRow> for Notice {
    fn from(row: NoticeRow) -> Self {
        let NoticeRow { channel_kind, language, version, title, body, text_hash, published_at } = row;
        Self { channel_kind, language, version, title, body, text_hash, published_at: published_at.to_jiff() }
    }
}

#[derive(FromRow)]
struct AcknowledgementRow {
    id: AcknowledgementId,
    account_id: AccountId,
    account_name: String,
    notice_version: i32,
    language: Lang,
    text_hash: String,
    user_name: String,
    acknowledged_at: jiff_sqlx::Timestamp,
    withdrawn_at: Option<jiff_sqlx::Timestamp>,
    withdrawn_by: Option<String>,
}

impl From<AcknowledgementRow> for Acknowledgement {
    fn from(row: AcknowledgementRow) -> Self {
        Self {
            id: row.id,
            account_id: row.account_id,
            account_name: row.account_name,
            notice_version: row.notice_version,
            language: row.language,
            text_hash: row.text_hash,
            user_name: row.user_name,
            acknowledged_at: row.acknowledged_at.to_jiff(),
            withdrawn_at: row.withdrawn_at.map(jiff_sqlx::Timestamp::to_jiff),
            withdrawn_by: row.withdrawn_by,
        }
    }
}

#[derive(FromRow)]
struct StandingRow {
    id: AccountId,
    name: String,
    channel_kind: ChannelKind,
    is_acknowledged: bool,
}

/// A person who can sign in.
#[derive(FromRow)]
pub(super) struct PersonRow {
    pub id: UserId,
    pub name: String,
    pub language: Lang,
}

macro_rules! notices {
    ($rest:literal) => {
        concat!(
            "select n.channel_kind, n.language, n.version, n.title, n.body, encode(n.text_hash, 'hex') as text_hash,
                    n.published_at
             from app.notice n
             where n.version = (select max(m.version) from app.notice m where m.channel_kind = n.channel_kind) ",
            $rest
        )
    };
}

macro_rules! acknowledgements {
    ($rest:literal) => {
        concat!(
            "select id, account_id, account_name, notice_version, language, encode(text_hash, 'hex') as text_hash,
                    user_name, acknowledged_at, withdrawn_at, withdrawn_by
             from app.acknowledgement ",
            $rest
        )
    };
}

/// Adds a text; one that is published stays as it is.
pub(super) async fn publish(
    conn: &mut PgConnection,
    id: NoticeId,
    (kind, language, version): (ChannelKind, Lang, i32),
    (title, body, hash): (&str, &str, &[u8]),
    at: Timestamp,
) -> Result<()> {
    sqlx::query(
        "insert into app.notice (id, channel_kind, language, version, title, body, text_hash, published_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (channel_kind, language, version) do nothing",
    )
    .bind(id)
    .bind(kind)
    .bind(language)
    .bind(version)
    .bind(title)
    .bind(body)
    .bind(hash)
    .bind(at.to_sqlx())
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn current(conn: &mut PgConnection, kind: ChannelKind, language: Lang) -> Result<Option<Notice>> {
    let row: Option<NoticeRow> = sqlx::query_as(notices!("and n.channel_kind = $1 and n.language = $2"))
        .bind(kind)
        .bind(language)
        .fetch_optional(conn)
        .await?;
    Ok(row.map(Into::into))
}

pub(super) async fn all_current(conn: &mut PgConnection) -> Result<Vec<Notice>> {
    let rows: Vec<NoticeRow> =
        sqlx::query_as(notices!("order by n.channel_kind, n.language desc")).fetch_all(conn).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

pub(super) async fn standings(conn: &mut PgConnection, request: &PageRequest<AccountId>) -> Result<Vec<Standing>> {
    let rows: Vec<StandingRow> = sqlx::query_as(concat!(
        "select a.id, a.name, a.channel_kind, ",
        is_acknowledged!(),
        " as is_acknowledged from app.account a
         where $1::uuid is null
            or (lower(a.name), a.id) > (select lower(p.name), p.id from app.account p where p.id = $1)
         order by lower(a.name), a.id
         limit $2"
    ))
    .bind(request.after)
    .bind(request.rows())
    .fetch_all(&mut *conn)
    .await?;
    let mut standings = Vec::with_capacity(rows.len());
    for row in rows {
        let StandingRow { id, name, channel_kind, is_acknowledged } = row;
        let acknowledgement = last_of(conn, id).await?;
        standings.push(Standing { account_id: id, account_name: name, channel_kind, is_acknowledged, acknowledgement });
    }
    Ok(standings)
}

/// The last acknowledgement of an account, withdrawn or not.
pub(crate) async fn last_of(conn: &mut PgConnection, account_id: AccountId) -> Result<Option<Acknowledgement>> {
    let row: Option<AcknowledgementRow> =
        sqlx::query_as(acknowledgements!("where account_id = $1 order by acknowledged_at desc, id desc limit 1"))
            .bind(account_id)
            .fetch_optional(conn)
            .await?;
    Ok(row.map(Into::into))
}

pub(super) async fn acknowledgements(
    conn: &mut PgConnection,
    account_id: Option<AccountId>,
    request: &PageRequest<AcknowledgementId>,
) -> Result<Vec<Acknowledgement>> {
    let rows: Vec<AcknowledgementRow> = sqlx::query_as(acknowledgements!(
        "where ($1::uuid is null or account_id = $1) and ($2::uuid is null or id < $2) order by id desc limit $3"
    ))
    .bind(account_id)
    .bind(request.after)
    .bind(request.rows())
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// `None` when there is no such account.
pub(super) async fn is_acknowledged_for(conn: &mut PgConnection, account_id: AccountId) -> Result<Option<bool>> {
    Ok(sqlx::query_scalar(concat!("select ", is_acknowledged!(), " from app.account a where a.id = $1"))
        .bind(account_id)
        .fetch_optional(conn)
        .await?)
}

pub(super) async fn insert_acknowledgement(
    conn: &mut PgConnection,
    (account_id, account_name): (AccountId, &str),
    notice: &Notice,
    (user_id, user_name): (UserId, &str),
    at: Timestamp,
) -> Result<()> {
    sqlx::query(
        "insert into app.acknowledgement
             (id, account_id, account_name, channel_kind, notice_version, language, text_hash, user_id, user_name,
              acknowledged_at)
         values ($1, $2, $3, $4, $5, $6, decode($7, 'hex'), $8, $9, $10)",
    )
    .bind(AcknowledgementId::new())
    .bind(account_id)
    .bind(account_name)
    .bind(notice.channel_kind)
    .bind(notice.version)
    .bind(notice.language)
    .bind(&notice.text_hash)
    .bind(user_id)
    .bind(user_name)
    .bind(at.to_sqlx())
    .execute(conn)
    .await?;
    Ok(())
}

/// Withdraws whatever holds for an account; the latest version withdrawn, or `None` when nothing held.
pub(super) async fn withdraw(
    conn: &mut PgConnection,
    account_id: AccountId,
    by: &str,
    at: Timestamp,
) -> Result<Option<i32>> {
    let versions: Vec<i32> = sqlx::query_scalar(
        "update app.acknowledgement set withdrawn_at = $2, withdrawn_by = $3
         where account_id = $1 and withdrawn_at is null
         returning notice_version",
    )
    .bind(account_id)
    .bind(at.to_sqlx())
    .bind(by)
    .fetch_all(conn)
    .await?;
    Ok(versions.into_iter().max())
}

pub(super) async fn active_person(conn: &mut PgConnection, email: &str) -> Result<Option<PersonRow>> {
    Ok(sqlx::query_as("select id, name, language from app.user where lower(email) = lower($1) and state = 'active'")
        .bind(email)
        .fetch_optional(conn)
        .await?)
}

pub(super) async fn roles_of(conn: &mut PgConnection, user_id: UserId) -> Result<Vec<Role>> {
    Ok(sqlx::query_scalar("select role from app.user_role where user_id = $1").bind(user_id).fetch_all(conn).await?)
}
