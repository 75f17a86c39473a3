//! The length of the way that an entity has come.

use crate::motion::EntityPositions;
use crate::space::{Frame, earth_centred};

use super::vector::norm;

/// The way that an entity has come since its first position, row after row.
///
/// ```
/// use dxdt_motion::motion::PathLength;
///
/// let mut path = PathLength::default();
/// let lengths = [[0.0; 3], [3.0, 4.0, 0.0], [f64::NAN; 3], [3.0, 4.0, 1.0]].map(|place| path.add(place));
/// assert!(lengths[0] == 0.0 && lengths[1] == 5.0 && lengths[2].is_nan() && lengths[3] == 6.0);
/// path.start_segment();
/// assert_eq!(path.add([100.0, 0.0, 0.0]), 6.0);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct PathLength {
    length: Sum,
    before: Option<[f64; 3]>,
}

impl PathLength {
    /// The length up to a position along straight axes, NaN where there is none.
    pub fn add(&mut self, place: [f64; 3]) -> f64 {
        if place.iter().any(|coordinate| coordinate.is_nan()) {
            return f64::NAN;
        }
        if let Some(before) = self.before {
            self.length
                .add(norm([0, 1, 2].map(|axis| place[axis] - before[axis])));
        }
        self.before = Some(place);
        self.length.value()
    }

    /// The length up to a position of a frame: axes, or longitude, latitude and height.
    pub fn add_position(&mut self, position: [f64; 3], coordinates: Frame) -> f64 {
        self.add(match coordinates {
            Frame::Cartesian => position,
            Frame::Geographic => earth_centred(position),
        })
    }

    /// The next position is not reached from the one before: no chord bridges a gap.
    pub fn start_segment(&mut self) {
        self.before = None;
    }
}

/// The length of the chords from position to position since the entity's first, at each row.
///
/// Rows without a complete position are skipped and NaN. No chord bridges a gap: the length goes on after it
/// with the value before. Geographic chords are straight through Earth-centered space. Of a part of an entity it is that
/// of the part.
pub(super) fn path_length(entity: &EntityPositions<'_>, out: &mut [f64]) {
    let mut path = PathLength::default();
    for segment in entity.segments {
        path.start_segment();
        for row in segment.clone() {
            let at = |axis: usize| entity.positions.get(axis).map_or(0.0, |axis| axis[row]);
            out[row] = path.add_position([at(0), at(1), at(2)], entity.coordinates);
        }
    }
}

/// A sum that carries its rounding along (Neumaier 1974, *Zeitschrift für Angewandte Mathematik und Mechanik* 54),
/// so that millions of short chords add up.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    sum: f64,
    rounding: f64,
}

impl Sum {
    /// Adds a value.
    pub fn add(&mut self, value: f64) {
        let sum = self.sum + value;
        self.rounding += if self.sum >= value {
            (self.sum - sum) + value
        } else {
            (value - sum) + self.sum
        };
        self.sum = sum;
    }

    /// The sum so far.
    pub fn value(&self) -> f64 {
        self.sum + self.rounding
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ops::Range;

    /// The path length of segments split at these rows.
    fn length(positions: &[&[f64]], bounds: &[usize], coordinates: Frame) -> Vec<f64> {
        let segments: Vec<Range<usize>> = bounds.windows(2).map(|pair| pair[0]..pair[1]).collect();
        let stamps: Vec<i64> = (0..positions[0].len() as i64).collect();
        let mut out = vec![0.0; stamps.len()];
        let entity = EntityPositions {
            ticks: dxdt_time::Ticks::NANOSECONDS,
            stamps: &stamps,
            positions: positions.to_vec(),
            segments: &segments,
            coordinates,
            part: None,
        };
        path_length(&entity, &mut out);
        out
    }

    #[test]
    fn gaps_are_not_bridged_and_missing_rows_stepped_over() {
        let nan = f64::NAN;
        let x = [nan, 0.0, 3.0, nan, 3.0, 100.0, 100.0];
        let y = [0.0, 0.0, 4.0, 9.0, 6.0, 100.0, 99.0];
        let length = length(&[&x, &y], &[0, 5, 7], Frame::Cartesian);
        assert!(length[0].is_nan() && length[3].is_nan());
        let known = [1, 2, 4, 5, 6].map(|row| length[row]);
        assert_eq!(known, [0.0, 5.0, 7.0, 7.0, 8.0]);
    }

    #[test]
    fn a_million_short_chords_add_up() {
        let x: Vec<f64> = (0..1_000_001).map(|i| f64::from(i % 2) * 0.1).collect();
        let length = length(&[&x], &[0, x.len()], Frame::Cartesian);
        assert_eq!(length.last(), Some(&(0.1 * 1e6)));
    }

    #[test]
    fn chords_run_through_the_earth_and_across_the_antimeridian() {
        let longitude = [179.5, -179.5, 0.5];
        let length = length(&[&longitude, &[0.0; 3]], &[0, 3], Frame::Geographic);
        let radius = 6_378_137.0;
        let chord = 2.0 * radius * 0.5_f64.to_radians().sin();
        assert!((length[1] - chord).abs() < 1e-8);
        assert!((length[2] - chord - 2.0 * radius).abs() < 1e-8);
    }

    #[test]
    fn a_length_beyond_every_float_is_not_a_number() {
        let length = length(&[&[0.0, 1e308, -1e308, 0.0]], &[0, 4], Frame::Cartesian);
        assert_eq!(length[1], 1e308);
        assert!(length[2].is_nan() && length[3].is_nan());
    }
}
