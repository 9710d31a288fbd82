//! Step 4: the address goes to the provider, and the provider's confirmation comes back while the page is open.

use domain::account::AccountDetail;
use leptos::prelude::*;

use super::StepButtons;
use crate::{
    components::*,
    forms::action,
    pages::accounts::{
        api::SaveConnection,
        connection::{CallbackUrl, ConnectionState, Guide, NotReady},
    },
    words,
};

#[component]
pub fn ConnectionStep(account: AccountDetail, console: Option<String>) -> impl IntoView {
    let words = words::here();
    let id = account.summary.id;
    let (verified_at, last_refusal) = (account.summary.verified_at, account.last_refusal.clone());
    let url = account.summary.callback_url.clone();
    view! {
        <Card title=words.accounts.setup.connection_title actions={live(id)}>
            <div class="stack" data-live="connection">
                <NotReady account/>
                <ConnectionState verified_at last_refusal/>
            </div>
            <CallbackUrl id="callback" url/>
            <Guide console/>
            <form class="form" method="post" action={action::<SaveConnection>()}>
                <input type="hidden" name="id" value=id.to_string()/>
                <StepButtons next=words.common.save/>
            </form>
        </Card>
    }
}

fn live(id: domain::AccountId) -> AnyView {
    view! { <LiveControl topic=format!("account:{id}")/> }.into_any()
}
