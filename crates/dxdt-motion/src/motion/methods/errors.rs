//! How far a derivative is from its reference.

use std::ops::Range;

use crate::audit::AuditedLog;
use crate::motion::measured::lag;
use crate::motion::segment::complete_rows;
use crate::motion::square_mean::root_mean_square;
use dxdt_calculus::{EdgeOrder, Spacing, gradient};

use super::truth::{Reference, TruthKind};

/// So many rows at either end of a segment count as its edge: chained derivatives are one-sided on both.
pub(super) const EDGE_ROWS: usize = 2;

/// The rows of a log that differences are summed over.
pub(super) struct Rows {
    /// The rows with a position of each segment.
    segments: Vec<Vec<usize>>,
    /// Seconds since the entity's first timestamp.
    t: Vec<f64>,
    /// The segments as ranges of rows.
    ranges: Vec<Range<usize>>,
    /// The median step of the entity with the most rows, in seconds.
    pub step: Option<f64>,
    /// A lag below a nanosecond, or where ticks are finer a thousandth of a step, is rounding: so many there are in a second.
    lags_a_second: f64,
}

impl Rows {
    pub fn of(audited: &AuditedLog<'_>, t: &[f64]) -> Self {
        let positions: Vec<&[f64]> = audited.positions.iter().map(|axis| &axis[..]).collect();
        let ranges: Vec<Range<usize>> = audited
            .entities
            .iter()
            .flat_map(|entity| entity.segments.iter().cloned())
            .collect();
        // The first of equals.
        let longest = audited.entities.iter().rev();
        let ticks = audited.log.clock.ticks;
        let step = longest
            .max_by_key(|entity| entity.rows.len())
            .and_then(|entity| entity.median_step)
            .map(|step| ticks.seconds(step));
        let digits = step.map_or(9.0, |step| 3.0 - step.log10().floor());
        let digits = digits.clamp(9.0, f64::from(ticks.digits()));
        Self {
            lags_a_second: 10_f64.powi(digits as i32),
            step,
            segments: ranges
                .iter()
                .map(|range| complete_rows(&positions, range.clone()).listed(range.clone()))
                .collect(),
            t: t.to_vec(),
            ranges,
        }
    }

    /// The rows with a position of each segment.
    pub fn segments(&self) -> &[Vec<usize>] {
        &self.segments
    }

    /// The first and last two rows of each segment.
    pub fn edges(&self) -> impl Iterator<Item = usize> {
        self.segments.iter().flat_map(|rows| {
            let start = rows.len().min(EDGE_ROWS);
            let end = rows.len().saturating_sub(EDGE_ROWS).max(start);
            rows[..start].iter().chain(&rows[end..]).copied()
        })
    }

    /// All others.
    pub fn interior(&self) -> impl Iterator<Item = usize> {
        self.segments.iter().flat_map(|rows| {
            let start = rows.len().min(EDGE_ROWS);
            let end = rows.len().saturating_sub(EDGE_ROWS).max(start);
            rows[start..end].iter().copied()
        })
    }
}

/// How far a derivative is from its reference, in the unit of the derivative.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Errors {
    pub rms: f64,
    pub bias: f64,
    pub largest: f64,
    pub edge: Option<f64>,
    pub interior: Option<f64>,
    pub lag: Option<f64>,
}

impl Errors {
    /// `None` where no row has both.
    pub fn of(rows: &Rows, derived: &[f64], reference: &Reference) -> Option<Self> {
        let error = |row: usize| derived[row] - reference.values[row];
        let known = || {
            let all = 0..derived.len();
            all.map(error).filter(|error| error.is_finite())
        };
        let count = known().count() as f64;
        Some(Self {
            rms: root_mean_square(known())?,
            bias: known().sum::<f64>() / count,
            largest: known().map(f64::abs).fold(0.0, f64::max),
            edge: root_mean_square(rows.edges().map(error)),
            interior: root_mean_square(rows.interior().map(error)),
            lag: lag_of(rows, derived, reference),
        })
    }
}

/// The seconds by which a derivative comes later than its reference; below zero where it is early.
fn lag_of(rows: &Rows, derived: &[f64], reference: &Reference) -> Option<f64> {
    match reference.kind {
        TruthKind::Exact => {
            let slope = match &reference.slope {
                Some(slope) => slope.clone(),
                None => slope(rows, &reference.values),
            };
            shift(rows, derived, &reference.values, &slope)
        }
        // Its own noise would make a fitted shift too small; and it may be late by many steps.
        TruthKind::Measured => {
            let found = lag::best(
                &rows.t,
                derived,
                &reference.values,
                &rows.ranges,
                rows.step?,
            )?;
            Some(-found.seconds)
        }
    }
}

/// The shift that explains the errors best: a value that is late by τ is off by −τ·slope, so that τ is the least-squares
/// fit of the errors to the slopes, through zero. Over interior rows; `None` where it is not known to half a step.
fn shift(rows: &Rows, derived: &[f64], truth: &[f64], slope: &[f64]) -> Option<f64> {
    let pairs: Vec<(f64, f64)> = rows
        .interior()
        .map(|row| (derived[row] - truth[row], slope[row]))
        .filter(|(error, slope)| error.is_finite() && slope.is_finite())
        .collect();
    let squares: f64 = pairs.iter().map(|(_, slope)| slope * slope).sum();
    if pairs.len() < 3 || squares == 0.0 {
        return None;
    }
    let lag = -pairs
        .iter()
        .map(|(error, slope)| error * slope)
        .sum::<f64>()
        / squares;
    let left: f64 = pairs
        .iter()
        .map(|(error, slope)| (error + lag * slope).powi(2))
        .sum();
    let standard_error = (left / (pairs.len() - 1) as f64 / squares).sqrt();
    let a_second = rows.lags_a_second;
    (standard_error < 0.5 * rows.step?).then_some((lag * a_second).round() / a_second)
}

/// The gradient of a reference, segment by segment.
fn slope(rows: &Rows, values: &[f64]) -> Vec<f64> {
    let mut slope = vec![f64::NAN; values.len()];
    for segment in rows.segments() {
        let known: Vec<usize> = segment
            .iter()
            .copied()
            .filter(|&row| values[row].is_finite())
            .collect();
        let pick = |column: &[f64]| known.iter().map(|&row| column[row]).collect::<Vec<f64>>();
        let (t, f) = (pick(&rows.t), pick(values));
        if let Ok(found) = gradient(&f, Spacing::Coordinates(&t), EdgeOrder::Second) {
            for (&row, value) in known.iter().zip(found) {
                slope[row] = value;
            }
        }
    }
    slope
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(t: &[f64]) -> Rows {
        let mut steps: Vec<f64> = t.windows(2).map(|pair| pair[1] - pair[0]).collect();
        steps.sort_by(f64::total_cmp);
        Rows {
            lags_a_second: 1e9,
            segments: vec![(0..t.len()).collect()],
            t: t.to_vec(),
            ranges: std::iter::once(0..t.len()).collect(),
            step: steps.get(steps.len() / 2).copied(),
        }
    }

    fn exact(values: Vec<f64>, slope: Option<Vec<f64>>) -> Reference {
        Reference {
            kind: TruthKind::Exact,
            column: String::new(),
            values,
            slope,
        }
    }

    proptest! {
        #[test]
        fn forward_differences_of_a_parabola_are_half_a_step_early(
            acceleration in prop_oneof![-50.0..-0.1, 0.1..50.0],
            start in -10.0..10.0_f64,
            step in 0.1..10.0_f64,
            count in 8..50_usize,
        ) {
            let t: Vec<f64> = (0..count).map(|i| step * i as f64).collect();
            let x: Vec<f64> = t.iter().map(|t| t * (start + 0.5 * acceleration * t)).collect();
            let truth: Vec<f64> = t.iter().map(|t| start + acceleration * t).collect();
            let mut forward: Vec<f64> = x.windows(2).map(|x| (x[1] - x[0]) / step).collect();
            forward.push(f64::NAN);
            for slope in [None, Some(vec![acceleration; count])] {
                let errors = Errors::of(&rows(&t), &forward, &exact(truth.clone(), slope)).unwrap();
                let bias = 0.5 * step * acceleration;
                prop_assert!((errors.bias / bias - 1.0).abs() < 1e-6, "{errors:?}");
                let lag = errors.lag.unwrap();
                prop_assert!((lag / step + 0.5).abs() < 1e-6, "{errors:?}");
                prop_assert!((errors.rms / bias.abs() - 1.0).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn edges_and_interior_are_apart() {
        let t: Vec<f64> = (0..8).map(f64::from).collect();
        let rows = rows(&t);
        assert_eq!(rows.edges().collect::<Vec<_>>(), [0, 1, 6, 7]);
        assert_eq!(rows.interior().collect::<Vec<_>>(), [2, 3, 4, 5]);
        let short = super::tests::rows(&t[..3]);
        assert_eq!(short.edges().collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(short.interior().count(), 0);
        let derived = [4.0, f64::NAN, 1.0, 1.0, 1.0, 1.0, 3.0, 0.0];
        let errors = Errors::of(&rows, &derived, &exact(vec![0.0; 8], None)).unwrap();
        assert_eq!(errors.interior, Some(1.0));
        assert_eq!(errors.edge, Some((25.0f64 / 3.0).sqrt()));
        assert_eq!(errors.largest, 4.0);
        // What stands still has no lag.
        assert_eq!(errors.lag, None);
    }

    #[test]
    fn noise_hides_a_lag() {
        let t: Vec<f64> = (0..40).map(f64::from).collect();
        let truth: Vec<f64> = t.iter().map(|t| (0.3 * t).sin()).collect();
        let noisy: Vec<f64> = truth
            .iter()
            .zip(0..)
            .map(|(v, i): (&f64, u64)| v + 40.0 * ((i * i * 7919 % 101) as f64 / 101.0 - 0.5))
            .collect();
        let errors = Errors::of(&rows(&t), &noisy, &exact(truth, None)).unwrap();
        assert_eq!(errors.lag, None);
    }
}
