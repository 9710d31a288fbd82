//! The pages of operating hours: list, new, details with a preview, edit, delete.

pub mod api;
mod delete;
mod detail;
mod edit;
mod fields;
mod form;
mod list;
mod new;
mod standing;

pub use self::{
    delete::DeleteHoursPage, detail::HoursPage, edit::EditHoursPage, list::HoursListPage, new::NewHoursPage,
    standing::StandingBadge,
};
