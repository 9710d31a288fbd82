use domain::{Page, user::Permission, workstream::WorkstreamSummary};
use leptos::prelude::*;

use super::{api::list_workstreams, distribution_name, type_name};
use crate::{
    components::*,
    gate::may,
    page::{page, query},
    pages::accounts::channel_name,
    paths, words,
};

/// All workstreams.
#[component]
pub fn WorkstreamsPage() -> impl IntoView {
    let after = query("after").parse().ok();
    page(list_workstreams(after), move |workstreams| {
        let words = &words::here().workstreams;
        let is_first_use = workstreams.items.is_empty() && after.is_none();
        let content = if is_first_use {
            view! {
                <EmptyState icon=IconName::Workstream title=words.empty text=words.empty_text>{new_button()}</EmptyState>
            }
            .into_any()
        } else {
            view! { <WorkstreamTable workstreams/> }.into_any()
        };
        view! {
            <PageHeader title=words.all purpose=words.purpose>{(!is_first_use).then(new_button)}</PageHeader>
            {content}
        }
    })
}

fn new_button() -> impl IntoView {
    let words = &words::here().workstreams;
    may(Permission::ManageWorkstreams).then(|| {
        view! {
            <LinkButton href=paths::NEW_WORKSTREAM kind=ButtonKind::Primary icon=IconName::Plus>{words.new}</LinkButton>
        }
    })
}

#[component]
fn WorkstreamTable(workstreams: Page<WorkstreamSummary>) -> impl IntoView {
    let words = &words::here().workstreams;
    let columns = vec![
        Column::new(words.name),
        Column::new(words.work_type),
        Column::new(words.channel),
        Column::new(words.distribution),
        Column::new(words.channels).end(),
        Column::new(words.fallback_queue),
        Column::new(words.open_conversations).end(),
    ];
    let next = workstreams.next_cursor.map(|cursor| format!("{}?after={cursor}", paths::WORKSTREAMS));
    let rows = workstreams.items.into_iter().map(row).collect_view();
    view! {
        <DataTable caption=words.all columns>{rows}</DataTable>
        <Pager next=next.unwrap_or_default()/>
    }
}

fn row(workstream: WorkstreamSummary) -> impl IntoView {
    let words = &words::here().workstreams;
    view! {
        <tr>
            <HeadCell><a href=paths::workstream(workstream.id)>{workstream.name}</a></HeadCell>
            <Cell label=words.work_type>{type_name(workstream.work_type)}</Cell>
            <Cell label=words.channel>{channel_name(workstream.channel_kind)}</Cell>
            <Cell label=words.distribution>{distribution_name(workstream.distribution)}</Cell>
            <Cell label=words.channels end=true><Num value=workstream.channel_count/></Cell>
            <Cell label=words.fallback_queue>
                <a href=paths::queue(workstream.fallback_queue_id)>{workstream.fallback_queue}</a>
            </Cell>
            <Cell label=words.open_conversations end=true><Num value=workstream.open_conversation_count/></Cell>
        </tr>
    }
}
