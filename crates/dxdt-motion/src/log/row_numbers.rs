//! The numbers of rows among those of all files, which mostly follow each other.

use std::ops::Range;

/// The numbers of rows among those of all files.
#[derive(Debug, Clone, PartialEq)]
pub enum RowNumbers {
    /// They follow each other.
    From(u64),
    /// The number of each row.
    Each(Vec<u64>),
}

impl Default for RowNumbers {
    fn default() -> Self {
        Self::From(0)
    }
}

impl RowNumbers {
    /// The number of a row.
    pub fn of(&self, row: usize) -> u64 {
        match self {
            Self::From(first) => first + row as u64,
            Self::Each(numbers) => numbers[row],
        }
    }

    /// Adds numbers of other rows to those of `len`.
    pub fn extend(&mut self, len: usize, other: &Self, rows: Range<usize>) {
        if rows.is_empty() {
            return;
        }
        if let (Self::From(first), Self::From(next)) = (&mut *self, other) {
            let next = next + rows.start as u64;
            if len == 0 {
                *first = next;
                return;
            }
            if *first + len as u64 == next {
                return;
            }
        }
        let mut numbers = match std::mem::take(self) {
            Self::From(first) => (first..first + len as u64).collect(),
            Self::Each(numbers) => numbers,
        };
        match other {
            Self::From(first) => {
                numbers.extend(first + rows.start as u64..first + rows.end as u64);
            }
            Self::Each(others) => numbers.extend_from_slice(&others[rows]),
        }
        *self = Self::Each(numbers);
    }

    /// Keeps those of the first rows.
    pub fn truncate(&mut self, rows: usize) {
        if let Self::Each(numbers) = self {
            numbers.truncate(rows);
        }
    }
}
