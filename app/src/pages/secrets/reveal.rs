use domain::secret::SecretLife;
use leptos::prelude::*;

use super::{
    api::{get_secret, may_reveal_secret},
    crumbs_within,
};
use crate::{
    components::*,
    gate,
    page::{id_param, page, query},
    paths, words,
};

/// Asks for the reason before a value is shown. Whoever proved long ago who they are does so first.
#[component]
pub fn RevealSecretPage() -> impl IntoView {
    let (field, id) = (id_param("field"), id_param("id"));
    let problem = query("problem");
    let load = async move {
        let (field, id) = (field?, id?);
        if may_reveal_secret(field, id).await? == Some(false) {
            gate::redirect(&paths::sign_in_again(&paths::reveal_secret(field, id)));
        }
        get_secret(field, id).await
    };
    page(load, move |life| {
        let words = &words::here().secrets;
        let form = match problem.as_str() {
            "reason" => FormView::default().wrong("reason", words.reason_wrong),
            "rate" => FormView::default().wrong("", words.too_many),
            "stale" => FormView::default().wrong("", words.changed),
            _ if life.may_reveal => FormView::default(),
            _ => FormView::default().wrong("", words.reveal_locked),
        };
        let fields = life.may_reveal.then(|| view! { <RevealForm life=life.clone() form=form.clone()/> });
        view! {
            <PageHeader title=words.reveal_title crumbs=crumbs_within(&life) problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            {fields}
        }
    })
}

#[component]
fn RevealForm(life: SecretLife, form: FormView) -> impl IntoView {
    let words = &words::here().secrets;
    let back = paths::secret(life.field, life.entity_id);
    view! {
        <p>{words.reveal_text}</p>
        <form class="form" method="post" action=paths::REVEAL>
            <HiddenInput name="field" value=life.field.to_string()/>
            <HiddenInput name="id" value=life.entity_id.to_string()/>
            <HiddenInput name="version" value=life.version.unwrap_or_default().to_string()/>
            <TextInput form=&form name="reason" label=words.reason hint=words.reason_hint autocomplete="off"/>
            <Buttons>
                <Button kind=ButtonKind::Primary>{words.reveal_confirm}</Button>
                <LinkButton href=back kind=ButtonKind::Quiet>{words::here().common.cancel}</LinkButton>
            </Buttons>
        </form>
    }
}
