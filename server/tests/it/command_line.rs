//! The program's commands for configuration, as an operator runs them.

use std::path::PathBuf;
use std::process::{Command, Output};

use backend::testing::insert_person;
use domain::user::Role;
use sqlx::PgPool;

const FILE: &str = "[[queue]]
name = \"Faktura\"

[[account]]
name = \"Fjordbank\"
channel_kind = \"google-business-messages\"
client_token = { env = \"FJORDBANK_CLIENT_TOKEN\" }
";
const TOKEN: &str = "canary-0123456789-token";

/// A machine with a folder, a master key and a database.
pub struct Machine {
    pub folder: PathBuf,
    database_url: String,
}

impl Machine {
    fn with(database_url: String) -> Self {
        let folder = std::env::temp_dir().join(format!("sb-{}", uuid::Uuid::new_v4().simple()));
        std::fs::create_dir(&folder).unwrap();
        let machine = Self { folder, database_url };
        assert!(machine.run(&["keys", "new", "master.key"]).status.success());
        machine
    }

    /// On the database that a test was given.
    pub fn on(pool: &PgPool) -> Self {
        let url = std::env::var("DATABASE_URL").unwrap();
        let name = pool.connect_options().get_database().unwrap().to_owned();
        let (server, query) = url.split_once('?').unwrap_or((&url, ""));
        let (server, _) = server.rsplit_once('/').unwrap();
        Self::with(format!("{server}/{name}?{query}"))
    }

    fn write(&self, text: &str) {
        std::fs::write(self.folder.join("portal.toml"), text).unwrap();
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sentralbord"));
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env("DATABASE_URL", &self.database_url)
            .env("SENTRALBORD_MASTER_KEY_FILE", self.folder.join("master.key"))
            .env("FJORDBANK_CLIENT_TOKEN", TOKEN)
            .env_remove("CREDENTIALS_DIRECTORY");
        command
    }

    #[track_caller]
    pub fn prints(&self, arguments: &[&str]) -> String {
        let done = self.run(arguments);
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!((done.status.code(), said.as_str()), (Some(0), ""), "{arguments:?}");
        String::from_utf8(done.stdout).unwrap()
    }

    /// What is said instead of anything else, in one line.
    #[track_caller]
    pub fn refuses(&self, arguments: &[&str], code: i32) -> String {
        let done = self.run(arguments);
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!((done.status.code(), done.stdout.len()), (Some(code), 0), "{arguments:?}: {said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        said.trim_end().to_owned()
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_file_is_applied_and_exported_and_changes_nothing_again(pool: PgPool) {
    let machine = Machine::on(&pool);
    machine.write(FILE);
    let first = machine.prints(&["apply", "portal.toml"]);
    assert!(
        first.starts_with("created queue \"Faktura\"\ncreated account \"Fjordbank\"\n2 created, 0 changed"),
        "{first}"
    );
    assert!(first.contains("sentralbord privacy acknowledge --account 'Fjordbank' --by EMAIL"), "{first}");
    assert!(machine.prints(&["apply", "portal.toml"]).starts_with("0 created, 0 changed, 2 unchanged"));
    let exported = machine.prints(&["export"]);
    assert!(exported.contains("client_token = { env = \"FJORDBANK_CLIENT_TOKEN\" }"), "{exported}");
    assert!(!exported.contains(TOKEN));
    machine.write(&exported);
    assert!(machine.prints(&["apply", "portal.toml"]).starts_with("0 created, 0 changed, 3 unchanged"));
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_plan_tells_what_applying_would_do_and_does_nothing(pool: PgPool) {
    const WORKSTREAM: &str = "
[[workstream]]
name = \"W\"
channel_kind = \"google-business-messages\"
fallback_queue = \"Faktura\"
  [[workstream.route]]
  name = \"Kari\"
  when = { field = \"customer.display_name\", op = \"equals\", value = \"Kari\" }
  queue = \"Faktura\"
";
    let machine = Machine::on(&pool);
    machine.write(&format!("{FILE}{WORKSTREAM}"));
    for _ in 0..2 {
        assert_eq!(
            machine.prints(&["plan", "portal.toml", "--window", "7d"]),
            "would create queue \"Faktura\"\nwould create account \"Fjordbank\"\nwould create workstream \"W\"\n\
             would change rules of \"W\": new version\n\
             rules of \"W\":\n  added rule 1 \"Kari\": when Customer's name equals Kari → Faktura\n  \
             no conversations in the last 7 days\n\
             3 to create, 1 to change, 0 unchanged\n"
        );
    }
    machine.prints(&["apply", "portal.toml"]);
    assert_eq!(machine.prints(&["plan", "portal.toml"]), "0 to create, 0 to change, 4 unchanged\n");
    assert!(machine.refuses(&["plan", "none.toml"], 2).contains("cannot be read"));
}

#[test]
fn a_wrong_file_is_told_before_anything_is_opened() {
    let machine = Machine::with("postgres://nobody@127.0.0.1:1/nowhere".to_owned());
    machine.write(&FILE.replace("FJORDBANK_CLIENT", "OTHER"));
    assert_eq!(
        machine.refuses(&["apply", "portal.toml"], 2),
        "sentralbord: portal.toml, line 7: account.client_token names the environment variable OTHER_TOKEN, which is not set."
    );
    let missing = machine.refuses(&["apply", "none.toml"], 2);
    assert_eq!(missing, "sentralbord: none.toml cannot be read: entity not found.");
    machine.write(FILE);
    let away = machine.refuses(&["apply", "portal.toml"], 1);
    assert!(away.starts_with("sentralbord: The database cannot be"), "{away}");
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn what_only_the_database_knows_to_be_wrong_is_told_at_its_line(pool: PgPool) {
    let machine = Machine::on(&pool);
    machine.write(&format!(
        "{FILE}\n[[workstream]]\nname = \"W\"\nchannel_kind = \"google-business-messages\"\nfallback_queue = \"X\"\n"
    ));
    assert_eq!(
        machine.refuses(&["apply", "portal.toml"], 2),
        "sentralbord: portal.toml, line 12: workstream.fallback_queue names the queue \"X\", which is neither in this file nor \
         in the portal."
    );
    assert!(!machine.prints(&["export"]).contains("Faktura"));
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_notice_is_acknowledged_by_somebody_who_may(pool: PgPool) {
    let machine = Machine::on(&pool);
    machine.write(FILE);
    machine.prints(&["apply", "portal.toml"]);
    let nobody = machine.refuses(&acknowledge("ola@example.no"), 1);
    assert_eq!(nobody, "sentralbord: There is nobody with the address ola@example.no who can sign in.");
    let unknown = machine.refuses(&["privacy", "acknowledge", "--account", "X", "--by", "ola@example.no"], 1);
    assert_eq!(unknown, "sentralbord: There is no account \"X\".");
    let agent = person(&pool, Role::Agent).await;
    let refused = machine.refuses(&acknowledge(&agent), 1);
    assert_eq!(refused, format!("sentralbord: {agent} has no role that may acknowledge privacy notices."));
    let officer = person(&pool, Role::PrivacyOfficer).await;
    let done = machine.prints(&acknowledge(&officer));
    assert_eq!(done, format!("{officer} has acknowledged the privacy notice for fjordbank\n"));
    assert!(!machine.prints(&["apply", "portal.toml"]).contains("not acknowledged"));
}

/// The address of somebody who can sign in.
async fn person(pool: &PgPool, role: Role) -> String {
    format!("{}@example.no", insert_person(pool, role, "2026-03-02T12:00:00Z".parse().unwrap()).await)
}

fn acknowledge(by: &str) -> [&str; 6] {
    ["privacy", "acknowledge", "--account", "fjordbank", "--by", by]
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn the_audit_log_is_verified_with_and_without_what_was_kept_elsewhere(pool: PgPool) {
    let machine = Machine::on(&pool);
    machine.write(FILE);
    machine.prints(&["apply", "portal.toml"]);
    let anchor = "heads";
    let first = machine.prints(&["audit", "verify", "--audit-anchor-file", anchor]);
    assert!(first.starts_with("The audit log is sound: "), "{first}");
    assert!(
        first.contains("No anchor was given. So it cannot be found whether the end of the log was cut off"),
        "{first}"
    );
    let with = machine.prints(&["audit", "verify", "--anchor", anchor]);
    assert!(with.contains("Heads from elsewhere: 1 were checked"), "{with}");
    let json: serde_json::Value =
        serde_json::from_str(&machine.prints(&["audit", "verify", "--json", "--anchor", anchor])).unwrap();
    assert_eq!((&json["anchors"], &json["tampering"]), (&1.into(), &serde_json::json!([])));

    let cut = "set session_replication_role = replica; delete from audit.head;
               delete from audit.link where position = (select max(position) from audit.link);
               delete from audit.event where id = (select max(id) from audit.event)";
    sqlx::raw_sql(cut).execute(&mut *pool.acquire().await.unwrap()).await.unwrap();
    assert!(machine.prints(&["audit", "verify"]).contains("sound"), "nothing in the database shows it");
    let found = machine.run(&["audit", "verify", "--anchor", anchor]);
    let said = String::from_utf8(found.stdout).unwrap();
    assert_eq!(found.status.code(), Some(1), "{said}");
    assert!(said.contains("truncated: signed heads tell of more entries"), "{said}");

    std::fs::write(machine.folder.join("other"), "nonsense\n").unwrap();
    let refused = machine.refuses(&["audit", "verify", "--anchor", "other"], 2);
    assert!(refused.contains("The anchor file other cannot be used: line 1 is no head"), "{refused}");
}
