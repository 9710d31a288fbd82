use leptos::prelude::*;

use super::{
    api::{InviteUser, may_manage_users},
    roles::RoleFields,
};
use crate::{
    components::*,
    forms::{action, draft_or},
    page::page,
    paths, words,
};

/// Somebody to invite.
#[component]
pub fn InviteUserPage() -> impl IntoView {
    let load = async {
        may_manage_users().await?;
        draft_or(FormView::default()).await
    };
    page(load, |form| {
        let words = words::here();
        view! {
            <PageHeader title=words.users.invite purpose=words.users.invite_text
                crumbs=vec![Crumb::new(words.users.title, paths::USERS)] problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            <form class="form" method="post" action={action::<InviteUser>()}>
                <TextInput form=&form name="email" label=words.users.email hint=words.users.email_hint kind="email"
                    autocomplete="off"/>
                <TextInput form=&form name="name" label=words.users.name autocomplete="off"/>
                <RoleFields form=&form/>
                <Buttons>
                    <Button kind=ButtonKind::Primary>{words.users.make_invitation}</Button>
                    <LinkButton href=paths::USERS kind=ButtonKind::Quiet>{words.common.cancel}</LinkButton>
                </Buttons>
            </form>
        }
    })
}
