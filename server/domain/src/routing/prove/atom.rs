//! The tests of a set of rules as the prover sees them, each distinct one once, and what they say of their field.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, LazyLock},
};

use super::{
    instant::Region,
    marks::Marks,
    number,
    text::Pattern,
    trial::{LEFT, RIGHT, Trial},
};
use crate::{
    Checks,
    context::{ContextField, ContextValue, FieldKind, VariableName},
    routing::{
        Operand, Operator, Test,
        check::{self, WEEKDAYS},
        test::Compiled,
    },
};

/// Every minute of the day.
static MINUTES: LazyLock<Arc<[Trial]>> = LazyLock::new(|| {
    let written = (0..24 * 60).map(|at| format!("{:02}:{:02}", at / 60, at % 60));
    written.map(|text| Trial::of(ContextValue::Text(&text))).collect()
});

/// A test and whether it holds.
pub(super) type Literal = (usize, bool);

/// Which conversations there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum World {
    /// Any that can be written down.
    All,
    /// Those that the channel makes: some fields are never filled.
    OfChannel,
}

/// All tests of a set of rules, and the fields that they are about.
#[derive(Debug, Default)]
pub(super) struct Atoms {
    written: Vec<Test>,
    read: Vec<Atom>,
    fields: Vec<Field>,
    ratings: BTreeMap<VariableName, BTreeSet<i64>>,
    never_filled: BTreeSet<ContextField>,
}

/// A test.
#[derive(Debug)]
pub(super) struct Atom {
    /// The field, and the other one if it compares with one; none for a test that is not to be published as it stands.
    pub fields: Vec<usize>,
    /// The compiled test.
    pub test: Compiled,
    pub sense: Sense,
}

/// What a test says of the value of its field where there is one.
#[derive(Debug)]
pub(super) enum Sense {
    /// Nothing that we know.
    Open,
    /// It is one of these.
    Finite(Marks),
    Text(Pattern),
    Instant(Region),
}

#[derive(Debug)]
struct Field {
    named: ContextField,
    is_filled: bool,
    values: Values,
}

#[derive(Debug)]
enum Values {
    /// These and no other.
    Finite(Arc<[Trial]>),
    Text,
    /// Text or a number.
    Variable,
    Instant,
}

impl Atoms {
    /// `ratings` are those that earlier rulesets can have given skills.
    pub fn new(ratings: BTreeMap<VariableName, BTreeSet<i64>>, never_filled: &BTreeSet<ContextField>) -> Self {
        Self { ratings, never_filled: never_filled.clone(), ..Self::default() }
    }

    /// The number of a test.
    pub fn number(&mut self, test: &Test) -> usize {
        self.written.iter().position(|known| known == test).unwrap_or_else(|| {
            let atom = self.atom(test).unwrap_or_else(Atom::unread);
            self.written.push(test.clone());
            self.read.push(atom);
            self.read.len() - 1
        })
    }

    pub fn len(&self) -> (usize, usize) {
        (self.read.len(), self.fields.len())
    }

    pub fn get(&self, atom: usize) -> &Atom {
        &self.read[atom]
    }

    fn atom(&mut self, test: &Test) -> Option<Atom> {
        let is_in_nothing = test.op == Operator::In.as_str() && test.value == Some(Operand::Many(Vec::new()));
        let mut faults = Checks::default();
        check::test(&mut faults, "", test);
        if !is_in_nothing && faults.finish(Some(())).is_err() {
            return None;
        }
        let field = ContextField::parse(&test.field)?;
        let compiled = Compiled::new(test, |named, _| if named == field { LEFT } else { RIGHT })?;
        let mut fields = vec![self.field(field)];
        if let Some(Operand::Field(other)) = &test.value {
            fields.push(self.field(ContextField::parse(&other.field)?));
        }
        let sense =
            if fields.len() > 1 { Sense::Open } else { Sense::new(&self.fields[fields[0]].values, test, &compiled) };
        Some(Atom { fields, test: compiled, sense })
    }

    fn field(&mut self, field: ContextField) -> usize {
        self.fields.iter().position(|known| known.named == field).unwrap_or_else(|| {
            let values = Values::of(&field, &self.ratings);
            let is_filled = !self.is_never_filled(&field);
            self.fields.push(Field { named: field, is_filled, values });
            self.fields.len() - 1
        })
    }

    /// Whether nothing gives a field a value.
    pub fn is_never_filled(&self, field: &ContextField) -> bool {
        self.never_filled.contains(field)
    }

    /// Whether it is proven that no value of a field, and not its absence either, makes all of these so.
    pub fn refutes(&self, field: usize, literals: &[Literal], world: World) -> bool {
        let Field { is_filled, values, .. } = &self.fields[field];
        if self.may_be_absent(literals) {
            return false;
        }
        if world == World::OfChannel && !is_filled {
            return true;
        }
        let known = || literals.iter().map(|(atom, holds)| (&self.read[*atom], *holds));
        match values {
            Values::Finite(trials) => {
                let mut left = Marks::below(trials.len());
                for (atom, holds) in known() {
                    if let Sense::Finite(those) = &atom.sense {
                        left.keep(those, holds);
                    }
                }
                left.is_empty()
            }
            Values::Text => super::text::refutes(known()),
            Values::Variable => number::refutes(known()) && super::text::refutes(known()),
            Values::Instant => super::instant::refutes(known()),
        }
    }

    /// Whether these, all about one field, are so where it is absent. Every test but `no_data` is false there.
    pub fn may_be_absent(&self, literals: &[Literal]) -> bool {
        literals.iter().all(|(atom, holds)| (self.read[*atom].test.op == Operator::NoData) == *holds)
    }
}

impl Atom {
    /// A test that nobody can publish: it says nothing, but says it alike wherever it stands.
    fn unread() -> Self {
        Self { fields: Vec::new(), test: Compiled::never(), sense: Sense::Open }
    }
}

impl Values {
    fn of(field: &ContextField, ratings: &BTreeMap<VariableName, BTreeSet<i64>>) -> Self {
        match (field, field.kind()) {
            (ContextField::Skill(name), _) => {
                #[expect(clippy::cast_precision_loss, reason = "1 to 10")]
                let trial = |rating: &i64| Trial::of(ContextValue::Number(*rating as f64));
                Self::Finite(ratings.get(name).into_iter().flatten().map(trial).collect())
            }
            (_, FieldKind::Flag) => Self::Finite([false, true].map(|flag| Trial::of(ContextValue::Flag(flag))).into()),
            (_, FieldKind::Weekday) => {
                Self::Finite(WEEKDAYS.iter().map(|day| Trial::of(ContextValue::Text(day))).collect())
            }
            (_, FieldKind::TimeOfDay) => Self::Finite(Arc::clone(&MINUTES)),
            (_, FieldKind::Instant) => Self::Instant,
            (_, FieldKind::Variable | FieldKind::Number) => Self::Variable,
            (_, FieldKind::Text | FieldKind::Choice | FieldKind::Lookup) => Self::Text,
        }
    }
}

impl Sense {
    fn new(values: &Values, test: &Test, compiled: &Compiled) -> Self {
        match values {
            Values::Finite(trials) => {
                Self::Finite((0..trials.len()).filter(|at| trials[*at].holds(compiled)).collect())
            }
            Values::Text | Values::Variable => Self::Text(Pattern::new(test, compiled)),
            Values::Instant => Region::new(compiled).map_or(Self::Open, Self::Instant),
        }
    }
}
