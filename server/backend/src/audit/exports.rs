//! Files of the log. Somebody asks for one; a job writes it; the same person fetches it within a day. Asking and fetching are
//! entries of the log themselves.

use std::time::Duration;

use bytes::Bytes;
use domain::{
    PageRequest,
    audit::{Event, Export, ExportFormat, LogFilter},
    user::Permission,
};
use futures::{Stream, stream};
use jiff::SignedDuration;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{Audit, record, store};
use crate::{Actor, Backend, Error, Result};

mod file;

/// How long a file can be fetched.
const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// Files that one person may have at once.
const MOST: i64 = 5;
/// What waits is looked for so often.
const EVERY: Duration = Duration::from_secs(2);

impl Audit<'_> {
    /// Asks for a file of entries.
    #[expect(clippy::disallowed_methods, reason = "the id of an export is made here")]
    pub async fn request_export(&self, actor: &Actor, format: ExportFormat, filter: &LogFilter) -> Result<Uuid> {
        actor.must(Permission::ExportAudit)?;
        let user_id = actor.user_id().ok_or_else(|| actor.forbidden(Permission::ExportAudit))?;
        let (id, now) = (Uuid::now_v7(), self.0.now());
        let mut tx = self.0.begin().await?;
        store::exports::delete_expired(&mut tx, now).await?;
        if store::exports::count(&mut tx, user_id).await? >= MOST {
            return Err(Error::Conflict("too_many_exports"));
        }
        store::exports::insert(&mut tx, id, user_id, (format, filter), now, now + KEPT).await?;
        record(&mut tx, actor, now, &Event::AuditExportRequested { id, format }).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// The actor's own files, the newest first.
    pub async fn exports(&self, actor: &Actor) -> Result<Vec<Export>> {
        actor.must(Permission::ExportAudit)?;
        let user_id = actor.user_id().ok_or_else(|| actor.forbidden(Permission::ExportAudit))?;
        let mut conn = self.0.web().acquire().await?;
        store::exports::of(&mut conn, user_id, self.0.now()).await
    }

    /// A file of the actor's own, piece by piece. That it was fetched is recorded before the first piece leaves.
    pub async fn fetch_export(
        &self,
        actor: &Actor,
        id: Uuid,
    ) -> Result<(ExportFormat, impl Stream<Item = Result<Bytes>> + use<>)> {
        actor.must(Permission::ExportAudit)?;
        let user_id = actor.user_id().ok_or(Error::NotFound)?;
        let now = self.0.now();
        let mut tx = self.0.begin().await?;
        let format = store::exports::ready(&mut tx, id, user_id, now).await?.ok_or(Error::NotFound)?;
        record(&mut tx, actor, now, &Event::AuditExportDownloaded { id }).await?;
        tx.commit().await?;
        Ok((format, parts(self.0.clone(), id)))
    }

    /// Writes files until told to stop, and removes those whose time is over.
    pub async fn write_exports(&self, stop: CancellationToken) {
        loop {
            tokio::select! { () = stop.cancelled() => return, () = tokio::time::sleep(EVERY) => {} }
            match self.write_export().await {
                Ok(_) => {}
                Err(error) => tracing::warn!(error = %error.chain(), "a file of the audit log cannot be written now"),
            }
        }
    }

    /// Writes the file that has waited longest, all or nothing, and says whether there was one.
    pub async fn write_export(&self) -> Result<bool> {
        let mut tx = self.0.begin().await?;
        store::exports::delete_expired(&mut tx, self.0.now()).await?;
        let Some((id, format, filter)) = store::exports::claim(&mut tx).await? else {
            tx.commit().await?;
            return Ok(false);
        };
        let Some(filter) = filter else {
            store::exports::fail(&mut tx, id).await?;
            tx.commit().await?;
            return Ok(true);
        };
        let mut request = PageRequest::first();
        let (mut count, mut number) = (0, 0);
        store::exports::insert_part(&mut tx, id, number, file::head(format).as_bytes()).await?;
        loop {
            let rows = store::log::list(&mut tx, &filter, &request).await?;
            let is_last = rows.len() <= usize::from(request.limit);
            let entries = &rows[..rows.len().min(usize::from(request.limit))];
            let Some(last) = entries.last() else { break };
            number += 1;
            count += i64::try_from(entries.len()).unwrap_or_default();
            store::exports::insert_part(&mut tx, id, number, file::lines(format, entries).as_bytes()).await?;
            request.after = Some(last.id);
            if is_last {
                break;
            }
        }
        store::exports::finish(&mut tx, id, count).await?;
        tx.commit().await?;
        Ok(true)
    }
}

fn parts(backend: Backend, id: Uuid) -> impl Stream<Item = Result<Bytes>> {
    stream::try_unfold((backend, 0), move |(backend, number)| async move {
        let mut conn = backend.web().acquire().await?;
        let part = store::exports::part(&mut conn, id, number).await?;
        drop(conn);
        Ok(part.map(|part| (Bytes::from(part), (backend, number + 1))))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Portal;
    use domain::user::Role;
    use futures::TryStreamExt;
    use sqlx::PgPool;

    async fn text_of(portal: &Portal, actor: &Actor, id: Uuid) -> Result<String> {
        let (_, parts) = portal.backend.audit().fetch_export(actor, id).await?;
        let parts: Vec<Bytes> = parts.try_collect().await?;
        Ok(String::from_utf8(parts.concat()).unwrap())
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn a_file_is_asked_for_written_and_fetched_by_the_same_person(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        let audit = portal.backend.audit();
        let auditor = portal.person(Role::Auditor).await;
        let mut conn = portal.backend.web().acquire().await.unwrap();
        for _ in 0..450 {
            record(&mut conn, &Actor::system(), portal.clock.now(), &Event::ApiKeyRefused {}).await.unwrap();
        }
        drop(conn);
        let refused = LogFilter { outcome: Some(domain::audit::Outcome::Refused), ..LogFilter::default() };
        let id = audit.request_export(&auditor, ExportFormat::Csv, &refused).await.unwrap();
        assert!(matches!(text_of(&portal, &auditor, id).await, Err(Error::NotFound)), "it is not written yet");
        assert!(audit.write_export().await.unwrap() && !audit.write_export().await.unwrap());
        let text = text_of(&portal, &auditor, id).await.unwrap();
        assert_eq!(text.lines().count(), 451);
        assert_eq!(audit.exports(&auditor).await.unwrap()[0].entry_count, 450);
        let other = portal.person(Role::Auditor).await;
        assert!(matches!(text_of(&portal, &other, id).await, Err(Error::NotFound)));
        assert!(audit.exports(&other).await.unwrap().is_empty());
        let names = portal.audit_names().await;
        assert_eq!(&names[450..], ["audit.export_requested", "audit.export_downloaded"]);
        portal.clock.advance(KEPT);
        assert!(matches!(text_of(&portal, &auditor, id).await, Err(Error::NotFound)));
        audit.write_export().await.unwrap();
        assert!(audit.exports(&auditor).await.unwrap().is_empty());
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn nobody_has_more_than_five_files(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        let audit = portal.backend.audit();
        let auditor = portal.person(Role::Auditor).await;
        let everything = LogFilter::default();
        for _ in 0..MOST {
            audit.request_export(&auditor, ExportFormat::Json, &everything).await.unwrap();
        }
        let sixth = audit.request_export(&auditor, ExportFormat::Json, &everything).await;
        assert!(matches!(sixth, Err(Error::Conflict("too_many_exports"))));
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn reading_the_log_and_exporting_it_take_their_permissions(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        let audit = portal.backend.audit();
        for role in Role::ALL {
            let actor = portal.person(*role).await;
            let may = role.permissions().contains(&Permission::ViewAudit);
            assert_eq!(audit.list(&actor, &LogFilter::default(), PageRequest::first()).await.is_ok(), may, "{role}");
            assert_eq!(audit.history(&actor, Uuid::nil()).await.is_ok(), may, "{role}");
            assert_eq!(audit.state(&actor).await.is_ok(), may, "{role}");
            let may = role.permissions().contains(&Permission::ExportAudit);
            let asked = audit.request_export(&actor, ExportFormat::Csv, &LogFilter::default()).await;
            assert_eq!(asked.is_ok(), may, "{role}");
            assert_eq!(audit.exports(&actor).await.is_ok(), may, "{role}");
            assert!(audit.fetch_export(&actor, Uuid::nil()).await.is_err(), "{role}");
        }
    }
}
