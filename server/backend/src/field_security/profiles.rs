//! Field security profiles: making, changing, giving to people and teams, deleting with blockers. Grants hang off a profile's id:
//! another profile of the same name gives nothing to those who had the first. Nobody gives a right that they do not hold.

use domain::{
    Fault, Page, PageRequest, ProfileId, TeamId, UserId,
    audit::Event,
    field_security::{
        FieldRights, Grants, NewProfile, ProfileChange, ProfileDetail, ProfileMember, ProfileSummary, ProfileTeam,
    },
    user::Permission,
};
use sqlx::PgConnection;

use super::FieldSecurity;
use crate::{
    Actor, Error, Result, audit,
    error::{Blocker, OnConstraint},
    live::{self, News},
};

pub(super) mod store;

impl FieldSecurity<'_> {
    /// All profiles by name, the built-in one first.
    pub async fn profiles(&self, actor: &Actor, request: PageRequest<ProfileId>) -> Result<Page<ProfileSummary>> {
        actor.must(Permission::ViewFieldSecurity)?;
        let mut conn = self.0.web().acquire().await?;
        let rows = store::list(&mut conn, &request).await?;
        Ok(Page::cut(rows, &request, |profile| profile.id.to_string()))
    }

    /// One profile with what it gives and who has it.
    pub async fn profile(&self, actor: &Actor, id: ProfileId) -> Result<ProfileDetail> {
        actor.must(Permission::ViewFieldSecurity)?;
        let mut conn = self.0.web().acquire().await?;
        store::detail(&mut conn, id).await?.ok_or(Error::NotFound)
    }

    /// Makes a profile that gives nothing to nobody.
    pub async fn create_profile(&self, actor: &Actor, new: NewProfile) -> Result<ProfileId> {
        actor.must(Permission::ManageFieldSecurity)?;
        let id = ProfileId::new();
        let mut tx = self.0.begin().await?;
        store::insert(&mut tx, id, &new.name, self.0.now()).await.on_constraint(NAME_KEY, "name", Fault::Taken)?;
        let event = Event::FieldSecurityProfileCreated { id, profile_name: new.name.to_string() };
        audit::record(&mut tx, actor, self.0.now(), &event).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Gives a profile a name and exactly these grants. Equal values change nothing and leave no trace.
    pub async fn change_profile(&self, actor: &Actor, id: ProfileId, change: ProfileChange) -> Result<()> {
        actor.must(Permission::ManageFieldSecurity)?;
        let mut tx = self.0.begin().await?;
        let current = changeable(&mut tx, id).await?;
        if current.version != change.version {
            return Err(Error::Stale);
        }
        let before = store::grants(&mut tx, id).await?;
        let changed = before.differing(&change.grants);
        for field in &changed {
            let added = change.grants.of(*field).without(before.of(*field));
            holds(actor.rights(*field), added)?;
        }
        let renamed = (current.name != change.name.as_str()).then_some("name");
        let fields: Vec<&'static str> = renamed.into_iter().chain(changed.iter().map(|field| field.as_str())).collect();
        if fields.is_empty() {
            return Ok(());
        }
        store::update(&mut tx, id, &change.name).await.on_constraint(NAME_KEY, "name", Fault::Taken)?;
        store::replace_grants(&mut tx, id, &change.grants).await?;
        let event = Event::FieldSecurityProfileChanged { id, fields, grants: change.grants };
        audit::record(&mut tx, actor, self.0.now(), &event).await?;
        live::tell(&mut tx, News::Access).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Gives a profile to a person; giving it twice is no error and is recorded once.
    pub async fn add_profile_member(&self, actor: &Actor, id: ProfileId, user_id: UserId) -> Result<()> {
        actor.must(Permission::ManageFieldSecurity)?;
        let mut tx = self.0.begin().await?;
        may_give(&mut tx, actor, id).await?;
        let key = "field_security_member_user_id_fkey";
        let added = store::add_member(&mut tx, id, user_id).await.on_constraint(key, "user", Fault::Unknown)?;
        if added {
            self.given(&mut tx, actor, &Event::FieldSecurityMemberAdded { id, user_id }).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Takes a profile from a person; what they have through a team stays.
    pub async fn remove_profile_member(&self, actor: &Actor, id: ProfileId, user_id: UserId) -> Result<()> {
        actor.must(Permission::ManageFieldSecurity)?;
        let mut tx = self.0.begin().await?;
        changeable(&mut tx, id).await?;
        if store::remove_member(&mut tx, id, user_id).await? {
            self.given(&mut tx, actor, &Event::FieldSecurityMemberRemoved { id, user_id }).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Gives a profile to everybody in a team.
    pub async fn add_profile_team(&self, actor: &Actor, id: ProfileId, team_id: TeamId) -> Result<()> {
        actor.must(Permission::ManageFieldSecurity)?;
        let mut tx = self.0.begin().await?;
        may_give(&mut tx, actor, id).await?;
        let key = "field_security_team_team_id_fkey";
        let added = store::add_team(&mut tx, id, team_id).await.on_constraint(key, "team", Fault::Unknown)?;
        if added {
            self.given(&mut tx, actor, &Event::FieldSecurityTeamAdded { id, team_id }).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Takes a profile from a team.
    pub async fn remove_profile_team(&self, actor: &Actor, id: ProfileId, team_id: TeamId) -> Result<()> {
        actor.must(Permission::ManageFieldSecurity)?;
        let mut tx = self.0.begin().await?;
        changeable(&mut tx, id).await?;
        if store::remove_team(&mut tx, id, team_id).await? {
            self.given(&mut tx, actor, &Event::FieldSecurityTeamRemoved { id, team_id }).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Who could be given a profile: people who can sign in, now or after they accept, and do not have it; by name.
    pub async fn profile_candidates(
        &self,
        actor: &Actor,
        id: ProfileId,
    ) -> Result<(Vec<ProfileMember>, Vec<ProfileTeam>)> {
        actor.must(Permission::ManageFieldSecurity)?;
        let mut conn = self.0.web().acquire().await?;
        Ok((store::people_without(&mut conn, id).await?, store::teams_without(&mut conn, id).await?))
    }

    /// Deletes a profile that nobody has. Returns its name.
    pub async fn delete_profile(&self, actor: &Actor, id: ProfileId) -> Result<String> {
        actor.must(Permission::ManageFieldSecurity)?;
        let mut tx = self.0.begin().await?;
        let current = changeable(&mut tx, id).await?;
        let detail = store::detail(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let people = detail.members.into_iter().map(|one| Blocker { kind: "user", id: one.user_id.0, name: one.name });
        let teams = detail.teams.into_iter().map(|one| Blocker { kind: "team", id: one.team_id.0, name: one.name });
        let blockers: Vec<Blocker> = people.chain(teams).collect();
        if !blockers.is_empty() {
            return Err(Error::Blocked(blockers));
        }
        store::delete(&mut tx, id).await?;
        let event = Event::FieldSecurityProfileDeleted { id, profile_name: current.name.clone() };
        audit::record(&mut tx, actor, self.0.now(), &event).await?;
        tx.commit().await?;
        Ok(current.name)
    }

    /// Records that somebody got or lost a profile, and has open pages look again.
    async fn given(&self, conn: &mut PgConnection, actor: &Actor, event: &Event) -> Result<()> {
        audit::record(conn, actor, self.0.now(), event).await?;
        live::tell(conn, News::Access).await
    }
}

const NAME_KEY: &str = "field_security_profile_name_key";

/// The profile, locked, unless it is the built-in one.
async fn changeable(conn: &mut PgConnection, id: ProfileId) -> Result<store::Current> {
    let current = store::lock(conn, id).await?.ok_or(Error::NotFound)?;
    if current.built_in { Err(Error::Conflict("built_in_profile")) } else { Ok(current) }
}

/// Refuses to give away a profile with a right that the actor does not hold: they could give it to themselves.
async fn may_give(conn: &mut PgConnection, actor: &Actor, id: ProfileId) -> Result<()> {
    changeable(conn, id).await?;
    let grants: Grants = store::grants(conn, id).await?;
    grants.iter().try_for_each(|(field, rights)| holds(actor.rights(field), rights))
}

/// Refuses to give what is not held.
pub(super) fn holds(held: FieldRights, given: FieldRights) -> Result<()> {
    if held.covers(given) { Ok(()) } else { Err(Error::Conflict("right_not_held")) }
}
