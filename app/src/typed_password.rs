//! A password on its way from a form. It can be read from a request and be given to the backend, and that is all.

use secrecy::SecretString;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A password as typed.
#[derive(Clone, Default)]
pub struct TypedPassword(SecretString);

impl TypedPassword {
    /// The password, for the backend.
    pub fn secret(&self) -> SecretString {
        self.0.clone()
    }
}

impl std::fmt::Debug for TypedPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TypedPassword(…)")
    }
}

impl<'de> Deserialize<'de> for TypedPassword {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(|typed| Self(SecretString::from(typed)))
    }
}

/// Nothing is written, so that the draft of a refused form, and whatever else may be made of a form, has no password.
impl Serialize for TypedPassword {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_comes_in_and_never_goes_out() {
        let typed: TypedPassword = serde_json::from_str("\"hunter2\"").expect("a text");
        assert_eq!(secrecy::ExposeSecret::expose_secret(&typed.secret()), "hunter2");
        assert_eq!(serde_json::to_string(&typed).expect("a text"), "\"\"");
        assert!(!format!("{typed:?}").contains("hunter2"));
    }
}
