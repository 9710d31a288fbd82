//! The pages of one agent account: change and remove.

use domain::{AccountId, AgentAccountId, account::AgentAccountDetail, field_security::SecuredField};
use islands::AppError;
use leptos::prelude::*;

use super::{
    agent_fields::AgentFields,
    api::{ChangeAgent, RemoveAgent, get_account, get_agent, may_manage_accounts},
    connection::{CallbackUrl, ConnectionState},
    crumbs,
};
use crate::{
    components::*,
    forms::{action, draft_or},
    gate,
    page::{id_param, page},
    paths, words,
};

/// An agent account's name, ids and webhook.
#[component]
pub fn AgentAccountPage() -> impl IntoView {
    let (account, id) = (id_param("id"), id_param("agent"));
    let load = async move {
        let (name, detail) = load(account?, id?).await?;
        let form = draft_or(filled(&detail)).await?;
        Ok((name, detail, form))
    };
    page(load, |(account_name, detail, form)| {
        let words = words::here();
        let agents = &words.accounts.agents;
        let AgentAccountDetail { agent_account: agent, client_token, last_refusal } = detail;
        let (account, id) = (agent.account_id, agent.id);
        let own = agent.callback_url.clone().map(|url| {
            view! {
                <p class="hint">{agents.giving_up}</p>
                <CallbackUrl id="callback" url/>
                <div data-live="connection"><ConnectionState verified_at=agent.verified_at last_refusal/></div>
                <LiveControl topic=format!("account:{account}")/>
                <p>
                    <a href=paths::secret(SecuredField::AgentAccountClientToken, id.0)>
                        {format!("{}: {}", words.secrets.open, words.accounts.credentials.client_token)}
                    </a>
                </p>
            }
            .into_any()
        });
        let label = (agents.remove_of)(&agent.name);
        view! {
            <PageHeader title=(agents.edit_title)(&agent.name) crumbs=crumbs(&words.accounts, account, &account_name)
                problem=form.has_errors()>
                <LinkButton href=paths::remove_agent_account(account, id) kind=ButtonKind::Danger label>
                    {words.common.remove}
                </LinkButton>
            </PageHeader>
            <ErrorSummary form=&form/>
            <form class="form" method="post" enctype="multipart/form-data" action={action::<ChangeAgent>()}>
                <input type="hidden" name="account" value=account.to_string()/>
                <input type="hidden" name="id" value=id.to_string()/>
                <HiddenInput name="version" value=form.value("version")/>
                <AgentFields form=&form client_token own=own.unwrap_or_else(|| ().into_any())/>
                <Buttons>
                    <Button kind=ButtonKind::Primary>{words.common.save}</Button>
                    <LinkButton href=paths::account(account) kind=ButtonKind::Quiet>{words.common.cancel}</LinkButton>
                </Buttons>
            </form>
        }
    })
}

/// Asks before an agent account is removed, and says what is in the way.
#[component]
pub fn RemoveAgentAccountPage() -> impl IntoView {
    let (account, id) = (id_param("id"), id_param("agent"));
    let load = async move {
        let (name, detail) = load(account?, id?).await?;
        Ok((name, detail.agent_account, draft_or(FormView::default()).await?))
    };
    page(load, |(account_name, agent, form)| {
        let words = &words::here().accounts;
        let (account, id) = (agent.account_id, agent.id);
        let content = match agent.workstream {
            None => view! {
                <p>{words.agents.remove_text}</p>
                <ConfirmForm action={action::<RemoveAgent>()} form=&form
                    confirm=(words.agents.remove_of)(&agent.name) cancel=paths::account(account)>
                    <input type="hidden" name="account" value=account.to_string()/>
                    <input type="hidden" name="id" value=id.to_string()/>
                </ConfirmForm>
            }
            .into_any(),
            Some((workstream, name)) => view! {
                <Banner tone=Tone::Warn>
                    <p>{words.agents.remove_blocked}</p>
                    <ul><li><a href=paths::workstream(workstream)>{name}</a></li></ul>
                </Banner>
            }
            .into_any(),
        };
        view! {
            <PageHeader title=(words.agents.remove_title)(&agent.name) crumbs=crumbs(words, account, &account_name)
                problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            {content}
        }
    })
}

/// The account's name and the agent account, which has to be one of the account's.
async fn load(account: AccountId, id: AgentAccountId) -> Result<(String, AgentAccountDetail), AppError> {
    may_manage_accounts().await?;
    let detail = get_agent(id).await?;
    if detail.agent_account.account_id != account {
        return Err(gate::refuse(AppError::NotFound));
    }
    Ok((get_account(account).await?.summary.name, detail))
}

fn filled(detail: &AgentAccountDetail) -> FormView {
    let agent = &detail.agent_account;
    FormView::filled([
        ("name", agent.name.clone()),
        ("brand_id", agent.brand_id.clone()),
        ("agent_id", agent.agent_id.clone()),
        ("own_webhook", agent.callback_url.is_some().to_string()),
        ("version", agent.version.to_string()),
    ])
}
