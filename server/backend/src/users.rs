//! People: who can sign in, their roles, and what a request may do on their behalf.
//!
//! ```mermaid
//! stateDiagram-v2
//!     [*] --> invited: invite
//!     [*] --> active: first administrator
//!     invited --> active: accept the invitation
//!     invited --> disabled: disable
//!     active --> disabled: disable
//!     disabled --> active: enable, with a password
//!     disabled --> invited: enable, without one
//! ```
//!
//! There is always somebody who can administer: the last active system administrator keeps the role and cannot be disabled.
//! The role brings membership of the built-in field security profile, and losing it takes the membership away.

use domain::{
    Page, PageRequest, UserId,
    audit::Event,
    user::{OwnChange, Permission, Person, Role, UserDetail, UserState, UserSummary},
};
use sqlx::PgConnection;

use crate::{
    Actor, Backend, Error, Result, audit, field_security,
    live::{self, News},
};

mod first;
mod invitations;
pub(crate) mod links;
mod sign_in;
mod store;

pub use first::NewAdministrator;
pub use invitations::{Acceptance, Invitation};
pub use links::Link;

/// The verbs of people.
pub struct Users<'a>(pub(crate) &'a Backend);

impl Users<'_> {
    /// Everybody by name.
    pub async fn list(&self, actor: &Actor, request: PageRequest<UserId>) -> Result<Page<UserSummary>> {
        actor.must(Permission::ViewUsers)?;
        let mut conn = self.0.web().acquire().await?;
        let rows = store::list(&mut conn, &request).await?;
        Ok(Page::cut(rows, &request, |user| user.id.to_string()))
    }

    /// One person.
    pub async fn get(&self, actor: &Actor, id: UserId) -> Result<UserDetail> {
        actor.must(Permission::ViewUsers)?;
        let mut conn = self.0.web().acquire().await?;
        store::detail(&mut conn, id).await?.ok_or(Error::NotFound)
    }

    /// Who a session speaks for, with everything they may do, as it stands now. Nobody when the person is not active or their
    /// sessions have been ended.
    pub async fn actor_and_person(&self, id: UserId, session_version: i32) -> Result<Option<(Actor, Person)>> {
        let mut conn = self.0.web().acquire().await?;
        let Some((mut person, roles)) = store::active_person(&mut conn, id, session_version).await? else {
            return Ok(None);
        };
        let rights = field_security::rights_of(&mut conn, id).await?;
        let actor = Actor::user(id, &person.name, &roles, rights);
        person.permissions = actor.permissions().collect();
        Ok(Some((actor, person)))
    }

    /// Gives a person exactly these roles and ends their sessions. Equal roles change nothing and leave no trace.
    pub async fn set_roles(&self, actor: &Actor, id: UserId, roles: &[Role], version: i32) -> Result<()> {
        actor.must(Permission::ManageUsers)?;
        let to = in_order(roles)?;
        let mut tx = self.0.begin().await?;
        store::lock_roles(&mut tx).await?;
        let current = store::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
        if current.version != version {
            return Err(Error::Stale);
        }
        let from = store::roles(&mut tx, id).await?;
        if from == to {
            return Ok(());
        }
        let is_administrator = to.contains(&Role::SystemAdministrator);
        if !is_administrator {
            keep_an_administrator(&mut tx, id, current.state).await?;
        }
        store::replace_roles(&mut tx, id, &to).await?;
        field_security::set_built_in_membership(&mut tx, id, is_administrator).await?;
        store::end_sessions(&mut tx, id).await?;
        audit::record(&mut tx, actor, self.0.now(), &Event::UserRolesChanged { id, from, to }).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Keeps a person out: no sign-in, no session, no invitation. Disabling twice is no error and is recorded once.
    pub async fn disable(&self, actor: &Actor, id: UserId) -> Result<()> {
        actor.must(Permission::ManageUsers)?;
        let mut tx = self.0.begin().await?;
        store::lock_roles(&mut tx).await?;
        let current = store::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
        if current.state == UserState::Disabled {
            return Ok(());
        }
        keep_an_administrator(&mut tx, id, current.state).await?;
        store::set_state(&mut tx, id, UserState::Disabled).await?;
        store::end_sessions(&mut tx, id).await?;
        links::withdraw(&mut tx, id).await?;
        audit::record(&mut tx, actor, self.0.now(), &Event::UserDisabled { id }).await?;
        live::tell(&mut tx, News::Access).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Lets a disabled person in again; somebody without a password needs a new invitation.
    pub async fn enable(&self, actor: &Actor, id: UserId) -> Result<()> {
        actor.must(Permission::ManageUsers)?;
        let mut tx = self.0.begin().await?;
        let current = store::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
        if current.state != UserState::Disabled {
            return Ok(());
        }
        let state = if current.has_password { UserState::Active } else { UserState::Invited };
        store::set_state(&mut tx, id, state).await?;
        audit::record(&mut tx, actor, self.0.now(), &Event::UserEnabled { id }).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Changes what a person may change about themselves. Equal values leave no trace.
    pub async fn change_own(&self, actor: &Actor, change: OwnChange) -> Result<()> {
        let id = actor.user_id().ok_or(Error::Unauthenticated)?;
        if jiff::tz::TimeZone::get(&change.time_zone).is_err() {
            return Err(Error::invalid("time_zone", domain::Fault::Unknown));
        }
        let mut tx = self.0.begin().await?;
        let before = store::own(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let fields = differing(&before, &change);
        if !fields.is_empty() {
            store::update_own(&mut tx, id, &change).await?;
            audit::record(&mut tx, actor, self.0.now(), &Event::UserChanged { id, fields }).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

/// The roles once each, in the order of the set; at least one.
fn in_order(roles: &[Role]) -> Result<Vec<Role>> {
    let ordered: Vec<Role> = Role::ALL.iter().copied().filter(|role| roles.contains(role)).collect();
    if ordered.is_empty() { Err(Error::invalid("roles", domain::Fault::Missing)) } else { Ok(ordered) }
}

/// Refuses when `id` is the only active system administrator. The caller holds the lock on roles.
async fn keep_an_administrator(conn: &mut PgConnection, id: UserId, state: UserState) -> Result<()> {
    let is_one = state == UserState::Active && store::roles(conn, id).await?.contains(&Role::SystemAdministrator);
    if is_one && !store::is_another_administrator(conn, id).await? {
        return Err(Error::Conflict("last_administrator"));
    }
    Ok(())
}

fn differing(before: &OwnChange, after: &OwnChange) -> Vec<&'static str> {
    [
        ("name", before.name != after.name),
        ("language", before.language != after.language),
        ("theme", before.theme != after.theme),
        ("time_zone", before.time_zone != after.time_zone),
    ]
    .into_iter()
    .filter_map(|(field, differs)| differs.then_some(field))
    .collect()
}

#[cfg(test)]
mod tests;
