//! Signing in and out.

mod again;
pub mod api;

pub use again::SignInAgainPage;

use leptos::prelude::*;

use self::api::{BeginSignIn, is_new_portal};
use crate::{
    components::*,
    forms::{action, draft_or},
    gate,
    page::{open_page, query},
    paths, words,
};

/// E-mail and password. Leads on to the page that was asked for.
#[component]
pub fn SignInPage() -> impl IntoView {
    let next = query("next");
    let load = async move {
        if gate::visitor().is_some_and(|visitor| visitor.is_signed_in()) {
            gate::redirect(paths::own(&next));
        }
        Ok((is_new_portal().await?, draft_or(FormView::filled([("next", next)])).await?))
    };
    open_page(load, |(is_new, form)| {
        let words = &words::here().sign_in;
        view! {
            <PageHeader title=words.title problem=form.has_errors()/>
            {is_new.then(|| view! { <Banner title=words.new_portal><p>{words.new_portal_text}</p></Banner> })}
            <ErrorSummary form=&form/>
            <form class="form" method="post" action={action::<BeginSignIn>()}>
                <HiddenInput name="next" value=form.value("next")/>
                <TextInput form=&form name="email" label=words.email kind="email" autocomplete="username"
                    autofocus=!form.has_errors()/>
                <PasswordInput form=&form name="password" label=words.password autocomplete="current-password"/>
                <Buttons><Button kind=ButtonKind::Primary>{words.sign_in}</Button></Buttons>
            </form>
        }
    })
}
