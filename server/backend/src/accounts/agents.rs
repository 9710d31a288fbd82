//! Agent accounts: the brand agents of a partner. One with a webhook of its own has a callback URL and a client token of its
//! own, and its events come there.

use domain::{
    AccountId, AgentAccountId, Fault,
    account::{AgentAccountDetail, NewAgentAccount},
    audit::Event,
    conversation::ClosedFor,
    user::Permission,
};
use sqlx::PgConnection;

use super::{Accounts, blockers, lock, tell_of, webhook_key};
use crate::{
    Actor, Error, Result, audit,
    error::{Blocker, OnConstraint},
    field_security::{self, SecretChange},
    live::{self, News},
    vault::{AgentAccountClientToken, Incoming},
};

pub(crate) mod store;

/// A webhook of an agent account's own.
#[derive(Debug)]
pub struct OwnWebhook {
    /// Its token; absent keeps the present one.
    pub client_token: Option<Incoming<AgentAccountClientToken>>,
}

/// An agent account to add.
#[derive(Debug)]
pub struct NewAgent {
    /// Its name and its ids at the provider.
    pub agent: NewAgentAccount,
    /// Set for a webhook of its own.
    pub own_webhook: Option<OwnWebhook>,
}

/// Another content for an agent account.
#[derive(Debug)]
pub struct AgentAccountChange {
    /// Its name and its ids at the provider.
    pub agent: NewAgentAccount,
    /// Set for a webhook of its own. Giving it up destroys its key and its token.
    pub own_webhook: Option<OwnWebhook>,
    /// The version that was edited; absent where it does not matter which.
    pub version: Option<i32>,
}

impl Accounts<'_> {
    /// One agent account.
    pub async fn get_agent(&self, actor: &Actor, id: AgentAccountId) -> Result<AgentAccountDetail> {
        actor.must(Permission::ViewAccounts)?;
        let mut conn = self.0.web().acquire().await?;
        let row = store::one(&mut conn, id).await?.ok_or(Error::NotFound)?;
        self.agent_detail(&mut conn, actor, row).await
    }

    /// The agent account with a name, whatever its case.
    pub async fn find_agent_by_name(&self, actor: &Actor, name: &str) -> Result<Option<AgentAccountId>> {
        actor.must(Permission::ViewAccounts)?;
        let mut conn = self.0.web().acquire().await?;
        store::find_by_name(&mut conn, name.trim()).await
    }

    /// Adds an agent account.
    pub async fn add_agent(&self, actor: &Actor, account_id: AccountId, new: NewAgent) -> Result<AgentAccountId> {
        actor.must(Permission::ManageAccounts)?;
        let mut tx = self.0.begin().await?;
        let id = self.add_agent_in(&mut tx, actor, account_id, new).await?;
        tx.commit().await?;
        self.0.intake().forget(account_id);
        Ok(id)
    }

    /// Adds an agent account within a larger change. The caller has asked for the permission.
    pub(crate) async fn add_agent_in(
        &self,
        conn: &mut PgConnection,
        actor: &Actor,
        account_id: AccountId,
        new: NewAgent,
    ) -> Result<AgentAccountId> {
        lock(conn, account_id, None).await?;
        let id = AgentAccountId::new();
        let key = new.own_webhook.as_ref().map(|_| webhook_key::new()).transpose()?;
        let inserted = store::insert(conn, id, account_id, &new.agent, key.as_deref(), self.0.now()).await;
        uniqueness(inserted)?;
        let agent_account_name = new.agent.name.to_string();
        let event = Event::AgentAccountAdded { id, account_id, agent_account_name };
        self.record(conn, actor, account_id, &event).await?;
        if let Some(token) = new.own_webhook.and_then(|own| own.client_token) {
            field_security::set_secret(self.0, conn, actor, id.0, token).await?;
        }
        Ok(id)
    }

    /// Gives an agent account another name, other ids, or another webhook. Equal values change nothing and leave no trace.
    pub async fn change_agent(&self, actor: &Actor, id: AgentAccountId, change: AgentAccountChange) -> Result<()> {
        actor.must(Permission::ManageAccounts)?;
        let mut tx = self.0.begin().await?;
        self.change_agent_in(&mut tx, actor, id, change).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Changes an agent account within a larger change, and says which fields. The caller has asked for the permission.
    pub(crate) async fn change_agent_in(
        &self,
        conn: &mut PgConnection,
        actor: &Actor,
        id: AgentAccountId,
        change: AgentAccountChange,
    ) -> Result<Vec<&'static str>> {
        let current = store::lock(conn, id).await?.ok_or(Error::NotFound)?;
        if change.version.is_some_and(|version| version != current.version) {
            return Err(Error::Stale);
        }
        let AgentAccountChange { agent, own_webhook, .. } = change;
        let had_webhook = current.webhook_key.is_some();
        let mut fields: Vec<_> = [
            ("name", current.name != agent.name.as_str()),
            ("brand_id", current.brand_id != agent.brand_id.as_str()),
            ("agent_id", current.agent_id != agent.agent_id.as_str()),
            ("own_webhook", had_webhook != own_webhook.is_some()),
        ]
        .into_iter()
        .filter_map(|(field, is_changed)| is_changed.then_some(field))
        .collect();
        let key = match (current.webhook_key, &own_webhook) {
            (Some(key), Some(_)) => Some(key),
            (None, Some(_)) => Some(webhook_key::new()?),
            (_, None) => None,
        };
        if !fields.is_empty() {
            uniqueness(store::update(conn, id, &agent, key.as_deref()).await)?;
            audit::record(conn, actor, self.0.now(), &Event::AgentAccountChanged { id, fields: fields.clone() })
                .await?;
        }
        if had_webhook && own_webhook.is_none() {
            self.0.vault().erase(conn, &[id.0]).await?;
        }
        let given = match own_webhook.and_then(|own| own.client_token) {
            Some(token) => field_security::set_secret(self.0, conn, actor, id.0, token).await?,
            None => SecretChange::Equal,
        };
        if given != SecretChange::Equal {
            fields.push("client_token");
        }
        if fields.is_empty() {
            return Ok(fields);
        }
        if given == SecretChange::Replaced {
            store::forget_verification(conn, id).await?;
        }
        store::touch(conn, id).await?;
        live::tell(conn, News::Account(current.account_id.0)).await?;
        Ok(fields)
    }

    /// What stands in the way of removing an agent account: the workstream that has joined it.
    pub async fn agent_blockers(&self, actor: &Actor, id: AgentAccountId) -> Result<Vec<Blocker>> {
        let detail = self.get_agent(actor, id).await?;
        Ok(blockers(detail.agent_account.workstream.into_iter().collect()))
    }

    /// Removes an agent account that no workstream has joined, with its token. Open conversations are closed; their history
    /// stays.
    pub async fn remove_agent(&self, actor: &Actor, id: AgentAccountId) -> Result<()> {
        actor.must(Permission::ManageAccounts)?;
        let mut tx = self.0.begin().await?;
        let current = store::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let row = store::one(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let blockers = blockers(row.workstream().into_iter().collect());
        if !blockers.is_empty() {
            return Err(Error::Blocked(blockers));
        }
        let closed = store::close_conversations(&mut tx, id, ClosedFor::AgentAccountRemoved, self.0.now()).await?;
        tell_of(&mut tx, &closed).await?;
        self.0.vault().erase(&mut tx, &[id.0]).await?;
        store::delete(&mut tx, id).await?;
        let event = Event::AgentAccountRemoved { id, agent_account_name: current.name };
        self.record(&mut tx, actor, current.account_id, &event).await?;
        tx.commit().await?;
        self.0.intake().forget(current.account_id);
        Ok(())
    }

    pub(super) async fn agent_details(
        &self,
        conn: &mut PgConnection,
        actor: &Actor,
        account_id: AccountId,
    ) -> Result<Vec<AgentAccountDetail>> {
        let mut details = Vec::new();
        for row in store::of_account(conn, account_id).await? {
            details.push(self.agent_detail(conn, actor, row).await?);
        }
        Ok(details)
    }

    async fn agent_detail(
        &self,
        conn: &mut PgConnection,
        actor: &Actor,
        row: store::Row,
    ) -> Result<AgentAccountDetail> {
        let id = row.id.0;
        let client_token = field_security::secret_slot::<AgentAccountClientToken>(self.0, conn, actor, id).await?;
        let (agent_account, last_refusal) = row.into_agent_account(self.0.settings());
        Ok(AgentAccountDetail { agent_account, client_token, last_refusal })
    }
}

fn uniqueness(outcome: Result<()>) -> Result<()> {
    outcome.on_constraint("agent_account_name_key", "name", Fault::Taken).on_constraint(
        "agent_account_agent_key",
        "agent_id",
        Fault::Taken,
    )
}
