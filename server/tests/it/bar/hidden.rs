//! Three worlds that differ in what is hidden.

use axum::Router;
use backend::accounts::{Credentials, NewAgent, OwnWebhook};
use backend::sessions::{Data, SIGNED_IN, SignedIn};
use backend::testing::{Line, Portal, World, service_account_file};
use backend::vault::{Field, Incoming};
use domain::account::{NewAgentAccount, ProviderId};
use domain::user::Role;
use domain::{AccountId, Name, UserId};
use tower_sessions::session::Id;

use super::planted;
use crate::caller::{Caller, router};
use crate::doors::Things;
use crate::leaks::{Canary, fresh};

/// What is hidden, by the names of fields.
pub const FIELDS: [&str; 3] = ["account.client_token", "account.service_account", "agent_account.client_token"];

/// What differs from world to world.
pub struct Values {
    /// For each of [`FIELDS`], and once more for another account whose order is the other way round.
    pub fields: Vec<String>,
}

/// One world, with everybody in it.
pub struct Seen {
    pub world: World,
    pub router: Router,
    pub values: Values,
}

/// The three worlds; the third has nothing in its secured fields.
pub struct Hidden {
    pub worlds: Vec<Seen>,
    pub things: Things,
    /// Sessions are rows too: the same cookie opens each world.
    sessions: Vec<(Option<Role>, Id)>,
    keys: Vec<(Role, String)>,
}

impl Hidden {
    pub async fn in_worlds(portal: Portal, with_leaks: bool) -> Self {
        let things = Things::make(&portal).await;
        let line = Line::at(&portal, things.id("{account}").parse().unwrap()).await;
        line.deliver(&portal, &serde_json::json!({ "unknown": "kind" })).await.unwrap();
        let mut sessions = Vec::new();
        for role in Role::ALL {
            let person = portal.person(*role).await.user_id().unwrap();
            sessions.push((Some(*role), session(&portal, person).await));
        }
        let gone = portal.person(Role::SystemAdministrator).await.user_id().unwrap();
        sessions.push((None, session(&portal, gone).await));
        portal.backend.users().disable(&line.admin, gone).await.unwrap();
        let mut keys = Vec::new();
        for role in Role::ALL {
            let name = Name::parse(&format!("bar {role}")).unwrap();
            let actor = backend::Actor::command_line();
            let made = portal.backend.api_keys().create(&actor, &name, *role, None).await.unwrap();
            keys.push((*role, made.1.expose().to_owned()));
        }
        let (other, _) = portal.agent_account("Aurland").await;
        let mut worlds = Vec::new();
        for (number, world) in World::copies(portal, &["a", "b", "none"]).await.into_iter().enumerate() {
            // The first account's values sort before the second's in the one world, and after them in the other.
            let (first, second) = if number == 0 { ('a', 'z') } else { ('z', 'a') };
            let fields = FIELDS.iter().map(|_| format!("{first}{}", fresh())).chain([format!("{second}{}", fresh())]);
            let values = Values { fields: fields.collect() };
            set(&world.portal, &line, other, &values).await;
            if number == 2 {
                world.forget_secrets().await;
            }
            let plain = router(&world.portal);
            let router = if with_leaks { planted::in_router(plain, number, &values) } else { plain };
            worlds.push(Seen { world, router, values });
        }
        Self { worlds, things, sessions, keys }
    }

    /// Everything that must not come out anywhere, of all worlds.
    pub fn canaries(&self) -> Vec<Canary> {
        let mut canaries = Vec::new();
        for (number, seen) in self.worlds.iter().enumerate() {
            for (at, value) in seen.values.fields.iter().enumerate() {
                let field = FIELDS.get(at).unwrap_or(&FIELDS[0]);
                canaries.push(Canary::of(&format!("{field} of world {number}"), value));
            }
        }
        canaries
    }

    /// Somebody with a session of theirs, in each world.
    pub fn people(&self, role: Option<Role>) -> Vec<Caller> {
        let (_, id) = self.sessions.iter().find(|(of, _)| *of == role).unwrap();
        let cookie = format!("{}={id}", server::session::cookie_name(true));
        self.strangers().iter().map(|caller| caller.with(http::header::COOKIE, cookie.clone()).at_home()).collect()
    }

    pub fn strangers(&self) -> Vec<Caller> {
        self.worlds.iter().map(|seen| Caller::stranger(&seen.router)).collect()
    }

    /// A program with a key of a role, in each world.
    pub fn programs(&self, role: Role) -> Vec<Caller> {
        let (_, key) = self.keys.iter().find(|(of, _)| *of == role).unwrap();
        let credentials = format!("Bearer {key}");
        self.strangers().iter().map(|c| c.with(http::header::AUTHORIZATION, credentials.clone())).collect()
    }

    pub async fn end(self) {
        for seen in self.worlds {
            seen.world.end().await;
        }
    }
}

async fn session(portal: &Portal, user_id: UserId) -> Id {
    let id = Id::default();
    let signed_in = SignedIn { user_id, session_version: 1, proven_at: portal.backend.now() };
    let data = Data::from([(SIGNED_IN.to_owned(), serde_json::to_value(signed_in).unwrap())]);
    portal.backend.sessions().create(&id.0.to_le_bytes(), &data).await.unwrap();
    id
}

/// Sets every secured field to the world's values, by the verbs that set them.
async fn set(portal: &Portal, line: &Line, other: AccountId, values: &Values) {
    let accounts = portal.backend.accounts();
    let [token, file, agent, other_token] = values.fields.as_slice() else { panic!("a value for each field") };
    let mut key: serde_json::Value = serde_json::from_str(&service_account_file()).unwrap();
    key["note"] = file.as_str().into();
    for (id, token, file) in [(line.account_id, token, Some(key.to_string())), (other, other_token, None)] {
        let credentials = Credentials {
            partner_id: None,
            client_token: incoming(token),
            service_account: file.and_then(|file| incoming(&file)),
            version: None,
        };
        accounts.set_credentials(&line.admin, id, credentials).await.unwrap();
    }
    let new = NewAgentAccount {
        name: Name::parse("Fjordbank kort").unwrap(),
        brand_id: ProviderId::parse("fjordbank").unwrap(),
        agent_id: ProviderId::parse("kort").unwrap(),
    };
    let new = NewAgent { agent: new, own_webhook: Some(OwnWebhook { client_token: incoming(agent) }) };
    accounts.add_agent(&line.admin, line.account_id, new).await.unwrap();
}

fn incoming<F: Field>(value: &str) -> Option<Incoming<F>> {
    Incoming::take(value.to_owned()).unwrap()
}
