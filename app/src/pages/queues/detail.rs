use domain::{
    queue::{QueueDetail, QueueMember},
    user::Permission,
};
use leptos::prelude::*;

use super::{
    api::{AddMember, RemoveMember, get_queue, list_candidates, settings::get_queue_setup},
    setup::SetupCard,
};
use crate::{
    components::*,
    forms::{action, draft_or},
    gate::may,
    page::{id_param, page},
    pages::audit::{History, history_of},
    paths, words,
};

/// One queue: what it is, who serves it, what uses it.
#[component]
pub fn QueuePage() -> impl IntoView {
    let id = id_param("id");
    let load = async move {
        let id = id?;
        let queue = get_queue(id).await?;
        // Who may see the queue but not choose its members sees no form for it.
        let candidates = if may(Permission::ManageQueueMembers) { Some(list_candidates(id).await?) } else { None };
        let setup = get_queue_setup(id).await?;
        let past = history_of(id.0).await?;
        Ok((queue, setup, candidates, draft_or(FormView::default()).await?, past))
    };
    page(load, |(queue, setup, candidates, form, past)| {
        let words = &words::here().queues;
        let id = queue.summary.id;
        let badge =
            queue.summary.is_default.then(|| view! { <Badge tone=Tone::Info label=words.default_badge/> }.into_any());
        let may_change = candidates.is_some();
        let delete = (words.delete)(&queue.summary.name);
        let may_manage = may(Permission::ManageQueues);
        view! {
            <PageHeader title=queue.summary.name.clone() crumbs=vec![Crumb::new(words.title, paths::QUEUES)]
                badge=badge.unwrap_or_else(|| ().into_any())>
                {may_manage.then(|| view! {
                    <LinkButton href=paths::edit_queue(id)>{words.edit}</LinkButton>
                    <LinkButton href=paths::queue_settings(id) icon=IconName::Settings>{words.settings.edit}</LinkButton>
                })}
                {(may_manage && !queue.summary.is_default).then(|| view! {
                    <LinkButton href=paths::delete_queue(id) kind=ButtonKind::Danger label=delete>
                        {words::here().common.delete}
                    </LinkButton>
                })}
            </PageHeader>
            <ErrorSummary form=&form/>
            {queue.members.is_empty().then(|| view! {
                <Banner tone=Tone::Bad title=words.no_members><p>{words.no_members_text}</p></Banner>
            })}
            <Facts queue=queue.clone()/>
            <SetupCard setup/>
            <Card title=words.members>
                <Members queue=queue.clone() may_change/>
                {candidates.map(|candidates| view! { <AddForm queue candidates form/> })}
            </Card>
            <History past/>
        }
    })
}

#[component]
fn Facts(queue: QueueDetail) -> impl IntoView {
    let words = &words::here().queues;
    let conversations = format!("{}?queue={}", paths::CONVERSATIONS, queue.summary.id);
    let users = if queue.fallback_of.is_empty() {
        words.used_by_nothing.into_any()
    } else {
        let links = queue.fallback_of.into_iter();
        let links = links.map(|(id, name)| view! { <li><a href=paths::workstream(id)>{name}</a></li> }).collect_view();
        view! { <ul>{links}</ul> }.into_any()
    };
    view! {
        <Card title=words.facts>
            <DescList>
                <Fact label=words.priority><Num value=i64::from(queue.summary.priority)/></Fact>
                <Fact label=words.waiting>
                    <Num value=queue.summary.waiting_count/>" "<a href=conversations>{words.show_conversations}</a>
                </Fact>
                <Fact label=words.fallback_of>{users}</Fact>
            </DescList>
        </Card>
    }
}

#[component]
fn Members(queue: QueueDetail, may_change: bool) -> impl IntoView {
    let words = &words::here().queues;
    if queue.members.is_empty() {
        return view! { <p class="muted">{words.no_members}</p> }.into_any();
    }
    let id = queue.summary.id;
    let rows = queue.members.into_iter().map(|member| member_row(id, member, may_change)).collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

fn member_row(id: domain::QueueId, member: QueueMember, may_change: bool) -> impl IntoView {
    let words = words::here();
    let label = (words.queues.remove_member)(&member.name);
    view! {
        <li>
            <span><strong>{member.name}</strong>" "<span class="muted">{member.email}</span></span>
            {may_change.then(|| view! {
                <form method="post" action={action::<RemoveMember>()}>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <HiddenInput name="user" value=member.user_id.to_string()/>
                    <Button kind=ButtonKind::Quiet small=true label>{words.common.remove}</Button>
                </form>
            })}
        </li>
    }
}

#[component]
fn AddForm(queue: QueueDetail, candidates: Vec<QueueMember>, #[prop(into)] form: FormView) -> impl IntoView {
    let words = &words::here().queues;
    if candidates.is_empty() {
        return view! { <p class="muted">{words.nobody_left}" "<a href=paths::USERS>{words.show_users}</a></p> }
            .into_any();
    }
    let choices = candidates
        .into_iter()
        .map(|person| Choice::new(person.user_id.to_string(), format!("{} – {}", person.name, person.email)))
        .collect();
    view! {
        <form class="form" method="post" action={action::<AddMember>()}>
            <input type="hidden" name="id" value=queue.summary.id.to_string()/>
            <Select form=&form name="user" label=words.person choices/>
            <Buttons><Button>{words.add_member}</Button></Buttons>
        </form>
    }
    .into_any()
}
