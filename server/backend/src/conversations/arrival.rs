//! Arrival: what a delivery does. The first message of a customer makes the conversation, with the facts that routing may read, the
//! decision and its trace, all in the transaction that ends the delivery's job; later ones become entries of it.
//!
//! What an entry does is [`InboundKind::effect`](domain::inbound::InboundKind::effect)'s answer. Signals (typing, receipts of
//! messages) leave no entry; their deliveries are in the ledger.

mod place;
mod store;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use domain::{
    AccountId, ConversationId, MessageId, WorkstreamId,
    context::Context,
    inbound::{AgentKey, Effect, Inbound, InboundKind},
    message::Direction,
    routing::{self, Queues},
};
use jiff::Timestamp;
use serde_json::{Value, json};
use sqlx::PgConnection;

use crate::{
    Error, Result, jobs::store::Delivery, live::News, providers::provider, queues::snapshot, workstreams::Rulebook,
};

use place::{NoPlace, Place};
use store::{Entry, NewConversation};

/// What became of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arrival {
    /// It has taken effect.
    Done,
    /// It cannot take effect as things are, for this reason: a dead letter.
    Impossible(&'static str),
}

/// Lets deliveries arrive, several in one transaction. What was read for one is used for the next.
pub(crate) struct Arrivals<'a> {
    rulebook: &'a Rulebook,
    now: Timestamp,
    accounts: HashMap<AccountId, Option<store::Account>>,
    places: HashMap<(AccountId, AgentKey), Result<Arc<Place>, NoPlace>>,
    queues: HashMap<WorkstreamId, Queues>,
    changed: HashSet<ConversationId>,
}

impl<'a> Arrivals<'a> {
    /// Nothing has arrived yet.
    pub fn new(rulebook: &'a Rulebook, now: Timestamp) -> Self {
        Self {
            rulebook,
            now,
            accounts: HashMap::new(),
            places: HashMap::new(),
            queues: HashMap::new(),
            changed: HashSet::new(),
        }
    }

    /// What open pages are to be told when the transaction commits.
    pub fn news(&self) -> Vec<News> {
        self.changed.iter().map(|id| News::Conversation(id.0)).collect()
    }

    /// Lets one delivery take effect.
    pub async fn arrive(&mut self, conn: &mut PgConnection, delivery: &Delivery) -> Result<Arrival> {
        let Some(account) = self.account(conn, delivery.account_id).await? else {
            return Ok(Arrival::Impossible("account_deleted"));
        };
        let provider = provider(account.channel_kind);
        let inbound = match provider.parse(&provider.event(&delivery.body)) {
            Ok(inbound) => inbound,
            Err(fault) => return Ok(Arrival::Impossible(fault.code())),
        };
        let place = match self.place(conn, delivery.account_id, &inbound.agent).await? {
            Ok(place) => place,
            Err(reason) => return Ok(Arrival::Impossible(reason.code())),
        };
        match inbound.kind.effect() {
            Effect::Signals => Ok(Arrival::Done),
            Effect::Joins => self.join(conn, delivery, &place, &inbound).await,
            Effect::Opens => self.open(conn, delivery, &account, &place, &inbound).await,
        }
    }

    async fn account(&mut self, conn: &mut PgConnection, id: AccountId) -> Result<Option<store::Account>> {
        if let Some(known) = self.accounts.get(&id) {
            return Ok(known.clone());
        }
        let account = store::account(conn, id).await?;
        self.accounts.insert(id, account.clone());
        Ok(account)
    }

    async fn place(
        &mut self,
        conn: &mut PgConnection,
        account_id: AccountId,
        agent: &AgentKey,
    ) -> Result<Result<Arc<Place>, NoPlace>> {
        let key = (account_id, agent.clone());
        if let Some(known) = self.places.get(&key) {
            return Ok(known.clone());
        }
        let found = place::find(conn, self.rulebook, account_id, agent).await?.map(Arc::new);
        self.places.insert(key, found.clone());
        Ok(found)
    }

    /// An entry of a conversation that exists, closed or not.
    async fn join(
        &mut self,
        conn: &mut PgConnection,
        delivery: &Delivery,
        place: &Place,
        inbound: &Inbound,
    ) -> Result<Arrival> {
        let Some(id) = store::latest(conn, place.agent_account_id, &inbound.conversation).await? else {
            return Ok(Arrival::Impossible("no_conversation_yet"));
        };
        self.append(conn, id, delivery, place, inbound).await
    }

    /// An entry of the open conversation, which is made where there is none.
    async fn open(
        &mut self,
        conn: &mut PgConnection,
        delivery: &Delivery,
        account: &store::Account,
        place: &Place,
        inbound: &Inbound,
    ) -> Result<Arrival> {
        let (agent, conversation) = (place.agent_account_id, inbound.conversation.as_str());
        let id = match store::find_open(conn, agent, conversation).await? {
            Some(id) => id,
            None => match self.begin(conn, delivery, account, place, inbound).await? {
                Some(id) => id,
                // Somebody else has made it in this moment; it is visible now.
                None => {
                    store::find_open(conn, agent, conversation).await?.ok_or(Error::Conflict("conversation_moved"))?
                }
            },
        };
        self.append(conn, id, delivery, place, inbound).await
    }

    /// Makes a conversation and decides where it waits; `None` when somebody else has made it.
    async fn begin(
        &mut self,
        conn: &mut PgConnection,
        delivery: &Delivery,
        account: &store::Account,
        place: &Place,
        inbound: &Inbound,
    ) -> Result<Option<ConversationId>> {
        let queues = self.queues(conn, place).await?;
        let mut context = context(place, inbound);
        let snapshot = queues.receive(&mut context, delivery.received_at);
        let (decision, trace) = routing::decide(&place.rules, &context, &snapshot, self.now, rand::random());
        let id = ConversationId::new();
        let facts = &inbound.context;
        let new = NewConversation {
            id,
            account_id: delivery.account_id,
            account_name: &account.name,
            channel_kind: account.channel_kind,
            place,
            provider_conversation_id: &inbound.conversation,
            customer_name: facts.display_name.as_deref(),
            customer_locale: facts.resolved_locale.as_deref().or(facts.device_locale.as_deref()),
            at: self.now,
            context: &context,
            decision: &decision,
            snapshot: &snapshot,
            trace: &trace,
        };
        if !store::insert(conn, &new).await? {
            return Ok(None);
        }
        metrics::counter!("conversation.opened").increment(1);
        if !decision.is_ended {
            self.queues.values_mut().for_each(|queues| queues.lengthen(decision.queue_id));
        }
        Ok(Some(id))
    }

    /// The queues that a workstream's rules may send to, those who arrived before in this batch included.
    async fn queues(&mut self, conn: &mut PgConnection, place: &Place) -> Result<&Queues> {
        let id = place.workstream_id;
        if !self.queues.contains_key(&id) {
            let queues = snapshot::load(conn, id, &place.rules.ruleset().rules, self.now).await?;
            self.queues.insert(id, queues);
        }
        self.queues.get(&id).ok_or(Error::NotFound)
    }

    async fn append(
        &mut self,
        conn: &mut PgConnection,
        id: ConversationId,
        delivery: &Delivery,
        place: &Place,
        inbound: &Inbound,
    ) -> Result<Arrival> {
        let entry = Entry {
            id: MessageId::new(),
            conversation_id: id,
            account_id: delivery.account_id,
            receipt_id: delivery.receipt_id,
            direction: Direction::In,
            kind: inbound.kind.name(),
            provider_message_id: inbound.message_id.as_deref(),
            text: inbound.kind.text(),
            details: details(place, inbound),
            sent_at: inbound.created_at.or(inbound.sent_at),
            recorded_at: self.now,
            customer_name: inbound.context.display_name.as_deref(),
            waits: inbound.kind.effect() == Effect::Opens && !inbound.is_auto_answered,
        };
        store::append(conn, &entry).await?;
        self.changed.insert(id);
        Ok(Arrival::Done)
    }
}

/// The facts of a conversation, without those that follow from the moment of its first message.
fn context(place: &Place, inbound: &Inbound) -> Context {
    let mut context = Context::from_facts(&inbound.context);
    context.first_text = inbound.kind.text().map(str::to_owned);
    context.agent_account_name = Some(place.agent_account_name.clone());
    context.agent_account_brand_id = Some(inbound.agent.brand_id.clone());
    context.workstream_name = Some(place.workstream_name.clone());
    context
}

/// What the timeline keeps beside the text. A channel whose customers may not send files keeps no address of theirs.
fn details(place: &Place, inbound: &Inbound) -> Option<Value> {
    let mut details = match &inbound.kind {
        InboundKind::Image { .. } if !place.attachments_from_customers => {
            Some(json!({ "withheld": "attachments_off" }))
        }
        kind => kind.details(),
    };
    if inbound.is_auto_answered {
        details.get_or_insert_with(|| json!({}))["auto_answered"] = Value::Bool(true);
    }
    details
}
