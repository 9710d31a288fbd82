//! One entry of the log: its sentence, and everything that it keeps.

use domain::audit::{Entry, Outcome, Subject};
use leptos::prelude::*;
use serde_json::Value;

use super::filters::Filters;
use crate::{
    components::*,
    paths,
    plain::visible,
    words::{self, audit::Audit},
};

/// Names that stand in the sentence already, and the thing's own id.
const TOLD: [&str; 3] = ["id", "from", "to"];

#[component]
pub(super) fn EntryRow(entry: Entry) -> impl IntoView {
    let words = &words::here().audit;
    let at = entry.at;
    let outcome = entry.outcome;
    let who = who(&entry, words);
    view! {
        <tr>
            <HeadCell><ExactTime at/></HeadCell>
            <Cell label=words.who>{who}</Cell>
            <Cell label=words.what><div><EntrySentence entry=entry.clone()/><EntryDetails entry/></div></Cell>
            <Cell label=words.result><OutcomeBadge outcome/></Cell>
        </tr>
    }
}

#[component]
pub(super) fn OutcomeBadge(outcome: Outcome) -> impl IntoView {
    let tone = if outcome == Outcome::Done { Tone::Neutral } else { Tone::Warn };
    view! { <Badge tone label=words::here().audit.outcome(outcome)/> }
}

/// Who it was, as they are called now.
pub(super) fn who(entry: &Entry, words: &Audit) -> String {
    match &entry.actor_name {
        Some(name) => visible(name),
        None if entry.actor_id.is_some() => words.somebody.to_owned(),
        None => words.actor(entry.actor_kind).to_owned(),
    }
}

/// What happened, with the thing's name and what changed of it.
#[component]
pub(super) fn EntrySentence(entry: Entry) -> impl IntoView {
    let words = &words::here().audit;
    let told = entry.kind.map_or_else(|| entry.name.clone(), |kind| words.told(kind).to_owned());
    let is_own = entry.subject == Some(Subject::User) && entry.subject_id == entry.actor_id && entry.actor_id.is_some();
    let permission = entry.data.get("permission").and_then(Value::as_str).map(str::to_owned);
    let name = entry.subject_name.clone().filter(|_| !is_own).or(permission).map(|name| visible(&name));
    let name = name.map(|name| match link(&entry) {
        Some(href) => view! { " "<a href=href><em>{name}</em></a> }.into_any(),
        None => view! { " "<em>{name}</em> }.into_any(),
    });
    let changes = changes(&entry.data, words);
    view! { <span>{told}{name}{(!changes.is_empty()).then(|| format!(": {changes}"))}</span> }
}

/// What changed, from what to what where the entry keeps it.
fn changes(data: &Value, words: &Audit) -> String {
    if let (Some(from), Some(to)) = (data.get("from"), data.get("to")) {
        return format!("{} → {}", plain(from, words), plain(to, words));
    }
    if let Some(changes) = data.get("changes").and_then(Value::as_array) {
        return changes.iter().map(|change| changed(change, words)).collect::<Vec<_>>().join(", ");
    }
    data.get("fields").or_else(|| data.get("field")).map(|fields| plain(fields, words)).unwrap_or_default()
}

/// A field that changed, from what to what where the entry keeps it.
fn changed(change: &Value, words: &Audit) -> String {
    let field = change.get("field").map(|field| plain(field, words)).unwrap_or_default();
    match (change.get("from"), change.get("to")) {
        (Some(from), Some(to)) => format!("{field} {} → {}", plain(from, words), plain(to, words)),
        _ => field,
    }
}

/// A value in words: lists with commas, names of fields as people call them.
fn plain(value: &Value, words: &Audit) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => visible(words.field_name(text)),
        Value::Array(items) => items.iter().map(|item| plain(item, words)).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// Where the thing is shown.
fn link(entry: &Entry) -> Option<String> {
    let place = match entry.subject? {
        Subject::Account => paths::ACCOUNTS,
        Subject::FieldSecurityProfile => paths::FIELD_SECURITY,
        Subject::Hours => paths::HOURS,
        Subject::Queue => paths::QUEUES,
        Subject::Receipt => paths::RECEIPTS,
        Subject::Team => paths::TEAMS,
        Subject::User => paths::USERS,
        Subject::Workstream => paths::WORKSTREAMS,
        _ => return None,
    };
    let is_gone = entry.kind.is_some_and(|kind| kind.as_str().ends_with(".deleted"));
    entry.subject_id.filter(|_| !is_gone).map(|id| format!("{place}/{id}"))
}

/// Everything that the entry keeps: fields, before and after, and where it came from.
#[component]
fn EntryDetails(entry: Entry) -> impl IntoView {
    let words = &words::here().audit;
    let around = Filters::around(&entry).address("");
    let origin = [
        (words.event, Some(entry.name.clone())),
        (words.id, Some(entry.id.to_string())),
        (words.subject_id, entry.subject_id.map(|id| id.to_string())),
        (words.request, entry.request_id.map(|id| id.to_string())),
        (words.session, entry.session.clone()),
        (words.network, entry.network.clone()),
    ];
    let facts = origin
        .into_iter()
        .filter_map(|(label, value)| value.map(|value| view! { <Fact label><code>{value}</code></Fact> }));
    let facts = facts.collect_view();
    view! {
        <details>
            <summary>{words.details}</summary>
            {field_table(&entry.data, words)}
            <DescList>{facts}</DescList>
            <ul>
                {link(&entry).map(|href| view! { <li><a href=href>{words.open}</a></li> })}
                {entry.actor_id.is_some().then(|| view! { <li><a href=around>{words.around}</a></li> })}
            </ul>
        </details>
    }
}

/// The fields of an entry with what they were and became; of a field whose values are not kept, that it changed.
fn field_table(data: &Value, words: &'static Audit) -> Option<AnyView> {
    let data = data.as_object()?;
    let mut rows: Vec<(String, String, String)> = Vec::new();
    if let (Some(from), Some(to)) = (data.get("from"), data.get("to")) {
        rows.push((words.changed.to_owned(), plain(from, words), plain(to, words)));
    }
    for (name, value) in data.iter().filter(|(name, _)| !TOLD.contains(&name.as_str())) {
        match (name.as_str(), value) {
            ("changes", Value::Array(changes)) => rows.extend(changes.iter().map(|change| {
                let part = |name| change.get(name).map(|value| plain(value, words));
                let after = part("to").unwrap_or_else(|| words.changed.to_owned());
                (part("field").unwrap_or_default(), part("from").unwrap_or_default(), after)
            })),
            ("fields", Value::Array(fields)) => {
                let changed = || words.changed.to_owned();
                rows.extend(fields.iter().map(|field| (plain(field, words), String::new(), changed())));
            }
            _ => rows.push((words.field_name(name).to_owned(), String::new(), plain(value, words))),
        }
    }
    if rows.is_empty() {
        return None;
    }
    let columns = vec![Column::new(words.field), Column::new(words.before), Column::new(words.after)];
    let rows = rows.into_iter().map(|(field, before, after)| {
        view! {
            <tr>
                <HeadCell>{field}</HeadCell>
                <Cell label=words.before>{before}</Cell>
                <Cell label=words.after>{after}</Cell>
            </tr>
        }
    });
    let rows = rows.collect_view();
    Some(view! { <DataTable caption=words.details columns>{rows}</DataTable> }.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::audit::{EN, NB};
    use serde_json::json;

    #[test]
    fn what_changed_is_told_from_what_to_what_or_by_the_names_of_fields() {
        assert_eq!(changes(&json!({ "from": "A", "to": "B" }), &EN), "A → B");
        assert_eq!(changes(&json!({ "fields": ["name", "priority"] }), &NB), "navn, prioritet");
        assert_eq!(changes(&json!({ "field": "account.client_token", "replaced": true }), &NB), "account.client_token");
        let queue = json!({ "changes": [{ "field": "priority", "from": "2", "to": "1" }, { "field": "hours" }] });
        assert_eq!(changes(&queue, &NB), "prioritet 2 → 1, åpningstider");
        assert_eq!(changes(&json!({}), &NB), "");
    }
}
