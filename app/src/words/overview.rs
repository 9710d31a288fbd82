//! The overview.

pub struct Overview {
    pub title: &'static str,
    pub purpose: &'static str,
    pub checklist: &'static str,
    pub checklist_text: &'static str,
    pub step_account: &'static str,
    pub step_verified: &'static str,
    pub step_members: &'static str,
    pub step_workstream: &'static str,
    pub step_channel: &'static str,
    pub step_message: &'static str,
    pub done: &'static str,
    pub todo: &'static str,
    pub start: &'static str,
    pub waiting: &'static str,
    pub conversations_today: &'static str,
    pub messages_today: &'static str,
    pub verified_accounts: &'static str,
    pub attention: &'static str,
    pub all_good: &'static str,
    pub refused: fn(i64) -> String,
    pub dead_letters: fn(i64) -> String,
    pub queue_without_members: fn(&str) -> String,
}

pub const NB: Overview = Overview {
    title: "Oversikt",
    purpose: "Virker alt, og er det noe som trenger deg?",
    checklist: "Kom i gang",
    checklist_text: "Seks steg fra tom portal til den første meldingen i en kø. Hvert steg krysses av når det er gjort.",
    step_account: "Koble til en konto",
    step_verified: "Få adressen bekreftet",
    step_members: "Gi en kø medlemmer",
    step_workstream: "Opprett en arbeidsflyt",
    step_channel: "Konfigurer en kanal",
    step_message: "Send en testmelding",
    done: "Gjort",
    todo: "Gjenstår",
    start: "Start",
    waiting: "Samtaler som venter",
    conversations_today: "Nye samtaler siste døgn",
    messages_today: "Meldinger siste døgn",
    verified_accounts: "Bekreftede kontoer",
    attention: "Krever handling",
    all_good: "Alt ser bra ut. Ingenting krever handling.",
    refused: |n| {
        if n == 1 {
            "Én leveranse ble avvist siste døgn".to_owned()
        } else {
            format!("{n} leveranser ble avvist siste døgn")
        }
    },
    dead_letters: |n| {
        if n == 1 {
            "Én leveranse kunne ikke behandles".to_owned()
        } else {
            format!("{n} leveranser kunne ikke behandles")
        }
    },
    queue_without_members: |name| format!("Køen «{name}» har samtaler som venter, men ingen medlemmer"),
};

pub const EN: Overview = Overview {
    title: "Overview",
    purpose: "Is everything working, and does anything need you?",
    checklist: "Get started",
    checklist_text: "Six steps from an empty portal to the first message in a queue. Each is ticked when it is done.",
    step_account: "Connect an account",
    step_verified: "Get the address verified",
    step_members: "Give a queue members",
    step_workstream: "Create a workstream",
    step_channel: "Set up a channel",
    step_message: "Send a test message",
    done: "Done",
    todo: "To do",
    start: "Start",
    waiting: "Conversations waiting",
    conversations_today: "New conversations, last 24 hours",
    messages_today: "Messages, last 24 hours",
    verified_accounts: "Verified accounts",
    attention: "Needs attention",
    all_good: "All good. Nothing needs attention.",
    refused: |n| {
        if n == 1 {
            "One delivery was refused in the last 24 hours".to_owned()
        } else {
            format!("{n} deliveries were refused in the last 24 hours")
        }
    },
    dead_letters: |n| {
        if n == 1 {
            "One delivery could not be processed".to_owned()
        } else {
            format!("{n} deliveries could not be processed")
        }
    },
    queue_without_members: |name| format!("The queue “{name}” has conversations waiting, but no members"),
};
