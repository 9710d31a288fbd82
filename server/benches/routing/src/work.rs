//! The rules and the contexts, as data that either engine is given in its own form.

/// Languages that customers write in.
const LOCALES: [&str; 5] = ["nb-NO", "nn-NO", "en-GB", "sv-SE", "de-DE"];
/// How a conversation may begin (Google's words).
const ENTRY_POINTS: [&str; 4] = ["MAPS", "PLACESHEET", "NON_LOCAL", "LOCAL_SERVICES"];
/// What customers write about.
const WORDS: [&str; 10] =
    ["faktura", "levering", "retur", "passord", "avtale", "klage", "kort", "lån", "forsikring", "åpningstid"];

/// A rule of three conditions; all must hold.
pub struct Rule {
    pub locale: &'static str,
    pub entry_point: &'static str,
    pub third: Third,
}

/// What a rule asks in the third place.
pub enum Third {
    /// The first text has this word in it.
    TextContains(&'static str),
    /// The custom context begins with this.
    CustomBeginsWith(String),
}

/// The facts of a conversation that the rules read, and the rule that is meant for it.
pub struct Facts {
    pub name: String,
    pub locale: &'static str,
    pub entry_point: &'static str,
    pub custom: String,
    pub first_text: String,
    pub rule: Option<usize>,
}

pub struct Work {
    pub rules: Vec<Rule>,
    pub contexts: Vec<Facts>,
}

impl Work {
    /// So many rules, no two alike; a context for each of them in a mixed order, and one for none of them after every nine.
    pub fn new(count: usize) -> Self {
        let rules: Vec<_> = (0..count).map(rule).collect();
        // 37 has no divisor in common with the counts used, so every rule comes up once.
        let meant = (0..count).flat_map(|at| [(at % 9 == 8).then_some(None), Some(Some(at * 37 % count))]).flatten();
        let contexts = meant.map(|rule| facts(&rules, rule)).collect();
        Self { rules, contexts }
    }
}

fn rule(at: usize) -> Rule {
    let (group, locale) = (at / LOCALES.len(), LOCALES[at % LOCALES.len()]);
    let third = match group % 2 {
        0 => Third::TextContains(WORDS[group / 2 % WORDS.len()]),
        _ => Third::CustomBeginsWith(format!("kampanje-{group}-")),
    };
    // Rules with the same word differ in how the conversation began.
    let entry_point = ENTRY_POINTS[(group / 2 + group / (2 * WORDS.len())) % ENTRY_POINTS.len()];
    Rule { locale, entry_point, third }
}

fn facts(rules: &[Rule], rule: Option<usize>) -> Facts {
    let meant = rule.map(|at| &rules[at]);
    let word = match meant.map(|rule| &rule.third) {
        Some(Third::TextContains(word)) => word,
        _ => "bestillingen",
    };
    let custom = match meant.map(|rule| &rule.third) {
        Some(Third::CustomBeginsWith(begin)) => format!("{begin}november"),
        _ => "nettsiden".to_owned(),
    };
    Facts {
        name: format!("Kunde {}", rule.unwrap_or_default()),
        locale: meant.map_or("fi-FI", |rule| rule.locale),
        entry_point: meant.map_or("MAPS", |rule| rule.entry_point),
        custom,
        first_text: format!("hei, jeg lurer på noe om {word} som jeg fikk i forrige uke, kan dere hjelpe meg?"),
        rule,
    }
}
