//! Rows of a log in columns, as compact as they can be kept: what follows from something else is not kept.

use std::ops::Range;

use crate::stamps::{ReadStamps, ShownTimes, in_ticks};
use dxdt_time::{InstantStyles, Ticks};

use super::parts::Parts;
use dxdt_motion::log::{RowNumbers, Texts, Times};

/// Rows of a log in columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RowColumns {
    pub(super) numbers: RowNumbers,
    /// The timestamp of each row in ticks of the log's clock; in nanoseconds while it is being read. 0 where a row has none.
    pub stamp: Vec<i64>,
    /// What the timestamps have beyond nanoseconds while the log is being read; empty where none has any.
    pub(super) rest: Vec<i64>,
    /// 1 where the row has a timestamp; `None` where all have one.
    pub(super) stamped: Option<Vec<u8>>,
    /// The part of the log that each row is in.
    pub parts: Parts,
    /// The columns of positions, then those of measured values, then those of the exact motion.
    pub values: Vec<Vec<f64>>,
    pub(super) times: Times,
}

/// Values in another order.
pub(super) fn pick<T: Copy>(column: &[T], order: &[u32]) -> Vec<T> {
    order.iter().map(|&row| column[row as usize]).collect()
}

impl RowColumns {
    /// No rows yet.
    pub fn new(values: usize) -> Self {
        Self {
            values: vec![Vec::new(); values],
            ..Self::default()
        }
    }

    /// No rows yet, with room for about so many, so that rows need not be moved as they come.
    pub(super) fn with_capacity(values: usize, rows: usize) -> Self {
        // Batches do not end where a run is full.
        let rows = rows + rows / 4;
        Self {
            stamp: Vec::with_capacity(rows),
            values: (0..values).map(|_| Vec::with_capacity(rows)).collect(),
            ..Self::default()
        }
    }

    /// Timestamps alone, with 1 for those that count and 0 for the others, and the parts that they are in.
    pub fn of_stamps(stamp: Vec<i64>, stamped: Vec<u8>, parts: Parts) -> Self {
        Self {
            stamp,
            stamped: Some(stamped),
            parts,
            ..Self::default()
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.stamp.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.stamp.is_empty()
    }

    /// How many bytes the columns hold.
    pub(super) fn bytes(&self) -> u64 {
        let numbers = match &self.numbers {
            RowNumbers::From(_) => 0,
            RowNumbers::Each(numbers) => size_of_val(&numbers[..]),
        };
        let times = match &self.times {
            Times::Written(_) => 0,
            Times::Texts(texts) => texts.bytes.len() + size_of_val(&texts.ends[..]),
        };
        let parts = match &self.parts {
            Parts::All(_) => 0,
            Parts::Each(parts) => size_of_val(&parts[..]),
        };
        let values = self.values.iter().map(|column| size_of_val(&column[..]));
        let rests = size_of_val(&self.rest[..]);
        let stamps =
            size_of_val(&self.stamp[..]) + rests + self.stamped.as_ref().map_or(0, Vec::len);
        (numbers + parts + times + stamps + values.sum::<usize>()) as u64
    }

    pub(super) fn bytes_of_texts(&self) -> usize {
        match &self.times {
            Times::Written(_) => 0,
            Times::Texts(texts) => texts.bytes.len(),
        }
    }

    /// The number of a row among those of all files.
    pub fn number(&self, row: usize) -> u64 {
        self.numbers.of(row)
    }

    /// Whether a row has a timestamp.
    pub fn is_stamped(&self, row: usize) -> bool {
        self.stamped.as_ref().is_none_or(|known| known[row] == 1)
    }

    /// The rows in another order.
    pub fn in_order(&self, order: &[u32]) -> Self {
        let numbers = order.iter().map(|&row| self.number(row as usize)).collect();
        Self {
            numbers: RowNumbers::Each(numbers),
            stamp: pick(&self.stamp, order),
            rest: match self.rest.is_empty() {
                true => Vec::new(),
                false => pick(&self.rest, order),
            },
            stamped: self.stamped.as_ref().map(|known| pick(known, order)),
            parts: self.parts.in_order(order),
            values: self
                .values
                .iter()
                .map(|column| pick(column, order))
                .collect(),
            times: self.times.in_order(order),
        }
    }

    /// Keeps the first rows only.
    pub fn truncate(&mut self, rows: usize) {
        self.numbers.truncate(rows);
        self.parts.truncate(rows);
        self.stamp.truncate(rows);
        self.rest.truncate(rows);
        if let Some(stamped) = &mut self.stamped {
            stamped.truncate(rows);
        }
        for column in &mut self.values {
            column.truncate(rows);
        }
        if let Times::Texts(texts) = &mut self.times {
            texts.truncate(rows);
        }
    }

    /// Adds rows of another set.
    pub fn extend(&mut self, other: &Self, rows: Range<usize>) {
        let len = self.len();
        self.numbers.extend(len, &other.numbers, rows.clone());
        self.parts.extend(len, &other.parts, rows.clone());
        self.extend_stamped(other.stamped.as_deref(), rows.clone());
        self.extend_times(other, rows.clone());
        self.extend_rests(&other.rest, rows.clone());
        self.stamp.extend_from_slice(&other.stamp[rows.clone()]);
        for (to, from) in self.values.iter_mut().zip(&other.values) {
            to.extend_from_slice(&from[rows.clone()]);
        }
    }

    /// Adds which of some rows have a timestamp, before their timestamps are added.
    pub(super) fn extend_stamped(&mut self, stamped: Option<&[u8]>, rows: Range<usize>) {
        if self.stamped.is_none() && stamped.is_none() {
            return;
        }
        let len = self.len();
        let known = self.stamped.get_or_insert_with(|| vec![1; len]);
        match stamped {
            Some(stamped) => known.extend_from_slice(&stamped[rows]),
            None => known.resize(len + rows.len(), 1),
        }
    }

    /// Adds what the timestamps of some rows have beyond nanoseconds, before the timestamps are added.
    pub(super) fn extend_rests(&mut self, rests: &[i64], rows: Range<usize>) {
        if self.rest.is_empty() && rests.is_empty() {
            return;
        }
        let len = self.len();
        self.rest.resize(len, 0);
        match rests.is_empty() {
            true => self.rest.resize(len + rows.len(), 0),
            false => self.rest.extend_from_slice(&rests[rows]),
        }
    }

    /// Makes ticks of timestamps in nanoseconds and what they have beyond.
    pub(super) fn make_ticks(&mut self, ticks: Ticks) {
        if ticks != Ticks::NANOSECONDS {
            self.stamp = in_ticks(&self.stamp, &self.rest, ticks);
        }
        self.rest = Vec::new();
    }

    /// Adds the times of rows as they were read, before their timestamps are added.
    pub(super) fn add_times(&mut self, read: &ReadStamps, stamped: Option<&[u8]>) {
        match &read.times {
            ShownTimes::Written(styles) => {
                if self.are_written_as(*styles) {
                    return;
                }
                let more = Self {
                    stamp: read.nanoseconds.clone(),
                    stamped: stamped.map(<[u8]>::to_vec),
                    times: Times::Written(*styles),
                    ..Self::default()
                };
                self.extend_times(&more, 0..more.len());
            }
            ShownTimes::Cells(column) => {
                let mut texts = self.take_texts();
                if let Ok(cells) = column.str() {
                    cells
                        .iter()
                        .for_each(|cell| texts.push(cell.unwrap_or_default()));
                }
                self.times = Times::Texts(texts);
            }
        }
    }

    /// Whether the times need no texts either when others are added that are written so.
    fn are_written_as(&mut self, styles: InstantStyles) -> bool {
        let Times::Written(known) = &mut self.times else {
            return false;
        };
        let both = known.and(styles);
        *known = both.unwrap_or(*known);
        both.is_some()
    }

    fn extend_times(&mut self, other: &Self, rows: Range<usize>) {
        if let Times::Written(styles) = &other.times
            && self.are_written_as(*styles)
        {
            return;
        }
        let mut texts = self.take_texts();
        match &other.times {
            Times::Texts(more) => texts.extend(more, rows),
            Times::Written(styles) => other.write_times(*styles, rows, &mut texts),
        }
        self.times = Times::Texts(texts);
    }

    /// Takes the texts of the times, which are written now where they were not.
    pub(super) fn take_texts(&mut self) -> Texts {
        match std::mem::take(&mut self.times) {
            Times::Texts(texts) => texts,
            Times::Written(styles) => {
                let mut texts = Texts::default();
                self.write_times(styles, 0..self.len(), &mut texts);
                texts
            }
        }
    }

    fn write_times(&self, styles: InstantStyles, rows: Range<usize>, texts: &mut Texts) {
        let mut text = String::new();
        for row in rows {
            text.clear();
            if self.is_stamped(row) {
                styles.write(&mut text, self.stamp[row]);
            }
            texts.push(&text);
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use dxdt_time::UtcOffset;

    use super::*;

    /// Rows with these numbers, whose times are texts of their own.
    pub fn rows(numbers: impl Iterator<Item = u64>) -> RowColumns {
        let numbers: Vec<u64> = numbers.collect();
        let mut rows = RowColumns::new(1);
        let mut texts = Texts::default();
        for &number in &numbers {
            rows.stamp.push(number as i64 * 10);
            rows.values[0].push(number as f64 / 2.0);
            texts.push(&format!("t{number}"));
        }
        rows.times = Times::Texts(texts);
        rows.numbers = RowNumbers::Each(numbers);
        rows
    }

    fn written(numbers: Range<u64>, offset: Option<UtcOffset>) -> RowColumns {
        RowColumns {
            numbers: RowNumbers::From(numbers.start),
            stamp: numbers.map(|number| number as i64).collect(),
            times: Times::Written(InstantStyles::shortest(offset)),
            ..RowColumns::default()
        }
    }

    #[test]
    fn rows_are_added_with_their_texts() {
        let mut some = rows(3..5);
        some.extend(&rows(10..20), 2..4);
        assert_eq!(some, rows([3, 4, 12, 13].into_iter()));
        some.truncate(3);
        assert_eq!(some, rows([3, 4, 12].into_iter()));
    }

    #[test]
    fn numbers_that_follow_each_other_are_not_kept() {
        let mut some = RowColumns::default();
        some.extend(&written(10..20, None), 2..4);
        some.extend(&written(14..20, None), 0..3);
        assert_eq!(some, written(12..17, None));
        some.extend(&written(30..40, None), 5..6);
        let numbers: Vec<u64> = (0..some.len()).map(|row| some.number(row)).collect();
        assert_eq!(numbers, [12, 13, 14, 15, 16, 35]);
    }

    #[test]
    fn times_of_two_styles_become_texts() {
        let mut some = written(0..2, None);
        some.extend(&written(2..4, Some(UtcOffset::UTC)), 1..2);
        let texts = some.take_texts();
        assert_eq!(texts.of(1), "1970-01-01T00:00:00.000000001");
        assert_eq!(texts.of(2), "1970-01-01T00:00:00.000000003Z");
    }

    #[test]
    fn rows_without_a_stamp_are_marked_once_there_is_one() {
        let mut some = written(0..2, None);
        let mut other = written(2..4, None);
        other.stamped = Some(vec![0, 1]);
        some.extend(&other, 0..2);
        some.extend(&written(4..5, None), 0..1);
        assert_eq!(some.stamped.as_deref(), Some(&[1, 1, 0, 1, 1][..]));
        assert_eq!(some.take_texts().of(2), "");
    }
}
