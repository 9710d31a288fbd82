//! Where an act came from, as far as the log keeps it.

use std::net::{IpAddr, Ipv6Addr};

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Where an act came from. It leads back to a request and a session without being a key to either.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The request, by a number of its own.
    pub request_id: Option<Uuid>,
    /// The session, by the beginning of a hash of its hash.
    pub session: Option<String>,
    /// The network of the other side.
    pub network: Option<String>,
}

impl Origin {
    /// Of a request that came from `address`, with the id of its session as the cookie carries it.
    #[expect(clippy::disallowed_methods, reason = "a request's number is made where the request comes in")]
    pub fn of_request(address: Option<IpAddr>, session: Option<&[u8]>) -> Self {
        Self { request_id: Some(Uuid::now_v7()), session: session.map(reference), network: address.map(network) }
    }

    /// Of somebody at an address, where there is no more to say.
    pub fn at(address: Option<IpAddr>) -> Self {
        Self { network: address.map(network), ..Self::default() }
    }
}

/// The store keeps a session's id hashed; the log keeps less than that.
fn reference(id: &[u8]) -> String {
    let hash = Sha256::digest(Sha256::digest(id));
    data_encoding::HEXLOWER.encode(&hash[..6])
}

/// 24 bits of an IPv4 address, 48 of an IPv6 address: an organisation or a neighbourhood, not a person.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(address) => {
            let [a, b, c, ..] = address.segments();
            format!("{}/48", Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_address_the_network_is_kept() {
        for (address, kept) in [
            ("203.0.113.77", "203.0.113.0/24"),
            ("::ffff:203.0.113.77", "203.0.113.0/24"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ] {
            assert_eq!(network(address.parse().unwrap()), kept);
        }
    }

    #[test]
    fn a_session_is_named_by_twelve_digits_that_are_not_those_of_its_stored_hash() {
        let id = b"sixteen bytes ...";
        let stored = data_encoding::HEXLOWER.encode(&Sha256::digest(id));
        let named = reference(id);
        assert!(named.len() == 12 && !stored.contains(&named), "{named}");
        assert_ne!(named, reference(b"sixteen bytes .. "));
    }

    #[test]
    fn each_request_has_a_number_of_its_own() {
        assert_ne!(Origin::of_request(None, None).request_id, Origin::of_request(None, None).request_id);
    }
}
