//! Accepting an invitation.

pub mod api;

use leptos::prelude::*;

use self::api::{AcceptInvitation, get_invitation};
use super::welcome::{DeadLink, NewPassword};
use crate::{
    components::*,
    forms::{action, draft_or},
    page::{open_page, text_param},
    words,
};

/// Name and password of somebody who was invited.
#[component]
pub fn InvitationPage() -> impl IntoView {
    let token = text_param("token");
    let load = async move {
        let invitation = get_invitation(token.clone()).await?;
        let name = invitation.as_ref().map(|found| found.name.clone()).unwrap_or_default();
        Ok((invitation, token, draft_or(FormView::filled([("name", name)])).await?))
    };
    open_page(load, |(invitation, token, form)| {
        let words = &words::here().sign_in;
        let Some(invitation) = invitation else {
            return view! { <DeadLink text=words.dead_invitation/> }.into_any();
        };
        let email = FormView::filled([("email", invitation.email)]);
        view! {
            <PageHeader title=words.invitation purpose=words.invitation_text problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            <form class="form" method="post" action={action::<AcceptInvitation>()}>
                <HiddenInput name="token" value=token/>
                <TextInput form=&email name="email" label=words.email kind="email" autocomplete="username" readonly=true/>
                <TextInput form=&form name="name" label=words.name autocomplete="name"/>
                <NewPassword form/>
                <Buttons><Button kind=ButtonKind::Primary>{words.accept_invitation}</Button></Buttons>
            </form>
        }
        .into_any()
    })
}
