//! Growing delays after failed sign-ins: for an account from one network, for the account as a whole, for a network as a whole.
//!
//! An attempt is counted before it is tried, so that parallel guesses count like guesses in a row; the right password clears
//! the account's counts. No delay is longer than its limit, and a stranger can only hold up an account for its own short
//! limit: there is no lock to turn. Counts are kept in the database, so that every node knows of them, under hashes, since
//! people type passwords into the field for the address.

use std::net::IpAddr;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use crate::{Error, Result};

pub(crate) mod store;

/// How the delay grows: `free` attempts without any, then one second, doubled each time, up to `limit` seconds.
#[derive(Clone, Copy, Debug)]
struct Growth {
    free: i32,
    limit: i32,
}

/// Somebody who guesses one person's password from one place.
const PAIR: Growth = Growth { free: 4, limit: 900 };
/// Many places that guess one person's password. The limit is what a stranger can cost that person.
const ACCOUNT: Growth = Growth { free: 10, limit: 30 };
/// One place that guesses many people's passwords; an office may share an address.
const NETWORK: Growth = Growth { free: 30, limit: 300 };

/// What an attempt is counted under.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    pair: Option<String>,
    account: String,
    network: Option<String>,
}

impl Keys {
    /// The keys of an attempt for an address as typed, from somewhere.
    pub(crate) fn of(email: &str, address: Option<IpAddr>) -> Self {
        let email = email.trim().to_lowercase();
        let network = address.map(prefix);
        Self {
            pair: network.as_ref().map(|network| format!("pair:{}", digest(&format!("{email} {network}")))),
            account: format!("account:{}", digest(&email)),
            network: network.map(|network| format!("network:{network}")),
        }
    }

    fn counted(&self) -> impl Iterator<Item = (&str, Growth)> {
        let pair = self.pair.as_deref().map(|key| (key, PAIR));
        let network = self.network.as_deref().map(|key| (key, NETWORK));
        pair.into_iter().chain([(self.account.as_str(), ACCOUNT)]).chain(network)
    }
}

/// Counts an attempt, or refuses it when it comes too early; then nothing is counted, and waiting always helps. Commit before
/// trying the attempt.
pub(crate) async fn begin(conn: &mut PgConnection, keys: &Keys, now: jiff::Timestamp) -> Result<()> {
    let mut seconds = 0;
    for (key, growth) in keys.counted() {
        if !store::count(conn, key, growth, now).await? {
            seconds = seconds.max(store::seconds_left(conn, key, now).await?);
        }
    }
    if seconds > 0 { Err(Error::TooMany { seconds }) } else { Ok(()) }
}

/// Forgets the account's failures: the right password was given. The network's go by themselves.
pub(crate) async fn succeed(conn: &mut PgConnection, keys: &Keys) -> Result<()> {
    for key in keys.pair.iter().chain([&keys.account]) {
        store::forget(conn, key).await?;
    }
    if let Some(network) = &keys.network {
        store::uncount(conn, network).await?;
    }
    Ok(())
}

/// The network of an address: /24 for IPv4, /64 for IPv6; IPv4 inside IPv6 is IPv4.
fn prefix(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

fn digest(text: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Portal;
    use jiff::SignedDuration;
    use sqlx::PgPool;

    #[expect(clippy::unnecessary_wraps, reason = "given as the verbs take it")]
    fn address(last: u8) -> Option<IpAddr> {
        Some(IpAddr::from([203, 0, 113, last]))
    }

    async fn attempt(portal: &Portal, keys: &Keys) -> Result<()> {
        let mut tx = portal.backend.begin().await?;
        begin(&mut tx, keys, portal.backend.now()).await?;
        tx.commit().await?;
        Ok(())
    }

    /// How long attempt number `n + 1` has to wait after `n` attempts, each made as early as allowed.
    async fn delay_after(portal: &Portal, keys: &Keys) -> u64 {
        match attempt(portal, keys).await {
            Ok(()) => 0,
            Err(Error::TooMany { seconds }) => seconds,
            Err(error) => panic!("{error}"),
        }
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn the_delay_doubles_from_the_fifth_failure_and_has_a_limit(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        let keys = Keys::of("kari@example.no", address(7));
        for _ in 0..4 {
            attempt(&portal, &keys).await.unwrap();
        }
        let mut delays = Vec::new();
        for _ in 0..13 {
            attempt(&portal, &keys).await.unwrap();
            let delay = delay_after(&portal, &keys).await;
            delays.push(delay);
            portal.clock.advance(SignedDuration::from_secs(i64::try_from(delay).unwrap()));
        }
        assert_eq!(delays, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn a_refused_attempt_does_not_lengthen_the_delay(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        let keys = Keys::of("kari@example.no", address(7));
        for _ in 0..5 {
            attempt(&portal, &keys).await.unwrap();
        }
        for _ in 0..20 {
            assert_eq!(delay_after(&portal, &keys).await, 1);
        }
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn strangers_elsewhere_cost_a_person_half_a_minute_at_most(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        for n in 0..60_u8 {
            let keys = Keys::of("kari@example.no", Some(IpAddr::from([198, 51, n, 1])));
            portal.clock.advance(SignedDuration::from_secs(30));
            attempt(&portal, &keys).await.unwrap();
        }
        assert_eq!(delay_after(&portal, &Keys::of("kari@example.no", address(7))).await, 30);
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn parallel_guesses_count_like_guesses_in_a_row(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        let keys = Keys::of("kari@example.no", address(7));
        let tries = (0..30).map(|_| attempt(&portal, &keys));
        let tried = futures::future::join_all(tries).await.into_iter().flatten().count();
        assert_eq!(tried, 5);
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn the_right_password_clears_the_account_s_count(pool: PgPool) {
        let portal = Portal::on(&pool).await;
        let keys = Keys::of("kari@example.no", address(7));
        for _ in 0..5 {
            attempt(&portal, &keys).await.unwrap();
        }
        let mut tx = portal.backend.begin().await.unwrap();
        succeed(&mut tx, &keys).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(delay_after(&portal, &keys).await, 0);
    }

    #[test]
    fn writing_an_address_otherwise_counts_the_same() {
        let plain = Keys::of("kari@example.no", address(7));
        let other = Keys::of("  KARI@example.no ", address(200));
        assert_eq!((plain.account, plain.pair, plain.network), (other.account, other.pair, other.network));
    }

    #[test]
    fn a_network_is_24_bits_of_ipv4_and_64_of_ipv6() {
        for (written, network) in [
            ("203.0.113.77", "203.0.113.0/24"),
            ("::ffff:203.0.113.77", "203.0.113.0/24"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ] {
            assert_eq!(prefix(written.parse().unwrap()), network);
        }
    }
}
