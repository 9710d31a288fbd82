//! Step 5: the agent accounts. Adding one leads back here; saving leads to the account.

use domain::account::{AccountDetail, AgentAccountDetail};
use leptos::prelude::*;

use crate::{
    components::*,
    forms::action,
    pages::accounts::{
        agent_fields::{AgentFields, new_token_slot},
        api::AddAgent,
        connection::CallbackUrl,
    },
    paths, words,
};

#[component]
pub fn AgentsStep(account: AccountDetail, has_emulator: bool, #[prop(into)] form: FormView) -> impl IntoView {
    let words = words::here();
    let id = account.summary.id;
    let list = if account.agent_accounts.is_empty() {
        view! { <p class="muted">{words.accounts.agents.none_text}</p> }.into_any()
    } else {
        let rows = account.agent_accounts.into_iter().map(row).collect_view();
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    view! {
        <Card>
            <p class="muted">{words.accounts.setup.agents_text}</p>
            {list}
        </Card>
        <Card title=words.accounts.agents.add_title>
            {has_emulator.then(|| view! { <Banner><p>{words.accounts.setup.agents_emulator}</p></Banner> })}
            <form class="form" method="post" enctype="multipart/form-data" action={action::<AddAgent>()}>
                <input type="hidden" name="id" value=id.to_string()/>
                <AgentFields form=&form client_token=new_token_slot()/>
                <Buttons>
                    <Button name=FormView::field("then") value="add">{words.common.add}</Button>
                    <Button kind=ButtonKind::Primary name=FormView::field("then") value="finish">
                        {words.common.save}
                    </Button>
                </Buttons>
            </form>
        </Card>
    }
}

fn row(detail: AgentAccountDetail) -> impl IntoView {
    let words = words::here();
    let agent = detail.agent_account;
    let label = (words.accounts.agents.remove_of)(&agent.name);
    let own = agent.callback_url.map(|url| view! { <CallbackUrl id=format!("callback-{}", agent.id) url/> });
    view! {
        <li>
            <span class="stack">
                <span>
                    <a href=paths::agent_account(agent.account_id, agent.id)><strong>{agent.name}</strong></a>
                </span>
                <span class="muted mono">{agent.brand_id}" / "{agent.agent_id}</span>
                {own}
            </span>
            <LinkButton href=paths::remove_agent_account(agent.account_id, agent.id) kind=ButtonKind::Quiet small=true label>
                {words.common.remove}
            </LinkButton>
        </li>
    }
}
