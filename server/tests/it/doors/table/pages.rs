//! Every page: its route, an address with things of the test in it, and who it is for.

use domain::user::Permission as P;

use super::Who::{self, Guests, May, SignedIn};

/// A row of the table: route, address, who.
pub type Row = (&'static str, &'static str, Who);

#[rustfmt::skip]
pub const PAGES: &[Row] = &[
    ("/sign-in", "/sign-in", Guests),
    ("/welcome/{token}", "/welcome/wrong", Guests),
    ("/invitation/{token}", "/invitation/wrong", Guests),
    ("/styleguide", "/styleguide", Guests),

    ("/", "/", SignedIn),
    ("/sign-in/again", "/sign-in/again", SignedIn),
    ("/me", "/me", SignedIn),

    ("/channels", "/channels", May(&[P::ViewAccounts])),
    ("/accounts", "/accounts", May(&[P::ViewAccounts])),
    ("/accounts/new", "/accounts/new", May(&[P::ManageAccounts])),
    ("/accounts/{id}", "/accounts/{account}", May(&[P::ViewAccounts])),
    ("/accounts/{id}/setup", "/accounts/{account}/setup", May(&[P::ManageAccounts])),
    ("/accounts/{id}/setup/{step}", "/accounts/{account}/setup/details", May(&[P::ManageAccounts])),
    ("/accounts/{id}/edit", "/accounts/{account}/edit", May(&[P::ManageAccounts])),
    ("/accounts/{id}/suspend", "/accounts/{account}/suspend", May(&[P::ManageAccounts])),
    ("/accounts/{id}/delete", "/accounts/{account}/delete", May(&[P::ManageAccounts])),
    ("/accounts/{id}/agents/{agent}", "/accounts/{account}/agents/{agent}", May(&[P::ManageAccounts])),
    ("/accounts/{id}/agents/{agent}/delete", "/accounts/{account}/agents/{agent}/delete", May(&[P::ManageAccounts])),

    ("/secrets/{field}/{id}", "/secrets/account.client_token/{account}", May(&[P::ViewAccounts])),
    ("/secrets/{field}/{id}/rotate", "/secrets/account.client_token/{account}/rotate", May(&[P::ManageAccounts])),
    ("/secrets/{field}/{id}/retire", "/secrets/account.client_token/{account}/retire", May(&[P::ManageAccounts])),
    ("/secrets/{field}/{id}/kill", "/secrets/account.client_token/{account}/kill", May(&[P::ManageAccounts])),
    ("/secrets/{field}/{id}/reveal", "/secrets/account.client_token/{account}/reveal", May(&[P::ManageAccounts])),

    ("/privacy", "/privacy", May(&[P::ViewPrivacy])),
    ("/privacy/accounts/{id}", "/privacy/accounts/{account}", May(&[P::ViewPrivacy])),
    // Who sees acknowledgements and may not withdraw them is told so there.
    ("/privacy/accounts/{id}/withdraw", "/privacy/accounts/{account}/withdraw", May(&[P::ViewPrivacy])),

    ("/conversations", "/conversations", May(&[P::ViewConversations])),
    ("/conversations/{id}", "/conversations/{conversation}", May(&[P::ViewConversations])),
    ("/audit", "/audit", May(&[P::ViewAudit])),
    ("/audit/export", "/audit/export", May(&[P::ExportAudit])),
    ("/receipts", "/receipts", May(&[P::ViewReceipts])),
    ("/receipts/{id}", "/receipts/{receipt}", May(&[P::ViewReceipts])),

    ("/queues", "/queues", May(&[P::ViewQueues])),
    ("/queues/new", "/queues/new", May(&[P::ManageQueues])),
    ("/queues/{id}", "/queues/{queue}", May(&[P::ViewQueues])),
    ("/queues/{id}/edit", "/queues/{queue}/edit", May(&[P::ManageQueues])),
    ("/queues/{id}/settings", "/queues/{queue}/settings", May(&[P::ManageQueues])),
    ("/queues/{id}/delete", "/queues/{queue}/delete", May(&[P::ManageQueues])),
    ("/hours", "/hours", May(&[P::ViewQueues])),
    ("/hours/new", "/hours/new", May(&[P::ManageQueues])),
    ("/hours/{id}", "/hours/{hours}", May(&[P::ViewQueues])),
    ("/hours/{id}/edit", "/hours/{hours}/edit", May(&[P::ManageQueues])),
    ("/hours/{id}/delete", "/hours/{hours}/delete", May(&[P::ManageQueues])),

    ("/workstreams", "/workstreams", May(&[P::ViewWorkstreams])),
    ("/workstreams/new", "/workstreams/new", May(&[P::ManageWorkstreams])),
    ("/workstreams/{id}", "/workstreams/{workstream}", May(&[P::ViewWorkstreams])),
    ("/workstreams/{id}/edit", "/workstreams/{workstream}/edit", May(&[P::ManageWorkstreams])),
    ("/workstreams/{id}/delete", "/workstreams/{workstream}/delete", May(&[P::ManageWorkstreams])),
    ("/workstreams/{id}/rules/try", "/workstreams/{workstream}/rules/try", May(&[P::ViewWorkstreams])),
    ("/workstreams/{id}/rules/replay", "/workstreams/{workstream}/rules/replay", May(&[P::ViewWorkstreams, P::ViewConversations])),
    ("/workstreams/{id}/channel/{step}", "/workstreams/{workstream}/channel/agent-account", May(&[P::ManageWorkstreams])),
    ("/workstreams/{id}/channels/{channel}/edit", "/workstreams/{workstream}/channels/{channel}/edit", May(&[P::ManageWorkstreams])),
    ("/workstreams/{id}/channels/{channel}/delete", "/workstreams/{workstream}/channels/{channel}/delete",
        May(&[P::ManageWorkstreams])),

    ("/workstreams/{id}/rules", "/workstreams/{workstream}/rules", May(&[P::ViewWorkstreams])),
    ("/workstreams/{id}/rules/route/new", "/workstreams/{workstream}/rules/route/new", May(&[P::ManageWorkstreams])),
    ("/workstreams/{id}/rules/route/{at}", "/workstreams/{workstream}/rules/route/0", May(&[P::ManageWorkstreams])),
    ("/workstreams/{id}/rules/route/{at}/delete", "/workstreams/{workstream}/rules/route/0/delete",
        May(&[P::ManageWorkstreams])),
    ("/workstreams/{id}/rules/classify/new", "/workstreams/{workstream}/rules/classify/new", May(&[P::ManageWorkstreams])),
    ("/workstreams/{id}/rules/classify/{ruleset}/edit", "/workstreams/{workstream}/rules/classify/0/edit",
        May(&[P::ManageWorkstreams])),
    ("/workstreams/{id}/rules/classify/{ruleset}/delete", "/workstreams/{workstream}/rules/classify/0/delete",
        May(&[P::ManageWorkstreams])),
    ("/workstreams/{id}/rules/classify/{ruleset}/new", "/workstreams/{workstream}/rules/classify/0/new",
        May(&[P::ManageWorkstreams])),
    ("/workstreams/{id}/rules/classify/{ruleset}/{at}", "/workstreams/{workstream}/rules/classify/0/0",
        May(&[P::ManageWorkstreams])),
    ("/workstreams/{id}/rules/classify/{ruleset}/{at}/delete", "/workstreams/{workstream}/rules/classify/0/0/delete",
        May(&[P::ManageWorkstreams])),
    ("/workstreams/{id}/rules/publish", "/workstreams/{workstream}/rules/publish", May(&[P::ManageWorkstreams])),
    ("/workstreams/{id}/rules/history", "/workstreams/{workstream}/rules/history", May(&[P::ViewWorkstreams])),
    ("/workstreams/{id}/rules/history/{version}", "/workstreams/{workstream}/rules/history/1", May(&[P::ViewWorkstreams])),
    ("/workstreams/{id}/rules/history/{version}/roll-back", "/workstreams/{workstream}/rules/history/1/roll-back",
        May(&[P::ManageWorkstreams])),

    ("/teams", "/teams", May(&[P::ViewUsers])),
    ("/teams/new", "/teams/new", May(&[P::ManageUsers])),
    ("/teams/{id}", "/teams/{team}", May(&[P::ViewUsers])),
    ("/teams/{id}/edit", "/teams/{team}/edit", May(&[P::ManageUsers])),
    ("/teams/{id}/delete", "/teams/{team}/delete", May(&[P::ManageUsers])),

    ("/users", "/users", May(&[P::ViewUsers])),
    ("/users/new", "/users/new", May(&[P::ManageUsers])),
    ("/users/{id}", "/users/{user}", May(&[P::ViewUsers])),
    ("/users/{id}/invitation", "/users/{user}/invitation", May(&[P::ManageUsers])),
    ("/users/{id}/disable", "/users/{user}/disable", May(&[P::ManageUsers])),
    ("/users/{id}/access", "/users/{user}/access", May(&[P::ViewFieldSecurity, P::ViewUsers])),
    ("/users/{id}/access/preview", "/users/{user}/access/preview", May(&[P::ViewFieldSecurity, P::ViewUsers])),
    ("/field-security", "/field-security", May(&[P::ViewFieldSecurity])),
    ("/field-security/new", "/field-security/new", May(&[P::ManageFieldSecurity])),
    ("/field-security/{id}", "/field-security/{profile}", May(&[P::ViewFieldSecurity])),
    ("/field-security/{id}/preview", "/field-security/{profile}/preview", May(&[P::ViewFieldSecurity])),
    ("/field-security/{id}/delete", "/field-security/{profile}/delete", May(&[P::ManageFieldSecurity])),
];
