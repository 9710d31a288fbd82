//! The database that the portal brings along: started once, joined by others, and back after being killed.

use std::path::{Path, PathBuf};
use std::time::Duration;

use server::embedded_postgres::{EmbeddedPostgres, ThrowAway, signal};
use sqlx::postgres::PgConnection;
use sqlx::{ConnectOptions, Connection};

struct DataDir(PathBuf);

impl DataDir {
    fn new() -> Self {
        Self(std::env::temp_dir().join(format!("sb-{}", &uuid::Uuid::new_v4().simple().to_string()[..12])))
    }

    /// The number of the postmaster, if one is recorded.
    fn postmaster(&self) -> Option<u32> {
        let text = std::fs::read_to_string(self.0.join("postgres/postmaster.pid")).ok()?;
        text.lines().next()?.parse().ok()
    }
}

impl Drop for DataDir {
    fn drop(&mut self) {
        if let Some(pid) = self.postmaster() {
            signal(pid, "KILL");
        }
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn connect(postgres: &EmbeddedPostgres) -> PgConnection {
    postgres.options().connect().await.unwrap()
}

async fn run(connection: &mut PgConnection, statement: &'static str) {
    sqlx::query(statement).execute(connection).await.unwrap();
}

async fn setting(connection: &mut PgConnection, name: &'static str) -> String {
    sqlx::query_scalar("select current_setting($1)").bind(name).fetch_one(connection).await.unwrap()
}

/// The sum of a table's numbers, once the database answers again.
async fn sum_after_restart(postgres: &EmbeddedPostgres) -> i64 {
    for _ in 0..500 {
        if let Ok(mut connection) = postgres.options().connect().await {
            return sqlx::query_scalar("select sum(n)::int8 from kept").fetch_one(&mut connection).await.unwrap();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("PostgreSQL is not back after 10 seconds");
}

async fn open(dir: &Path) -> EmbeddedPostgres {
    EmbeddedPostgres::open(dir).await.unwrap()
}

#[tokio::test]
async fn a_cluster_is_made_durable_private_and_silent_about_values() {
    let dir = DataDir::new();
    let postgres = open(&dir.0).await;
    let mut connection = connect(&postgres).await;
    let promised = [
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("full_page_writes", "on"),
        ("listen_addresses", ""),
        ("server_encoding", "UTF8"),
        ("log_statement", "none"),
        ("log_min_error_statement", "panic"),
        ("log_parameter_max_length_on_error", "0"),
    ];
    for (name, value) in promised {
        assert_eq!(setting(&mut connection, name).await, value, "{name}");
    }
    run(&mut connection, "create table kept (n int unique)").await;
    let refused =
        sqlx::query("insert into kept select 1 from (values ('canary-in-a-literal')) v, generate_series(1, 2)");
    refused.execute(&mut connection).await.unwrap_err();
    connection.close().await.unwrap();
    postgres.close().await.unwrap();
    assert_eq!(dir.postmaster(), None, "whoever leaves last stops PostgreSQL");
    let log = std::fs::read_to_string(dir.0.join("postgres.log")).unwrap();
    assert!(log.contains("kept_n_key") && !log.contains("canary") && !log.contains("already exists"), "{log}");
}

#[tokio::test]
async fn two_starters_at_once_share_one_postgres_and_the_last_stops_it() {
    let dir = DataDir::new();
    let (first, second) = tokio::join!(open(&dir.0), open(&dir.0));
    assert_eq!(first.url(), second.url());
    let started = dir.postmaster();
    first.close().await.unwrap();
    assert_eq!(dir.postmaster(), started, "somebody else still uses it");
    connect(&second).await.close().await.unwrap();
    let third = open(&dir.0).await;
    second.close().await.unwrap();
    connect(&third).await.close().await.unwrap();
    third.close().await.unwrap();
    assert_eq!(dir.postmaster(), None);
}

#[tokio::test]
async fn a_killed_postgres_comes_back_with_what_was_committed() {
    let dir = DataDir::new();
    let postgres = open(&dir.0).await;
    let mut connection = connect(&postgres).await;
    run(&mut connection, "create table kept (n bigint)").await;
    run(&mut connection, "insert into kept values (41), (1)").await;
    let killed = dir.postmaster().unwrap();
    assert!(signal(killed, "KILL"));
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(sum_after_restart(&postgres).await, 42);
    assert_ne!(dir.postmaster(), Some(killed));
    postgres.close().await.unwrap();
}

#[tokio::test]
async fn an_abandoned_postgres_is_adopted_and_a_dead_one_recovered() {
    let dir = DataDir::new();
    let postgres = open(&dir.0).await;
    let mut connection = connect(&postgres).await;
    run(&mut connection, "create table kept (n bigint)").await;
    run(&mut connection, "insert into kept values (42)").await;
    // What kill -9 of the portal leaves: a running PostgreSQL, and locks that the system has released.
    let orphan = dir.postmaster().unwrap();
    drop(connection);
    postgres.abandon().await;
    let adopted = open(&dir.0).await;
    assert_eq!(dir.postmaster(), Some(orphan));
    adopted.abandon().await;
    signal(orphan, "KILL");
    let recovered = open(&dir.0).await;
    assert_eq!(sum_after_restart(&recovered).await, 42);
    recovered.close().await.unwrap();
}

#[tokio::test]
async fn a_number_that_is_somebody_elses_by_now_does_not_keep_postgres_from_starting() {
    let dir = DataDir::new();
    open(&dir.0).await.close().await.unwrap();
    let mut other = tokio::process::Command::new("sleep").arg("60").kill_on_drop(true).spawn().unwrap();
    let pid = other.id().unwrap();
    let folder = dir.0.join("postgres");
    let left = format!("{pid}\n{}\n1\n5432\n{}\n\n", folder.display(), dir.0.join("socket").display());
    std::fs::write(folder.join("postmaster.pid"), &left).unwrap();
    std::fs::write(dir.0.join("socket/.s.PGSQL.5432.lock"), &left).unwrap();
    open(&dir.0).await.close().await.unwrap();
    assert!(other.try_wait().unwrap().is_none(), "it is nobody's business to end it");
}

#[tokio::test]
async fn a_throw_away_cluster_leaves_nothing() {
    let postgres = ThrowAway::open().await.unwrap();
    let folder = postgres.folder().to_owned();
    let mut connection = PgConnection::connect(&postgres.url()).await.unwrap();
    assert_eq!(setting(&mut connection, "fsync").await, "off");
    connection.close().await.unwrap();
    postgres.close().await.unwrap();
    assert!(!folder.exists());
}
