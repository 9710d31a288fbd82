use domain::{Page, team::TeamSummary, user::Permission};
use leptos::prelude::*;

use super::api::list_teams;
use crate::{
    components::*,
    gate::may,
    page::{page, query},
    paths, words,
};

/// All teams.
#[component]
pub fn TeamsPage() -> impl IntoView {
    let after = query("after").parse().ok();
    page(list_teams(after), |teams| {
        let words = &words::here().teams;
        let may_manage = may(Permission::ManageUsers);
        let new = move || {
            view! { <LinkButton href=paths::NEW_TEAM kind=ButtonKind::Primary icon=IconName::Plus>{words.new}</LinkButton> }
        };
        let content = if teams.items.is_empty() {
            view! {
                <EmptyState icon=IconName::Users title=words.empty text=words.empty_text>
                    {may_manage.then(new)}
                </EmptyState>
            }
            .into_any()
        } else {
            view! { <TeamTable teams/> }.into_any()
        };
        view! {
            <PageHeader title=words.title purpose=words.purpose>{may_manage.then(new)}</PageHeader>
            {content}
        }
    })
}

#[component]
fn TeamTable(teams: Page<TeamSummary>) -> impl IntoView {
    let words = &words::here().teams;
    let columns = vec![
        Column::new(words.name),
        Column::new(words.description),
        Column::new(words.members).end(),
        Column::new(words.profiles).end(),
    ];
    let next = teams.next_cursor.map(|cursor| format!("{}?after={cursor}", paths::TEAMS)).unwrap_or_default();
    let rows = teams
        .items
        .into_iter()
        .map(|team| {
            view! {
                <tr>
                    <HeadCell><a href=paths::team(team.id)>{team.name}</a></HeadCell>
                    <Cell label=words.description>{team.description}</Cell>
                    <Cell label=words.members end=true><Num value=team.member_count/></Cell>
                    <Cell label=words.profiles end=true><Num value=team.profile_count/></Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <DataTable caption=words.title columns>{rows}</DataTable>
        <Pager next/>
    }
}
