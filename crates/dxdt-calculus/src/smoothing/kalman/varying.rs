//! Roughness of the motion, and noise, that change along the log: the logarithm of each is a random walk whose most
//! likely course is found by scoring (Fisher's, with the disturbances of the smoother), its price by Laplace's formula.

use super::candidate::Candidate;
use super::positions::Positions;
use super::smooth::{Smooth, Wanted};

/// What varies, and how fast: the variance of its logarithm's change over the length of the process.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Varying {
    Roughness(f64),
    Noise(f64),
}

// Positions tell two numbers about a step's noise less well than one: neighboring steps are told from the same positions.
const TOLD: f64 = 0.35;
const LEAST_TOLD: f64 = 1e-9;
const MOST: f64 = 30.0;

/// The candidate with what varies most likely, its freedom counted; it is neither settled nor rated.
pub(super) fn vary(
    candidate: &Candidate,
    positions: &Positions,
    varying: Varying,
    rounds: usize,
) -> Candidate {
    let rows = positions.t.len();
    let length = candidate.model.log_length.exp();
    let steps: Vec<f64> = positions
        .t
        .windows(2)
        .map(|pair| (pair[1] - pair[0]) / length)
        .collect();
    let (bonds, count): (Vec<f64>, usize) = match varying {
        Varying::Roughness(rate) => (
            steps
                .windows(2)
                .map(|pair| 1.0 / (rate * (0.5 * (pair[0] + pair[1])).max(LEAST_TOLD)))
                .collect(),
            rows - 1,
        ),
        Varying::Noise(rate) => (
            steps
                .iter()
                .map(|step| 1.0 / (rate * step.max(LEAST_TOLD)))
                .collect(),
            rows,
        ),
    };
    let mut walk = vec![0.0; count];
    let mut now = candidate.clone();
    let mut best: Option<(f64, Candidate)> = None;
    for round in 0..=rounds {
        put(&mut now, positions, varying, &walk);
        let fit = now.smooth(positions, Wanted::Steps);
        let noise = fit.likelihood.variance(positions.least_noise);
        let (slopes, told) = scores(&now, &fit, noise, varying);
        let mut right = slopes;
        let mut penalty = 0.0;
        for (k, bond) in bonds.iter().enumerate() {
            let pull = bond * (walk[k + 1] - walk[k]);
            penalty += pull * (walk[k + 1] - walk[k]);
            right[k] += pull;
            right[k + 1] -= pull;
        }
        let system = Tridiagonal::of(&told, &bonds);
        let (change, log_determinant) = system.solve(&right);
        let of_walk = log_determinant
            - bonds.iter().map(|bond| bond.ln()).sum::<f64>()
            - told.iter().sum::<f64>().ln();
        let deviance = fit.likelihood.deviance(positions.least_noise) + penalty + of_walk;
        if best.as_ref().is_none_or(|(known, _)| deviance < *known) {
            let mut found = now.clone();
            found.freedom = candidate.freedom + system.freedom(&told);
            best = Some((deviance, found));
        }
        if round == rounds {
            break;
        }
        let most = if matches!(varying, Varying::Roughness(_)) {
            2.0
        } else {
            1.0
        };
        for (value, change) in walk.iter_mut().zip(&change) {
            *value = (*value + change.clamp(-most, most)).clamp(-MOST, MOST);
        }
        if matches!(varying, Varying::Noise(_)) {
            // The usual noise is found by the likelihood.
            let mean = walk.iter().sum::<f64>() / count as f64;
            walk.iter_mut().for_each(|value| *value -= mean);
        }
    }
    best.map_or(now, |(_, best)| best)
}

fn put(candidate: &mut Candidate, positions: &Positions, varying: Varying, walk: &[f64]) {
    let values = walk.iter().map(|value| value.exp());
    match varying {
        Varying::Roughness(_) => candidate.roughness = Some(values.collect()),
        Varying::Noise(_) => {
            let told = |row: usize| positions.noise.as_ref().map_or(1.0, |noise| noise[row]);
            let times_told = |(row, value)| value * told(row);
            candidate.noise = Some(values.enumerate().map(times_told).collect());
        }
    }
}

/// The slope of the logarithm of the likelihood by that of each row's or step's variance, and how well that is told.
fn scores(
    candidate: &Candidate,
    fit: &Smooth,
    noise: f64,
    varying: Varying,
) -> (Vec<f64>, Vec<f64>) {
    match varying {
        Varying::Roughness(_) => {
            let pairs = fit.step_squares.iter().zip(&fit.step_shares);
            pairs
                .map(|(square, share)| (0.5 * (square / noise - share), TOLD * share + LEAST_TOLD))
                .unzip()
        }
        Varying::Noise(_) => {
            let rows = fit
                .left_out_errors
                .iter()
                .zip(&fit.left_out_variances)
                .enumerate();
            let of_row = |(row, (error, variance)): (usize, (&f64, &f64))| {
                if error.is_nan() || !candidate.used[row] {
                    return (0.0, LEAST_TOLD);
                }
                let own = candidate.noise.as_ref().map_or(1.0, |values| values[row]);
                let share = own / variance;
                (
                    0.5 * share * (error * error / (variance * noise) - 1.0),
                    0.5 * share * share + LEAST_TOLD,
                )
            };
            rows.map(of_row).unzip()
        }
    }
}

/// A diagonal and the bonds of a chain.
struct Tridiagonal<'a> {
    diagonal: Vec<f64>,
    bonds: &'a [f64],
}

impl<'a> Tridiagonal<'a> {
    fn of(told: &[f64], bonds: &'a [f64]) -> Self {
        let mut diagonal = told.to_vec();
        for (k, bond) in bonds.iter().enumerate() {
            diagonal[k] += bond;
            diagonal[k + 1] += bond;
        }
        Self { diagonal, bonds }
    }

    /// The pivots of an elimination from the front.
    fn pivots(&self) -> Vec<f64> {
        let mut pivots = self.diagonal.clone();
        for k in 1..pivots.len() {
            pivots[k] -= self.bonds[k - 1] * self.bonds[k - 1] / pivots[k - 1];
        }
        pivots
    }

    /// The solution, and the logarithm of the determinant.
    fn solve(&self, right: &[f64]) -> (Vec<f64>, f64) {
        let pivots = self.pivots();
        let mut x = right.to_vec();
        for k in 1..x.len() {
            x[k] += self.bonds[k - 1] / pivots[k - 1] * x[k - 1];
        }
        for k in (0..x.len()).rev() {
            if k + 1 < x.len() {
                x[k] += self.bonds[k] * x[k + 1];
            }
            x[k] /= pivots[k];
        }
        (x, pivots.iter().map(|pivot| pivot.ln()).sum())
    }

    /// The trace of the inverse times what is told: how many numbers the walk is made of.
    fn freedom(&self, told: &[f64]) -> f64 {
        let front = self.pivots();
        let mut behind = self.diagonal.clone();
        for k in (0..behind.len().saturating_sub(1)).rev() {
            behind[k] -= self.bonds[k] * self.bonds[k] / behind[k + 1];
        }
        (0..told.len())
            .map(|k| told[k] / (front[k] + behind[k] - self.diagonal[k]))
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::simulation::{Random, jittered};
    use super::super::super::{Beside, samples::Samples};
    use super::*;

    #[test]
    fn a_chain_is_solved() {
        let bonds = [2.0, 0.5];
        let told = [1.0, 0.2, 3.0];
        let system = Tridiagonal::of(&told, &bonds);
        let (x, log_determinant) = system.solve(&[1.0, -2.0, 0.5]);
        let rows = [[3.0, -2.0, 0.0], [-2.0, 2.7, -0.5], [0.0, -0.5, 3.5]];
        for (row, right) in rows.iter().zip([1.0, -2.0, 0.5]) {
            let left: f64 = row.iter().zip(&x).map(|(a, x)| a * x).sum();
            assert!((left - right).abs() < 1e-12);
        }
        assert!((log_determinant - (3.0 * (2.7 * 3.5 - 0.25) - 4.0 * 3.5_f64).ln()).abs() < 1e-12);
        let freedom = system.freedom(&told);
        assert!(freedom > 0.9 && freedom < 3.0);
        // Hardly tied together, each counts.
        assert!((Tridiagonal::of(&told, &[1e-9, 1e-9]).freedom(&told) - 3.0).abs() < 1e-6);
    }

    fn positions(of: impl Fn(f64) -> f64, noise: impl Fn(f64) -> f64) -> Positions {
        let mut random = Random(11);
        let t = jittered(&mut random, 400, 0.01);
        let x: Vec<f64> = t
            .iter()
            .map(|&t| of(t) + noise(t) * random.normal())
            .collect();
        Positions::of(&Samples::new(&t, &x, 12).unwrap(), &Beside::default())
    }

    fn halves(values: &[f64]) -> f64 {
        let mean = |values: &[f64]| {
            values.iter().map(|value| value.ln()).sum::<f64>() / values.len() as f64
        };
        let (first, second) = values.split_at(values.len() / 2);
        mean(second) - mean(first)
    }

    #[test]
    fn roughness_that_grows_is_found() {
        let motion = |t: f64| {
            if t < 2.0 {
                t.sin()
            } else {
                t.sin() + 0.2 * (9.0 * (t - 2.0)).sin()
            }
        };
        let positions = positions(motion, |_| 0.005);
        let mut candidate = Candidate::new(3, &positions);
        candidate.find_length(&positions, None);
        let found = vary(&candidate, &positions, Varying::Roughness(0.5), 8);
        assert!(halves(found.roughness.as_ref().unwrap()) > 2.0);
        assert!(found.freedom > 1.0 && found.freedom < 200.0);
    }

    #[test]
    fn noise_that_grows_is_found() {
        let positions = positions(f64::sin, |t| if t < 2.0 { 0.002 } else { 0.02 });
        let mut candidate = Candidate::new(4, &positions);
        candidate.find_length(&positions, None);
        let found = vary(&candidate, &positions, Varying::Noise(0.1), 8);
        // ln of a hundred times the variance is 4.6.
        let grows = halves(found.noise.as_ref().unwrap());
        assert!((3.5..5.5).contains(&grows), "{grows}");
    }
}
