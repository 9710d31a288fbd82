use domain::{
    Page,
    conversation::{ConversationState, ConversationSummary},
    queue::QueueSummary,
    user::Permission,
};
use leptos::prelude::*;

use super::{
    Customer, StateBadge,
    api::{list_conversations, list_queues_with_conversations},
};
use crate::{
    components::*,
    gate::may,
    page::{page, query},
    paths, words,
};

/// What the address asks for; a filter that names nothing we know filters nothing.
#[derive(Clone, Default)]
struct Filters {
    queue: String,
    state: String,
}

impl Filters {
    fn here() -> Self {
        let known = |value: String, is_known: bool| if is_known { value } else { String::new() };
        let (queue, state) = (query("queue"), query("state"));
        let is_queue = queue.parse::<domain::QueueId>().is_ok();
        let is_state = state.parse::<ConversationState>().is_ok();
        Self { queue: known(queue, is_queue), state: known(state, is_state) }
    }

    fn is_active(&self) -> bool {
        !(self.queue.is_empty() && self.state.is_empty())
    }

    /// The address of the page after `cursor`.
    fn page_after(&self, cursor: &str) -> String {
        let filters = [("queue", self.queue.as_str()), ("state", self.state.as_str()), ("after", cursor)];
        paths::filtered(paths::CONVERSATIONS, &filters)
    }
}

/// All conversations, the newest first.
#[component]
pub fn ConversationsPage() -> impl IntoView {
    let filters = Filters::here();
    let (queue, state, after) = (filters.queue.parse().ok(), filters.state.parse().ok(), query("after").parse().ok());
    let load = async move {
        let conversations = list_conversations(queue, state, after).await?;
        let queues = if may(Permission::ViewQueues) { list_queues_with_conversations().await? } else { Vec::new() };
        Ok((conversations, queues))
    };
    page(load, move |(conversations, queues)| {
        let words = &words::here().conversations;
        view! {
            <PageHeader title=words.title purpose=words.purpose><LiveControl topic="conversations"/></PageHeader>
            <ConversationFilters filters=filters.clone() queues/>
            <div class="stack" data-live="conversations"><Found conversations filters is_first=after.is_none()/></div>
        }
    })
}

#[component]
fn ConversationFilters(filters: Filters, queues: Vec<QueueSummary>) -> impl IntoView {
    let words = &words::here().conversations;
    let queues = queues.into_iter().map(|queue| Choice::new(queue.id.to_string(), queue.name)).collect();
    let states = ConversationState::ALL.iter().map(|state| Choice::new(state.as_str(), (words.state_name)(*state)));
    view! {
        <FilterBar action=paths::CONVERSATIONS active=filters.is_active()>
            <FilterSelect name="queue" label=words.queue value=filters.queue all=words.all_queues choices=queues/>
            <FilterSelect name="state" label=words.state value=filters.state all=words.all_states choices=states.collect()/>
        </FilterBar>
    }
}

/// The table, or why there is none.
#[component]
fn Found(conversations: Page<ConversationSummary>, filters: Filters, is_first: bool) -> impl IntoView {
    let words = &words::here().conversations;
    if !conversations.items.is_empty() {
        return view! { <ConversationTable conversations filters/> }.into_any();
    }
    if filters.is_active() || !is_first {
        return view! { <NoHits clear=paths::CONVERSATIONS/> }.into_any();
    }
    view! {
        <EmptyState icon=IconName::Conversation title=words.empty text=words.empty_text>
            {may(Permission::ViewWorkstreams).then(|| view! {
                <LinkButton href=paths::WORKSTREAMS>{words.to_workstreams}</LinkButton>
            })}
        </EmptyState>
    }
    .into_any()
}

#[component]
fn ConversationTable(conversations: Page<ConversationSummary>, filters: Filters) -> impl IntoView {
    let words = &words::here().conversations;
    let columns = vec![
        Column::new(words.customer),
        Column::new(words.queue),
        Column::new(words.state),
        Column::new(words.agent_account),
        Column::new(words.waiting_since),
        Column::new(words.last_message),
        Column::new(words.message_count).end(),
    ];
    let next = conversations.next_cursor.map(|cursor| filters.page_after(&cursor)).unwrap_or_default();
    let rows = conversations.items.into_iter().map(row).collect_view();
    view! {
        <DataTable caption=words.title columns>{rows}</DataTable>
        <Pager next/>
    }
}

fn row(conversation: ConversationSummary) -> impl IntoView {
    let words = &words::here().conversations;
    let waiting = match conversation.waiting_since {
        Some(at) => view! { <Time at/> }.into_any(),
        None => view! { <span class="muted">{words.not_waiting}</span> }.into_any(),
    };
    view! {
        <tr>
            <HeadCell><a href=paths::conversation(conversation.id)><Customer name=conversation.customer_name/></a></HeadCell>
            <Cell label=words.queue>{conversation.queue}</Cell>
            <Cell label=words.state><StateBadge state=conversation.state/></Cell>
            <Cell label=words.agent_account>
                <span>{conversation.agent_account}<span class="sub">{conversation.account}</span></span>
            </Cell>
            <Cell label=words.waiting_since>{waiting}</Cell>
            <Cell label=words.last_message><Time at=conversation.last_message_at/></Cell>
            <Cell label=words.message_count end=true><Num value=i64::from(conversation.message_count)/></Cell>
        </tr>
    }
}
