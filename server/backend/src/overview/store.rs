//! The SQL of the overview. Everything asks for the last day or for what is open, never for the whole history.

use domain::{
    ConversationId, QueueId,
    overview::{IdleQueue, Overview},
};
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;

use crate::Result;

/// Whether each step of `Step::ALL` is done, in that order.
pub(super) async fn steps(conn: &mut PgConnection) -> Result<[bool; 6]> {
    let (account, verified, members, workstream, channel, message): (bool, bool, bool, bool, bool, bool) =
        sqlx::query_as(
            "select exists (select from app.account),
                exists (select from app.account where state = 'verified'),
                exists (select from app.queue_member),
                exists (select from app.workstream),
                exists (select from app.channel),
                exists (select from app.message)",
        )
        .fetch_one(conn)
        .await?;
    Ok([account, verified, members, workstream, channel, message])
}

pub(super) async fn numbers(conn: &mut PgConnection, since: jiff::Timestamp) -> Result<Overview> {
    // Ids are made in the order of time, so a day's rows are found by the primary key.
    let (
        waiting_count,
        conversations_today,
        messages_today,
        verified_account_count,
        refused_last_day,
        dead_letter_count,
    ) = sqlx::query_as(
        "select (select count(*) from app.conversation where state = 'open'),
                    (select count(*) from app.conversation where id >= $2 and created_at >= $1),
                    (select count(*) from app.message where id >= $2 and recorded_at >= $1),
                    (select count(*) from app.account where state = 'verified'),
                    (select count(*) from app.receipt where id >= $2 and received_at >= $1 and outcome = 'refused'),
                    (select count(*) from app.receipt where outcome = 'dead_letter')",
    )
    .bind(since.to_sqlx())
    .bind(ConversationId::earliest(since))
    .fetch_one(conn)
    .await?;
    Ok(Overview {
        steps: Vec::new(),
        waiting_count,
        conversations_today,
        messages_today,
        verified_account_count,
        refused_last_day,
        dead_letter_count,
        queues_without_members: Vec::new(),
        expiring_secrets: Vec::new(),
    })
}

pub(super) async fn idle_queues(conn: &mut PgConnection) -> Result<Vec<IdleQueue>> {
    let rows: Vec<(QueueId, String)> = sqlx::query_as(
        "select q.id, q.name from app.queue q
         where not exists (select from app.queue_member m where m.queue_id = q.id)
           and exists (select from app.conversation c where c.queue_id = q.id and c.state = 'open')
         order by lower(q.name)
         limit 20",
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|(id, name)| IdleQueue { id, name }).collect())
}
