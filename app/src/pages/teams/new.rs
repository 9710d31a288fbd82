use leptos::prelude::*;

use super::{
    TeamFields,
    api::{CreateTeam, may_manage_teams},
};
use crate::{
    components::*,
    forms::{action, draft_or},
    page::page,
    paths, words,
};

/// A team to make.
#[component]
pub fn NewTeamPage() -> impl IntoView {
    let load = async {
        may_manage_teams().await?;
        draft_or(FormView::default()).await
    };
    page(load, |form| {
        let words = words::here();
        view! {
            <PageHeader title=words.teams.new crumbs=vec![Crumb::new(words.teams.title, paths::TEAMS)]
                problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            <form class="form" method="post" action={action::<CreateTeam>()}>
                <TeamFields form=&form/>
                <Buttons>
                    <Button kind=ButtonKind::Primary>{words.teams.create}</Button>
                    <LinkButton href=paths::TEAMS kind=ButtonKind::Quiet>{words.common.cancel}</LinkButton>
                </Buttons>
            </form>
        }
    })
}
