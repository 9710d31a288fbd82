//! Passwords: their rules, and their hashing with Argon2id.
//!
//! A hash costs 19 MiB and some 50 ms on purpose. So at most two are made at once, on threads for blocking work, sixteen
//! more wait, and whoever comes after is told to try again: sign-ins cannot starve the pages.

use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use domain::{Email, Fault, Name};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{Error, Result};

/// The fewest characters of a password.
pub const MIN: u32 = 12;
/// The most characters of a password; all of them count.
pub const MAX: u32 = 256;

const AT_ONCE: usize = 2;
const WAITING: usize = 16;

/// OWASP's minimum for Argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Passwords that are tried first, in lower case; shorter ones are refused anyway.
static COMMON: &str = include_str!("passwords/common.txt");

/// A hash that no password has, for people who do not exist: it takes as long to find that out.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$U2VudHJhbGJvcmQwMDAwMA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Makes and checks hashes; one for the whole process.
#[derive(Clone, Debug)]
pub struct Passwords {
    /// Those that hash and those that wait.
    places: Arc<Semaphore>,
    /// Those that hash.
    hashing: Arc<Semaphore>,
}

/// What checking a password found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is not the password.
    Wrong,
    /// It is.
    Right,
    /// It is, and its hash was made with other parameters than today's.
    RightButOld,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(AT_ONCE + WAITING)), hashing: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Passwords {
    /// The hash of a password in PHC form.
    pub(crate) async fn hash(&self, password: &SecretString) -> Result<String> {
        let password = password.clone();
        self.run(move || {
            let hash: PasswordHash = hasher()?.hash_password(password.expose_secret().as_bytes()).map_err(internal)?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Whether `password` is the one that was hashed. Takes as long when nothing was.
    pub(crate) async fn verify(&self, password: &SecretString, hash: Option<String>) -> Result<Verdict> {
        let password = password.clone();
        self.run(move || {
            let is_known = hash.is_some();
            let stored = hash.unwrap_or_else(|| NOBODY.to_owned());
            let stored = PasswordHash::new(&stored)
                .map_err(|_| Error::Internal(anyhow::anyhow!("a stored password hash does not parse")))?;
            let is_right = hasher()?.verify_password(password.expose_secret().as_bytes(), &stored).is_ok();
            Ok(match (is_right && is_known, is_current(&stored)) {
                (false, _) => Verdict::Wrong,
                (true, true) => Verdict::Right,
                (true, false) => Verdict::RightButOld,
            })
        })
        .await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| Error::TooMany { seconds: 2 })?;
        let turn = Arc::clone(&self.hashing).acquire_owned().await.map_err(internal)?;
        // The permits go with the work: a caller that goes away does not make room before the work is done.
        let work = move |_held: (OwnedSemaphorePermit, OwnedSemaphorePermit)| work();
        tokio::task::spawn_blocking(move || work((place, turn))).await.map_err(internal)?
    }
}

/// The rules of a new password: long enough, not the person's own name or address, not among the first to be tried.
pub(crate) fn check(password: &SecretString, email: &Email, name: &Name) -> Result<(), Fault> {
    let password = password.expose_secret();
    let used = u32::try_from(password.chars().count()).unwrap_or(u32::MAX);
    if password.is_empty() {
        return Err(Fault::Missing);
    }
    if used < MIN {
        return Err(Fault::TooShort { min: MIN, used });
    }
    if used > MAX {
        return Err(Fault::TooLong { max: MAX, used });
    }
    if is_guessable(&plain(password), email, name) { Err(Fault::Guessable) } else { Ok(()) }
}

fn is_guessable(password: &str, email: &Email, name: &Name) -> bool {
    let email = plain(email.as_str());
    let local = email.split('@').next().unwrap_or_default().to_owned();
    let own = [plain(name.as_str()), local, email];
    let first = password.chars().next();
    own.iter().any(|own| is_made_of(password, own))
        || password.chars().all(|c| Some(c) == first)
        || COMMON.lines().any(|common| common == password)
}

/// Whether `password` is `word`, alone or repeated.
fn is_made_of(password: &str, word: &str) -> bool {
    !word.is_empty() && password.len().is_multiple_of(word.len()) && password.replace(word, "").is_empty()
}

/// Lower case without spaces, so that neither hides a word.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

fn hasher() -> Result<Argon2<'static>> {
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params()?))
}

fn params() -> Result<Params> {
    Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(internal)
}

fn is_current(stored: &PasswordHash) -> bool {
    let same = |params: &Params| (params.m_cost(), params.t_cost(), params.p_cost()) == (MEMORY_KIB, PASSES, LANES);
    stored.algorithm.as_str() == "argon2id" && Params::try_from(stored).is_ok_and(|params| same(&params))
}

fn internal(error: impl std::fmt::Display) -> Error {
    Error::Internal(anyhow::anyhow!("hashing a password: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> SecretString {
        SecretString::from(text)
    }

    fn verdict(password: &str) -> Result<(), Fault> {
        check(
            &secret(password),
            &Email::parse("kari.nordmann@example.no").unwrap(),
            &Name::parse("Kari Nordmann").unwrap(),
        )
    }

    #[test]
    fn a_password_has_12_to_256_characters() {
        assert_eq!(verdict(""), Err(Fault::Missing));
        assert_eq!(verdict("elleve tegn"), Err(Fault::TooShort { min: 12, used: 11 }));
        assert_eq!(verdict("blåbærsyltøy"), Ok(()));
        assert_eq!(verdict(&"rødgrøt og ".repeat(23)), Ok(()));
        assert_eq!(verdict(&"ab".repeat(129)), Err(Fault::TooLong { max: 256, used: 258 }));
    }

    #[test]
    fn a_password_is_neither_common_nor_the_person_s_own_name() {
        for guessable in [
            "password1234",
            "Password1234",
            "pass word 1234",
            "kari.nordmann@example.no",
            "Kari Nordmann",
            "KARI.NORDMANN",
            "KariNordmannKariNordmann",
            "aaaaaaaaaaaaaaaa",
            "qwertyuiopas",
        ] {
            assert_eq!(verdict(guessable), Err(Fault::Guessable), "{guessable}");
        }
    }

    #[test]
    fn the_common_ones_are_written_so_that_they_are_found() {
        for line in COMMON.lines() {
            assert_eq!(line, plain(line));
            assert!(line.chars().count() >= MIN as usize, "{line} is refused for its length");
        }
    }

    #[tokio::test]
    async fn a_hash_knows_its_password_and_no_other() {
        let passwords = Passwords::default();
        let hash = passwords.hash(&secret("rødgrøt med fløte")).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        let right = passwords.verify(&secret("rødgrøt med fløte"), Some(hash.clone())).await.unwrap();
        assert_eq!(right, Verdict::Right);
        let wrong = passwords.verify(&secret("rødgrøt med fløta"), Some(hash)).await.unwrap();
        assert_eq!(wrong, Verdict::Wrong);
    }

    #[tokio::test]
    async fn every_character_counts() {
        let passwords = Passwords::default();
        let long = "x".repeat(200);
        let hash = passwords.hash(&secret(&format!("{long}a"))).await.unwrap();
        assert_eq!(passwords.verify(&secret(&format!("{long}b")), Some(hash)).await.unwrap(), Verdict::Wrong);
    }

    #[tokio::test]
    async fn nobody_s_hash_costs_as_much_and_fits_no_password() {
        assert!(is_current(&PasswordHash::new(NOBODY).unwrap()));
        let passwords = Passwords::default();
        assert_eq!(passwords.verify(&secret("whatever it is"), None).await.unwrap(), Verdict::Wrong);
    }

    #[tokio::test]
    async fn a_hash_with_other_parameters_is_noticed() {
        let old = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8 * 1024, 1, 1, None).unwrap());
        let hash: PasswordHash = old.hash_password(b"rodgrot med flote").unwrap();
        let verdict = Passwords::default().verify(&secret("rodgrot med flote"), Some(hash.to_string())).await.unwrap();
        assert_eq!(verdict, Verdict::RightButOld);
    }

    #[tokio::test]
    async fn beyond_two_at_work_and_sixteen_waiting_people_are_sent_away() {
        let passwords = Passwords::default();
        let tries = (0..40).map(|_| {
            let passwords = passwords.clone();
            tokio::spawn(async move { passwords.verify(&secret("whatever it is"), None).await })
        });
        let mut away = 0;
        for outcome in futures::future::join_all(tries).await {
            if matches!(outcome.unwrap(), Err(Error::TooMany { .. })) {
                away += 1;
            }
        }
        assert_eq!(away, 22);
    }
}
