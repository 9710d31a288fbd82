use domain::queue::{Assignment, OverflowAction, QueueSettings, SettingsChoices};
use leptos::prelude::*;

use super::api::{
    get_queue,
    settings::{ASSIGN, ChangeQueueSettings, END, TRANSFER, get_queue_setup, list_settings_choices},
};
use crate::{
    components::*,
    forms::{action, draft_or},
    page::{id_param, page},
    paths, words,
};

/// A queue's hours, assignment and overflow.
#[component]
pub fn QueueSettingsPage() -> impl IntoView {
    let id = id_param("id");
    let load = async move {
        let id = id?;
        let choices = list_settings_choices(id).await?;
        let queue = get_queue(id).await?;
        let setup = get_queue_setup(id).await?;
        let form = draft_or(filled(&setup.settings, queue.version)).await?;
        Ok((queue, choices, form))
    };
    page(load, |(queue, choices, form)| {
        let words = words::here();
        let (id, name) = (queue.summary.id, queue.summary.name);
        let crumbs = vec![Crumb::new(words.queues.title, paths::QUEUES), Crumb::new(name.clone(), paths::queue(id))];
        view! {
            <PageHeader title=(words.queues.settings.edit_title)(&name) crumbs problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            <form class="form" method="post" action={action::<ChangeQueueSettings>()}>
                <input type="hidden" name="id" value=id.to_string()/>
                <HiddenInput name="version" value=form.value("version")/>
                <Fields form=&form choices/>
                <Buttons>
                    <Button kind=ButtonKind::Primary>{words.common.save}</Button>
                    <LinkButton href=paths::queue(id) kind=ButtonKind::Quiet>{words.common.cancel}</LinkButton>
                </Buttons>
            </form>
        }
    })
}

#[component]
fn Fields(#[prop(into)] form: FormView, choices: SettingsChoices) -> impl IntoView {
    let words = &words::here().queues.settings;
    let hours = choices.hours.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
    let queues: Vec<Choice> = choices.queues.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
    let assignments = Assignment::ALL.iter().map(|assignment| {
        Choice::new(assignment.as_str(), (words.assignment_name)(*assignment))
            .hint((words.assignment_text)(*assignment))
    });
    let assignments = assignments.collect();
    let end = Choice::new(END, words.end).hint(words.end_text);
    let transfer = Choice::new(TRANSFER, words.transfer).hint(words.transfer_text);
    let outside = vec![Choice::new(ASSIGN, words.assign).hint(words.assign_text), end.clone(), transfer.clone()];
    view! {
        <Select form=&form name="hours" label=words.hours hint=words.hours_hint choices=hours empty=words.always_open/>
        <p><a href=paths::HOURS>{words.manage_hours}</a></p>
        <RadioCards form=&form name="assignment" label=words.assignment choices=assignments/>
        <fieldset class="group">
            <legend>{words.overflow}</legend>
            <p class="hint">{words.overflow_hint}</p>
            <RadioCards form=&form name="out_of_hours" label=words.out_of_hours hint=words.out_of_hours_hint
                choices=outside/>
            <Select form=&form name="out_of_hours_queue" label=words.transfer_to hint=words.transfer_hint optional=true
                choices=queues.clone()/>
            <TextInput form=&form name="item_limit" label=words.item_limit hint=words.item_limit_hint optional=true
                width=Width::Short inputmode="numeric" autocomplete="off"/>
            <TextInput form=&form name="wait_minutes" label=words.wait_minutes hint=words.wait_minutes_hint
                optional=true width=Width::Short inputmode="numeric" autocomplete="off"/>
            <RadioCards form=&form name="then" label=words.then hint=words.then_hint optional=true
                choices=vec![end, transfer]/>
            <Select form=&form name="then_queue" label=words.transfer_to hint=words.transfer_hint optional=true
                choices=queues/>
        </fieldset>
    }
}

fn filled(settings: &QueueSettings, version: i32) -> FormView {
    let overflow = settings.overflow.as_ref();
    let number = |limit: Option<u32>| limit.map(|number| number.to_string()).unwrap_or_default();
    let outside = overflow.map_or(OverflowAction::Assign, |overflow| overflow.out_of_hours);
    let then = overflow.and_then(|overflow| overflow.then);
    let (out_of_hours, out_of_hours_queue) = typed(Some(outside));
    let (then, then_queue) = typed(then);
    FormView::filled([
        ("hours", settings.hours_id.map(|id| id.to_string()).unwrap_or_default()),
        ("assignment", settings.assignment.to_string()),
        ("out_of_hours", out_of_hours),
        ("out_of_hours_queue", out_of_hours_queue),
        ("item_limit", number(overflow.and_then(|overflow| overflow.item_limit))),
        ("wait_minutes", number(overflow.and_then(|overflow| overflow.wait_minutes))),
        ("then", then),
        ("then_queue", then_queue),
        ("version", version.to_string()),
    ])
}

/// An action as the form has it: a word and a queue.
fn typed(action: Option<OverflowAction>) -> (String, String) {
    match action {
        None => (String::new(), String::new()),
        Some(OverflowAction::Assign) => (ASSIGN.to_owned(), String::new()),
        Some(OverflowAction::End) => (END.to_owned(), String::new()),
        Some(OverflowAction::Transfer(id)) => (TRANSFER.to_owned(), id.to_string()),
    }
}
