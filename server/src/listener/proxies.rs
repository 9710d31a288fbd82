//! Who is at the other end of a connection that a reverse proxy made.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use http::HeaderMap;
use ipnet::IpNet;

const FORWARDED_FOR: &str = "x-forwarded-for";

/// The networks of the proxies that are believed. What anybody else says about addresses is not (SECURITY R42).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proxies(Vec<IpNet>);

impl Proxies {
    /// Whether connections from there are a proxy's.
    pub fn contain(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }

    /// The address that a request comes from. A proxy appends the address it was asked from, so the list is read from its end,
    /// past the proxies, to the first address that none of them is at. A list that cannot be read names the last proxy that could be.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.to_canonical();
        if !self.contain(client) {
            return client;
        }
        let lines = headers.get_all(FORWARDED_FOR).iter().collect::<Vec<_>>().into_iter().rev();
        let mut named = lines.flat_map(|line| line.to_str().unwrap_or("?").rsplit(',')).map(str::trim);
        while self.contain(client) {
            let Some(address) = named.next().and_then(address) else { break };
            client = address.to_canonical();
        }
        client
    }
}

/// Some proxies write the port too, and brackets around IPv6.
fn address(text: &str) -> Option<IpAddr> {
    let bare = || text.trim_start_matches('[').trim_end_matches(']').parse().ok();
    text.parse::<SocketAddr>().ok().map(|address| address.ip()).or_else(bare)
}

impl FromStr for Proxies {
    type Err = &'static str;

    /// Addresses and networks with commas between them.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let network = |part: &str| part.parse::<IpNet>().or_else(|_| part.parse::<IpAddr>().map(IpNet::from));
        let networks: Result<Vec<_>, _> = text.split(',').map(|part| network(part.trim())).collect();
        networks.map(Self).map_err(|_| "is not a list of addresses or networks like 127.0.0.1, 10.0.0.0/8")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(proxies: &str, peer: &str, lines: &[&str]) -> String {
        let proxies = if proxies.is_empty() { Proxies::default() } else { proxies.parse().unwrap() };
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED_FOR, line.parse().unwrap());
        }
        proxies.client(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn nobody_but_a_known_proxy_is_believed() {
        assert_eq!(client("", "203.0.113.7", &["198.51.100.1"]), "203.0.113.7");
        assert_eq!(client("10.0.0.0/8", "203.0.113.7", &["198.51.100.1"]), "203.0.113.7");
        assert_eq!(client("10.0.0.0/8", "10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
    }

    #[test]
    fn what_a_client_wrote_before_the_proxies_is_not_believed() {
        let seen = "6.6.6.6, 198.51.100.1, 10.0.0.2";
        assert_eq!(client("10.0.0.0/8", "10.0.0.1", &[seen]), "198.51.100.1");
        assert_eq!(client("10.0.0.0/8", "10.0.0.1", &["6.6.6.6", "198.51.100.1", "10.0.0.2"]), "198.51.100.1");
        assert_eq!(client("10.0.0.0/8", "::ffff:10.0.0.1", &["::ffff:198.51.100.1"]), "198.51.100.1");
    }

    #[test]
    fn an_address_may_have_a_port() {
        for (written, address) in [
            ("198.51.100.1:4711", "198.51.100.1"),
            ("[2001:db8::1]:443", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
        ] {
            assert_eq!(client("10.0.0.0/8", "10.0.0.1", &[written]), address);
        }
    }

    #[test]
    fn a_list_that_cannot_be_read_names_the_proxy() {
        for lines in [&["unknown"] as &[_], &["198.51.100.1, "], &[]] {
            assert_eq!(client("10.0.0.0/8", "10.0.0.1", lines), "10.0.0.1", "{lines:?}");
        }
        assert_eq!(client("10.0.0.0/8", "10.0.0.1", &["nonsense, 10.0.0.2"]), "10.0.0.2");
    }
}
