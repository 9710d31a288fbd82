//! Envelopes: a value sealed with a key of its own, that key wrapped by the master key, both bound to the place of the value.

use std::fmt;

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305,
    aead::{Aead, Payload},
};
use domain::field_security::SecuredField;
use rand::{TryRng, rngs::SysRng};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::keyring::MasterKey;
use crate::{Error, Result};

/// What a check record holds; see [`new_check`].
const CHECK: &[u8] = b"sentralbord master key";

/// Where a secret belongs. An envelope opens at its own place only.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub field: SecuredField,
    pub entity_id: Uuid,
    pub version: i32,
}

/// Names the field and the record.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} (version {})", self.field, self.entity_id, self.version)
    }
}

impl Place {
    /// What both layers authenticate besides their content; the wrapped key is bound to its master key as well.
    fn bound_to(self, key_id: Option<&str>) -> Vec<u8> {
        let version = self.version.to_be_bytes();
        let parts: [&[u8]; 5] =
            [b"v1", self.field.entity().as_bytes(), self.entity_id.as_bytes(), self.field.name().as_bytes(), &version];
        framed(parts.into_iter().chain(key_id.map(str::as_bytes)))
    }
}

/// A sealed value, as it is stored.
#[derive(Clone)]
pub(super) struct Envelope {
    pub key_id: String,
    pub wrap_nonce: Vec<u8>,
    pub wrapped_key: Vec<u8>,
    pub nonce: Vec<u8>,
    pub ciphertext: Vec<u8>,
}

/// A sealed constant: proves that a master key is the one it claims to be before any secret needs it.
pub(super) struct CheckRecord {
    pub id: String,
    pub nonce: Vec<u8>,
    pub sealed_check: Vec<u8>,
}

/// Seals a value, padded to a multiple of `step`.
pub(super) fn seal(master: &MasterKey, place: Place, step: usize, plain: &[u8]) -> Result<Envelope> {
    let data_key = Zeroizing::new(random::<32>()?);
    let (nonce, wrap_nonce) = (random::<24>()?, random::<24>()?);
    let ciphertext = encrypt(&data_key, &nonce, &pad(plain, step)?, &place.bound_to(None))?;
    let wrapped_key = encrypt(master.wrapping(), &wrap_nonce, &*data_key, &place.bound_to(Some(master.id())))?;
    Ok(Envelope {
        key_id: master.id().to_owned(),
        wrap_nonce: wrap_nonce.to_vec(),
        wrapped_key,
        nonce: nonce.to_vec(),
        ciphertext,
    })
}

/// Opens an envelope. `None` whatever is wrong with it: the content, the place, the key.
pub(super) fn open(master: &MasterKey, place: Place, envelope: &Envelope) -> Option<Zeroizing<Vec<u8>>> {
    let bound = place.bound_to(Some(master.id()));
    let data_key = decrypt(master.wrapping(), &envelope.wrap_nonce, &envelope.wrapped_key, &bound)?;
    let data_key: &[u8; 32] = data_key.as_slice().try_into().ok()?;
    let padded = decrypt(data_key, &envelope.nonce, &envelope.ciphertext, &place.bound_to(None))?;
    unpad(&padded)
}

/// The key of a record, wrapped by a master key.
#[derive(Clone, sqlx::FromRow)]
pub(super) struct Wrapping {
    pub key_id: String,
    pub wrap_nonce: Vec<u8>,
    pub wrapped_key: Vec<u8>,
}

/// Wraps the key of a record with another master key. `None` when it does not open with the earlier one at its place.
pub(super) fn rewrap(earlier: &MasterKey, current: &MasterKey, place: Place, held: &Wrapping) -> Option<Wrapping> {
    let bound = place.bound_to(Some(earlier.id()));
    let data_key = decrypt(earlier.wrapping(), &held.wrap_nonce, &held.wrapped_key, &bound)?;
    let wrap_nonce = random::<24>().ok()?;
    let bound = place.bound_to(Some(current.id()));
    let wrapped_key = encrypt(current.wrapping(), &wrap_nonce, &data_key, &bound).ok()?;
    Some(Wrapping { key_id: current.id().to_owned(), wrap_nonce: wrap_nonce.to_vec(), wrapped_key })
}

/// The check record of a master key.
pub(super) fn new_check(master: &MasterKey) -> Result<CheckRecord> {
    let nonce = random::<24>()?;
    let sealed_check = encrypt(master.wrapping(), &nonce, CHECK, &check_bound_to(master.id()))?;
    Ok(CheckRecord { id: master.id().to_owned(), nonce: nonce.to_vec(), sealed_check })
}

/// Whether a check record opens with this key.
pub(super) fn check_holds(master: &MasterKey, record: &CheckRecord) -> bool {
    decrypt(master.wrapping(), &record.nonce, &record.sealed_check, &check_bound_to(master.id()))
        .is_some_and(|plain| plain.as_slice() == CHECK)
}

fn check_bound_to(id: &str) -> Vec<u8> {
    framed([b"v1".as_slice(), b"check", id.as_bytes()].into_iter())
}

/// Each part with its length before it, so that no two lists of parts give the same bytes.
fn framed<'a>(parts: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in parts {
        bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}

/// Four bytes of length, the value, zeros.
fn pad(plain: &[u8], step: usize) -> Result<Zeroizing<Vec<u8>>> {
    let length = u32::try_from(plain.len()).map_err(|error| Error::Internal(error.into()))?;
    let mut padded = Zeroizing::new(Vec::with_capacity((plain.len() + 4).next_multiple_of(step)));
    padded.extend_from_slice(&length.to_be_bytes());
    padded.extend_from_slice(plain);
    let size = padded.len().next_multiple_of(step);
    padded.resize(size, 0);
    Ok(padded)
}

fn unpad(padded: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (length, rest) = padded.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    Some(Zeroizing::new(rest.get(..length)?.to_vec()))
}

fn encrypt(key: &[u8; 32], nonce: &[u8; 24], msg: &[u8], aad: &[u8]) -> Result<Vec<u8>> {
    XChaCha20Poly1305::new(key.into())
        .encrypt(nonce.into(), Payload { msg, aad })
        .map_err(|_| Error::Internal(anyhow::anyhow!("a value cannot be sealed")))
}

fn decrypt(key: &[u8; 32], nonce: &[u8], msg: &[u8], aad: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let nonce: &[u8; 24] = nonce.try_into().ok()?;
    let plain = XChaCha20Poly1305::new(key.into()).decrypt(nonce.into(), Payload { msg, aad });
    plain.ok().map(Zeroizing::new)
}

fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    SysRng.try_fill_bytes(&mut bytes).map_err(|error| Error::Internal(anyhow::anyhow!("no random bytes: {error}")))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::super::keyring::KeyRing;
    use super::*;
    use base64::{Engine, engine::general_purpose::STANDARD};

    const TOKEN: SecuredField = SecuredField::AccountClientToken;

    fn ring(byte: u8) -> KeyRing {
        KeyRing::parse(&STANDARD.encode([byte; 32])).unwrap()
    }

    fn place(field: SecuredField, id: u128, version: i32) -> Place {
        Place { field, entity_id: Uuid::from_u128(id), version }
    }

    #[test]
    fn an_envelope_opens_at_its_own_place_only() {
        let ring = ring(1);
        let places = [
            place(TOKEN, 1, 1),
            place(TOKEN, 2, 1),
            place(TOKEN, 1, 2),
            place(SecuredField::AccountServiceAccount, 1, 1),
            place(SecuredField::AgentAccountClientToken, 1, 1),
        ];
        for (at, sealed_at) in places.iter().enumerate() {
            let envelope = seal(ring.current(), *sealed_at, 64, b"canary").unwrap();
            for (other, opened_at) in places.iter().enumerate() {
                let opened = open(ring.current(), *opened_at, &envelope);
                assert_eq!(opened.map(|plain| plain.to_vec()), (at == other).then(|| b"canary".to_vec()));
            }
        }
    }

    #[test]
    fn one_flipped_bit_anywhere_is_noticed() {
        let ring = ring(1);
        let place = place(TOKEN, 1, 1);
        let envelope = seal(ring.current(), place, 64, b"canary").unwrap();
        let parts: [fn(&mut Envelope) -> &mut Vec<u8>; 4] =
            [|e| &mut e.wrap_nonce, |e| &mut e.wrapped_key, |e| &mut e.nonce, |e| &mut e.ciphertext];
        for part in parts {
            for bit in 0..part(&mut envelope.clone()).len() * 8 {
                let mut flipped = envelope.clone();
                part(&mut flipped)[bit / 8] ^= 1 << (bit % 8);
                assert!(open(ring.current(), place, &flipped).is_none());
            }
            let mut shortened = envelope.clone();
            part(&mut shortened).pop();
            assert!(open(ring.current(), place, &shortened).is_none());
        }
    }

    #[test]
    fn parts_of_two_envelopes_do_not_mix() {
        let ring = ring(1);
        let place = place(TOKEN, 1, 1);
        let (one, two) = (seal(ring.current(), place, 64, b"one"), seal(ring.current(), place, 64, b"two"));
        let (one, two) = (one.unwrap(), two.unwrap());
        let mixed = Envelope { nonce: two.nonce, ciphertext: two.ciphertext, ..one };
        assert!(open(ring.current(), place, &mixed).is_none());
    }

    #[test]
    fn another_master_key_opens_nothing() {
        let (ours, other) = (ring(1), ring(2));
        let place = place(TOKEN, 1, 1);
        let envelope = seal(ours.current(), place, 64, b"canary").unwrap();
        assert!(open(other.current(), place, &envelope).is_none());
        let check = new_check(ours.current()).unwrap();
        assert!(check_holds(ours.current(), &check) && !check_holds(other.current(), &check));
    }

    #[test]
    fn sizes_come_in_steps_and_values_come_back_whole() {
        let ring = ring(1);
        let place = place(TOKEN, 1, 1);
        for (length, size) in [(0, 64), (1, 64), (60, 64), (61, 128), (5000, 5056)] {
            let plain = vec![b'x'; length];
            let envelope = seal(ring.current(), place, 64, &plain).unwrap();
            assert_eq!(envelope.ciphertext.len(), size + 16);
            assert_eq!(open(ring.current(), place, &envelope).unwrap().as_slice(), plain);
        }
    }
}
