use domain::{Page, field_security::ProfileSummary, user::Permission};
use leptos::prelude::*;

use super::{
    api::{list_profiles, list_secured_fields},
    fields::SecuredFields,
};
use crate::{
    components::*,
    forms::draft_or,
    gate::may,
    page::{page, query},
    paths, words,
};

/// The profiles, and which fields they are about.
#[component]
pub fn FieldSecurityPage() -> impl IntoView {
    let after = query("after").parse().ok();
    let load = async move {
        let profiles = list_profiles(after).await?;
        Ok((profiles, list_secured_fields().await?, draft_or(FormView::default()).await?))
    };
    page(load, |(profiles, fields, form)| {
        let words = &words::here().field_security;
        view! {
            <PageHeader title=words.title purpose=words.purpose problem=form.has_errors()>
                {may(Permission::ManageFieldSecurity).then(|| view! {
                    <LinkButton href=paths::NEW_PROFILE kind=ButtonKind::Primary icon=IconName::Plus>{words.new}</LinkButton>
                })}
            </PageHeader>
            <ErrorSummary form=&form/>
            <Card title=words.profiles><ProfileTable profiles/></Card>
            <SecuredFields fields/>
        }
    })
}

#[component]
fn ProfileTable(profiles: Page<ProfileSummary>) -> impl IntoView {
    let words = &words::here().field_security;
    let columns = vec![Column::new(words.name), Column::new(words.people).end(), Column::new(words.teams).end()];
    let next = profiles.next_cursor.map(|cursor| format!("{}?after={cursor}", paths::FIELD_SECURITY));
    let rows = profiles.items.into_iter().map(row).collect_view();
    view! {
        <DataTable caption=words.profiles columns>{rows}</DataTable>
        <Pager next=next.unwrap_or_default()/>
    }
}

fn row(profile: ProfileSummary) -> impl IntoView {
    let words = &words::here().field_security;
    view! {
        <tr>
            <HeadCell>
                <a href=paths::profile(profile.id)>{profile.name}</a>
                {profile.is_built_in.then(|| view! { " " <Badge tone=Tone::Info label=words.built_in/> })}
            </HeadCell>
            <Cell label=words.people end=true><Num value=profile.member_count/></Cell>
            <Cell label=words.teams end=true><Num value=profile.team_count/></Cell>
        </tr>
    }
}
