use domain::{
    ConversationId, MessageId, Page,
    conversation::{ConversationSummary, Move},
    field_security::ContextSight,
    message::Message,
    receipt::ReceiptSummary,
    routing::Explanation,
    user::Permission,
};
use islands::AppError;
use leptos::prelude::*;

use super::{
    StateBadge,
    api::{get_context, get_conversation, get_trace, list_messages, list_moves, list_receipts_of},
    context::ContextCard,
    customer,
    message::Bubble,
    receipts::ReceiptsCard,
    trace::TraceCard,
};
use crate::{
    components::*,
    gate::may,
    page::{id_param, page, query},
    paths, words,
};

/// What the page shows.
pub(super) struct Shown {
    pub conversation: ConversationSummary,
    pub messages: Page<Message>,
    /// The messages are not the latest ones.
    pub is_earlier: bool,
    pub trace: Explanation,
    pub moves: Vec<Move>,
    pub context: ContextSight,
    /// Absent for those who may not see receipts.
    pub receipts: Option<Page<ReceiptSummary>>,
}

async fn load(id: Result<ConversationId, AppError>, before: Option<MessageId>) -> Result<Shown, AppError> {
    let id = id?;
    Ok(Shown {
        conversation: get_conversation(id).await?,
        messages: list_messages(id, before).await?,
        is_earlier: before.is_some(),
        trace: get_trace(id).await?,
        moves: list_moves(id).await?,
        context: get_context(id).await?,
        receipts: if may(Permission::ViewReceipts) { Some(list_receipts_of(id).await?) } else { None },
    })
}

/// One conversation: what was said, where it waits and why.
#[component]
pub fn ConversationPage() -> impl IntoView {
    let shown = load(id_param("id"), query("before").parse().ok());
    page(shown, |shown| view! { <Conversation shown/> })
}

#[component]
pub(super) fn Conversation(shown: Shown) -> impl IntoView {
    let Shown { conversation, messages, is_earlier, trace, moves, context, receipts } = shown;
    let words = &words::here().conversations;
    let state = conversation.state;
    let badge = view! { <span data-live="state"><StateBadge state/></span> }.into_any();
    view! {
        <PageHeader title=customer(&conversation.customer_name) crumbs=vec![Crumb::new(words.title, paths::CONVERSATIONS)] badge>
            <LiveControl topic=format!("conversation:{}", conversation.id)/>
        </PageHeader>
        <div class="columns">
            <Messages conversation=conversation.clone() messages is_earlier/>
            <Facts conversation/>
        </div>
        <TraceCard trace moves/>
        <ContextCard context/>
        {receipts.map(|receipts| view! { <ReceiptsCard receipts/> })}
    }
}

/// A part of what was said.
#[component]
pub fn Messages(
    conversation: ConversationSummary,
    messages: Page<Message>,
    #[prop(optional)] is_earlier: bool,
) -> impl IntoView {
    let words = &words::here().conversations;
    let latest = paths::conversation(conversation.id);
    let earlier = messages.next_cursor.map(|cursor| paths::filtered(&latest, &[("before", &cursor)]));
    let earlier = earlier.map(|href| view! { <p><LinkButton href>{words.earlier_messages}</LinkButton></p> });
    let latest = is_earlier.then(|| view! { <p><LinkButton href=latest>{words.latest_messages}</LinkButton></p> });
    let content = if messages.items.is_empty() {
        view! { <p class="muted">{words.no_messages}</p> }.into_any()
    } else {
        let bubbles = messages.items.into_iter().map(|message| {
            let conversation = conversation.clone();
            view! { <Bubble conversation message/> }
        });
        view! { <ol class="thread">{bubbles.collect_view()}</ol> }.into_any()
    };
    view! { <Card title=words.messages live="messages">{earlier}{content}{latest}</Card> }
}

#[component]
fn Facts(conversation: ConversationSummary) -> impl IntoView {
    let words = &words::here().conversations;
    let waiting = match conversation.waiting_since {
        Some(at) => view! { <Time at/> }.into_any(),
        None => view! { <span class="muted">{words.not_waiting}</span> }.into_any(),
    };
    view! {
        <Card title=words.facts live="facts">
            <DescList>
                <Fact label=words.queue>
                    {linked(Permission::ViewQueues, paths::queue(conversation.queue_id), conversation.queue)}
                </Fact>
                <Fact label=words.workstream>
                    {linked(
                        Permission::ViewWorkstreams,
                        paths::workstream(conversation.workstream_id),
                        conversation.workstream,
                    )}
                </Fact>
                <Fact label=words.agent_account>{conversation.agent_account}</Fact>
                <Fact label=words.account>
                    {linked(Permission::ViewAccounts, paths::account(conversation.account_id), conversation.account)}
                </Fact>
                <Fact label=words.waiting_since>{waiting}</Fact>
                <Fact label=words.began><Time at=conversation.created_at absolute=true/></Fact>
                <Fact label=words.last_message><Time at=conversation.last_message_at/></Fact>
                <Fact label=words.message_count><Num value=i64::from(conversation.message_count)/></Fact>
                <Fact label=words.provider_id>
                    <code>{crate::plain::visible(&conversation.provider_conversation_id)}</code>
                </Fact>
            </DescList>
        </Card>
    }
}

/// A name that leads to its page, for those who may open it.
fn linked(permission: Permission, href: String, name: String) -> AnyView {
    if may(permission) { view! { <a href=href>{name}</a> }.into_any() } else { name.into_any() }
}
