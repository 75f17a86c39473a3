//! A curve with knots at every timestamp, with standard errors that know how well the knots' places are known.

use std::f64::consts::PI;

use super::super::samples::Samples;
use super::knots::least_squares;
use super::path::Chosen;
use super::pieces::{Knot, Pieces};
use super::rows::Rows;

// Places of knots are not distributed normally: rows change sides. The band around them is wider by this, by experiment.
const WIDER: f64 = 1.5;

/// A knot with how well its place is known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed<const D: usize> {
    pub at: f64,
    pub standard_error: f64,
    /// How much each derivative jumps.
    pub jump: [f64; D],
}

/// Derivatives at every row, in the units of the samples.
#[derive(Debug, Clone)]
pub(super) struct Curve {
    /// The position and the derivatives that the polynomials have.
    pub derivatives: Vec<Vec<f64>>,
    pub standard_errors: Vec<Vec<f64>>,
    /// The variance of each position over that of the noise.
    pub shares: Vec<f64>,
    pub noise: f64,
    pub knots: Vec<Placed<3>>,
}

impl Curve {
    pub fn of<const D: usize>(samples: &Samples, rows: &Rows, chosen: &Chosen) -> Self {
        let knots = &chosen.fitted.knots;
        let count = rows.t.len() as f64;
        let tied = Pieces::<D>::fit_twice(rows, knots);
        let free = Pieces::<D>::fit(rows, knots, true);
        let parameters = D as f64 + knots.iter().map(Knot::parameters).sum::<f64>();
        let squares = chosen.fitted.squares.max(least_squares(count));
        let noise = (squares / (count - parameters).max(1.0)).sqrt();
        let placed = placed(rows, knots, &tied, &free, noise);
        let mut curve = Self {
            derivatives: vec![Vec::with_capacity(samples.t.len()); D],
            standard_errors: vec![Vec::with_capacity(samples.t.len()); D],
            shares: Vec::with_capacity(samples.t.len()),
            noise,
            knots: Vec::with_capacity(knots.len()),
        };
        let mut at = 0;
        for &t in &samples.t {
            while knots.get(at).is_some_and(|knot| t >= knot.at) {
                at += 1;
            }
            let mut derivatives = tied.pieces[at].derivatives(t);
            let shares = free.pieces[at].variances(t);
            let mut variances = shares.map(|share| noise * noise * share);
            let beside = at.saturating_sub(1)..(at + 1).min(placed.len());
            for (knot, passed_here) in placed[beside].iter().zip([at > 0, false]) {
                let away = (t - knot.at) / knot.standard_error;
                let passed = normal_distribution(away);
                let perhaps = normal_distribution(away / WIDER);
                let here = f64::from(u8::from(passed_here));
                for i in 1..D {
                    derivatives[i] += knot.jump[i] * (passed - here);
                    variances[i] += knot.jump[i].powi(2) * perhaps * (1.0 - perhaps);
                }
            }
            for i in 0..D {
                curve.derivatives[i].push(derivatives[i]);
                curve.standard_errors[i].push(variances[i].sqrt());
            }
            curve.shares.push(shares[0]);
        }
        curve.knots.extend(placed.iter().map(|knot| Placed {
            at: knot.at,
            standard_error: knot.standard_error,
            jump: std::array::from_fn(|i| knot.jump.get(i).copied().unwrap_or(0.0)),
        }));
        curve
    }
}

/// The standard error of a knot's place is that of the derivative below the jump over the size of the jump.
fn placed<const D: usize>(
    rows: &Rows,
    knots: &[Knot],
    tied: &Pieces<D>,
    free: &Pieces<D>,
    noise: f64,
) -> Vec<Placed<D>> {
    // Of the way to the next knot: it is on this side of that one.
    const MOST: f64 = 0.33;
    let ends = rows.ends();
    (0..knots.len())
        .map(|k| {
            let knot = &knots[k];
            let below = knot.lowest - 1;
            let variance = free.jumps[k].covariance[below][below];
            let error = noise * variance.sqrt() / free.jumps[k].size[knot.lowest].abs();
            let left = k.checked_sub(1).map_or(ends.0, |before| knots[before].at);
            let right = knots.get(k + 1).map_or(ends.1, |next| next.at);
            let most = MOST * (right - knot.at).min(knot.at - left);
            Placed {
                at: knot.at,
                standard_error: error.min(most).max(f64::MIN_POSITIVE),
                jump: std::array::from_fn(|i| {
                    if (knot.lowest..=knot.highest).contains(&i) {
                        tied.jumps[k].size[i]
                    } else {
                        0.0
                    }
                }),
            }
        })
        .collect()
}

/// The share of a normal distribution below z: through the continued fraction of its tail, or its series near 0
/// (Abramowitz and Stegun, 1964, 26.2.11 and 26.2.14).
fn normal_distribution(z: f64) -> f64 {
    const SERIES: f64 = 3.0;
    const TERMS: u32 = 40;
    let size = z.abs();
    if size.is_nan() {
        return 0.5;
    }
    let density = (-0.5 * size * size).exp() / (2.0 * PI).sqrt();
    let above = if size < SERIES {
        let (mut term, mut sum) = (size, size);
        for k in 1..TERMS {
            term *= size * size / f64::from(2 * k + 1);
            sum += term;
        }
        0.5 - density * sum
    } else {
        let fraction = (1..TERMS)
            .rev()
            .fold(size, |rest, k| size + f64::from(k) / rest);
        density / fraction
    };
    if z > 0.0 { 1.0 - above } else { above }
}

#[cfg(test)]
mod tests {
    use super::normal_distribution;

    #[test]
    fn shares_are_those_of_the_normal_distribution() {
        let known = [
            (0.0, 0.5),
            (1.0, 0.841_344_746_068_543),
            (-1.96, 0.024_997_895_148_220_4),
            (2.5, 0.993_790_334_674_224),
            (3.0, 0.998_650_101_968_37),
            (-4.0, 3.167_124_183_311_99e-5),
        ];
        for (z, share) in known {
            assert!(
                (normal_distribution(z) - share).abs() < 1e-9,
                "{z}: {}",
                normal_distribution(z)
            );
        }
        assert_eq!(normal_distribution(f64::INFINITY), 1.0);
        assert_eq!(normal_distribution(f64::NEG_INFINITY), 0.0);
    }
}
