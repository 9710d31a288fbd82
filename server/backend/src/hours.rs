//! Operating hours: kept by name, used by queues.

use domain::{
    Fault, HoursId,
    audit::Event,
    hours::{Hours, HoursChange, HoursDetail, NewHours},
    user::Permission,
};
use sqlx::PgConnection;

use crate::{
    Actor, Backend, Error, Result, audit,
    error::{Blocker, OnConstraint},
};

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

    /// One set of hours and the queues that use it.
    pub async fn get(&self, actor: &Actor, id: HoursId) -> Result<HoursDetail> {
        actor.must(Permission::ViewQueues)?;
        let mut conn = self.0.web().acquire().await?;
        store::detail(&mut conn, id).await?.ok_or(Error::NotFound)
    }

    /// Makes a set of hours whose name nobody has.
    pub async fn create(&self, actor: &Actor, new: NewHours) -> Result<HoursId> {
        actor.must(Permission::ManageQueues)?;
        let mut tx = self.0.begin().await?;
        let id = HoursId::new();
        store::insert(&mut tx, id, &new).await.on_constraint("hours_name_key", "name", Fault::Taken)?;
        let event = Event::HoursCreated { id, hours_name: new.name.to_string() };
        audit::record(&mut tx, actor, self.0.now(), &event).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Gives a set of hours other values. Equal values change nothing and leave no trace.
    pub async fn change(&self, actor: &Actor, id: HoursId, change: HoursChange) -> Result<()> {
        actor.must(Permission::ManageQueues)?;
        let mut tx = self.0.begin().await?;
        let (current, version) = store::lock_id(&mut tx, id).await?.ok_or(Error::NotFound)?;
        if version != change.version {
            return Err(Error::Stale);
        }
        let new = change.new;
        let mut fields = Vec::new();
        if current.name != new.name.as_str() {
            store::rename(&mut tx, id, &new.name).await.on_constraint("hours_name_key", "name", Fault::Taken)?;
            fields.push("name");
        }
        fields.extend(differences(&current, &new));
        if !fields.is_empty() {
            store::update(&mut tx, id, &new).await?;
            audit::record(&mut tx, actor, self.0.now(), &Event::HoursChanged { id, fields }).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Deletes a set of hours that no queue uses. Returns its name.
    pub async fn delete(&self, actor: &Actor, id: HoursId) -> Result<String> {
        actor.must(Permission::ManageQueues)?;
        let mut tx = self.0.begin().await?;
        // Whoever gives the hours to a queue now waits for this, and finds them gone.
        store::lock_id(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let detail = store::detail(&mut tx, id).await?.ok_or(Error::NotFound)?;
        if !detail.used_by.is_empty() {
            let queues = detail.used_by.into_iter();
            return Err(Error::Blocked(queues.map(|(id, name)| Blocker { kind: "queue", id: id.0, name }).collect()));
        }
        store::delete(&mut tx, id).await?;
        let name = detail.hours.name;
        let event = Event::HoursDeleted { id, hours_name: name.clone() };
        audit::record(&mut tx, actor, self.0.now(), &event).await?;
        tx.commit().await?;
        Ok(name)
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
        let fields = differences(&current, new);
        if !fields.is_empty() {
            store::update(conn, current.id, new).await?;
            let event = Event::HoursChanged { id: current.id, fields: fields.clone() };
            audit::record(conn, actor, self.0.now(), &event).await?;
        }
        Ok((current.id, Kept::Changed(fields)))
    }
}

/// The fields apart from the name that differ.
fn differences(current: &Hours, new: &NewHours) -> Vec<&'static str> {
    let fields = [
        ("time_zone", current.time_zone != new.time_zone),
        ("week", current.week != new.week),
        ("holidays", current.holidays != new.holidays),
    ];
    fields.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect()
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
    use crate::testing::{Portal, roles};
    use domain::{
        Invalid, Name,
        hours::Day,
        queue::{NewQueue, QueueSettings},
        user::Role,
    };
    use sqlx::PgPool;

    fn office(name: &str, range: &str) -> NewHours {
        NewHours {
            name: Name::parse(name).unwrap(),
            time_zone: "Europe/Oslo".to_owned(),
            week: [(Day::Mon, vec![range.parse().unwrap()])].into(),
            holidays: Vec::new(),
        }
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn hours_are_kept_by_name_and_changed_only_when_they_differ(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        let admin = portal.person(Role::OmnichannelAdministrator).await;
        let hours = portal.backend.hours();
        let id = hours.keep(&admin, office("Kontortid", "08:00-16:00")).await.unwrap();
        assert_eq!(hours.keep(&admin, office("KONTORTID", "08:00-16:00")).await.unwrap(), id);
        assert_eq!(portal.audit_names().await, ["hours.created"]);
        assert_eq!(hours.keep(&admin, office("Kontortid", "08:00-15:30")).await.unwrap(), id);
        let kept = hours.list(&admin).await.unwrap();
        assert_eq!(kept[0].week[&Day::Mon][0].to_string(), "08:00-15:30");
        assert_eq!(portal.audit_names().await, ["hours.created", "hours.changed"]);
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn hours_are_changed_by_whoever_saw_the_latest(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        let admin = portal.person(Role::OmnichannelAdministrator).await;
        let hours = portal.backend.hours();
        let id = hours.create(&admin, office("Kontortid", "08:00-16:00")).await.unwrap();
        let change = |new, version| HoursChange { new, version };
        hours.change(&admin, id, change(office("Dagtid", "08:00-15:00"), 1)).await.unwrap();
        let late = hours.change(&admin, id, change(office("Kontortid", "09:00-15:00"), 1)).await;
        assert!(matches!(late, Err(Error::Stale)), "{late:?}");
        // What is kept by its name counts as a change too.
        hours.keep(&admin, office("Dagtid", "08:00-15:30")).await.unwrap();
        let late = hours.change(&admin, id, change(office("Dagtid", "09:00-15:00"), 2)).await;
        assert!(matches!(late, Err(Error::Stale)), "{late:?}");
        hours.change(&admin, id, change(office("Dagtid", "08:00-15:30"), 3)).await.unwrap();
        let detail = hours.get(&admin, id).await.unwrap();
        assert_eq!((detail.hours.name.as_str(), detail.version), ("Dagtid", 3));
        assert_eq!(portal.audit_names().await, ["hours.created", "hours.changed", "hours.changed"]);
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn a_name_is_taken_once(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        let admin = portal.person(Role::OmnichannelAdministrator).await;
        let hours = portal.backend.hours();
        hours.create(&admin, office("Kontortid", "08:00-16:00")).await.unwrap();
        let night = hours.create(&admin, office("Natt", "00:00-08:00")).await.unwrap();
        let taken = |refused: &Error| matches!(refused, Error::Invalid(i) if *i == Invalid::one("name", Fault::Taken));
        let again = hours.create(&admin, office("KONTORTID", "08:00-16:00")).await.unwrap_err();
        assert!(taken(&again), "{again:?}");
        let change = HoursChange { new: office("kontortid", "00:00-08:00"), version: 1 };
        let renamed = hours.change(&admin, night, change).await.unwrap_err();
        assert!(taken(&renamed), "{renamed:?}");
        assert_eq!(hours.get(&admin, night).await.unwrap().hours.name, "Natt");
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn hours_in_use_stay(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        let admin = portal.person(Role::OmnichannelAdministrator).await;
        let (hours, queues) = (portal.backend.hours(), portal.backend.queues());
        let id = hours.create(&admin, office("Kontortid", "08:00-16:00")).await.unwrap();
        let name = Name::parse("Faktura").unwrap();
        let queue = queues.create(&admin, NewQueue { name, priority: 1 }).await.unwrap();
        let settings = |hours_id| QueueSettings { hours_id, ..QueueSettings::default() };
        queues.change_settings(&admin, queue, 1, settings(Some(id))).await.unwrap();
        assert_eq!(hours.get(&admin, id).await.unwrap().used_by, [(queue, "Faktura".to_owned())]);
        let refused = hours.delete(&admin, id).await.unwrap_err();
        assert!(matches!(&refused, Error::Blocked(queues) if queues[0].id == queue.0), "{refused:?}");
        queues.change_settings(&admin, queue, 2, settings(None)).await.unwrap();
        assert_eq!(hours.delete(&admin, id).await.unwrap(), "Kontortid");
        assert!(matches!(hours.get(&admin, id).await, Err(Error::NotFound)));
        assert_eq!(portal.audit_names().await.last().map(String::as_str), Some("hours.deleted"));
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn only_those_with_the_permission_change_hours(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        let admin = portal.person(Role::OmnichannelAdministrator).await;
        let hours = portal.backend.hours();
        let id = hours.create(&admin, office("Kontortid", "08:00-16:00")).await.unwrap();
        for role in roles::without(Permission::ManageQueues) {
            let actor = portal.person(role).await;
            let change = HoursChange { new: office("Natt", "00:00-08:00"), version: 1 };
            for refused in [
                hours.create(&actor, office("Natt", "00:00-08:00")).await.map(drop),
                hours.change(&actor, id, change).await,
                hours.delete(&actor, id).await.map(drop),
            ] {
                assert!(matches!(refused, Err(Error::Forbidden(Permission::ManageQueues))), "{role}: {refused:?}");
            }
        }
        assert_eq!(portal.audit_names().await, ["hours.created"]);
    }
}
