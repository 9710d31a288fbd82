//! Writing a document as people write it: lists of tables under headers, everything else on one line.

use std::fmt::Write;

use toml::{Table, Value};

use super::document::Document;
use crate::{Error, Result};

/// The lists whose items have a header of their own.
const HEADED: [&str; 9] = ["hours", "queue", "account", "agent", "workstream", "channel", "classify", "route", "rule"];

pub(super) fn document(document: &Document) -> Result<String> {
    let table = Table::try_from(document).map_err(|error| Error::Internal(error.into()))?;
    let mut out = String::new();
    tables(&mut out, "", &table);
    Ok(out)
}

/// The lists of `table`, each item under its header, two blanks deeper than the item that holds it.
fn tables(out: &mut String, parent: &str, table: &Table) {
    for (key, value) in table {
        let path = if parent.is_empty() { key.clone() } else { format!("{parent}.{key}") };
        let indent = "  ".repeat(path.matches('.').count());
        for item in headed(key, value).into_iter().flatten().filter_map(Value::as_table) {
            if indent.is_empty() && !out.is_empty() {
                out.push('\n');
            }
            line(out, format_args!("{indent}[[{path}]]"));
            for (key, value) in item {
                let is_empty = value.as_array().is_some_and(Vec::is_empty);
                if headed(key, value).is_none() && !is_empty {
                    line(out, format_args!("{indent}{key} = {value}"));
                }
            }
            tables(out, &path, item);
        }
    }
}

fn headed<'a>(key: &str, value: &'a Value) -> Option<&'a Vec<Value>> {
    let items = value.as_array()?;
    (HEADED.contains(&key) && items.iter().all(Value::is_table)).then_some(items)
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{text}");
}
