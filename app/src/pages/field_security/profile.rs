use domain::{field_security::ProfileDetail, user::Permission};
use leptos::prelude::*;

use super::{
    api::{ChangeProfile, get_profile, list_profile_candidates},
    grants::{GrantBoxes, GrantTable, ticked},
    members::Holders,
};
use crate::{
    components::*,
    forms::{action, draft_or},
    gate::may,
    page::{id_param, page},
    paths, words,
};

/// One profile: what it gives, and to whom.
#[component]
pub fn ProfilePage() -> impl IntoView {
    let id = id_param("id");
    let load = async move {
        let profile = get_profile(id?).await?;
        let may_change = may(Permission::ManageFieldSecurity) && !profile.summary.is_built_in;
        let candidates = if may_change { Some(list_profile_candidates(profile.summary.id).await?) } else { None };
        let form = draft_or(filled(&profile)).await?;
        Ok((profile, candidates, form))
    };
    page(load, |(profile, candidates, form)| {
        let words = words::here();
        let own = &words.field_security;
        let (id, name, is_built_in) = (profile.summary.id, profile.summary.name.clone(), profile.summary.is_built_in);
        let may_change = candidates.is_some();
        let badge = is_built_in.then(|| view! { <Badge tone=Tone::Info label=own.built_in/> }.into_any());
        let delete = (own.delete)(&name);
        let grants = if may_change {
            view! { <GrantForm profile=profile.clone() form=form.clone()/> }.into_any()
        } else {
            view! { <GrantTable grants=profile.grants.clone()/> }.into_any()
        };
        view! {
            <PageHeader title=name crumbs=vec![Crumb::new(own.title, paths::FIELD_SECURITY)]
                badge=badge.unwrap_or_else(|| ().into_any()) problem=form.has_errors()>
                <LinkButton href=paths::preview_profile(id)>{own.see_as}</LinkButton>
                {may_change.then(|| view! {
                    <LinkButton href=paths::delete_profile(id) kind=ButtonKind::Danger label=delete>
                        {words.common.delete}
                    </LinkButton>
                })}
            </PageHeader>
            <ErrorSummary form=&form/>
            {is_built_in.then(|| view! {
                <Banner title=own.built_in_title><p>{own.built_in_text}</p></Banner>
            })}
            <Card title=own.configure>{grants}</Card>
            <Holders profile candidates form/>
        }
    })
}

fn filled(profile: &ProfileDetail) -> FormView {
    FormView::filled(ticked(&profile.grants))
        .with("name", profile.summary.name.clone())
        .with("version", profile.version.to_string())
}

#[component]
fn GrantForm(profile: ProfileDetail, form: FormView) -> impl IntoView {
    let words = words::here();
    let own = &words.field_security;
    view! {
        <form class="form wide" method="post" action={action::<ChangeProfile>()}>
            <input type="hidden" name="id" value=profile.summary.id.to_string()/>
            <HiddenInput name="version" value=form.value("version")/>
            <TextInput form=&form name="name" label=own.name autocomplete="off"/>
            <GrantBoxes form=&form/>
            <Buttons><Button kind=ButtonKind::Primary>{words.common.save}</Button></Buttons>
        </form>
    }
}
