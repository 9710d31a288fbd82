//! The SQL of places.

use domain::{
    AccountId, AgentAccountId, HoursId, QueueId, WorkstreamId,
    hours::{Holiday, Hours, Week},
    inbound::AgentKey,
    routing::{Rules, RulesetVersion},
};
use sqlx::{FromRow, PgConnection, types::Json};

use super::Place;
use crate::Result;

#[derive(FromRow)]
struct PlaceRow {
    workstream_id: WorkstreamId,
    workstream_name: String,
    fallback_queue_id: QueueId,
    attachments_from_customers: bool,
    ruleset_version: i32,
    rules: Json<Rules>,
    hours_id: Option<HoursId>,
    hours_name: Option<String>,
    time_zone: Option<String>,
    week: Option<Json<Week>>,
    holidays: Option<Json<Vec<Holiday>>>,
}

impl PlaceRow {
    fn hours(&mut self) -> Option<Hours> {
        Some(Hours {
            id: self.hours_id?,
            name: self.hours_name.take()?,
            time_zone: self.time_zone.take()?,
            week: self.week.take()?.0,
            holidays: self.holidays.take()?.0,
        })
    }
}

pub(super) async fn agent_account(
    conn: &mut PgConnection,
    account_id: AccountId,
    agent: &AgentKey,
) -> Result<Option<(AgentAccountId, String)>> {
    Ok(sqlx::query_as(
        "select id, name from app.agent_account where brand_id = $2 and agent_id = $3 and account_id = $1",
    )
    .bind(account_id)
    .bind(&agent.brand_id)
    .bind(&agent.agent_id)
    .fetch_optional(conn)
    .await?)
}

pub(super) async fn place(conn: &mut PgConnection, id: AgentAccountId, name: String) -> Result<Option<Place>> {
    let row: Option<PlaceRow> = sqlx::query_as(
        "select w.id as workstream_id, w.name as workstream_name, w.fallback_queue_id, c.attachments_from_customers,
                w.ruleset_version, r.rules, h.id as hours_id, h.name as hours_name, h.time_zone, h.week, h.holidays
         from app.channel c
         join app.workstream w on w.id = c.workstream_id
         join app.ruleset_version r on r.workstream_id = w.id and r.version = w.ruleset_version
         join app.queue q on q.id = w.fallback_queue_id
         left join app.hours h on h.id = q.hours_id
         where c.agent_account_id = $1",
    )
    .bind(id)
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|mut row| Place {
        agent_account_id: id,
        agent_account_name: name,
        workstream_id: row.workstream_id,
        hours: row.hours(),
        workstream_name: row.workstream_name,
        fallback_queue_id: row.fallback_queue_id,
        attachments_from_customers: row.attachments_from_customers,
        ruleset: RulesetVersion { version: row.ruleset_version, rules: row.rules.0 },
    }))
}
