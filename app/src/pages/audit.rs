//! The pages of the audit log: the list, and the last entries about one thing on that thing's own page.

pub mod api;
mod entry;
mod export;
mod filters;
mod history;
mod list;

pub use self::{export::ExportAuditPage, list::AuditPage};

pub(super) use self::history::{History, history_of};
