//! One account: where it is on its way, what is missing, and everything that may be known of it.

use domain::{
    account::{AccountDetail, AccountState, AgentAccountDetail, SuspendedFor, Suspension},
    field_security::SecuredField,
    user::Permission,
};
use leptos::prelude::*;

use super::{
    EndedNotice, StateBadge,
    api::get_account,
    channel_name,
    connection::{CallbackUrl, ConnectionState, MissingList},
    credentials::{KeyFileState, TokenState},
    setup::{self, Step},
};
use crate::{
    components::*,
    format,
    gate::may,
    page::{id_param, page},
    pages::{
        audit::{History, history_of},
        privacy::AcknowledgementFacts,
        secrets::field_name,
    },
    paths,
    reader::Reader,
    words,
};

/// One account.
#[component]
pub fn AccountPage() -> impl IntoView {
    let id = id_param("id");
    let load = async move {
        let id = id?;
        Ok((get_account(id).await?, history_of(id.0).await?))
    };
    page(load, |(account, past)| {
        let words = &words::here().accounts;
        let may_manage = may(Permission::ManageAccounts);
        let badge = view! { <StateBadge state=account.summary.state/> }.into_any();
        let actions = may_manage.then(|| view! { <Actions account=account.clone()/> });
        view! {
            <PageHeader title=account.summary.name.clone() crumbs=vec![Crumb::new(words.title, paths::ACCOUNTS)] badge>
                {actions}
            </PageHeader>
            <EndedNotice/>
            <div class="stack" data-live="standing"><Standing account=account.clone() may_manage/></div>
            <ConnectionCard account=account.clone()/>
            <FactsCard account=account.clone()/>
            <CredentialsCard account=account.clone() may_manage/>
            <AgentsCard account=account.clone() may_manage/>
            <PrivacyCard account/>
            <History past/>
        }
    })
}

#[component]
fn Actions(account: AccountDetail) -> impl IntoView {
    let words = &words::here().accounts;
    let id = account.summary.id;
    let go_on = (account.summary.state == AccountState::Draft).then(|| {
        view! { <LinkButton href=setup::resume(id) kind=ButtonKind::Primary>{words.resume_setup}</LinkButton> }
    });
    let suspend = if account.suspension.is_some() { words.detail.resume } else { words.detail.suspend };
    view! {
        {go_on}
        <LinkButton href=paths::edit_account(id)>{words.detail.edit}</LinkButton>
        <LinkButton href=paths::suspend_account(id)>{suspend}</LinkButton>
        <LinkButton href=paths::delete_account(id) kind=ButtonKind::Danger>{words.detail.delete}</LinkButton>
    }
}

/// Why it is suspended, what is missing, or what comes next.
#[component]
fn Standing(account: AccountDetail, may_manage: bool) -> impl IntoView {
    let words = &words::here().accounts.detail;
    let id = account.summary.id;
    if let Some(suspension) = account.suspension {
        let resume = (suspension.reason == SuspendedFor::PrivacyWithdrawn).then(|| {
            view! { <p><a href=paths::acknowledgement(id)>{words.show_acknowledgement}</a></p> }
        });
        return view! { <Banner tone=Tone::Warn><p>{suspended(suspension)}</p>{resume}</Banner> }.into_any();
    }
    let items = setup::missing(&account);
    if !items.is_empty() {
        let is_draft = account.summary.state == AccountState::Draft;
        let list = if may_manage {
            view! { <MissingList id items/> }.into_any()
        } else {
            let items = items.into_iter().map(|(_, text)| view! { <li>{text}</li> }).collect_view();
            view! { <ul>{items}</ul> }.into_any()
        };
        return view! {
            <Banner title=words.missing>
                {is_draft.then(|| view! { <p>{words.draft_text}</p> })}
                {list}
            </Banner>
        }
        .into_any();
    }
    let is_joined = account.agent_accounts.iter().any(|agent| agent.agent_account.workstream.is_some());
    (!is_joined && may(Permission::ManageWorkstreams))
        .then(|| {
            view! {
                <Banner tone=Tone::Ok title=words.next>
                    <p>{words.next_text}</p>
                    <p><a href=paths::NEW_WORKSTREAM>{words.next_workstream}</a></p>
                </Banner>
            }
        })
        .into_any()
}

fn suspended(suspension: Suspension) -> String {
    let reader = Reader::here();
    let words = &reader.words().accounts.detail;
    let when = format::date_time(suspension.at, &reader.zone, reader.lang);
    match suspension.reason {
        SuspendedFor::Administrator => (words.suspended_by_person)(&when),
        SuspendedFor::PrivacyWithdrawn => (words.suspended_by_withdrawal)(&when),
    }
}

#[component]
fn ConnectionCard(account: AccountDetail) -> impl IntoView {
    let words = &words::here().accounts.connection;
    let live = view! { <LiveControl topic=format!("account:{}", account.summary.id)/> }.into_any();
    view! {
        <Card title=words.title actions=live>
            <div data-live="connection">
                <ConnectionState verified_at=account.summary.verified_at last_refusal=account.last_refusal/>
            </div>
            <CallbackUrl id="callback" url=account.summary.callback_url/>
        </Card>
    }
}

#[component]
fn FactsCard(account: AccountDetail) -> impl IntoView {
    let words = words::here();
    let partner_id = match account.partner_id {
        Some(id) => view! { <code>{id}</code> }.into_any(),
        None => words.common.none.into_any(),
    };
    view! {
        <Card title=words.accounts.detail.facts>
            <DescList>
                <Fact label=words.accounts.channel>{channel_name(account.summary.channel_kind)}</Fact>
                <Fact label=words.accounts.credentials.partner_id>{partner_id}</Fact>
                <Fact label=words.accounts.created_at><Time at=account.created_at absolute=true/></Fact>
            </DescList>
        </Card>
    }
}

#[component]
fn CredentialsCard(account: AccountDetail, may_manage: bool) -> impl IntoView {
    let words = &words::here().accounts.credentials;
    let edit = paths::edit_account(account.summary.id);
    let replace = may_manage
        .then(|| view! { <LinkButton href=edit small=true>{words::here().common.change}</LinkButton> }.into_any());
    view! {
        <Card title=words.title actions=replace.unwrap_or_else(|| ().into_any())>
            <div class="field">
                <p class="label">{words.client_token}</p>
                <TokenState secret=account.client_token/>
                <SecretLink field=SecuredField::AccountClientToken id=account.summary.id.0/>
            </div>
            <div class="field">
                <p class="label">{words.key_file}</p>
                <KeyFileState secret=account.service_account/>
                <SecretLink field=SecuredField::AccountServiceAccount id=account.summary.id.0/>
            </div>
        </Card>
    }
}

/// The way to a secret's own page. It is there whether or not something is set.
#[component]
fn SecretLink(field: SecuredField, id: uuid::Uuid) -> impl IntoView {
    let label = format!("{}: {}", words::here().secrets.open, field_name(field));
    view! { <p><a href=paths::secret(field, id) aria-label=label>{words::here().secrets.open}</a></p> }
}

#[component]
fn AgentsCard(account: AccountDetail, may_manage: bool) -> impl IntoView {
    let words = &words::here().accounts;
    let id = account.summary.id;
    let add = may_manage.then(|| {
        let href = Step::Agents.path(id);
        view! { <LinkButton href icon=IconName::Plus small=true>{words.agents.add_title}</LinkButton> }.into_any()
    });
    let actions = add.unwrap_or_else(|| ().into_any());
    if account.agent_accounts.is_empty() {
        return view! {
            <Card title=words.agent_accounts actions><p class="muted">{words.agents.none}</p></Card>
        }
        .into_any();
    }
    let columns = vec![
        Column::new(words.agents.name),
        Column::new(words.agents.brand_id),
        Column::new(words.agents.agent_id),
        Column::new(words.agents.webhook),
        Column::new(words.agents.workstream),
        Column::new(words::here().common.actions).unseen(),
    ];
    let rows = account.agent_accounts.into_iter();
    let rows = rows.map(|agent| agent_row(agent, may_manage)).collect_view();
    view! {
        <Card title=words.agent_accounts actions flush=true>
            <DataTable caption=words.agent_accounts columns>{rows}</DataTable>
        </Card>
    }
    .into_any()
}

fn agent_row(detail: AgentAccountDetail, may_manage: bool) -> impl IntoView {
    let words = &words::here().accounts.agents;
    let agent = detail.agent_account;
    let workstream = match agent.workstream {
        Some((id, name)) => view! { <a href=paths::workstream(id)>{name}</a> }.into_any(),
        None => words.no_workstream.into_any(),
    };
    let webhook = if agent.callback_url.is_some() { words.own_webhook_short } else { words.account_webhook };
    let edit = may_manage.then(|| {
        let label = (words.edit_of)(&agent.name);
        let href = paths::agent_account(agent.account_id, agent.id);
        view! { <LinkButton href small=true label>{words.edit}</LinkButton> }
    });
    view! {
        <tr>
            <HeadCell>{agent.name}</HeadCell>
            <Cell label=words.brand_id><code>{agent.brand_id}</code></Cell>
            <Cell label=words.agent_id><code>{agent.agent_id}</code></Cell>
            <Cell label=words.webhook>{webhook}</Cell>
            <Cell label=words.workstream>{workstream}</Cell>
            <ActionCell>{edit}</ActionCell>
        </tr>
    }
}

#[component]
fn PrivacyCard(account: AccountDetail) -> impl IntoView {
    let words = words::here();
    let href = paths::acknowledgement(account.summary.id);
    let show = may(Permission::ViewPrivacy).then(|| {
        view! { <LinkButton href small=true>{words.accounts.detail.show_acknowledgement}</LinkButton> }.into_any()
    });
    let content = match account.acknowledgement {
        Some(acknowledgement) => view! { <AcknowledgementFacts acknowledgement/> }.into_any(),
        None => view! { <p class="muted">{words.privacy.missing}</p> }.into_any(),
    };
    view! {
        <Card title=words.accounts.detail.acknowledgement actions=show.unwrap_or_else(|| ().into_any())>{content}</Card>
    }
}
