//! Everything that can be asked, asked in every world at once.

use std::collections::{BTreeMap, BTreeSet};

use domain::user::Role;
use metrics_exporter_prometheus::PrometheusHandle;

use super::answers::{Answer, difference, without_ids};
use super::hidden::Hidden;
use super::surface::Surface;
use crate::caller::{Caller, FORM};
use crate::doors::{FUNCTIONS, PAGES, PATHS};
use crate::leaks::{Canary, Log, Search};

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// A person with this role and no profile.
    Role(Role),
    /// Somebody whose session was ended.
    Disabled,
    Stranger,
}

impl Who {
    /// Everybody without a right; those with fewest permissions first, since the others' acts remove what they see.
    pub fn everybody() -> Vec<Self> {
        let mut all = vec![Self::Stranger, Self::Disabled];
        let mut roles: Vec<Role> = Role::ALL.to_vec();
        roles.sort_by_key(|role| role.permissions().len());
        all.extend(roles.into_iter().map(Self::Role));
        all
    }

    fn people(self, hidden: &Hidden) -> Vec<Caller> {
        match self {
            Self::Role(role) => hidden.people(Some(role)),
            Self::Disabled => hidden.people(None),
            Self::Stranger => hidden.strangers().iter().map(Caller::at_home).collect(),
        }
    }

    fn programs(self, hidden: &Hidden) -> Vec<Caller> {
        match self {
            Self::Role(role) => hidden.programs(role),
            Self::Disabled | Self::Stranger => hidden.strangers(),
        }
    }
}

/// What is compared by itself.
type Part = fn(&Answer) -> &String;

/// Everything that was asked, and what was found in the answers.
pub struct Tour<'h> {
    hidden: &'h Hidden,
    canaries: Vec<Canary>,
    surfaces: BTreeSet<Surface>,
    finds: BTreeMap<String, String>,
    answers: usize,
}

impl<'h> Tour<'h> {
    pub fn of(hidden: &'h Hidden) -> Self {
        let canaries = hidden.canaries();
        Self { hidden, canaries, surfaces: BTreeSet::new(), finds: BTreeMap::new(), answers: 0 }
    }

    /// What changes nothing: pages, the API, and every parameter that could ask for a field.
    pub async fn looks(&mut self, who: Who) {
        let people = who.people(self.hidden);
        for (route, address, _) in PAGES {
            let surface = Surface::of_page(route);
            self.ask(who, &people, &[surface], &self.hidden.things.fill(address)).await;
            let unknown = self.hidden.things.of_nobody().fill(address);
            if unknown != *address {
                self.ask(who, &people, &[Surface::Refusal], &unknown).await;
            }
            if surface == Surface::List {
                for (surface, query) in self.queries() {
                    self.ask(who, &people, &[surface], &format!("{address}?{query}")).await;
                }
            }
        }
        for address in ["/receipts?outcome=dead_letter", "/receipts?outcome=refused"] {
            self.ask(who, &people, &[Surface::DeadLetters], address).await;
        }
        for topic in ["receipts", "conversations", "account:{account}"] {
            let address = self.hidden.things.fill(&format!("/live?topic={topic}"));
            self.ask(who, &people, &[Surface::News], &address).await;
        }
        let programs = who.programs(self.hidden);
        for (path, _) in PATHS {
            let path = self.hidden.things.fill(&path.replace("{id}", "{conversation}"));
            let surface = if path.ends_with("/audit") { Surface::AuditView } else { Surface::JsonReply };
            self.ask(who, &programs, &[surface, Surface::JsonReply], &path).await;
            for (surface, query) in self.queries() {
                self.ask(who, &programs, &[surface], &format!("{path}?{query}")).await;
            }
        }
    }

    /// Every function, with what it takes and with what it refuses.
    pub async fn acts(&mut self, who: Who) {
        let people = who.people(self.hidden);
        let nobody = self.hidden.things.of_nobody();
        for (path, whom, body) in FUNCTIONS {
            // Whoever signed out is nobody afterwards.
            if *path == "/api/sign-in/end" {
                continue;
            }
            let mut bodies = vec![(Surface::FunctionReply, body.filled(&self.hidden.things))];
            // Who is refused at the door is refused alike, whatever they brought.
            if matches!(who, Who::Role(role) if whom.lets_in(role)) {
                bodies.insert(0, (Surface::ValidationError, body.empty()));
                bodies.insert(1, (Surface::Refusal, body.filled(&nobody)));
            }
            for (surface, (kind, body)) in bodies {
                let mut replies = Vec::new();
                for caller in &people {
                    replies.push(caller.post(path, kind, body.clone()).await);
                }
                let answers: Vec<Answer> = replies.iter().map(Answer::of).collect();
                self.compare(who, &[surface], path, &answers);
            }
        }
        let wrong = format!("form[client_token]={}", self.hidden.worlds[0].values.fields[0]);
        for path in ["/api/accounts/set-credentials", "/api/accounts/add-agent", "/api/sign-in/begin"] {
            let mut answers = Vec::new();
            for caller in &people {
                answers.push(Answer::of(&caller.post(path, FORM, wrong.clone()).await));
            }
            self.compare(who, &[Surface::ValidationError], path, &answers);
        }
    }

    /// What no page shows: logs, rows, what browsers fetch.
    pub async fn behind_the_pages(&mut self, log: &Log, metrics: &PrometheusHandle, who: &[Who]) {
        for caller in self.hidden.strangers() {
            for file in server::site::names() {
                let reply = caller.get(&file).await;
                self.search(&[Surface::Bundle], &format!("Bundle {file}"), &reply.text());
            }
        }
        let mut sinks = vec![(Surface::AppLog, log.text())];
        for seen in &self.hidden.worlds {
            let rows = backend::testing::dump(&seen.world.portal).await;
            sinks.push((Surface::Dump, rows.clone()));
            sinks.push((Surface::SessionRow, rows.clone()));
            sinks.push((Surface::JobPayload, rows));
            sinks.push((
                Surface::PostgresLog,
                backend::testing::postgres_log(&seen.world.portal).await.unwrap_or_default(),
            ));
        }
        sinks.push((Surface::Metrics, metrics.render()));
        for (surface, text) in sinks {
            self.search(&[surface], &format!("{surface:?} after {}", who.len()), &text);
        }
    }

    /// Leaks and differences, each once.
    pub fn finds(&self) -> Vec<String> {
        self.finds.iter().map(|(place, what)| format!("{place}\n{what}")).collect()
    }

    pub fn surfaces(&self) -> BTreeSet<Surface> {
        self.surfaces.clone()
    }

    pub fn answers(&self) -> usize {
        self.answers
    }

    /// Parameters that could name a field, or match a value that is in the first world only.
    fn queries(&self) -> Vec<(Surface, String)> {
        let value = &self.hidden.worlds[0].values.fields[0];
        let start = &value[..6];
        vec![
            (Surface::Sort, "sort=account.client_token&order=client_token&sort_by=hint".to_owned()),
            (Surface::Sort, "sort=-client_token,name&order=client_token desc&direction=desc".replace(' ', "%20")),
            (Surface::Filter, format!("client_token={value}&filter[client_token][_starts_with]={start}&hint={start}")),
            (Surface::Filter, format!("name={start}&account={start}&outcome={start}&state={start}")),
            (Surface::Search, format!("q={value}&search={value}&query={start}")),
            (Surface::Group, "group=client_token&group_by=account.client_token&aggregate[max]=client_token".to_owned()),
            (
                Surface::Columns,
                "fields=client_token,hint&columns=secret.ciphertext&select=*&as=name:client_token".to_owned(),
            ),
            (Surface::Count, format!("q={start}&count=true&total=client_token&limit=1")),
            (Surface::Cursor, format!("after={value}&before={value}")),
            (Surface::CsvExport, format!("format=csv&columns=client_token&q={start}")),
        ]
    }

    async fn ask(&mut self, who: Who, callers: &[Caller], surfaces: &[Surface], address: &str) {
        let address = address.replace('[', "%5B").replace(']', "%5D");
        let mut answers = Vec::new();
        for caller in callers {
            answers.push(Answer::of(&caller.get(&address).await));
        }
        self.compare(who, surfaces, &address, &answers);
    }

    fn compare(&mut self, who: Who, surfaces: &[Surface], what: &str, answers: &[Answer]) {
        let what = without_ids(what);
        let parts: [(&[Surface], Part); 3] = [
            (&[Surface::Headers], |answer| &answer.headers),
            (&[Surface::Hydration], |answer| &answer.scripts),
            (surfaces, |answer| &answer.body),
        ];
        for (surfaces, part) in parts {
            self.surfaces.extend(surfaces);
            self.answers += answers.len();
            for other in &answers[1..] {
                if let Some(difference) = difference(part(&answers[0]), part(other)) {
                    let place = format!("{:?} {what} for {who:?}", surfaces[0]);
                    self.finds.entry(format!("{place} tells worlds apart")).or_insert(difference);
                    // Where all worlds say the same, no value of one of them can be.
                    for answer in answers {
                        self.search(surfaces, &place, part(answer));
                    }
                }
            }
        }
        if answers.iter().any(|answer| answer.body.starts_with("<!DOCTYPE")) {
            self.surfaces.insert(Surface::PageSource);
        }
    }

    fn search(&mut self, surfaces: &[Surface], what: &str, text: &str) {
        self.surfaces.extend(surfaces);
        for hit in Search::of(&self.canaries).hits(text) {
            let place = format!("{what}: {} ({})", hit.canary.name, hit.shape);
            self.finds.entry(place).or_insert(hit.around);
        }
    }
}
