//! The SQL of what a queue's settings name, and of what names a queue.

use domain::{HoursId, QueueId, WorkstreamId, queue::RuleUse};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Result;

/// Queues with their names.
pub(super) async fn names(conn: &mut PgConnection, ids: &[QueueId]) -> Result<Vec<(QueueId, String)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    Ok(sqlx::query_as("select id, name from app.queue where id = any($1) order by lower(name), id")
        .bind(ids)
        .fetch_all(conn)
        .await?)
}

/// All queues but one, the default queue first.
pub(super) async fn others(conn: &mut PgConnection, id: QueueId) -> Result<Vec<(QueueId, String)>> {
    Ok(sqlx::query_as("select id, name from app.queue where id <> $1 order by not is_default, lower(name), id")
        .bind(id)
        .fetch_all(conn)
        .await?)
}

/// The queues that have hours, with those.
pub(super) async fn with_hours(conn: &mut PgConnection) -> Result<Vec<(QueueId, HoursId)>> {
    Ok(sqlx::query_as("select id, hours_id from app.queue where hours_id is not null order by id")
        .fetch_all(conn)
        .await?)
}

/// The rules in force that send to a queue.
pub(super) async fn rules(conn: &mut PgConnection, id: QueueId) -> Result<Vec<RuleUse>> {
    let rows: Vec<(WorkstreamId, String, String)> = sqlx::query_as(
        "select w.id, w.name, rule.value ->> 'name'
         from app.workstream w
         join app.ruleset_version r on r.workstream_id = w.id and r.version = w.ruleset_version
         cross join lateral jsonb_array_elements(r.rules -> 'route') with ordinality as rule (value, position)
         where jsonb_path_exists(rule.value, '$ ? (@.queue == $id || @.queues[*].name == $id)',
                                 jsonb_build_object('id', $1::text))
         order by lower(w.name), w.id, rule.position",
    )
    .bind(id.to_string())
    .fetch_all(conn)
    .await?;
    let used = rows.into_iter();
    Ok(used.map(|(workstream_id, workstream, rule)| RuleUse { workstream_id, workstream, rule }).collect())
}

/// The queues that overflow into a queue.
pub(super) async fn overflow_of(conn: &mut PgConnection, id: QueueId) -> Result<Vec<(QueueId, String)>> {
    Ok(sqlx::query_as(
        "select id, name from app.queue
         where jsonb_path_exists(overflow, '$.*.transfer ? (@ == $id)', jsonb_build_object('id', $1::text))
         order by lower(name), id",
    )
    .bind(id.to_string())
    .fetch_all(conn)
    .await?)
}
