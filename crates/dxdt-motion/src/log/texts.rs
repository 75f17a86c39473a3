//! A text of each row, one after the other in memory.

use std::ops::Range;

/// A text of each row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Texts {
    /// Their bytes.
    pub bytes: Vec<u8>,
    /// Where each of them ends.
    pub ends: Vec<u32>,
}

impl Texts {
    /// Adds the text of a row.
    pub fn push(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
        self.ends.push(self.bytes.len() as u32);
    }

    /// The text of a row.
    pub fn of(&self, row: usize) -> &str {
        let text = &self.bytes[self.start_of(row)..self.ends[row] as usize];
        // They were text when they were kept.
        std::str::from_utf8(text).unwrap_or_default()
    }

    /// Where the text of a row starts, also of the one after the last.
    pub fn start_of(&self, row: usize) -> usize {
        row.checked_sub(1)
            .map_or(0, |before| self.ends[before] as usize)
    }

    /// Adds some of the texts of others.
    pub fn extend(&mut self, other: &Self, rows: Range<usize>) {
        let (start, end) = (other.start_of(rows.start), other.start_of(rows.end));
        let moved = self.bytes.len() as u32;
        self.bytes.extend_from_slice(&other.bytes[start..end]);
        let ends = other.ends[rows].iter();
        self.ends
            .extend(ends.map(|end| moved + (end - start as u32)));
    }

    /// The texts of the rows in another order.
    #[must_use]
    pub fn in_order(&self, order: &[u32]) -> Self {
        let mut picked = Self::default();
        picked.bytes.reserve(self.bytes.len());
        order
            .iter()
            .for_each(|&row| picked.push(self.of(row as usize)));
        picked
    }

    /// Keeps the first rows.
    pub fn truncate(&mut self, rows: usize) {
        self.bytes.truncate(self.start_of(rows));
        self.ends.truncate(rows);
    }
}
