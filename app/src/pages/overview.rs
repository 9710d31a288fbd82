//! The overview: what needs somebody, and the way to the first routed message.

pub mod api;

use domain::overview::{Overview, Step};
use leptos::prelude::*;

use self::api::get_overview;
use crate::{components::*, page::page, pages::secrets::reminder, paths, words};

/// The first page after sign-in.
#[component]
pub fn OverviewPage() -> impl IntoView {
    page(get_overview(), |overview| {
        let words = &words::here().overview;
        view! {
            <PageHeader title=words.title purpose=words.purpose/>
            <Onboarding overview=overview.clone()/>
            <Figures overview=overview.clone()/>
            <Attention overview/>
        }
    })
}

/// The checklist of a new portal; each item's state comes from the data, and the list goes when all are done.
#[component]
fn Onboarding(overview: Overview) -> impl IntoView {
    let words = &words::here().overview;
    let is_open = overview.steps.iter().any(|(_, is_done)| !is_done);
    let next = overview.steps.iter().find(|(_, is_done)| !is_done).map(|(step, _)| *step);
    is_open.then(|| {
        let items =
            overview.steps.into_iter().map(|(step, is_done)| item(step, is_done, next == Some(step))).collect_view();
        view! {
            <Card title=words.checklist>
                <p class="muted">{words.checklist_text}</p>
                <ol class="checklist">{items}</ol>
            </Card>
        }
    })
}

fn item(step: Step, is_done: bool, is_next: bool) -> impl IntoView {
    let words = &words::here().overview;
    let (label, href) = match step {
        Step::Account => (words.step_account, paths::NEW_ACCOUNT),
        Step::Verified => (words.step_verified, paths::ACCOUNTS),
        Step::Members => (words.step_members, paths::QUEUES),
        Step::Workstream => (words.step_workstream, paths::NEW_WORKSTREAM),
        Step::Channel => (words.step_channel, paths::WORKSTREAMS),
        Step::Message => (words.step_message, paths::CONVERSATIONS),
    };
    let badge = if is_done {
        view! { <Badge tone=Tone::Ok label=words.done/> }
    } else {
        view! { <Badge tone=Tone::Neutral label=words.todo/> }
    };
    view! {
        <li class:done=is_done>
            {badge}
            <a href=href>{label}</a>
            {is_next.then(|| view! { <LinkButton href kind=ButtonKind::Primary small=true>{words.start}</LinkButton> })}
        </li>
    }
}

/// Four numbers of the day.
#[component]
fn Figures(overview: Overview) -> impl IntoView {
    let words = &words::here().overview;
    let number = |value: i64| crate::format::number(value, crate::reader::Reader::here().lang);
    view! {
        <dl class="cards">
            <Figure label=words.waiting value=number(overview.waiting_count)/>
            <Figure label=words.conversations_today value=number(overview.conversations_today)/>
            <Figure label=words.messages_today value=number(overview.messages_today)/>
            <Figure label=words.verified_accounts value=number(overview.verified_account_count)/>
        </dl>
    }
}

/// What somebody should look at, each with where to look.
#[component]
fn Attention(overview: Overview) -> impl IntoView {
    let words = &words::here().overview;
    let mut items = Vec::new();
    if overview.refused_last_day > 0 {
        items.push(((words.refused)(overview.refused_last_day), format!("{}?outcome=refused", paths::RECEIPTS)));
    }
    if overview.dead_letter_count > 0 {
        items.push((
            (words.dead_letters)(overview.dead_letter_count),
            format!("{}?outcome=dead_letter", paths::RECEIPTS),
        ));
    }
    for secret in &overview.expiring_secrets {
        items.push((reminder(secret), paths::secret(secret.field, secret.entity_id)));
    }
    for queue in overview.queues_without_members {
        items.push(((words.queue_without_members)(&queue.name), paths::queue(queue.id)));
    }
    let content = if items.is_empty() {
        view! { <p class="muted">{words.all_good}</p> }.into_any()
    } else {
        let items = items.into_iter().map(|(text, href)| view! { <li><a href=href>{text}</a></li> }).collect_view();
        view! { <ul class="rows">{items}</ul> }.into_any()
    };
    view! { <Card title=words.attention>{content}</Card> }
}
