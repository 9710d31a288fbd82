//! Operating hours: kept by name, used by queues.

use domain::{
    HoursId,
    audit::Event,
    hours::{Hours, NewHours},
    user::Permission,
};
use sqlx::PgConnection;

use crate::{Actor, Backend, Result, audit};

pub(crate) mod store;

/// The verbs of operating hours.
pub struct OperatingHours<'a>(pub(crate) &'a Backend);

impl OperatingHours<'_> {
    /// All sets of hours by name.
    pub async fn list(&self, actor: &Actor) -> Result<Vec<Hours>> {
        actor.must(Permission::ViewQueues)?;
        let mut conn = self.0.web().acquire().await?;
        store::list(&mut conn).await
    }

    /// Makes the set of hours with that name, or gives it these values. Equal values change nothing and leave no trace.
    pub async fn keep(&self, actor: &Actor, new: NewHours) -> Result<HoursId> {
        actor.must(Permission::ManageQueues)?;
        let mut tx = self.0.begin().await?;
        let (id, _) = self.keep_in(&mut tx, actor, &new).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Keeps a set of hours within a larger change. The caller has asked for the permission.
    pub(crate) async fn keep_in(
        &self,
        conn: &mut PgConnection,
        actor: &Actor,
        new: &NewHours,
    ) -> Result<(HoursId, Kept)> {
        let Some(current) = store::lock(conn, &new.name).await? else {
            let id = HoursId::new();
            store::insert(conn, id, new).await?;
            let event = Event::HoursCreated { id, hours_name: new.name.to_string() };
            audit::record(conn, actor, self.0.now(), &event).await?;
            return Ok((id, Kept::Created));
        };
        let mut fields = Vec::new();
        if current.time_zone != new.time_zone {
            fields.push("time_zone");
        }
        if current.week != new.week {
            fields.push("week");
        }
        if current.holidays != new.holidays {
            fields.push("holidays");
        }
        if !fields.is_empty() {
            store::update(conn, current.id, new).await?;
            let event = Event::HoursChanged { id: current.id, fields: fields.clone() };
            audit::record(conn, actor, self.0.now(), &event).await?;
        }
        Ok((current.id, Kept::Changed(fields)))
    }
}

/// What keeping a thing by its name did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It was not there.
    Created,
    /// It was there, and these fields had other values; none when all were equal.
    Changed(Vec<&'static str>),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Portal;
    use domain::{Name, hours::Day, user::Role};
    use sqlx::PgPool;

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn hours_are_kept_by_name_and_changed_only_when_they_differ(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        let admin = portal.person(Role::OmnichannelAdministrator).await;
        let hours = portal.backend.hours();
        let office = |name: &str, range: &str| NewHours {
            name: Name::parse(name).unwrap(),
            time_zone: "Europe/Oslo".to_owned(),
            week: [(Day::Mon, vec![range.parse().unwrap()])].into(),
            holidays: Vec::new(),
        };
        let id = hours.keep(&admin, office("Kontortid", "08:00-16:00")).await.unwrap();
        assert_eq!(hours.keep(&admin, office("KONTORTID", "08:00-16:00")).await.unwrap(), id);
        assert_eq!(portal.audit_names().await, ["hours.created"]);
        assert_eq!(hours.keep(&admin, office("Kontortid", "08:00-15:30")).await.unwrap(), id);
        let kept = hours.list(&admin).await.unwrap();
        assert_eq!(kept[0].week[&Day::Mon][0].to_string(), "08:00-15:30");
        assert_eq!(portal.audit_names().await, ["hours.created", "hours.changed"]);
    }
}
