//! What is wrong with a value, in general; nouns have their own sentences where they can say more.

use domain::Fault;

pub struct Faults {
    pub missing: &'static str,
    pub too_long: fn(u32, u32) -> String,
    pub too_short: fn(u32, u32) -> String,
    pub out_of_range: fn(i64, i64) -> String,
    pub not_a_number: &'static str,
    pub taken: &'static str,
    pub malformed: &'static str,
    pub not_an_email: &'static str,
    pub not_one_of: &'static str,
    pub unknown: &'static str,
    pub not_ticked: &'static str,
    pub not_the_name: &'static str,
    pub mismatch: &'static str,
    pub guessable: &'static str,
    pub locked: &'static str,
    pub service_account: fn(&str, &str) -> String,
    pub blocked: fn(&str) -> String,
    pub default_queue: &'static str,
    pub queue_has_conversations: &'static str,
    pub too_many_exports: &'static str,
    pub last_administrator: &'static str,
    pub not_a_dead_letter: &'static str,
    pub account_deleted: &'static str,
    pub privacy_withdrawn: &'static str,
    pub not_acknowledged: &'static str,
    pub notice_outdated: &'static str,
    pub rule_gone: &'static str,
    pub built_in_profile: &'static str,
    pub right_not_held: &'static str,
    pub field_not_read: &'static str,
    pub not_now: &'static str,
}

impl Faults {
    /// The general sentence for a fault.
    pub fn sentence(&self, fault: &Fault) -> String {
        match fault {
            Fault::Missing => self.missing.to_owned(),
            Fault::TooLong { max, used } => (self.too_long)(*max, *used),
            Fault::TooShort { min, used } => (self.too_short)(*min, *used),
            Fault::OutOfRange { min, max } => (self.out_of_range)(*min, *max),
            Fault::NotANumber => self.not_a_number.to_owned(),
            Fault::Taken => self.taken.to_owned(),
            Fault::Malformed => self.malformed.to_owned(),
            Fault::NotAnEmail => self.not_an_email.to_owned(),
            Fault::NotOneOf(_) => self.not_one_of.to_owned(),
            Fault::Unknown => self.unknown.to_owned(),
            Fault::NotTicked => self.not_ticked.to_owned(),
            Fault::NotTheName => self.not_the_name.to_owned(),
            Fault::Mismatch => self.mismatch.to_owned(),
            Fault::Guessable => self.guessable.to_owned(),
            Fault::Locked => self.locked.to_owned(),
            Fault::ServiceAccount { member, rule } => (self.service_account)(member, rule),
        }
    }

    /// The sentence for a state in which something is not possible.
    pub fn conflict(&self, code: &str) -> String {
        match code {
            "default_queue" => self.default_queue,
            "queue_has_conversations" => self.queue_has_conversations,
            "too_many_exports" => self.too_many_exports,
            "last_administrator" => self.last_administrator,
            "not_a_dead_letter" => self.not_a_dead_letter,
            "account_deleted" => self.account_deleted,
            "privacy_withdrawn" => self.privacy_withdrawn,
            "not_acknowledged" => self.not_acknowledged,
            "notice_outdated" => self.notice_outdated,
            "rule_gone" => self.rule_gone,
            "built_in_profile" => self.built_in_profile,
            "right_not_held" => self.right_not_held,
            "field_not_read" => self.field_not_read,
            _ => self.not_now,
        }
        .to_owned()
    }
}

pub const NB: Faults = Faults {
    missing: "Fyll ut dette feltet.",
    too_long: |max, used| format!("Feltet kan ha høyst {max} tegn. Du har brukt {used}."),
    too_short: |min, used| format!("Feltet må ha minst {min} tegn. Du har skrevet {used}."),
    out_of_range: |min, max| format!("Velg et tall fra {min} til {max}."),
    not_a_number: "Skriv et helt tall.",
    taken: "Dette er alt i bruk. Velg noe annet.",
    malformed: "Feltet har tegn eller en form som ikke kan brukes her.",
    not_an_email: "Skriv en e-postadresse, for eksempel kari@eksempel.no.",
    not_one_of: "Velg et av alternativene.",
    unknown: "Det du valgte, finnes ikke lenger. Velg på nytt.",
    not_ticked: "Kryss av for å gå videre.",
    not_the_name: "Skriv navnet nøyaktig slik det står.",
    mismatch: "De to er ikke like.",
    guessable: "Passordet er for lett å gjette. Velg noe lengre, for eksempel fire tilfeldige ord.",
    locked: "Du mangler tilgang til å sette dette sikre feltet. Be en systemadministrator om en feltsikkerhetsprofil.",
    service_account: service_account_nb,
    blocked: |names| format!("Fjern først det som er i bruk: {names}."),
    default_queue: "Standardkøen kan verken få nytt navn eller slettes.",
    queue_has_conversations: "Køen har samtaler og kan derfor ikke slettes.",
    too_many_exports: "Du har alt fem filer av revisjonsloggen. Hent dem, eller vent til de slettes.",
    last_administrator: "Det må finnes minst én aktiv systemadministrator. Gi rollen til en annen først.",
    not_a_dead_letter: "Leveransen kan ikke behandles på nytt: den er alt behandlet, eller innholdet er ikke lagret.",
    account_deleted: "Kontoen er slettet, så leveransen kan ikke behandles på nytt.",
    privacy_withdrawn: "Godkjenningen av personvernerklæringen er trukket tilbake. Godkjenn erklæringen på nytt for å gjenoppta kontoen.",
    not_acknowledged: "Det finnes ingen godkjenning å trekke tilbake.",
    notice_outdated: "Erklæringen er kommet i en ny versjon. Les den, og kryss av på nytt.",
    rule_gone: "Noen har slettet regelen eller gitt den et annet navn. Lagre den som ny regel for å beholde det du skrev.",
    built_in_profile: "Den innebygde profilen kan ikke endres eller slettes. Medlemskapet følger rollen systemadministrator.",
    right_not_held: "Du kan ikke gi en tillatelse som du ikke har selv. Be en systemadministrator om å gjøre det.",
    field_not_read: "Du har ikke selv tilgang til å lese feltet, og kan derfor ikke åpne det. Be en systemadministrator om å gjøre det.",
    not_now: "Dette er ikke mulig nå.",
};

pub const EN: Faults = Faults {
    missing: "Fill in this field.",
    too_long: |max, used| format!("This can be at most {max} characters. You used {used}."),
    too_short: |min, used| format!("This needs at least {min} characters. You wrote {used}."),
    out_of_range: |min, max| format!("Choose a number from {min} to {max}."),
    not_a_number: "Write a whole number.",
    taken: "This is in use already. Choose another.",
    malformed: "This has characters or a form that cannot be used here.",
    not_an_email: "Write an email address, for example kari@example.com.",
    not_one_of: "Choose one of the alternatives.",
    unknown: "What you chose does not exist any longer. Choose again.",
    not_ticked: "Tick the box to go on.",
    not_the_name: "Write the name exactly as it stands.",
    mismatch: "The two are not the same.",
    guessable: "The password is too easy to guess. Choose something longer, for example four random words.",
    locked: "You may not set this secured field. Ask a system administrator for a field security profile.",
    service_account: service_account_en,
    blocked: |names| format!("Remove what is in use first: {names}."),
    default_queue: "The default queue can be neither renamed nor deleted.",
    queue_has_conversations: "The queue has conversations and cannot be deleted.",
    too_many_exports: "You already have five files of the audit log. Fetch them, or wait until they are deleted.",
    last_administrator: "There must be at least one active system administrator. Give the role to somebody else first.",
    not_a_dead_letter: "The delivery cannot be processed again: it is processed already, or its content is not stored.",
    account_deleted: "The account has been deleted, so the delivery cannot be processed again.",
    privacy_withdrawn: "The acknowledgement of the privacy notice was withdrawn. Acknowledge the notice again to resume the account.",
    not_acknowledged: "There is no acknowledgement to withdraw.",
    notice_outdated: "There is a new version of the notice. Read it, and tick the boxes again.",
    rule_gone: "Somebody has deleted or renamed the rule. Save it as a new rule to keep what you typed.",
    built_in_profile: "The built-in profile can be neither changed nor deleted. Membership follows the role system administrator.",
    right_not_held: "You cannot give a permission that you do not have yourself. Ask a system administrator to do it.",
    field_not_read: "You may not read the field yourself, so you cannot open it. Ask a system administrator to do it.",
    not_now: "This is not possible now.",
};

fn service_account_nb(member: &str, rule: &str) -> String {
    match (member, rule) {
        ("file", "missing") => "Velg nøkkelfilen for tjenestekontoen (JSON).".to_owned(),
        ("file", "too_large") => "Filen er for stor til å være en nøkkelfil. Den kan være høyst 16 KiB.".to_owned(),
        ("file", _) => "Denne filen er ikke en nøkkelfil for en tjenestekonto i JSON-format.".to_owned(),
        (member, "missing") => format!("Denne JSON-filen er ikke en nøkkelfil for en tjenestekonto: {member} mangler."),
        (member, _) => format!("Nøkkelfilen kan ikke brukes: verdien i {member} er feil. Last ned en ny fra Google."),
    }
}

fn service_account_en(member: &str, rule: &str) -> String {
    match (member, rule) {
        ("file", "missing") => "Choose the service account's key file (JSON).".to_owned(),
        ("file", "too_large") => "The file is too large to be a key file. It can be at most 16 KiB.".to_owned(),
        ("file", _) => "This file is not a service-account key in JSON format.".to_owned(),
        (member, "missing") => format!("This JSON is not a service-account key: {member} is missing."),
        (member, _) => {
            format!("The key file cannot be used: the value of {member} is wrong. Download a new one from Google.")
        }
    }
}
