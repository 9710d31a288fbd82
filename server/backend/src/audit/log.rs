//! Reading the log.

use domain::{
    Page, PageRequest,
    audit::{ChainState, Entry, LogFilter, SignedHead},
    user::Permission,
};
use uuid::Uuid;

use super::{Audit, store};
use crate::{Actor, Result};

/// So many entries are the history of one thing on its page.
const HISTORY: u16 = 5;

impl Audit<'_> {
    /// Entries, the newest first.
    pub async fn list(&self, actor: &Actor, filter: &LogFilter, request: PageRequest<i64>) -> Result<Page<Entry>> {
        actor.must(Permission::ViewAudit)?;
        let mut conn = self.0.web().acquire().await?;
        let rows = store::log::list(&mut conn, filter, &request).await?;
        Ok(Page::cut(rows, &request, |entry| entry.id.to_string()))
    }

    /// The last entries about one thing and its secrets, the newest first.
    pub async fn history(&self, actor: &Actor, id: Uuid) -> Result<Vec<Entry>> {
        let filter = LogFilter { subject_id: Some(id), ..LogFilter::default() };
        Ok(self.list(actor, &filter, PageRequest::new(Some(HISTORY), None)).await?.items)
    }

    /// How far the log has been sealed and signed.
    pub async fn state(&self, actor: &Actor) -> Result<ChainState> {
        actor.must(Permission::ViewAudit)?;
        let mut conn = self.0.web().acquire().await?;
        let waiting = store::chain::count_waiting(&mut conn).await?;
        let head = store::chain::last_head(&mut conn).await?;
        let signed = head.map(|head| SignedHead { count: head.count, hash: head.hash, at: head.at });
        Ok(ChainState { waiting, signed })
    }
}
