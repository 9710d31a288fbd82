//! Google service-account key files: checked when they are uploaded, before they are sealed.
//!
//! [`check`] looks at every rule of PROTOCOL §6 and hands back only what may be shown. A [`ServiceAccountFault`] names the field
//! and the rule and never the content. The file's `token_uri` is checked because a crafted one marks a crafted file; where
//! assertions are sent is a setting of ours and never read from a file (SECURITY R26).

mod private_key;
#[cfg(test)]
mod tests;

use crate::json::{self, JsonFault, Object};
use domain::field_security::ServiceAccountFacts;
use std::fmt;

/// The largest file that is read, in bytes.
pub const FILE_BYTES: usize = 16 * 1024;

/// The smallest RSA key that is accepted, in bits.
pub const KEY_BITS: usize = 2048;

/// Where Google's key files may say that tokens are fetched; the second one stands in old files.
const TOKEN_URIS: [&str; 2] = ["https://oauth2.googleapis.com/token", "https://accounts.google.com/o/oauth2/token"];

/// A field of a key file that has a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ServiceAccountField {
    /// `type`
    Type,
    /// `project_id`
    ProjectId,
    /// `private_key_id`
    PrivateKeyId,
    /// `private_key`
    PrivateKey,
    /// `client_email`
    ClientEmail,
    /// `client_id`
    ClientId,
    /// `token_uri`
    TokenUri,
    /// `universe_domain`
    UniverseDomain,
}

impl ServiceAccountField {
    /// The member's name in the file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::ProjectId => "project_id",
            Self::PrivateKeyId => "private_key_id",
            Self::PrivateKey => "private_key",
            Self::ClientEmail => "client_email",
            Self::ClientId => "client_id",
            Self::TokenUri => "token_uri",
            Self::UniverseDomain => "universe_domain",
        }
    }
}

/// Writes the member's name.
impl fmt::Display for ServiceAccountField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Why a file is not a key file that we take. Names the field and the rule, never the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum ServiceAccountFault {
    /// Larger than [`FILE_BYTES`].
    #[error("the file is larger than {FILE_BYTES} bytes")]
    TooLarge,
    /// Not a JSON object.
    #[error("the file cannot be read: {0}")]
    Json(JsonFault),
    /// Two members of one object have the same name.
    #[error("a member occurs twice in one object")]
    DuplicateMember,
    /// A field that must be there is missing, empty or no text.
    #[error("`{0}` is missing, empty or not a text")]
    Missing(ServiceAccountField),
    /// A field is longer than 512 bytes.
    #[error("`{0}` is longer than 512 bytes")]
    TooLong(ServiceAccountField),
    /// `type` is another kind of credential, such as `authorized_user` or `external_account`.
    #[error("`type` is not `service_account`")]
    OtherType,
    /// A field has characters that it cannot have.
    #[error("`{0}` has characters that it cannot have")]
    Characters(ServiceAccountField),
    /// `private_key` is not PEM.
    #[error("`private_key` is not PEM")]
    KeyNotPem,
    /// `private_key` is PEM of something else than `PRIVATE KEY` or `RSA PRIVATE KEY`.
    #[error("`private_key` is PEM, but neither `PRIVATE KEY` nor `RSA PRIVATE KEY`")]
    KeyOtherPem,
    /// `private_key` is a key, but not for RSA.
    #[error("`private_key` is not an RSA key")]
    KeyNotRsa,
    /// `private_key` has the right frame, but no whole key inside.
    #[error("`private_key` is damaged")]
    KeyDamaged,
    /// `private_key` is smaller than [`KEY_BITS`].
    #[error("`private_key` has {bits} bits, fewer than {KEY_BITS}")]
    KeyTooSmall {
        /// How many bits it has.
        bits: usize,
    },
    /// `token_uri` does not start with `https://`.
    #[error("`token_uri` is not https")]
    TokenUriNotHttps,
    /// `token_uri` is not one of Google's.
    #[error("`token_uri` is not Google's")]
    TokenUriElsewhere,
    /// `universe_domain` is another than `googleapis.com`.
    #[error("`universe_domain` is not `googleapis.com`")]
    OtherUniverse,
}

impl ServiceAccountFault {
    /// The field that broke a rule; `None` where the file as a whole did.
    pub const fn field(self) -> Option<ServiceAccountField> {
        match self {
            Self::TooLarge | Self::Json(_) | Self::DuplicateMember => None,
            Self::Missing(field) | Self::TooLong(field) | Self::Characters(field) => Some(field),
            Self::OtherType => Some(ServiceAccountField::Type),
            Self::KeyNotPem | Self::KeyOtherPem | Self::KeyNotRsa | Self::KeyDamaged | Self::KeyTooSmall { .. } => {
                Some(ServiceAccountField::PrivateKey)
            }
            Self::TokenUriNotHttps | Self::TokenUriElsewhere => Some(ServiceAccountField::TokenUri),
            Self::OtherUniverse => Some(ServiceAccountField::UniverseDomain),
        }
    }

    /// The machine name of the rule that was broken.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "too_large",
            Self::Json(JsonFault::Syntax) => "not_json",
            Self::Json(JsonFault::TooDeep) => "too_deep",
            Self::Json(JsonFault::NotObject) => "not_an_object",
            Self::DuplicateMember => "duplicate_member",
            Self::Missing(_) => "missing",
            Self::TooLong(_) => "too_long",
            Self::OtherType => "other_type",
            Self::Characters(_) => "characters",
            Self::KeyNotPem => "key_not_pem",
            Self::KeyOtherPem => "key_other_pem",
            Self::KeyNotRsa => "key_not_rsa",
            Self::KeyDamaged => "key_damaged",
            Self::KeyTooSmall { .. } => "key_too_small",
            Self::TokenUriNotHttps => "token_uri_not_https",
            Self::TokenUriElsewhere => "token_uri_elsewhere",
            Self::OtherUniverse => "other_universe",
        }
    }
}

/// Checks a key file, in the order of the fields, and tells what of it may be shown.
pub fn check(file: &[u8]) -> Result<ServiceAccountFacts, ServiceAccountFault> {
    use ServiceAccountField as Field;
    if file.len() > FILE_BYTES {
        return Err(ServiceAccountFault::TooLarge);
    }
    let document = json::read(file).map_err(ServiceAccountFault::Json)?;
    if document.has_duplicates {
        return Err(ServiceAccountFault::DuplicateMember);
    }
    let root = &document.root;
    if required(root, Field::Type)? != "service_account" {
        return Err(ServiceAccountFault::OtherType);
    }
    let project_id = shown(root, Field::ProjectId, is_project_character)?;
    let key_id = shown(root, Field::PrivateKeyId, |c| c.is_ascii_graphic())?;
    private_key::check(required(root, Field::PrivateKey)?)?;
    let client_email = shown(root, Field::ClientEmail, |c| c.is_ascii_graphic())?;
    let has_digits = |id: &str| id.bytes().all(|byte| byte.is_ascii_digit());
    if root.has("client_id") && !root.text("client_id").is_some_and(has_digits) {
        return Err(ServiceAccountFault::Characters(Field::ClientId));
    }
    let token_uri = required(root, Field::TokenUri)?;
    if !token_uri.starts_with("https://") {
        return Err(ServiceAccountFault::TokenUriNotHttps);
    }
    if !TOKEN_URIS.contains(&token_uri) {
        return Err(ServiceAccountFault::TokenUriElsewhere);
    }
    if root.has("universe_domain") && root.text("universe_domain") != Some("googleapis.com") {
        return Err(ServiceAccountFault::OtherUniverse);
    }
    Ok(ServiceAccountFacts { project_id, client_email, key_id })
}

/// The private key of a key file, in the form that signing wants.
pub(crate) fn signing_key(root: &Object<'_>) -> Option<zeroize::Zeroizing<Vec<u8>>> {
    private_key::pkcs1(root.text(ServiceAccountField::PrivateKey.name())?)
}

fn required<'a>(root: &'a Object<'_>, field: ServiceAccountField) -> Result<&'a str, ServiceAccountFault> {
    root.text(field.name()).ok_or(ServiceAccountFault::Missing(field))
}

/// A field that is shown on pages: short, and of the characters that it can have.
fn shown(
    root: &Object<'_>,
    field: ServiceAccountField,
    fits: impl Fn(char) -> bool,
) -> Result<String, ServiceAccountFault> {
    let text = required(root, field)?;
    if text.len() > 512 {
        return Err(ServiceAccountFault::TooLong(field));
    }
    if !text.chars().all(fits) {
        return Err(ServiceAccountFault::Characters(field));
    }
    Ok(text.to_owned())
}

/// `[a-z0-9:.-]`, as PROTOCOL §6 has it.
const fn is_project_character(c: char) -> bool {
    matches!(c, 'a'..='z' | '0'..='9' | ':' | '.' | '-')
}
