//! Routing rules tried in the browser while a form is being filled in.

pub struct LiveTrials {
    pub title: &'static str,
    pub note: &'static str,
    pub other_rules: &'static str,
    pub unread: &'static str,
    pub all: &'static str,
    pub any: &'static str,
    pub none: &'static str,
    pub no_rules: &'static str,
}

pub const NB: LiveTrials = LiveTrials {
    title: "Regel for regel",
    note: "Svaret regnes ut i nettleseren mens du skriver, av den samme motoren som ruter samtalene. Den kjenner reglene \
           og køene slik de var da du åpnet siden. Trykk «Prøv» for å spørre tjeneren om hvordan det er nå.",
    other_rules: "Reglene du har valgt, er ikke lastet inn på denne siden. Trykk «Prøv».",
    unread: "Skjemaet kan ikke brukes slik det er nå. Trykk «Prøv» for å se hva som må rettes.",
    all: "Alle må stemme",
    any: "Minst én må stemme",
    none: "Må ikke stemme",
    no_rules: "Ingen regler. Alle samtaler går til reservekøen.",
};

pub const EN: LiveTrials = LiveTrials {
    title: "Rule by rule",
    note: "The answer is worked out in the browser as you type, by the same engine that routes conversations. It knows the \
           rules and the queues as they were when you opened the page. Press “Try” to ask the server how things are now.",
    other_rules: "The rules you have chosen are not on this page. Press “Try”.",
    unread: "The form cannot be used as it is. Press “Try” to see what has to be put right.",
    all: "All must hold",
    any: "At least one must hold",
    none: "Must not hold",
    no_rules: "No rules. All conversations go to the fallback queue.",
};
