use leptos::prelude::*;

use super::api::{DisableUser, get_user, may_manage_users};
use crate::{
    components::*,
    forms::{action, draft_or},
    page::{id_param, page},
    paths, words,
};

/// Asks before somebody is kept out.
#[component]
pub fn DisableUserPage() -> impl IntoView {
    let id = id_param("id");
    let load = async move {
        may_manage_users().await?;
        Ok((get_user(id?).await?, draft_or(FormView::default()).await?))
    };
    page(load, |(user, form)| {
        let words = &words::here().users;
        let (id, name) = (user.summary.id, user.summary.name);
        let crumbs = vec![Crumb::new(words.title, paths::USERS), Crumb::new(name.clone(), paths::user(id))];
        view! {
            <PageHeader title=(words.disable_title)(&name) crumbs problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            <p>{words.disable_text}</p>
            <ConfirmForm action={action::<DisableUser>()} form=&form confirm=(words.disable)(&name)
                cancel=paths::user(id)>
                <input type="hidden" name="id" value=id.to_string()/>
            </ConfirmForm>
        }
    })
}
