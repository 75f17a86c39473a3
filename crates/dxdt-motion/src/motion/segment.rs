//! One segment of an entity: its rows with positions gathered, derived in their frame of reference, put back.

use std::borrow::Cow;
use std::ops::Range;

use crate::audit::Flags;
use crate::missing::has_nan;
use crate::space::{Frame, LocalDirections, earth_centred};

use super::DeriveOptions;
use super::entity::{EntityCounts, EntityMotion, EntityPositions};
use super::segment_clock::SegmentClock;

/// Derives the rows of one segment, which is the `number`th, that have a position.
pub(super) fn derive(
    input: &EntityPositions<'_>,
    number: usize,
    segment: Range<usize>,
    options: &DeriveOptions,
    out: &mut EntityMotion<'_>,
    counts: &mut EntityCounts,
) {
    let rows = complete_rows(&input.positions, segment.clone());
    let stamps: Cow<'_, [i64]> = match &rows {
        CompleteRows::All => Cow::Borrowed(&input.stamps[segment.clone()]),
        CompleteRows::Listed(rows) => rows.iter().map(|&row| input.stamps[row]).collect(),
    };
    let clock = SegmentClock::new(&stamps, input.ticks).part_of(input.whole_segment(number));
    flag(&rows, segment.clone(), &clock, out.flags);
    counts.short_segments += u64::from(!stamps.is_empty() && !clock.is_long_enough());
    match (rows, input.coordinates) {
        (CompleteRows::All, Frame::Cartesian) => {
            for (axis, position) in input.positions.iter().enumerate() {
                let position = &position[segment.clone()];
                let velocity = &mut out.velocity[axis][segment.clone()];
                let acceleration = &mut out.acceleration[axis][segment.clone()];
                clock.derive(position, options, velocity, acceleration);
                clock.first_difference(position, &mut out.first_difference[axis][segment.clone()]);
            }
        }
        (CompleteRows::All, Frame::Geographic) => {
            derive_apart(input, segment.collect(), &clock, options, out);
        }
        (CompleteRows::Listed(rows), _) => {
            for columns in out.quantities() {
                for column in columns {
                    column[segment.clone()].fill(f64::NAN);
                }
            }
            derive_apart(input, rows, &clock, options, out);
        }
    }
}

/// Derives rows that do not stand together, or not in the frame of the output, in columns of their own.
fn derive_apart(
    input: &EntityPositions<'_>,
    rows: Vec<usize>,
    clock: &SegmentClock,
    options: &DeriveOptions,
    out: &mut EntityMotion<'_>,
) {
    if rows.is_empty() {
        return;
    }
    let positions: Vec<Vec<f64>> = match input.coordinates {
        Frame::Cartesian => {
            let pick = |axis: &&[f64]| rows.iter().map(|&row| axis[row]).collect();
            input.positions.iter().map(pick).collect()
        }
        Frame::Geographic => earth_centred_columns(input, &rows),
    };
    let column = || vec![0.0; rows.len()];
    let columns = || vec![column(); positions.len()];
    // Velocity, acceleration and first difference, each a column an axis.
    let mut derived = [columns(), columns(), columns()];
    let [velocity, acceleration, difference] = &mut derived;
    for (axis, position) in positions.iter().enumerate() {
        clock.derive(
            position,
            options,
            &mut velocity[axis],
            &mut acceleration[axis],
        );
        clock.first_difference(position, &mut difference[axis]);
    }
    if input.coordinates == Frame::Geographic {
        let [velocity, acceleration, difference] = &mut derived;
        let mut vectors = [velocity, acceleration, difference];
        turn(input, &rows, &mut vectors, LocalDirections::east_north_up);
    }
    for (columns, derived) in out.quantities().into_iter().zip(&derived) {
        for (column, values) in columns.iter_mut().zip(derived) {
            for (&row, &value) in rows.iter().zip(values) {
                column[row] = value;
            }
        }
    }
}

fn earth_centred_columns(input: &EntityPositions<'_>, rows: &[usize]) -> Vec<Vec<f64>> {
    let mut columns = vec![Vec::new(); 3];
    for &row in rows {
        let at = |axis: usize| input.positions.get(axis).map_or(0.0, |axis| axis[row]);
        let place = earth_centred([at(0), at(1), at(2)]);
        for (column, value) in columns.iter_mut().zip(place) {
            column.push(value);
        }
    }
    columns
}

/// Turns vectors, each a column an axis, by the local directions at each row.
pub(super) fn turn(
    input: &EntityPositions<'_>,
    rows: &[usize],
    vectors: &mut [&mut Vec<Vec<f64>>],
    how: impl Fn(&LocalDirections, [f64; 3]) -> [f64; 3],
) {
    for (index, &row) in rows.iter().enumerate() {
        let here = LocalDirections::at(input.positions[0][row], input.positions[1][row]);
        for columns in &mut *vectors {
            let vector = [0, 1, 2].map(|axis| columns[axis][index]);
            for (column, value) in columns.iter_mut().zip(how(&here, vector)) {
                column[index] = value;
            }
        }
    }
}

/// The rows of a segment that have a complete position.
pub(super) enum CompleteRows {
    All,
    Listed(Vec<usize>),
}

impl CompleteRows {
    /// The rows one by one.
    pub fn listed(self, segment: Range<usize>) -> Vec<usize> {
        match self {
            Self::All => segment.collect(),
            Self::Listed(rows) => rows,
        }
    }
}

/// Finds the rows of a segment that have a complete position.
pub(super) fn complete_rows(axes: &[&[f64]], segment: Range<usize>) -> CompleteRows {
    let has_missing = |axis: &&[f64]| has_nan(&axis[segment.clone()]);
    if axes.iter().any(has_missing) {
        // No derivative may use half of a position.
        let is_whole = |row: &usize| axes.iter().all(|axis| !axis[*row].is_nan());
        CompleteRows::Listed(segment.filter(is_whole).collect())
    } else {
        CompleteRows::All
    }
}

/// Flags the ends of a segment, and all rows of a short one.
fn flag(rows: &CompleteRows, segment: Range<usize>, clock: &SegmentClock, flags: &mut [Flags]) {
    let rows: &mut dyn DoubleEndedIterator<Item = usize> = match rows {
        CompleteRows::All => &mut segment.clone(),
        CompleteRows::Listed(rows) => &mut rows.iter().copied(),
    };
    let mut edge = |row: Option<usize>| {
        if let Some(row) = row {
            flags[row].insert(Flags::EDGE);
        }
        row
    };
    let ends = [edge(rows.next()), edge(rows.next_back())];
    if !clock.is_long_enough() {
        for row in ends.into_iter().flatten() {
            flags[row].insert(Flags::SHORT);
        }
    }
}
