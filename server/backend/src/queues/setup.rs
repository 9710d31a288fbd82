//! A queue's settings as its pages show and change them.

use domain::{
    Fault, QueueId,
    hours::Hours,
    queue::{Overflow, OverflowAction, QueueSettings, QueueSetup, SettingsChoices},
    user::Permission,
};
use sqlx::PgConnection;

use super::Queues;
use crate::{Actor, Error, Result, hours};

mod store;

impl Queues<'_> {
    /// How a queue works, with what its settings name and what names it.
    pub async fn setup(&self, actor: &Actor, id: QueueId) -> Result<QueueSetup> {
        actor.must(Permission::ViewQueues)?;
        let mut conn = self.0.web().acquire().await?;
        let settings = super::store::settings(&mut conn, id).await?.ok_or(Error::NotFound)?;
        let hours = match settings.hours_id {
            Some(hours) => hours::store::get(&mut conn, hours).await?,
            None => None,
        };
        let sent_to: Vec<QueueId> = settings.overflow.iter().flat_map(Overflow::transfers).collect();
        let transfers = store::names(&mut conn, &sent_to).await?;
        let rules = store::rules(&mut conn, id).await?;
        let overflow_of = store::overflow_of(&mut conn, id).await?;
        Ok(QueueSetup { settings, hours, transfers, rules, overflow_of })
    }

    /// The hours of every queue that has any; the others are open round the clock.
    pub async fn hours(&self, actor: &Actor) -> Result<Vec<(QueueId, Hours)>> {
        actor.must(Permission::ViewQueues)?;
        let mut conn = self.0.web().acquire().await?;
        let all = hours::store::list(&mut conn).await?;
        let with_hours = |(queue, id)| Some((queue, all.iter().find(|hours| hours.id == id)?.clone()));
        Ok(store::with_hours(&mut conn).await?.into_iter().filter_map(with_hours).collect())
    }

    /// What a queue's settings may name.
    pub async fn settings_choices(&self, actor: &Actor, id: QueueId) -> Result<SettingsChoices> {
        actor.must(Permission::ManageQueues)?;
        let mut conn = self.0.web().acquire().await?;
        let hours = hours::store::list(&mut conn).await?.into_iter().map(|hours| (hours.id, hours.name)).collect();
        Ok(SettingsChoices { hours, queues: store::others(&mut conn, id).await? })
    }

    /// Gives a queue that was read at `version` other settings. Equal ones change nothing and leave no trace.
    pub async fn change_settings(
        &self,
        actor: &Actor,
        id: QueueId,
        version: i32,
        settings: QueueSettings,
    ) -> Result<()> {
        actor.must(Permission::ManageQueues)?;
        let mut tx = self.0.begin().await?;
        let current = super::store::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
        if current.version != version {
            return Err(Error::Stale);
        }
        if let Some(overflow) = &settings.overflow {
            check_target(&mut tx, id, "out_of_hours_queue", Some(overflow.out_of_hours)).await?;
            check_target(&mut tx, id, "then_queue", overflow.then).await?;
        }
        self.configure_in(&mut tx, actor, id, current.priority, &settings).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// A queue sends to others that exist, never to itself.
async fn check_target(
    conn: &mut PgConnection,
    id: QueueId,
    field: &'static str,
    action: Option<OverflowAction>,
) -> Result<()> {
    if let Some(OverflowAction::Transfer(other)) = action
        && (other == id || !super::store::hold(conn, other).await?)
    {
        return Err(Error::invalid(field, Fault::Unknown));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Portal, roles};
    use domain::{
        HoursId, Invalid, Name,
        queue::{Assignment, NewQueue},
        user::Role,
    };
    use sqlx::PgPool;

    async fn queue(portal: &Portal, admin: &Actor, name: &str) -> QueueId {
        let new = NewQueue { name: Name::parse(name).unwrap(), priority: 10 };
        portal.backend.queues().create(admin, new).await.unwrap()
    }

    fn overflow(out_of_hours: OverflowAction, then: OverflowAction) -> QueueSettings {
        let overflow = Overflow { item_limit: Some(5), wait_minutes: Some(30), out_of_hours, then: Some(then) };
        QueueSettings { overflow: Some(overflow), ..QueueSettings::default() }
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn settings_are_changed_by_whoever_saw_the_latest(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        let admin = portal.person(Role::OmnichannelAdministrator).await;
        let queues = portal.backend.queues();
        let (id, other) = (queue(&portal, &admin, "Faktura").await, queue(&portal, &admin, "Vakt").await);
        let to_other = overflow(OverflowAction::Transfer(other), OverflowAction::End);
        queues.change_settings(&admin, id, 1, to_other.clone()).await.unwrap();
        let setup = queues.setup(&admin, id).await.unwrap();
        assert_eq!((setup.settings.clone(), setup.transfers), (to_other.clone(), vec![(other, "Vakt".to_owned())]));
        assert_eq!(queues.setup(&admin, other).await.unwrap().overflow_of, [(id, "Faktura".to_owned())]);

        let turns = QueueSettings { assignment: Assignment::RoundRobin, ..to_other };
        let late = queues.change_settings(&admin, id, 1, turns.clone()).await;
        assert!(matches!(late, Err(Error::Stale)), "{late:?}");
        queues.change_settings(&admin, id, 2, turns.clone()).await.unwrap();
        queues.change_settings(&admin, id, 3, turns).await.unwrap();
        let detail = queues.get(&admin, id).await.unwrap();
        assert_eq!((detail.version, detail.summary.priority), (3, 10));
        let events = portal.audit_names().await;
        assert_eq!(events, ["queue.created", "queue.created", "queue.changed", "queue.changed"]);
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn a_queue_sends_to_others_that_exist(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        let admin = portal.person(Role::OmnichannelAdministrator).await;
        let queues = portal.backend.queues();
        let id = queue(&portal, &admin, "Faktura").await;
        for wrong in [id, QueueId::new()] {
            let wrong = OverflowAction::Transfer(wrong);
            for (settings, field) in [
                (overflow(wrong, OverflowAction::End), "out_of_hours_queue"),
                (overflow(OverflowAction::End, wrong), "then_queue"),
            ] {
                let refused = queues.change_settings(&admin, id, 1, settings).await.unwrap_err();
                let expected = Invalid::one(field, Fault::Unknown);
                assert!(matches!(&refused, Error::Invalid(invalid) if *invalid == expected), "{refused:?}");
            }
        }
        let unknown = QueueSettings { hours_id: Some(HoursId::new()), ..QueueSettings::default() };
        let refused = queues.change_settings(&admin, id, 1, unknown).await.unwrap_err();
        assert!(matches!(&refused, Error::Invalid(i) if *i == Invalid::one("hours", Fault::Unknown)), "{refused:?}");
        assert_eq!(queues.setup(&admin, id).await.unwrap().settings, QueueSettings::default());
        let choices = queues.settings_choices(&admin, id).await.unwrap();
        assert!(!choices.queues.iter().any(|(other, _)| *other == id) && choices.queues.len() == 1, "{choices:?}");
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn only_those_with_the_permission_change_settings(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        let admin = portal.person(Role::OmnichannelAdministrator).await;
        let id = queue(&portal, &admin, "Faktura").await;
        for role in roles::without(Permission::ManageQueues) {
            let actor = portal.person(role).await;
            let queues = portal.backend.queues();
            let refused = queues.change_settings(&actor, id, 1, QueueSettings::default()).await;
            assert!(matches!(refused, Err(Error::Forbidden(Permission::ManageQueues))), "{role}: {refused:?}");
            let refused = queues.settings_choices(&actor, id).await;
            assert!(matches!(refused, Err(Error::Forbidden(Permission::ManageQueues))), "{role}: {refused:?}");
        }
    }
}
