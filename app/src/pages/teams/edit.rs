use leptos::prelude::*;

use super::{
    TeamFields,
    api::{ChangeTeam, get_team, may_manage_teams},
};
use crate::{
    components::*,
    forms::{action, draft_or},
    page::{id_param, page},
    paths, words,
};

/// A team's name and description.
#[component]
pub fn EditTeamPage() -> impl IntoView {
    let id = id_param("id");
    let load = async move {
        may_manage_teams().await?;
        let team = get_team(id?).await?;
        let filled = FormView::filled([
            ("name", team.summary.name.clone()),
            ("description", team.summary.description.clone()),
            ("version", team.version.to_string()),
        ]);
        let form = draft_or(filled).await?;
        Ok((team.summary, form))
    };
    page(load, |(team, form)| {
        let words = words::here();
        let crumbs =
            vec![Crumb::new(words.teams.title, paths::TEAMS), Crumb::new(team.name.clone(), paths::team(team.id))];
        view! {
            <PageHeader title=(words.teams.edit_title)(&team.name) crumbs problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            <form class="form" method="post" action={action::<ChangeTeam>()}>
                <input type="hidden" name="id" value=team.id.to_string()/>
                <HiddenInput name="version" value=form.value("version")/>
                <TeamFields form=&form/>
                <Buttons>
                    <Button kind=ButtonKind::Primary>{words.common.save}</Button>
                    <LinkButton href=paths::team(team.id) kind=ButtonKind::Quiet>{words.common.cancel}</LinkButton>
                </Buttons>
            </form>
        }
    })
}
