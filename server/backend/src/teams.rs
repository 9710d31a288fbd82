//! Teams: making, changing, members, deleting with blockers. A team gives nothing by itself; a field security profile that is
//! given to it reaches everybody in it for as long as they are in it. So whoever chooses the members of such a team needs the
//! permission to give profiles besides: otherwise those who manage people could let themselves in.

use domain::{
    Fault, Page, PageRequest, TeamId, UserId,
    audit::Event,
    team::{NewTeam, TeamChange, TeamDetail, TeamMember, TeamSummary},
    user::Permission,
};
use sqlx::PgConnection;

use crate::{
    Actor, Backend, Error, Result, audit,
    error::{Blocker, OnConstraint},
    field_security,
    live::{self, News},
};

pub(crate) mod store;

/// The verbs of teams.
pub struct Teams<'a>(pub(crate) &'a Backend);

impl Teams<'_> {
    /// All teams by name.
    pub async fn list(&self, actor: &Actor, request: PageRequest<TeamId>) -> Result<Page<TeamSummary>> {
        actor.must(Permission::ViewUsers)?;
        let mut conn = self.0.web().acquire().await?;
        let rows = store::list(&mut conn, &request).await?;
        Ok(Page::cut(rows, &request, |team| team.id.to_string()))
    }

    /// One team with its members and what reaches it.
    pub async fn get(&self, actor: &Actor, id: TeamId) -> Result<TeamDetail> {
        actor.must(Permission::ViewUsers)?;
        let mut conn = self.0.web().acquire().await?;
        store::detail(&mut conn, id).await?.ok_or(Error::NotFound)
    }

    /// Makes a team without members.
    pub async fn create(&self, actor: &Actor, new: NewTeam) -> Result<TeamId> {
        actor.must(Permission::ManageUsers)?;
        let id = TeamId::new();
        let mut tx = self.0.begin().await?;
        store::insert(&mut tx, id, &new, self.0.now()).await.on_constraint("team_name_key", "name", Fault::Taken)?;
        let event = Event::TeamCreated { id, team_name: new.name.to_string() };
        audit::record(&mut tx, actor, self.0.now(), &event).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Gives a team another name or description. Equal values change nothing and leave no trace.
    pub async fn change(&self, actor: &Actor, id: TeamId, change: TeamChange) -> Result<()> {
        actor.must(Permission::ManageUsers)?;
        let mut tx = self.0.begin().await?;
        let current = store::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
        if current.version != change.version {
            return Err(Error::Stale);
        }
        let differs = [
            ("name", current.name != change.name.as_str()),
            ("description", current.description != change.description),
        ];
        let fields: Vec<&'static str> = differs.into_iter().filter_map(|(field, is)| is.then_some(field)).collect();
        if !fields.is_empty() {
            store::update(&mut tx, id, &change).await.on_constraint("team_name_key", "name", Fault::Taken)?;
            audit::record(&mut tx, actor, self.0.now(), &Event::TeamChanged { id, fields }).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Adds a person; adding somebody twice is no error and is recorded once.
    pub async fn add_member(&self, actor: &Actor, id: TeamId, user_id: UserId) -> Result<()> {
        actor.must(Permission::ManageUsers)?;
        let mut tx = self.0.begin().await?;
        self.lock_for_members(&mut tx, actor, id).await?;
        field_security::must_hold_what_a_team_brings(&mut tx, actor, id).await?;
        let added = store::add_member(&mut tx, id, user_id).await.on_constraint(
            "team_member_user_id_fkey",
            "user",
            Fault::Unknown,
        )?;
        if added {
            audit::record(&mut tx, actor, self.0.now(), &Event::TeamMemberAdded { id, user_id }).await?;
            live::tell(&mut tx, News::Access).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Takes a person out, and with it what the team brought them, from their next request on.
    pub async fn remove_member(&self, actor: &Actor, id: TeamId, user_id: UserId) -> Result<()> {
        actor.must(Permission::ManageUsers)?;
        let mut tx = self.0.begin().await?;
        self.lock_for_members(&mut tx, actor, id).await?;
        if store::remove_member(&mut tx, id, user_id).await? {
            audit::record(&mut tx, actor, self.0.now(), &Event::TeamMemberRemoved { id, user_id }).await?;
            live::tell(&mut tx, News::Access).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Who could be added: people who are not disabled and not in it, by name.
    pub async fn candidates(&self, actor: &Actor, id: TeamId) -> Result<Vec<TeamMember>> {
        actor.must(Permission::ManageUsers)?;
        let mut conn = self.0.web().acquire().await?;
        store::candidates(&mut conn, id).await
    }

    /// Deletes a team that no field security profile is given to. Returns its name.
    pub async fn delete(&self, actor: &Actor, id: TeamId) -> Result<String> {
        actor.must(Permission::ManageUsers)?;
        let mut tx = self.0.begin().await?;
        store::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let profiles = store::profiles(&mut tx, id).await?.into_iter();
        let blockers: Vec<Blocker> =
            profiles.map(|(id, name)| Blocker { kind: "field_security_profile", id: id.0, name }).collect();
        if !blockers.is_empty() {
            return Err(Error::Blocked(blockers));
        }
        let team_name = store::delete(&mut tx, id).await?;
        let event = Event::TeamDeleted { id, team_name: team_name.clone() };
        audit::record(&mut tx, actor, self.0.now(), &event).await?;
        tx.commit().await?;
        Ok(team_name)
    }

    /// Holds a team still while its members change, for those who may change them.
    async fn lock_for_members(&self, conn: &mut PgConnection, actor: &Actor, id: TeamId) -> Result<()> {
        store::lock(conn, id).await?.ok_or(Error::NotFound)?;
        if !store::profiles(conn, id).await?.is_empty() {
            actor.must(Permission::ManageFieldSecurity)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
