//! The server functions of operating hours.

use domain::{
    HoursId,
    hours::{Hours, HoursChange, HoursDetail},
    user::Permission,
};
use islands::AppError;
use leptos::prelude::*;

use super::form::{HoursForm, sentence};
use crate::{
    forms::{Done, Reply},
    gate::{self, Desk, told},
    paths,
    reader::Reader,
};

#[server(endpoint = "hours/list")]
pub async fn list_hours() -> Result<Vec<Hours>, AppError> {
    let desk = gate::desk().await?;
    desk.backend.hours().list(&desk.actor).await.map_err(told)
}

#[server(endpoint = "hours/get")]
pub async fn get_hours(id: HoursId) -> Result<HoursDetail, AppError> {
    let desk = gate::desk().await?;
    desk.backend.hours().get(&desk.actor, id).await.map_err(told)
}

/// Whether the pages that change hours may be opened.
#[server(endpoint = "hours/may-manage")]
pub async fn may_manage_hours() -> Result<(), AppError> {
    let desk = gate::desk().await?;
    desk.actor.must(Permission::ManageQueues).map_err(told)
}

#[server(endpoint = "hours/create")]
pub async fn create_hours(form: HoursForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    if !form.act.is_empty() {
        return act(&desk, paths::NEW_HOURS, &form).await;
    }
    let outcome = async { desk.backend.hours().create(&desk.actor, form.check()?).await };
    Reply::to(paths::NEW_HOURS)
        .typed(&form.typed())
        .sentences(&sentence(&form.name))
        .settle(outcome.await, |id| Done::at(paths::hours(id)).saying(|w| (w.hours.created)(form.name.trim())))
        .await
}

#[server(endpoint = "hours/change")]
pub async fn change_hours(id: HoursId, form: HoursForm) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    if !form.act.is_empty() {
        return act(&desk, &paths::edit_hours(id), &form).await;
    }
    let outcome = async {
        let change = HoursChange { new: form.check()?, version: form.version };
        desk.backend.hours().change(&desk.actor, id, change).await
    };
    Reply::to(paths::edit_hours(id))
        .typed(&form.typed())
        .sentences(&sentence(&form.name))
        .settle(outcome.await, |()| Done::at(paths::hours(id)).saying(|w| w.common.saved.to_owned()))
        .await
}

#[server(endpoint = "hours/delete")]
pub async fn delete_hours(id: HoursId) -> Result<(), AppError> {
    let desk = gate::desk().await?;
    let outcome = desk.backend.hours().delete(&desk.actor, id).await;
    Reply::to(paths::delete_hours(id))
        .settle(outcome, |name| Done::at(paths::HOURS).saying(|w| (w.hours.deleted)(&name)))
        .await
}

/// Shows the form again after one of its own buttons.
async fn act(desk: &Desk, page: &str, form: &HoursForm) -> Result<(), AppError> {
    let outcome = async {
        desk.actor.must(Permission::ManageQueues)?;
        Ok(form.after_act(Reader::here().lang)?)
    };
    match outcome.await {
        Ok(form) => Reply::to(format!("{page}#holidays")).typed(&form.typed()).again().await,
        Err(error) => Reply::to(page).typed(&form.typed()).settle(Err::<(), _>(error), |()| Done::at(page)).await,
    }
}
