use domain::{
    TeamId,
    team::{TeamDetail, TeamMember},
    user::Permission,
};
use leptos::prelude::*;

use super::api::{AddTeamMember, RemoveTeamMember, get_team, list_team_candidates};
use crate::{
    components::*,
    forms::{action, draft_or},
    gate::may,
    page::{id_param, page},
    paths, words,
};

/// One team: what it is for, what reaches it, who is in it.
#[component]
pub fn TeamPage() -> impl IntoView {
    let id = id_param("id");
    let load = async move {
        let id = id?;
        let team = get_team(id).await?;
        let may_choose =
            may(Permission::ManageUsers) && (team.profiles.is_empty() || may(Permission::ManageFieldSecurity));
        let candidates = if may_choose { Some(list_team_candidates(id).await?) } else { None };
        Ok((team, candidates, draft_or(FormView::default()).await?))
    };
    page(load, |(team, candidates, form)| {
        let words = &words::here().teams;
        let id = team.summary.id;
        let may_manage = may(Permission::ManageUsers);
        let may_choose = candidates.is_some();
        let delete = (words.delete)(&team.summary.name);
        view! {
            <PageHeader title=team.summary.name.clone() purpose=team.summary.description.clone()
                crumbs=vec![Crumb::new(words.title, paths::TEAMS)] problem=form.has_errors()>
                {may_manage.then(|| view! {
                    <LinkButton href=paths::edit_team(id)>{words.edit}</LinkButton>
                    <LinkButton href=paths::delete_team(id) kind=ButtonKind::Danger label=delete>
                        {words::here().common.delete}
                    </LinkButton>
                })}
            </PageHeader>
            <ErrorSummary form=&form/>
            <Facts team=team.clone()/>
            <Card title=words.members>
                {(may_manage && !may_choose).then(|| view! { <p class="muted">{words.members_locked}</p> })}
                <Members id members=team.members may_choose/>
                {candidates.map(|candidates| view! { <AddForm id candidates form/> })}
            </Card>
        }
    })
}

#[component]
fn Facts(team: TeamDetail) -> impl IntoView {
    let words = &words::here().teams;
    let profiles = if team.profiles.is_empty() {
        words.no_profiles.into_any()
    } else {
        let names = team.profiles.into_iter().map(|(_, name)| view! { <li>{name}</li> }).collect_view();
        view! { <ul>{names}</ul> }.into_any()
    };
    view! {
        <Card title=words.facts>
            <DescList>
                <Fact label=words.profiles>{profiles}</Fact>
                <Fact label=words.made><Time at=team.created_at absolute=true/></Fact>
            </DescList>
        </Card>
    }
}

#[component]
fn Members(id: TeamId, members: Vec<TeamMember>, may_choose: bool) -> impl IntoView {
    let words = &words::here().teams;
    if members.is_empty() {
        return view! { <p class="muted">{words.no_members}</p> }.into_any();
    }
    let rows = members.into_iter().map(|member| member_row(id, member, may_choose)).collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

fn member_row(id: TeamId, member: TeamMember, may_choose: bool) -> impl IntoView {
    let words = words::here();
    let label = (words.teams.remove_member)(&member.name);
    view! {
        <li>
            <span><a href=paths::user(member.user_id)>{member.name}</a>" "<span class="muted">{member.email}</span></span>
            {may_choose.then(|| view! {
                <form method="post" action={action::<RemoveTeamMember>()}>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <HiddenInput name="user" value=member.user_id.to_string()/>
                    <Button kind=ButtonKind::Quiet small=true label>{words.common.remove}</Button>
                </form>
            })}
        </li>
    }
}

#[component]
fn AddForm(id: TeamId, candidates: Vec<TeamMember>, #[prop(into)] form: FormView) -> impl IntoView {
    let words = &words::here().teams;
    if candidates.is_empty() {
        return view! { <p class="muted">{words.nobody_left}" "<a href=paths::USERS>{words.show_users}</a></p> }
            .into_any();
    }
    let choices = candidates
        .into_iter()
        .map(|person| Choice::new(person.user_id.to_string(), format!("{} – {}", person.name, person.email)))
        .collect();
    view! {
        <form class="form" method="post" action={action::<AddTeamMember>()}>
            <input type="hidden" name="id" value=id.to_string()/>
            <Select form=&form name="user" label=words.person choices/>
            <Buttons><Button>{words.add_member}</Button></Buttons>
        </form>
    }
    .into_any()
}
