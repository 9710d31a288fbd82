//! The verbs of Sentralbord and their SQL.
//!
//! A noun has a file with its verbs (`queues.rs`) and one with its SQL (`queues/store.rs`). Verbs hang on small views,
//! `backend.queues()`, take the [`Actor`] first, ask it for a permission before anything else, change things in one
//! transaction together with the audit event, and return `domain` types. SQL is nowhere but in the `store` files, and the
//! functions there take a connection, so that callers compose them.
//!
//! # Adding a noun
//!
//! 1. `migrations/NNNN_create_noun.sql`: the table, named constraints, grants.
//! 2. `domain::noun`: its types and pure rules; its id in `id.rs`; its events in `audit.rs`, with a sentence each in `app::words::audit`; its permission in `user.rs`.
//! 3. `backend::nouns` and `backend::nouns::store`: verbs and SQL, tests beside the verbs. Copy `queues`.
//! 4. `app::pages::nouns`: server functions and pages; `app::words::noun`: its texts in both languages.
//! 5. A row for each door in the authorisation test, and a journey when people use it in a new way.
#![warn(missing_docs)]

pub mod accounts;
pub mod actor;
pub mod api_keys;
pub mod audit;
pub mod clock;
pub mod configuration;
pub mod conversations;
pub mod error;
pub mod field_security;
pub mod hours;
pub mod intake;
pub mod jobs;
mod json;
pub mod live;
pub mod overview;
pub mod passwords;
pub mod privacy;
pub mod providers;
pub mod queues;
pub mod receipts;
pub mod roles;
pub mod secrets;
pub mod service_account;
pub mod sessions;
pub mod teams;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod throttle;
pub mod token;
pub mod users;
pub mod vault;
pub mod visitor;
pub mod workstreams;

use std::sync::Arc;

use sqlx::{PgPool, Postgres, Transaction, migrate::Migrator, postgres::PgConnectOptions};

pub use actor::Actor;
pub use error::{Error, Result};
pub use visitor::Visitor;

use clock::Clock;
use live::Live;
use vault::{KeyRing, Vault};

/// The schema, one step a file, carried inside the program.
pub static MIGRATOR: Migrator = sqlx::migrate!("../../migrations");

/// What the verbs need: pools, clock, live hub. Cheap to clone; one for the whole process.
#[derive(Clone)]
pub struct Backend(Arc<Parts>);

struct Parts {
    web: PgPool,
    vault: Vault,
    clock: Clock,
    live: Live,
    passwords: passwords::Passwords,
    door: intake::Door,
    rulebook: workstreams::Rulebook,
    refusals: audit::Refusals,
    settings: Settings,
}

/// The last handle that goes ends the connections too. Tasks in the background hold pools of their own and would keep them.
impl Drop for Parts {
    fn drop(&mut self) {
        self.live.end();
        let pools = [self.web.clone(), self.vault.pool().clone(), self.door.pool().clone()];
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(futures::future::join_all(pools.map(|pool| async move { pool.close().await })));
        }
    }
}

/// What the operator decides about the whole portal.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where people and providers reach the portal, without a slash at the end.
    pub public_url: String,
    /// Where Google, or its emulator, is reached, without a slash at the end; the phone for tests is there.
    pub google_base_url: Option<String>,
}

impl Backend {
    /// Connects to a database whose schema is current (see [`roles::migrate`]), each pool in its own role. Refuses keys that
    /// are not those of the database's secrets.
    pub async fn connect(options: PgConnectOptions, ring: KeyRing, settings: Settings, clock: Clock) -> Result<Self> {
        let web = roles::pool(options.clone(), roles::Role::Web).await?;
        roles::check_grants(&web).await?;
        let vault = Vault::open(roles::pool(options.clone(), roles::Role::Vault).await?, ring, clock.now()).await?;
        privacy::publish(&web, clock.now()).await?;
        let live = Live::start(web.clone());
        let door = intake::Door::open(web.clone(), &roles::pool(options, roles::Role::Ledger).await?, &live);
        let passwords = passwords::Passwords::default();
        let refusals = audit::Refusals::start(web.clone(), clock.clone());
        Ok(Self(Arc::new(Parts {
            web,
            vault,
            clock,
            live,
            passwords,
            door,
            rulebook: workstreams::Rulebook::default(),
            refusals,
            settings,
        })))
    }

    /// People, their roles, signing in.
    pub fn users(&self) -> users::Users<'_> {
        users::Users(self)
    }

    /// What browsers' cookies stand for.
    pub fn sessions(&self) -> sessions::Sessions<'_> {
        sessions::Sessions(self)
    }

    /// Teams and who is in them.
    pub fn teams(&self) -> teams::Teams<'_> {
        teams::Teams(self)
    }

    /// Keys of the HTTP API.
    pub fn api_keys(&self) -> api_keys::ApiKeys<'_> {
        api_keys::ApiKeys(self)
    }

    /// Says where master keys are read from when one turns up that is not known, and on [`Backend::reread_keys`].
    pub fn read_keys_from(
        &self,
        source: impl Fn() -> Result<vault::KeyRing, vault::KeyFileFault> + Send + Sync + 'static,
    ) {
        self.vault().read_keys_from(Box::new(source));
    }

    /// Reads the master keys again.
    pub fn reread_keys(&self) -> Result<()> {
        self.vault().reread_keys()
    }

    /// The life of secrets.
    pub fn secrets(&self) -> secrets::Secrets<'_> {
        secrets::Secrets(self)
    }

    /// The first page.
    pub fn overview(&self) -> overview::OverviewOf<'_> {
        overview::OverviewOf(self)
    }

    /// Accounts, their credentials, and the agent accounts under them.
    pub fn accounts(&self) -> accounts::Accounts<'_> {
        accounts::Accounts(self)
    }

    /// Privacy notices and who has acknowledged them.
    pub fn privacy(&self) -> privacy::Privacy<'_> {
        privacy::Privacy(self)
    }

    /// Secured fields, and the profiles that open them.
    pub fn field_security(&self) -> field_security::FieldSecurity<'_> {
        field_security::FieldSecurity(self)
    }

    /// Queues and their members.
    pub fn queues(&self) -> queues::Queues<'_> {
        queues::Queues(self)
    }

    /// Workstreams, their channels and rules.
    pub fn workstreams(&self) -> workstreams::Workstreams<'_> {
        workstreams::Workstreams(self)
    }

    /// Operating hours.
    pub fn hours(&self) -> hours::OperatingHours<'_> {
        hours::OperatingHours(self)
    }

    /// Configuration as a file.
    pub fn configuration(&self) -> configuration::Configuration<'_> {
        configuration::Configuration(self)
    }

    /// Deliveries to the webhook.
    pub fn intake(&self) -> intake::Intake<'_> {
        intake::Intake(self)
    }

    /// The work after the answer.
    pub fn jobs(&self) -> jobs::Jobs<'_> {
        jobs::Jobs(self)
    }

    /// The ledger of deliveries.
    pub fn receipts(&self) -> receipts::Receipts<'_> {
        receipts::Receipts(self)
    }

    /// Conversations and their messages.
    pub fn conversations(&self) -> conversations::Conversations<'_> {
        conversations::Conversations(self)
    }

    /// The log of what was done.
    pub fn audit(&self) -> audit::Audit<'_> {
        audit::Audit(self)
    }

    /// News of what changed, from every node.
    pub fn live(&self) -> &Live {
        &self.0.live
    }

    /// What the operator decided.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The time now.
    pub fn now(&self) -> jiff::Timestamp {
        self.0.clock.now()
    }

    /// Ends every connection to the database. Nothing can be done afterwards.
    pub async fn close(&self) {
        self.0.live.end();
        self.0.refusals.flush().await;
        // At worst the use of tokens in the last minute is not known.
        let _ = self.0.door.meters.flush(&self.0.web).await;
        self.0.door.close().await;
        self.0.web.close().await;
        self.0.vault.close().await;
    }

    /// Whether the database answers.
    pub async fn is_ready(&self) -> Result<()> {
        roles::answers(&self.0.web).await
    }

    pub(crate) fn passwords(&self) -> &passwords::Passwords {
        &self.0.passwords
    }

    pub(crate) fn web(&self) -> &PgPool {
        &self.0.web
    }

    pub(crate) fn door(&self) -> &intake::Door {
        &self.0.door
    }

    pub(crate) fn rulebook(&self) -> &workstreams::Rulebook {
        &self.0.rulebook
    }

    pub(crate) fn refusals(&self) -> &audit::Refusals {
        &self.0.refusals
    }

    pub(crate) fn vault(&self) -> &Vault {
        &self.0.vault
    }

    /// A transaction in the web role.
    pub(crate) async fn begin(&self) -> Result<Transaction<'static, Postgres>> {
        Ok(self.0.web.begin().await?)
    }
}
