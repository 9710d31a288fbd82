//! Texts: what must be in a text, what must not, and whether a text is left that is both. Where only certain texts come into
//! question, the engine's tests are asked of each.

use super::{
    atom::{Atom, Sense},
    trial::Trial,
};
use crate::{
    context::ContextValue,
    routing::{
        Operand, Operator, Scalar, Test, fold,
        test::{Compiled, Constant, Right},
    },
};

/// What a test says of a text.
#[derive(Debug)]
pub(super) struct Pattern {
    shape: Shape,
    /// The test says that the shape is not so.
    is_negated: bool,
    /// It compares with case.
    is_exact: bool,
    /// What follows for the text without case, where this compares with case and is so.
    folded: Option<Shape>,
    /// The texts of [`Shape::OneOf`].
    candidates: Vec<Candidate>,
    /// The numbers that it compares with.
    pub numbers: Vec<f64>,
}

/// Texts are as they compare.
#[derive(Clone, Debug, PartialEq)]
enum Shape {
    /// Any text.
    Any,
    OneOf(Vec<Box<str>>),
    Contains(Box<str>),
    BeginsWith(Box<str>),
    EndsWith(Box<str>),
    AtLeast(Box<str>),
    AtMost(Box<str>),
    Between(Box<str>, Box<str>),
}

#[derive(Debug)]
struct Candidate {
    trial: Trial,
    folded: Box<str>,
    /// No other text compares the same without case.
    is_caseless: bool,
}

impl Pattern {
    pub fn new(test: &Test, compiled: &Compiled) -> Self {
        let (shape, is_negated) = shape(compiled);
        let raw = match &test.value {
            Some(Operand::One(one)) => std::slice::from_ref(one),
            Some(Operand::Many(many)) => many,
            Some(Operand::Field(_)) | None => &[],
        };
        let texts = || raw.iter().filter_map(|scalar| if let Scalar::Text(text) = scalar { Some(text) } else { None });
        let numbers = raw.iter().filter_map(|scalar| if let Scalar::Number(it) = scalar { Some(*it) } else { None });
        let is_one_of = matches!(shape, Shape::OneOf(_));
        let is_exact = compiled.match_case && shape != Shape::Any;
        Self {
            folded: (is_exact && !is_negated).then(|| shape.without_case()).flatten(),
            candidates: texts().filter(|_| is_one_of).map(|text| Candidate::new(text)).collect(),
            numbers: numbers.collect(),
            shape,
            is_negated,
            is_exact,
        }
    }
}

/// What a test says, and whether it says the contrary of it. A text is never the same as a number and in no order with one.
fn shape(compiled: &Compiled) -> (Shape, bool) {
    let nothing = || (Shape::OneOf(Vec::new()), false);
    let one = match &compiled.right {
        Right::One(Constant::Text(text)) => Some(text.clone()),
        _ => None,
    };
    match (compiled.op, one) {
        (Operator::HasData, _) | (Operator::NotContains | Operator::NotBeginsWith, None) => (Shape::Any, false),
        (Operator::NoData, _) => (Shape::Any, true),
        (Operator::Equals, one) => (Shape::OneOf(one.into_iter().collect()), false),
        (Operator::NotEquals, one) => (Shape::OneOf(one.into_iter().collect()), true),
        (Operator::Contains, Some(text)) => (Shape::Contains(text), false),
        (Operator::NotContains, Some(text)) => (Shape::Contains(text), true),
        (Operator::BeginsWith, Some(text)) => (Shape::BeginsWith(text), false),
        (Operator::NotBeginsWith, Some(text)) => (Shape::BeginsWith(text), true),
        (Operator::EndsWith, Some(text)) => (Shape::EndsWith(text), false),
        (Operator::GreaterOrEqual, Some(text)) => (Shape::AtLeast(text), false),
        (Operator::Less | Operator::Before, Some(text)) => (Shape::AtLeast(text), true),
        (Operator::LessOrEqual, Some(text)) => (Shape::AtMost(text), false),
        (Operator::Greater | Operator::After, Some(text)) => (Shape::AtMost(text), true),
        (Operator::In | Operator::Between, None) => match &compiled.right {
            Right::Many(many) => several(compiled.op, many),
            _ => nothing(),
        },
        _ => nothing(),
    }
}

fn several(op: Operator, many: &[Constant]) -> (Shape, bool) {
    let texts: Vec<_> =
        many.iter().filter_map(|c| if let Constant::Text(text) = c { Some(text.clone()) } else { None }).collect();
    let shape = match (op, texts.as_slice(), many) {
        (Operator::Between, [low, high], [_, _]) => Shape::Between(low.clone(), high.clone()),
        (Operator::Between, ..) => Shape::OneOf(Vec::new()),
        _ => Shape::OneOf(texts),
    };
    (shape, false)
}

impl Shape {
    /// What follows without case. Folding leaves texts of plain letters in their place, but a capital at the end can fuse with a
    /// mark that follows it in the text (`H` and a macron below stay two, `h` and a macron below become one).
    fn without_case(&self) -> Option<Self> {
        let folded = |text: &str| text.is_ascii().then(|| fold::comparable(text, false));
        let is_small = |text: &str| !text.ends_with(|c: char| c.is_ascii_uppercase());
        match self {
            Self::Contains(text) if is_small(text) => folded(text).map(Self::Contains),
            Self::BeginsWith(text) if is_small(text) => folded(text).map(Self::BeginsWith),
            Self::EndsWith(text) => folded(text).map(Self::EndsWith),
            _ => None,
        }
    }

    fn fits(&self, text: &str) -> bool {
        match self {
            Self::Contains(part) => text.contains(&**part),
            Self::BeginsWith(part) => text.starts_with(&**part),
            Self::EndsWith(part) => text.ends_with(&**part),
            _ => true,
        }
    }
}

impl Candidate {
    fn new(text: &str) -> Self {
        let folded = fold::comparable(text, false);
        let is_caseless = folded.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_alphabetic());
        Self { trial: Trial::of(ContextValue::Text(text)), folded, is_caseless }
    }
}

/// Whether no text makes all of these tests as they should be.
pub(super) fn refutes<'a>(literals: impl Iterator<Item = (&'a Atom, bool)> + Clone) -> bool {
    let known = literals.filter_map(|(atom, holds)| match &atom.sense {
        Sense::Text(pattern) => Some((atom, pattern, holds)),
        _ => None,
    });
    // The text is one of these.
    let named = |is_exact: bool| {
        known.clone().map(|(_, pattern, holds)| (pattern, holds)).find_map(|(pattern, holds)| {
            let is_one_of = matches!(pattern.shape, Shape::OneOf(_)) && holds != pattern.is_negated;
            (is_one_of && pattern.is_exact == is_exact).then_some(&pattern.candidates)
        })
    };
    if let Some(candidates) = named(true) {
        return !candidates
            .iter()
            .any(|one| known.clone().all(|(atom, _, holds)| one.trial.holds(&atom.test) == holds));
    }
    // The same without case: tests with case cannot be asked, but what follows from them can.
    let is_possible = |one: &Candidate| {
        known.clone().all(|(atom, pattern, holds)| {
            if !pattern.is_exact || one.is_caseless {
                one.trial.holds(&atom.test) == holds
            } else {
                !holds || pattern.folded.as_ref().is_none_or(|folded| folded.fits(&one.folded))
            }
        })
    };
    if named(false).is_some_and(|candidates| !candidates.iter().any(is_possible)) {
        return true;
    }
    let exact = known.clone().filter(|(_, pattern, _)| pattern.is_exact || pattern.shape == Shape::Any);
    let exact = exact.map(|(_, pattern, holds)| (&pattern.shape, holds != pattern.is_negated));
    let folded = known.clone().filter(|(_, pattern, _)| !pattern.is_exact);
    let folded = folded.map(|(_, pattern, holds)| (&pattern.shape, holds != pattern.is_negated));
    let follows =
        known.filter(|(.., holds)| *holds).filter_map(|(_, pattern, _)| Some((pattern.folded.as_ref()?, true)));
    is_impossible(exact) || is_impossible(folded.chain(follows))
}

/// Whether no text has all of these shapes, or has them not where it should not. All compare alike.
fn is_impossible<'a>(shapes: impl Iterator<Item = (&'a Shape, bool)> + Clone) -> bool {
    let mut begins = "";
    let mut ends = "";
    // The text is from here (strictly or not) to there.
    let mut low: Option<(&str, bool)> = None;
    let mut high: Option<(&str, bool)> = None;
    let mut raise = |to: (&'a str, bool)| low = low.max(Some(to));
    let mut lower = |to: (&'a str, bool)| {
        let is_less = high.is_none_or(|(at, is_strict)| to.0 < at || to.0 == at && to.1 && !is_strict);
        if is_less {
            high = Some(to);
        }
    };
    for (shape, holds) in shapes.clone() {
        match (shape, holds) {
            (Shape::Any, false) => return true,
            (Shape::OneOf(texts), true) if texts.is_empty() => return true,
            (Shape::BeginsWith(text), true) => {
                if !text.starts_with(begins) && !begins.starts_with(&**text) {
                    return true;
                }
                begins = if text.len() > begins.len() { text } else { begins };
                raise((text, false));
            }
            (Shape::EndsWith(text), true) => {
                if !text.ends_with(ends) && !ends.ends_with(&**text) {
                    return true;
                }
                ends = if text.len() > ends.len() { text } else { ends };
            }
            (Shape::AtLeast(text), true) => raise((text, false)),
            (Shape::AtMost(text), false) => raise((text, true)),
            (Shape::AtMost(text), true) => lower((text, false)),
            (Shape::AtLeast(text), false) => lower((text, true)),
            (Shape::Between(from, to), true) => {
                raise((from, false));
                lower((to, false));
            }
            _ => {}
        }
    }
    let is_empty = match (low, high) {
        (Some((low, is_above)), Some((high, is_below))) => low > high || low == high && (is_above || is_below),
        _ => false,
    };
    is_empty
        || shapes.clone().any(|(shape, holds)| match (shape, holds) {
            (Shape::BeginsWith(text), false) => begins.starts_with(&**text),
            (Shape::EndsWith(text), false) => ends.ends_with(&**text),
            (Shape::Contains(text), false) => shapes.clone().any(|(other, holds)| match (other, holds) {
                (Shape::Contains(part) | Shape::BeginsWith(part) | Shape::EndsWith(part), true) => {
                    part.contains(&**text)
                }
                _ => false,
            }),
            _ => false,
        })
}
