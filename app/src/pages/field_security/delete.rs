use leptos::prelude::*;

use super::api::{DeleteProfile, get_profile, may_manage_field_security};
use crate::{
    components::*,
    forms::{action, draft_or},
    page::{id_param, page},
    paths, words,
};

/// Asks before a profile is deleted, and says who still has it.
#[component]
pub fn DeleteProfilePage() -> impl IntoView {
    let id = id_param("id");
    let load = async move {
        may_manage_field_security().await?;
        Ok((get_profile(id?).await?, draft_or(FormView::default()).await?))
    };
    page(load, |(profile, form)| {
        let words = &words::here().field_security;
        let (id, name) = (profile.summary.id, profile.summary.name);
        let crumbs = vec![Crumb::new(words.title, paths::FIELD_SECURITY), Crumb::new(name.clone(), paths::profile(id))];
        let people = profile.members.into_iter().map(|one| one.name);
        let teams = profile.teams.into_iter().map(|one| (words.team_named)(&one.name));
        let holders: Vec<String> = people.chain(teams).collect();
        let content = if profile.summary.is_built_in {
            view! { <Banner tone=Tone::Warn><p>{words.built_in_text}</p></Banner> }.into_any()
        } else if holders.is_empty() {
            view! {
                <p>{words.delete_text}</p>
                <ConfirmForm action={action::<DeleteProfile>()} form=&form confirm=(words.delete)(&name)
                    cancel=paths::profile(id)>
                    <input type="hidden" name="id" value=id.to_string()/>
                </ConfirmForm>
            }
            .into_any()
        } else {
            let holders = holders.into_iter().map(|name| view! { <li>{name}</li> }).collect_view();
            view! {
                <Banner tone=Tone::Warn>
                    <p>{words.blocked}</p>
                    <ul>{holders}</ul>
                    <p><a href=paths::profile(id)>{words.to_holders}</a></p>
                </Banner>
            }
            .into_any()
        };
        view! {
            <PageHeader title=(words.delete_title)(&name) crumbs problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            {content}
        }
    })
}
