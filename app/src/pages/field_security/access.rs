use domain::{
    field_security::{Access, AccessPath, FieldAccess},
    user::{Permission, Role},
};
use leptos::prelude::*;

use super::{
    api::get_access,
    grants::{Allowed, RIGHTS},
};
use crate::{
    components::*,
    page::{id_param, page},
    paths, words,
};

/// Everything that one person may do, and why.
#[component]
pub fn AccessPage() -> impl IntoView {
    let id = id_param("id");
    page(async move { get_access(id?).await }, |access| view! { <AccessOf access/> })
}

#[component]
fn AccessOf(access: Access) -> impl IntoView {
    let words = words::here();
    let own = &words.field_security;
    let Access { user_id, name, is_active, fields, permissions } = access;
    let crumbs = vec![Crumb::new(words.users.title, paths::USERS), Crumb::new(name.clone(), paths::user(user_id))];
    let fields = fields.into_iter().map(|access| view! { <FieldCard access/> }).collect_view();
    view! {
        <PageHeader title=(own.access_title)(&name) crumbs purpose=own.access_purpose>
            <LinkButton href=paths::preview_person(user_id)>{own.see_as}</LinkButton>
        </PageHeader>
        {(!is_active).then(|| view! { <Banner tone=Tone::Warn><p>{own.cannot_sign_in}</p></Banner> })}
        <h2>{own.fields}</h2>
        {fields}
        <Card title=own.permissions><Permissions permissions/></Card>
    }
}

/// One field: a row for each right, with the ways on which it comes.
#[component]
fn FieldCard(access: FieldAccess) -> impl IntoView {
    let own = &words::here().field_security;
    let FieldAccess { field, is_secured, rights, paths } = access;
    let grantable = field.grantable();
    let rows = RIGHTS.into_iter().filter(|(_, has, _)| has(grantable)).map(move |(right, has, _)| {
        let ways: Vec<AnyView> = paths.iter().filter(|path| has(path.rights)).map(way).collect();
        let is_open = right == "read" && !is_secured;
        let because = match (is_open, ways.is_empty()) {
            (true, _) => view! { <span>{own.open_to_all}</span> }.into_any(),
            (false, true) => view! { <span class="muted">{own.no_way}</span> }.into_any(),
            (false, false) => view! { <ul>{ways}</ul> }.into_any(),
        };
        view! {
            <tr>
                <HeadCell>{(own.right)(right)}</HeadCell>
                <Cell label=own.allowed><Allowed is={is_open || has(rights)}/></Cell>
                <Cell label=own.because>{because}</Cell>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let columns = vec![Column::new(own.right_column), Column::new(own.allowed), Column::new(own.because)];
    let name = (own.field_name)(field);
    view! {
        <Card title=name>
            <DataTable caption=name columns>{rows}</DataTable>
        </Card>
    }
}

fn way(path: &AccessPath) -> AnyView {
    let own = &words::here().field_security;
    let profile = view! { <a href=paths::profile(path.profile_id)>{path.profile.clone()}</a> };
    match &path.team {
        None => view! { <li>{own.through_profile}" "{profile}</li> }.into_any(),
        Some((_, team)) => view! { <li>{(own.through_team)(team)}" "{profile}</li> }.into_any(),
    }
}

#[component]
fn Permissions(permissions: Vec<(Permission, Vec<Role>)>) -> impl IntoView {
    let words = words::here();
    let own = &words.field_security;
    if permissions.is_empty() {
        return view! { <p class="muted">{own.no_permissions}</p> }.into_any();
    }
    let rows = permissions.into_iter().map(move |(permission, roles)| {
        let roles: Vec<&str> = roles.into_iter().map(|role| (words.users.role)(role).0).collect();
        view! {
            <tr>
                <HeadCell>{(words.users.permission)(permission)}</HeadCell>
                <Cell label=own.because>{roles.join(", ")}</Cell>
            </tr>
        }
    });
    let columns = vec![Column::new(own.permission), Column::new(own.because)];
    view! { <DataTable caption=own.permissions columns>{rows.collect_view()}</DataTable> }.into_any()
}
