//! Master keys through the program: rotation that is killed, and keys that are not taken.

use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;

use backend::clock::Clock;
use backend::vault::{KeyRing, testing};
use backend::{Backend, Settings};
use sqlx::PgPool;

use crate::command_line::Machine;

const RECORDS: u128 = 4000;

async fn connect(machine: &Machine, pool: &PgPool) -> Backend {
    let file = machine.folder.join("master.key");
    let settings = Settings { public_url: "https://portal.example".to_owned(), google_base_url: None };
    let ring = KeyRing::read(&file).unwrap();
    let backend = Backend::connect((*pool.connect_options()).clone(), ring, settings, Clock::system()).await.unwrap();
    backend.read_keys_from(move || KeyRing::read(&file));
    backend
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_rotation_that_is_killed_ten_times_loses_nothing(pool: PgPool) {
    let machine = Machine::on(&pool);
    let serving = connect(&machine, &pool).await;
    testing::fill(&serving, RECORDS).await.unwrap();
    let mut killed = 0;
    for turn in 1..=10 {
        let mut rotating = machine.command(&["keys", "rotate"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(rotating.stdout.take().unwrap()).lines();
        // In the middle of a hundred, somewhere.
        let first = lines.by_ref().map_while(Result::ok).find(|line| line.starts_with("Wrapped"));
        std::thread::sleep(std::time::Duration::from_millis(turn));
        rotating.kill().unwrap();
        killed += usize::from(first.is_some() && rotating.wait().unwrap().signal() == Some(9));
        for number in (turn..).step_by(397).take(10) {
            assert!(testing::reads_well(&serving, u128::from(number)).await.unwrap(), "{number}");
        }
    }
    assert_eq!(killed, 10);
    let said = machine.prints(&["keys", "rotate"]);
    assert!(said.starts_with("Going on with the key"), "one new key, not eleven: {said}");
    assert!(said.contains("seals every secret"), "{said}");
    let text = std::fs::read_to_string(machine.folder.join("master.key")).unwrap();
    assert_eq!(text.lines().count(), 2);
    // The earlier key may go, as was said; with it alone nothing opens.
    let (new, old) = text.split_once('\n').unwrap();
    std::fs::write(machine.folder.join("master.key"), new).unwrap();
    let alone = connect(&machine, &pool).await;
    assert!(alone.secrets().key_use().await.unwrap().earlier.is_empty());
    for number in 1..=RECORDS {
        assert!(testing::reads_well(&alone, number).await.unwrap(), "{number}");
    }
    std::fs::write(machine.folder.join("master.key"), old).unwrap();
    let refused = machine.refuses(&["export"], 1);
    assert!(refused.contains("the master key is not the one"), "{refused}");
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_key_that_is_missing_short_open_to_others_or_wrong_is_told_and_not_taken(pool: PgPool) {
    let machine = Machine::on(&pool);
    let file = machine.folder.join("master.key");
    machine.prints(&["export"]);
    let genuine = std::fs::read(&file).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(machine.refuses(&["export"], 2).contains("chmod 600"));
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::write(&file, &genuine[..20]).unwrap();
    let refused = machine.refuses(&["export"], 2);
    assert!(refused.contains("32 bytes") && !refused.contains(std::str::from_utf8(&genuine[..20]).unwrap()));
    std::fs::remove_file(&file).unwrap();
    assert!(machine.refuses(&["export"], 2).contains("cannot be read"));
    machine.prints(&["keys", "new", "master.key"]);
    assert!(machine.refuses(&["export"], 1).contains("the master key is not the one"));
    std::fs::write(&file, &genuine).unwrap();
    machine.prints(&["export"]);
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_key_of_the_environment_is_taken_with_a_warning_and_leaves_it(pool: PgPool) {
    let machine = Machine::on(&pool);
    let key = std::fs::read_to_string(machine.folder.join("master.key")).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = machine.command(arguments);
        command.env_remove("SENTRALBORD_MASTER_KEY_FILE").env("SENTRALBORD_MASTER_KEY", key.trim());
        command.output().unwrap()
    };
    let done = run(&["export"]);
    let said = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(0), "{said}");
    assert!(said.contains("BY THE ENVIRONMENT") && !said.contains(key.trim()), "{said}");
    // It is the same key as that of the file.
    machine.prints(&["export"]);
    let refused = run(&["keys", "rotate"]);
    assert_eq!(refused.status.code(), Some(1));
}
