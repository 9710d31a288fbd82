use domain::user::{Permission, Role, UserDetail, UserState};
use leptos::prelude::*;

use super::{
    StateBadge,
    api::{EnableUser, RenewInvitation, SetRoles, get_user},
    roles::{RoleFields, field},
};
use crate::{
    components::*,
    forms::{action, draft_or},
    gate::may,
    page::{id_param, page},
    pages::audit::{History, history_of},
    paths, words,
};

/// One person: who they are, whether they can sign in, what they may do.
#[component]
pub fn UserPage() -> impl IntoView {
    let id = id_param("id");
    let load = async move {
        let user = get_user(id?).await?;
        let form = draft_or(filled(&user)).await?;
        let past = history_of(user.summary.id.0).await?;
        Ok((user, form, past))
    };
    page(load, |(user, form, past)| {
        let words = &words::here().users;
        let may_manage = may(Permission::ManageUsers);
        let acts = may_manage.then(|| view! { <Acts user=user.clone()/> });
        let badge = view! { <StateBadge state=user.summary.state/> }.into_any();
        view! {
            <PageHeader title=user.summary.name.clone() crumbs=vec![Crumb::new(words.title, paths::USERS)] badge
                problem=form.has_errors()>
                {may(Permission::ViewFieldSecurity).then(|| view! {
                    <LinkButton href=paths::access(user.summary.id)>{words::here().field_security.access}</LinkButton>
                })}
                {acts}
            </PageHeader>
            <ErrorSummary form=&form/>
            <Facts user=user.clone() may_manage/>
            {may_manage.then(|| view! { <Roles user form/> })}
            <History past/>
        }
    })
}

fn filled(user: &UserDetail) -> FormView {
    let has = |role| if user.summary.roles.contains(role) { "true" } else { "false" };
    let roles = Role::ALL.iter().map(|role| (field(*role), has(role)));
    FormView::filled(roles).with("version", user.version.to_string())
}

#[component]
fn Acts(user: UserDetail) -> impl IntoView {
    let words = &words::here().users;
    let id = user.summary.id;
    let name = user.summary.name;
    match user.summary.state {
        UserState::Disabled => view! {
            <form method="post" action={action::<EnableUser>()}>
                <input type="hidden" name="id" value=id.to_string()/>
                <Button>{(words.enable)(&name)}</Button>
            </form>
        }
        .into_any(),
        UserState::Invited => view! {
            <form method="post" action={action::<RenewInvitation>()}>
                <input type="hidden" name="id" value=id.to_string()/>
                <Button>{words.renew}</Button>
            </form>
            <LinkButton href=paths::disable_user(id) kind=ButtonKind::Danger>{(words.disable)(&name)}</LinkButton>
        }
        .into_any(),
        UserState::Active => view! {
            <LinkButton href=paths::disable_user(id) kind=ButtonKind::Danger>{(words.disable)(&name)}</LinkButton>
        }
        .into_any(),
    }
}

#[component]
fn Facts(user: UserDetail, may_manage: bool) -> impl IntoView {
    let words = &words::here().users;
    let roles: Vec<&str> = user.summary.roles.iter().map(|role| (words.role)(*role).0).collect();
    let last = match user.summary.last_sign_in_at {
        Some(at) => view! { <Time at/> }.into_any(),
        None => words.never.into_any(),
    };
    let teams = if user.teams.is_empty() {
        words.no_teams.into_any()
    } else {
        let links = user.teams.into_iter();
        let links = links.map(|(id, name)| view! { <li><a href=paths::team(id)>{name}</a></li> }).collect_view();
        view! { <ul>{links}</ul> }.into_any()
    };
    let is_invited = user.summary.state == UserState::Invited;
    let invitation = is_invited.then(|| match user.invitation_ends_at {
        Some(at) => view! { <Fact label=words.invitation_ends><Time at absolute=true/></Fact> }.into_any(),
        None => view! { <Fact label=words.invitation_ends>{words.invitation_over}</Fact> }.into_any(),
    });
    view! {
        <Card title=words.facts>
            <DescList>
                <Fact label=words.email>{user.summary.email}</Fact>
                {(!may_manage).then(|| view! { <Fact label=words.roles>{roles.join(", ")}</Fact> })}
                <Fact label=words::here().teams.title>{teams}</Fact>
                <Fact label=words.last_sign_in>{last}</Fact>
                <Fact label=words.created><Time at=user.created_at absolute=true/></Fact>
                {invitation}
            </DescList>
        </Card>
    }
}

#[component]
fn Roles(user: UserDetail, #[prop(into)] form: FormView) -> impl IntoView {
    let words = &words::here().users;
    view! {
        <Card title=words.roles_title>
            <form class="form" method="post" action={action::<SetRoles>()}>
                <input type="hidden" name="id" value=user.summary.id.to_string()/>
                <HiddenInput name="version" value=form.value("version")/>
                <RoleFields form=&form/>
                <Buttons><Button kind=ButtonKind::Primary>{words.save_roles}</Button></Buttons>
            </form>
        </Card>
    }
}
