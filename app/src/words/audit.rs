//! The audit log. What an event says is one line of [`told`], in both languages; a new kind of event does not compile without.

use domain::{
    audit::{ActorKind, EventKind, Outcome, Subject},
    lang::Lang,
};

pub struct Audit {
    lang: Lang,
    pub title: &'static str,
    pub purpose: &'static str,
    pub kept: &'static str,
    pub time: &'static str,
    pub who: &'static str,
    pub what: &'static str,
    pub result: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub everybody: &'static str,
    pub action: &'static str,
    pub all_actions: &'static str,
    pub subject: &'static str,
    pub all_subjects: &'static str,
    pub subject_id: &'static str,
    pub all_results: &'static str,
    pub somebody: &'static str,
    pub details: &'static str,
    pub field: &'static str,
    pub before: &'static str,
    pub after: &'static str,
    pub changed: &'static str,
    pub id: &'static str,
    pub request: &'static str,
    pub session: &'static str,
    pub network: &'static str,
    pub event: &'static str,
    pub open: &'static str,
    pub around: &'static str,
    pub empty: &'static str,
    pub empty_text: &'static str,
    pub chain: &'static str,
    pub not_signed: &'static str,
    pub signed: &'static str,
    pub signed_entries: &'static str,
    pub signed_hash: &'static str,
    pub waiting: &'static str,
    pub verify: &'static str,
    pub history: &'static str,
    pub no_history: &'static str,
    pub whole_history: &'static str,

    pub export: &'static str,
    pub export_title: &'static str,
    pub export_purpose: &'static str,
    pub new_export: &'static str,
    pub exports: &'static str,
    pub no_exports: &'static str,
    pub export_all: &'static str,
    pub export_filtered: &'static str,
    pub format: &'static str,
    pub csv: &'static str,
    pub json: &'static str,
    pub ask_export: &'static str,
    pub export_asked: &'static str,
    pub asked_at: &'static str,
    pub state: &'static str,
    pub entries: &'static str,
    pub gone_at: &'static str,
    pub being_written: &'static str,
    pub not_written: &'static str,
    pub fetch: &'static str,
}

impl Audit {
    fn pick(&self, [nb, en]: [&'static str; 2]) -> &'static str {
        if self.lang == Lang::Nb { nb } else { en }
    }

    /// What an event says, in the past tense, with the thing's name to follow.
    pub fn told(&self, kind: EventKind) -> &'static str {
        self.pick(told(kind))
    }

    pub fn outcome(&self, outcome: Outcome) -> &'static str {
        self.pick(match outcome {
            Outcome::Done => ["Utført", "Done"],
            Outcome::Refused => ["Avvist", "Refused"],
        })
    }

    pub fn actor(&self, kind: ActorKind) -> &'static str {
        self.pick(match kind {
            ActorKind::User => ["Person", "Person"],
            ActorKind::ApiKey => ["API-nøkkel", "API key"],
            ActorKind::CommandLine => ["Kommandolinjen", "Command line"],
            ActorKind::System => ["Portalen", "The portal"],
            ActorKind::Anonymous => ["Ukjent", "Unknown"],
        })
    }

    pub fn subject_name(&self, subject: Subject) -> &'static str {
        self.pick(match subject {
            Subject::Account => ["Konto", "Account"],
            Subject::AgentAccount => ["Agentkonto", "Agent account"],
            Subject::ApiKey => ["API-nøkkel", "API key"],
            Subject::Audit => ["Revisjonslogg", "Audit log"],
            Subject::Channel => ["Kanal", "Channel"],
            Subject::Field => ["Felt", "Field"],
            Subject::FieldSecurityProfile => ["Feltsikkerhetsprofil", "Field security profile"],
            Subject::Hours => ["Åpningstider", "Operating hours"],
            Subject::Permission => ["Tillatelse", "Permission"],
            Subject::Queue => ["Kø", "Queue"],
            Subject::Receipt => ["Kvittering", "Receipt"],
            Subject::Secret => ["Hemmelighet", "Secret"],
            Subject::Team => ["Team", "Team"],
            Subject::User => ["Bruker", "User"],
            Subject::Workstream => ["Arbeidsflyt", "Workstream"],
        })
    }

    /// What a field of an entry is called; one without a name of its own is shown as the portal's files and programs call it.
    pub fn field_name<'n>(&self, name: &'n str) -> &'n str {
        FIELDS.iter().find(|(known, _)| *known == name).map_or(name, |(_, names)| self.pick(*names))
    }
}

/// One line for each kind of event: nb, en. The thing's name follows.
#[rustfmt::skip]
#[expect(clippy::too_many_lines, reason = "one table, one row for each event")]
fn told(kind: EventKind) -> [&'static str; 2] {
    use EventKind as K;
    match kind {
        K::UserInvited => ["inviterte bruker", "invited user"],
        K::UserCreated => ["opprettet bruker", "created user"],
        K::UserActivated => ["tok i bruk invitasjonen til bruker", "accepted the invitation of user"],
        K::UserRolesChanged => ["endret rollene til bruker", "changed the roles of user"],
        K::UserChanged => ["endret bruker", "changed user"],
        K::UserDisabled => ["deaktiverte bruker", "disabled user"],
        K::UserEnabled => ["aktiverte bruker", "enabled user"],
        K::UserSignedIn => ["logget inn", "signed in"],
        K::UserSignedOut => ["logget ut", "signed out"],
        K::SignInRefused => ["ble avvist ved innlogging", "was refused at sign-in"],
        K::ApiKeyCreated => ["laget API-nøkkel", "created API key"],
        K::ApiKeyRevoked => ["trakk tilbake API-nøkkel", "revoked API key"],
        K::ApiKeyRefused => ["brukte en API-nøkkel som ikke gjelder", "used an API key that is not valid"],
        K::AccountCreated => ["opprettet konto", "created account"],
        K::AccountRenamed => ["ga nytt navn til konto", "renamed account"],
        K::AccountChanged => ["endret konto", "changed account"],
        K::AccountVerified => ["fikk bekreftet konto", "had verified account"],
        K::AccountSuspended => ["stanset konto", "suspended account"],
        K::AccountResumed => ["gjenopptok konto", "resumed account"],
        K::AccountDeleted => ["slettet konto", "deleted account"],
        K::SecretSet => ["satte en hemmelighet for", "set a secret of"],
        K::SecretRefused => ["prøvde å sette en sikret verdi for", "tried to set a secured value of"],
        K::SecretRotated => ["byttet en hemmelighet for", "rotated a secret of"],
        K::SecretRetired => ["trakk tilbake et gammelt token for", "retired an old token of"],
        K::SecretKilled => ["stoppet en hemmelighet for", "killed a secret of"],
        K::SecretRevealed => ["viste verdien av en hemmelighet for", "showed the value of a secret of"],
        K::SecretTested => ["testet en hemmelighet for", "tested a secret of"],
        K::SecretReminderChanged => ["endret påminnelsen om en hemmelighet for", "changed the reminder of a secret of"],
        K::MasterKeyRotated => ["byttet hovednøkkelen", "rotated the master key"],
        K::AgentAccountAdded => ["la til agentkonto", "added agent account"],
        K::AgentAccountChanged => ["endret agentkonto", "changed agent account"],
        K::AgentAccountVerified => ["fikk bekreftet agentkonto", "had verified agent account"],
        K::AgentAccountRemoved => ["fjernet agentkonto", "removed agent account"],
        K::NoticeAcknowledged => ["godtok personvernerklæringen for konto", "acknowledged the privacy notice for account"],
        K::NoticeWithdrawn => ["trakk tilbake godkjenningen for konto", "withdrew the acknowledgement for account"],
        K::QueueCreated => ["opprettet kø", "created queue"],
        K::QueueChanged => ["endret kø", "changed queue"],
        K::QueueMemberAdded => ["la til et medlem i kø", "added a member to queue"],
        K::QueueMemberRemoved => ["fjernet et medlem fra kø", "removed a member from queue"],
        K::QueueDeleted => ["slettet kø", "deleted queue"],
        K::QueueOverflowed => ["flyttet samtaler fra overfylt kø", "moved conversations from overflowing queue"],
        K::WorkstreamCreated => ["opprettet arbeidsflyt", "created workstream"],
        K::WorkstreamChanged => ["endret arbeidsflyt", "changed workstream"],
        K::WorkstreamDeleted => ["slettet arbeidsflyt", "deleted workstream"],
        K::ChannelCreated => ["opprettet kanal", "created channel"],
        K::ChannelChanged => ["endret kanal", "changed channel"],
        K::ChannelRemoved => ["fjernet kanal", "removed channel"],
        K::RulesDraftChanged => ["endret utkastet til regler for", "changed the draft of the rules of"],
        K::RulesDraftDiscarded => ["forkastet utkastet til regler for", "discarded the draft of the rules of"],
        K::RulesPublished => ["publiserte regler for", "published rules of"],
        K::HoursCreated => ["opprettet åpningstider", "created operating hours"],
        K::HoursChanged => ["endret åpningstider", "changed operating hours"],
        K::HoursDeleted => ["slettet åpningstider", "deleted operating hours"],
        K::ReceiptReplayed => ["prøvde en kvittering på nytt", "replayed a receipt"],
        K::FieldSecurityProfileCreated => ["opprettet feltsikkerhetsprofil", "created field security profile"],
        K::FieldSecurityProfileChanged => ["endret feltsikkerhetsprofil", "changed field security profile"],
        K::FieldSecurityProfileDeleted => ["slettet feltsikkerhetsprofil", "deleted field security profile"],
        K::FieldSecurityMemberAdded => ["ga en person feltsikkerhetsprofil", "gave a person the field security profile"],
        K::FieldSecurityMemberRemoved => ["tok fra en person feltsikkerhetsprofil", "took from a person the field security profile"],
        K::FieldSecurityTeamAdded => ["ga et team feltsikkerhetsprofil", "gave a team the field security profile"],
        K::FieldSecurityTeamRemoved => ["tok fra et team feltsikkerhetsprofil", "took from a team the field security profile"],
        K::FieldSecured => ["sikret et felt i samtaler", "secured a field of conversations"],
        K::FieldOpened => ["sluttet å sikre et felt i samtaler", "stopped securing a field of conversations"],
        K::TeamCreated => ["opprettet team", "created team"],
        K::TeamChanged => ["endret team", "changed team"],
        K::TeamMemberAdded => ["la til et medlem i team", "added a member to team"],
        K::TeamMemberRemoved => ["fjernet et medlem fra team", "removed a member from team"],
        K::TeamDeleted => ["slettet team", "deleted team"],
        K::PermissionRefused => ["manglet tillatelsen", "lacked the permission"],
        K::RefusalsCounted => ["ble avvist mange ganger på ett minutt", "was refused many times within a minute"],
        K::AuditExportRequested => ["ba om en fil av revisjonsloggen", "asked for a file of the audit log"],
        K::AuditExportDownloaded => ["hentet en fil av revisjonsloggen", "fetched a file of the audit log"],
    }
}

/// Names of fields: nb, en.
const FIELDS: [(&str, [&str; 2]); 22] = [
    ("name", ["navn", "name"]),
    ("priority", ["prioritet", "priority"]),
    ("language", ["språk", "language"]),
    ("theme", ["utseende", "appearance"]),
    ("time_zone", ["tidssone", "time zone"]),
    ("roles", ["roller", "roles"]),
    ("role", ["rolle", "role"]),
    ("field", ["felt", "field"]),
    ("fields", ["felter", "fields"]),
    ("permission", ["tillatelse", "permission"]),
    ("version", ["versjon", "version"]),
    ("rule_count", ["antall regler", "rules"]),
    ("why", ["grunn", "reason"]),
    ("replaced", ["erstattet", "replaced"]),
    ("count", ["antall", "count"]),
    ("user_id", ["bruker", "user"]),
    ("account_id", ["konto", "account"]),
    ("hours", ["åpningstider", "operating hours"]),
    ("assignment", ["tildeling", "assignment"]),
    ("overflow", ["overløp", "overflow"]),
    ("partner_id", ["partner-ID", "partner ID"]),
    ("fallback_queue", ["reservekø", "fallback queue"]),
];

pub const NB: Audit = Audit {
    lang: Lang::Nb,
    title: "Revisjonslogg",
    purpose: "Alt som er gjort i portalen, og alt som ble avvist. Ingen kan endre eller slette en oppføring.",
    kept: "Oppføringene beholdes for alltid. Loggen inneholder ID-er og navn på felter, aldri hemmeligheter eller meldinger.",
    time: "Tid",
    who: "Hvem",
    what: "Hva",
    result: "Resultat",
    from: "Fra",
    to: "Til",
    everybody: "Alle",
    action: "Handling",
    all_actions: "Alle handlinger",
    subject: "Type",
    all_subjects: "Alle typer",
    subject_id: "ID på det som ble endret",
    all_results: "Alle resultater",
    somebody: "En som er fjernet",
    details: "Detaljer",
    field: "Felt",
    before: "Før",
    after: "Etter",
    changed: "endret",
    id: "Nummer",
    request: "Forespørsel",
    session: "Økt",
    network: "Nettverk",
    event: "Hendelse",
    open: "Åpne",
    around: "Alt denne gjorde ± 15 min",
    empty: "Ingenting er gjort ennå",
    empty_text: "Når noen gjør noe i portalen, står det her.",
    chain: "Segl",
    not_signed: "Loggen er ikke signert ennå. Det skjer innen fem minutter.",
    signed: "Sist signert",
    signed_entries: "Oppføringer i kjeden",
    signed_hash: "Siste hash",
    waiting: "Venter på segl",
    verify: "Kjør «sentralbord audit verify» på tjeneren for å kontrollere at ingen har endret loggen.",
    history: "Endringer",
    no_history: "Ingen endringer er ført ennå.",
    whole_history: "Se alle i revisjonsloggen",

    export: "Eksporter",
    export_title: "Eksporter revisjonsloggen",
    export_purpose: "Filen skrives i bakgrunnen og kan hentes i 24 timer, bare av deg. At du ber om den og henter den, føres i loggen.",
    new_export: "Ny fil",
    exports: "Filene dine",
    no_exports: "Du har ikke bedt om noen fil.",
    export_all: "Filen får alle oppføringer i loggen.",
    export_filtered: "Filen får de oppføringene som du filtrerte på.",
    format: "Format",
    csv: "CSV for regneark",
    json: "JSON, én oppføring per linje",
    ask_export: "Lag filen",
    export_asked: "Filen skrives nå. Last siden på nytt om litt.",
    asked_at: "Bedt om",
    state: "Tilstand",
    entries: "Oppføringer",
    gone_at: "Slettes",
    being_written: "Skrives – oppdater",
    not_written: "Kunne ikke skrives",
    fetch: "Hent filen",
};

pub const EN: Audit = Audit {
    lang: Lang::En,
    title: "Audit log",
    purpose: "Everything that was done in the portal, and everything that was refused. Nobody can change or delete an entry.",
    kept: "Entries are kept forever. The log holds ids and names of fields, never secrets or messages.",
    time: "Time",
    who: "Who",
    what: "What",
    result: "Result",
    from: "From",
    to: "To",
    everybody: "Everybody",
    action: "Action",
    all_actions: "All actions",
    subject: "Type",
    all_subjects: "All types",
    subject_id: "Id of what was changed",
    all_results: "All results",
    somebody: "Somebody who is gone",
    details: "Details",
    field: "Field",
    before: "Before",
    after: "After",
    changed: "changed",
    id: "Number",
    request: "Request",
    session: "Session",
    network: "Network",
    event: "Event",
    open: "Open",
    around: "Everything they did ± 15 min",
    empty: "Nothing has been done yet",
    empty_text: "When somebody does something in the portal, it is here.",
    chain: "Seal",
    not_signed: "The log is not signed yet. It will be within five minutes.",
    signed: "Last signed",
    signed_entries: "Entries in the chain",
    signed_hash: "Last hash",
    waiting: "Waiting to be sealed",
    verify: "Run “sentralbord audit verify” on the server to check that nobody has changed the log.",
    history: "Changes",
    no_history: "No change has been recorded yet.",
    whole_history: "See all in the audit log",

    export: "Export",
    export_title: "Export the audit log",
    export_purpose: "The file is written in the background and can be fetched for 24 hours, by you alone. Asking for it and fetching it are recorded in the log.",
    new_export: "New file",
    exports: "Your files",
    no_exports: "You have not asked for a file.",
    export_all: "The file gets every entry of the log.",
    export_filtered: "The file gets the entries that you filtered for.",
    format: "Format",
    csv: "CSV for spreadsheets",
    json: "JSON, one entry a line",
    ask_export: "Make the file",
    export_asked: "The file is being written. Reload the page in a moment.",
    asked_at: "Asked for",
    state: "State",
    entries: "Entries",
    gone_at: "Deleted",
    being_written: "Being written – refresh",
    not_written: "Could not be written",
    fetch: "Fetch the file",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_is_told_in_words_of_its_own() {
        for words in [&NB, &EN] {
            let told: std::collections::BTreeSet<_> = EventKind::ALL.iter().map(|kind| words.told(*kind)).collect();
            assert_eq!(told.len(), EventKind::ALL.len());
        }
    }

    #[test]
    fn a_field_without_a_name_is_shown_as_it_is() {
        assert_eq!((NB.field_name("priority"), NB.field_name("draw")), ("prioritet", "draw"));
    }
}
