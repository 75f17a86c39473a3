//! The rows of an entity on which gradient and first difference can be told apart by eye.

use std::ops::Range;

use crate::analysis::rows::DerivedRows;

const WINDOW: usize = 40;

/// All rows of a short entity, of a long one those around the largest difference, found while rows go by.
#[derive(Debug, Clone, Default)]
pub(super) struct Telling {
    seen: usize,
    /// The first rows, the last ones, and those around the largest difference.
    head: Vec<Row>,
    tail: Vec<Row>,
    around: Vec<Row>,
    /// The row with the largest difference, and how large it is.
    most: usize,
    largest: f64,
}

/// A row with its velocities along each axis.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub stamp: i64,
    /// A segment begins with it.
    pub is_start: bool,
    /// By the gradient, by the first difference, and as the tables have it.
    pub velocities: Vec<[f64; 3]>,
}

impl Telling {
    /// Adds the rows that come next, with those that begin segments, counted from the first of them.
    pub fn add(&mut self, derived: &DerivedRows<'_>, rows: Range<usize>, starts: &[usize]) {
        let row = |at: usize| Row {
            stamp: derived.audited.stamps[at],
            is_start: starts.binary_search(&(at - rows.start)).is_ok(),
            velocities: velocities(derived, at).collect(),
        };
        let some = |range: Range<usize>| range.map(row);
        let count = rows.len();
        let room = (2 * WINDOW).saturating_sub(self.head.len()).min(count);
        self.head.extend(some(rows.start..rows.start + room));
        // Rows are counted from the entity's first one, and `row_at` leads back.
        let seen = self.seen;
        let row_at = |number: usize| rows.start + number - seen;
        if self.find_largest(derived, &rows) {
            let before = self.most.saturating_sub(WINDOW / 2);
            let kept = seen.saturating_sub(before).min(self.tail.len());
            self.around = self.tail[self.tail.len() - kept..].to_vec();
            let from = row_at(before.max(seen));
            let to = (rows.end).min(row_at(self.most + WINDOW / 2));
            self.around.extend(some(from..to));
        } else if self.around.len() < WINDOW {
            let missing = (self.most + WINDOW / 2).saturating_sub(seen);
            self.around
                .extend(some(rows.start..rows.start + missing.min(count)));
        }
        if count < WINDOW {
            let kept = self.tail.len().min(WINDOW - count);
            self.tail.drain(..self.tail.len() - kept);
            self.tail.extend(some(rows.clone()));
        } else {
            self.tail = some(rows.end - WINDOW..rows.end).collect();
        }
        self.seen += count;
    }

    /// Whether the largest difference is among these rows.
    fn find_largest(&mut self, derived: &DerivedRows<'_>, rows: &Range<usize>) -> bool {
        let mut found = false;
        for (number, row) in (self.seen..).zip(rows.clone()) {
            let largest = difference(derived, row);
            if number == 0 || largest > self.largest {
                (self.most, self.largest) = (number, largest);
                found = true;
            }
        }
        found
    }

    /// The largest difference.
    pub fn largest(&self) -> f64 {
        self.largest
    }

    /// The rows, and whether they are but a part.
    pub fn rows(&self) -> (&[Row], bool) {
        if self.seen <= 2 * WINDOW {
            (&self.head, false)
        } else if self.most < WINDOW / 2 {
            (&self.head[..WINDOW], true)
        } else if self.most + WINDOW / 2 > self.seen {
            (&self.tail, true)
        } else {
            (&self.around, true)
        }
    }
}

/// The largest difference between gradient and first difference in some rows.
pub(super) fn largest_of(derived: &DerivedRows<'_>, rows: Range<usize>) -> f64 {
    rows.map(|row| difference(derived, row)).fold(0.0, f64::max)
}

/// The largest one in a row.
fn difference(derived: &DerivedRows<'_>, row: usize) -> f64 {
    let differences = velocities(derived, row).map(|[a, b, _]| (a - b).abs());
    differences.fold(0.0, f64::max)
}

/// The velocities of a row along each axis.
fn velocities(derived: &DerivedRows<'_>, row: usize) -> impl Iterator<Item = [f64; 3]> {
    let motion = derived.motion;
    let axes = derived.gradient.iter().zip(&motion.first_difference);
    let axes = axes.zip(&motion.velocity);
    axes.map(move |((gradient, difference), velocity)| {
        [gradient[row], difference[row], velocity[row]]
    })
}
