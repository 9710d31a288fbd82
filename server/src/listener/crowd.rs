//! How many connections each address has.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// Counts connections by address; an IPv6 address counts as its network of 64 bits, which one customer has whole.
#[derive(Clone, Debug)]
pub struct Crowd {
    largest: usize,
    counts: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Crowd {
    pub fn new(largest: usize) -> Self {
        Self { largest, counts: Arc::default() }
    }

    /// Nothing, when the address has as many as it may.
    pub fn enter(&self, address: IpAddr) -> Option<Place> {
        let network = network(address);
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(network).or_default();
        if *count >= self.largest {
            return None;
        }
        *count += 1;
        Some(Place { crowd: self.clone(), network })
    }
}

/// One connection's place, given back when it is dropped.
#[derive(Debug)]
pub struct Place {
    crowd: Crowd,
    network: IpAddr,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.crowd.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.network) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.network);
            }
        }
    }
}

fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((address.to_bits() >> 64 << 64).into()),
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_free_again_when_its_connection_ends() {
        let crowd = Crowd::new(2);
        let (here, there) = ("10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap());
        let first = crowd.enter(here).unwrap();
        let _second = crowd.enter(here).unwrap();
        assert!(crowd.enter(here).is_none());
        assert!(crowd.enter(there).is_some());
        drop(first);
        assert!(crowd.enter(here).is_some());
    }

    #[test]
    fn addresses_of_one_ipv6_network_share_their_places() {
        let crowd = Crowd::new(1);
        let _place = crowd.enter("2001:db8::1".parse().unwrap()).unwrap();
        assert!(crowd.enter("2001:db8::2".parse().unwrap()).is_none());
        assert!(crowd.enter("2001:db8:0:1::1".parse().unwrap()).is_some());
    }
}
