//! The server functions of field security.

use std::collections::BTreeMap;

use backend::field_security::Preview;
use domain::{
    Checks, Fault, FieldFault, Invalid, Name, Page, PageRequest, ProfileId, TeamId, UserId,
    field_security::{
        Access, FieldRights, Grants, NewProfile, ProfileChange, ProfileDetail, ProfileMember, ProfileSummary,
        ProfileTeam, SecuredField, SecuredState,
    },
    user::Permission,
};
use islands::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::grants::{RIGHTS, field};
use crate::{
    forms::{Done, Reply, required},
    gate::{self, told},
    paths,
    words::Words,
};

/// A profile to make.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewProfileForm {
    pub name: String,
}

/// Name and rights, as typed and ticked. A right is named `FIELD:RIGHT`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProfileForm {
    pub name: String,
    pub grants: BTreeMap<String, bool>,
    pub version: i32,
}

impl ProfileForm {
    fn check(&self) -> Result<ProfileChange, Invalid> {
        let mut checks = Checks::default();
        let name = checks.field("name", Name::parse(&self.name));
        let mut wanted = BTreeMap::<SecuredField, FieldRights>::new();
        for (ticked, _) in self.grants.iter().filter(|(_, is_on)| **is_on) {
            let known = ticked.split_once(':').and_then(|(field, right)| {
                let (_, _, set) = RIGHTS.iter().find(|(name, ..)| *name == right)?;
                Some((field.parse().ok()?, set))
            });
            match known {
                Some((field, set)) => set(wanted.entry(field).or_default()),
                None => checks.note("grants", Fault::Unknown),
            }
        }
        let grants = match Grants::new(wanted) {
            Ok(grants) => Some(grants),
            Err(invalid) => {
                invalid.faults.into_iter().for_each(|fault| checks.note(&fault.field, fault.fault));
                None
            }
        };
        let version = self.version;
        checks.finish(name.zip(grants)).map(|(name, grants)| ProfileChange { name, grants, version })
    }

    /// Every box of the form, so that one that was ticked before and is not now shows so.
    fn typed(&self) -> BTreeMap<String, String> {
        let texts = [("name".to_owned(), self.name.clone()), ("version".to_owned(), self.version.to_string())];
        let boxes = SecuredField::ALL.iter().flat_map(|secured| {
            RIGHTS.iter().map(move |(right, ..)| {
                let is_on = self.grants.get(&format!("{secured}:{right}")).copied().unwrap_or_default();
                (field(*secured, right), is_on.to_string())
            })
        });
        texts.into_iter().chain(boxes).collect()
    }
}

/// Somebody to give a profile to or take it from.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HolderForm {
    pub user: String,
    pub team: String,
}

/// A person or a team.
enum Holder {
    Person(UserId),
    Team(TeamId),
}

impl HolderForm {
    fn check(&self) -> Result<Holder, Invalid> {
        let mut checks = Checks::default();
        let holder = if self.team.is_empty() {
            checks.field("user", required(&self.user).and_then(str::parse)).map(Holder::Person)
        } else {
            checks.field("team", self.team.parse()).map(Holder::Team)
        };
        checks.finish(holder)
    }
}

/// A field to secure or to open.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SwitchForm {
    pub field: String,
    pub secured: bool,
}

#[server(endpoint = "field-security/list")]
pub async fn list_profiles(after: Option<ProfileId>) -> Result<Page<ProfileSummary>, AppError> {
    let desk = gate::desk().await?;
    desk.backend.field_security().profiles(&desk.actor, PageRequest::new(None, after)).await.map_err(told)
}

#[server(endpoint = "field-security/fields")]
pub async fn list_secured_fields() -> Result<Vec<SecuredState>, AppError> {
    let desk = gate::desk().await?;
    desk.backend.field_security().fields(&desk.actor).await.map_err(told)
}

#[server(endpoint = "field-security/get")]
pub async fn get_profile(id: ProfileId) -> Result<ProfileDetail, AppError> {
    let desk = gate::desk().await?;
    desk.backend.field_security().profile(&desk.actor, id).await.map_err(told)
}

#[server(endpoint = "field-security/candidates")]
pub async fn list_profile_candidates(id: ProfileId) -> Result<(Vec<ProfileMember>, Vec<ProfileTeam>), AppError> {
    let desk = gate::desk().await?;
    desk.backend.field_security().profile_candidates(&desk.actor, id).await.map_err(told)
}

/// Whether the pages that change profiles may be opened.
#[server(endpoint = "field-security/may-manage")]
pub async fn may_manage_field_security() -> Result<(), AppError> {
    let desk = gate::desk().await?;
    desk.actor.must(Permission::ManageFieldSecurity).map_err(told)
}

#[server(endpoint = "field-security/access")]
pub async fn get_access(id: UserId) -> Result<Access, AppError> {
    let desk = gate::desk().await?;
    desk.backend.field_security().access(&desk.actor, id).await.map_err(told)
}

/// How things look for whoever has this profile and no other.
#[server(endpoint = "field-security/preview")]
pub async fn preview_profile(id: ProfileId) -> Result<Preview, AppError> {
    let desk = gate::desk().await?;
    desk.backend.field_security().preview_profile(&desk.actor, id).await.map_err(told)
}

/// How things look for one person.
#[server(endpoint = "field-security/preview-person")]
pub async fn preview_person(id: UserId) -> Result<Preview, AppError> {
    let desk = gate::desk().await?;
    desk.backend.field_security().preview_person(&desk.actor, id).await.map_err(told)
}

#[server(endpoint = "field-security/secure")]
pub async fn set_secured(form: SwitchForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async {
        let field: SecuredField = form.field.parse().map_err(|fault| Invalid::one("field", fault))?;
        desk.backend.field_security().set_secured(&desk.actor, field, form.secured).await?;
        Ok(field)
    };
    let is_secured = form.secured;
    Reply::to(paths::FIELD_SECURITY)
        .settle(outcome.await, |field| {
            Done::at(paths::FIELD_SECURITY).saying(|w| {
                let name = (w.field_security.field_name)(field);
                if is_secured { (w.field_security.was_secured)(name) } else { (w.field_security.was_opened)(name) }
            })
        })
        .await
}

#[server(endpoint = "field-security/create")]
pub async fn create_profile(form: NewProfileForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async {
        let name = Name::parse(&form.name).map_err(|fault| Invalid::one("name", fault))?;
        desk.backend.field_security().create_profile(&desk.actor, NewProfile { name }).await
    };
    Reply::to(paths::NEW_PROFILE)
        .typed(&form)
        .sentences(&sentence)
        .settle(outcome.await, |id| {
            Done::at(paths::profile(id)).saying(|w| (w.field_security.created)(form.name.trim()))
        })
        .await
}

#[server(endpoint = "field-security/change")]
pub async fn change_profile(id: ProfileId, form: ProfileForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async { desk.backend.field_security().change_profile(&desk.actor, id, form.check()?).await };
    Reply::to(paths::profile(id))
        .typed(&form.typed())
        .sentences(&sentence)
        .settle(outcome.await, |()| Done::at(paths::profile(id)).saying(|w| w.common.saved.to_owned()))
        .await
}

#[server(endpoint = "field-security/give")]
pub async fn give_profile(id: ProfileId, form: HolderForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async {
        let security = desk.backend.field_security();
        match form.check()? {
            Holder::Person(user_id) => security.add_profile_member(&desk.actor, id, user_id).await,
            Holder::Team(team_id) => security.add_profile_team(&desk.actor, id, team_id).await,
        }
    };
    Reply::to(paths::profile(id))
        .typed(&form)
        .settle(outcome.await, |()| Done::at(paths::profile(id)).saying(|w| w.field_security.was_given.to_owned()))
        .await
}

#[server(endpoint = "field-security/take")]
pub async fn take_profile(id: ProfileId, form: HolderForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = async {
        let security = desk.backend.field_security();
        match form.check()? {
            Holder::Person(user_id) => security.remove_profile_member(&desk.actor, id, user_id).await,
            Holder::Team(team_id) => security.remove_profile_team(&desk.actor, id, team_id).await,
        }
    };
    Reply::to(paths::profile(id))
        .settle(outcome.await, |()| Done::at(paths::profile(id)).saying(|w| w.field_security.was_taken.to_owned()))
        .await
}

#[server(endpoint = "field-security/delete")]
pub async fn delete_profile(id: ProfileId) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = desk.backend.field_security().delete_profile(&desk.actor, id).await;
    Reply::to(paths::delete_profile(id))
        .settle(outcome, |name| Done::at(paths::FIELD_SECURITY).saying(|w| (w.field_security.deleted)(&name)))
        .await
}

fn sentence(words: &Words, fault: &FieldFault) -> Option<String> {
    let words = &words.field_security;
    match (fault.field.as_str(), &fault.fault) {
        ("name", Fault::Taken) => Some(words.name_taken.to_owned()),
        ("name", Fault::Missing) => Some(words.name_missing.to_owned()),
        (field, Fault::Mismatch) if field.starts_with("grants") => Some(words.unmasked_needs_read.to_owned()),
        (field, Fault::Locked) if field.starts_with("grants") => Some(words.not_grantable.to_owned()),
        _ => None,
    }
}
