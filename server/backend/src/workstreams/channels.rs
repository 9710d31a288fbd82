//! The channels of workstreams. The webhook remembers which agent accounts are joined, so every change is told as news of the
//! agent account's account.

use std::collections::HashMap;

use domain::{
    AccountId, ChannelId, Fault, WorkstreamId,
    audit::Event,
    channel::{ChannelChange, ChannelSummary, FreeAgentAccount, NewChannel},
    user::Permission,
};
use sqlx::PgConnection;

use super::Workstreams;
use crate::{
    Actor, Error, Result,
    accounts::callback_url,
    audit,
    error::OnConstraint,
    live::{self, News},
};

pub(crate) mod store;

impl Workstreams<'_> {
    /// One channel.
    pub async fn channel(&self, actor: &Actor, id: ChannelId) -> Result<ChannelSummary> {
        actor.must(Permission::ViewWorkstreams)?;
        let mut conn = self.0.web().acquire().await?;
        store::find(&mut conn, id).await?.ok_or(Error::NotFound)
    }

    /// Where the provider posts what comes for each channel of a workstream.
    pub async fn callback_urls(&self, actor: &Actor, id: WorkstreamId) -> Result<HashMap<ChannelId, String>> {
        actor.must(Permission::ViewWorkstreams)?;
        let mut conn = self.0.web().acquire().await?;
        let keys = store::webhook_keys(&mut conn, id).await?;
        let url = |kind, key: &str| callback_url(self.0.settings(), kind, key);
        Ok(keys.into_iter().map(|(channel, kind, key)| (channel, url(kind, &key))).collect())
    }

    /// The agent accounts that a workstream could join: of its channel kind, and in no workstream.
    pub async fn free_agent_accounts(&self, actor: &Actor, id: WorkstreamId) -> Result<Vec<FreeAgentAccount>> {
        actor.must(Permission::ViewWorkstreams)?;
        let mut conn = self.0.web().acquire().await?;
        store::free(&mut conn, id).await?.ok_or(Error::NotFound)
    }

    /// Joins an agent account to a workstream.
    pub async fn add_channel(&self, actor: &Actor, id: WorkstreamId, new: NewChannel) -> Result<ChannelId> {
        actor.must(Permission::ManageWorkstreams)?;
        let mut tx = self.0.begin().await?;
        let id = self.add_channel_in(&mut tx, actor, id, &new).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Joins an agent account within a larger change. The caller has asked for the permission.
    pub(crate) async fn add_channel_in(
        &self,
        conn: &mut PgConnection,
        actor: &Actor,
        workstream_id: WorkstreamId,
        new: &NewChannel,
    ) -> Result<ChannelId> {
        let workstream = super::store::lock(conn, workstream_id).await?.ok_or(Error::NotFound)?;
        let agent = store::agent_account(conn, new.agent_account_id)
            .await?
            .ok_or_else(|| Error::invalid("agent_account", Fault::Unknown))?;
        if agent.channel_kind != workstream.channel_kind {
            return Err(Error::invalid("agent_account", Fault::Mismatch));
        }
        let id = ChannelId::new();
        store::insert(conn, id, workstream_id, new, self.0.now())
            .await
            .on_constraint("channel_agent_account_key", "agent_account", Fault::Taken)
            .on_constraint("channel_agent_account_fkey", "agent_account", Fault::Unknown)?;
        let event = Event::ChannelCreated { id, workstream_id, agent_account_id: new.agent_account_id };
        self.record(conn, actor, agent.account_id, &event).await?;
        Ok(id)
    }

    /// Gives a channel another language or other user features. Equal values change nothing and leave no trace.
    pub async fn change_channel(&self, actor: &Actor, id: ChannelId, change: ChannelChange) -> Result<()> {
        actor.must(Permission::ManageWorkstreams)?;
        let mut tx = self.0.begin().await?;
        self.change_channel_in(&mut tx, actor, id, &change).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Changes a channel within a larger change, and says which fields. The caller has asked for the permission.
    pub(crate) async fn change_channel_in(
        &self,
        conn: &mut PgConnection,
        actor: &Actor,
        id: ChannelId,
        change: &ChannelChange,
    ) -> Result<Vec<&'static str>> {
        let current = store::lock(conn, id).await?.ok_or(Error::NotFound)?;
        if current.version != change.version {
            return Err(Error::Stale);
        }
        let mut fields = Vec::new();
        if current.language != change.language.as_str() {
            fields.push("language");
        }
        if current.attachments_from_customers != change.attachments_from_customers {
            fields.push("attachments_from_customers");
        }
        if current.attachments_from_agents != change.attachments_from_agents {
            fields.push("attachments_from_agents");
        }
        if !fields.is_empty() {
            store::update(conn, id, change).await?;
            let event = Event::ChannelChanged { id, workstream_id: current.workstream_id, fields: fields.clone() };
            self.record(conn, actor, current.account_id, &event).await?;
        }
        Ok(fields)
    }

    /// Takes an agent account out of its workstream. What has arrived stays; what comes from now on has nowhere to go.
    pub async fn remove_channel(&self, actor: &Actor, id: ChannelId) -> Result<()> {
        actor.must(Permission::ManageWorkstreams)?;
        let mut tx = self.0.begin().await?;
        let current = store::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
        store::delete(&mut tx, id).await?;
        let (workstream_id, agent_account_id) = (current.workstream_id, current.agent_account_id);
        let event = Event::ChannelRemoved { id, workstream_id, agent_account_id };
        self.record(&mut tx, actor, current.account_id, &event).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn record(&self, conn: &mut PgConnection, actor: &Actor, account_id: AccountId, event: &Event) -> Result<()> {
        audit::record(conn, actor, self.0.now(), event).await?;
        live::tell(conn, News::Account(account_id.0)).await
    }
}
