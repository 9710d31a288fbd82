//! The private key inside a key file.

use super::{KEY_BITS, ServiceAccountFault};
use pkcs1::{RsaPrivateKeyRef, der::Decode};
use pkcs8::{PrivateKeyInfoRef, SecretDocument};
use zeroize::Zeroizing;

/// PEM, `PRIVATE KEY` (PKCS#8, as Google writes it) or `RSA PRIVATE KEY` (PKCS#1), with an RSA key of [`KEY_BITS`] or more. The
/// decoded key is wiped when it goes out of scope.
pub(super) fn check(pem: &str) -> Result<(), ServiceAccountFault> {
    let (label, key) = SecretDocument::from_pem(pem).map_err(|_| reason_of(pem))?;
    let bits = match label {
        "PRIVATE KEY" => pkcs8_bits(key.as_bytes())?,
        "RSA PRIVATE KEY" => pkcs1_bits(key.as_bytes())?,
        _ => return Err(ServiceAccountFault::KeyOtherPem),
    };
    if bits < KEY_BITS {
        return Err(ServiceAccountFault::KeyTooSmall { bits });
    }
    Ok(())
}

/// The key itself, in the form that signing wants (PKCS #1, DER).
pub(super) fn pkcs1(pem: &str) -> Option<Zeroizing<Vec<u8>>> {
    let (label, document) = SecretDocument::from_pem(pem.trim()).ok()?;
    match label {
        "PRIVATE KEY" => {
            let key = PrivateKeyInfoRef::try_from(document.as_bytes()).ok()?;
            Some(Zeroizing::new(key.private_key.as_bytes().to_vec()))
        }
        "RSA PRIVATE KEY" => Some(Zeroizing::new(document.as_bytes().to_vec())),
        _ => None,
    }
}

/// The decoder fails alike for what is no PEM and for PEM around something that is no key at all.
fn reason_of(pem: &str) -> ServiceAccountFault {
    let is_framed = pem.trim_start().starts_with("-----BEGIN ") && pem.contains("-----\n");
    if is_framed { ServiceAccountFault::KeyDamaged } else { ServiceAccountFault::KeyNotPem }
}

fn pkcs8_bits(der: &[u8]) -> Result<usize, ServiceAccountFault> {
    let key = PrivateKeyInfoRef::from_der(der).map_err(|_| ServiceAccountFault::KeyDamaged)?;
    if key.algorithm.oid != pkcs1::ALGORITHM_OID {
        return Err(ServiceAccountFault::KeyNotRsa);
    }
    pkcs1_bits(key.private_key.as_bytes())
}

fn pkcs1_bits(der: &[u8]) -> Result<usize, ServiceAccountFault> {
    let key = RsaPrivateKeyRef::from_der(der).map_err(|_| ServiceAccountFault::KeyDamaged)?;
    let modulus = key.modulus.as_bytes();
    let unused = modulus.first().map_or(0, |byte| byte.leading_zeros() as usize);
    Ok(modulus.len() * 8 - unused)
}
