//! The life of a secret: rotation, retirement, the end at once, reminders, showing it.

mod en;
mod nb;

pub use en::EN;
pub use nb::NB;

pub struct Secrets {
    pub title: fn(&str, &str) -> String,
    pub open: &'static str,
    pub present: &'static str,
    pub earlier: &'static str,
    pub earlier_none: &'static str,
    pub set: &'static str,
    pub set_by: fn(&str, &str) -> String,
    pub used: &'static str,
    pub never_used: &'static str,
    pub used_times: fn(i64) -> String,
    pub ending: &'static str,
    pub token: &'static str,
    pub works_until: fn(&str) -> String,
    pub works_until_retired: &'static str,
    pub retired: fn(&str) -> String,
    pub rotate: &'static str,
    pub rotate_title: &'static str,
    pub rotate_text: &'static str,
    pub new_token: &'static str,
    pub new_token_hint: &'static str,
    pub new_token_missing: &'static str,
    pub overlap: &'static str,
    pub overlap_hint: &'static str,
    pub overlaps: [(&'static str, &'static str); 5],
    pub rotated: &'static str,
    pub retire: &'static str,
    pub retire_title: &'static str,
    pub retire_text: &'static str,
    pub retire_in_use: fn(&str) -> String,
    pub retire_confirm: &'static str,
    pub retire_nothing: &'static str,
    pub was_retired: &'static str,
    pub kill: &'static str,
    pub kill_title: &'static str,
    pub kill_text: &'static str,
    pub kill_file_text: &'static str,
    pub kill_confirm: &'static str,
    pub killed: &'static str,
    pub reminder: &'static str,
    pub expires_on: &'static str,
    pub expires_on_hint: &'static str,
    pub expires_on_wrong: &'static str,
    pub save_reminder: &'static str,
    pub reminder_saved: &'static str,
    pub expires: fn(&str) -> String,
    pub expired: fn(&str) -> String,
    pub expiring_item: fn(&str, &str, &str) -> String,
    pub expired_item: fn(&str, &str, &str) -> String,
    pub reveal: &'static str,
    pub reveal_title: &'static str,
    pub reveal_text: &'static str,
    pub reveal_locked: &'static str,
    pub reason: &'static str,
    pub reason_hint: &'static str,
    pub reason_wrong: &'static str,
    pub reveal_confirm: &'static str,
    pub revealed_title: &'static str,
    pub revealed_text: &'static str,
    pub hide: &'static str,
    pub too_many: &'static str,
    pub changed: &'static str,
    pub locked: &'static str,
    pub test: &'static str,
    pub test_text: &'static str,
    pub test_file: &'static str,
    pub test_done: &'static str,
    pub tests: [(&'static str, &'static str); 9],
    pub test_token_used: fn(&str) -> String,
    pub test_token_never: &'static str,
}

impl Secrets {
    /// What a test of a key file came to.
    pub fn test_result(&self, code: &str) -> &'static str {
        self.tests.iter().find(|(known, _)| *known == code).map_or(self.tests[0].1, |(_, text)| text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_know_the_same_codes() {
        let codes = |words: &Secrets| words.tests.map(|(code, _)| code);
        assert_eq!(codes(&NB), codes(&EN));
        assert_eq!(NB.overlaps.map(|(code, _)| code), EN.overlaps.map(|(code, _)| code));
    }
}
