//! How a delivery is shown: as a badge, and as a row of the log.

use leptos::prelude::*;

use super::form::button;
use crate::{
    delivery::{Delivery, Progress},
    emulator::Emulator,
    paths,
    visitor::Visitor,
};

/// The state in a word, and whether a fault was answered as it should be.
pub(crate) fn badges(visitor: &Visitor, delivery: &Delivery) -> AnyView {
    let words = &visitor.words().deliveries;
    let class = match delivery.progress {
        Progress::Delivered => "badge ok",
        Progress::Waiting { .. } if delivery.attempt_count > 0 => "badge warn",
        Progress::Stopped if delivery.is_as_expected() != Some(true) => "badge bad",
        _ => "badge",
    };
    let verdict = match (delivery.draft.fault, delivery.is_as_expected()) {
        (Some(_), Some(true)) => Some(view! { <span class="badge ok">{words.as_expected}</span> }.into_any()),
        (Some(fault), Some(false)) => {
            Some(view! { <span class="badge bad">{(words.not_as_expected)(fault.expected_status())}</span> }.into_any())
        }
        _ => None,
    };
    view! {
        <span class="badges">
            <span class=class>{(words.progress)(delivery.progress)}</span>
            {verdict}
        </span>
    }
    .into_any()
}

/// What the last attempt came to.
pub(crate) fn answer(visitor: &Visitor, delivery: &Delivery) -> String {
    delivery.last().map_or_else(String::new, |attempt| (visitor.words().deliveries.outcome)(&attempt.outcome))
}

/// When the next attempt is, for one that failed.
pub(crate) fn next(emulator: &Emulator, visitor: &Visitor, delivery: &Delivery) -> Option<String> {
    match delivery.progress {
        Progress::Waiting { next_at } if delivery.attempt_count > 0 => {
            Some(visitor.lang.clock(next_at, &emulator.config().time_zone))
        }
        _ => None,
    }
}

/// What was sent, in words, with its fault.
pub(crate) fn kind(visitor: &Visitor, delivery: &Delivery) -> String {
    let words = visitor.words();
    let kind = (words.phone.line)(delivery.kind);
    match delivery.draft.fault {
        Some(fault) => format!("{kind} · {}", (words.faults.name)(fault)),
        None => kind.to_owned(),
    }
}

/// The log as a table; a list of cards on a narrow screen.
pub(crate) fn table(emulator: &Emulator, visitor: &Visitor, deliveries: &[Delivery]) -> AnyView {
    let words = &visitor.words().deliveries;
    if deliveries.is_empty() {
        return view! { <p class="empty">{words.none}</p> }.into_any();
    }
    let rows = deliveries.iter().map(|delivery| row(emulator, visitor, delivery)).collect::<Vec<_>>();
    view! {
        <table class="cards">
            <caption class="hidden">{visitor.words().frame.deliveries}</caption>
            <thead>
                <tr>
                    <th scope="col">{words.time}</th>
                    <th scope="col">{words.kind}</th>
                    <th scope="col">{words.agent}</th>
                    <th scope="col">{words.state}</th>
                    <th scope="col">{words.answer}</th>
                    <th scope="col" class="number">{words.attempts}</th>
                    <th scope="col">{words.next}</th>
                    <th scope="col">{words.actions}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(emulator: &Emulator, visitor: &Visitor, delivery: &Delivery) -> AnyView {
    let words = &visitor.words().deliveries;
    let zone = &emulator.config().time_zone;
    let agent = emulator.read(|store| {
        store.agents.get(&delivery.agent).map_or_else(|| delivery.agent.to_string(), |agent| agent.name.clone())
    });
    let conversation = delivery.conversation_id.clone();
    let phone = paths::conversation(&delivery.agent, crate::phone::Surface::default(), &conversation);
    let number = (words.number)(&delivery.id.to_string());
    let again = button(format!("{}/send-again", paths::delivery(delivery.id)), words.send_again, &number);
    view! {
        <tr>
            <td data-label=words.time>
                <time datetime=delivery.created_at.to_string()>{visitor.lang.clock(delivery.created_at, zone)}</time>
            </td>
            <td data-label=words.kind>
                <a href=paths::delivery(delivery.id)>{kind(visitor, delivery)}</a>
            </td>
            <td data-label=words.agent><a href=phone>{agent}</a></td>
            <td data-label=words.state>{badges(visitor, delivery)}</td>
            <td data-label=words.answer>{answer(visitor, delivery)}</td>
            <td data-label=words.attempts class="number">{delivery.attempt_count.to_string()}</td>
            <td data-label=words.next>{next(emulator, visitor, delivery).unwrap_or_else(|| "–".to_owned())}</td>
            <td data-label=words.actions>{again}</td>
        </tr>
    }
    .into_any()
}
