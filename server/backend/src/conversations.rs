//! Conversations: one customer's thread with one agent account. They begin when the first message arrives (see [`arrival`]) and
//! keep the facts that routing saw, its decision and its trace for ever; what happens to them afterwards are verbs of their own.

mod arrival;
pub(crate) mod store;
#[cfg(test)]
mod tests;

pub(crate) use arrival::{Arrival, Arrivals};

use domain::{
    AccountId, ConversationId, MessageId, Page, PageRequest, QueueId, ReceiptId,
    conversation::{ConversationState, ConversationSummary, Move},
    field_security::ContextSight,
    message::Message,
    receipt::ReceiptSummary,
    routing::{self, Explanation, RulesetVersion},
    user::Permission,
};
use sqlx::{Postgres, pool::PoolConnection};

use crate::{Actor, Backend, Error, Result, field_security::sight, workstreams};

/// Which conversations are wanted; what is absent does not matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ConversationFilter {
    /// Those in this queue.
    pub queue_id: Option<QueueId>,
    /// Those in this state.
    pub state: Option<ConversationState>,
    /// Those of this account.
    pub account_id: Option<AccountId>,
}

/// The verbs of conversations.
pub struct Conversations<'a>(pub(crate) &'a Backend);

impl Conversations<'_> {
    /// Conversations, the newest first.
    pub async fn list(
        &self,
        actor: &Actor,
        filter: ConversationFilter,
        request: PageRequest<ConversationId>,
    ) -> Result<Page<ConversationSummary>> {
        actor.must(Permission::ViewConversations)?;
        let mut conn = self.0.web().acquire().await?;
        let rows = store::list(&mut conn, actor, filter, &request).await?;
        Ok(Page::cut(rows, &request, |conversation| conversation.id.to_string()))
    }

    /// One conversation.
    pub async fn get(&self, actor: &Actor, id: ConversationId) -> Result<ConversationSummary> {
        actor.must(Permission::ViewConversations)?;
        let mut conn = self.0.web().acquire().await?;
        store::find(&mut conn, actor, id).await?.ok_or(Error::NotFound)
    }

    /// Its entries, the oldest first.
    pub async fn messages(
        &self,
        actor: &Actor,
        id: ConversationId,
        request: PageRequest<MessageId>,
    ) -> Result<Page<Message>> {
        actor.must(Permission::ViewConversations)?;
        let mut conn = self.beside(id).await?;
        let rows = store::messages(&mut conn, actor, id, &request).await?;
        Ok(Page::cut(rows, &request, |message| message.id.to_string()))
    }

    /// Its latest entries before `request.after`, or the latest of all; in the order they came. The cursor leads further back.
    pub async fn latest_messages(
        &self,
        actor: &Actor,
        id: ConversationId,
        request: PageRequest<MessageId>,
    ) -> Result<Page<Message>> {
        actor.must(Permission::ViewConversations)?;
        let mut conn = self.beside(id).await?;
        let rows = store::latest_messages(&mut conn, actor, id, &request).await?;
        let mut page = Page::cut(rows, &request, |message| message.id.to_string());
        page.items.reverse();
        Ok(page)
    }

    /// Why it is where it is.
    pub async fn trace(&self, actor: &Actor, id: ConversationId) -> Result<Explanation> {
        actor.must(Permission::ViewConversations)?;
        let mut conn = self.0.web().acquire().await?;
        let row = store::decision(&mut conn, id).await?.ok_or(Error::NotFound)?;
        let decision = row.decision();
        let rules = workstreams::store::rules_of(&mut conn, row.workstream_id, decision.ruleset_version).await?;
        let ruleset = RulesetVersion { version: decision.ruleset_version, rules: rules.unwrap_or_default() };
        let explained = routing::explain(&ruleset, row.facts.for_deciding(), &row.snapshot, &decision, &row.trace);
        Ok(sight::explanation(actor, explained))
    }

    /// Where it went after waiting too long, in order.
    pub async fn moves(&self, actor: &Actor, id: ConversationId) -> Result<Vec<Move>> {
        actor.must(Permission::ViewConversations)?;
        let mut conn = self.beside(id).await?;
        store::moves(&mut conn, id).await
    }

    /// The facts that routing saw.
    pub async fn context(&self, actor: &Actor, id: ConversationId) -> Result<ContextSight> {
        actor.must(Permission::ViewConversations)?;
        let mut conn = self.0.web().acquire().await?;
        Ok(store::context(&mut conn, id).await?.ok_or(Error::NotFound)?.seen_by(actor))
    }

    /// The deliveries that brought its entries, repeats included, the newest first.
    pub async fn receipts(
        &self,
        actor: &Actor,
        id: ConversationId,
        request: PageRequest<ReceiptId>,
    ) -> Result<Page<ReceiptSummary>> {
        actor.must(Permission::ViewConversations)?;
        actor.must(Permission::ViewReceipts)?;
        let mut conn = self.beside(id).await?;
        let rows = crate::receipts::store::of_conversation(&mut conn, id, &request).await?;
        Ok(Page::cut(rows, &request, |receipt| receipt.id.to_string()))
    }

    /// A connection for what belongs to a conversation that exists.
    async fn beside(&self, id: ConversationId) -> Result<PoolConnection<Postgres>> {
        let mut conn = self.0.web().acquire().await?;
        if !store::exists(&mut conn, id).await? {
            return Err(Error::NotFound);
        }
        Ok(conn)
    }
}
