use leptos::prelude::*;

use super::api::{DeleteTeam, get_team, may_manage_teams};
use crate::{
    components::*,
    forms::{action, draft_or},
    page::{id_param, page},
    paths, words,
};

/// Asks before a team is deleted, and says what is in the way.
#[component]
pub fn DeleteTeamPage() -> impl IntoView {
    let id = id_param("id");
    let load = async move {
        may_manage_teams().await?;
        Ok((get_team(id?).await?, draft_or(FormView::default()).await?))
    };
    page(load, |(team, form)| {
        let words = &words::here().teams;
        let (id, name) = (team.summary.id, team.summary.name);
        let crumbs = vec![Crumb::new(words.title, paths::TEAMS), Crumb::new(name.clone(), paths::team(id))];
        let content = if team.profiles.is_empty() {
            view! {
                <p>{words.delete_text}</p>
                <ConfirmForm action={action::<DeleteTeam>()} form=&form confirm=(words.delete)(&name)
                    cancel=paths::team(id)>
                    <input type="hidden" name="id" value=id.to_string()/>
                </ConfirmForm>
            }
            .into_any()
        } else {
            let names = team.profiles.into_iter().map(|(_, name)| view! { <li>{name}</li> }).collect_view();
            view! { <Banner tone=Tone::Warn><p>{words.blocked}</p><ul>{names}</ul></Banner> }.into_any()
        };
        view! {
            <PageHeader title=(words.delete_title)(&name) crumbs problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            {content}
        }
    })
}
