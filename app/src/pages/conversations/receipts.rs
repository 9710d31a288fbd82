use domain::{Page, receipt::ReceiptSummary};
use leptos::prelude::*;

use crate::{components::*, pages::receipts::ReceiptTable, words};

/// The deliveries behind a conversation.
#[component]
pub(super) fn ReceiptsCard(receipts: Page<ReceiptSummary>) -> impl IntoView {
    let words = &words::here().conversations;
    let content = if receipts.items.is_empty() {
        view! { <p class="muted">{words.no_receipts}</p> }.into_any()
    } else {
        let count = receipts.items.len();
        let is_cut = receipts.next_cursor.is_some();
        view! {
            <p class="muted">{words.receipts_text}</p>
            <ReceiptTable receipts=receipts.items of_one_account=true/>
            {is_cut.then(|| view! { <p class="muted">{(words.latest_receipts)(count)}</p> })}
        }
        .into_any()
    };
    view! { <Card title=words.receipts live="receipts">{content}</Card> }
}
