//! Motion of one entity: each segment derived on its rows with positions, in its frame of reference.

use std::ops::Range;

use crate::audit::{EntityPart, Flags, WholeSegment};
use crate::space::Frame;
use dxdt_time::Ticks;

use super::{DeriveOptions, segment};

/// The rows of one entity, sorted, without duplicate timestamps; slices of one length.
#[derive(Debug, Clone)]
pub struct EntityPositions<'a> {
    /// Timestamps in ticks, increasing.
    pub stamps: &'a [i64],
    /// How fine they are.
    pub ticks: Ticks,
    /// One slice an axis; NaN where a row has no value. Rows without a complete position are skipped.
    pub positions: Vec<&'a [f64]>,
    /// The parts between gaps, in order.
    pub segments: &'a [Range<usize>],
    /// What the positions are.
    pub coordinates: Frame,
    /// What is known of the whole entity, where the rows are a part of it.
    pub part: Option<&'a EntityPart>,
}

impl EntityPositions<'_> {
    /// The whole of the `number`th segment, where it may be a part.
    pub(super) fn whole_segment(&self, number: usize) -> Option<WholeSegment> {
        self.part?.segments.get(number).copied()
    }
}

/// Where the motion of one entity goes: slices as long as its rows, one an axis where there are several.
#[derive(Debug)]
pub struct EntityMotion<'a> {
    /// Seconds since the entity's first timestamp.
    pub t: &'a mut [f64],
    /// Velocity along each axis (east, north and up for geographic positions).
    pub velocity: Vec<&'a mut [f64]>,
    /// Acceleration along each axis.
    pub acceleration: Vec<&'a mut [f64]>,
    /// First difference to the next row along each axis, whatever the method.
    pub first_difference: Vec<&'a mut [f64]>,
    /// The norm of the velocity.
    pub speed: &'a mut [f64],
    /// The norm of the acceleration.
    pub accel: &'a mut [f64],
    /// The number of each row's segment.
    pub segment: &'a mut [u32],
    /// What deserves less trust; added to.
    pub flags: &'a mut [Flags],
}

/// What was met on the way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EntityCounts {
    /// Segments too short for all derivatives.
    pub short_segments: u64,
    /// Rows with a derivative that overflowed.
    pub overflows: u64,
}

/// Derives the motion of one entity; NaN stands for what cannot be known.
///
/// Each segment is derived on its own, so a caller may hand over whole segments in batches.
pub fn derive_entity(
    input: &EntityPositions<'_>,
    options: &DeriveOptions,
    out: &mut EntityMotion<'_>,
) -> EntityCounts {
    let mut counts = EntityCounts::default();
    let part = input.part;
    let first = part
        .map(|part| part.first_stamp)
        .or_else(|| input.stamps.first().copied());
    if let Some(first) = first {
        for (t, &stamp) in out.t.iter_mut().zip(input.stamps) {
            *t = input.ticks.seconds_between(first, stamp);
        }
    }
    for (number, rows) in input.segments.iter().enumerate() {
        let first_segment = part.map_or(0, |part| part.first_segment);
        out.segment[rows.clone()].fill((first_segment + number) as u32);
        segment::derive(input, number, rows.clone(), options, out, &mut counts);
    }
    counts.overflows = blank_overflows(input, out);
    norms(&out.velocity, out.speed);
    norms(&out.acceleration, out.accel);
    counts
}

impl<'a> EntityMotion<'a> {
    /// Velocity, acceleration and first difference, each a column an axis.
    pub(super) fn quantities(&mut self) -> [&mut Vec<&'a mut [f64]>; 3] {
        [
            &mut self.velocity,
            &mut self.acceleration,
            &mut self.first_difference,
        ]
    }

    fn columns(&mut self) -> impl Iterator<Item = &mut &'a mut [f64]> {
        self.quantities().into_iter().flatten()
    }
}

/// A value too large for a float is not known: infinite becomes NaN. Gives the number of rows.
fn blank_overflows(input: &EntityPositions<'_>, out: &mut EntityMotion<'_>) -> u64 {
    let overflowed = |column: &[f64]| column.iter().any(|value| value.is_infinite());
    let any = out.columns().any(|column| overflowed(column));
    // Infinity minus infinity is NaN: it shows as a hole beside an infinite value.
    if !any {
        return 0;
    }
    let mut rows = vec![false; input.stamps.len()];
    for column in out.columns() {
        for (row, value) in column.iter_mut().enumerate() {
            if value.is_infinite() {
                *value = f64::NAN;
                rows[row] = true;
            }
        }
    }
    let inner = input.part.map(|part| part.inner.clone());
    let counted = inner.unwrap_or(0..rows.len());
    rows[counted].iter().filter(|&&row| row).count() as u64
}

/// The Euclidean norm of each row.
pub(super) fn norms<C: AsRef<[f64]>>(components: &[C], out: &mut [f64]) {
    match components {
        [x] => {
            for (norm, x) in out.iter_mut().zip(x.as_ref()) {
                *norm = x.abs();
            }
        }
        _ => {
            for (row, norm) in out.iter_mut().enumerate() {
                let squares: f64 = components
                    .iter()
                    .map(|c| c.as_ref()[row] * c.as_ref()[row])
                    .sum();
                *norm = if squares.is_finite() && squares > f64::MIN_POSITIVE {
                    squares.sqrt()
                } else {
                    // Squares that overflow or vanish, or NaN.
                    components
                        .iter()
                        .fold(0.0, |norm: f64, c| norm.hypot(c.as_ref()[row]))
                };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000_000;

    fn whole(rows: usize) -> Vec<Range<usize>> {
        std::iter::once(0..rows).collect()
    }

    struct Output {
        columns: Vec<Vec<f64>>,
        segment: Vec<u32>,
        flags: Vec<Flags>,
        counts: EntityCounts,
    }

    fn derive(
        stamps: &[i64],
        positions: &[&[f64]],
        segments: &[Range<usize>],
        coordinates: Frame,
    ) -> Output {
        let axes = if coordinates == Frame::Geographic {
            3
        } else {
            positions.len()
        };
        let n = stamps.len();
        let mut columns = vec![vec![0.0; n]; 3 + 3 * axes];
        let (mut segment, mut flags) = (vec![0; n], vec![Flags::default(); n]);
        let input = EntityPositions {
            ticks: Ticks::NANOSECONDS,
            stamps,
            positions: positions.to_vec(),
            segments,
            coordinates,
            part: None,
        };
        let mut slices = columns.iter_mut().map(Vec::as_mut_slice);
        let mut next = || slices.next().unwrap();
        let (t, speed, accel) = (next(), next(), next());
        let mut triple = || (0..axes).map(|_| next()).collect();
        let mut out = EntityMotion {
            t,
            speed,
            accel,
            velocity: triple(),
            acceleration: triple(),
            first_difference: triple(),
            segment: &mut segment,
            flags: &mut flags,
        };
        let counts = derive_entity(&input, &DeriveOptions::default(), &mut out);
        Output {
            columns,
            segment,
            flags,
            counts,
        }
    }

    #[test]
    fn segments_are_derived_apart() {
        let stamps: Vec<i64> = [0, 1, 2, 100, 101, 102].map(|s| s * SECOND).to_vec();
        let x = [0.0, 1.0, 2.0, 50.0, 48.0, 46.0];
        let out = derive(&stamps, &[&x], &[0..3, 3..6], Frame::Cartesian);
        assert_eq!(out.columns[3], [1.0, 1.0, 1.0, -2.0, -2.0, -2.0]);
        assert_eq!(out.columns[1], [1.0, 1.0, 1.0, 2.0, 2.0, 2.0]);
        assert_eq!(out.segment, [0, 0, 0, 1, 1, 1]);
        assert!(out.flags[2].contains(Flags::EDGE) && !out.flags[1].contains(Flags::EDGE));
    }

    #[test]
    fn rows_without_a_position_are_stepped_over() {
        let stamps: Vec<i64> = (0..5).map(|s| s * SECOND).collect();
        let x = [0.0, 1.0, f64::NAN, 9.0, 16.0];
        let out = derive(&stamps, &[&x], &whole(5), Frame::Cartesian);
        let velocity = &out.columns[3];
        assert!(velocity[2].is_nan() && out.columns[1][2].is_nan());
        assert!(
            (velocity[3] - 6.0).abs() < 1e-12,
            "x = t² has velocity 2t: {velocity:?}"
        );
        assert_eq!(out.columns[0], [0.0, 1.0, 2.0, 3.0, 4.0]);
    }

    #[test]
    fn motion_along_the_equator_is_east_across_the_antimeridian() {
        let stamps: Vec<i64> = (0..5).map(|s| s * SECOND).collect();
        let longitude = [179.9998, 179.9999, 180.0, -179.9999, -179.9998];
        let latitude = [0.0; 5];
        let out = derive(
            &stamps,
            &[&longitude, &latitude],
            &whole(5),
            Frame::Geographic,
        );
        let expected = 6_378_137.0 * 1e-4_f64.to_radians();
        for row in 0..5 {
            assert!((out.columns[3][row] - expected).abs() < 1e-6);
            assert!(out.columns[4][row].abs() < 1e-9);
        }
    }

    #[test]
    fn short_segments_are_flagged_and_counted() {
        let out = derive(&[0, SECOND], &[&[0.0, 2.0]], &whole(2), Frame::Cartesian);
        assert_eq!(out.counts.short_segments, 1);
        assert_eq!(out.flags[0].words().as_deref(), Some("edge short"));
        assert_eq!(out.columns[3], [2.0, 2.0]);
        assert!(out.columns[4][0].is_nan());
    }

    #[test]
    fn overflow_is_not_known_and_counted() {
        let stamps: Vec<i64> = (0..4).collect();
        let out = derive(
            &stamps,
            &[&[0.0, 1e308, -1e308, 0.0]],
            &whole(4),
            Frame::Cartesian,
        );
        assert!(out.counts.overflows > 0);
        assert!(
            out.columns
                .iter()
                .flatten()
                .all(|value| !value.is_infinite())
        );
    }
}
