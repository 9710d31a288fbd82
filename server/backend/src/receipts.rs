//! Receipts: what came to the webhook and what became of it. The ledger is written by [`intake`](crate::intake); here it is read, and
//! a dead letter can be tried again.

mod body;
pub(crate) mod store;

use domain::{
    AccountId, Page, PageRequest, ReceiptId,
    audit::Event,
    field_security::{SecuredField, Sight},
    receipt::{Outcome, OutcomeCount, ReceiptDetail, ReceiptSummary},
    user::Permission,
};
use jiff::{SignedDuration, Timestamp};

use crate::{
    Actor, Backend, Error, Result, audit,
    field_security::grant::may_read,
    intake::conversation_hash,
    jobs,
    live::{self, News},
    providers::{SignatureFault, provider},
};

/// Which receipts are wanted; what is absent does not matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReceiptFilter {
    /// Those of this account.
    pub account_id: Option<AccountId>,
    /// Those with this outcome.
    pub outcome: Option<Outcome>,
    /// Those received at this instant or later.
    pub since: Option<Timestamp>,
    /// Those received before this instant.
    pub until: Option<Timestamp>,
}

/// The verbs of receipts.
pub struct Receipts<'a>(pub(crate) &'a Backend);

impl Receipts<'_> {
    /// Receipts, the newest first.
    pub async fn list(
        &self,
        actor: &Actor,
        filter: ReceiptFilter,
        request: PageRequest<ReceiptId>,
    ) -> Result<Page<ReceiptSummary>> {
        actor.must(Permission::ViewReceipts)?;
        let mut conn = self.0.web().acquire().await?;
        let rows = store::list(&mut conn, filter, &request).await?;
        let page = Page::cut(rows, &request, |receipt| receipt.id.to_string());
        Ok(page.map(|receipt| ReceiptSummary { reason: receipt.reason.map(|code| told(actor, code)), ..receipt }))
    }

    /// One receipt. Its body is for those who may replay receipts and read everything that may stand in it.
    pub async fn get(&self, actor: &Actor, id: ReceiptId) -> Result<ReceiptDetail> {
        actor.must(Permission::ViewReceipts)?;
        let mut conn = self.0.web().acquire().await?;
        let (mut detail, body) = store::detail(&mut conn, id).await?.ok_or(Error::NotFound)?;
        let may_replay = actor.may(Permission::ReplayReceipts);
        detail.can_replay = may_replay && detail.summary.outcome == Outcome::DeadLetter && body.is_some();
        detail.signature = told(actor, detail.signature);
        detail.summary.reason = detail.summary.reason.map(|code| told(actor, code));
        // The bytes hold the customer's name and words alike.
        detail.body = if SecuredField::PERSONAL.iter().all(|field| may_read(actor, *field)) {
            Sight::Told(body.filter(|_| may_replay).map(|bytes| body::readable(&bytes)))
        } else {
            Sight::Hidden
        };
        Ok(detail)
    }

    /// Has a dead letter tried again, behind what its conversation waits for.
    pub async fn replay(&self, actor: &Actor, id: ReceiptId) -> Result<()> {
        actor.must(Permission::ReplayReceipts)?;
        let mut tx = self.0.begin().await?;
        let letter = store::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let (Outcome::DeadLetter, Some(bytes)) = (letter.outcome, &letter.body) else {
            return Err(Error::Conflict("not_a_dead_letter"));
        };
        let kind = letter.channel_kind.ok_or(Error::Conflict("account_deleted"))?;
        let provider = provider(kind);
        let hash = match provider.parse(&provider.event(bytes)) {
            Ok(inbound) => conversation_hash(letter.account_id, &inbound),
            // A newer program may understand it; until then it is in nobody's way.
            Err(_) => id.0.as_u64_pair().1.cast_signed(),
        };
        store::accept(&mut tx, id).await?;
        jobs::store::enqueue(&mut tx, id, letter.account_id, hash, self.0.now()).await?;
        audit::record(&mut tx, actor, self.0.now(), &Event::ReceiptReplayed { id }).await?;
        live::tell(&mut tx, News::Receipt(letter.account_id.0)).await?;
        tx.commit().await?;
        self.0.door().backlog.add(1);
        self.0.door().accepted.notify_waiters();
        Ok(())
    }

    /// The outcomes of the last 24 hours, in the order of [`Outcome::ALL`], those that nothing had included.
    pub async fn last_day(&self, actor: &Actor) -> Result<Vec<OutcomeCount>> {
        actor.must(Permission::ViewReceipts)?;
        let mut conn = self.0.web().acquire().await?;
        let since = self.0.now() - SignedDuration::from_hours(24);
        let mut counts = Vec::with_capacity(Outcome::ALL.len());
        for outcome in Outcome::ALL.iter().copied() {
            let count = store::count_since(&mut conn, outcome, since).await?;
            counts.push(OutcomeCount { outcome, count });
        }
        Ok(counts)
    }

    /// How many deliveries were refused within the last 24 hours.
    pub async fn refused_last_day(&self, actor: &Actor, account_id: Option<AccountId>) -> Result<i64> {
        actor.must(Permission::ViewReceipts)?;
        let mut conn = self.0.web().acquire().await?;
        store::refused_since(&mut conn, account_id, self.0.now() - SignedDuration::from_hours(24)).await
    }
}

/// A code as the actor may know it. Whether a client token is set, or was changed, is for those who may read it (PRODUCT §6); for the others a signature
/// that could not be checked is one that did not fit.
fn told(actor: &Actor, code: String) -> String {
    let tokens = [SecuredField::AccountClientToken, SecuredField::AgentAccountClientToken];
    let tells = [SignatureFault::NO_KEY, SignatureFault::RETIRED];
    let is_hidden = tells.contains(&code.as_str()) && !tokens.iter().all(|field| actor.rights(*field).read);
    if is_hidden { SignatureFault::Mismatch.code().to_owned() } else { code }
}
