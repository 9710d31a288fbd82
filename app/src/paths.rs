//! Every link of the portal. Pages and redirects are addressed through these functions only.

use domain::{
    AccountId, AgentAccountId, ChannelId, ConversationId, HoursId, ProfileId, QueueId, ReceiptId, TeamId, UserId,
    WorkstreamId, channel::ChannelSummary, field_security::SecuredField,
};

pub const OVERVIEW: &str = "/";
pub const SIGN_IN: &str = "/sign-in";
/// Where the form posts that shows a value.
pub const REVEAL: &str = "/secrets/reveal";
pub const ME: &str = "/me";
pub const CHANNELS: &str = "/channels";
pub const ACCOUNTS: &str = "/accounts";
pub const NEW_ACCOUNT: &str = "/accounts/new";
pub const WORKSTREAMS: &str = "/workstreams";
pub const NEW_WORKSTREAM: &str = "/workstreams/new";
pub const QUEUES: &str = "/queues";
pub const NEW_QUEUE: &str = "/queues/new";
pub const HOURS: &str = "/hours";
pub const NEW_HOURS: &str = "/hours/new";
pub const CONVERSATIONS: &str = "/conversations";
pub const RECEIPTS: &str = "/receipts";
pub const PRIVACY: &str = "/privacy";
pub const USERS: &str = "/users";
pub const INVITE_USER: &str = "/users/new";
pub const AUDIT: &str = "/audit";
pub const EXPORT_AUDIT: &str = "/audit/export";
pub const TEAMS: &str = "/teams";
pub const NEW_TEAM: &str = "/teams/new";
pub const FIELD_SECURITY: &str = "/field-security";
pub const NEW_PROFILE: &str = "/field-security/new";

/// Sign-in, coming back to `next` afterwards.
pub fn sign_in(next: &str) -> String {
    if next == OVERVIEW { SIGN_IN.to_owned() } else { format!("{SIGN_IN}?next={}", encode(next)) }
}

/// Proving anew who one is, coming back to `next` afterwards.
pub fn sign_in_again(next: &str) -> String {
    format!("{SIGN_IN}/again?next={}", encode(next))
}

/// The page of one secret of one record.
pub fn secret(field: SecuredField, id: uuid::Uuid) -> String {
    format!("/secrets/{field}/{id}")
}

pub fn rotate_secret(field: SecuredField, id: uuid::Uuid) -> String {
    format!("/secrets/{field}/{id}/rotate")
}

pub fn retire_secret(field: SecuredField, id: uuid::Uuid) -> String {
    format!("/secrets/{field}/{id}/retire")
}

pub fn kill_secret(field: SecuredField, id: uuid::Uuid) -> String {
    format!("/secrets/{field}/{id}/kill")
}

pub fn reveal_secret(field: SecuredField, id: uuid::Uuid) -> String {
    format!("/secrets/{field}/{id}/reveal")
}

pub fn welcome(token: &str) -> String {
    format!("/welcome/{token}")
}

pub fn invitation(token: &str) -> String {
    format!("/invitation/{token}")
}

pub fn account(id: AccountId) -> String {
    format!("{ACCOUNTS}/{id}")
}

/// A step of the wizard that connects an account; see `pages::accounts::Step`.
pub fn account_step(id: AccountId, step: &str) -> String {
    format!("{ACCOUNTS}/{id}/setup/{step}")
}

pub fn edit_account(id: AccountId) -> String {
    format!("{ACCOUNTS}/{id}/edit")
}

pub fn suspend_account(id: AccountId) -> String {
    format!("{ACCOUNTS}/{id}/suspend")
}

pub fn delete_account(id: AccountId) -> String {
    format!("{ACCOUNTS}/{id}/delete")
}

pub fn agent_account(account: AccountId, id: AgentAccountId) -> String {
    format!("{ACCOUNTS}/{account}/agents/{id}")
}

pub fn remove_agent_account(account: AccountId, id: AgentAccountId) -> String {
    format!("{ACCOUNTS}/{account}/agents/{id}/delete")
}

pub fn workstream(id: WorkstreamId) -> String {
    format!("{WORKSTREAMS}/{id}")
}

pub fn edit_workstream(id: WorkstreamId) -> String {
    format!("{WORKSTREAMS}/{id}/edit")
}

pub fn delete_workstream(id: WorkstreamId) -> String {
    format!("{WORKSTREAMS}/{id}/delete")
}

/// Rules tried on one conversation.
pub fn try_rules(id: WorkstreamId) -> String {
    format!("{WORKSTREAMS}/{id}/rules/try")
}

/// Rules tried on the conversations of a time.
pub fn replay_rules(id: WorkstreamId) -> String {
    format!("{WORKSTREAMS}/{id}/rules/replay")
}

/// A step of the wizard that sets up a channel; see `pages::workstreams::channel::Step`.
pub fn new_channel(id: WorkstreamId, step: &str) -> String {
    format!("{WORKSTREAMS}/{id}/channel/{step}")
}

pub fn edit_channel(workstream: WorkstreamId, id: ChannelId) -> String {
    format!("{WORKSTREAMS}/{workstream}/channels/{id}/edit")
}

pub fn remove_channel(workstream: WorkstreamId, id: ChannelId) -> String {
    format!("{WORKSTREAMS}/{workstream}/channels/{id}/delete")
}

pub fn rules(id: WorkstreamId) -> String {
    format!("{WORKSTREAMS}/{id}/rules")
}

pub fn new_route_rule(id: WorkstreamId) -> String {
    format!("{WORKSTREAMS}/{id}/rules/route/new")
}

/// Places count from 0, here and below.
pub fn route_rule(id: WorkstreamId, at: usize) -> String {
    format!("{WORKSTREAMS}/{id}/rules/route/{at}")
}

pub fn new_ruleset(id: WorkstreamId) -> String {
    format!("{WORKSTREAMS}/{id}/rules/classify/new")
}

pub fn edit_ruleset(id: WorkstreamId, ruleset: usize) -> String {
    format!("{WORKSTREAMS}/{id}/rules/classify/{ruleset}/edit")
}

pub fn remove_ruleset(id: WorkstreamId, ruleset: usize) -> String {
    format!("{WORKSTREAMS}/{id}/rules/classify/{ruleset}/delete")
}

pub fn new_classify_rule(id: WorkstreamId, ruleset: usize) -> String {
    format!("{WORKSTREAMS}/{id}/rules/classify/{ruleset}/new")
}

pub fn classify_rule(id: WorkstreamId, ruleset: usize, at: usize) -> String {
    format!("{WORKSTREAMS}/{id}/rules/classify/{ruleset}/{at}")
}

pub fn publish_rules(id: WorkstreamId) -> String {
    format!("{WORKSTREAMS}/{id}/rules/publish")
}

pub fn rule_history(id: WorkstreamId) -> String {
    format!("{WORKSTREAMS}/{id}/rules/history")
}

pub fn rule_version(id: WorkstreamId, version: i32) -> String {
    format!("{WORKSTREAMS}/{id}/rules/history/{version}")
}

pub fn roll_back_rules(id: WorkstreamId, to: i32) -> String {
    format!("{WORKSTREAMS}/{id}/rules/history/{to}/roll-back")
}

/// A phone at Google, or its emulator, that writes to an agent account as a customer; `base` is where Google is reached.
pub fn phone(base: &str, channel: &ChannelSummary, callback_url: &str, surface: &str) -> String {
    let (brand, agent) = (encode(&channel.brand_id), encode(&channel.agent_id));
    let (name, callback) = (encode(&channel.agent_account_name), encode(callback_url));
    format!("{base}/phone/{brand}/{agent}?surface={surface}&name={name}&callback={callback}")
}

pub fn queue(id: QueueId) -> String {
    format!("{QUEUES}/{id}")
}

pub fn edit_queue(id: QueueId) -> String {
    format!("{QUEUES}/{id}/edit")
}

pub fn delete_queue(id: QueueId) -> String {
    format!("{QUEUES}/{id}/delete")
}

pub fn queue_settings(id: QueueId) -> String {
    format!("{QUEUES}/{id}/settings")
}

pub fn hours(id: HoursId) -> String {
    format!("{HOURS}/{id}")
}

pub fn edit_hours(id: HoursId) -> String {
    format!("{HOURS}/{id}/edit")
}

pub fn delete_hours(id: HoursId) -> String {
    format!("{HOURS}/{id}/delete")
}

pub fn conversation(id: ConversationId) -> String {
    format!("{CONVERSATIONS}/{id}")
}

pub fn receipt(id: ReceiptId) -> String {
    format!("{RECEIPTS}/{id}")
}

/// The acknowledgement of one account.
pub fn acknowledgement(account: AccountId) -> String {
    format!("{PRIVACY}/accounts/{account}")
}

pub fn withdraw_acknowledgement(account: AccountId) -> String {
    format!("{PRIVACY}/accounts/{account}/withdraw")
}

pub fn user(id: UserId) -> String {
    format!("{USERS}/{id}")
}

pub fn team(id: TeamId) -> String {
    format!("{TEAMS}/{id}")
}

pub fn edit_team(id: TeamId) -> String {
    format!("{TEAMS}/{id}/edit")
}

pub fn delete_team(id: TeamId) -> String {
    format!("{TEAMS}/{id}/delete")
}

/// A file of the audit log.
pub fn audit_file(id: uuid::Uuid) -> String {
    format!("{AUDIT}/exports/{id}")
}

/// What one person may do, and why.
pub fn access(id: UserId) -> String {
    format!("{USERS}/{id}/access")
}

pub fn preview_person(id: UserId) -> String {
    format!("{USERS}/{id}/access/preview")
}

pub fn profile(id: ProfileId) -> String {
    format!("{FIELD_SECURITY}/{id}")
}

pub fn preview_profile(id: ProfileId) -> String {
    format!("{FIELD_SECURITY}/{id}/preview")
}

pub fn delete_profile(id: ProfileId) -> String {
    format!("{FIELD_SECURITY}/{id}/delete")
}

/// A list with its filters; a filter without a value is left out.
pub fn filtered(list: &str, filters: &[(&str, &str)]) -> String {
    let given = filters.iter().filter(|(_, value)| !value.is_empty());
    let query: Vec<String> = given.map(|(name, value)| format!("{name}={}", encode(value))).collect();
    if query.is_empty() { list.to_owned() } else { format!("{list}?{}", query.join("&")) }
}

pub fn disable_user(id: UserId) -> String {
    format!("{USERS}/{id}/disable")
}

/// The page that shows an invitation's link once.
pub fn invitation_link(id: UserId) -> String {
    format!("{USERS}/{id}/invitation")
}

/// A path of this portal that somebody gave us: itself, or the first page when it leads elsewhere. Browsers read `\` as `/` and
/// `//host` as another host, and drop tabs and line ends.
pub fn own(path: &str) -> &str {
    let is_own =
        path.starts_with('/') && !path.starts_with("//") && path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if is_own { path } else { OVERVIEW }
}

/// Percent-encodes everything but letters, digits and `-._~/` (RFC 3986, 2.3).
fn encode(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_elsewhere() {
        for elsewhere in [
            "",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil",
            "https://evil.example",
            "/a\tb",
            "/\n/evil",
            "javascript:1",
            "/ø",
        ] {
            assert_eq!(own(elsewhere), "/", "{elsewhere:?}");
        }
        assert_eq!(own("/receipts?outcome=refused"), "/receipts?outcome=refused");
    }

    #[test]
    fn filters_without_a_value_are_left_out() {
        assert_eq!(filtered(RECEIPTS, &[("outcome", ""), ("account", "")]), "/receipts");
        assert_eq!(
            filtered(RECEIPTS, &[("outcome", "refused"), ("account", "a b")]),
            "/receipts?outcome=refused&account=a%20b"
        );
    }

    #[test]
    fn the_way_back_is_encoded() {
        assert_eq!(sign_in("/"), "/sign-in");
        assert_eq!(
            sign_in("/receipts?outcome=refused&after=x"),
            "/sign-in?next=/receipts%3Foutcome%3Drefused%26after%3Dx"
        );
    }
}
