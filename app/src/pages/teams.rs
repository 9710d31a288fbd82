//! The pages of teams: list, new, details with members, edit, delete.

pub mod api;
mod delete;
mod detail;
mod edit;
mod list;
mod new;

pub use self::{delete::DeleteTeamPage, detail::TeamPage, edit::EditTeamPage, list::TeamsPage, new::NewTeamPage};

use leptos::prelude::*;

use crate::{
    components::{FormView, TextArea, TextInput},
    words,
};

/// The fields of a team, for making and for changing one.
#[component]
fn TeamFields(#[prop(into)] form: FormView) -> impl IntoView {
    let words = &words::here().teams;
    view! {
        <TextInput form=&form name="name" label=words.name hint=words.name_hint autocomplete="off"/>
        <TextArea form=&form name="description" label=words.description hint=words.description_hint optional=true rows=2/>
    }
}
