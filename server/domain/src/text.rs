//! Text with rules: names, e-mail addresses, and closed sets of words.

use crate::Fault;

/// Makes an enum whose values are words, the same in SQL, JSON, files and URLs.
#[macro_export]
macro_rules! words_enum {
    ($(#[$doc:meta])* $vis:vis enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        $vis enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word that stands for the value everywhere outside the code.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::Fault;

            fn from_str(raw: &str) -> Result<Self, Self::Err> {
                match raw {
                    $($word => Ok(Self::$variant),)+
                    "" => Err($crate::Fault::Missing),
                    _ => Err($crate::Fault::NotOneOf(&[$($word),+])),
                }
            }
        }

        $crate::words_enum_sql!($name);
    };
}

/// The SQL half of [`words_enum`]: stored as `text`; a word that is not in the set is an error, never a default.
#[cfg(feature = "sqlx")]
#[macro_export]
#[doc(hidden)]
macro_rules! words_enum_sql {
    ($name:ident) => {
        impl sqlx::Type<sqlx::Postgres> for $name {
            fn type_info() -> sqlx::postgres::PgTypeInfo {
                <str as sqlx::Type<sqlx::Postgres>>::type_info()
            }
            fn compatible(ty: &sqlx::postgres::PgTypeInfo) -> bool {
                <str as sqlx::Type<sqlx::Postgres>>::compatible(ty)
            }
        }
        impl sqlx::postgres::PgHasArrayType for $name {
            fn array_type_info() -> sqlx::postgres::PgTypeInfo {
                <&str as sqlx::postgres::PgHasArrayType>::array_type_info()
            }
        }
        impl sqlx::Encode<'_, sqlx::Postgres> for $name {
            fn encode_by_ref(
                &self,
                buf: &mut sqlx::postgres::PgArgumentBuffer,
            ) -> Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
                <&str as sqlx::Encode<sqlx::Postgres>>::encode(self.as_str(), buf)
            }
        }
        impl<'r> sqlx::Decode<'r, sqlx::Postgres> for $name {
            fn decode(value: sqlx::postgres::PgValueRef<'r>) -> Result<Self, sqlx::error::BoxDynError> {
                let word = <&str as sqlx::Decode<sqlx::Postgres>>::decode(value)?;
                word.parse().map_err(|_| format!("`{word}` is no {}", stringify!($name)).into())
            }
        }
    };
}

/// Without a database there is no SQL half.
#[cfg(not(feature = "sqlx"))]
#[macro_export]
#[doc(hidden)]
macro_rules! words_enum_sql {
    ($name:ident) => {};
}

/// Trims `raw` and holds it to 1 to `max` characters without control characters.
pub fn one_line(raw: &str, max: u32) -> Result<String, Fault> {
    let text = raw.trim();
    let used = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    if text.is_empty() {
        Err(Fault::Missing)
    } else if used > max {
        Err(Fault::TooLong { max, used })
    } else if text.chars().any(char::is_control) {
        Err(Fault::Malformed)
    } else {
        Ok(text.to_owned())
    }
}

/// A name that people give to a thing: 1 to 100 characters on one line. Unique names compare without case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
#[serde(try_from = "String")]
pub struct Name(String);

impl Name {
    /// The longest name, in characters.
    pub const MAX: u32 = 100;

    /// Trims and checks `raw`.
    pub fn parse(raw: &str) -> Result<Self, Fault> {
        one_line(raw, Self::MAX).map(Self)
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Name {
    type Error = Fault;

    fn try_from(raw: String) -> Result<Self, Fault> {
        Self::parse(&raw)
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// An e-mail address, kept as typed; compares without case in the database.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
#[serde(try_from = "String")]
pub struct Email(String);

impl Email {
    /// The longest address, in characters (RFC 5321, 4.5.3.1.3).
    pub const MAX: u32 = 254;

    /// Accepts `local@domain` without spaces; the only real proof of an address is a mail that arrives.
    pub fn parse(raw: &str) -> Result<Self, Fault> {
        let text = one_line(raw, Self::MAX)?;
        let well_formed = text.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty()
                && !domain.is_empty()
                && !domain.contains('@')
                && !domain.starts_with('.')
                && !domain.ends_with('.')
        });
        if well_formed && !text.contains(char::is_whitespace) { Ok(Self(text)) } else { Err(Fault::NotAnEmail) }
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Email {
    type Error = Fault;

    fn try_from(raw: String) -> Result<Self, Fault> {
        Self::parse(&raw)
    }
}

impl std::fmt::Display for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_trimmed_and_bounded() {
        assert_eq!(Name::parse("  Faktura ").map(|n| n.0), Ok("Faktura".to_owned()));
        assert_eq!(Name::parse("   "), Err(Fault::Missing));
        assert_eq!(Name::parse(&"å".repeat(101)), Err(Fault::TooLong { max: 100, used: 101 }));
        assert_eq!(Name::parse("a\nb"), Err(Fault::Malformed));
    }

    #[test]
    fn an_address_has_both_sides() {
        assert!(Email::parse("kari@example.no").is_ok());
        for wrong in ["kari", "@example.no", "kari@", "ka ri@example.no", "a@b@c", "a@.no"] {
            assert_eq!(Email::parse(wrong), Err(Fault::NotAnEmail), "{wrong}");
        }
    }
}
