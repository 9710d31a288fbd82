//! Bringing the database to what a file says: hours, queues, accounts, workstreams, in that order, so that each finds what it
//! names. What goes wrong is told at its place in the file.

use std::fmt::Display;

use domain::{
    Name,
    account::{NewAccount, NewAgentAccount},
};
use sqlx::PgConnection;

use super::{
    ApplyError, File, Report,
    entries::{AccountEntry, AgentEntry},
    rules::Republished,
    source::Source,
};
use crate::{
    Actor, Backend, Error,
    accounts::{self, AgentAccountChange, Credentials, NewAgent, OwnWebhook},
    hours::Kept,
};

pub(super) type Result<T> = std::result::Result<T, ApplyError>;

/// One application of one file.
pub(super) struct Apply<'a> {
    pub backend: &'a Backend,
    pub actor: &'a Actor,
    pub conn: &'a mut PgConnection,
    pub source: &'a Source,
    pub report: Report,
    pub rules: Vec<Republished>,
}

pub(super) async fn apply(
    backend: &Backend,
    actor: &Actor,
    conn: &mut PgConnection,
    file: File,
) -> Result<(Report, Vec<Republished>)> {
    let File { source, entries } = file;
    let mut this = Apply { backend, actor, conn, source: &source, report: Report::default(), rules: Vec::new() };
    for hours in &entries.hours {
        let (_, kept) = backend.hours().keep_in(this.conn, actor, hours).await?;
        this.note(&format!("hours \"{}\"", hours.name), kept);
    }
    this.queues(&entries.queues).await?;
    for account in entries.accounts {
        this.account(account).await?;
    }
    for workstream in entries.workstreams {
        this.workstream(workstream).await?;
    }
    Ok((this.report, this.rules))
}

impl Apply<'_> {
    /// Notes what became of a thing.
    pub(super) fn note(&mut self, thing: &str, kept: Kept) {
        match kept {
            Kept::Created => self.report.created.push(thing.to_owned()),
            Kept::Changed(fields) if fields.is_empty() => self.report.unchanged.push(thing.to_owned()),
            Kept::Changed(fields) => self.report.changed.push(format!("{thing}: {}", fields.join(", "))),
        }
    }

    /// A fault at a field of the file.
    pub(super) fn fault<T>(&self, path: &str, what: impl Display) -> Result<T> {
        Err(self.source.fault(path, what).into())
    }

    /// The outcome of a verb, with faults of fields told at their place under `path`.
    pub(super) fn at<T>(&self, path: &str, outcome: crate::Result<T>) -> Result<T> {
        match outcome {
            Err(Error::Invalid(invalid)) => match invalid.faults.first() {
                Some(first) => self.fault(&format!("{path}.{}", first.field), &first.fault),
                None => Err(Error::Invalid(invalid).into()),
            },
            other => Ok(other?),
        }
    }

    async fn account(&mut self, entry: AccountEntry) -> Result<()> {
        let AccountEntry { path, name, channel_kind, partner_id, client_token, service_account, agents } = entry;
        let thing = format!("account \"{name}\"");
        let found = accounts::store::find_by_name(self.conn, name.as_str()).await?;
        let id = if let Some(id) = found {
            id
        } else {
            let new = NewAccount { name, channel_kind };
            let made = self.backend.accounts().create_in(self.conn, self.actor, &new).await;
            self.at(&path, made)?
        };
        let current = accounts::store::lock(self.conn, id).await?.ok_or(Error::NotFound)?;
        if current.channel_kind != channel_kind {
            let what = format!("cannot be changed: the account is of {}", current.channel_kind);
            return self.fault(&format!("{path}.channel_kind"), what);
        }
        let credentials = Credentials { partner_id, client_token, service_account, version: None };
        let set = self.backend.accounts().set_credentials_in(self.conn, self.actor, id, credentials).await;
        let fields = self.at(&path, set)?;
        self.note(&thing, if found.is_none() { Kept::Created } else { Kept::Changed(fields) });
        for agent in agents {
            self.agent(id, agent).await?;
        }
        Ok(())
    }

    async fn agent(&mut self, account_id: domain::AccountId, entry: AgentEntry) -> Result<()> {
        let AgentEntry { path, name, brand_id, agent_id, client_token } = entry;
        let thing = format!("agent account \"{name}\"");
        let agent = NewAgentAccount { name, brand_id, agent_id };
        let Some(id) = accounts::agents::store::find_by_name(self.conn, agent.name.as_str()).await? else {
            let own_webhook = client_token.map(|token| OwnWebhook { client_token: Some(token) });
            let new = NewAgent { agent, own_webhook };
            let added = self.backend.accounts().add_agent_in(self.conn, self.actor, account_id, new).await;
            self.at(&path, added)?;
            self.note(&thing, Kept::Created);
            return Ok(());
        };
        let current = accounts::agents::store::lock(self.conn, id).await?.ok_or(Error::NotFound)?;
        if current.account_id != account_id {
            return self
                .fault(&format!("{path}.name"), format!("\"{}\" belongs to another account already", agent.name));
        }
        // A name that differs by case only is the same name.
        let name = stored_name(&current.name)?;
        let keeps_webhook = current.webhook_key.is_some() || client_token.is_some();
        let own_webhook = keeps_webhook.then_some(OwnWebhook { client_token });
        let change = AgentAccountChange { agent: NewAgentAccount { name, ..agent }, own_webhook, version: None };
        let changed = self.backend.accounts().change_agent_in(self.conn, self.actor, id, change).await;
        let fields = self.at(&path, changed)?;
        self.note(&thing, Kept::Changed(fields));
        Ok(())
    }
}

/// A name as the database has it.
pub(super) fn stored_name(name: &str) -> crate::Result<Name> {
    Name::parse(name).map_err(|fault| Error::Internal(anyhow::anyhow!("the stored name \"{name}\" {fault}")))
}
