use domain::{
    context::{ContextField, ContextValue},
    field_security::ContextSight,
};
use leptos::prelude::*;

use crate::{components::*, plain::visible, words};

/// The facts that routing saw.
#[component]
pub(super) fn ContextCard(context: ContextSight) -> impl IntoView {
    let words = &words::here().traces;
    let ContextSight { facts, hidden } = context;
    let hidden = hidden.iter().map(|field| row(field, view! { <HiddenValue/> }.into_any()));
    let told = facts.facts().map(|(field, value)| row(&field, shown(&field, value)));
    let rows: Vec<_> = hidden.chain(told).collect();
    let table = if rows.is_empty() {
        view! { <p class="muted">{words.no_context}</p> }.into_any()
    } else {
        let columns = vec![Column::new(words.fact), Column::new(words.machine_name), Column::new(words.value)];
        view! {
            <p class="muted">{words.context_text}</p>
            <DataTable caption=words.context columns>{rows}</DataTable>
        }
        .into_any()
    };
    view! { <Card title=words.context>{table}</Card> }
}

fn row(field: &ContextField, value: AnyView) -> AnyView {
    let words = &words::here().traces;
    let (name, machine_name) = ((words.field_name)(field), field.name().into_owned());
    view! {
        <tr>
            <HeadCell>{name}</HeadCell>
            <Cell label=words.machine_name><code>{machine_name}</code></Cell>
            <Cell label=words.value>{value}</Cell>
        </tr>
    }
    .into_any()
}

fn shown(field: &ContextField, value: ContextValue<'_>) -> AnyView {
    let words = words::here();
    match value {
        ContextValue::Text(code) if *field == ContextField::ReceivedWeekday => {
            (words.traces.weekday)(code).map_or_else(|| visible(code), str::to_owned).into_any()
        }
        ContextValue::Text(text) => view! { <span class="text" dir="auto">{visible(text)}</span> }.into_any(),
        ContextValue::Number(number) => number.to_string().into_any(),
        ContextValue::Flag(flag) => if flag { words.common.yes } else { words.common.no }.into_any(),
        ContextValue::Instant(at) => view! { <ExactTime at/> }.into_any(),
    }
}
