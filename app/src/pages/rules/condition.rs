//! A condition as its form has it: rows of field, operator and value in groups, two levels of them. What is deeper, as a file may
//! write it, is kept as it is.
//!
//! The fields of the form are named after their places: `join`, `0.field`, `1.join`, `1.0.field`.

use std::collections::BTreeMap;

use domain::{
    context::ContextField,
    routing::{Condition, Operator},
};

use super::row::Row;

/// The posted fields of a condition, by name.
pub type Fields = BTreeMap<String, String>;

/// How the parts of a group are joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Join {
    #[default]
    All,
    Any,
    None,
}

impl Join {
    pub const ALL: [Self; 3] = [Self::All, Self::Any, Self::None];

    pub const fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Any => "any",
            Self::None => "none",
        }
    }

    fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|join| join.word() == word).unwrap_or_default()
    }
}

/// A group of the form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    pub join: Join,
    pub parts: Vec<Part>,
}

/// A part of a group; only the outer one has groups in it.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    Row(Row),
    Group(Group),
    /// Too deep for the form.
    Kept(Condition),
}

impl Group {
    /// The form of a rule's condition; a rule without one has no rows.
    pub fn of(when: Option<&Condition>) -> Self {
        let Some(when) = when else { return Self::default() };
        let (join, parts) = opened(when).unwrap_or((Join::All, std::slice::from_ref(when)));
        Self { join, parts: parts.iter().map(Part::outer).collect() }
    }

    /// The condition that was put together; none of no rows.
    pub fn condition(&self) -> Option<Condition> {
        (!self.parts.is_empty()).then(|| self.joined())
    }

    fn joined(&self) -> Condition {
        let mut parts: Vec<_> = self.parts.iter().map(Part::condition).collect();
        let group = match (self.join, parts.len()) {
            (Join::All | Join::Any, 1) => return parts.remove(0),
            (Join::None, 1) => return Condition::Not(Box::new(parts.remove(0))),
            (Join::All, _) => Condition::All,
            (Join::Any, _) => Condition::Any,
            (Join::None, _) => return Condition::Not(Box::new(Condition::Any(parts))),
        };
        group(parts)
    }

    /// The posted form.
    pub fn read(fields: &Fields) -> Self {
        Self::read_at(fields, "", true)
    }

    fn read_at(fields: &Fields, at: &str, is_outer: bool) -> Self {
        let join = fields.get(&format!("{at}join")).map(|word| Join::of(word)).unwrap_or_default();
        let part = |place: usize| {
            let at = format!("{at}{place}.");
            if let Some(kept) = fields.get(&format!("{at}kept")) {
                return serde_json::from_str(kept).ok().map(Part::Kept);
            }
            if is_outer && fields.contains_key(&format!("{at}join")) {
                return Some(Part::Group(Self::read_at(fields, &at, false)));
            }
            fields.contains_key(&format!("{at}field")).then(|| Part::Row(Row::read(fields, &at)))
        };
        Self { join, parts: (0..).map_while(part).collect() }
    }

    /// The fields of the form.
    pub fn write(&self) -> Fields {
        let mut fields = Fields::new();
        self.write_at(&mut fields, "");
        fields
    }

    fn write_at(&self, fields: &mut Fields, at: &str) {
        fields.insert(format!("{at}join"), self.join.word().to_owned());
        for (place, part) in self.parts.iter().enumerate() {
            let at = format!("{at}{place}.");
            match part {
                Part::Row(row) => row.write(fields, &at),
                Part::Group(group) => group.write_at(fields, &at),
                Part::Kept(condition) => {
                    fields.insert(format!("{at}kept"), serde_json::to_string(condition).unwrap_or_default());
                }
            }
        }
    }

    /// Makes the form one row or group longer or shorter, and names the field to go on with. Nothing for another word.
    pub fn reshape(&mut self, act: &str) -> Option<String> {
        let (act, place) = act.split_once(':').unwrap_or((act, ""));
        let mut places = place.split('.').filter_map(|place| place.parse::<usize>().ok());
        let (outer, inner) = (places.next(), places.next());
        match (act, outer, inner) {
            ("add", None, _) => {
                self.parts.push(Part::Row(Row::default()));
                Some(format!("{}.field", self.parts.len() - 1))
            }
            ("add-group", ..) => {
                let rows = vec![Part::Row(Row::default())];
                self.parts.push(Part::Group(Self { join: Join::Any, parts: rows }));
                Some(format!("{}.0.field", self.parts.len() - 1))
            }
            ("add", Some(at), _) => {
                let Some(Part::Group(group)) = self.parts.get_mut(at) else { return None };
                group.parts.push(Part::Row(Row::default()));
                Some(format!("{at}.{}.field", group.parts.len() - 1))
            }
            ("remove", Some(at), None) if at < self.parts.len() => {
                self.parts.remove(at);
                Some("join".to_owned())
            }
            ("remove", Some(at), Some(inner)) => {
                let Some(Part::Group(group)) = self.parts.get_mut(at) else { return None };
                if inner < group.parts.len() {
                    group.parts.remove(inner);
                }
                if group.parts.is_empty() {
                    self.parts.remove(at);
                    return Some("join".to_owned());
                }
                Some(format!("{at}.join"))
            }
            _ => None,
        }
    }

    /// The field of the form for the place of a fault; `path` is that of [`Group::condition`] within its rule, such as
    /// `when.all[1].any[0].value`.
    pub fn field_at(&self, path: &str) -> String {
        let mut places = Vec::new();
        self.places("when".to_owned(), "", &mut places);
        let within =
            |place: &str| path.strip_prefix(place).filter(|rest| rest.is_empty() || rest.starts_with(['.', '[']));
        let nearest = places.iter().rev().filter_map(|(place, part)| Some((part, within(place)?, place.len())));
        let Some((at, rest, _)) = nearest.max_by_key(|(.., length)| *length) else { return "join".to_owned() };
        let has_other = |at: &str| self.row_at(at).is_some_and(|row| !row.other.is_empty());
        let leaf = match rest {
            ".field" => "field",
            ".op" => "op",
            ".value.field" => "other",
            ".value" if has_other(at) => "other",
            ".value[1]" if self.row_at(at).is_some_and(|row| row.operator() == Some(Operator::Between)) => "until",
            rest if rest.starts_with(".value") => "value",
            _ => "join",
        };
        format!("{at}{leaf}")
    }

    /// Every part with its place in the condition and in the form.
    fn places(&self, path: String, at: &str, places: &mut Vec<(String, String)>) {
        places.push((path.clone(), at.to_owned()));
        for (place, part) in self.parts.iter().enumerate() {
            let path = match (self.join, self.parts.len()) {
                (Join::All | Join::Any, 1) => path.clone(),
                (Join::None, 1) => format!("{path}.not"),
                (Join::All, _) => format!("{path}.all[{place}]"),
                (Join::Any, _) => format!("{path}.any[{place}]"),
                (Join::None, _) => format!("{path}.not.any[{place}]"),
            };
            let at = format!("{at}{place}.");
            match part {
                Part::Group(group) => group.places(path, &at, places),
                Part::Row(_) => places.push((path, at)),
                // What was kept shows no field of its own.
                Part::Kept(_) => {}
            }
        }
    }

    fn row_at(&self, at: &str) -> Option<&Row> {
        let mut places = at.split('.').filter_map(|place| place.parse::<usize>().ok());
        let part = self.parts.get(places.next()?)?;
        match (part, places.next()) {
            (Part::Row(row), None) => Some(row),
            (Part::Group(group), Some(inner)) => match group.parts.get(inner)? {
                Part::Row(row) => Some(row),
                _ => None,
            },
            _ => None,
        }
    }
}

impl Part {
    fn outer(condition: &Condition) -> Self {
        let Some((join, parts)) = opened(condition) else { return Self::row(condition) };
        let parts: Vec<_> = parts.iter().map(Self::row).collect();
        if parts.is_empty() || parts.iter().any(|part| matches!(part, Self::Kept(_))) {
            return Self::Kept(condition.clone());
        }
        Self::Group(Group { join, parts })
    }

    /// A row, where one can say it.
    fn row(condition: &Condition) -> Self {
        match condition {
            Condition::Test(test) => Row::of(test).map_or_else(|| Self::Kept(condition.clone()), Self::Row),
            _ => Self::Kept(condition.clone()),
        }
    }

    fn condition(&self) -> Condition {
        match self {
            Self::Row(row) => Condition::Test(row.test()),
            Self::Group(group) => group.joined(),
            Self::Kept(condition) => condition.clone(),
        }
    }
}

/// A group and its parts; nothing for a test.
fn opened(condition: &Condition) -> Option<(Join, &[Condition])> {
    match condition {
        Condition::All(parts) => Some((Join::All, parts)),
        Condition::Any(parts) => Some((Join::Any, parts)),
        Condition::Not(part) => Some(match &**part {
            Condition::Any(parts) if parts.len() != 1 => (Join::None, parts),
            part => (Join::None, std::slice::from_ref(part)),
        }),
        Condition::Test(_) => None,
    }
}

/// A field by its machine name.
pub fn field(name: &str) -> Option<ContextField> {
    ContextField::parse(name)
}
