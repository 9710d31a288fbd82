//! Every text of the portal, in both languages.
//!
//! One struct per noun, in `words/<noun>.rs`: `&'static str` fields for plain texts, function pointers for texts with
//! parameters, and two constants, `NB` and `EN`. A text that is missing in one language does not compile.
//!
//! To add a noun: write `words/noun.rs` with `pub struct Noun { … }`, `pub const NB: Noun` and `pub const EN: Noun`,
//! then add the field here in three places. A text is always one whole message; sentences are never glued together.

pub mod accounts;
pub mod audit;
pub mod channels;
pub mod common;
pub mod conversations;
pub mod faults;
pub mod field_security;
pub mod hours;
pub mod live_trials;
pub mod nav;
pub mod overview;
pub mod privacy;
pub mod queues;
pub mod receipts;
pub mod rules;
pub mod rules_trials;
pub mod secrets;
pub mod sign_in;
pub mod teams;
pub mod traces;
pub mod users;
pub mod workstreams;

use domain::lang::Lang;

use crate::reader::Reader;

pub struct Words {
    pub accounts: accounts::Accounts,
    pub audit: audit::Audit,
    pub channels: channels::Channels,
    pub common: common::Common,
    pub conversations: conversations::Conversations,
    pub faults: faults::Faults,
    pub field_security: field_security::FieldSecurity,
    pub hours: hours::Hours,
    pub live_trials: live_trials::LiveTrials,
    pub nav: nav::Nav,
    pub overview: overview::Overview,
    pub privacy: privacy::Privacy,
    pub queues: queues::Queues,
    pub receipts: receipts::Receipts,
    pub rules_trials: rules_trials::RulesTrials,
    pub rules: rules::Rules,
    pub secrets: secrets::Secrets,
    pub sign_in: sign_in::SignIn,
    pub teams: teams::Teams,
    pub traces: traces::Traces,
    pub users: users::Users,
    pub workstreams: workstreams::Workstreams,
}

static NB: Words = Words {
    accounts: accounts::NB,
    audit: audit::NB,
    channels: channels::NB,
    common: common::NB,
    conversations: conversations::NB,
    faults: faults::NB,
    field_security: field_security::NB,
    hours: hours::NB,
    live_trials: live_trials::NB,
    nav: nav::NB,
    overview: overview::NB,
    privacy: privacy::NB,
    queues: queues::NB,
    receipts: receipts::NB,
    rules_trials: rules_trials::NB,
    rules: rules::NB,
    secrets: secrets::NB,
    sign_in: sign_in::NB,
    teams: teams::NB,
    traces: traces::NB,
    users: users::NB,
    workstreams: workstreams::NB,
};

static EN: Words = Words {
    accounts: accounts::EN,
    audit: audit::EN,
    channels: channels::EN,
    common: common::EN,
    conversations: conversations::EN,
    faults: faults::EN,
    field_security: field_security::EN,
    hours: hours::EN,
    live_trials: live_trials::EN,
    nav: nav::EN,
    overview: overview::EN,
    privacy: privacy::EN,
    queues: queues::EN,
    receipts: receipts::EN,
    rules_trials: rules_trials::EN,
    rules: rules::EN,
    secrets: secrets::EN,
    sign_in: sign_in::EN,
    teams: teams::EN,
    traces: traces::EN,
    users: users::EN,
    workstreams: workstreams::EN,
};

pub fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Nb => &NB,
        Lang::En => &EN,
    }
}

/// The texts in the language of the page being rendered.
pub fn here() -> &'static Words {
    Reader::here().words()
}
