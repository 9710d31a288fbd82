//! Traces: why a conversation is where it is, and the facts that routing saw.

use domain::{
    context::ContextField,
    routing::{Operator, OverflowReason, OverflowStep, RuleStatus, Stage},
};

pub struct Traces {
    pub title: &'static str,
    pub fallback: fn(&str) -> String,
    pub fallback_unjudged: fn(&str) -> String,
    pub chosen: fn(&str, &str) -> String,
    pub placed: fn(&str) -> String,
    pub version: fn(i32) -> String,
    pub stage: fn(Stage) -> &'static str,
    pub classify_named: fn(&str) -> String,
    pub no_rules: &'static str,
    pub status: fn(RuleStatus) -> &'static str,
    pub always: &'static str,
    pub conditions_of: fn(&str) -> String,
    pub field: &'static str,
    pub comparison: &'static str,
    pub expected: &'static str,
    pub actual: &'static str,
    pub result: &'static str,
    pub holds: &'static str,
    pub holds_not: &'static str,
    pub not_looked_at: &'static str,
    pub no_value: &'static str,
    pub draw: fn(&str, u8, &str) -> String,
    pub overflow: fn(&str, &str, &str) -> String,
    pub overflow_reason: fn(OverflowReason) -> &'static str,
    pub overflow_step: fn(&str, &OverflowStep) -> String,
    pub ended: fn(&str) -> String,
    pub sets: fn(&str, &str) -> String,
    pub nearest_miss: fn(u32, &str, &str, usize) -> String,
    pub not: fn(&str) -> String,
    pub and: &'static str,
    pub or: &'static str,
    pub range: fn(&str, &str) -> String,
    pub match_case: &'static str,
    pub operator: fn(Operator) -> &'static str,

    pub context: &'static str,
    pub context_text: &'static str,
    pub no_context: &'static str,
    pub fact: &'static str,
    pub machine_name: &'static str,
    pub value: &'static str,
    pub field_name: fn(&ContextField) -> String,
    pub weekday: fn(&str) -> Option<&'static str>,
}

pub const NB: Traces = Traces {
    title: "Hvorfor her?",
    fallback: |queue| format!("Ingen regel passet. Samtalen gikk til reservekøen «{queue}»."),
    fallback_unjudged: |queue| format!("Ingen regel ble vurdert. Samtalen gikk til reservekøen «{queue}»."),
    chosen: |rule, queue| format!("Regelen «{rule}» passet. Samtalen gikk til køen «{queue}»."),
    placed: |queue| format!("Samtalen gikk til køen «{queue}»."),
    version: |n| format!("Regelversjon {n}"),
    stage: |stage| match stage {
        Stage::Classify => "Klassifisering",
        Stage::Route => "Ruting til kø",
    },
    classify_named: |name| format!("Klassifisering: {name}"),
    no_rules: "Ingen regler.",
    status: |status| match status {
        RuleStatus::NotProcessed => "Ikke vurdert",
        RuleStatus::Processed => "Vurdert",
        RuleStatus::Matched => "Passet",
        RuleStatus::Applied => "Brukt",
    },
    always: "Gjelder alle samtaler.",
    conditions_of: |rule| format!("Betingelsene i regelen «{rule}»"),
    field: "Felt",
    comparison: "Sammenligning",
    expected: "Forventet",
    actual: "Faktisk",
    result: "Resultat",
    holds: "Stemmer",
    holds_not: "Stemmer ikke",
    not_looked_at: "Ikke vurdert",
    no_value: "Ingen verdi",
    draw: |rule, n, queue| {
        format!("Regelen «{rule}» fordeler etter prosent. Trekningen fra 0 til 99 ga {n}, og det ble køen «{queue}».")
    },
    overflow: |rule, queue, reason| format!("Regelen «{rule}» hoppet over køen «{queue}»: {reason}."),
    overflow_reason: |reason| match reason {
        OverflowReason::OutOfHours => "utenfor åpningstid",
        OverflowReason::ItemLimit => "for mange ventet allerede",
        OverflowReason::Missing => "køen finnes ikke lenger",
    },
    overflow_step: |queue, step| match step {
        OverflowStep::Assign => format!("Ingen kø hadde plass, så samtalen venter i «{queue}» likevel."),
        OverflowStep::End => format!("Ingen kø hadde plass. Køen «{queue}» avslutter det den ikke kan ta imot."),
        OverflowStep::Transfer(to) => {
            format!("Ingen kø hadde plass. Køen «{queue}» sender det den ikke kan ta imot, til «{to}».")
        }
    },
    ended: |queue| format!("Samtalen ble avsluttet fordi køen «{queue}» ikke kunne ta imot den."),
    sets: |field, value| format!("Satte {field} til {value}."),
    nearest_miss: |position, rule, test, others| match others {
        0 => format!("Nærmest var regel {position}, «{rule}». Den ville passet hvis {test}."),
        1 => {
            format!("Nærmest var regel {position}, «{rule}». Den ville passet hvis {test} og én betingelse til stemte.")
        }
        n => format!(
            "Nærmest var regel {position}, «{rule}». Den ville passet hvis {test} og {n} betingelser til stemte."
        ),
    },
    not: |test| format!("ikke ({test})"),
    and: "og",
    or: "eller",
    range: |low, high| format!("{low} – {high}"),
    match_case: "store og små bokstaver teller",
    operator: |operator| match operator {
        Operator::Equals => "er lik",
        Operator::NotEquals => "er ikke lik",
        Operator::Contains => "inneholder",
        Operator::NotContains => "inneholder ikke",
        Operator::BeginsWith => "begynner med",
        Operator::NotBeginsWith => "begynner ikke med",
        Operator::EndsWith => "slutter med",
        Operator::In => "er en av",
        Operator::HasData => "har en verdi",
        Operator::NoData => "mangler verdi",
        Operator::Greater => "er større enn",
        Operator::GreaterOrEqual => "er minst",
        Operator::Less => "er mindre enn",
        Operator::LessOrEqual => "er høyst",
        Operator::Between => "er fra og med",
        Operator::On => "er datoen",
        Operator::Before => "er før",
        Operator::After => "er etter",
        Operator::WithinLast => "er innenfor de siste",
        Operator::WithinNext => "er innenfor de neste",
    },

    context: "Kontekst",
    context_text: "Det rutingen visste om samtalen da den begynte. Endres aldri.",
    no_context: "Rutingen visste ingenting om samtalen.",
    fact: "Opplysning",
    machine_name: "Navn i regler",
    value: "Verdi",
    field_name: |field| {
        match field {
            ContextField::CustomerDisplayName => "Kundens navn",
            ContextField::CustomerDeviceLocale => "Språk på kundens enhet",
            ContextField::EntryPoint => "Hvor kunden begynte",
            ContextField::PlaceId => "Sted-ID",
            ContextField::ResolvedLocale => "Språk for samtalen",
            ContextField::Widget => "Kontekst fra nettsiden",
            ContextField::Custom => "Kontekst fra lenken",
            ContextField::FirstText => "Første melding",
            ContextField::AgentAccountName => "Agentkonto",
            ContextField::AgentAccountBrandId => "Merke-ID",
            ContextField::WorkstreamName => "Arbeidsflyt",
            ContextField::ReceivedAt => "Mottatt",
            ContextField::ReceivedWeekday => "Mottatt på ukedag",
            ContextField::ReceivedTime => "Mottatt på klokkeslett",
            ContextField::HoursOpen => "Innenfor åpningstid",
            ContextField::Variable(name) => return format!("Variabelen {name}"),
            ContextField::Skill(name) => return format!("Ferdigheten {name}"),
        }
        .to_owned()
    },
    weekday: |code| {
        Some(match code {
            "mon" => "mandag",
            "tue" => "tirsdag",
            "wed" => "onsdag",
            "thu" => "torsdag",
            "fri" => "fredag",
            "sat" => "lørdag",
            "sun" => "søndag",
            _ => return None,
        })
    },
};

pub const EN: Traces = Traces {
    title: "Why here?",
    fallback: |queue| format!("No rule matched. The conversation went to the fallback queue “{queue}”."),
    fallback_unjudged: |queue| format!("No rule was evaluated. The conversation went to the fallback queue “{queue}”."),
    chosen: |rule, queue| format!("The rule “{rule}” matched. The conversation went to the queue “{queue}”."),
    placed: |queue| format!("The conversation went to the queue “{queue}”."),
    version: |n| format!("Rules version {n}"),
    stage: |stage| match stage {
        Stage::Classify => "Classification",
        Stage::Route => "Route to queue",
    },
    classify_named: |name| format!("Classification: {name}"),
    no_rules: "No rules.",
    status: |status| match status {
        RuleStatus::NotProcessed => "Not processed",
        RuleStatus::Processed => "Processed",
        RuleStatus::Matched => "Matched",
        RuleStatus::Applied => "Applied",
    },
    always: "Applies to every conversation.",
    conditions_of: |rule| format!("Conditions of the rule “{rule}”"),
    field: "Field",
    comparison: "Comparison",
    expected: "Expected",
    actual: "Actual",
    result: "Result",
    holds: "Holds",
    holds_not: "Does not hold",
    not_looked_at: "Not looked at",
    no_value: "No value",
    draw: |rule, n, queue| {
        format!("The rule “{rule}” splits by percentage. {n} was drawn from 0 to 99, which is the queue “{queue}”.")
    },
    overflow: |rule, queue, reason| format!("The rule “{rule}” passed over the queue “{queue}”: {reason}."),
    overflow_reason: |reason| match reason {
        OverflowReason::OutOfHours => "outside its hours",
        OverflowReason::ItemLimit => "too many were waiting already",
        OverflowReason::Missing => "the queue is not there any longer",
    },
    overflow_step: |queue, step| match step {
        OverflowStep::Assign => format!("No queue had room, so the conversation waits in “{queue}” all the same."),
        OverflowStep::End => format!("No queue had room. The queue “{queue}” ends what it cannot take."),
        OverflowStep::Transfer(to) => {
            format!("No queue had room. The queue “{queue}” sends what it cannot take to “{to}”.")
        }
    },
    ended: |queue| format!("The conversation was ended because the queue “{queue}” could not take it."),
    sets: |field, value| format!("Set {field} to {value}."),
    nearest_miss: |position, rule, test, others| match others {
        0 => format!("Rule {position}, “{rule}”, came closest. It would have matched if {test}."),
        1 => format!(
            "Rule {position}, “{rule}”, came closest. It would have matched if {test} and one more condition held."
        ),
        n => format!(
            "Rule {position}, “{rule}”, came closest. It would have matched if {test} and {n} more conditions held."
        ),
    },
    not: |test| format!("not ({test})"),
    and: "and",
    or: "or",
    range: |low, high| format!("{low} – {high}"),
    match_case: "case counts",
    operator: |operator| match operator {
        Operator::Equals => "equals",
        Operator::NotEquals => "does not equal",
        Operator::Contains => "contains",
        Operator::NotContains => "does not contain",
        Operator::BeginsWith => "begins with",
        Operator::NotBeginsWith => "does not begin with",
        Operator::EndsWith => "ends with",
        Operator::In => "is one of",
        Operator::HasData => "has a value",
        Operator::NoData => "has no value",
        Operator::Greater => "is greater than",
        Operator::GreaterOrEqual => "is at least",
        Operator::Less => "is less than",
        Operator::LessOrEqual => "is at most",
        Operator::Between => "is between",
        Operator::On => "is on",
        Operator::Before => "is before",
        Operator::After => "is after",
        Operator::WithinLast => "is within the last",
        Operator::WithinNext => "is within the next",
    },

    context: "Context",
    context_text: "What routing knew of the conversation when it began. Never changes.",
    no_context: "Routing knew nothing of the conversation.",
    fact: "Fact",
    machine_name: "Name in rules",
    value: "Value",
    field_name: |field| {
        match field {
            ContextField::CustomerDisplayName => "Customer's name",
            ContextField::CustomerDeviceLocale => "Language of the customer's device",
            ContextField::EntryPoint => "Where the customer began",
            ContextField::PlaceId => "Place ID",
            ContextField::ResolvedLocale => "Language of the conversation",
            ContextField::Widget => "Context from the web page",
            ContextField::Custom => "Context from the link",
            ContextField::FirstText => "First message",
            ContextField::AgentAccountName => "Agent account",
            ContextField::AgentAccountBrandId => "Brand ID",
            ContextField::WorkstreamName => "Workstream",
            ContextField::ReceivedAt => "Received",
            ContextField::ReceivedWeekday => "Weekday received",
            ContextField::ReceivedTime => "Time of day received",
            ContextField::HoursOpen => "Within operating hours",
            ContextField::Variable(name) => return format!("Variable {name}"),
            ContextField::Skill(name) => return format!("Skill {name}"),
        }
        .to_owned()
    },
    weekday: |code| {
        Some(match code {
            "mon" => "Monday",
            "tue" => "Tuesday",
            "wed" => "Wednesday",
            "thu" => "Thursday",
            "fri" => "Friday",
            "sat" => "Saturday",
            "sun" => "Sunday",
            _ => return None,
        })
    },
};
