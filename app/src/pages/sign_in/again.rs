use leptos::prelude::*;

use super::api::ProveAgain;
use crate::{
    components::*,
    forms::{action, draft_or},
    page::{page, query},
    paths, words,
};

/// The password once more, before an act that needs a fresh proof. Leads on to the page that was asked for.
#[component]
pub fn SignInAgainPage() -> impl IntoView {
    let next = query("next");
    let load = async move { draft_or(FormView::filled([("next", next)])).await };
    page(load, |form| {
        let words = &words::here().sign_in;
        let back = paths::own(&form.value("next")).to_owned();
        view! {
            <PageHeader title=words.again problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            <p>{words.again_text}</p>
            <form class="form" method="post" action={action::<ProveAgain>()}>
                <HiddenInput name="next" value=back/>
                <PasswordInput form=&form name="password" label=words.password autocomplete="current-password"
                    autofocus=!form.has_errors()/>
                <Buttons>
                    <Button kind=ButtonKind::Primary>{words.prove}</Button>
                    <LinkButton href=paths::OVERVIEW kind=ButtonKind::Quiet>{words::here().common.cancel}</LinkButton>
                </Buttons>
            </form>
        }
    })
}
