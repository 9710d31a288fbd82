//! How a queue works: priority, hours, assignment and overflow. The hours and queues that it names cannot go away before it.

use domain::{
    Fault, QueueId,
    audit::{Change, Event},
    queue::{QueueSettings, check_priority},
    user::Permission,
};
use sqlx::PgConnection;

use super::{Queues, store};
use crate::{Actor, Error, Result, audit, error::OnConstraint};

impl Queues<'_> {
    /// How a queue works.
    pub async fn settings(&self, actor: &Actor, id: QueueId) -> Result<QueueSettings> {
        actor.must(Permission::ViewQueues)?;
        let mut conn = self.0.web().acquire().await?;
        store::settings(&mut conn, id).await?.ok_or(Error::NotFound)
    }

    /// Gives a queue a priority and settings within a larger change, and says which fields differ. The caller has asked for the
    /// permission.
    pub(crate) async fn configure_in(
        &self,
        conn: &mut PgConnection,
        actor: &Actor,
        id: QueueId,
        priority: i32,
        settings: &QueueSettings,
    ) -> Result<Vec<&'static str>> {
        let priority = check_priority(priority).map_err(|fault| Error::invalid("priority", fault))?;
        let current = store::lock(conn, id).await?.ok_or(Error::NotFound)?;
        let had = store::settings(conn, id).await?.ok_or(Error::NotFound)?;
        let mut changes = Vec::new();
        if current.priority != priority {
            changes.push(Change::of("priority", current.priority, priority));
        }
        if had.hours_id != settings.hours_id {
            changes.push(Change::silent("hours"));
        }
        if had.assignment != settings.assignment {
            changes.push(Change::silent("assignment"));
        }
        if had.overflow != settings.overflow {
            changes.push(Change::silent("overflow"));
        }
        let fields = changes.iter().map(Change::field).collect();
        if !changes.is_empty() {
            for other in settings.overflow.iter().flat_map(domain::queue::Overflow::transfers) {
                if other == id || !store::hold(conn, other).await? {
                    return Err(Error::invalid("overflow", Fault::Unknown));
                }
            }
            store::configure(conn, id, priority, settings).await.on_constraint(
                "queue_hours_id_fkey",
                "hours",
                Fault::Unknown,
            )?;
            audit::record(conn, actor, self.0.now(), &Event::QueueChanged { id, changes }).await?;
        }
        Ok(fields)
    }
}
