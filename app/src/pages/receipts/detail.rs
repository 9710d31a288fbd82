use domain::{
    ReceiptId,
    field_security::Sight,
    receipt::{Outcome, ReceiptDetail},
    user::Permission,
};
use leptos::prelude::*;

use super::{
    OutcomeBadge,
    api::{ReplayReceipt, get_receipt},
    table::Latency,
};
use crate::{
    components::*,
    format,
    forms::{action, draft_or},
    gate::may,
    page::{id_param, page},
    paths,
    plain::visible,
    reader::Reader,
    words,
};

/// One delivery: what became of it, why, and what was stored.
#[component]
pub fn ReceiptPage() -> impl IntoView {
    let id = id_param("id");
    let load = async move { Ok((get_receipt(id?).await?, draft_or(FormView::default()).await?)) };
    page(load, |(receipt, form)| view! { <Receipt receipt form/> })
}

#[component]
fn Receipt(receipt: ReceiptDetail, form: FormView) -> impl IntoView {
    let reader = Reader::here();
    let words = &reader.words().receipts;
    let when = format::date_time_exact(receipt.summary.received_at, &reader.zone, reader.lang);
    let crumbs = vec![Crumb::new(words.title, paths::RECEIPTS)];
    let outcome = receipt.summary.outcome;
    let badge = view! { <span data-live="outcome"><OutcomeBadge outcome/></span> }.into_any();
    // A handshake keeps nothing and leads nowhere.
    let is_event = receipt.body_hash.is_some();
    let is_unsettled = matches!(outcome, Outcome::Accepted | Outcome::DeadLetter) && receipt.conversation_id.is_none();
    view! {
        <PageHeader title=(words.one_title)(&when) crumbs purpose=(words.outcome_text)(outcome) live="outcome-text"
            badge problem=form.has_errors()>
            {(is_event && is_unsettled).then(|| view! { <LiveControl topic="receipts"/> })}
        </PageHeader>
        <ErrorSummary form=&form/>
        <div class="stack" data-live="replay">
            {receipt.can_replay.then(|| view! { <ReplayCard id=receipt.summary.id/> })}
        </div>
        <Facts receipt=receipt.clone()/>
        <Body receipt/>
    }
}

#[component]
fn ReplayCard(id: ReceiptId) -> impl IntoView {
    let words = &words::here().receipts;
    view! {
        <Card>
            <form class="stack" method="post" action={action::<ReplayReceipt>()}>
                <p>{words.replay_text}</p>
                <input type="hidden" name="id" value=id.to_string()/>
                <Buttons><Button kind=ButtonKind::Primary icon=IconName::Refresh>{words.replay}</Button></Buttons>
            </form>
        </Card>
    }
}

#[component]
fn Facts(receipt: ReceiptDetail) -> impl IntoView {
    let words = &words::here().receipts;
    let summary = receipt.summary;
    let reason = summary.reason.as_deref().map(|code| visible(&words.reason_name(code)));
    let kind = summary.kind.as_deref().map(|code| visible(&words.kind_name(code)));
    let conversation = match receipt.conversation_id {
        Some(id) if may(Permission::ViewConversations) => {
            view! { <a href=paths::conversation(id)>{words.show_conversation}</a> }.into_any()
        }
        Some(id) => id.to_string().into_any(),
        None => missing(words.no_conversation),
    };
    let hash = receipt.body_hash.map(|hash| view! { <code>{hash}</code> }.into_any());
    view! {
        <Card title=words.facts live="facts">
            <DescList>
                <Fact label=words.received><ExactTime at=summary.received_at/></Fact>
                <Fact label=words.account>{account(summary.account_id, summary.account)}</Fact>
                <Fact label=words.reason>{reason.map_or_else(|| missing(words.no_reason), IntoAny::into_any)}</Fact>
                <Fact label=words.signature>{visible(&words.signature_name(&receipt.signature))}</Fact>
                <Fact label=words.kind>{kind.map_or_else(|| missing(words.unread_kind), IntoAny::into_any)}</Fact>
                {receipt.duplicate_of.map(|id| view! {
                    <Fact label=words.duplicate_of><a href=paths::receipt(id)>{words.show_first}</a></Fact>
                })}
                <Fact label=words.conversation>{conversation}</Fact>
                {(receipt.attempt_count > 0).then(|| view! {
                    <Fact label=words.attempts><Num value=i64::from(receipt.attempt_count)/></Fact>
                })}
                <Fact label=words.latency><Latency microseconds=summary.latency_us/></Fact>
                <Fact label=words.size><Bytes count=u64::try_from(summary.body_size).unwrap_or_default()/></Fact>
                <Fact label=words.hash>{hash.unwrap_or_else(|| missing(words.no_hash))}</Fact>
                <Fact label=words.id><code>{summary.id.to_string()}</code></Fact>
            </DescList>
        </Card>
    }
}

fn account(id: domain::AccountId, name: Option<String>) -> AnyView {
    match name {
        Some(name) if may(Permission::ViewAccounts) => view! { <a href=paths::account(id)>{name}</a> }.into_any(),
        Some(name) => name.into_any(),
        None => missing(words::here().receipts.deleted_account),
    }
}

fn missing(text: &'static str) -> AnyView {
    view! { <span class="muted">{text}</span> }.into_any()
}

/// The stored body, for those who may read it.
#[component]
fn Body(receipt: ReceiptDetail) -> impl IntoView {
    let words = &words::here().receipts;
    let outcome = receipt.summary.outcome;
    let keeps_body = matches!(outcome, Outcome::Accepted | Outcome::Conflict | Outcome::DeadLetter);
    let content = match receipt.body {
        Sight::Hidden => view! { <p><HiddenValue/></p> }.into_any(),
        Sight::Told(Some(body)) => view! {
            <p class="muted">{words.body_note}</p>
            <CodeBlock label=words.body_label text=visible(&body)/>
        }
        .into_any(),
        Sight::Told(None) if keeps_body && !may(Permission::ReplayReceipts) => {
            view! { <NoAccess permission=Permission::ReplayReceipts/> }.into_any()
        }
        Sight::Told(None) => view! { <p class="muted">{words.no_body}</p> }.into_any(),
    };
    view! { <Card title=words.body>{content}</Card> }
}
