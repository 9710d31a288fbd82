//! Sets of small numbers.

/// A set of small numbers, a bit for each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks(Vec<u64>);

impl Marks {
    /// Every number below `count`.
    pub fn below(count: usize) -> Self {
        (0..count).collect()
    }

    pub fn insert(&mut self, number: usize) {
        let word = number / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (number % 64);
    }

    pub fn remove(&mut self, number: usize) {
        if let Some(word) = self.0.get_mut(number / 64) {
            *word &= !(1 << (number % 64));
        }
    }

    pub fn contains(&self, number: usize) -> bool {
        self.0.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub fn add_all(&mut self, other: &Self) {
        for number in other.iter() {
            self.insert(number);
        }
    }

    /// Keeps what is in `other`, or what is not.
    pub fn keep(&mut self, other: &Self, is_in: bool) {
        for (at, word) in self.0.iter_mut().enumerate() {
            let other = other.0.get(at).copied().unwrap_or(0);
            *word &= if is_in { other } else { !other };
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = usize> {
        (0..self.0.len() * 64).filter(|number| self.contains(*number))
    }
}

impl FromIterator<usize> for Marks {
    fn from_iter<I: IntoIterator<Item = usize>>(numbers: I) -> Self {
        let mut marks = Self::default();
        for number in numbers {
            marks.insert(number);
        }
        marks
    }
}
