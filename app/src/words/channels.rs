//! Channels: the services they belong to, how one is set up and removed, and the page of all kinds.

mod en;
mod nb;

pub use self::{en::EN, nb::NB};

pub struct Channels {
    pub title: &'static str,
    pub purpose: &'static str,

    pub accounts: &'static str,
    pub accounts_text: &'static str,
    pub no_accounts: &'static str,
    pub account_count: fn(i64) -> String,
    pub manage: &'static str,
    pub manage_accounts: &'static str,

    pub channels: &'static str,
    pub agent_account: &'static str,
    pub account: &'static str,
    pub language: &'static str,
    pub languages: [(&'static str, &'static str); 8],
    pub features: &'static str,
    pub attachments: &'static str,
    pub from_customers: &'static str,
    pub from_agents: &'static str,
    pub both_ways: &'static str,
    pub customers_only: &'static str,
    pub agents_only: &'static str,
    pub off: &'static str,
    pub none: &'static str,
    pub none_text: &'static str,
    pub set_up: fn(&str) -> String,
    pub test_android: &'static str,
    pub test_ios: &'static str,
    pub test_of: fn(&str, &str) -> String,

    pub edit: fn(&str) -> String,
    pub edit_title: fn(&str) -> String,

    pub wizard: Wizard,
    pub removal: Removal,
}

/// The steps that set up a channel.
pub struct Wizard {
    pub title: fn(&str) -> String,
    pub choose_agent_account: &'static str,
    pub agent_account_hint: &'static str,
    pub agent_account_missing: &'static str,
    pub agent_account_taken: &'static str,
    pub of_account: fn(&str) -> String,
    pub no_free: &'static str,
    pub no_free_text: &'static str,
    pub show_accounts: &'static str,
    pub language: &'static str,
    pub language_missing: &'static str,
    pub attachments_hint: &'static str,
    pub customers_may_send: &'static str,
    pub agents_may_send: &'static str,
    pub nobody_may_send: &'static str,
    pub check: &'static str,
    pub check_text: &'static str,
    pub create: &'static str,
    pub created: fn(&str) -> String,
    pub kept: &'static str,
}

/// Taking an agent account out of its workstream.
pub struct Removal {
    pub remove: fn(&str) -> String,
    pub title: fn(&str) -> String,
    pub what_stops: &'static str,
    pub effects: [&'static str; 3],
    pub removed: fn(&str) -> String,
}

impl Channels {
    /// A language's name; a tag that has none stands for itself.
    pub fn language_name(&self, tag: &str) -> String {
        let known = self.languages.iter().find(|(known, _)| known.eq_ignore_ascii_case(tag));
        known.map_or(tag, |(_, name)| name).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use domain::channel::LanguageTag;

    #[test]
    fn every_language_that_is_offered_has_a_name() {
        for words in [&super::NB, &super::EN] {
            let named: Vec<&str> = words.languages.iter().map(|(tag, _)| *tag).collect();
            assert_eq!(named, LanguageTag::OFFERED);
        }
    }

    #[test]
    fn a_tag_without_a_name_stands_for_itself() {
        assert_eq!(super::NB.language_name("nn-no"), "Norsk nynorsk");
        assert_eq!(super::NB.language_name("se-NO"), "se-NO");
    }
}
