use domain::{hours::Hours, user::Permission};
use leptos::prelude::*;

use super::{StandingBadge, api::list_hours};
use crate::{components::*, gate::may, page::page, paths, words};

/// All sets of operating hours.
#[component]
pub fn HoursListPage() -> impl IntoView {
    page(list_hours(), |sets| {
        let words = &words::here().hours;
        let content = if sets.is_empty() {
            view! { <EmptyState icon=IconName::Clock title=words.empty text=words.empty_text/> }.into_any()
        } else {
            let columns = vec![Column::new(words.name), Column::new(words.now), Column::new(words.time_zone)];
            let rows = sets.into_iter().map(row).collect_view();
            view! { <DataTable caption=words.title columns>{rows}</DataTable> }.into_any()
        };
        view! {
            <PageHeader title=words.title purpose=words.purpose>
                {may(Permission::ManageQueues).then(|| view! {
                    <LinkButton href=paths::NEW_HOURS kind=ButtonKind::Primary icon=IconName::Plus>{words.new}</LinkButton>
                })}
            </PageHeader>
            {content}
        }
    })
}

fn row(hours: Hours) -> impl IntoView {
    let words = &words::here().hours;
    let (id, name, zone) = (hours.id, hours.name.clone(), hours.time_zone.clone());
    view! {
        <tr>
            <HeadCell><a href=paths::hours(id)>{name}</a></HeadCell>
            <Cell label=words.now><StandingBadge hours/></Cell>
            <Cell label=words.time_zone>{zone}</Cell>
        </tr>
    }
}
