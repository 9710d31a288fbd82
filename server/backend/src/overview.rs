//! The overview: what a person sees first, cut to what they may know.

use domain::{
    overview::{Overview, Step},
    user::Permission,
};
use jiff::SignedDuration;

use crate::{Actor, Backend, Error, Result};

mod store;

/// The verb of the overview.
pub struct OverviewOf<'a>(pub(crate) &'a Backend);

impl OverviewOf<'_> {
    /// The last 24 hours. Everybody who is signed in has an overview; what they lack the permission for is zero or empty.
    pub async fn get(&self, actor: &Actor) -> Result<Overview> {
        if actor.user_id().is_none() {
            return Err(Error::Unauthenticated);
        }
        let since = self.0.now() - SignedDuration::from_hours(24);
        let mut conn = self.0.web().acquire().await?;
        let mut overview = store::numbers(&mut conn, since).await?;
        if actor.may(Permission::ManageAccounts) {
            overview.steps = Step::ALL.iter().copied().zip(store::steps(&mut conn).await?).collect();
        }
        if actor.may(Permission::ViewAccounts) {
            overview.expiring_secrets = self.0.secrets().expiring(actor).await?;
        }
        if !actor.may(Permission::ViewReceipts) {
            overview.refused_last_day = 0;
            overview.dead_letter_count = 0;
        }
        if actor.may(Permission::ViewQueues) {
            overview.queues_without_members = store::idle_queues(&mut conn).await?;
        }
        if !actor.may(Permission::ViewConversations) {
            overview.waiting_count = 0;
            overview.conversations_today = 0;
            overview.messages_today = 0;
        }
        Ok(overview)
    }
}
