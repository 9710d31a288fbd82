//! What tests of verbs and of HTTP share: a portal on a database of its own, people in roles, a clock that stands still.
#![expect(clippy::missing_panics_doc, reason = "what a test cannot set up ends the test")]

use domain::{AccountId, AgentAccountId, ConversationId, ProfileId, TeamId, UserId, WorkstreamId, user::Role};
use sqlx::PgPool;

use crate::{Actor, Backend, Settings, clock::Clock, field_security, vault::KeyRing};

mod line;
pub mod roles;
pub(crate) mod store;
mod worlds;

pub use line::{Line, sign};
pub use worlds::{World, postgres_log};

/// The master key of tests.
pub fn key_ring() -> KeyRing {
    KeyRing::parse(KEY).expect("32 bytes in base64")
}

/// The same as text.
pub const KEY: &str = "dGVzdHMgdGVzdHMgdGVzdHMgdGVzdHMgdGVzdHMgdHQ=";

/// A portal on a fresh database.
pub struct Portal {
    /// The portal's verbs.
    pub backend: Backend,
    /// Its clock, which stands still.
    pub clock: Clock,
    /// The login that migrated the database; for looking behind the verbs.
    pub owner: PgPool,
}

impl Portal {
    /// A portal over the database that `sqlx::test` made, at noon on 2 March 2026 (UTC).
    pub async fn on(pool: &PgPool) -> Self {
        Self::at(pool, Clock::fixed("2026-03-02T12:00:00Z".parse().expect("a fixed time"))).await
    }

    /// A portal over a database, at another time.
    pub async fn at(pool: &PgPool, clock: Clock) -> Self {
        let settings = Settings { public_url: "https://portal.example".to_owned(), google_base_url: None };
        let options = (*pool.connect_options()).clone();
        let backend = Backend::connect(options, key_ring(), settings, clock.clone())
            .await
            .expect("the test database is migrated");
        Self { backend, clock, owner: pool.clone() }
    }

    /// A person with one role, who can sign in with no password.
    pub async fn person(&self, role: Role) -> Actor {
        let id = insert_person(&self.owner, role, self.clock.now()).await;
        let mut conn = self.backend.web().acquire().await.expect("a connection");
        let rights = field_security::rights_of(&mut conn, id).await.expect("rights can be read");
        Actor::user(id, &person_name(id, role), &[role], rights)
    }

    /// The same person as the next request finds them.
    pub async fn again(&self, person: &Actor, role: Role) -> Actor {
        let id = person.user_id().expect("a person");
        let mut conn = self.backend.web().acquire().await.expect("a connection");
        let rights = field_security::rights_of(&mut conn, id).await.expect("rights can be read");
        Actor::user(id, person.name(), &[role], rights)
    }

    /// A draft of an account with one agent account of the same name, put there without verbs.
    pub async fn agent_account(&self, name: &str) -> (AccountId, AgentAccountId) {
        let (account_id, id) = (AccountId::new(), AgentAccountId::new());
        store::insert_agent_account(&self.owner, account_id, id, name, self.clock.now()).await;
        (account_id, id)
    }

    /// A person with one role and the built-in field security profile.
    pub async fn trusted_person(&self, role: Role) -> Actor {
        let person = self.person(role).await;
        let mut conn = self.backend.web().acquire().await.expect("a connection");
        let id = person.user_id().expect("a person");
        field_security::set_built_in_membership(&mut conn, id, true).await.expect("a profile can be given");
        let rights = field_security::rights_of(&mut conn, id).await.expect("rights can be read");
        Actor::user(id, person.name(), &[role], rights)
    }

    /// The names of all audit events, in order.
    pub async fn audit_names(&self) -> Vec<String> {
        store::audit_names(&self.owner).await
    }
}

/// A person with one role whose address is their id at `example.no`, in a database that the test looks at from outside.
pub async fn insert_person(owner: &PgPool, role: Role, at: jiff::Timestamp) -> UserId {
    let id = UserId::new();
    store::insert_person(owner, id, &person_name(id, role), role, at).await;
    id
}

fn person_name(id: UserId, role: Role) -> String {
    format!("{role} {}", &id.to_string()[24..])
}

/// A field security profile without grants, given to a team; put there without verbs.
pub async fn give_profile_to_team(portal: &Portal, team: TeamId, name: &str) -> ProfileId {
    let id = ProfileId::new();
    store::insert_profile_of_team(&portal.owner, id, team, name, portal.clock.now()).await;
    id
}

/// How many envelopes the vault holds.
pub async fn secret_count(portal: &Portal) -> i64 {
    store::secret_count(&portal.owner).await
}

/// Gives each of two records the envelope of the other, as somebody with write access to the database could.
pub async fn swap_secrets(portal: &Portal, one: uuid::Uuid, two: uuid::Uuid) {
    store::swap_secrets(&portal.owner, one, two).await;
}

/// Reads a table in the role of verbs; the database's answer where it is refused.
pub async fn read_as_web(portal: &Portal, table: &'static str) -> Result<(), String> {
    let mut conn = portal.backend.web().acquire().await.map_err(|error| error.to_string())?;
    store::read(&mut conn, table).await
}

/// Takes the right to write the audit log from the role of verbs.
pub async fn forbid_audit(portal: &Portal) {
    store::forbid_audit(&portal.owner).await;
}

/// Every row of every table, as text: what somebody with a dump of the database has.
pub async fn dump(portal: &Portal) -> String {
    store::dump(&portal.owner).await
}

/// How far every sequence has come.
pub async fn sequences(portal: &Portal) -> Vec<(String, Option<i64>)> {
    store::sequences(&portal.owner).await
}

/// A service-account key file that passes every check. Its key was made for tests and is nobody's.
pub fn service_account_file() -> String {
    let (_, pem) = include_str!("service_account/test_keys/test-only-pkcs8-rsa-2048.pem")
        .split_once('\n')
        .expect("a first line that says what it is");
    serde_json::json!({
        "type": "service_account",
        "project_id": "fjordbank-meldinger",
        "private_key_id": "0123456789abcdef0123456789abcdef01234567",
        "private_key": pem,
        "client_email": "portal@fjordbank-meldinger.iam.gserviceaccount.com",
        "client_id": "123456789012345678901",
        "token_uri": "https://oauth2.googleapis.com/token",
    })
    .to_string()
}

/// A workstream that has joined an agent account.
pub async fn join(portal: &Portal, agent_account_id: AgentAccountId) -> WorkstreamId {
    store::insert_workstream_with(&portal.owner, agent_account_id, portal.clock.now()).await
}

/// Undoes [`join`].
pub async fn part(portal: &Portal, agent_account_id: AgentAccountId) {
    store::delete_channel_of(&portal.owner, agent_account_id).await;
}

/// An open conversation with an agent account, in the default queue.
pub async fn open_conversation(portal: &Portal, agent_account_id: AgentAccountId) -> ConversationId {
    store::insert_conversation(&portal.owner, agent_account_id, portal.clock.now()).await
}

/// Its customer waits from now on.
pub async fn begin_waiting(portal: &Portal, id: ConversationId) {
    store::begin_waiting(&portal.owner, id, portal.clock.now()).await;
}

/// State of a conversation, and why it was closed.
pub async fn conversation_end(portal: &Portal, id: ConversationId) -> (String, Option<String>) {
    store::conversation_end(&portal.owner, id).await
}

/// Makes the database refuse messages that are exactly this text, in place of the one before.
pub async fn refuse_messages_with(portal: &Portal, text: &'static str) {
    store::refuse_messages_with(&portal.owner, text).await;
}

/// Makes the database refuse receipts whose body has these bytes in it.
pub async fn refuse_bodies_with(portal: &Portal, part: &'static str) {
    store::refuse_bodies_with(&portal.owner, part).await;
}
