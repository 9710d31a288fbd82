//! *See as*: an account and a conversation with the components of their own pages, for somebody else's eyes.

use backend::field_security::Preview;
use domain::{Page, account::AccountDetail, conversation::ConversationSummary, message::Message};
use leptos::prelude::*;

use super::api::{preview_person, preview_profile};
use crate::{
    components::*,
    page::{id_param, page},
    pages::{
        accounts::{KeyFileState, TokenState},
        conversations::{Customer, Messages},
    },
    paths, words,
};

/// How things look for whoever has this profile and no other.
#[component]
pub fn PreviewProfilePage() -> impl IntoView {
    let id = id_param("id");
    let load = async move {
        let id = id?;
        Ok((preview_profile(id).await?, paths::profile(id)))
    };
    page(load, |(preview, back)| {
        let crumb = Crumb::new(words::here().field_security.title, paths::FIELD_SECURITY);
        view! { <SeeAs preview crumb back/> }
    })
}

/// How things look for one person.
#[component]
pub fn PreviewPersonPage() -> impl IntoView {
    let id = id_param("id");
    let load = async move {
        let id = id?;
        Ok((preview_person(id).await?, paths::access(id)))
    };
    page(load, |(preview, back)| {
        let crumb = Crumb::new(words::here().users.title, paths::USERS);
        view! { <SeeAs preview crumb back/> }
    })
}

#[component]
fn SeeAs(preview: Preview, crumb: Crumb, back: String) -> impl IntoView {
    let words = &words::here().field_security;
    let Preview { name, account, conversation } = preview;
    let crumbs = vec![crumb, Crumb::new(name.clone(), back)];
    let account = match account {
        Some(account) => view! { <Account account/> }.into_any(),
        None => {
            view! { <Card title=words.preview_account><p class="muted">{words.nothing_to_show}</p></Card> }.into_any()
        }
    };
    let conversation = match conversation {
        Some((conversation, messages)) => view! { <Conversation conversation messages/> }.into_any(),
        None => view! { <Card title=words.preview_conversation><p class="muted">{words.nothing_to_show}</p></Card> }
            .into_any(),
    };
    view! {
        <PageHeader title=(words.preview_title)(&name) crumbs/>
        <Banner title=words.preview_note><p>{words.preview_text}</p></Banner>
        {account}
        {conversation}
    }
}

#[component]
fn Account(account: AccountDetail) -> impl IntoView {
    let words = &words::here().field_security;
    let agents = account.agent_accounts.into_iter().map(|agent| {
        let label = format!("{}: {}", (words.field_name)(TOKEN_OF_AGENT), agent.agent_account.name);
        view! { <Fact label><TokenState secret=agent.client_token/></Fact> }
    });
    let agents = agents.collect_view();
    view! {
        <Card title=words.preview_account>
            <DescList>
                <Fact label=words.name>{account.summary.name}</Fact>
                <Fact label=(words.field_name)(TOKEN)><TokenState secret=account.client_token/></Fact>
                <Fact label=(words.field_name)(KEY_FILE)><KeyFileState secret=account.service_account/></Fact>
                {agents}
            </DescList>
        </Card>
    }
}

const TOKEN: domain::field_security::SecuredField = domain::field_security::SecuredField::AccountClientToken;
const KEY_FILE: domain::field_security::SecuredField = domain::field_security::SecuredField::AccountServiceAccount;
const TOKEN_OF_AGENT: domain::field_security::SecuredField =
    domain::field_security::SecuredField::AgentAccountClientToken;

#[component]
fn Conversation(conversation: ConversationSummary, mut messages: Page<Message>) -> impl IntoView {
    let words = words::here();
    messages.next_cursor = None;
    let name = conversation.customer_name.clone();
    view! {
        <Card title=words.field_security.preview_conversation>
            <DescList><Fact label=words.conversations.customer><Customer name/></Fact></DescList>
        </Card>
        <Messages conversation messages/>
    }
}
