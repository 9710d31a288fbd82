//! The files: CSV as RFC 4180 has it, with cells that no spreadsheet takes for formulas, and JSON, one object a line.

use std::fmt::Write;

use domain::audit::{Entry, ExportFormat};
use serde_json::json;

const COLUMNS: [&str; 13] = [
    "id",
    "at",
    "actor_kind",
    "actor_id",
    "actor",
    "event",
    "outcome",
    "subject",
    "subject_id",
    "data",
    "request_id",
    "session",
    "network",
];

/// What stands before the first entry.
pub(super) fn head(format: ExportFormat) -> String {
    match format {
        ExportFormat::Csv => format!("{}\r\n", COLUMNS.join(",")),
        ExportFormat::Json => String::new(),
    }
}

/// Entries as lines.
pub(super) fn lines(format: ExportFormat, entries: &[Entry]) -> String {
    entries.iter().fold(String::new(), |mut text, entry| {
        let cells = cells(entry);
        match format {
            ExportFormat::Csv => {
                let line: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
                text.push_str(&line.join(","));
                text.push_str("\r\n");
            }
            ExportFormat::Json => {
                let mut object = serde_json::Map::new();
                for (name, cell) in COLUMNS.iter().zip(&cells) {
                    let value = match *name {
                        "id" => json!(entry.id),
                        "data" => entry.data.clone(),
                        _ if cell.is_empty() => serde_json::Value::Null,
                        _ => json!(cell),
                    };
                    object.insert((*name).to_owned(), value);
                }
                let _ = writeln!(text, "{}", serde_json::Value::Object(object));
            }
        }
        text
    })
}

fn cells(entry: &Entry) -> [String; 13] {
    let id = |id: Option<uuid::Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    [
        entry.id.to_string(),
        entry.at.to_string(),
        entry.actor_kind.to_string(),
        id(entry.actor_id),
        entry.actor_name.clone().unwrap_or_default(),
        entry.name.clone(),
        entry.outcome.to_string(),
        entry.subject.map(|subject| subject.to_string()).unwrap_or_default(),
        id(entry.subject_id),
        entry.data.to_string(),
        id(entry.request_id),
        entry.session.clone().unwrap_or_default(),
        entry.network.clone().unwrap_or_default(),
    ]
}

/// A cell. What a spreadsheet would calculate gets an apostrophe before it.
fn quoted(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let guard = if is_formula { "'" } else { "" };
    if is_formula || cell.contains([',', '"', '\r', '\n']) {
        format!("\"{guard}{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::audit::{ActorKind, Outcome};

    fn entry(actor: &str) -> Entry {
        Entry {
            id: 7,
            at: "2026-03-02T12:00:00Z".parse().unwrap(),
            actor_kind: ActorKind::User,
            actor_id: None,
            actor_name: Some(actor.to_owned()),
            name: "queue.changed".to_owned(),
            kind: None,
            outcome: Outcome::Done,
            subject: None,
            subject_id: None,
            subject_name: None,
            data: json!({ "fields": ["name"] }),
            request_id: None,
            session: None,
            network: None,
        }
    }

    #[test]
    fn no_cell_is_taken_for_a_formula() {
        for start in ["=", "+", "-", "@", "\t", "\r", "\n"] {
            assert_eq!(quoted(&format!("{start}1+1")), format!("\"'{start}1+1\""));
        }
        assert_eq!((quoted("a=b"), quoted("")), ("a=b".to_owned(), String::new()));
    }

    #[test]
    fn a_cell_with_commas_quotes_or_lines_is_quoted() {
        assert_eq!(quoted("a,\"b\"\nc"), "\"a,\"\"b\"\"\nc\"");
        let line = lines(ExportFormat::Csv, &[entry("=cmd()")]);
        assert_eq!(
            line,
            "7,2026-03-02T12:00:00Z,user,,\"'=cmd()\",queue.changed,done,,,\"{\"\"fields\"\":[\"\"name\"\"]}\",,,\r\n"
        );
    }

    #[test]
    fn a_line_of_json_is_one_object() {
        let text = lines(ExportFormat::Json, &[entry("Kari"), entry("Ola")]);
        let read: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!((read.len(), &read[1]["actor"], &read[0]["data"]["fields"][0]), (2, &json!("Ola"), &json!("name")));
    }
}
