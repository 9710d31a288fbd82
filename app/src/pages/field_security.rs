//! The pages of field security: which fields are secured, the profiles that open them, what each gives and to whom, and *see as*.

mod access;
pub mod api;
mod delete;
mod fields;
mod grants;
mod list;
mod members;
mod new;
mod preview;
mod profile;

pub use self::{
    access::AccessPage,
    delete::DeleteProfilePage,
    list::FieldSecurityPage,
    new::NewProfilePage,
    preview::{PreviewPersonPage, PreviewProfilePage},
    profile::ProfilePage,
};
