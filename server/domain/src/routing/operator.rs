//! Operators, and which fields they make sense for.

use crate::context::FieldKind;

crate::words_enum! {
    /// How a test compares. On an absent field every operator but `no_data` is false.
    pub enum Operator {
        /// The same.
        Equals = "equals",
        /// Not the same.
        NotEquals = "not_equals",
        /// The text has the value in it.
        Contains = "contains",
        /// The text does not have the value in it.
        NotContains = "not_contains",
        /// The text begins with the value.
        BeginsWith = "begins_with",
        /// The text does not begin with the value.
        NotBeginsWith = "not_begins_with",
        /// The text ends with the value.
        EndsWith = "ends_with",
        /// One of a list.
        In = "in",
        /// There is a value.
        HasData = "has_data",
        /// There is no value.
        NoData = "no_data",
        /// More than.
        Greater = "greater",
        /// At least.
        GreaterOrEqual = "greater_or_equal",
        /// Less than.
        Less = "less",
        /// At most.
        LessOrEqual = "less_or_equal",
        /// From the first to the second of two values, both included.
        Between = "between",
        /// On that date.
        On = "on",
        /// Earlier than.
        Before = "before",
        /// Later than.
        After = "after",
        /// At most so long ago.
        WithinLast = "within_last",
        /// At most so far ahead.
        WithinNext = "within_next",
    }
}

impl Operator {
    /// The operators for a kind of field, as words (REFERENCE-SYSTEM.md D.3).
    pub const fn words_for(kind: FieldKind) -> &'static [&'static str] {
        match kind {
            FieldKind::Text => TEXT,
            FieldKind::Choice | FieldKind::Lookup | FieldKind::Weekday => CHOICE,
            FieldKind::Number => NUMBER,
            FieldKind::Instant => INSTANT,
            FieldKind::TimeOfDay => TIME_OF_DAY,
            FieldKind::Flag => FLAG,
            FieldKind::Variable => VARIABLE,
        }
    }

    /// Whether it stands alone, without a right-hand side.
    pub const fn stands_alone(self) -> bool {
        matches!(self, Self::HasData | Self::NoData)
    }
}

/// Operators as words.
type Words = &'static [&'static str];

const TEXT: Words = &[
    "equals",
    "not_equals",
    "contains",
    "not_contains",
    "begins_with",
    "not_begins_with",
    "ends_with",
    "in",
    "has_data",
    "no_data",
];
const CHOICE: Words = &["equals", "not_equals", "in", "has_data", "no_data"];
const NUMBER: Words =
    &["equals", "not_equals", "greater", "greater_or_equal", "less", "less_or_equal", "between", "has_data", "no_data"];
const INSTANT: Words = &["on", "before", "after", "between", "within_last", "within_next", "has_data", "no_data"];
const TIME_OF_DAY: Words = &[
    "equals",
    "not_equals",
    "in",
    "greater",
    "greater_or_equal",
    "less",
    "less_or_equal",
    "between",
    "before",
    "after",
    "has_data",
    "no_data",
];
const FLAG: Words = &["equals", "not_equals", "has_data", "no_data"];
/// Text or a number.
const VARIABLE: Words = &[
    "equals",
    "not_equals",
    "contains",
    "not_contains",
    "begins_with",
    "not_begins_with",
    "ends_with",
    "in",
    "has_data",
    "no_data",
    "greater",
    "greater_or_equal",
    "less",
    "less_or_equal",
    "between",
];
