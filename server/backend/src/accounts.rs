//! Accounts: the credentials of one partner at one provider, and the agent accounts under them.
//!
//! An account begins as a draft with a callback URL, so that the provider can confirm the address before anything else is
//! finished. Its state follows from facts (`domain::account::state`) and is derived anew by [`settle`] after each change; nobody
//! sets it. Who may manage accounts but holds no field security profile does everything except giving the secured fields.
//! Deleting destroys the secrets and closes open conversations, whose history stays; workstreams have to let go first.

use domain::{
    AccountId, AgentAccountId, ConversationId, Fault, Invalid, Page, PageRequest,
    account::{self, AccountChange, AccountDetail, AccountSummary, NewAccount, ProviderId, SuspendedFor, Suspension},
    audit::Event,
    conversation::ClosedFor,
    field_security::SecuredField,
    user::Permission,
};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    Actor, Backend, Error, Result, audit,
    error::{Blocker, OnConstraint},
    field_security::{self, SecretChange},
    live::{self, News},
    privacy,
    vault::{AccountClientToken, AccountServiceAccount, Field, Incoming},
};

pub(crate) mod agents;
mod directory;
pub(crate) mod store;
#[cfg(test)]
mod tests;
mod webhook_key;

pub use agents::{AgentAccountChange, NewAgent, OwnWebhook};
pub use directory::{Standing, WebhookAgent, WebhookEntry};
pub(crate) use webhook_key::callback_url;

/// The verbs of accounts and agent accounts.
pub struct Accounts<'a>(pub(crate) &'a Backend);

/// What the provider gave the partner, and what the portal needs to act for them. What is absent stays as it is.
#[derive(Debug)]
pub struct Credentials {
    /// The partner at the provider.
    pub partner_id: Option<ProviderId>,
    /// The token that signs events.
    pub client_token: Option<Incoming<AccountClientToken>>,
    /// The service-account key file.
    pub service_account: Option<Incoming<AccountServiceAccount>>,
    /// The version that was edited; absent where it does not matter which.
    pub version: Option<i32>,
}

impl Accounts<'_> {
    /// All accounts by name.
    pub async fn list(&self, actor: &Actor, request: PageRequest<AccountId>) -> Result<Page<AccountSummary>> {
        actor.must(Permission::ViewAccounts)?;
        let mut conn = self.0.web().acquire().await?;
        let rows = store::list(&mut conn, &request).await?;
        Ok(Page::cut(rows, &request, |row| row.id.to_string()).map(|row| row.summary(self.0.settings(), actor)))
    }

    /// The account with a name, whatever its case. Whoever sees conversations or receipts sees these names in them.
    pub async fn find_by_name(&self, actor: &Actor, name: &str) -> Result<Option<AccountId>> {
        if !actor.may(Permission::ViewConversations) && !actor.may(Permission::ViewReceipts) {
            actor.must(Permission::ViewAccounts)?;
        }
        let mut conn = self.0.web().acquire().await?;
        store::find_by_name(&mut conn, name.trim()).await
    }

    /// Everything about an account that the actor may know.
    pub async fn get(&self, actor: &Actor, id: AccountId) -> Result<AccountDetail> {
        actor.must(Permission::ViewAccounts)?;
        let mut conn = self.0.web().acquire().await?;
        let row = store::page(&mut conn, id).await?.ok_or(Error::NotFound)?;
        let suspension = row.suspension.map(|(reason, at)| Suspension { reason, at });
        Ok(AccountDetail {
            client_token: field_security::secret_slot::<AccountClientToken>(self.0, &mut conn, actor, id.0).await?,
            service_account: field_security::secret_slot::<AccountServiceAccount>(self.0, &mut conn, actor, id.0)
                .await?,
            agent_accounts: self.agent_details(&mut conn, actor, id).await?,
            acknowledgement: privacy::store::last_of(&mut conn, id).await?,
            workstreams: store::workstreams(&mut conn, id).await?,
            open_conversation_count: store::open_conversation_count(&mut conn, id).await?,
            is_acknowledged: row.is_acknowledged,
            summary: row.summary.summary(self.0.settings(), actor),
            partner_id: row.partner_id,
            last_refusal: row.last_refusal,
            suspension,
            created_at: row.created_at,
            version: row.version,
        })
    }

    /// Makes a draft with a callback URL of its own.
    pub async fn create(&self, actor: &Actor, new: NewAccount) -> Result<AccountId> {
        actor.must(Permission::ManageAccounts)?;
        let mut tx = self.0.begin().await?;
        let id = self.create_in(&mut tx, actor, &new).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Makes a draft within a larger change. The caller has asked for the permission.
    pub(crate) async fn create_in(
        &self,
        conn: &mut PgConnection,
        actor: &Actor,
        new: &NewAccount,
    ) -> Result<AccountId> {
        let id = AccountId::new();
        store::insert(conn, id, new, &webhook_key::new()?, self.0.now()).await.on_constraint(
            "account_name_key",
            "name",
            Fault::Taken,
        )?;
        self.record(conn, actor, id, &Event::AccountCreated { id, account_name: new.name.to_string() }).await?;
        Ok(id)
    }

    /// Gives an account another name. An equal name changes nothing and leaves no trace.
    pub async fn rename(&self, actor: &Actor, id: AccountId, change: AccountChange) -> Result<()> {
        actor.must(Permission::ManageAccounts)?;
        let mut tx = self.0.begin().await?;
        let current = lock(&mut tx, id, Some(change.version)).await?;
        if current.name != change.name.as_str() {
            store::rename(&mut tx, id, &change.name, self.0.now()).await.on_constraint(
                "account_name_key",
                "name",
                Fault::Taken,
            )?;
            let event = Event::AccountRenamed { id, from: current.name, to: change.name.to_string() };
            self.record(&mut tx, actor, id, &event).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Sets the partner ID and the secured fields. A secret that the actor may not give is refused, and nothing is changed.
    pub async fn set_credentials(&self, actor: &Actor, id: AccountId, credentials: Credentials) -> Result<()> {
        actor.must(Permission::ManageAccounts)?;
        let mut tx = self.0.begin().await?;
        self.set_credentials_in(&mut tx, actor, id, credentials).await?;
        tx.commit().await?;
        self.0.intake().forget(id);
        Ok(())
    }

    /// Sets credentials within a larger change, and says which differ. The caller has asked for the permission.
    pub(crate) async fn set_credentials_in(
        &self,
        conn: &mut PgConnection,
        actor: &Actor,
        id: AccountId,
        credentials: Credentials,
    ) -> Result<Vec<&'static str>> {
        let current = lock(conn, id, credentials.version).await?;
        let token = self.set_secret(conn, actor, id, credentials.client_token).await?;
        let file = self.set_secret(conn, actor, id, credentials.service_account).await?;
        if let (Given::Refused(first), Given::Refused(second)) = (&token, &file) {
            return Err(Invalid { faults: [first.faults.clone(), second.faults.clone()].concat() }.into());
        }
        let (token, file) = (token.changed()?, file.changed()?);
        let partner_id = credentials.partner_id.filter(|new| current.partner_id.as_deref() != Some(new.as_str()));
        if let Some(partner_id) = &partner_id {
            store::set_partner(conn, id, partner_id).await.on_constraint(
                "account_partner_key",
                "partner_id",
                Fault::Taken,
            )?;
            audit::record(conn, actor, self.0.now(), &Event::AccountChanged { id, fields: vec!["partner_id"] }).await?;
        }
        if token == Some(SecretChange::Replaced) {
            // The provider has confirmed the address with another token.
            store::forget_verification(conn, id).await?;
        }
        let fields: Vec<_> = [
            ("partner_id", partner_id.is_some()),
            ("client_token", token.is_some()),
            ("service_account", file.is_some()),
        ]
        .into_iter()
        .filter_map(|(field, is_changed)| is_changed.then_some(field))
        .collect();
        if !fields.is_empty() {
            store::touch(conn, id, self.0.now()).await?;
            settle(conn, id).await?;
            live::tell(conn, News::Account(id.0)).await?;
        }
        Ok(fields)
    }

    /// Stops an account: deliveries are answered, and nothing of them is kept. Suspending twice is no error.
    pub async fn suspend(&self, actor: &Actor, id: AccountId) -> Result<()> {
        actor.must(Permission::ManageAccounts)?;
        let mut tx = self.0.begin().await?;
        if lock(&mut tx, id, None).await?.suspended_for.is_none() {
            self.suspend_in(&mut tx, actor, id, SuspendedFor::Administrator).await?;
        }
        tx.commit().await?;
        self.0.intake().forget(id);
        Ok(())
    }

    /// Suspends within a larger change, an account that the caller has locked.
    pub(crate) async fn suspend_in(
        &self,
        conn: &mut PgConnection,
        actor: &Actor,
        id: AccountId,
        why: SuspendedFor,
    ) -> Result<()> {
        store::set_suspended(conn, id, Some(why), self.0.now()).await?;
        settle(conn, id).await?;
        self.record(conn, actor, id, &Event::AccountSuspended { id, why: why.to_string() }).await
    }

    /// Lets a suspended account go on. One whose acknowledgement was withdrawn goes on by acknowledging again.
    pub async fn resume(&self, actor: &Actor, id: AccountId) -> Result<()> {
        actor.must(Permission::ManageAccounts)?;
        let mut tx = self.0.begin().await?;
        let current = lock(&mut tx, id, None).await?;
        let last = privacy::store::last_of(&mut tx, id).await?;
        if last.is_some_and(|acknowledgement| acknowledgement.withdrawn_at.is_some()) {
            return Err(Error::Conflict("privacy_withdrawn"));
        }
        if current.suspended_for.is_some() {
            self.resume_in(&mut tx, actor, id).await?;
        }
        tx.commit().await?;
        self.0.intake().forget(id);
        Ok(())
    }

    /// Resumes within a larger change, an account that the caller has locked.
    pub(crate) async fn resume_in(&self, conn: &mut PgConnection, actor: &Actor, id: AccountId) -> Result<()> {
        store::set_suspended(conn, id, None, self.0.now()).await?;
        settle(conn, id).await?;
        self.record(conn, actor, id, &Event::AccountResumed { id }).await
    }

    /// What stands in the way of deleting an account: the workstreams with a channel of it. Empty when nothing does.
    pub async fn blockers(&self, actor: &Actor, id: AccountId) -> Result<Vec<Blocker>> {
        actor.must(Permission::ViewAccounts)?;
        let mut conn = self.0.web().acquire().await?;
        store::page(&mut conn, id).await?.ok_or(Error::NotFound)?;
        Ok(blockers(store::workstreams(&mut conn, id).await?))
    }

    /// Deletes an account that no workstream uses, its agent accounts and its secrets. Open conversations are closed; their
    /// history, the receipts and the acknowledgements stay.
    pub async fn delete(&self, actor: &Actor, id: AccountId) -> Result<()> {
        actor.must(Permission::ManageAccounts)?;
        let mut tx = self.0.begin().await?;
        let current = lock(&mut tx, id, None).await?;
        // Locking the agent accounts keeps workstreams from joining them meanwhile.
        let agents = agents::store::lock_all(&mut tx, id).await?;
        let blockers = blockers(store::workstreams(&mut tx, id).await?);
        if !blockers.is_empty() {
            return Err(Error::Blocked(blockers));
        }
        let closed = store::close_conversations(&mut tx, id, ClosedFor::AccountDeleted, self.0.now()).await?;
        tell_of(&mut tx, &closed).await?;
        let holders: Vec<_> = agents.iter().map(|agent| agent.0).chain([id.0]).collect();
        self.0.vault().erase(&mut tx, &holders).await?;
        store::delete(&mut tx, id).await?;
        let closed_conversation_count = i64::try_from(closed.len()).unwrap_or(i64::MAX);
        let event = Event::AccountDeleted { id, account_name: current.name, closed_conversation_count };
        self.record(&mut tx, actor, id, &event).await?;
        tx.commit().await?;
        self.0.intake().forget(id);
        Ok(())
    }

    async fn set_secret<F: Field>(
        &self,
        conn: &mut PgConnection,
        actor: &Actor,
        id: AccountId,
        value: Option<Incoming<F>>,
    ) -> Result<Given> {
        let Some(value) = value else { return Ok(Given::Kept) };
        match field_security::set_secret(self.0, conn, actor, id.0, value).await {
            Ok(SecretChange::Equal) => Ok(Given::Kept),
            Ok(change) => Ok(Given::Changed(change)),
            Err(Error::Invalid(refused)) => Ok(Given::Refused(refused)),
            Err(error) => Err(error),
        }
    }

    /// The audit event of a change, and the news of it.
    async fn record(&self, conn: &mut PgConnection, actor: &Actor, id: AccountId, event: &Event) -> Result<()> {
        audit::record(conn, actor, self.0.now(), event).await?;
        live::tell(conn, News::Account(id.0)).await
    }
}

/// What became of a secret in a form.
enum Given {
    Kept,
    Changed(SecretChange),
    Refused(Invalid),
}

impl Given {
    fn changed(self) -> Result<Option<SecretChange>> {
        match self {
            Self::Kept => Ok(None),
            Self::Changed(change) => Ok(Some(change)),
            Self::Refused(invalid) => Err(invalid.into()),
        }
    }
}

/// Derives the state of an account anew. Call it after every change that it may follow from.
pub(crate) async fn settle(conn: &mut PgConnection, id: AccountId) -> Result<()> {
    let facts = store::facts(conn, id).await?;
    let state =
        account::state(facts.is_complete, facts.is_acknowledged, facts.verified_at.is_some(), facts.suspended_for);
    store::set_state(conn, id, state).await
}

/// The provider has confirmed an address with a token that is believed no more.
pub(crate) async fn forget_verification(conn: &mut PgConnection, field: SecuredField, entity_id: Uuid) -> Result<()> {
    if field == SecuredField::AccountClientToken {
        store::forget_verification(conn, AccountId(entity_id)).await
    } else if field == SecuredField::AgentAccountClientToken {
        agents::store::forget_verification(conn, AgentAccountId(entity_id)).await
    } else {
        Ok(())
    }
}

/// Locks an account for a change, on the version that was edited where there is one.
async fn lock(conn: &mut PgConnection, id: AccountId, version: Option<i32>) -> Result<store::Current> {
    let current = store::lock(conn, id).await?.ok_or(Error::NotFound)?;
    if version.is_some_and(|version| version != current.version) { Err(Error::Stale) } else { Ok(current) }
}

async fn tell_of(conn: &mut PgConnection, conversations: &[ConversationId]) -> Result<()> {
    for id in conversations {
        live::tell(conn, News::Conversation(id.0)).await?;
    }
    Ok(())
}

fn blockers(workstreams: Vec<(domain::WorkstreamId, String)>) -> Vec<Blocker> {
    workstreams.into_iter().map(|(id, name)| Blocker { kind: "workstream", id: id.0, name }).collect()
}
