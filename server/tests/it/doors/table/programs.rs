//! Every path of `/api/v1`, and what a key's role has to bring.

use domain::user::Permission as P;

/// A row of the table: path, permission.
pub type Row = (&'static str, P);

#[rustfmt::skip]
pub const PATHS: &[Row] = &[
    ("/api/v1/accounts", P::ViewAccounts),
    ("/api/v1/queues", P::ViewQueues),
    ("/api/v1/workstreams", P::ViewWorkstreams),
    ("/api/v1/conversations", P::ViewConversations),
    ("/api/v1/conversations/{id}/messages", P::ViewConversations),
    ("/api/v1/conversations/{id}/trace", P::ViewConversations),
    ("/api/v1/receipts", P::ViewReceipts),
    ("/api/v1/audit", P::ViewAudit),
];
