//! The SQL of overflow while queued.

use domain::{ConversationId, QueueId, conversation::ClosedFor, queue::OverflowAction};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::{FromRow, PgConnection, types::Json};
use uuid::Uuid;

use crate::Result;

/// Whether no other node does this now; it holds until the transaction ends.
pub(super) async fn try_lock(conn: &mut PgConnection) -> Result<bool> {
    Ok(sqlx::query_scalar("select pg_try_advisory_xact_lock(hashtextextended('sentralbord.overflow', 0))")
        .fetch_one(conn)
        .await?)
}

/// A conversation that has waited too long.
#[derive(FromRow)]
pub(super) struct Overdue {
    pub id: ConversationId,
    pub queue_id: QueueId,
    then: Json<OverflowAction>,
}

impl Overdue {
    pub fn action(&self) -> OverflowAction {
        self.then.0
    }
}

/// The conversations that have waited too long, the longest waiting first. One that somebody is changing comes next time.
pub(super) async fn overdue(conn: &mut PgConnection, now: Timestamp, limit: usize) -> Result<Vec<Overdue>> {
    Ok(sqlx::query_as(
        "select c.id, c.queue_id, q.overflow -> 'then' as then
         from app.queue q
         join app.conversation c on c.queue_id = q.id and c.state = 'open'
         left join app.move m on m.conversation_id = c.id and m.reason = 'wait' and m.to_queue_id is not null
         left join app.decision d on d.conversation_id = c.id
         where q.overflow -> 'wait_minutes' is not null
           and c.waiting_since <= $1 - make_interval(mins => (q.overflow ->> 'wait_minutes')::integer)
           and (m.at is null or m.at <= $1 - make_interval(mins => (q.overflow ->> 'wait_minutes')::integer))
           and (q.overflow ->> 'then' = 'end'
                or m.id is null and (q.overflow #>> '{then,transfer}')::uuid <> q.id)
           and not (coalesce(d.is_fallback, false) and d.queue_id = c.queue_id)
         order by c.waiting_since, c.id
         limit $2
         for update of c skip locked",
    )
    .bind(now.to_sqlx())
    .bind(i64::try_from(limit).unwrap_or(i64::MAX))
    .fetch_all(conn)
    .await?)
}

/// Takes conversations out of their queue: on to another one, where they have waited as long, or closed.
pub(super) async fn leave(
    conn: &mut PgConnection,
    conversations: &[ConversationId],
    to: Option<QueueId>,
    at: Timestamp,
) -> Result<()> {
    let ids: Vec<Uuid> = conversations.iter().map(|id| id.0).collect();
    let moves: Vec<Uuid> = conversations.iter().map(|_| ConversationId::new().0).collect();
    sqlx::query(
        "insert into app.move (id, conversation_id, from_queue_id, from_queue_name, to_queue_id, to_queue_name, reason, at)
         select step.id, c.id, q.id, q.name, t.id, t.name, 'wait', $4
         from unnest($1::uuid[], $2::uuid[]) as step (id, conversation_id)
         join app.conversation c on c.id = step.conversation_id
         join app.queue q on q.id = c.queue_id
         left join app.queue t on t.id = $3",
    )
    .bind(moves)
    .bind(&ids)
    .bind(to)
    .bind(at.to_sqlx())
    .execute(&mut *conn)
    .await?;
    match to {
        Some(to) => {
            sqlx::query("update app.conversation set queue_id = $2 where id = any($1)")
                .bind(ids)
                .bind(to)
                .execute(conn)
                .await?;
        }
        None => {
            sqlx::query(
                "update app.conversation set state = 'closed', closed_at = $2, closed_for = $3, waiting_since = null
                 where id = any($1)",
            )
            .bind(ids)
            .bind(at.to_sqlx())
            .bind(ClosedFor::Overflow)
            .execute(conn)
            .await?;
        }
    }
    Ok(())
}
