//! The SQL of reading the log.

use domain::{
    PageRequest,
    audit::{ActorKind, Entry, LogFilter, Outcome},
};
use jiff_sqlx::ToSqlx;
use serde_json::Value;
use sqlx::{FromRow, PgConnection, types::Json};
use uuid::Uuid;

use crate::Result;

#[derive(FromRow)]
struct EntryRow {
    id: i64,
    at: jiff_sqlx::Timestamp,
    actor_kind: ActorKind,
    actor_id: Option<Uuid>,
    actor_name: Option<String>,
    name: String,
    outcome: Outcome,
    subject_kind: String,
    subject_id: Option<Uuid>,
    subject_name: Option<String>,
    data: Json<Value>,
    request_id: Option<Uuid>,
    session: Option<String>,
    network: Option<String>,
}

impl From<EntryRow> for Entry {
    fn from(row: EntryRow) -> Self {
        Self {
            id: row.id,
            at: row.at.to_jiff(),
            actor_kind: row.actor_kind,
            actor_id: row.actor_id,
            actor_name: row.actor_name,
            kind: row.name.parse().ok(),
            name: row.name,
            outcome: row.outcome,
            subject: row.subject_kind.parse().ok(),
            subject_id: row.subject_id,
            subject_name: row.subject_name,
            data: row.data.0,
            request_id: row.request_id,
            session: row.session,
            network: row.network,
        }
    }
}

/// Entries, the newest first, with the names that people and things have now. What is gone has the name that its last entry kept.
pub(in crate::audit) async fn list(
    conn: &mut PgConnection,
    filter: &LogFilter,
    request: &PageRequest<i64>,
) -> Result<Vec<Entry>> {
    let rows: Vec<EntryRow> = sqlx::query_as(
        "with wanted as (
             select e.id, e.at, e.actor_kind, e.actor_id, e.actor_name, e.name, e.outcome, e.subject_kind, e.subject_id,
                    e.data, e.request_id, e.session, e.network
             from audit.event e
             where ($1::timestamptz is null or e.at >= $1)
               and ($2::timestamptz is null or e.at < $2)
               and ($3::uuid is null or e.actor_id = $3)
               and ($4::text is null or e.name = $4)
               and ($5::text is null or e.subject_kind = $5)
               and ($6::uuid is null or e.subject_id = $6)
               and ($7::text is null or e.outcome = $7)
               and ($8::bigint is null or e.id < $8)
             order by e.id desc
             limit $9
         )
         select e.id, e.at, e.actor_kind, e.actor_id,
                coalesce(case e.actor_kind
                             when 'user' then (select u.name from app.user u where u.id = e.actor_id)
                             when 'api_key' then (select k.name from app.api_key k where k.id = e.actor_id)
                         end, e.actor_name) as actor_name,
                e.name, e.outcome, e.subject_kind, e.subject_id,
                coalesce(case e.subject_kind
                             when 'account' then (select a.name from app.account a where a.id = e.subject_id)
                             when 'agent_account' then (select a.name from app.agent_account a where a.id = e.subject_id)
                             when 'api_key' then (select k.name from app.api_key k where k.id = e.subject_id)
                             when 'hours' then (select h.name from app.hours h where h.id = e.subject_id)
                             when 'queue' then (select q.name from app.queue q where q.id = e.subject_id)
                             when 'secret' then (select a.name from app.account a where a.id = e.subject_id
                                                 union all
                                                 select a.name from app.agent_account a where a.id = e.subject_id)
                             when 'team' then (select t.name from app.team t where t.id = e.subject_id)
                             when 'user' then (select u.name from app.user u where u.id = e.subject_id)
                             when 'workstream' then (select w.name from app.workstream w where w.id = e.subject_id)
                         end, e.data ->> (e.subject_kind || '_name'), e.data ->> 'key_name') as subject_name,
                e.data, e.request_id, e.session, e.network
         from wanted e
         order by e.id desc",
    )
    // Planned for the filters that are there.
    .persistent(false)
    .bind(filter.since.map(ToSqlx::to_sqlx))
    .bind(filter.until.map(ToSqlx::to_sqlx))
    .bind(filter.actor_id)
    .bind(filter.kind)
    .bind(filter.subject)
    .bind(filter.subject_id)
    .bind(filter.outcome)
    .bind(request.after)
    .bind(request.rows())
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}
