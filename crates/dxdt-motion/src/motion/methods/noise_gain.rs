//! What a rule makes of noise in the positions.

use crate::audit::AuditedLog;
use crate::motion::DeriveOptions;
use crate::motion::segment::complete_rows;
use dxdt_time::Ticks;

use super::rule::Rule;

// No rule takes a value from rows farther apart: the acceleration of accuracy 8, chained, reaches over 17 rows.
const REACH: usize = 17;
// Enough rows for a mean, few enough to cost nothing beside the smoothers.
const MOST_ROWS: usize = 10_000;

/// The noise gain of velocity and acceleration: the root mean square, over the rows that have them, of the standard
/// deviation that independent noise of standard deviation 1 in the positions gives them. In units of 1/s and 1/s². Over the
/// first 10 000 rows of a long log; `None` where no row has the derivative.
///
/// For one row it is the root of the sum of the squares of the weights with which positions go into the derivative. The
/// weights are found by deriving ones among zeros, so far apart that no row sees two of them.
pub(super) fn noise_gain(audited: &AuditedLog<'_>, rule: Rule) -> [Option<f64>; 2] {
    let mut sums = [(0.0, 0_u64); 2];
    let mut left = MOST_ROWS;
    let ticks = audited.log.clock.ticks;
    let positions: Vec<&[f64]> = audited.positions.iter().map(|axis| &axis[..]).collect();
    let segments = audited
        .entities
        .iter()
        .flat_map(|entity| entity.segments.iter().cloned());
    for segment in segments {
        let mut stamps: Vec<i64> = complete_rows(&positions, segment.clone())
            .listed(segment)
            .into_iter()
            .map(|row| audited.stamps[row])
            .collect();
        stamps.truncate(left);
        left -= stamps.len();
        for ((sum, count), squares) in sums.iter_mut().zip(squares(rule, &stamps, ticks)) {
            for square in squares.into_iter().filter(|square| square.is_finite()) {
                *sum += square;
                *count += 1;
            }
        }
        if left == 0 {
            break;
        }
    }
    sums.map(|(sum, count)| (count > 0).then(|| (sum / count as f64).sqrt()))
}

/// The noise gain of velocity and acceleration, as [`derive`](crate::motion::derive) takes them, at one of the rows with these
/// timestamps; NaN where the row does not have the derivative.
pub(in crate::motion) fn noise_gain_at(
    options: &DeriveOptions,
    (stamps, ticks): (&[i64], Ticks),
    row: usize,
) -> [f64; 2] {
    squares(Rule::Derive(*options), stamps, ticks).map(|sums| sums[row].sqrt())
}

/// The sum of the squares of the weights of each row, for velocity and acceleration.
fn squares(rule: Rule, stamps: &[i64], ticks: Ticks) -> [Vec<f64>; 2] {
    let rows = stamps.len();
    let zeros = || vec![0.0; rows];
    let mut sums = [zeros(), zeros()];
    let (mut velocity, mut acceleration) = (zeros(), zeros());
    for first in 0..rows.min(REACH) {
        let comb: Vec<f64> = (0..rows)
            .map(|row| f64::from(u8::from(row % REACH == first)))
            .collect();
        rule.derive((stamps, ticks), &comb, &mut velocity, &mut acceleration);
        for (sums, weights) in sums.iter_mut().zip([&velocity, &acceleration]) {
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += weight * weight;
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::Acceleration;
    use dxdt_calculus::{Accuracy, EdgeOrder, fornberg_weights};

    const H: f64 = 0.1;

    fn squares(rule: Rule, stamps: &[i64]) -> [Vec<f64>; 2] {
        super::squares(rule, stamps, Ticks::NANOSECONDS)
    }

    fn even(rows: usize) -> Vec<i64> {
        (0..rows as i64).map(|row| row * 100_000_000).collect()
    }

    /// The sums at a row in the middle, in units of 1/h² and 1/h⁴.
    fn in_the_middle(rule: Rule) -> [f64; 2] {
        let [velocity, acceleration] = squares(rule, &even(41));
        [velocity[20] * H.powi(2), acceleration[20] * H.powi(4)]
    }

    #[test]
    fn even_steps_have_the_known_gains() {
        let plain = DeriveOptions::default();
        let direct = DeriveOptions {
            acceleration: Acceleration::Direct,
            ..plain
        };
        for (rule, velocity, acceleration) in [
            (Rule::Derive(plain), 0.5, 0.375),
            (Rule::Derive(direct), 0.5, 6.0),
            (Rule::Backward, 2.0, 6.0),
            (Rule::Central, 0.5, 0.375),
            (Rule::EvenSteps, 0.5, 0.375),
        ] {
            let [v, a] = in_the_middle(rule);
            assert!((v - velocity).abs() < 1e-9, "{rule:?}: {v}");
            assert!((a - acceleration).abs() < 1e-9, "{rule:?}: {a}");
        }
    }

    #[test]
    fn no_rule_reaches_farther_than_the_ones_are_apart() {
        // A wider comb would find the same sums.
        let options = DeriveOptions {
            accuracy: Accuracy::Eighth,
            ..DeriveOptions::default()
        };
        let stamps: Vec<i64> = (0..60)
            .map(|i: i64| i * 100_000_000 + i * i % 7 * 10_000_000)
            .collect();
        let [velocity, acceleration] = squares(Rule::Derive(options), &stamps);
        let one_by_one = |row: usize| {
            let mut sums = [0.0; 2];
            for one in 0..stamps.len() {
                let mut x = vec![0.0; stamps.len()];
                x[one] = 1.0;
                let (mut v, mut a) = (x.clone(), x.clone());
                Rule::Derive(options).derive((&stamps, Ticks::NANOSECONDS), &x, &mut v, &mut a);
                sums[0] += v[row] * v[row];
                sums[1] += a[row] * a[row];
            }
            sums
        };
        for row in [0, 1, 5, 30, 58, 59] {
            let [v, a] = one_by_one(row);
            assert!((velocity[row] / v - 1.0).abs() < 1e-9, "{row}");
            assert!((acceleration[row] / a - 1.0).abs() < 1e-9, "{row}");
        }
        let t: Vec<f64> = stamps.iter().map(|&stamp| stamp as f64 / 1e9).collect();
        let weights = fornberg_weights(t[30], &t[26..35], 1).unwrap();
        let expected: f64 = weights.iter().map(|w| w * w).sum();
        assert!((velocity[30] / expected - 1.0).abs() < 1e-9);
    }

    #[test]
    fn the_ends_are_noisier_with_edge_order_2() {
        let at_end = |edge_order| {
            let options = DeriveOptions {
                edge_order,
                ..DeriveOptions::default()
            };
            squares(Rule::Derive(options), &even(20))[0][0] * H * H
        };
        assert!((at_end(EdgeOrder::First) - 2.0).abs() < 1e-9);
        assert!((at_end(EdgeOrder::Second) - (1.5 * 1.5 + 4.0 + 0.25)).abs() < 1e-9);
    }
}
