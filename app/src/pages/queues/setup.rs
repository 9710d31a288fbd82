//! How a queue works, in words.

use domain::{
    QueueId,
    queue::{OverflowAction, QueueSetup},
};
use leptos::prelude::*;

use crate::{components::*, pages::hours::StandingBadge, paths, words};

/// Hours, assignment, overflow, and what sends here.
#[component]
pub fn SetupCard(setup: QueueSetup) -> impl IntoView {
    let words = &words::here().queues.settings;
    let overflow = sentences(&setup).into_iter().map(|sentence| view! { <li>{sentence}</li> }).collect_view();
    let assignment = setup.settings.assignment;
    let hours = match setup.hours {
        Some(hours) => {
            let link = view! { <a href=paths::hours(hours.id)>{hours.name.clone()}</a> };
            view! { {link}" "<StandingBadge hours/> }.into_any()
        }
        None => words.always_open.into_any(),
    };
    let rules = if setup.rules.is_empty() {
        words.no_rules.into_any()
    } else {
        let rules = setup.rules.into_iter().map(|used| {
            let place = (words.rule_of)(&used.workstream);
            view! { <li><a href=paths::workstream(used.workstream_id)>{used.rule}</a>" "<span class="muted">{place}</span></li> }
        });
        view! { <ul>{rules.collect_view()}</ul> }.into_any()
    };
    let overflow_of = if setup.overflow_of.is_empty() {
        words.no_overflow_of.into_any()
    } else {
        let queues = setup.overflow_of.into_iter();
        let links = queues.map(|(id, name)| view! { <li><a href=paths::queue(id)>{name}</a></li> }).collect_view();
        view! { <ul>{links}</ul> }.into_any()
    };
    view! {
        <Card title=words.title>
            <DescList>
                <Fact label=words.hours>{hours}</Fact>
                <Fact label=words.assignment>
                    {(words.assignment_name)(assignment)}
                    <span class="sub">{(words.assignment_text)(assignment)}</span>
                </Fact>
                <Fact label=words.overflow><ul>{overflow}</ul></Fact>
                <Fact label=words.rules>{rules}</Fact>
                <Fact label=words.overflow_of>{overflow_of}</Fact>
            </DescList>
        </Card>
    }
}

/// Overflow, a sentence for each case.
fn sentences(setup: &QueueSetup) -> Vec<String> {
    let words = &words::here().queues.settings;
    let name = |id: QueueId| {
        let known = setup.transfers.iter().find(|(known, _)| *known == id);
        known.map_or_else(|| id.to_string(), |(_, name)| name.clone())
    };
    let overflow = setup.settings.overflow.as_ref();
    let mut sentences = Vec::new();
    if setup.settings.hours_id.is_some() {
        sentences.push(match overflow.map(|overflow| overflow.out_of_hours) {
            None | Some(OverflowAction::Assign) => words.outside_assign.to_owned(),
            Some(OverflowAction::End) => words.outside_end.to_owned(),
            Some(OverflowAction::Transfer(id)) => (words.outside_transfer)(&name(id)),
        });
    }
    let limits = overflow.and_then(|overflow| Some((overflow.item_limit, overflow.wait_minutes, overflow.then?)));
    if let Some((item_limit, wait_minutes, then)) = limits {
        let to = if let OverflowAction::Transfer(id) = then { Some(name(id)) } else { None };
        sentences.extend(item_limit.map(|count| match &to {
            Some(queue) => (words.limit_transfer)(count, queue),
            None => (words.limit_end)(count),
        }));
        sentences.extend(wait_minutes.map(|minutes| match &to {
            Some(queue) => (words.wait_transfer)(minutes, queue),
            None => (words.wait_end)(minutes),
        }));
    } else {
        sentences.push(words.no_limits.to_owned());
    }
    sentences
}
