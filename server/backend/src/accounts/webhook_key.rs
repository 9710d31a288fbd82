//! The part of a callback URL that cannot be guessed.

use data_encoding::BASE32_NOPAD;
use rand::{TryRng, rngs::SysRng};

use crate::{Error, Result, Settings};

/// 128 random bits in lower-case base32.
pub(super) fn new() -> Result<String> {
    let mut bytes = [0_u8; 16];
    SysRng.try_fill_bytes(&mut bytes).map_err(|error| Error::Internal(anyhow::anyhow!("no random bytes: {error}")))?;
    Ok(BASE32_NOPAD.encode(&bytes).to_ascii_lowercase())
}

/// Where the provider posts to.
pub(crate) fn callback_url(settings: &Settings, kind: domain::ChannelKind, key: &str) -> String {
    format!("{}/webhooks/{kind}/{key}", settings.public_url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_128_bits_in_lower_case_base32() {
        let key = new().unwrap();
        assert_eq!(key.len(), 26);
        assert!(key.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7')), "{key}");
        assert_ne!(key, new().unwrap());
    }
}
