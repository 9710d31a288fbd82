//! The server function of the overview.

use domain::overview::Overview;
use islands::AppError;
use leptos::prelude::*;

use crate::gate::{self, told};

#[server(endpoint = "overview/get")]
pub async fn get_overview() -> Result<Overview, AppError> {
    let desk = gate::desk().await?;
    desk.backend.overview().get(&desk.actor).await.map_err(told)
}
