//! The navigation: groups and pages.

pub struct Nav {
    pub help: &'static str,
    pub overview: &'static str,
    pub operations: &'static str,
    pub conversations: &'static str,
    pub receipts: &'static str,
    pub support: &'static str,
    pub channels: &'static str,
    pub accounts: &'static str,
    pub workstreams: &'static str,
    pub queues: &'static str,
    pub privacy_group: &'static str,
    pub privacy: &'static str,
    pub access: &'static str,
    pub users: &'static str,
}

pub const NB: Nav = Nav {
    help: "Alt i portalen virker med tastaturet alene. Felt med hengelås er sikre felt: de krever en feltsikkerhetsprofil. Spørsmål om tilgang rettes til systemadministratoren din.",
    overview: "Oversikt",
    operations: "Drift",
    conversations: "Samtaler",
    receipts: "Kvitteringer",
    support: "Kundestøtte",
    channels: "Kanaler",
    accounts: "Kontoer og kanaler",
    workstreams: "Arbeidsflyter",
    queues: "Køer",
    privacy_group: "Personvern",
    privacy: "Erklæringer",
    access: "Tilgang",
    users: "Brukere",
};

pub const EN: Nav = Nav {
    help: "Everything in the portal works with the keyboard alone. Fields with a padlock are secured: they need a field security profile. Ask your system administrator about access.",
    overview: "Overview",
    operations: "Operations",
    conversations: "Conversations",
    receipts: "Receipts",
    support: "Customer support",
    channels: "Channels",
    accounts: "Accounts and channels",
    workstreams: "Workstreams",
    queues: "Queues",
    privacy_group: "Privacy",
    privacy: "Notices",
    access: "Access",
    users: "Users",
};
