use domain::{
    WorkstreamId,
    user::Permission,
    workstream::{WorkstreamDetail, WorkstreamSummary},
};
use leptos::prelude::*;

use super::{
    api::{
        channels::{get_phones, next_channel_step},
        get_workstream,
    },
    channels::Channels,
    distribution_name, type_name,
};
use crate::{
    components::*,
    gate::may,
    page::{id_param, page},
    pages::{
        accounts::{EndedNotice, channel_name},
        audit::{History, history_of},
    },
    paths, words,
};

/// One workstream: what it is, its channels, and how it routes.
#[component]
pub fn WorkstreamPage() -> impl IntoView {
    let id = id_param("id");
    let load = async move {
        let id: WorkstreamId = id?;
        let past = history_of(id.0).await?;
        Ok((get_workstream(id).await?, get_phones(id).await?, next_channel_step(id).await?, past))
    };
    page(load, |(workstream, phones, step, past)| {
        let words = &words::here().workstreams;
        let summary = workstream.summary.clone();
        let id = summary.id;
        let delete = (words.delete)(&summary.name);
        let may_manage = may(Permission::ManageWorkstreams);
        view! {
            <PageHeader title=summary.name.clone() crumbs=vec![Crumb::new(words.title, paths::WORKSTREAMS)]>
                {may_manage.then(|| view! {
                    <LinkButton href=paths::edit_workstream(id)>{words.edit}</LinkButton>
                    <LinkButton href=paths::delete_workstream(id) kind=ButtonKind::Danger label=delete>
                        {words::here().common.delete}
                    </LinkButton>
                })}
            </PageHeader>
            <EndedNotice/>
            <Facts summary/>
            <Channels workstream=workstream.clone() phones step may_manage/>
            <Routing workstream/>
            <History past/>
        }
    })
}

#[component]
fn Facts(summary: WorkstreamSummary) -> impl IntoView {
    let words = &words::here().workstreams;
    view! {
        <Card title=words.facts>
            <DescList>
                <Fact label=words.work_type>{type_name(summary.work_type)}</Fact>
                <Fact label=words.channel>{channel_name(summary.channel_kind)}</Fact>
                <Fact label=words.distribution>{distribution_name(summary.distribution)}</Fact>
                <Fact label=words.fallback_queue>
                    <a href=paths::queue(summary.fallback_queue_id)>{summary.fallback_queue}</a>
                </Fact>
                <Fact label=words.open_conversations><Num value=summary.open_conversation_count/></Fact>
            </DescList>
        </Card>
    }
}

/// The rules in a sentence.
#[component]
fn Routing(workstream: WorkstreamDetail) -> impl IntoView {
    let words = &words::here().workstreams;
    let queue = &workstream.summary.fallback_queue;
    let content = if workstream.rule_count == 0 {
        view! { <p>{(words.no_rules)(queue)}</p> }.into_any()
    } else {
        view! {
            <p><strong>{(words.rules)(workstream.rule_count, queue)}</strong></p>
            <p class="muted">{(words.order_of_rules)(queue)}</p>
        }
        .into_any()
    };
    let link =
        view! { <LinkButton href=paths::rules(workstream.summary.id) small=true>{words.show_rules}</LinkButton> };
    view! { <Card title=words.routing actions=link.into_any()>{content}</Card> }
}
