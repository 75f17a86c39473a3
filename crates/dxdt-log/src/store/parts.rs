//! The parts of a log that rows are in, such as the segments of GPX: mostly there is one.

use std::ops::Range;

/// The part of each row.
#[derive(Debug, Clone, PartialEq)]
pub enum Parts {
    /// All rows are in one.
    All(u32),
    /// One a row.
    Each(Vec<u32>),
}

impl Default for Parts {
    fn default() -> Self {
        Self::All(0)
    }
}

impl Parts {
    /// The part of a row.
    pub fn of(&self, row: usize) -> u32 {
        match self {
            Self::All(part) => *part,
            Self::Each(parts) => parts[row],
        }
    }

    /// Adds parts of other rows to those of `len`.
    pub(super) fn extend(&mut self, len: usize, other: &Self, rows: Range<usize>) {
        if rows.is_empty() {
            return;
        }
        if let (Self::All(part), Self::All(other)) = (&mut *self, other)
            && (len == 0 || part == other)
        {
            *part = *other;
            return;
        }
        let mut parts = match std::mem::take(self) {
            Self::All(part) => vec![part; len],
            Self::Each(parts) => parts,
        };
        match other {
            Self::All(part) => parts.resize(len + rows.len(), *part),
            Self::Each(others) => parts.extend_from_slice(&others[rows]),
        }
        *self = Self::Each(parts);
    }

    pub(super) fn in_order(&self, order: &[u32]) -> Self {
        match self {
            Self::All(part) => Self::All(*part),
            Self::Each(parts) => Self::Each(order.iter().map(|&row| parts[row as usize]).collect()),
        }
    }

    pub(super) fn truncate(&mut self, rows: usize) {
        if let Self::Each(parts) = self {
            parts.truncate(rows);
        }
    }

    pub(super) fn to_vec(&self, rows: usize) -> Vec<u32> {
        match self {
            Self::All(part) => vec![*part; rows],
            Self::Each(parts) => parts.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_several_parts_have_one_each() {
        let mut parts = Parts::default();
        parts.extend(0, &Parts::All(3), 0..2);
        parts.extend(2, &Parts::All(3), 5..6);
        assert_eq!(parts, Parts::All(3));
        parts.extend(3, &Parts::All(4), 0..2);
        parts.extend(5, &Parts::Each(vec![7, 8, 9]), 1..3);
        assert_eq!(parts.to_vec(7), [3, 3, 3, 4, 4, 8, 9]);
        assert_eq!(parts.in_order(&[6, 0]), Parts::Each(vec![9, 3]));
        parts.truncate(4);
        assert_eq!((parts.of(3), parts), (4, Parts::Each(vec![3, 3, 3, 4])));
    }
}
