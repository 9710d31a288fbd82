//! Workstreams.

pub struct Workstreams {
    pub title: &'static str,
    pub all: &'static str,
    pub purpose: &'static str,
    pub new: &'static str,
    pub empty: &'static str,
    pub empty_text: &'static str,

    pub name: &'static str,
    pub name_hint: &'static str,
    pub name_missing: &'static str,
    pub taken: fn(&str) -> String,
    pub work_type: &'static str,
    pub messaging: &'static str,
    pub channel: &'static str,
    pub channels: &'static str,
    pub distribution: &'static str,
    pub distribution_hint: &'static str,
    pub push: &'static str,
    pub push_text: &'static str,
    pub pick: &'static str,
    pub pick_text: &'static str,
    pub fallback_queue: &'static str,
    pub fallback_hint: &'static str,
    pub existing_queue: &'static str,
    pub new_queue: &'static str,
    pub queue: &'static str,
    pub queue_missing: &'static str,
    pub queue_name: &'static str,
    pub queue_name_missing: &'static str,
    pub queue_taken: fn(&str) -> String,
    pub open_conversations: &'static str,

    pub create: &'static str,
    pub created: fn(&str) -> String,
    pub edit: &'static str,
    pub edit_title: fn(&str) -> String,
    pub facts: &'static str,
    pub routing: &'static str,
    pub rules: fn(i64, &str) -> String,
    pub no_rules: fn(&str) -> String,
    pub order_of_rules: fn(&str) -> String,
    pub show_rules: &'static str,

    pub delete: fn(&str) -> String,
    pub delete_title: fn(&str) -> String,
    pub delete_text: &'static str,
    pub delete_keeps: fn(i64) -> String,
    pub blocked: &'static str,
    pub blocked_text: &'static str,
    pub deleted: fn(&str) -> String,
}

pub const NB: Workstreams = Workstreams {
    title: "Arbeidsflyter",
    all: "Alle arbeidsflyter",
    purpose: "En arbeidsflyt tar imot samtalene fra kanalene sine og ruter dem til riktig kø.",
    new: "Ny arbeidsflyt",
    empty: "Ingen arbeidsflyter ennå",
    empty_text: "En arbeidsflyt samler kanalene for én type arbeid, prøver rutingsreglene og legger hver samtale i en kø. Du trenger én for å ta imot meldinger.",

    name: "Navn",
    name_hint: "For eksempel «Kundeservice privat».",
    name_missing: "Skriv inn et navn.",
    taken: |name| format!("Det finnes alt en arbeidsflyt som heter «{name}». Velg et annet navn."),
    work_type: "Type",
    messaging: "Meldinger",
    channel: "Kanal",
    channels: "Antall kanaler",
    distribution: "Fordeling",
    distribution_hint: "Kan ikke endres senere.",
    push: "Tildel automatisk",
    push_text: "Samtalen gis til en medarbeider som er til stede og har kapasitet (push).",
    pick: "Medarbeider velger",
    pick_text: "Medarbeiderne henter samtalene fra en liste (pick).",
    fallback_queue: "Reservekø",
    fallback_hint: "Samtaler som ingen regel treffer, havner her.",
    existing_queue: "Velg eksisterende",
    new_queue: "Opprett ny",
    queue: "Kø",
    queue_missing: "Velg en kø.",
    queue_name: "Navn på den nye køen",
    queue_name_missing: "Skriv inn et navn på den nye køen.",
    queue_taken: |name| format!("Det finnes alt en kø som heter «{name}». Velg den, eller et annet navn."),
    open_conversations: "Åpne samtaler",

    create: "Opprett",
    created: |name| format!("Arbeidsflyten «{name}» er opprettet."),
    edit: "Endre",
    edit_title: |name| format!("Endre arbeidsflyten «{name}»"),
    facts: "Om arbeidsflyten",
    routing: "Ruting",
    rules: |n, queue| {
        if n == 1 { format!("1 regel, reservekø: {queue}") } else { format!("{n} regler, reservekø: {queue}") }
    },
    no_rules: |queue| format!("Ingen regler. Alle samtaler går til reservekøen {queue}."),
    show_rules: "Rutingsregler",
    order_of_rules: |queue| {
        format!(
            "Reglene prøves ovenfra. Den første som passer, bestemmer køen. Passer ingen, brukes reservekøen {queue}."
        )
    },

    delete: |name| format!("Slett arbeidsflyten {name}"),
    delete_title: |name| format!("Slette arbeidsflyten «{name}»?"),
    delete_text: "Arbeidsflyten og reglene dens blir borte for alle. Køene blir værende. Dette kan ikke angres.",
    delete_keeps: |n| {
        if n == 1 {
            "Arbeidsflyten har hatt 1 samtale. Den beholder køen og historikken sin.".into()
        } else {
            format!("Arbeidsflyten har hatt {n} samtaler. De beholder køene og historikken sin.")
        }
    },
    blocked: "Arbeidsflyten har kanaler",
    blocked_text: "Fjern kanalene først:",
    deleted: |name| format!("Arbeidsflyten «{name}» er slettet."),
};

pub const EN: Workstreams = Workstreams {
    title: "Workstreams",
    all: "All workstreams",
    purpose: "A workstream takes the conversations of its channels and routes them to the right queue.",
    new: "New workstream",
    empty: "No workstreams yet",
    empty_text: "A workstream gathers the channels of one kind of work, tries the routing rules and puts each conversation in a queue. You need one to receive messages.",

    name: "Name",
    name_hint: "For example “Private customers”.",
    name_missing: "Enter a name.",
    taken: |name| format!("A workstream named “{name}” already exists. Choose another name."),
    work_type: "Type",
    messaging: "Messaging",
    channel: "Channel",
    channels: "Number of channels",
    distribution: "Work distribution",
    distribution_hint: "Cannot be changed later.",
    push: "Assign automatically",
    push_text: "The conversation is given to an agent who is present and has capacity (push).",
    pick: "Agents pick",
    pick_text: "Agents take conversations from a list (pick).",
    fallback_queue: "Fallback queue",
    fallback_hint: "Conversations that no rule matches end up here.",
    existing_queue: "Use existing",
    new_queue: "Create new",
    queue: "Queue",
    queue_missing: "Choose a queue.",
    queue_name: "Name of the new queue",
    queue_name_missing: "Enter a name for the new queue.",
    queue_taken: |name| format!("A queue named “{name}” already exists. Choose that one, or another name."),
    open_conversations: "Open conversations",

    create: "Create",
    created: |name| format!("The workstream “{name}” has been created."),
    edit: "Edit",
    edit_title: |name| format!("Edit the workstream “{name}”"),
    facts: "About the workstream",
    routing: "Routing",
    rules: |n, queue| {
        if n == 1 { format!("1 rule, fallback queue: {queue}") } else { format!("{n} rules, fallback queue: {queue}") }
    },
    no_rules: |queue| format!("No rules. All conversations go to the fallback queue {queue}."),
    show_rules: "Routing rules",
    order_of_rules: |queue| {
        format!(
            "Rules are tried from the top. The first that matches decides the queue. If none does, the fallback queue {queue} is used."
        )
    },

    delete: |name| format!("Delete the workstream {name}"),
    delete_title: |name| format!("Delete the workstream “{name}”?"),
    delete_text: "The workstream and its rules disappear for everybody. The queues stay. This cannot be undone.",
    delete_keeps: |n| {
        if n == 1 {
            "The workstream has had 1 conversation. It keeps its queue and its history.".into()
        } else {
            format!("The workstream has had {n} conversations. They keep their queues and their history.")
        }
    },
    blocked: "The workstream has channels",
    blocked_text: "Remove the channels first:",
    deleted: |name| format!("The workstream “{name}” has been deleted."),
};
