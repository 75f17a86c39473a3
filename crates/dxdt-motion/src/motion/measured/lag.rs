//! The time by which one column comes later than another.

use std::ops::Range;

use super::statistics::Moments;

/// A lag and what is left of the difference then.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lag {
    /// Seconds by which the measured values come later.
    pub seconds: f64,
    /// Root mean square of the difference there, its mean taken out.
    pub rms: f64,
}

// Lags that are tried: ten steps to both sides, in quarters of a step.
const REACH: i32 = 40;
const PARTS: f64 = 4.0;
// Enough rows for a lag, few enough to cost nothing beside the reading.
const MOST_ROWS: usize = 200_000;
const FEWEST_ROWS: usize = 20;
// A lag is told where it leaves less than so much of what is left without one, and is more than so much of a step.
const TOLD: f64 = 0.8;
const LEAST: f64 = 0.1;

/// The lag, within ten steps, at which most of the variance of the derived values is that of the measured ones, whatever
/// their unit, refined by the parabola through the three best; `None` where too few rows can be moved so far, the best is the
/// farthest tried, or no lag explains it about as well. It is 0 where none is needed within a step.
pub fn best(
    t: &[f64],
    derived: &[f64],
    measured: &[f64],
    segments: &[Range<usize>],
    step: f64,
) -> Option<Lag> {
    let quarter = step / PARTS;
    let farthest = f64::from(REACH) * quarter;
    let mut samples: Vec<Segment> = Vec::new();
    let mut rows = 0;
    for segment in segments {
        let segment = Segment::of(t, derived, measured, segment.clone(), farthest);
        rows += segment.inner.len();
        samples.push(segment);
        if rows > MOST_ROWS {
            break;
        }
    }
    if rows < FEWEST_ROWS {
        return None;
    }
    let moments = |seconds: f64| {
        let mut moments = Moments::default();
        for segment in &samples {
            segment.pairs(seconds, |derived, measured| moments.add(derived, measured));
        }
        moments
    };
    let left: Vec<f64> = (-REACH..=REACH)
        .map(|k| moments(f64::from(k) * quarter).unexplained())
        .collect();
    let at = left
        .iter()
        .enumerate()
        .min_by(|a, b| a.1.total_cmp(b.1))
        .map(|(at, _)| at)
        .filter(|&at| at > 0 && at + 1 < left.len())?;
    let (before, here, after) = (left[at - 1], left[at], left[at + 1]);
    let curvature = before - 2.0 * here + after;
    let shift = if curvature > 0.0 {
        0.5 * (before - after) / curvature
    } else {
        0.0
    };
    let seconds = (at as f64 - f64::from(REACH) + shift) * quarter;
    // Between rows, noise is averaged: what is left is held against what is left as far the other way.
    let none = REACH as usize;
    let half = PARTS as usize / 2;
    let other_way = if at > none {
        none - half..=none
    } else {
        none..=none + half
    };
    let without = left[other_way]
        .iter()
        .copied()
        .fold(f64::INFINITY, f64::min);
    let is_told = here < TOLD * without;
    let seconds = match seconds.abs() / step {
        steps if is_told && steps > LEAST => seconds,
        steps if steps < 1.0 => 0.0,
        _ => return None,
    };
    Some(Lag {
        seconds,
        rms: moments(seconds).difference(),
    })
}

/// The rows of one segment that have both values.
struct Segment {
    t: Vec<f64>,
    derived: Vec<f64>,
    measured: Vec<f64>,
    /// Those that can be moved by the farthest lag.
    inner: Range<usize>,
}

impl Segment {
    fn of(t: &[f64], derived: &[f64], measured: &[f64], rows: Range<usize>, farthest: f64) -> Self {
        let rows: Vec<usize> = rows
            .filter(|&row| derived[row].is_finite() && measured[row].is_finite())
            .collect();
        let pick = |column: &[f64]| rows.iter().map(|&row| column[row]).collect::<Vec<f64>>();
        let t = pick(t);
        let (first, last) = (
            t.first().copied().unwrap_or(0.0),
            t.last().copied().unwrap_or(0.0),
        );
        let start = t.partition_point(|&t| t < first + farthest);
        let end = t.partition_point(|&t| t <= last - farthest);
        Self {
            derived: pick(derived),
            measured: pick(measured),
            inner: start..end.max(start),
            t,
        }
    }

    /// Derived at each inner row and measured `lag` seconds later, between rows on the straight line.
    fn pairs(&self, lag: f64, mut visit: impl FnMut(f64, f64)) {
        let mut right = 1;
        for row in self.inner.clone() {
            let wanted = self.t[row] + lag;
            while right + 1 < self.t.len() && self.t[right] < wanted {
                right += 1;
            }
            let left = right - 1;
            let share = ((wanted - self.t[left]) / (self.t[right] - self.t[left])).clamp(0.0, 1.0);
            let measured =
                self.measured[left] + share * (self.measured[right] - self.measured[left]);
            visit(self.derived[row], measured);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(lag: f64, rows: usize) -> Option<Lag> {
        // Uneven steps, a speed that is no line.
        let t: Vec<f64> = (0..rows)
            .map(|i| i as f64 + 0.3 * (i as f64).sin())
            .collect();
        let speed = |t: f64| (0.11 * t).sin() + 0.5 * (0.31 * t).cos();
        let derived: Vec<f64> = t.iter().map(|&t| speed(t)).collect();
        let measured: Vec<f64> = t.iter().map(|&t| 2.0 + speed(t - lag)).collect();
        best(
            &t,
            &derived,
            &measured,
            std::slice::from_ref(&(0..rows)),
            1.0,
        )
    }

    #[test]
    fn a_known_lag_is_found() {
        for lag in [-3.2, 0.0, 1.6, 7.0] {
            let found = found(lag, 500).unwrap();
            assert!((found.seconds - lag).abs() < 0.05, "{lag}: {found:?}");
            assert!(found.rms < 0.03);
        }
    }

    #[test]
    fn noise_is_no_lag() {
        for seed in 0..8 {
            let mut state = 77 + seed;
            let mut noise = || {
                state = (state * 1_103_515_245_u64 + 12_345) % (1 << 31);
                state as f64 / f64::from(1 << 30) - 1.0
            };
            let t: Vec<f64> = (0..400).map(f64::from).collect();
            let derived: Vec<f64> = t.iter().map(|t| (0.05 * t).sin()).collect();
            let measured: Vec<f64> = derived.iter().map(|speed| speed + 0.2 * noise()).collect();
            let rows = 0..400;
            let found = best(&t, &derived, &measured, std::slice::from_ref(&rows), 1.0);
            assert!(found.is_none_or(|lag| lag.seconds == 0.0), "{found:?}");
        }
    }

    #[test]
    fn another_scale_is_no_lag() {
        let t: Vec<f64> = (0..300).map(f64::from).collect();
        // A speed that grows: at half the scale, later values are nearer.
        let derived: Vec<f64> = t.iter().map(|t| t + (0.3 * t).sin()).collect();
        let measured: Vec<f64> = derived.iter().map(|speed| 0.5 * speed).collect();
        let found = best(
            &t,
            &derived,
            &measured,
            std::slice::from_ref(&(0..300)),
            1.0,
        )
        .unwrap();
        assert!(found.seconds.abs() < 0.01, "{found:?}");
    }

    #[test]
    fn what_cannot_be_known_is_not_given() {
        assert_eq!(found(0.0, 30), None);
        assert_eq!(found(15.0, 500), None);
    }
}
