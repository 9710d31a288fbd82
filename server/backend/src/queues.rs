//! Queues: creating, changing, members, deleting with blockers. The default messaging queue is there from the start; it can
//! be neither renamed nor deleted.

use domain::{
    Page, PageRequest, QueueId, UserId,
    audit::{Change, Event},
    queue::{NewQueue, QueueChange, QueueDetail, QueueMember, QueueSummary},
    user::Permission,
};
use sqlx::PgConnection;

use crate::{
    Actor, Backend, Error, Result, audit,
    error::{Blocker, OnConstraint},
};

mod settings;
mod setup;
pub(crate) mod snapshot;
pub(crate) mod store;
mod waiting;

/// The verbs of queues.
pub struct Queues<'a>(pub(crate) &'a Backend);

impl Queues<'_> {
    /// All queues by name, the default queue first.
    pub async fn list(&self, actor: &Actor, request: PageRequest<QueueId>) -> Result<Page<QueueSummary>> {
        actor.must(Permission::ViewQueues)?;
        let mut conn = self.0.web().acquire().await?;
        let rows = store::list(&mut conn, &request).await?;
        Ok(Page::cut(rows, &request, |queue| queue.id.to_string()))
    }

    /// The queue with a name, whatever its case.
    pub async fn find_by_name(&self, actor: &Actor, name: &str) -> Result<Option<QueueId>> {
        actor.must(Permission::ViewQueues)?;
        let mut conn = self.0.web().acquire().await?;
        store::find(&mut conn, name.trim()).await
    }

    /// One queue with its members and what uses it.
    pub async fn get(&self, actor: &Actor, id: QueueId) -> Result<QueueDetail> {
        actor.must(Permission::ViewQueues)?;
        let mut conn = self.0.web().acquire().await?;
        store::detail(&mut conn, id).await?.ok_or(Error::NotFound)
    }

    /// Makes a queue without members.
    pub async fn create(&self, actor: &Actor, new: NewQueue) -> Result<QueueId> {
        actor.must(Permission::ManageQueues)?;
        let mut tx = self.0.begin().await?;
        let id = self.create_in(&mut tx, actor, &new).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Makes a queue within a larger change. The caller has asked for the permission.
    pub(crate) async fn create_in(&self, conn: &mut PgConnection, actor: &Actor, new: &NewQueue) -> Result<QueueId> {
        let id = QueueId::new();
        store::insert(conn, id, new, self.0.now()).await.on_constraint(
            "queue_name_key",
            "name",
            domain::Fault::Taken,
        )?;
        let event = Event::QueueCreated { id, queue_name: new.name.to_string(), priority: new.priority };
        audit::record(conn, actor, self.0.now(), &event).await?;
        Ok(id)
    }

    /// Gives a queue another name or priority. Equal values change nothing and leave no trace.
    pub async fn change(&self, actor: &Actor, id: QueueId, change: QueueChange) -> Result<()> {
        actor.must(Permission::ManageQueues)?;
        let mut tx = self.0.begin().await?;
        let current = store::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
        if current.version != change.version {
            return Err(Error::Stale);
        }
        let mut changes = Vec::new();
        if current.name != change.name.as_str() {
            if current.is_default {
                return Err(Error::Conflict("default_queue"));
            }
            changes.push(Change::of("name", &current.name, &change.name));
        }
        if current.priority != change.priority {
            changes.push(Change::of("priority", current.priority, change.priority));
        }
        if !changes.is_empty() {
            store::update(&mut tx, id, &change).await.on_constraint("queue_name_key", "name", domain::Fault::Taken)?;
            audit::record(&mut tx, actor, self.0.now(), &Event::QueueChanged { id, changes }).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Adds a person; adding somebody twice is no error and is recorded once.
    pub async fn add_member(&self, actor: &Actor, id: QueueId, user_id: UserId) -> Result<()> {
        actor.must(Permission::ManageQueueMembers)?;
        let mut tx = self.0.begin().await?;
        store::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let added = store::add_member(&mut tx, id, user_id, self.0.now()).await.on_constraint(
            "queue_member_user_id_fkey",
            "user",
            domain::Fault::Unknown,
        )?;
        if added {
            audit::record(&mut tx, actor, self.0.now(), &Event::QueueMemberAdded { id, user_id }).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Takes a person out; their conversations stay with them.
    pub async fn remove_member(&self, actor: &Actor, id: QueueId, user_id: UserId) -> Result<()> {
        actor.must(Permission::ManageQueueMembers)?;
        let mut tx = self.0.begin().await?;
        store::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
        if store::remove_member(&mut tx, id, user_id).await? {
            audit::record(&mut tx, actor, self.0.now(), &Event::QueueMemberRemoved { id, user_id }).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// What stands in the way of deleting a queue: the workstreams that fall back to it or have rules for it, and the queues
    /// that overflow into it. Empty when nothing does.
    pub async fn blockers(&self, actor: &Actor, id: QueueId) -> Result<Vec<Blocker>> {
        let detail = self.get(actor, id).await?;
        let mut conn = self.0.web().acquire().await?;
        blockers(&mut conn, &detail).await
    }

    /// Who could be added: active people who are not members, by name.
    pub async fn candidates(&self, actor: &Actor, id: QueueId) -> Result<Vec<QueueMember>> {
        actor.must(Permission::ManageQueueMembers)?;
        let mut conn = self.0.web().acquire().await?;
        store::candidates(&mut conn, id).await
    }

    /// Deletes a queue that nothing uses and no conversation names. Returns its name.
    pub async fn delete(&self, actor: &Actor, id: QueueId) -> Result<String> {
        actor.must(Permission::ManageQueues)?;
        let mut tx = self.0.begin().await?;
        store::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let detail = store::detail(&mut tx, id).await?.ok_or(Error::NotFound)?;
        if detail.summary.is_default {
            return Err(Error::Conflict("default_queue"));
        }
        let blockers = blockers(&mut tx, &detail).await?;
        if !blockers.is_empty() {
            return Err(Error::Blocked(blockers));
        }
        if detail.conversation_count > 0 {
            return Err(Error::Conflict("queue_has_conversations"));
        }
        store::delete(&mut tx, id).await?;
        let queue_name = detail.summary.name.clone();
        audit::record(&mut tx, actor, self.0.now(), &Event::QueueDeleted { id, queue_name }).await?;
        tx.commit().await?;
        Ok(detail.summary.name)
    }
}

async fn blockers(conn: &mut PgConnection, detail: &QueueDetail) -> Result<Vec<Blocker>> {
    let fallback_of = detail.fallback_of.iter().map(|(id, name)| ("workstream", id.0, name.clone()));
    let mut blockers: Vec<Blocker> = fallback_of.map(|(kind, id, name)| Blocker { kind, id, name }).collect();
    for (kind, id, name) in store::named_by(conn, detail.summary.id).await? {
        let kind = if kind == "queue" { "queue" } else { "workstream" };
        if !blockers.iter().any(|known| known.id == id) {
            blockers.push(Blocker { kind, id, name });
        }
    }
    Ok(blockers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Portal, roles};
    use domain::{Fault, Invalid, Name, user::Role};
    use sqlx::PgPool;

    fn faktura() -> NewQueue {
        NewQueue { name: Name::parse("Faktura").unwrap(), priority: 10 }
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn the_default_queue_is_there_from_the_start_and_stays(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        let admin = portal.person(Role::OmnichannelAdministrator).await;
        let queues = portal.backend.queues().list(&admin, PageRequest::first()).await.unwrap();
        assert_eq!(queues.items.len(), 1);
        assert!(queues.items[0].is_default);
        let refused = portal.backend.queues().delete(&admin, queues.items[0].id).await;
        assert!(matches!(refused, Err(Error::Conflict("default_queue"))), "{refused:?}");
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn a_queue_name_is_unique_without_case(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        let admin = portal.person(Role::OmnichannelAdministrator).await;
        portal.backend.queues().create(&admin, faktura()).await.unwrap();
        let again = NewQueue { name: Name::parse("FAKTURA").unwrap(), priority: 1 };
        let refused = portal.backend.queues().create(&admin, again).await;
        assert!(
            matches!(refused, Err(Error::Invalid(ref i)) if *i == Invalid::one("name", Fault::Taken)),
            "{refused:?}"
        );
        assert_eq!(portal.audit_names().await, ["queue.created"]);
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn a_change_on_an_old_version_changes_nothing(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        let admin = portal.person(Role::OmnichannelAdministrator).await;
        let queues = portal.backend.queues();
        let id = queues.create(&admin, faktura()).await.unwrap();
        let change = |name: &str, version| QueueChange { name: Name::parse(name).unwrap(), priority: 10, version };
        queues.change(&admin, id, change("Regning", 1)).await.unwrap();
        assert!(matches!(queues.change(&admin, id, change("Annet", 1)).await, Err(Error::Stale)));
        assert_eq!(queues.get(&admin, id).await.unwrap().summary.name, "Regning");
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn only_those_with_the_permission_change_queues(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        for role in roles::without(Permission::ManageQueues) {
            let actor = portal.person(role).await;
            let refused = portal.backend.queues().create(&actor, faktura()).await;
            assert!(matches!(refused, Err(Error::Forbidden(Permission::ManageQueues))), "{role}: {refused:?}");
        }
        assert!(portal.audit_names().await.is_empty());
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn a_member_is_added_once_and_removed_once(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        let admin = portal.person(Role::OmnichannelAdministrator).await;
        let agent = portal.person(Role::Agent).await.user_id().unwrap();
        let queues = portal.backend.queues();
        let id = queues.create(&admin, faktura()).await.unwrap();
        for _ in 0..2 {
            queues.add_member(&admin, id, agent).await.unwrap();
        }
        assert_eq!(queues.get(&admin, id).await.unwrap().members.len(), 1);
        for _ in 0..2 {
            queues.remove_member(&admin, id, agent).await.unwrap();
        }
        assert_eq!(portal.audit_names().await, ["queue.created", "queue.member_added", "queue.member_removed"]);
        let refused = queues.add_member(&admin, id, UserId::new()).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    }
}
