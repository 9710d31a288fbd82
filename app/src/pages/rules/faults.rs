//! The sentences for what is wrong in the form of a rule.

use domain::{Fault, FieldFault};

use crate::words::Words;

/// `total` is what the percentages total.
pub fn sentences(total: i64) -> impl Fn(&Words, &FieldFault) -> Option<String> + Sync + use<> {
    move |words, fault| {
        let field = fault.field.strip_prefix("v[").and_then(|name| name.strip_suffix(']')).unwrap_or(&fault.field);
        let leaf = field.rsplit('.').next().unwrap_or_default();
        let words = &words.rules;
        let text = match (leaf, &fault.fault) {
            ("name", Fault::Missing) if field == "name" => words.name_missing,
            ("name", Fault::OutOfRange { .. }) => words.outcome_missing,
            ("name", Fault::Missing) => words.key_missing,
            ("name", Fault::Malformed) => words.key_malformed,
            ("name", Fault::Taken) => words.key_taken,
            ("field", _) => words.field_missing,
            ("op", _) => words.operator_missing,
            ("other", _) => words.other_mismatch,
            ("queue", Fault::Missing) => words.queue_missing,
            ("join", Fault::Missing) => words.group_empty,
            ("join", _) => words.too_deep,
            ("value" | "until", Fault::Missing) => words.value_missing,
            ("value" | "until", Fault::NotANumber | Fault::Mismatch) => words.value_number,
            ("value" | "until", Fault::Malformed) => words.value_malformed,
            ("percent", Fault::OutOfRange { min: 100, .. }) => return Some((words.total_wrong)(total)),
            _ => return None,
        };
        Some(text.to_owned())
    }
}
