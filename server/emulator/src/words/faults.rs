use crate::fault::Fault;

pub(crate) struct Faults {
    pub(crate) heading: &'static str,
    pub(crate) lead: &'static str,
    pub(crate) console_lead: &'static str,
    pub(crate) phone: &'static str,
    /// What a customer writes when the field is empty.
    pub(crate) text: &'static str,
    pub(crate) name: fn(Fault) -> &'static str,
    pub(crate) expected: fn(u16) -> String,
}

pub(crate) const NB: Faults = Faults {
    heading: "Feil med vilje",
    lead: "Sender det som står på telefonen med en feil underveis, så du ser hva portalen gjør.",
    console_lead: "Sender en melding med en feil underveis, så du ser hva portalen gjør.",
    phone: "Telefon",
    text: "Hei, dette er en prøve.",
    name: |fault| match fault {
        Fault::BadSignature => "Feil signatur",
        Fault::MissingSignature => "Uten signatur",
        Fault::DoubledSignature => "To signaturer",
        Fault::Duplicate => "Duplikat",
        Fault::SameRequestId => "Samme ID, andre byte",
        Fault::Reordered => "Byttet rekkefølge",
        Fault::Late => "Tre dager forsinket",
        Fault::Oversized => "For stor",
        Fault::UnknownKind => "Ukjent type",
        Fault::NotJson => "Ikke JSON",
        Fault::WrongContentType => "Feil innholdstype",
        Fault::UnknownAgent => "Ukjent agent",
    },
    expected: |status| format!("venter {status}"),
};

pub(crate) const EN: Faults = Faults {
    heading: "Faults on purpose",
    lead: "Sends what is on the phone with a fault on the way, so you see what the portal does.",
    console_lead: "Sends a text with a fault on the way, so you see what the portal does.",
    phone: "Phone",
    text: "Hello, this is a trial.",
    name: |fault| match fault {
        Fault::BadSignature => "Bad signature",
        Fault::MissingSignature => "No signature",
        Fault::DoubledSignature => "Two signatures",
        Fault::Duplicate => "Duplicate",
        Fault::SameRequestId => "Same ID, other bytes",
        Fault::Reordered => "Swapped order",
        Fault::Late => "Three days late",
        Fault::Oversized => "Oversized",
        Fault::UnknownKind => "Unknown kind",
        Fault::NotJson => "Not JSON",
        Fault::WrongContentType => "Wrong content type",
        Fault::UnknownAgent => "Unknown agent",
    },
    expected: |status| format!("expects {status}"),
};
