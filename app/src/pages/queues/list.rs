use domain::{Page, queue::QueueSummary, user::Permission};
use leptos::prelude::*;

use super::api::list_queues;
use crate::{
    components::*,
    gate::may,
    page::{page, query},
    paths, words,
};

/// All queues.
#[component]
pub fn QueuesPage() -> impl IntoView {
    let after = query("after").parse().ok();
    page(list_queues(after), |queues| {
        let words = &words::here().queues;
        view! {
            <PageHeader title=words.title purpose=words.purpose>
                {may(Permission::ManageQueues).then(|| view! {
                    <LinkButton href=paths::NEW_QUEUE kind=ButtonKind::Primary icon=IconName::Plus>{words.new}</LinkButton>
                })}
            </PageHeader>
            <QueueTable queues/>
        }
    })
}

#[component]
fn QueueTable(queues: Page<QueueSummary>) -> impl IntoView {
    let words = &words::here().queues;
    let columns = vec![
        Column::new(words.name),
        Column::new(words.priority).end(),
        Column::new(words.members).end(),
        Column::new(words.waiting).end(),
    ];
    let next = queues.next_cursor.map(|cursor| format!("{}?after={cursor}", paths::QUEUES)).unwrap_or_default();
    let rows = queues.items.into_iter().map(row).collect_view();
    view! {
        <DataTable caption=words.title columns>{rows}</DataTable>
        <Pager next/>
    }
}

fn row(queue: QueueSummary) -> impl IntoView {
    let words = &words::here().queues;
    let members = if queue.member_count == 0 {
        view! {
            <Badge tone=Tone::Bad label=words.no_members/>
            <span class="sub">{words.no_members_row}</span>
        }
        .into_any()
    } else {
        view! { <Num value=queue.member_count/> }.into_any()
    };
    view! {
        <tr>
            <HeadCell>
                <a href=paths::queue(queue.id)>{queue.name}</a>
                {queue.is_default.then(|| view! { " " <Badge tone=Tone::Info label=words.default_badge/> })}
            </HeadCell>
            <Cell label=words.priority end=true><Num value=i64::from(queue.priority)/></Cell>
            <Cell label=words.members end=true>{members}</Cell>
            <Cell label=words.waiting end=true><Num value=queue.waiting_count/></Cell>
        </tr>
    }
}
