//! "This field breaks this rule": what a person is told at a field. Codes with parameters; the sentences are `app`'s words.

use serde::Serialize;

/// One rule that a value breaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Fault {
    /// Nothing was given.
    Missing,
    /// More characters than allowed.
    TooLong {
        /// How many characters are allowed.
        max: u32,
        /// How many were given.
        used: u32,
    },
    /// Fewer characters than needed.
    TooShort {
        /// How many characters are needed.
        min: u32,
        /// How many were given.
        used: u32,
    },
    /// A number outside its range.
    OutOfRange {
        /// The smallest allowed.
        min: i64,
        /// The largest allowed.
        max: i64,
    },
    /// Not a number.
    NotANumber,
    /// Another one has it already.
    Taken,
    /// Has characters or a shape that this field cannot have.
    Malformed,
    /// Not an e-mail address.
    NotAnEmail,
    /// None of the allowed words.
    NotOneOf(#[serde(skip)] &'static [&'static str]),
    /// Names something that does not exist (any longer).
    Unknown,
    /// A box that has to be ticked is not.
    NotTicked,
    /// The typed confirmation is not the name.
    NotTheName,
    /// The two do not agree.
    Mismatch,
    /// Not allowed to set this field.
    Locked,
    /// A password that is among the first to be tried, or that is the person's own name or address.
    Guessable,
    /// A service-account file is wrong: which member, and which rule of PROTOCOL.md §6; never its content.
    ServiceAccount {
        /// The member of the file, or `file`.
        member: &'static str,
        /// The rule, as a code that the words know.
        rule: &'static str,
    },
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing => f.write_str("is missing"),
            Self::TooLong { max, used } => write!(f, "can be at most {max} characters, not {used}"),
            Self::TooShort { min, used } => write!(f, "needs at least {min} characters, not {used}"),
            Self::OutOfRange { min, max } => write!(f, "must be between {min} and {max}"),
            Self::NotANumber => f.write_str("must be a whole number"),
            Self::Taken => f.write_str("is taken already"),
            Self::Malformed => f.write_str("has a form that is not allowed here"),
            Self::NotAnEmail => f.write_str("must be an e-mail address"),
            Self::NotOneOf(words) => write!(f, "must be one of: {}", words.join(", ")),
            Self::Unknown => f.write_str("names something that does not exist"),
            Self::NotTicked => f.write_str("must be ticked"),
            Self::NotTheName => f.write_str("is not the name"),
            Self::Mismatch => f.write_str("does not agree"),
            Self::Locked => f.write_str("is a secured field that you may not set"),
            Self::Guessable => f.write_str("is too easy to guess"),
            Self::ServiceAccount { member, rule } => write!(f, "is not a usable service-account key: {member}: {rule}"),
        }
    }
}

/// One fault and the field that it belongs to, by the field's name in the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldFault {
    /// The name of the field.
    pub field: String,
    /// What is wrong with it.
    #[serde(flatten)]
    pub fault: Fault,
}

/// A command that was refused because of its values; at least one fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{}", self.sentence())]
pub struct Invalid {
    /// In the order of the form.
    pub faults: Vec<FieldFault>,
}

impl Invalid {
    /// One fault at one field.
    pub fn one(field: &str, fault: Fault) -> Self {
        Self { faults: vec![FieldFault { field: field.to_owned(), fault }] }
    }

    fn sentence(&self) -> String {
        let parts: Vec<String> = self.faults.iter().map(|f| format!("{} {}", f.field, f.fault)).collect();
        parts.join("; ")
    }
}

/// Collects the faults of a whole form, so that a person sees all of them at once.
///
/// ```
/// # use domain::{Checks, Name};
/// let mut checks = Checks::default();
/// let name = checks.field("name", Name::parse("Faktura"));
/// let priority = checks.field("priority", domain::queue::parse_priority("2"));
/// let (name, priority) = checks.finish(name.zip(priority))?;
/// # let _ = (name, priority);
/// # Ok::<(), domain::Invalid>(())
/// ```
#[derive(Debug, Default)]
pub struct Checks(Vec<FieldFault>);

impl Checks {
    /// Keeps the value, or notes the fault at `field`.
    pub fn field<T>(&mut self, field: &str, result: Result<T, Fault>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(fault) => {
                self.note(field, fault);
                None
            }
        }
    }

    /// Notes a fault that no single parse can find.
    pub fn note(&mut self, field: &str, fault: Fault) {
        self.0.push(FieldFault { field: field.to_owned(), fault });
    }

    /// The value when nothing was noted. `None` without a note is a mistake of the caller and counts as missing.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Invalid> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ if self.0.is_empty() => Err(Invalid::one("form", Fault::Missing)),
            _ => Err(Invalid { faults: self.0 }),
        }
    }
}
