//! The names of the facts.

use std::{borrow::Cow, fmt};

use crate::field_security::SecuredField;

/// A fact that rules may read. Its machine name ([`ContextField::name`]) stands in files, in the API and in traces.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContextField {
    /// `customer.display_name`
    CustomerDisplayName,
    /// `customer.device_locale`
    CustomerDeviceLocale,
    /// `context.entry_point`
    EntryPoint,
    /// `context.place_id`
    PlaceId,
    /// `context.resolved_locale`
    ResolvedLocale,
    /// `context.widget`
    Widget,
    /// `context.custom`
    Custom,
    /// `message.first_text`
    FirstText,
    /// `agent_account.name`
    AgentAccountName,
    /// `agent_account.brand_id`
    AgentAccountBrandId,
    /// `workstream.name`
    WorkstreamName,
    /// `received.at`
    ReceivedAt,
    /// `received.weekday`
    ReceivedWeekday,
    /// `received.time`
    ReceivedTime,
    /// `hours.open`
    HoursOpen,
    /// `variable.NAME`
    Variable(VariableName),
    /// `skill.NAME`: the rating of a skill that a classification rule asked for.
    Skill(VariableName),
}

/// What values a field takes, and so which operators make sense for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// Any text.
    Text,
    /// One of the words that the provider has for it; a word that we do not know is a value too.
    Choice,
    /// The name of something that an administrator made.
    Lookup,
    /// A number.
    Number,
    /// An instant.
    Instant,
    /// `mon` to `sun`.
    Weekday,
    /// `HH:MM`, 00:00 to 23:59.
    TimeOfDay,
    /// True or false.
    Flag,
    /// Text or a number: a context variable.
    Variable,
}

impl ContextField {
    /// All fields but the variables, in the order of PRODUCT §5.
    pub const FIXED: [Self; 15] = [
        Self::CustomerDisplayName,
        Self::CustomerDeviceLocale,
        Self::EntryPoint,
        Self::PlaceId,
        Self::ResolvedLocale,
        Self::Widget,
        Self::Custom,
        Self::FirstText,
        Self::AgentAccountName,
        Self::AgentAccountBrandId,
        Self::WorkstreamName,
        Self::ReceivedAt,
        Self::ReceivedWeekday,
        Self::ReceivedTime,
        Self::HoursOpen,
    ];

    /// The machine name.
    pub fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::CustomerDisplayName => "customer.display_name",
            Self::CustomerDeviceLocale => "customer.device_locale",
            Self::EntryPoint => "context.entry_point",
            Self::PlaceId => "context.place_id",
            Self::ResolvedLocale => "context.resolved_locale",
            Self::Widget => "context.widget",
            Self::Custom => "context.custom",
            Self::FirstText => "message.first_text",
            Self::AgentAccountName => "agent_account.name",
            Self::AgentAccountBrandId => "agent_account.brand_id",
            Self::WorkstreamName => "workstream.name",
            Self::ReceivedAt => "received.at",
            Self::ReceivedWeekday => "received.weekday",
            Self::ReceivedTime => "received.time",
            Self::HoursOpen => "hours.open",
            Self::Variable(name) => return Cow::Owned(format!("{VARIABLE}{name}")),
            Self::Skill(name) => return Cow::Owned(format!("{SKILL}{name}")),
        })
    }

    /// The field with this machine name.
    pub fn parse(name: &str) -> Option<Self> {
        if let Some(variable) = name.strip_prefix(VARIABLE) {
            return VariableName::parse(variable).map(Self::Variable);
        }
        if let Some(skill) = name.strip_prefix(SKILL) {
            return VariableName::parse(skill).map(Self::Skill);
        }
        Self::FIXED.into_iter().find(|field| field.name() == name)
    }

    /// The secured field that has the same value.
    pub const fn secured(&self) -> Option<SecuredField> {
        match self {
            Self::CustomerDisplayName => Some(SecuredField::ConversationCustomerName),
            Self::FirstText => Some(SecuredField::MessageText),
            _ => None,
        }
    }

    /// What values it takes.
    pub const fn kind(&self) -> FieldKind {
        match self {
            Self::ReceivedAt => FieldKind::Instant,
            Self::ReceivedWeekday => FieldKind::Weekday,
            Self::ReceivedTime => FieldKind::TimeOfDay,
            Self::HoursOpen => FieldKind::Flag,
            Self::EntryPoint => FieldKind::Choice,
            Self::AgentAccountName | Self::WorkstreamName => FieldKind::Lookup,
            Self::Variable(_) => FieldKind::Variable,
            Self::Skill(_) => FieldKind::Number,
            _ => FieldKind::Text,
        }
    }
}

/// Writes the machine name.
impl fmt::Display for ContextField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

impl serde::Serialize for ContextField {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.name())
    }
}

impl<'de> serde::Deserialize<'de> for ContextField {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let name = String::deserialize(from)?;
        Self::parse(&name).ok_or_else(|| serde::de::Error::custom("an unknown field"))
    }
}

/// Goes before a variable's name in its machine name.
pub(super) const VARIABLE: &str = "variable.";
/// The same for skills.
const SKILL: &str = "skill.";

/// The name of a context variable: 1 to 100 letters, digits and underscores; case counts (REFERENCE-SYSTEM B.6).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VariableName(String);

impl VariableName {
    /// The longest name, in characters.
    pub const CHARS: usize = 100;

    /// Reads a name; `None` where it breaks the rule.
    pub fn parse(name: &str) -> Option<Self> {
        let fits =
            (1..=Self::CHARS).contains(&name.chars().count()) && name.chars().all(|c| c.is_alphanumeric() || c == '_');
        fits.then(|| Self(name.to_owned()))
    }

    /// The name without the prefix `variable.`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Writes the bare name.
impl fmt::Display for VariableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for field in ContextField::FIXED {
            assert_eq!(ContextField::parse(&field.name()), Some(field.clone()), "{field}");
        }
        let tier = ContextField::parse("variable.Tier_2").expect("a variable");
        assert_eq!(tier.name(), "variable.Tier_2");
        assert_eq!(tier.kind(), FieldKind::Variable);
    }

    #[test]
    fn unknown_names_are_no_field() {
        let long = format!("variable.{}", "a".repeat(101));
        for name in ["", "customer", "Customer.display_name", "variable.", "variable.a b", &long] {
            assert_eq!(ContextField::parse(name), None, "{name}");
        }
    }
}
