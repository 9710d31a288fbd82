use crate::delivery::{Outcome, Progress};

pub(crate) struct Deliveries {
    pub(crate) lead: fn(&str) -> String,
    pub(crate) none: &'static str,
    pub(crate) number: fn(&str) -> String,
    pub(crate) time: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) agent: &'static str,
    pub(crate) answer: &'static str,
    pub(crate) attempts: &'static str,
    pub(crate) attempt_count: fn(u32) -> String,
    pub(crate) next: &'static str,
    pub(crate) next_at: fn(&str) -> String,
    pub(crate) state: &'static str,
    pub(crate) actions: &'static str,
    pub(crate) send_again: &'static str,
    pub(crate) progress: fn(Progress) -> &'static str,
    pub(crate) held_lead: &'static str,
    pub(crate) outcome: fn(&Outcome) -> String,
    pub(crate) as_expected: &'static str,
    pub(crate) not_as_expected: fn(u16) -> String,
    pub(crate) body: &'static str,
    pub(crate) body_size: fn(usize) -> String,
    pub(crate) body_cut: &'static str,
    pub(crate) to: &'static str,
    pub(crate) request_id: &'static str,
    pub(crate) open_phone: &'static str,
}

pub(crate) const NB: Deliveries = Deliveries {
    lead: |zone| {
        format!(
            "Hver HTTP-levering til en webhook. Alt annet enn 2xx prøves igjen med økende ventetid, opptil 10 minutter, i sju dager. Klokkeslett i {zone}."
        )
    },
    none: "Ingenting er sendt ennå. Åpne en telefon og skriv noe.",
    number: |id| format!("Levering {id}"),
    time: "Tid",
    kind: "Hendelse",
    agent: "Agent",
    answer: "Svar",
    attempts: "Forsøk",
    attempt_count: |n| format!("{n} forsøk"),
    next: "Neste forsøk",
    next_at: |time| format!("neste kl. {time}"),
    state: "Tilstand",
    actions: "Handling",
    send_again: "Send på nytt",
    progress: |progress| match progress {
        Progress::Held => "Venter på bekreftelse",
        Progress::Waiting { .. } => "Venter",
        Progress::Sending => "Sendes",
        Progress::Delivered => "Levert",
        Progress::Stopped => "Stoppet",
    },
    held_lead: "Webhooken er ikke bekreftet. Leveringen går når den er det.",
    outcome: |outcome| match outcome {
        Outcome::Answered(status) => status.to_string(),
        Outcome::Unreachable(reason) => format!("Ingen kontakt: {reason}"),
        Outcome::TimedOut => "Svarte ikke i tide".to_owned(),
    },
    as_expected: "Som ventet",
    not_as_expected: |status| format!("Ventet {status}"),
    body: "Innhold",
    body_size: |bytes| format!("{bytes} byte"),
    body_cut: "Bare begynnelsen vises.",
    to: "Til",
    request_id: "Forespørsels-ID",
    open_phone: "Åpne telefonen",
};

pub(crate) const EN: Deliveries = Deliveries {
    lead: |zone| {
        format!(
            "Every HTTP delivery to a webhook. Anything but 2xx is tried again with growing waits, up to 10 minutes, for seven days. Times in {zone}."
        )
    },
    none: "Nothing has been sent yet. Open a phone and write something.",
    number: |id| format!("Delivery {id}"),
    time: "Time",
    kind: "Event",
    agent: "Agent",
    answer: "Answer",
    attempts: "Attempts",
    attempt_count: |n| match n {
        1 => "1 attempt".to_owned(),
        n => format!("{n} attempts"),
    },
    next: "Next attempt",
    next_at: |time| format!("next at {time}"),
    state: "State",
    actions: "Action",
    send_again: "Send again",
    progress: |progress| match progress {
        Progress::Held => "Waits to be verified",
        Progress::Waiting { .. } => "Waiting",
        Progress::Sending => "Sending",
        Progress::Delivered => "Delivered",
        Progress::Stopped => "Stopped",
    },
    held_lead: "The webhook is not verified. The delivery goes out when it is.",
    outcome: |outcome| match outcome {
        Outcome::Answered(status) => status.to_string(),
        Outcome::Unreachable(reason) => format!("No contact: {reason}"),
        Outcome::TimedOut => "Did not answer in time".to_owned(),
    },
    as_expected: "As expected",
    not_as_expected: |status| format!("Expected {status}"),
    body: "Body",
    body_size: |bytes| format!("{bytes} bytes"),
    body_cut: "Only the beginning is shown.",
    to: "To",
    request_id: "Request ID",
    open_phone: "Open the phone",
};
