use domain::receipt::ReceiptSummary;
use leptos::prelude::*;

use super::OutcomeBadge;
use crate::{components::*, format, paths, plain::visible, reader::Reader, words};

/// Receipts as rows.
#[component]
pub fn ReceiptTable(
    receipts: Vec<ReceiptSummary>,
    /// All belong to one account, which goes without saying.
    #[prop(optional)]
    of_one_account: bool,
) -> impl IntoView {
    let words = &words::here().receipts;
    let mut columns = vec![Column::new(words.received)];
    if !of_one_account {
        columns.push(Column::new(words.account));
    }
    columns.extend([
        Column::new(words.outcome),
        Column::new(words.kind),
        Column::new(words.size).end(),
        Column::new(words.latency).end(),
    ]);
    let rows = receipts.into_iter().map(|receipt| row(receipt, of_one_account)).collect_view();
    view! { <DataTable caption=words.title columns>{rows}</DataTable> }
}

fn row(receipt: ReceiptSummary, of_one_account: bool) -> impl IntoView {
    let words = &words::here().receipts;
    let account = match receipt.account {
        Some(name) => name.into_any(),
        None => view! { <span class="muted">{words.deleted_account}</span> }.into_any(),
    };
    let reason = receipt.reason.map(|code| {
        view! { <span class="sub">{visible(&words.reason_name(&code))}</span> }
    });
    view! {
        <tr>
            <HeadCell><a href=paths::receipt(receipt.id)><ExactTime at=receipt.received_at/></a></HeadCell>
            {(!of_one_account).then(|| view! { <Cell label=words.account>{account}</Cell> })}
            <Cell label=words.outcome>
                <span><OutcomeBadge outcome=receipt.outcome/>{reason}</span>
            </Cell>
            <Cell label=words.kind>{receipt.kind.map(|code| visible(&words.kind_name(&code)))}</Cell>
            <Cell label=words.size end=true><Bytes count=u64::try_from(receipt.body_size).unwrap_or_default()/></Cell>
            <Cell label=words.latency end=true><Latency microseconds=receipt.latency_us/></Cell>
        </tr>
    }
}

#[component]
pub(super) fn Latency(microseconds: i32) -> impl IntoView {
    let text = format::latency(u64::try_from(microseconds).unwrap_or_default(), Reader::here().lang);
    view! { <span class="num">{text}</span> }
}
