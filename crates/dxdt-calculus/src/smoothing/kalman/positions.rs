//! Positions in units of their own, in parts between which nothing is known of the motion.

use std::ops::Range;

use super::super::Beside;
use super::super::blocks::blocks;
use super::super::samples::{Samples, median};
use super::smooth::Smooth;

/// Positions, of a whole series or of some blocks of a long one.
#[derive(Debug, Clone)]
pub(super) struct Positions {
    pub t: Vec<f64>,
    pub x: Vec<f64>,
    /// The variance that the rounding of the positions gives their noise at least.
    pub least_noise: f64,
    /// How far the positions spread, but for a few.
    pub spread: f64,
    pub velocity: Option<Velocity>,
    /// The variance of each position's noise over the usual, as the log tells it.
    pub noise: Option<Vec<f64>>,
    /// Whether that holds even where it makes the positions less likely.
    pub noise_is_sure: bool,
    /// Whether it does not.
    pub noise_fits: bool,
    /// All rows, apart where a gap is too long for the motion to be followed over it.
    pub parts: Vec<Range<usize>>,
}

/// Velocities that were measured beside the positions.
#[derive(Debug, Clone)]
pub(super) struct Velocity {
    /// NaN where there is none, or one that is wrong.
    pub values: Vec<f64>,
    /// The variance of their noise over that of the positions' noise.
    pub noise: f64,
    /// How many were wrong.
    pub left_out: usize,
}

impl Velocity {
    /// How far each is from a fit without them, as a square over the variance of the positions' noise.
    fn apart(&self, fit: &Smooth, noise: f64) -> impl Iterator<Item = f64> {
        let pairs = self.values.iter().zip(&fit.derivatives[1]);
        pairs.map(move |(measured, fitted)| (measured - fitted).powi(2) / noise)
    }

    /// How exact they are, as far as a fit without them tells.
    pub fn estimate_noise(&mut self, fit: &Smooth, noise: f64) {
        let squares = self.apart(fit, noise);
        let squares: Vec<f64> = squares.filter(|square| square.is_finite()).collect();
        // The median of squares of a normal distribution is 0.455 of its variance.
        self.noise = (median(squares) / 0.455).max(1e-12);
    }

    /// Leaves out those that a fit without them cannot agree with.
    pub fn leave_out_wrong(&mut self, fit: &Smooth, noise: f64) {
        // In standard deviations, as a square.
        const WRONG: f64 = 36.0;
        let squares: Vec<f64> = self.apart(fit, noise).collect();
        for (row, square) in squares.into_iter().enumerate() {
            if square > WRONG * (self.noise + fit.variances[1][row]) {
                self.values[row] = f64::NAN;
                self.left_out += 1;
            }
        }
    }
}

// Of long series, parameters are sought in a few blocks.
pub(super) const BLOCKS: usize = 5;
// In typical steps: a gap that is bridged in any case.
const SHORT_GAP: f64 = 20.0;
// In lengths of the process: over a longer gap, little is known.
const BRIDGED: f64 = 3.0;

impl Positions {
    pub fn of(samples: &Samples, beside: &Beside<'_>) -> Self {
        let present = samples.x.iter().copied().filter(|x| x.is_finite());
        let mut sorted: Vec<f64> = present.collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let at = |percent: usize| sorted[(sorted.len() - 1) * percent / 100];
        let grain = resolution(&samples.x, samples.rounding).unwrap_or(0.0);
        Self {
            least_noise: (grain * grain / 12.0)
                .max(samples.rounding * samples.rounding)
                .max(1e-26),
            spread: at(95) - at(5),
            velocity: beside.velocity.map(|values| {
                let unit = samples.unit_of(1);
                let in_units = |value: &f64| {
                    let value = value / unit;
                    if value.is_finite() { value } else { f64::NAN }
                };
                Velocity {
                    values: values.iter().map(in_units).collect(),
                    noise: 1.0,
                    left_out: 0,
                }
            }),
            noise: beside.deviation.and_then(relative_variances),
            noise_is_sure: beside.deviation_is_sure,
            noise_fits: true,
            parts: parts(&samples.t, SHORT_GAP),
            t: samples.t.clone(),
            x: samples.x.clone(),
        }
    }

    /// The rows on which parameters are sought: blocks of a long series, one after the other, of so many rows together.
    pub fn sample(&self, enough: usize) -> Self {
        let rows = blocks(self.t.len(), enough, BLOCKS);
        let of = |values: &[f64]| -> Vec<f64> {
            let blocks = rows.iter().flat_map(|rows| &values[rows.clone()]);
            blocks.copied().collect()
        };
        let t = of(&self.t);
        Self {
            parts: parts(&t, SHORT_GAP),
            x: of(&self.x),
            t,
            velocity: self.velocity.as_ref().map(|known| Velocity {
                values: of(&known.values),
                ..*known
            }),
            noise: self.noise.as_deref().map(of),
            ..*self
        }
    }

    /// Joins parts over gaps that a process of the given length bridges.
    pub fn bridge(&mut self, length: f64) {
        self.parts = parts(&self.t, SHORT_GAP.max(BRIDGED * length));
    }

    /// Typical steps in the longest part.
    pub fn steps(&self) -> f64 {
        let span = |rows: &Range<usize>| self.t[rows.end - 1] - self.t[rows.start];
        self.parts.iter().map(span).fold(1.0, f64::max)
    }
}

/// Squares over the usual one; where there is none, the usual. `None` where most are not known.
fn relative_variances(deviations: &[f64]) -> Option<Vec<f64>> {
    // A thousand times as exact is as good as exact, and as inexact as not there.
    const MOST: f64 = 1e3;
    let is_known = |deviation: &f64| *deviation > 0.0 && deviation.is_finite();
    let known: Vec<f64> = deviations.iter().copied().filter(is_known).collect();
    if 2 * known.len() < deviations.len() {
        return None;
    }
    let usual = median(known);
    let square = |deviation: &f64| {
        if is_known(deviation) {
            (deviation / usual).clamp(1.0 / MOST, MOST).powi(2)
        } else {
            1.0
        }
    };
    Some(deviations.iter().map(square).collect())
}

/// The rows between steps that are longer than a gap.
fn parts(t: &[f64], gap: f64) -> Vec<Range<usize>> {
    let ends = (1..t.len()).filter(|&row| t[row] - t[row - 1] > gap);
    let mut start = 0;
    let mut parts = Vec::new();
    for end in ends.chain(std::iter::once(t.len())) {
        parts.push(start..end);
        start = end;
    }
    parts
}

/// The smallest difference of neighboring positions, where nearly all are multiples of it: positions are rounded to it.
fn resolution(x: &[f64], rounding: f64) -> Option<f64> {
    const FEWEST: usize = 5;
    // Of a difference over the smallest.
    const LARGEST: f64 = 1e6;
    let differences = x.windows(2).map(|pair| (pair[1] - pair[0]).abs());
    let differences: Vec<f64> = differences
        .filter(|difference| *difference > 16.0 * rounding)
        .collect();
    let smallest = differences.iter().copied().fold(f64::INFINITY, f64::min);
    if differences.len() < FEWEST {
        return None;
    }
    let is_multiple = |difference: &&f64| {
        let times = **difference / smallest;
        let allowed = 1e-3 + 4.0 * (1.0 + times) * rounding / smallest;
        times < LARGEST && allowed < 0.1 && (times - times.round()).abs() < allowed
    };
    let multiples = differences.iter().filter(is_multiple).count();
    (10 * multiples >= 9 * differences.len()).then_some(smallest)
}

#[cfg(test)]
mod tests {
    use super::super::super::simulation::Random;
    use super::*;

    #[test]
    fn rounded_positions_have_a_resolution() {
        let mut random = Random(4);
        let exact: Vec<f64> = (0..400).map(|_| 3.0 * random.normal()).collect();
        let rounded: Vec<f64> = exact.iter().map(|x| (x / 0.25).round() * 0.25).collect();
        assert_eq!(resolution(&exact, 1e-15), None);
        assert_eq!(resolution(&rounded, 1e-15), Some(0.25));
        assert_eq!(resolution(&rounded[..4], 1e-15), None);
        assert_eq!(resolution(&[2.0; 40], 1e-15), None);
    }

    #[test]
    fn a_long_series_is_sounded_out_in_blocks() {
        let t: Vec<f64> = (0..20_000).map(f64::from).collect();
        let samples = Samples::new(&t, &t, 2).unwrap();
        let positions = Positions::of(&samples, &Beside::default());
        let sample = positions.sample(5_000);
        assert_eq!(positions.parts.len(), 1);
        assert_eq!((sample.t.len(), sample.parts.len()), (5_000, 5));
        assert_eq!(sample.parts[4], 4_000..5_000);
        assert_eq!((sample.t[999], sample.t[4_999]), (999.0, 19_999.0));
    }

    #[test]
    fn a_gap_is_bridged_by_a_long_process() {
        let t: Vec<f64> = (0..40)
            .map(|row| f64::from(row) + if row < 15 { 0.0 } else { 20.0 })
            .collect();
        let mut positions = Positions::of(&Samples::new(&t, &t, 2).unwrap(), &Beside::default());
        assert_eq!(positions.parts, [0..15, 15..40]);
        positions.bridge(5.0);
        assert_eq!(positions.parts.len(), 2);
        positions.bridge(10.0);
        assert_eq!(positions.parts.len(), 1);
        assert_eq!(positions.steps(), 59.0);
    }
}
