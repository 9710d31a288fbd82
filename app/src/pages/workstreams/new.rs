use domain::{
    ChannelKind,
    queue::QueueSummary,
    user::Permission,
    workstream::{Distribution, WorkType},
};
use leptos::prelude::*;

use super::{
    api::{CreateWorkstream, EXISTING, NEW, list_fallback_queues},
    distribution_name, queue_choices, type_name,
};
use crate::{
    components::*,
    forms::{action, draft_or},
    gate::may,
    page::page,
    pages::accounts::channel_name,
    paths, words,
};

/// A workstream to create.
#[component]
pub fn NewWorkstreamPage() -> impl IntoView {
    let load = async {
        let queues = list_fallback_queues().await?;
        let form = draft_or(fresh(&queues)).await?;
        Ok((queues, form))
    };
    page(load, |(queues, form)| {
        let words = words::here();
        view! {
            <PageHeader title=words.workstreams.new crumbs=vec![Crumb::new(words.workstreams.title, paths::WORKSTREAMS)]
                problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            <form class="form" method="post" action={action::<CreateWorkstream>()}>
                <Kind form=&form/>
                <FallbackQueue form=&form queues/>
                <Buttons>
                    <Button kind=ButtonKind::Primary>{words.workstreams.create}</Button>
                    <LinkButton href=paths::WORKSTREAMS kind=ButtonKind::Quiet>{words.common.cancel}</LinkButton>
                </Buttons>
            </form>
        }
    })
}

/// What is chosen unless somebody chooses otherwise.
fn fresh(queues: &[QueueSummary]) -> FormView {
    let default_queue = queues.iter().find(|queue| queue.is_default).map(|queue| queue.id.to_string());
    FormView::filled([
        ("work_type", WorkType::Messaging.as_str()),
        ("channel", ChannelKind::GoogleBusinessMessages.as_str()),
        ("distribution", Distribution::Push.as_str()),
        ("queue_from", EXISTING),
    ])
    .with("fallback_queue", default_queue.unwrap_or_default())
}

/// What the workstream is; only its name can be changed later.
#[component]
fn Kind(#[prop(into)] form: FormView) -> impl IntoView {
    let words = &words::here().workstreams;
    let types = WorkType::ALL.iter().map(|&kind| Choice::new(kind.as_str(), type_name(kind))).collect();
    let kinds = ChannelKind::ALL.iter().map(|&kind| Choice::new(kind.as_str(), channel_name(kind))).collect();
    let distributions = Distribution::ALL
        .iter()
        .map(|&distribution| {
            let hint = match distribution {
                Distribution::Push => words.push_text,
                Distribution::Pick => words.pick_text,
            };
            Choice::new(distribution.as_str(), distribution_name(distribution)).hint(hint)
        })
        .collect();
    view! {
        <TextInput form=&form name="name" label=words.name hint=words.name_hint autocomplete="off"/>
        <Select form=&form name="work_type" label=words.work_type choices=types width=Width::Medium no_empty=true/>
        <Select form=&form name="channel" label=words.channel choices=kinds width=Width::Medium no_empty=true/>
        <RadioCards form=&form name="distribution" label=words.distribution hint=words.distribution_hint
            choices=distributions/>
    }
}

/// One that is there, or a new one for those who may make queues. The field of the other answer is hidden by the style sheet.
#[component]
fn FallbackQueue(#[prop(into)] form: FormView, queues: Vec<QueueSummary>) -> impl IntoView {
    let words = &words::here().workstreams;
    let choices = queue_choices(queues);
    if !may(Permission::ManageQueues) {
        return view! {
            <HiddenInput name="queue_from" value=EXISTING/>
            <Select form=&form name="fallback_queue" label=words.fallback_queue hint=words.fallback_hint choices
                width=Width::Medium/>
        }
        .into_any();
    }
    let from = vec![Choice::new(EXISTING, words.existing_queue), Choice::new(NEW, words.new_queue)];
    view! {
        <div class="either">
            <RadioCards form=&form name="queue_from" label=words.fallback_queue hint=words.fallback_hint choices=from/>
            <div class="one"><Select form=&form name="fallback_queue" label=words.queue choices width=Width::Medium/></div>
            <div class="other"><TextInput form=&form name="new_queue" label=words.queue_name autocomplete="off"/></div>
        </div>
    }
    .into_any()
}
