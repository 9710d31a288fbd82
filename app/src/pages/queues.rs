//! The pages of queues: list, new, details with members, edit, delete.

pub mod api;
mod delete;
mod detail;
mod edit;
mod list;
mod new;
mod settings;
mod setup;

pub use self::{
    delete::DeleteQueuePage, detail::QueuePage, edit::EditQueuePage, list::QueuesPage, new::NewQueuePage,
    settings::QueueSettingsPage,
};

use leptos::prelude::*;

use crate::{
    components::{FormView, TextInput, Width},
    words,
};

/// The fields of a queue, for making and for changing one.
#[component]
fn QueueFields(#[prop(into)] form: FormView, #[prop(optional)] name_is_fixed: bool) -> impl IntoView {
    let words = &words::here().queues;
    view! {
        <TextInput form=&form name="name" label=words.name hint=words.name_hint autocomplete="off" readonly=name_is_fixed/>
        <TextInput form=&form name="priority" label=words.priority hint=words.priority_hint optional=true
            width=Width::Short inputmode="numeric" autocomplete="off"/>
    }
}
