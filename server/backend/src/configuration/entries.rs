//! What a file says, checked as far as it can be without a database. Entries know their place, for what is found out later.

use domain::{
    ChannelKind, Name,
    account::ProviderId,
    channel::LanguageTag,
    hours::NewHours,
    queue::Assignment,
    routing::{Classification, RouteRule},
    workstream::{Distribution, WorkType},
};

use crate::vault::{AccountClientToken, AccountServiceAccount, AgentAccountClientToken, Incoming};

#[derive(Debug)]
pub(super) struct Entries {
    pub hours: Vec<NewHours>,
    pub queues: Vec<QueueEntry>,
    pub accounts: Vec<AccountEntry>,
    pub workstreams: Vec<WorkstreamEntry>,
}

#[derive(Debug)]
pub(super) struct QueueEntry {
    pub path: String,
    pub name: Name,
    pub priority: Option<i32>,
    pub hours: Option<String>,
    pub assignment: Option<Assignment>,
    pub overflow: Option<OverflowEntry>,
}

#[derive(Debug)]
pub(super) struct OverflowEntry {
    pub item_limit: Option<u32>,
    pub wait_minutes: Option<u32>,
    pub out_of_hours: ActionEntry,
    pub then: Option<ActionEntry>,
}

#[derive(Debug)]
pub(super) enum ActionEntry {
    Assign,
    End,
    Transfer(String),
}

#[derive(Debug)]
pub(super) struct AccountEntry {
    pub path: String,
    pub name: Name,
    pub channel_kind: ChannelKind,
    pub partner_id: Option<ProviderId>,
    pub client_token: Option<Incoming<AccountClientToken>>,
    pub service_account: Option<Incoming<AccountServiceAccount>>,
    pub agents: Vec<AgentEntry>,
}

#[derive(Debug)]
pub(super) struct AgentEntry {
    pub path: String,
    pub name: Name,
    pub brand_id: ProviderId,
    pub agent_id: ProviderId,
    pub client_token: Option<Incoming<AgentAccountClientToken>>,
}

#[derive(Debug)]
pub(super) struct WorkstreamEntry {
    pub path: String,
    pub name: Name,
    pub work_type: WorkType,
    pub channel_kind: ChannelKind,
    pub distribution: Option<Distribution>,
    pub fallback_queue: String,
    pub channels: Vec<ChannelEntry>,
    pub classify: Option<Vec<Classification>>,
    pub route: Option<Vec<RouteRule<String>>>,
}

#[derive(Debug)]
pub(super) struct ChannelEntry {
    pub path: String,
    pub agent: String,
    pub language: LanguageTag,
    pub from_customers: Option<bool>,
    pub from_agents: Option<bool>,
}
