//! One comparison as its row in the form has it.

use domain::{
    context::FieldKind,
    routing::{FieldOperand, Operand, Operator, Scalar, Test},
};

use super::condition::{Fields, field};

/// What stands in a row. A list has one value on each line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub field: String,
    pub op: String,
    pub value: String,
    /// The upper end of a range.
    pub until: String,
    /// `m`, `h` or `d`, for a span of time.
    pub unit: String,
    /// Another field to compare with, instead of a value.
    pub other: String,
    /// Whether the values of a context variable are numbers.
    pub number: bool,
    pub match_case: bool,
}

/// How many boxes of a list may be ticked.
const PICKS: usize = 100;

impl Row {
    /// The row of a test; nothing for one that no row can say.
    pub fn of(test: &Test) -> Option<Self> {
        let row = Self::near(test);
        (row.test() == *test).then_some(row)
    }

    fn near(test: &Test) -> Self {
        let mut row =
            Self { field: test.field.clone(), op: test.op.clone(), match_case: test.match_case, ..Self::default() };
        let is_variable = row.kind() == Some(FieldKind::Variable);
        let number = |scalar: &Scalar| is_variable && matches!(scalar, Scalar::Number(_));
        match &test.value {
            None => {}
            Some(Operand::Field(other)) => row.other.clone_from(&other.field),
            Some(Operand::One(scalar)) => {
                row.number = number(scalar);
                row.value = text(scalar);
                if row.is_span() && row.value.ends_with(['m', 'h', 'd']) {
                    row.unit = row.value.pop().map(String::from).unwrap_or_default();
                }
            }
            Some(Operand::Many(scalars)) => {
                row.number = scalars.iter().any(number);
                if let (Some(Operator::Between), [low, high]) = (row.operator(), scalars.as_slice()) {
                    (row.value, row.until) = (text(low), text(high));
                } else {
                    row.value = scalars.iter().map(text).collect::<Vec<_>>().join("\n");
                }
            }
        }
        row
    }

    /// The test that the row says; what is wrong with it is for the rules to tell.
    pub fn test(&self) -> Test {
        Test { field: self.field.clone(), op: self.op.clone(), value: self.operand(), match_case: self.match_case }
    }

    fn operand(&self) -> Option<Operand> {
        let operator = self.operator();
        if operator.is_some_and(Operator::stands_alone) {
            return None;
        }
        if !self.other.is_empty() {
            return Some(Operand::Field(FieldOperand { field: self.other.clone() }));
        }
        match operator {
            Some(Operator::In) => {
                let values: Vec<_> = self.lines().map(|line| self.scalar(line)).collect();
                (!values.is_empty()).then_some(Operand::Many(values))
            }
            Some(Operator::Between) if !is_blank(&self.value) || !is_blank(&self.until) => {
                Some(Operand::Many(vec![self.scalar(&self.value), self.scalar(&self.until)]))
            }
            Some(Operator::WithinLast | Operator::WithinNext) if !is_blank(&self.value) => {
                Some(Operand::One(Scalar::Text(format!("{}{}", self.value.trim(), self.unit))))
            }
            _ if is_blank(&self.value) => None,
            _ => Some(Operand::One(self.scalar(&self.value))),
        }
    }

    /// A number that is none is not finite, which no rule may be.
    fn scalar(&self, raw: &str) -> Scalar {
        match (self.kind(), raw.trim()) {
            (Some(FieldKind::Flag), "true") => Scalar::Flag(true),
            (Some(FieldKind::Flag), "false") => Scalar::Flag(false),
            (Some(FieldKind::Number), raw) => Scalar::Number(number(raw).unwrap_or(f64::NAN)),
            (Some(FieldKind::Variable), raw) if self.number => Scalar::Number(number(raw).unwrap_or(f64::NAN)),
            _ => Scalar::Text(raw.to_owned()),
        }
    }

    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.value.lines().map(str::trim).filter(|line| !line.is_empty())
    }

    pub fn kind(&self) -> Option<FieldKind> {
        field(&self.field).map(|field| field.kind())
    }

    pub fn operator(&self) -> Option<Operator> {
        self.op.parse().ok()
    }

    /// Whether the value is a span of time.
    pub fn is_span(&self) -> bool {
        matches!(self.operator(), Some(Operator::WithinLast | Operator::WithinNext))
    }

    /// The posted row at a place.
    pub fn read(fields: &Fields, at: &str) -> Self {
        let text = |name: &str| fields.get(&format!("{at}{name}")).cloned().unwrap_or_default();
        let is_on = |name: &str| text(name) == "true";
        let picked: Vec<_> = (0..PICKS).map(|place| text(&format!("pick.{place}"))).filter(|p| !p.is_empty()).collect();
        let value = if picked.is_empty() { text("value") } else { picked.join("\n") };
        Self {
            field: text("field"),
            op: text("op"),
            value,
            until: text("until"),
            unit: text("unit"),
            other: text("other"),
            number: is_on("number"),
            match_case: is_on("match_case"),
        }
    }

    /// The fields of the row at a place.
    pub fn write(&self, fields: &mut Fields, at: &str) {
        let flag = |is_on: bool| if is_on { "true" } else { "" };
        let values = [
            ("field", self.field.as_str()),
            ("op", &self.op),
            ("value", &self.value),
            ("until", &self.until),
            ("unit", &self.unit),
            ("other", &self.other),
            ("number", flag(self.number)),
            ("match_case", flag(self.match_case)),
        ];
        fields.extend(values.map(|(name, value)| (format!("{at}{name}"), value.to_owned())));
    }
}

fn text(scalar: &Scalar) -> String {
    match scalar {
        Scalar::Flag(flag) => flag.to_string(),
        Scalar::Number(number) => number.to_string(),
        Scalar::Text(text) => text.clone(),
    }
}

/// A number as people write it: the decimals may follow a comma.
pub fn number(raw: &str) -> Option<f64> {
    raw.trim().replace(',', ".").parse().ok().filter(|number: &f64| number.is_finite())
}

fn is_blank(raw: &str) -> bool {
    raw.trim().is_empty()
}
