use domain::user::Role;
use leptos::prelude::*;

use crate::{
    components::{Checkbox, FormView},
    words,
};

/// The field of one role in a form.
pub fn field(role: Role) -> String {
    format!("roles[{role}]")
}

/// The roles to choose among, each with what it is for.
#[component]
pub fn RoleFields(#[prop(into)] form: FormView) -> impl IntoView {
    let words = &words::here().users;
    let error = form.error("roles");
    let wrong = error.is_some();
    let ticks = Role::ALL
        .iter()
        .map(|&role| {
            let (label, hint) = (words.role)(role);
            view! { <Checkbox form=&form name=field(role) label hint/> }
        })
        .collect_view();
    view! {
        <fieldset class="field" class:has-error=wrong id=FormView::id("roles") tabindex="-1">
            <legend class="label">{words.roles}</legend>
            <p class="hint">{words.roles_hint}</p>
            {error.map(|sentence| view! { <p class="error">{sentence}</p> })}
            <div class="ticks">{ticks}</div>
        </fieldset>
    }
}
