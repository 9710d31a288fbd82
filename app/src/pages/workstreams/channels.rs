//! The channels on the workstream's page.

use domain::{channel::ChannelSummary, user::Permission, workstream::WorkstreamDetail};
use leptos::prelude::*;

use super::{api::channels::Phones, channel::Step};
use crate::{
    components::*,
    gate::may,
    pages::accounts::channel_name,
    paths,
    words::{self, channels::Channels as Texts},
};

#[component]
pub fn Channels(
    workstream: WorkstreamDetail,
    phones: Option<Phones>,
    /// Where setting up a channel begins, or goes on.
    step: Step,
    may_manage: bool,
) -> impl IntoView {
    let words = &words::here().channels;
    let id = workstream.summary.id;
    let set_up = may_manage.then(|| {
        let label = (words.set_up)(channel_name(workstream.summary.channel_kind));
        view! {
            <LinkButton href=paths::new_channel(id, step.as_str()) kind=ButtonKind::Primary icon=IconName::Plus>
                {label}
            </LinkButton>
        }
        .into_any()
    });
    if workstream.channels.is_empty() {
        return view! {
            <Card title=words.channels flush=true>
                <EmptyState icon=IconName::Channel title=words.none text=words.none_text>{set_up}</EmptyState>
            </Card>
        }
        .into_any();
    }
    let columns = vec![
        Column::new(words.agent_account),
        Column::new(words.account),
        Column::new(words.language),
        Column::new(words.attachments),
        Column::new(words::here().common.actions).unseen(),
    ];
    let rows = workstream.channels.into_iter().map(|channel| row(channel, phones.as_ref(), may_manage)).collect_view();
    view! {
        <Card title=words.channels actions=set_up.unwrap_or_else(|| ().into_any()) flush=true>
            <DataTable caption=words.channels columns>{rows}</DataTable>
        </Card>
    }
    .into_any()
}

fn row(channel: ChannelSummary, phones: Option<&Phones>, may_manage: bool) -> impl IntoView + use<> {
    let words = words::here();
    let texts = &words.channels;
    let attachments = match (channel.attachments_from_customers, channel.attachments_from_agents) {
        (true, true) => texts.both_ways,
        (true, false) => texts.customers_only,
        (false, true) => texts.agents_only,
        (false, false) => texts.off,
    };
    let account = if may(Permission::ViewAccounts) {
        view! { <a href=paths::account(channel.account_id)>{channel.account_name.clone()}</a> }.into_any()
    } else {
        channel.account_name.clone().into_any()
    };
    let manage = may_manage.then(|| {
        let (workstream, name) = (channel.workstream_id, &channel.agent_account_name);
        let (edit, remove) = ((texts.edit)(name), (texts.removal.remove)(name));
        view! {
            <LinkButton href=paths::edit_channel(workstream, channel.id) kind=ButtonKind::Quiet small=true label=edit>
                {words.workstreams.edit}
            </LinkButton>
            <LinkButton href=paths::remove_channel(workstream, channel.id) kind=ButtonKind::Quiet small=true label=remove>
                {words.common.remove}
            </LinkButton>
        }
    });
    let links = phones.map(|phones| test_links(&channel, phones, texts));
    view! {
        <tr>
            <HeadCell>{channel.agent_account_name}</HeadCell>
            <Cell label=texts.account>{account}</Cell>
            <Cell label=texts.language>{texts.language_name(&channel.language)}</Cell>
            <Cell label=texts.attachments>{attachments}</Cell>
            <ActionCell><Buttons>{links}{manage}</Buttons></ActionCell>
        </tr>
    }
}

/// A phone of each make, on which somebody writes as a customer.
fn test_links(channel: &ChannelSummary, phones: &Phones, texts: &Texts) -> impl IntoView + use<> {
    let link = |surface, text: &'static str| {
        let label = (texts.test_of)(text, &channel.agent_account_name);
        let href = phones.address(channel, surface)?;
        Some(view! { <LinkButton href icon=IconName::Phone small=true label new_tab=true>{text}</LinkButton> })
    };
    (link("android", texts.test_android), link("ios", texts.test_ios))
}
