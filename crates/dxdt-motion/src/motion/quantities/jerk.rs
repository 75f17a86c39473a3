//! The rate of change of the acceleration.

use crate::motion::entity::norms;
use crate::motion::segment::{complete_rows, turn};
use crate::motion::segment_clock::SegmentClock;
use crate::motion::{DeriveOptions, EntityPositions};
use crate::space::{Frame, LocalDirections};

/// The jerk along each axis, and its norm as the last column of `out`.
///
/// It is derived as the acceleration is from the velocity: over the timestamps of a segment's rows with positions, by the
/// same method, geographic ones in Earth-centered coordinates. Rows of a fitted curve have the curve's.
pub(super) fn jerk(
    entity: &EntityPositions<'_>,
    acceleration: &[&[f64]],
    fitted: Option<&[&[f64]]>,
    options: &DeriveOptions,
    out: &mut [&mut [f64]],
) {
    let Some((norm, axes)) = out.split_last_mut() else {
        return;
    };
    for axis in &mut *axes {
        axis.fill(f64::NAN);
    }
    for (number, segment) in entity.segments.iter().enumerate() {
        let rows = complete_rows(&entity.positions, segment.clone()).listed(segment.clone());
        if rows.is_empty() {
            continue;
        }
        let stamps: Vec<i64> = rows.iter().map(|&row| entity.stamps[row]).collect();
        let clock = SegmentClock::new(&stamps, entity.ticks).part_of(entity.whole_segment(number));
        let pick = |axis: &&[f64]| rows.iter().map(|&row| axis[row]).collect();
        let mut acceleration: Vec<Vec<f64>> = acceleration.iter().map(pick).collect();
        let mut derived = vec![vec![0.0; rows.len()]; acceleration.len()];
        let is_geographic = entity.coordinates == Frame::Geographic;
        if is_geographic {
            turn(
                entity,
                &rows,
                &mut [&mut acceleration],
                LocalDirections::earth_centred,
            );
        }
        for (acceleration, derived) in acceleration.iter().zip(&mut derived) {
            clock.jerk(acceleration, options, derived);
        }
        if is_geographic {
            turn(
                entity,
                &rows,
                &mut [&mut derived],
                LocalDirections::east_north_up,
            );
        }
        for (axis, derived) in axes.iter_mut().zip(&derived) {
            for (&row, &value) in rows.iter().zip(derived) {
                axis[row] = value;
            }
        }
    }
    for (axis, fitted) in axes.iter_mut().zip(fitted.unwrap_or_default()) {
        for (value, fitted) in axis.iter_mut().zip(*fitted) {
            if !fitted.is_nan() {
                *value = *fitted;
            }
        }
    }
    norms(axes, norm);
}
