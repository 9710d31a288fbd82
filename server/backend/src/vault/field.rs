//! Secured fields as types, and the two forms of their values: on the way in, and opened for use.

use std::{fmt, marker::PhantomData};

use domain::{
    Fault,
    field_security::{SecuredField, ServiceAccountFacts},
};
use secrecy::{ExposeSecret, SecretSlice};
use zeroize::{Zeroize, Zeroizing};

use crate::service_account;

/// The longest client token, in characters.
const TOKEN_CHARS: u32 = 500;

/// Tokens shorter than this show nothing of themselves.
const HINT_FROM: usize = 12;

mod sealed {
    pub trait Sealed {}
}

/// A secured field. The vault knows them all; nobody adds one from outside.
pub trait Field: sealed::Sealed + Sized + 'static {
    /// Its name in grants and records.
    const FIELD: SecuredField;
    /// Envelopes grow in steps of this many bytes, so that their size says little about the content.
    const STEP: usize;

    /// Brings a value into the form that is kept; `None` for a blank one, which means that nothing is to change.
    #[doc(hidden)]
    fn tidy(raw: Zeroizing<Vec<u8>>) -> Result<Option<Zeroizing<Vec<u8>>>, Fault>;

    /// Checks a value and tells what may be shown of it.
    #[doc(hidden)]
    fn check(value: &[u8]) -> Result<Shown, Fault>;
}

/// What may be shown of a value.
#[doc(hidden)]
#[derive(Clone, Debug, Default)]
pub struct Shown {
    pub hint: Option<String>,
    pub facts: Option<ServiceAccountFacts>,
}

/// The token that signs an account's events.
#[derive(Debug)]
pub enum AccountClientToken {}

/// The service-account key file of an account.
#[derive(Debug)]
pub enum AccountServiceAccount {}

/// The token of an agent account with a webhook of its own.
#[derive(Debug)]
pub enum AgentAccountClientToken {}

impl sealed::Sealed for AccountClientToken {}
impl sealed::Sealed for AccountServiceAccount {}
impl sealed::Sealed for AgentAccountClientToken {}

impl Field for AccountClientToken {
    const FIELD: SecuredField = SecuredField::AccountClientToken;
    const STEP: usize = 64;

    fn tidy(raw: Zeroizing<Vec<u8>>) -> Result<Option<Zeroizing<Vec<u8>>>, Fault> {
        tidy_token(&raw)
    }

    fn check(value: &[u8]) -> Result<Shown, Fault> {
        check_token(value)
    }
}

impl Field for AgentAccountClientToken {
    const FIELD: SecuredField = SecuredField::AgentAccountClientToken;
    const STEP: usize = 64;

    fn tidy(raw: Zeroizing<Vec<u8>>) -> Result<Option<Zeroizing<Vec<u8>>>, Fault> {
        tidy_token(&raw)
    }

    fn check(value: &[u8]) -> Result<Shown, Fault> {
        check_token(value)
    }
}

impl Field for AccountServiceAccount {
    const FIELD: SecuredField = SecuredField::AccountServiceAccount;
    const STEP: usize = 4096;

    fn tidy(raw: Zeroizing<Vec<u8>>) -> Result<Option<Zeroizing<Vec<u8>>>, Fault> {
        // A form without a chosen file sends an empty one.
        Ok(if raw.is_empty() { None } else { Some(raw) })
    }

    fn check(value: &[u8]) -> Result<Shown, Fault> {
        let facts = service_account::check(value).map_err(|fault| Fault::ServiceAccount {
            member: fault.field().map_or("file", service_account::ServiceAccountField::name),
            rule: fault.code(),
        })?;
        Ok(Shown { hint: None, facts: Some(facts) })
    }
}

/// Without the blanks that copying brings along.
fn tidy_token(raw: &[u8]) -> Result<Option<Zeroizing<Vec<u8>>>, Fault> {
    let text = std::str::from_utf8(raw).map_err(|_| Fault::Malformed)?.trim();
    Ok(if text.is_empty() { None } else { Some(Zeroizing::new(text.as_bytes().to_vec())) })
}

fn check_token(value: &[u8]) -> Result<Shown, Fault> {
    let text = std::str::from_utf8(value).map_err(|_| Fault::Malformed)?;
    let used = text.chars().count();
    if used > TOKEN_CHARS as usize {
        return Err(Fault::TooLong { max: TOKEN_CHARS, used: u32::try_from(used).unwrap_or(u32::MAX) });
    }
    if text.chars().any(char::is_control) {
        return Err(Fault::Malformed);
    }
    let hint = (used >= HINT_FROM).then(|| text.chars().skip(used - 4).collect());
    Ok(Shown { hint, facts: None })
}

/// A value on its way into the vault: checked, wiped when dropped, and never told to anybody.
pub struct Incoming<F: Field> {
    value: Zeroizing<Vec<u8>>,
    shown: Shown,
    field: PhantomData<fn() -> F>,
}

impl<F: Field> Incoming<F> {
    /// Takes what was given. `None` for a blank value, which means that the present one is kept. The fault never quotes the
    /// value.
    pub fn take(raw: impl Into<Vec<u8>>) -> Result<Option<Self>, Fault> {
        let Some(mut value) = F::tidy(Zeroizing::new(raw.into()))? else { return Ok(None) };
        match F::check(&value) {
            Ok(shown) => Ok(Some(Self { value, shown, field: PhantomData })),
            Err(fault) => {
                value.zeroize();
                Err(fault)
            }
        }
    }

    pub(super) fn expose(&self) -> &[u8] {
        &self.value
    }

    pub(super) fn shown(&self) -> &Shown {
        &self.shown
    }
}

impl<F: Field> fmt::Debug for Incoming<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Incoming({})", F::FIELD)
    }
}

/// A value that was opened for use; wiped when dropped.
pub struct Secured<F: Field> {
    value: SecretSlice<u8>,
    field: PhantomData<fn() -> F>,
}

impl<F: Field> Secured<F> {
    pub(super) fn new(mut value: Zeroizing<Vec<u8>>) -> Self {
        Self { value: SecretSlice::from(std::mem::take(&mut *value)), field: PhantomData }
    }

    pub(super) fn expose(&self) -> &[u8] {
        self.value.expose_secret()
    }
}

impl<F: Field> fmt::Debug for Secured<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secured({})", F::FIELD)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Token = Incoming<AccountClientToken>;

    #[test]
    fn a_blank_value_means_keep() {
        assert!(Token::take(" \n").unwrap().is_none());
        assert!(Incoming::<AccountServiceAccount>::take(Vec::new()).unwrap().is_none());
    }

    #[test]
    fn a_mask_shows_the_last_four_of_a_long_token_and_nothing_of_a_short_one() {
        for (raw, hint) in [(" 0123456789ab ", Some("89ab")), ("0123456789a", None), ("æøåæøåæøåæøå", Some("åæøå"))]
        {
            let token = Token::take(raw).unwrap().unwrap();
            assert_eq!(token.shown().hint.as_deref(), hint, "{raw}");
        }
    }

    #[test]
    fn a_token_is_text_of_bounded_length() {
        assert_eq!(Token::take("x".repeat(501)).unwrap_err(), Fault::TooLong { max: 500, used: 501 });
        assert_eq!(Token::take("ab\ncd").unwrap_err(), Fault::Malformed);
        assert_eq!(Token::take(vec![0xff, 0xfe]).unwrap_err(), Fault::Malformed);
    }

    #[test]
    fn a_wrong_file_is_told_by_member_and_rule() {
        let refused = Incoming::<AccountServiceAccount>::take(r#"{"type":"authorized_user"}"#).unwrap_err();
        assert_eq!(refused, Fault::ServiceAccount { member: "type", rule: "other_type" });
        let refused = Incoming::<AccountServiceAccount>::take("canary").unwrap_err();
        assert_eq!(refused, Fault::ServiceAccount { member: "file", rule: "not_json" });
    }

    #[test]
    fn debug_names_the_field_and_shows_nothing() {
        let token = Token::take("canary-0123456789").unwrap().unwrap();
        assert_eq!(format!("{token:?}"), "Incoming(account.client_token)");
        let opened = Secured::<AccountClientToken>::new(Zeroizing::new(b"canary".to_vec()));
        assert_eq!(format!("{opened:?}"), "Secured(account.client_token)");
    }
}
