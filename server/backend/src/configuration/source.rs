//! The text of a file and the places in it: which line a field stands on, and which field stands at a place.
//!
//! A field is named by its path, such as `workstream[0].route[2].when.all[0].op`. What is said to people is without the
//! numbers; the line tells which of several is meant.

use std::fmt;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// What is wrong with a file, in one sentence that names the file, the line and the field. It never holds a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct FileFault(String);

impl FileFault {
    /// A fault of the whole file.
    pub(super) fn whole(file: &str, what: impl fmt::Display) -> Self {
        Self(format!("{file} {what}"))
    }
}

/// A file that is TOML.
#[derive(Debug)]
pub(super) struct Source {
    file: String,
    text: String,
}

impl Source {
    pub(super) fn new(file: &str, text: String) -> Result<Self, FileFault> {
        let source = Self { file: file.to_owned(), text };
        match DeTable::parse(&source.text) {
            Ok(_) => Ok(source),
            Err(error) => {
                let line = source.line(error.span().map_or(0, |span| span.start));
                let message = one_line(error.message());
                Err(FileFault(format!("{file}, line {line}: this is not TOML: {message}")))
            }
        }
    }

    pub(super) fn file(&self) -> &str {
        &self.file
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn root(&self) -> DeTable<'_> {
        DeTable::parse(&self.text).map(Spanned::into_inner).unwrap_or_default()
    }

    /// A fault at a field; `what` goes on after its name: "is missing".
    pub(super) fn fault(&self, path: &str, what: impl fmt::Display) -> FileFault {
        let line = self.line(place(&self.root(), path));
        FileFault(format!("{}, line {line}: {} {what}", self.file, without_numbers(path)))
    }

    /// A fault that reading the values found.
    pub(super) fn misread(&self, error: &toml::de::Error) -> FileFault {
        let Some(span) = error.span() else { return FileFault::whole(&self.file, one_line(error.message())) };
        let mut path = Vec::new();
        within(&self.root(), span.start, &mut path);
        let field = if path.is_empty() { String::new() } else { format!("{}: ", path.join(".")) };
        FileFault(format!("{}, line {}: {field}{}", self.file, self.line(span.start), one_line(error.message())))
    }

    fn line(&self, at: usize) -> usize {
        self.text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
    }
}

/// Where a field stands, or what is nearest around it.
fn place(root: &DeTable<'_>, path: &str) -> usize {
    let mut at = 0;
    let mut table = Some(root);
    for step in path.split('.') {
        let (key, numbers) = step.split_once('[').unwrap_or((step, ""));
        let Some((name, mut value)) = table.and_then(|table| table.get_key_value(key)) else { return at };
        at = name.span().start;
        for number in numbers.split(['[', ']']).filter_map(|number| number.parse::<usize>().ok()) {
            let Some(item) = value.get_ref().as_array().and_then(|items| items.get(number)) else { return at };
            at = item.span().start;
            value = item;
        }
        table = value.get_ref().as_table();
    }
    at
}

/// The keys around a place, outermost first; whether there are any.
fn within(table: &DeTable<'_>, at: usize, path: &mut Vec<String>) -> bool {
    table.iter().any(|(key, value)| {
        path.push(key.get_ref().to_string());
        let is_here = inside(value, at, path) || key.span().contains(&at);
        if !is_here {
            path.pop();
        }
        is_here
    })
}

fn inside(value: &Spanned<DeValue<'_>>, at: usize, path: &mut Vec<String>) -> bool {
    let is_deeper = match value.get_ref() {
        DeValue::Table(table) => within(table, at, path),
        DeValue::Array(items) => items.iter().any(|item| inside(item, at, path)),
        _ => false,
    };
    is_deeper || value.span().contains(&at)
}

fn without_numbers(path: &str) -> String {
    let names: Vec<&str> = path.split('.').map(|step| step.split('[').next().unwrap_or(step)).collect();
    names.join(".")
}

fn one_line(message: &str) -> String {
    let lines: Vec<&str> = message.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join(", ")
}
