//! What the time machine found.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    QueueId, WorkstreamId,
    routing::{Destination, Moved, Replay},
};
use leptos::prelude::*;

use super::which::Which;
use crate::{components::*, format, pages::conversations::Customer, paths, plain::visible, reader::Reader, words};

type Names = BTreeMap<QueueId, String>;

#[component]
pub fn Replayed(id: WorkstreamId, which: Which, in_force: i32, replay: Replay) -> impl IntoView {
    let words = &words::here().rules_trials;
    let moved = replay.moved();
    let sums = [
        (words.count, number(replay.count)),
        (words.moved, number(moved)),
        (words.stay, number(replay.count - moved)),
        (words.fallback, change(replay.fallback_before, replay.fallback_after)),
        (words.ended, change(replay.ended_before, replay.ended_after)),
        (words.overflow, number(replay.overflow)),
    ];
    let figures = sums.into_iter().map(|(label, value)| view! { <Figure label value/> }).collect_view();
    let (matrix, examples) = (matrix(&replay), examples(id, which, in_force, replay));
    let details = if moved == 0 {
        view! { <Banner title=words.none_moved><p>{words.none_moved_text}</p></Banner> }.into_any()
    } else {
        view! {
            <Card title=words.matrix>{matrix}</Card>
            <Card title=words.list>{examples}</Card>
        }
        .into_any()
    };
    view! {
        <Banner title=words.nothing_written><p>{words.assumption}</p></Banner>
        <dl class="cards">{figures}</dl>
        {details}
    }
}

fn number(count: u64) -> String {
    format::count(count, Reader::here().lang)
}

/// Before and after, once where nothing changes.
fn change(before: u64, after: u64) -> String {
    if before == after { number(before) } else { format!("{} → {}", number(before), number(after)) }
}

fn name(place: &Destination, names: &Names) -> String {
    let words = &words::here().rules_trials;
    let queue = names.get(&place.queue_id).map_or_else(|| words.gone_queue.to_owned(), |name| visible(name));
    if place.is_ended { (words.ended_in)(&queue) } else { queue }
}

/// From where to where: a row for each queue that conversations leave, a column for each that they reach.
fn matrix(replay: &Replay) -> AnyView {
    let words = &words::here().rules_trials;
    let rows: BTreeSet<Destination> = replay.moves.keys().map(|(from, _)| *from).collect();
    let columns: BTreeSet<Destination> = replay.moves.keys().map(|(_, to)| *to).collect();
    let heads = columns.iter().map(|to| Column::new(name(to, &replay.names)).end());
    let heads = std::iter::once(Column::new(words.from_to)).chain(heads).collect();
    let cell = |from: &Destination, to: &Destination| {
        let count = replay.moves.get(&(*from, *to)).map_or_else(|| "–".to_owned(), |count| number(*count));
        let label = name(to, &replay.names);
        view! { <Cell label end=true>{count}</Cell> }.into_any()
    };
    let row = |from: &Destination| {
        let cells: Vec<AnyView> = columns.iter().map(|to| cell(from, to)).collect();
        let from = name(from, &replay.names);
        view! { <tr><HeadCell>{from}</HeadCell>{cells}</tr> }.into_any()
    };
    let rows: Vec<AnyView> = rows.iter().map(row).collect();
    view! { <DataTable caption=words.matrix columns=heads>{rows}</DataTable> }.into_any()
}

fn examples(id: WorkstreamId, which: Which, in_force: i32, replay: Replay) -> AnyView {
    let words = &words::here().rules_trials;
    let columns = vec![
        Column::new(words.customer),
        Column::new(words.received),
        Column::new(words.from_queue),
        Column::new(words.to_queue),
        Column::new(words.traces),
    ];
    let is_cut = replay.moved() > replay.examples.len() as u64;
    let names = replay.names;
    let row = |moved| row(id, which, in_force, moved, &names);
    let rows: Vec<AnyView> = replay.examples.into_iter().map(row).collect();
    view! {
        {is_cut.then(|| view! { <p class="muted">{words.list_is_cut}</p> })}
        <DataTable caption=words.list columns>{rows}</DataTable>
    }
    .into_any()
}

fn row(id: WorkstreamId, which: Which, in_force: i32, moved: Moved, names: &Names) -> AnyView {
    let words = &words::here().rules_trials;
    let trace = |which: Which| {
        let (rules, conversation) = (which.to_string(), moved.conversation_id.to_string());
        let href = paths::filtered(&paths::try_rules(id), &[("rules", &rules), ("conversation", &conversation)]);
        view! { <a href=href>{which.name(in_force)}</a> }.into_any()
    };
    let (before, after) = (trace(Which::Version(in_force)), trace(which));
    let (from, to) = (name(&moved.from, names), name(&moved.to, names));
    view! {
        <tr>
            <HeadCell><a href=paths::conversation(moved.conversation_id)><Customer name=moved.customer/></a></HeadCell>
            <Cell label=words.received><Time at=moved.at absolute=true/></Cell>
            <Cell label=words.from_queue>{from}</Cell>
            <Cell label=words.to_queue>{to}</Cell>
            <Cell label=words.traces><span>{before}" · "{after}</span></Cell>
        </tr>
    }
    .into_any()
}
