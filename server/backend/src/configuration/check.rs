//! From what is written to what is meant. The first thing that is wrong ends it.

use std::{collections::BTreeSet, fmt::Display, str::FromStr};

use domain::{
    ChannelKind, Fault, Name, account::ProviderId, channel::LanguageTag, routing::Rules, workstream::WorkType,
};

use super::{
    document::{AccountTable, AgentTable, ChannelTable, Document, WorkstreamTable},
    entries::{AccountEntry, AgentEntry, ChannelEntry, Entries, WorkstreamEntry},
    secrets::Resolver,
    source::{FileFault, Source},
};

mod queues;

type Result<T> = std::result::Result<T, FileFault>;

pub(super) struct Check<'a> {
    source: &'a Source,
    resolver: &'a Resolver<'a>,
    /// Names by what they name, to find those that are there twice.
    seen: BTreeSet<(&'static str, String)>,
}

impl<'a> Check<'a> {
    pub(super) fn new(source: &'a Source, resolver: &'a Resolver<'a>) -> Self {
        Self { source, resolver, seen: BTreeSet::new() }
    }

    pub(super) fn document(mut self, document: Document) -> Result<Entries> {
        Ok(Entries {
            hours: numbered("hours", document.hours, |path, table| self.hours(&path, table))?,
            queues: numbered("queue", document.queue, |path, table| self.queue(path, table))?,
            accounts: numbered("account", document.account, |path, table| self.account(path, table))?,
            workstreams: numbered("workstream", document.workstream, |path, table| self.workstream(path, table))?,
        })
    }

    /// The value, or its fault at `path.field`.
    fn field<T, E: Display>(&self, path: &str, field: &str, value: std::result::Result<T, E>) -> Result<T> {
        value.map_err(|fault| self.source.fault(&format!("{path}.{field}"), fault))
    }

    fn word<T: FromStr<Err = Fault>>(&self, path: &str, field: &str, word: Option<&str>) -> Result<Option<T>> {
        word.map(|word| self.field(path, field, word.parse())).transpose()
    }

    /// A name that no other `kind` of the file has.
    fn name(&mut self, path: &str, kind: &'static str, raw: &str) -> Result<Name> {
        let name = self.field(path, "name", Name::parse(raw))?;
        self.once(path, "name", kind, name.as_str())?;
        Ok(name)
    }

    fn once(&mut self, path: &str, field: &str, kind: &'static str, name: &str) -> Result<()> {
        if self.seen.insert((kind, name.trim().to_lowercase())) {
            return Ok(());
        }
        let what = format!("\"{}\" is there twice: another {kind} of this file has it", name.trim());
        Err(self.source.fault(&format!("{path}.{field}"), what))
    }

    fn account(&mut self, path: String, table: AccountTable) -> Result<AccountEntry> {
        let name = self.name(&path, "account", &table.name)?;
        let channel_kind = self.field(&path, "channel_kind", table.channel_kind.parse::<ChannelKind>())?;
        let partner_id = table.partner_id.as_deref().map(ProviderId::parse).transpose();
        let partner_id = self.field(&path, "partner_id", partner_id)?;
        let client_token = self.resolver.take(&format!("{path}.client_token"), table.client_token.as_ref())?;
        let service_account = self.resolver.take(&format!("{path}.service_account"), table.service_account.as_ref())?;
        let agents = numbered(&format!("{path}.agent"), table.agent, |path, agent| self.agent(path, agent))?;
        Ok(AccountEntry { path, name, channel_kind, partner_id, client_token, service_account, agents })
    }

    fn agent(&mut self, path: String, table: AgentTable) -> Result<AgentEntry> {
        let name = self.name(&path, "agent account", &table.name)?;
        let brand_id = self.field(&path, "brand_id", ProviderId::parse(&table.brand_id))?;
        let agent_id = self.field(&path, "agent_id", ProviderId::parse(&table.agent_id))?;
        let client_token = self.resolver.take(&format!("{path}.client_token"), table.client_token.as_ref())?;
        Ok(AgentEntry { path, name, brand_id, agent_id, client_token })
    }

    fn workstream(&mut self, path: String, table: WorkstreamTable) -> Result<WorkstreamEntry> {
        let name = self.name(&path, "workstream", &table.name)?;
        let work_type = self.word(&path, "type", table.work_type.as_deref())?.unwrap_or(WorkType::Messaging);
        let channel_kind = self.field(&path, "channel_kind", table.channel_kind.parse::<ChannelKind>())?;
        let distribution = self.word(&path, "distribution", table.distribution.as_deref())?;
        self.field(&path, "fallback_queue", Name::parse(&table.fallback_queue))?;
        let channels = numbered(&format!("{path}.channel"), table.channel, |path, table| self.channel(path, table))?;
        let (states_classify, states_route) = (table.classify.is_some(), table.route.is_some());
        let rules = Rules { classify: table.classify.unwrap_or_default(), route: table.route.unwrap_or_default() };
        self.rules(&path, &rules)?;
        let classify = states_classify.then_some(rules.classify);
        let route = states_route.then_some(rules.route);
        let fallback_queue = table.fallback_queue;
        Ok(WorkstreamEntry {
            path,
            name,
            work_type,
            channel_kind,
            distribution,
            fallback_queue,
            channels,
            classify,
            route,
        })
    }

    fn channel(&mut self, path: String, table: ChannelTable) -> Result<ChannelEntry> {
        self.field(&path, "agent", Name::parse(&table.agent))?;
        self.once(&path, "agent", "channel", &table.agent)?;
        let language = self.field(&path, "language", LanguageTag::parse(&table.language))?;
        let (from_customers, from_agents) =
            table.attachments.map_or((None, None), |attachments| (attachments.customers, attachments.agents));
        Ok(ChannelEntry { path, agent: table.agent, language, from_customers, from_agents })
    }

    fn rules(&self, path: &str, rules: &Rules<String>) -> Result<()> {
        let Err(invalid) = rules.check() else { return Ok(()) };
        let Some(first) = invalid.faults.first() else { return Ok(()) };
        self.field(path, &first.field, Err(about_rules(&first.field, &first.fault)))
    }
}

/// What is wrong with a place in the rules, in words.
fn about_rules(field: &str, fault: &Fault) -> String {
    let last = field.rsplit('.').next().unwrap_or(field);
    let name = last.split('[').next().unwrap_or(last);
    match (name, fault) {
        ("queues", Fault::OutOfRange { min: 100, max: 100 }) => "must have percentages that total 100".to_owned(),
        ("queues", Fault::OutOfRange { max, .. }) => format!("can be at most {max} queues"),
        ("queues", Fault::Mismatch) => "cannot be given together with `queue`".to_owned(),
        ("classify" | "route" | "rule", Fault::OutOfRange { max, .. }) => format!("can be at most {max}"),
        ("set", Fault::OutOfRange { min, max }) => format!("must set {min} to {max} variables"),
        ("field", Fault::Unknown) => "is not a field of the context".to_owned(),
        ("value", Fault::Mismatch) => "does not fit the field and the operator".to_owned(),
        ("value", Fault::OutOfRange { min, max }) if min == max => format!("must be a list of {min} values"),
        ("value", Fault::OutOfRange { min, max }) => format!("must be a list of {min} to {max} values"),
        ("all" | "any" | "not" | "when", Fault::TooLong { max, .. }) => {
            format!("is nested too deep: groups can be {max} levels deep")
        }
        ("all" | "any", Fault::Missing) => "is empty".to_owned(),
        _ => fault.to_string(),
    }
}

/// Each of several tables with its path.
fn numbered<T, U>(key: &str, tables: Vec<T>, mut check: impl FnMut(String, T) -> Result<U>) -> Result<Vec<U>> {
    tables.into_iter().enumerate().map(|(at, table)| check(format!("{key}[{at}]"), table)).collect()
}
