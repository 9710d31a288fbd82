//! The file as it is written (PRODUCT.md §10). Absent optional keys leave what is there as it is.

use std::collections::BTreeMap;

use domain::routing::{Classification, RouteRule};
use serde::{Deserialize, Serialize};

/// A whole file.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    #[serde(default)]
    pub hours: Vec<HoursTable>,
    #[serde(default)]
    pub queue: Vec<QueueTable>,
    #[serde(default)]
    pub account: Vec<AccountTable>,
    #[serde(default)]
    pub workstream: Vec<WorkstreamTable>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HoursTable {
    pub name: String,
    pub time_zone: String,
    pub week: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub holidays: Vec<HolidayTable>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HolidayTable {
    pub date: String,
    pub name: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QueueTable {
    pub name: String,
    pub priority: Option<i64>,
    pub hours: Option<String>,
    pub assignment: Option<String>,
    pub overflow: Option<OverflowTable>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OverflowTable {
    pub item_limit: Option<i64>,
    pub wait: Option<String>,
    pub out_of_hours: Option<ActionValue>,
    pub then: Option<ActionValue>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged, expecting = "this is \"assign\", \"end\" or { transfer = \"QUEUE\" }")]
pub(super) enum ActionValue {
    Word(String),
    Transfer(TransferTable),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TransferTable {
    pub transfer: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountTable {
    pub name: String,
    pub channel_kind: String,
    pub partner_id: Option<String>,
    pub client_token: Option<SecretTable>,
    pub service_account: Option<SecretTable>,
    #[serde(default)]
    pub agent: Vec<AgentTable>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AgentTable {
    pub name: String,
    pub brand_id: String,
    pub agent_id: String,
    pub client_token: Option<SecretTable>,
}

/// Where a secret is; never the secret.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SecretTable {
    pub env: Option<String>,
    pub file: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WorkstreamTable {
    pub name: String,
    #[serde(rename = "type")]
    pub work_type: Option<String>,
    pub channel_kind: String,
    pub distribution: Option<String>,
    pub fallback_queue: String,
    #[serde(default)]
    pub channel: Vec<ChannelTable>,
    pub classify: Option<Vec<Classification>>,
    pub route: Option<Vec<RouteRule<String>>>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChannelTable {
    pub agent: String,
    pub language: String,
    pub attachments: Option<AttachmentsTable>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AttachmentsTable {
    pub customers: Option<bool>,
    pub agents: Option<bool>,
}
