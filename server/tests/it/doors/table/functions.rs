//! Every server function: who it is for, and a body that it takes.

use Body::{Fields, Nothing, Parts};
use domain::user::Permission as P;

use super::Who::{self, Guests, May, Rendering, SignedIn};
use crate::caller::FORM;
use crate::doors::things::Things;

/// What to send; `{account}` and its like are things of the test.
#[derive(Clone, Copy)]
pub enum Body {
    Nothing,
    Fields(&'static str),
    /// A form with files.
    Parts(&'static [(&'static str, &'static str)]),
}

impl Body {
    /// The content type and the body, filled in.
    pub fn filled(self, things: &Things) -> (&'static str, String) {
        match self {
            Nothing => (FORM, String::new()),
            Fields(text) => (FORM, things.fill(text).replace('[', "%5B").replace(']', "%5D")),
            Parts(parts) => {
                let filled: Vec<_> = parts.iter().map(|(name, value)| (*name, things.fill(value))).collect();
                in_parts(&filled)
            }
        }
    }

    /// A body of the same type with nothing in it.
    pub fn empty(self) -> (&'static str, String) {
        match self {
            Nothing | Fields(_) => (FORM, String::new()),
            Parts(_) => in_parts(&[]),
        }
    }
}

/// A form with files.
pub fn in_parts(parts: &[(&str, String)]) -> (&'static str, String) {
    let parts = parts
        .iter()
        .map(|(name, value)| format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    ("multipart/form-data; boundary=b", format!("{}--b--\r\n", parts.collect::<String>()))
}

/// A row of the table: path, who, and a body.
pub type Row = (&'static str, Who, Body);

/// Deeds that undo others come last, so that each row finds what it is about.
#[rustfmt::skip]
pub const FUNCTIONS: &[Row] = &[
    ("/api/sign-in/begin", Guests, Fields("form[email]=eve@example.no&form[password]=wrong&form[next]=")),
    ("/api/sign-in/is-new", Rendering, Nothing),
    ("/api/audit/list", May(&[P::ViewAudit]), Fields("filter[outcome]=refused")),
    ("/api/audit/history", May(&[P::ViewAudit]), Fields("id={queue}")),
    ("/api/audit/state", May(&[P::ViewAudit]), Nothing),
    ("/api/audit/exports", May(&[P::ExportAudit]), Nothing),
    ("/api/audit/export", May(&[P::ExportAudit]), Fields("form[format]=csv&form[result]=refused")),
    ("/api/audit/people", May(&[P::ViewUsers]), Nothing),
    ("/api/welcome/check", Rendering, Fields("token=wrong")),
    ("/api/welcome/accept", Guests, Fields("form[token]=wrong&form[name]=Eve&form[email]=eve@example.no&form[password]=wrong")),
    ("/api/invitation/get", Rendering, Fields("token=wrong")),
    ("/api/invitation/accept", Guests, Fields("form[token]=wrong&form[name]=Eve&form[password]=wrong")),
    ("/api/me/language", Guests, Fields("form[lang]=en&form[back]=/")),
    ("/api/me/theme", Guests, Fields("form[theme]=dark&form[back]=/")),

    ("/api/sign-in/prove", SignedIn, Fields("form[password]=wrong&form[next]=/")),
    ("/api/me/get", SignedIn, Nothing),
    ("/api/me/change", SignedIn, Fields("form[name]=Kari&form[language]=en&form[theme]=dark&form[time_zone]=Europe/Oslo")),
    ("/api/overview/get", SignedIn, Nothing),

    ("/api/channels/count-accounts", May(&[P::ViewAccounts]), Nothing),
    ("/api/accounts/list", May(&[P::ViewAccounts]), Nothing),
    ("/api/accounts/get", May(&[P::ViewAccounts]), Fields("id={account}")),
    ("/api/accounts/get-agent", May(&[P::ViewAccounts]), Fields("id={agent}")),
    ("/api/accounts/provider-console", SignedIn, Nothing),
    ("/api/accounts/may-manage", May(&[P::ManageAccounts]), Nothing),
    ("/api/accounts/create", May(&[P::ManageAccounts]), Fields("form[name]=Ny&form[channel_kind]=google-business-messages")),
    ("/api/accounts/rename", May(&[P::ManageAccounts]), Fields("id={account}&form[name]=Ny&form[version]=1")),
    ("/api/accounts/set-credentials", May(&[P::ManageAccounts]),
        Parts(&[("id", "{account}"), ("form[partner_id]", "ny-partner"), ("form[version]", "1"), ("form[then]", "page")])),
    ("/api/accounts/save-connection", May(&[P::ManageAccounts]), Fields("id={account}&form[then]=next")),
    ("/api/accounts/add-agent", May(&[P::ManageAccounts]),
        Parts(&[("id", "{account}"), ("form[name]", "Ny"), ("form[brand_id]", "ny"), ("form[agent_id]", "ny")])),
    ("/api/accounts/change-agent", May(&[P::ManageAccounts]),
        Parts(&[("account", "{account}"), ("id", "{agent}"), ("form[version]", "1"), ("form[name]", "Ny"),
            ("form[brand_id]", "ny"), ("form[agent_id]", "ny")])),

    ("/api/secrets/get", May(&[P::ViewAccounts]), Fields("field=account.client_token&id={account}")),
    ("/api/secrets/may-reveal", May(&[P::ManageAccounts]), Fields("field=account.client_token&id={account}")),
    ("/api/secrets/test-key-file", May(&[P::ManageAccounts]), Fields("id={account}")),
    ("/api/secrets/remind", May(&[P::ManageAccounts]),
        Fields("form[field]=account.client_token&form[id]={account}&form[version]=1&form[expires_on]=2030-01-01")),
    ("/api/secrets/rotate", May(&[P::ManageAccounts]),
        Parts(&[("form[field]", "account.client_token"), ("form[id]", "{account}"), ("form[version]", "1"),
            ("form[overlap]", "day"), ("form[client_token]", "a-new-token")])),
    ("/api/secrets/retire", May(&[P::ManageAccounts]),
        Fields("form[field]=account.client_token&form[id]={account}&form[version]=2")),
    ("/api/secrets/kill", May(&[P::ManageAccounts]),
        Fields("form[field]=account.service_account&form[id]={account}&form[version]=1")),

    ("/api/privacy/notice", May(&[P::ViewPrivacy]), Fields("kind=google-business-messages&language=nb")),
    ("/api/privacy/notices", May(&[P::ViewPrivacy]), Nothing),
    ("/api/privacy/standings", May(&[P::ViewPrivacy]), Nothing),
    ("/api/privacy/acknowledgements", May(&[P::ViewPrivacy]), Nothing),
    ("/api/privacy/acknowledge", May(&[P::AcknowledgeNotices]),
        Fields("id={account}&form[data_leaves]=true&form[users_are_notified]=true&form[consent_is_obtained]=true&form[version]=1")),

    ("/api/workstreams/list", May(&[P::ViewWorkstreams]), Nothing),
    ("/api/workstreams/get", May(&[P::ViewWorkstreams]), Fields("id={workstream}")),
    ("/api/workstreams/phones", May(&[P::ViewWorkstreams]), Fields("id={workstream}")),
    ("/api/workstreams/deletable", May(&[P::ManageWorkstreams]), Fields("id={workstream}")),
    ("/api/workstreams/fallback-queues", May(&[P::ManageWorkstreams]), Nothing),
    ("/api/workstreams/create", May(&[P::ManageWorkstreams]),
        Fields("form[name]=Ny&form[work_type]=messaging&form[channel]=google-business-messages&form[distribution]=push\
            &form[queue_from]=existing&form[fallback_queue]={queue}")),
    ("/api/workstreams/change", May(&[P::ManageWorkstreams]),
        Fields("id={workstream}&form[name]=Ny&form[fallback_queue]={queue}&form[version]=1")),
    ("/api/rules-trials/draft", May(&[P::ViewWorkstreams]), Fields("id={workstream}")),
    ("/api/rules-trials/versions", May(&[P::ViewWorkstreams]), Fields("id={workstream}")),
    ("/api/rules-trials/conversations", May(&[P::ViewWorkstreams, P::ViewConversations]), Fields("id={workstream}")),
    ("/api/rules-trials/on-conversation", May(&[P::ViewWorkstreams, P::ViewConversations]),
        Fields("id={workstream}&which=1&conversation={conversation}")),
    ("/api/rules-trials/fill", May(&[P::ViewWorkstreams]),
        Fields("id={workstream}&kind=google-business-messages&form[rules]=1&form[date]=2026-03-02&form[time]=12:00")),
    ("/api/rules-trials/on-facts", May(&[P::ViewWorkstreams]), Fields("id={workstream}&which=1&kind=google-business-messages")),
    ("/api/rules-trials/kit", May(&[P::ViewWorkstreams]), Fields("id={workstream}&which=1&kind=google-business-messages")),
    ("/api/rules-trials/replay", May(&[P::ViewWorkstreams, P::ViewConversations]),
        Fields("id={workstream}&which=1&window[from]=2026-03-01T00:00:00Z&window[to]=2026-03-03T00:00:00Z&window[newest]=9")),
    ("/api/rules-trials/may-replay", May(&[P::ViewWorkstreams, P::ViewConversations]), Nothing),
    ("/api/workstreams/channel-setup", May(&[P::ManageWorkstreams]), Fields("id={workstream}")),
    ("/api/workstreams/channel-step", SignedIn, Fields("id={workstream}")),
    ("/api/workstreams/answer-channel-step", May(&[P::ManageWorkstreams]),
        Fields("id={workstream}&step=language&form[language]=nb-NO")),
    ("/api/workstreams/create-channel", May(&[P::ManageWorkstreams]),
        Fields("id={workstream}&form[agent_account]={spare_agent}&form[language]=nb-NO")),
    ("/api/workstreams/channel", May(&[P::ManageWorkstreams]), Fields("workstream_id={workstream}&id={channel}")),

    ("/api/rules/draft", May(&[P::ViewWorkstreams]), Fields("id={workstream}")),
    ("/api/rules/findings", May(&[P::ViewWorkstreams]), Fields("id={workstream}")),
    ("/api/rules/hits", May(&[P::ViewWorkstreams]), Fields("id={workstream}")),
    ("/api/rules/queues", May(&[P::ViewQueues]), Nothing),
    ("/api/rules/queue-hours", May(&[P::ViewQueues]), Nothing),
    ("/api/rules/versions", May(&[P::ViewWorkstreams]), Fields("id={workstream}")),
    ("/api/rules/version", May(&[P::ViewWorkstreams]), Fields("id={workstream}&version=1")),
    ("/api/rules/may-edit", May(&[P::ManageWorkstreams]), Nothing),
    ("/api/rules/save", May(&[P::ManageWorkstreams]),
        Fields("id={workstream}&list=route&form[act]=save&form[name]=Ny&form[version]=3&form[v][target]=one&form[v][queue]={queue}")),
    ("/api/rules/move", May(&[P::ManageWorkstreams]),
        Fields("id={workstream}&form[list]=route&form[from]=0&form[to]=1&form[version]=3")),
    ("/api/rules/switch", May(&[P::ManageWorkstreams]),
        Fields("id={workstream}&form[list]=route&form[at]=0&form[off]=false&form[version]=4")),
    ("/api/rules/remove", May(&[P::ManageWorkstreams]),
        Fields("id={workstream}&form[list]=route&form[at]=0&form[version]=4")),
    ("/api/rules/add-ruleset", May(&[P::ManageWorkstreams]), Fields("id={workstream}&form[name]=Ny&form[version]=5")),
    ("/api/rules/rename-ruleset", May(&[P::ManageWorkstreams]), Fields("id={workstream}&at=0&form[name]=Ny&form[version]=6")),
    ("/api/rules/move-ruleset", May(&[P::ManageWorkstreams]), Fields("id={workstream}&form[from]=0&form[to]=1&form[version]=7")),
    ("/api/rules/remove-ruleset", May(&[P::ManageWorkstreams]), Fields("id={workstream}&form[at]=0&form[version]=7")),
    ("/api/rules/keep-over", May(&[P::ManageWorkstreams]), Fields("id={workstream}&version=8")),
    ("/api/rules/publish", May(&[P::ManageWorkstreams]), Fields("id={workstream}&form[comment]=Ny&form[version]=9")),
    ("/api/rules/discard", May(&[P::ManageWorkstreams]), Fields("id={workstream}")),
    ("/api/rules/roll-back", May(&[P::ManageWorkstreams]), Fields("id={workstream}&to=1&form[comment]=Ny")),

    ("/api/queues/list", May(&[P::ViewQueues]), Nothing),
    ("/api/queues/get", May(&[P::ViewQueues]), Fields("id={queue}")),
    ("/api/queues/candidates", May(&[P::ManageQueueMembers]), Fields("id={queue}")),
    ("/api/queues/may-manage", May(&[P::ManageQueues]), Nothing),
    ("/api/queues/create", May(&[P::ManageQueues]), Fields("form[name]=Ny&form[priority]=1")),
    ("/api/queues/change", May(&[P::ManageQueues]), Fields("id={queue}&form[name]=Endret&form[priority]=1&form[version]=1")),
    ("/api/queues/setup", May(&[P::ViewQueues]), Fields("id={queue}")),
    ("/api/queues/settings-choices", May(&[P::ManageQueues]), Fields("id={queue}")),
    ("/api/queues/change-settings", May(&[P::ManageQueues]),
        Fields("id={queue}&form[assignment]=round_robin&form[out_of_hours]=assign&form[hours]={hours}&form[version]=1")),
    ("/api/queues/add-member", May(&[P::ManageQueueMembers]), Fields("id={queue}&form[user]={user}")),
    ("/api/queues/remove-member", May(&[P::ManageQueueMembers]), Fields("id={queue}&form[user]={user}")),

    ("/api/hours/list", May(&[P::ViewQueues]), Nothing),
    ("/api/hours/get", May(&[P::ViewQueues]), Fields("id={hours}")),
    ("/api/hours/may-manage", May(&[P::ManageQueues]), Nothing),
    ("/api/hours/create", May(&[P::ManageQueues]),
        Fields("form[name]=Ny&form[time_zone]=Europe/Oslo&form[days][mon]=08:00-16:00&form[holidays][r0][date]=2026-12-25\
            &form[holidays][r0][name]=Jul")),
    ("/api/hours/change", May(&[P::ManageQueues]),
        Fields("id={hours}&form[name]=Kontortid&form[time_zone]=Europe/Oslo&form[days][mon]=09:00-16:00&form[version]=1")),

    ("/api/conversations/list", May(&[P::ViewConversations]), Nothing),
    ("/api/conversations/queues", May(&[P::ViewQueues]), Nothing),
    ("/api/conversations/get", May(&[P::ViewConversations]), Fields("id={conversation}")),
    ("/api/conversations/messages", May(&[P::ViewConversations]), Fields("id={conversation}")),
    ("/api/conversations/trace", May(&[P::ViewConversations]), Fields("id={conversation}")),
    ("/api/conversations/moves", May(&[P::ViewConversations]), Fields("id={conversation}")),
    ("/api/conversations/context", May(&[P::ViewConversations]), Fields("id={conversation}")),
    ("/api/conversations/receipts", May(&[P::ViewConversations, P::ViewReceipts]), Fields("id={conversation}")),

    ("/api/receipts/list", May(&[P::ViewReceipts]), Nothing),
    ("/api/receipts/last-day", May(&[P::ViewReceipts]), Nothing),
    ("/api/receipts/accounts", May(&[P::ViewAccounts]), Nothing),
    ("/api/receipts/get", May(&[P::ViewReceipts]), Fields("id={receipt}")),
    ("/api/receipts/replay", May(&[P::ReplayReceipts]), Fields("id={receipt}")),

    ("/api/teams/list", May(&[P::ViewUsers]), Nothing),
    ("/api/teams/get", May(&[P::ViewUsers]), Fields("id={team}")),
    ("/api/teams/candidates", May(&[P::ManageUsers]), Fields("id={team}")),
    ("/api/teams/may-manage", May(&[P::ManageUsers]), Nothing),
    ("/api/teams/create", May(&[P::ManageUsers]), Fields("form[name]=Ny&form[description]=Nytt")),
    ("/api/teams/change", May(&[P::ManageUsers]), Fields("id={team}&form[name]=Endret&form[version]=1")),
    ("/api/teams/add-member", May(&[P::ManageUsers]), Fields("id={team}&form[user]={user}")),
    ("/api/teams/remove-member", May(&[P::ManageUsers]), Fields("id={team}&form[user]={user}")),
    ("/api/teams/delete", May(&[P::ManageUsers]), Fields("id={team}")),

    ("/api/users/list", May(&[P::ViewUsers]), Nothing),
    ("/api/users/get", May(&[P::ViewUsers]), Fields("id={user}")),
    ("/api/users/may-manage", May(&[P::ManageUsers]), Nothing),
    ("/api/users/take-link", May(&[P::ManageUsers]), Fields("id={user}")),
    ("/api/users/invite", May(&[P::ManageUsers]), Fields("form[email]=ny@example.no&form[name]=Ny&form[roles][agent]=true")),
    ("/api/users/renew-invitation", May(&[P::ManageUsers]), Fields("id={user}")),
    ("/api/users/set-roles", May(&[P::ManageUsers]), Fields("id={user}&form[roles][auditor]=true&form[version]=1")),
    ("/api/users/disable", May(&[P::ManageUsers]), Fields("id={user}")),
    ("/api/users/enable", May(&[P::ManageUsers]), Fields("id={user}")),

    ("/api/field-security/list", May(&[P::ViewFieldSecurity]), Nothing),
    ("/api/field-security/fields", May(&[P::ViewFieldSecurity]), Nothing),
    ("/api/field-security/get", May(&[P::ViewFieldSecurity]), Fields("id={profile}")),
    ("/api/field-security/candidates", May(&[P::ManageFieldSecurity]), Fields("id={profile}")),
    ("/api/field-security/may-manage", May(&[P::ManageFieldSecurity]), Nothing),
    ("/api/field-security/access", May(&[P::ViewFieldSecurity, P::ViewUsers]), Fields("id={user}")),
    ("/api/field-security/preview", May(&[P::ViewFieldSecurity]), Fields("id={profile}")),
    ("/api/field-security/preview-person", May(&[P::ViewFieldSecurity, P::ViewUsers]), Fields("id={user}")),
    ("/api/field-security/create", May(&[P::ManageFieldSecurity]), Fields("form[name]=Ny")),
    ("/api/field-security/give", May(&[P::ManageFieldSecurity]), Fields("id={profile}&form[user]={user}")),
    ("/api/field-security/take", May(&[P::ManageFieldSecurity]), Fields("id={profile}&form[user]={user}")),
    ("/api/field-security/change", May(&[P::ManageFieldSecurity]), Fields("id={profile}&form[name]=Endret&form[version]=1")),
    ("/api/field-security/delete", May(&[P::ManageFieldSecurity]), Fields("id={profile}")),

    ("/api/workstreams/change-channel", May(&[P::ManageWorkstreams]), Fields("id={channel}&form[language]=en-GB&form[version]=1")),
    ("/api/workstreams/remove-channel", May(&[P::ManageWorkstreams]), Fields("id={channel}")),
    ("/api/workstreams/delete", May(&[P::ManageWorkstreams]), Fields("id={workstream}&form[confirm]=Fjordbank messages")),
    ("/api/queues/delete", May(&[P::ManageQueues]), Fields("id={spare_queue}")),
    ("/api/hours/delete", May(&[P::ManageQueues]), Fields("id={spare_hours}")),
    ("/api/accounts/suspend", May(&[P::ManageAccounts]), Fields("id={account}")),
    ("/api/accounts/resume", May(&[P::ManageAccounts]), Fields("id={account}")),
    ("/api/privacy/withdraw", May(&[P::AcknowledgeNotices]), Fields("id={account}")),
    ("/api/accounts/remove-agent", May(&[P::ManageAccounts]), Fields("account={account}&id={agent}")),
    ("/api/accounts/delete", May(&[P::ManageAccounts]), Fields("id={account}&form[confirm]=Fjordbank")),
    ("/api/field-security/secure", May(&[P::ManageFieldSecurity]), Fields("form[field]=message.text&form[secured]=true")),
    ("/api/sign-in/end", SignedIn, Nothing),
];
