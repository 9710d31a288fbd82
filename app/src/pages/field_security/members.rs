//! Who has a profile: people and teams, with a way to give and to take.

use domain::{
    ProfileId,
    field_security::{ProfileDetail, ProfileMember, ProfileTeam},
    user::Permission,
};
use leptos::prelude::*;

use super::api::{GiveProfile, TakeProfile};
use crate::{components::*, forms::action, gate::may, paths, words};

/// The people and the teams that have it.
#[component]
pub fn Holders(
    profile: ProfileDetail,
    /// Who could have it; absent where the reader cannot change that.
    candidates: Option<(Vec<ProfileMember>, Vec<ProfileTeam>)>,
    form: FormView,
) -> impl IntoView {
    let words = &words::here().field_security;
    let (id, may_change) = (profile.summary.id, candidates.is_some());
    let (people, teams) = candidates.unzip();
    let members = profile.members.into_iter().map(|member| {
        let name = view! { <PersonName member=member.clone()/> }.into_any();
        let take = ("user", member.user_id.to_string(), member.name);
        row(id, name, take, may_change)
    });
    let held_by_teams = profile.teams.into_iter().map(|team| {
        let reach = (words.reaches)(team.member_count);
        let name = view! { <strong>{team.name.clone()}</strong>" "<span class="muted">{reach}</span> }.into_any();
        row(id, name, ("team", team.team_id.to_string(), team.name), may_change)
    });
    let (members, held_by_teams): (Vec<AnyView>, Vec<AnyView>) = (members.collect(), held_by_teams.collect());
    let people = people.map(|people| {
        let choices = people.into_iter();
        let choices = choices.map(|one| Choice::new(one.user_id.to_string(), format!("{} – {}", one.name, one.email)));
        view! { <Give id form=form.clone() name="user" label=words.person choices=choices.collect()/> }
    });
    let teams = teams.map(|teams| {
        let choices = teams.into_iter().map(|team| Choice::new(team.team_id.to_string(), team.name)).collect();
        view! { <Give id form name="team" label=words.team choices/> }
    });
    view! {
        <Card title=words.people>{rows(members, words.no_people)}{people}</Card>
        <Card title=words.teams>{rows(held_by_teams, words.no_teams)}{teams}</Card>
    }
}

#[component]
fn PersonName(member: ProfileMember) -> impl IntoView {
    let name = if may(Permission::ViewUsers) {
        view! { <a href=paths::access(member.user_id)>{member.name}</a> }.into_any()
    } else {
        member.name.into_any()
    };
    view! { <strong>{name}</strong>" "<span class="muted">{member.email}</span> }
}

fn rows(rows: Vec<AnyView>, none: &'static str) -> AnyView {
    if rows.is_empty() {
        view! { <p class="muted">{none}</p> }.into_any()
    } else {
        view! { <ul class="rows">{rows}</ul> }.into_any()
    }
}

fn row(
    id: ProfileId,
    shown: AnyView,
    (field, value, name): (&'static str, String, String),
    may_change: bool,
) -> AnyView {
    let words = words::here();
    let label = (words.field_security.take_from)(&name);
    view! {
        <li>
            <span>{shown}</span>
            {may_change.then(|| view! {
                <form method="post" action={action::<TakeProfile>()}>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <HiddenInput name=field value/>
                    <Button kind=ButtonKind::Quiet small=true label>{words.common.remove}</Button>
                </form>
            })}
        </li>
    }
    .into_any()
}

#[component]
fn Give(id: ProfileId, form: FormView, name: &'static str, label: &'static str, choices: Vec<Choice>) -> impl IntoView {
    let words = &words::here().field_security;
    if choices.is_empty() {
        return view! { <p class="muted">{words.nobody_left}</p> }.into_any();
    }
    view! {
        <form class="form" method="post" action={action::<GiveProfile>()}>
            <input type="hidden" name="id" value=id.to_string()/>
            <Select form name label choices/>
            <Buttons><Button>{words.give}</Button></Buttons>
        </form>
    }
    .into_any()
}
