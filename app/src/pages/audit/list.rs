use domain::{
    Page,
    audit::{ChainState, Entry},
    user::Permission,
};
use leptos::prelude::*;

use super::{
    api::{get_chain_state, list_audit, list_people_of_audit},
    entry::EntryRow,
    filters::{AuditFilters, Filters},
};
use crate::{
    components::*,
    gate::may,
    page::{page, query},
    paths, words,
};

/// The log, the newest entry first.
#[component]
pub fn AuditPage() -> impl IntoView {
    let filters = Filters::here();
    let filter = filters.0.clone();
    let after = query("after").parse().ok();
    let load = async move {
        let entries = list_audit(filter, after).await?;
        let state = get_chain_state().await?;
        let people = if may(Permission::ViewUsers) { list_people_of_audit().await? } else { Vec::new() };
        Ok((entries, state, people))
    };
    page(load, move |(entries, state, people)| {
        let words = &words::here().audit;
        let export = filters.export_address();
        view! {
            <PageHeader title=words.title purpose=words.purpose>
                {may(Permission::ExportAudit).then(|| view! {
                    <LinkButton href=export>{words.export}</LinkButton>
                })}
            </PageHeader>
            <AuditFilters filters=filters.clone() people/>
            <div class="stack"><Found entries filters is_first=after.is_none()/></div>
            <ChainCard state/>
        }
    })
}

/// The table, or why there is none.
#[component]
fn Found(entries: Page<Entry>, filters: Filters, is_first: bool) -> impl IntoView {
    let words = &words::here().audit;
    if !entries.items.is_empty() {
        let next = entries.next_cursor.map(|cursor| filters.address(&cursor)).unwrap_or_default();
        let columns =
            vec![Column::new(words.time), Column::new(words.who), Column::new(words.what), Column::new(words.result)];
        let rows = entries.items.into_iter().map(|entry| view! { <EntryRow entry/> }).collect_view();
        return view! { <DataTable caption=words.title columns>{rows}</DataTable><Pager next/> }.into_any();
    }
    if filters.is_active() || !is_first {
        return view! { <NoHits clear=paths::AUDIT/> }.into_any();
    }
    view! { <EmptyState icon=IconName::Receipt title=words.empty text=words.empty_text>""</EmptyState> }.into_any()
}

/// How long entries are kept, and how far the log has been signed.
#[component]
fn ChainCard(state: ChainState) -> impl IntoView {
    let words = &words::here().audit;
    let ChainState { waiting, signed } = state;
    let signed = match signed {
        None => view! { <p>{words.not_signed}</p> }.into_any(),
        Some(head) => view! {
            <DescList>
                <Fact label=words.signed><ExactTime at=head.at/></Fact>
                <Fact label=words.signed_entries><Num value=head.count/></Fact>
                <Fact label=words.signed_hash><code>{head.hash}</code></Fact>
                <Fact label=words.waiting><Num value=waiting/></Fact>
            </DescList>
        }
        .into_any(),
    };
    view! { <Card title=words.chain><p>{words.kept}</p>{signed}<p>{words.verify}</p></Card> }
}
