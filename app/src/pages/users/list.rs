use domain::{
    Page,
    user::{Permission, UserSummary},
};
use leptos::prelude::*;

use super::{StateBadge, api::list_users};
use crate::{
    components::*,
    gate::may,
    page::{page, query},
    paths, words,
};

/// Everybody who can sign in, could, or is about to.
#[component]
pub fn UsersPage() -> impl IntoView {
    let after = query("after").parse().ok();
    page(list_users(after), |users| {
        let words = &words::here().users;
        view! {
            <PageHeader title=words.title purpose=words.purpose>
                {may(Permission::ManageUsers).then(|| view! {
                    <LinkButton href=paths::INVITE_USER kind=ButtonKind::Primary icon=IconName::Plus>{words.invite}</LinkButton>
                })}
            </PageHeader>
            <UserTable users/>
        }
    })
}

#[component]
fn UserTable(users: Page<UserSummary>) -> impl IntoView {
    let words = &words::here().users;
    let columns = vec![
        Column::new(words.name),
        Column::new(words.email),
        Column::new(words.roles),
        Column::new(words.state),
        Column::new(words.last_sign_in),
    ];
    let next = users.next_cursor.map(|cursor| format!("{}?after={cursor}", paths::USERS)).unwrap_or_default();
    let rows = users.items.into_iter().map(row).collect_view();
    view! {
        <DataTable caption=words.title columns>{rows}</DataTable>
        <Pager next/>
    }
}

fn row(user: UserSummary) -> impl IntoView {
    let words = &words::here().users;
    let roles: Vec<&str> = user.roles.iter().map(|role| (words.role)(*role).0).collect();
    let last = match user.last_sign_in_at {
        Some(at) => view! { <Time at/> }.into_any(),
        None => words.never.into_any(),
    };
    view! {
        <tr>
            <HeadCell><a href=paths::user(user.id)>{user.name}</a></HeadCell>
            <Cell label=words.email>{user.email}</Cell>
            <Cell label=words.roles>{roles.join(", ")}</Cell>
            <Cell label=words.state><StateBadge state=user.state/></Cell>
            <Cell label=words.last_sign_in>{last}</Cell>
        </tr>
    }
}
