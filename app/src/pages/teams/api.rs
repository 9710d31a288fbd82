//! The server functions of teams.

use domain::{
    Checks, Fault, FieldFault, Invalid, Name, Page, PageRequest, TeamId, UserId,
    team::{NewTeam, TeamChange, TeamDetail, TeamMember, TeamSummary, parse_description},
    user::Permission,
};
use islands::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    forms::{Done, Reply, required},
    gate::{self, told},
    paths,
    words::Words,
};

/// Name and description, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TeamForm {
    pub name: String,
    pub description: String,
    /// The version that was read; none for a new team.
    pub version: i32,
}

impl TeamForm {
    fn check(&self) -> Result<(Name, String), Invalid> {
        let mut checks = Checks::default();
        let name = checks.field("name", Name::parse(&self.name));
        let description = checks.field("description", parse_description(&self.description));
        checks.finish(name.zip(description))
    }
}

/// A person to add to or take out of a team.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TeamMemberForm {
    pub user: String,
}

impl TeamMemberForm {
    fn check(&self) -> Result<UserId, Invalid> {
        let mut checks = Checks::default();
        let user = checks.field("user", required(&self.user).and_then(str::parse));
        checks.finish(user)
    }
}

#[server(endpoint = "teams/list")]
pub async fn list_teams(after: Option<TeamId>) -> Result<Page<TeamSummary>, AppError> {
    let desk = gate::desk().await?;
    desk.backend.teams().list(&desk.actor, PageRequest::new(None, after)).await.map_err(told)
}

#[server(endpoint = "teams/get")]
pub async fn get_team(id: TeamId) -> Result<TeamDetail, AppError> {
    let desk = gate::desk().await?;
    desk.backend.teams().get(&desk.actor, id).await.map_err(told)
}

#[server(endpoint = "teams/candidates")]
pub async fn list_team_candidates(id: TeamId) -> Result<Vec<TeamMember>, AppError> {
    let desk = gate::desk().await?;
    desk.backend.teams().candidates(&desk.actor, id).await.map_err(told)
}

/// Whether the pages that change teams may be opened.
#[server(endpoint = "teams/may-manage")]
pub async fn may_manage_teams() -> Result<(), AppError> {
    let desk = gate::desk().await?;
    desk.actor.must(Permission::ManageUsers).map_err(told)
}

#[server(endpoint = "teams/create")]
pub async fn create_team(form: TeamForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async {
        let (name, description) = form.check()?;
        desk.backend.teams().create(&desk.actor, NewTeam { name, description }).await
    };
    Reply::to(paths::NEW_TEAM)
        .typed(&form)
        .sentences(&sentences(&form.name))
        .settle(outcome.await, |id| Done::at(paths::team(id)).saying(|w| (w.teams.created)(form.name.trim())))
        .await
}

#[server(endpoint = "teams/change")]
pub async fn change_team(id: TeamId, form: TeamForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async {
        let (name, description) = form.check()?;
        let change = TeamChange { name, description, version: form.version };
        desk.backend.teams().change(&desk.actor, id, change).await
    };
    Reply::to(paths::edit_team(id))
        .typed(&form)
        .sentences(&sentences(&form.name))
        .settle(outcome.await, |()| Done::at(paths::team(id)).saying(|w| w.common.saved.to_owned()))
        .await
}

#[server(endpoint = "teams/add-member")]
pub async fn add_team_member(id: TeamId, form: TeamMemberForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async { desk.backend.teams().add_member(&desk.actor, id, form.check()?).await };
    Reply::to(paths::team(id))
        .typed(&form)
        .settle(outcome.await, |()| Done::at(paths::team(id)).saying(|w| w.teams.member_added.to_owned()))
        .await
}

#[server(endpoint = "teams/remove-member")]
pub async fn remove_team_member(id: TeamId, form: TeamMemberForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async { desk.backend.teams().remove_member(&desk.actor, id, form.check()?).await };
    Reply::to(paths::team(id))
        .settle(outcome.await, |()| Done::at(paths::team(id)).saying(|w| w.teams.member_removed.to_owned()))
        .await
}

#[server(endpoint = "teams/delete")]
pub async fn delete_team(id: TeamId) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = desk.backend.teams().delete(&desk.actor, id).await;
    Reply::to(paths::delete_team(id))
        .settle(outcome, |name| Done::at(paths::TEAMS).saying(|w| (w.teams.deleted)(&name)))
        .await
}

/// The team's own sentences for faults at its fields.
fn sentences(name: &str) -> impl Fn(&Words, &FieldFault) -> Option<String> + Sync + use<> {
    let name = name.trim().to_owned();
    move |words, fault| match (fault.field.as_str(), &fault.fault) {
        ("name", Fault::Taken) => Some((words.teams.taken)(&name)),
        ("name", Fault::Missing) => Some(words.teams.name_missing.to_owned()),
        _ => None,
    }
}
