use leptos::prelude::*;

use super::api::{CreateProfile, may_manage_field_security};
use crate::{
    components::*,
    forms::{action, draft_or},
    page::page,
    paths, words,
};

/// A profile to make; what it gives and to whom comes next.
#[component]
pub fn NewProfilePage() -> impl IntoView {
    let load = async {
        may_manage_field_security().await?;
        draft_or(FormView::default()).await
    };
    page(load, |form| {
        let words = words::here();
        let own = &words.field_security;
        view! {
            <PageHeader title=own.new crumbs=vec![Crumb::new(own.title, paths::FIELD_SECURITY)]
                purpose=own.new_purpose problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            <form class="form" method="post" action={action::<CreateProfile>()}>
                <TextInput form=&form name="name" label=own.name hint=own.name_hint autocomplete="off"/>
                <Buttons>
                    <Button kind=ButtonKind::Primary>{own.create}</Button>
                    <LinkButton href=paths::FIELD_SECURITY kind=ButtonKind::Quiet>{words.common.cancel}</LinkButton>
                </Buttons>
            </form>
        }
    })
}
