//! SECURITY 5.6: ten thousand manipulations of ciphertexts, and a rotation that is ended ten times while others read and write.

use std::collections::HashMap;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering::Relaxed},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use sqlx::{PgPool, postgres::PgPoolOptions};

use super::*;
use crate::{Actor, Backend, Settings, clock::Clock, testing::Portal, vault::seal::Envelope};

/// A generator of numbers that gives the same ones every time (xorshift64*).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33).unwrap() % end.max(1)
    }
}

fn line(byte: u8) -> String {
    STANDARD.encode([byte; 32])
}

fn keys(bytes: &[u8]) -> KeyRing {
    KeyRing::parse(&bytes.iter().map(|byte| line(*byte)).collect::<Vec<_>>().join("\n")).unwrap()
}

/// A vault that has keys and needs no database.
fn vault(ring: KeyRing) -> Vault {
    let pool = PgPoolOptions::new().connect_lazy("postgres://nobody@127.0.0.1:1/none").unwrap();
    Vault { pool, ring: RwLock::new(Arc::new(ring)), source: OnceLock::new() }
}

const PARTS: [fn(&mut Envelope) -> &mut Vec<u8>; 4] =
    [|e| &mut e.wrap_nonce, |e| &mut e.wrapped_key, |e| &mut e.nonce, |e| &mut e.ciphertext];

/// Two fields, two records, two versions, two master keys: 16 envelopes, each a neighbour of all others.
fn sealed(ring: &KeyRing) -> Vec<(Place, Envelope)> {
    let other = keys(&[2]);
    let mut sealed = Vec::new();
    for field in [AccountClientToken::FIELD, AgentAccountClientToken::FIELD] {
        for id in 1..3 {
            for version in 1..3 {
                for key in [ring.current(), other.current()] {
                    let place = Place { field, entity_id: Uuid::from_u128(id), version };
                    sealed.push((place, seal::seal(key, place, 64, b"canary").unwrap()));
                }
            }
        }
    }
    sealed
}

fn open(vault: &Vault, place: Place, envelope: Envelope) -> Result<()> {
    let row = store::Sealed { version: place.version, envelope };
    if place.field == AccountClientToken::FIELD {
        vault.unseal::<AccountClientToken>(place.entity_id, &row).map(drop)
    } else {
        vault.unseal::<AgentAccountClientToken>(place.entity_id, &row).map(drop)
    }
}

#[tokio::test]
async fn ten_thousand_manipulations_are_all_refused_alike() {
    let vault = vault(keys(&[1, 2]));
    let all = sealed(&vault.ring());
    for (place, envelope) in &all {
        open(&vault, *place, envelope.clone()).unwrap();
    }
    let ids = [1_u8, 2, 3].map(|byte| keys(&[byte]).current().id().to_owned());
    let mut dice = Dice(11);
    let (mut tried, mut kinds) = (0, [0; 6]);
    while tried < 10_000 {
        let (mut place, genuine) = all[dice.below(all.len())].clone();
        let (other_place, other) = all[dice.below(all.len())].clone();
        let mut envelope = genuine.clone();
        let part = PARTS[dice.below(4)];
        let kind = dice.below(6);
        match kind {
            // A part of another envelope, or all of it.
            0 => *part(&mut envelope) = part(&mut other.clone()).clone(),
            1 => place = other_place,
            2 => {
                let bytes = part(&mut envelope);
                let at = dice.below(bytes.len());
                bytes[at] ^= 1 << dice.below(8);
            }
            3 => {
                let bytes = part(&mut envelope);
                bytes.truncate(dice.below(bytes.len()));
            }
            4 => part(&mut envelope).push(u8::try_from(dice.below(256)).unwrap()),
            // Another key's name: one of the ring, or one that is not there.
            _ => envelope.key_id.clone_from(&ids[dice.below(3)]),
        }
        let same = |a: &Envelope, b: &Envelope| {
            PARTS.iter().all(|part| part(&mut a.clone()) == part(&mut b.clone())) && a.key_id == b.key_id
        };
        let at_home =
            |home: &Place| (home.field, home.entity_id, home.version) == (place.field, place.entity_id, place.version);
        if all.iter().any(|(home, held)| at_home(home) && same(held, &envelope)) {
            continue;
        }
        let refused = open(&vault, place, envelope).expect_err("no manipulation opens");
        assert!(matches!(refused, Error::Internal(_)), "{refused:?}");
        assert!(!format!("{refused:?}").contains("canary"));
        kinds[kind] += 1;
        tried += 1;
    }
    assert!(kinds.iter().all(|count| *count > 800), "{kinds:?}");
}

const RECORDS: u128 = 10_000;

async fn connect(pool: &PgPool, ring: KeyRing) -> Backend {
    let settings = Settings { public_url: "https://portal.example".to_owned(), google_base_url: None };
    Backend::connect((*pool.connect_options()).clone(), ring, settings, Clock::system()).await.unwrap()
}

/// Reads one token after the other until told to stop, and says how many.
async fn read_on(serving: Backend, seed: u64, stop: Arc<AtomicBool>) -> usize {
    let (mut dice, mut count) = (Dice(seed), 0);
    while !stop.load(Relaxed) {
        let number = 1 + dice.below(10_000) as u128;
        assert!(testing::reads_well(&serving, number).await.unwrap(), "{number} cannot be read");
        count += 1;
    }
    count
}

/// Replaces one token after the other, and says how many.
async fn write_on(serving: Backend, stop: Arc<AtomicBool>) -> usize {
    let (mut dice, mut versions) = (Dice(31), HashMap::new());
    while !stop.load(Relaxed) {
        let number = 1 + dice.below(10_000) as u128;
        let version = versions.entry(number).or_insert(1);
        testing::write(&serving, number, *version).await.unwrap();
        *version += 1;
    }
    versions.len()
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_rotation_of_ten_thousand_that_is_ended_ten_times_loses_nothing(pool: PgPool) {
    drop(Portal::on(&pool).await);
    let serving = connect(&pool, crate::testing::key_ring()).await;
    let old = serving.vault().first_key();
    testing::fill(&serving, RECORDS).await.unwrap();
    let both = || KeyRing::parse(&format!("{}\n{}", line(8), crate::testing::KEY)).unwrap();
    serving.read_keys_from(move || Ok(both()));
    let stop = Arc::new(AtomicBool::new(false));
    let readers: Vec<_> =
        (21..23).map(|seed| tokio::spawn(read_on(serving.clone(), seed, Arc::clone(&stop)))).collect();
    let writer = tokio::spawn(write_on(serving.clone(), Arc::clone(&stop)));
    let mut dice = Dice(41);
    for _ in 0..10 {
        let process = connect(&pool, both()).await;
        let (told, mut progress) = tokio::sync::mpsc::unbounded_channel();
        let rotation = tokio::spawn(async move {
            process.secrets().rotate_keys(|count| told.send(count).unwrap_or_default()).await.map(drop)
        });
        for _ in 0..=dice.below(7) {
            progress.recv().await.expect("there is more to do");
        }
        tokio::time::sleep(std::time::Duration::from_millis(dice.below(20) as u64)).await;
        assert!(!rotation.is_finished());
        rotation.abort();
        assert!(rotation.await.unwrap_err().is_cancelled());
    }
    let process = connect(&pool, both()).await;
    process.secrets().rotate_keys(|_| {}).await.unwrap();
    stop.store(true, Relaxed);
    let mut read = 0;
    for reader in readers {
        read += reader.await.unwrap();
    }
    let written = writer.await.unwrap();
    assert!(read > 100 && written > 10, "{read} read, {written} written");
    let used = process.secrets().key_use().await.unwrap();
    assert!(used.earlier.is_empty() && used.current != old, "{used:?}");
    // Without the earlier key.
    let alone = connect(&pool, keys(&[8])).await;
    for number in 1..=RECORDS {
        assert!(testing::reads_well(&alone, number).await.unwrap(), "{number}");
    }
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn who_does_not_know_the_new_key_writes_nothing_with_the_old_one(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let both = KeyRing::parse(&format!("{}\n{}", line(8), crate::testing::KEY)).unwrap();
    let process = connect(&pool, both).await;
    process.secrets().rotate_keys(|_| {}).await.unwrap();
    let mut tx = portal.backend.begin().await.unwrap();
    let value = Incoming::<AccountClientToken>::take("a-token").unwrap().unwrap();
    let line = Actor::command_line();
    let refused = crate::field_security::set_secret(&portal.backend, &mut tx, &line, Uuid::from_u128(1), value).await;
    let Err(Error::Internal(cause)) = refused else { panic!("{refused:?}") };
    assert!(cause.to_string().contains("the same"), "{cause}");
}
