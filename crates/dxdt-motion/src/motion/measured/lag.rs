//! The time by which one column comes later than another.

use std::ops::Range;

/// A lag and what is left of the difference then.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lag {
    /// Seconds by which the measured values come later.
    pub seconds: f64,
    /// Root mean square of the difference, its mean taken out.
    pub rms: f64,
}

// Lags that are tried: ten steps to both sides, in quarters of a step.
const REACH: i32 = 40;
const PARTS: f64 = 4.0;
// Enough rows for a lag, few enough to cost nothing beside the reading.
const MOST_ROWS: usize = 200_000;
const FEWEST_ROWS: usize = 20;

/// The lag, within ten steps, at which the spread of derived minus measured is smallest, refined by the parabola
/// through the three best; `None` where too few rows can be moved so far or the best is the farthest tried.
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
    let spread = |seconds: f64| -> f64 {
        let (mut count, mut mean, mut squares) = (0.0, 0.0, 0.0);
        for segment in &samples {
            segment.differences(seconds, |difference| {
                count += 1.0;
                let from_mean = difference - mean;
                mean += from_mean / count;
                squares += from_mean * (difference - mean);
            });
        }
        squares / count
    };
    let spreads: Vec<f64> = (-REACH..=REACH)
        .map(|k| spread(f64::from(k) * quarter))
        .collect();
    let at = spreads
        .iter()
        .enumerate()
        .min_by(|a, b| a.1.total_cmp(b.1))
        .map(|(at, _)| at)
        .filter(|&at| at > 0 && at + 1 < spreads.len())?;
    let (before, here, after) = (spreads[at - 1], spreads[at], spreads[at + 1]);
    let curvature = before - 2.0 * here + after;
    let shift = if curvature > 0.0 {
        0.5 * (before - after) / curvature
    } else {
        0.0
    };
    let seconds = (at as f64 - f64::from(REACH) + shift) * quarter;
    Some(Lag {
        seconds,
        rms: spread(seconds).min(here).sqrt(),
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

    /// Derived at each inner row minus measured `lag` seconds later, between rows on the straight line.
    fn differences(&self, lag: f64, mut visit: impl FnMut(f64)) {
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
            visit(self.derived[row] - measured);
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
    fn what_cannot_be_known_is_not_given() {
        assert_eq!(found(0.0, 30), None);
        assert_eq!(found(15.0, 500), None);
    }
}
