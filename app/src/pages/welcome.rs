//! The first administrator, by the link that the server printed.

pub mod api;

use leptos::prelude::*;

use self::api::{AcceptWelcome, check_welcome};
use crate::{
    components::*,
    forms::{action, draft_or},
    page::{open_page, text_param},
    paths, words,
};

/// Name, e-mail and password of the first administrator.
#[component]
pub fn WelcomePage() -> impl IntoView {
    let token = text_param("token");
    let load = async move {
        let works = check_welcome(token.clone()).await?;
        Ok((works, token, draft_or(FormView::default()).await?))
    };
    open_page(load, |(works, token, form)| {
        let words = &words::here().sign_in;
        if !works {
            return view! { <DeadLink text=words.dead_welcome/> }.into_any();
        }
        view! {
            <PageHeader title=words.welcome purpose=words.welcome_text problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            <form class="form" method="post" action={action::<AcceptWelcome>()}>
                <HiddenInput name="token" value=token/>
                <TextInput form=&form name="name" label=words.name autocomplete="name"/>
                <TextInput form=&form name="email" label=words.email hint=words.email_hint kind="email"
                    autocomplete="username"/>
                <NewPassword form/>
                <Buttons><Button kind=ButtonKind::Primary>{words.create_administrator}</Button></Buttons>
            </form>
        }
        .into_any()
    })
}

/// The field in which a password is chosen.
#[component]
pub fn NewPassword(#[prop(into)] form: FormView) -> impl IntoView {
    let words = &words::here().sign_in;
    view! {
        <PasswordInput form name="password" label=words.new_password hint=words.password_hint
            autocomplete="new-password"/>
    }
}

/// A link that was used, is too old, or never was one.
#[component]
pub fn DeadLink(text: &'static str) -> impl IntoView {
    let words = &words::here().sign_in;
    view! {
        <PageHeader title=words.dead_link/>
        <p>{text}</p>
        <Buttons><LinkButton href=paths::SIGN_IN>{words.to_sign_in}</LinkButton></Buttons>
    }
}
