//! Candidates that assume more than constant roughness and a noise of each position's own.

use super::candidate::Candidate;
use super::choose::{NEAR, Search};
use super::interventions::intervene;
use super::model::Model;
use super::positions::Positions;
use super::series::Jump;
use super::smooth::{Smooth, Wanted};
use super::varying::{Varying, vary};

// Fewer rows say too little about what is beyond the plain.
const FEWEST_BEYOND: usize = 60;
// The correlation of a noise has a price, as twice a logarithm.
const PRICE_OF_CORRELATION: f64 = 6.0;

impl Search<'_> {
    /// Jumps of the position and of the velocity.
    pub fn impacts(&mut self, plain: &[Candidate]) {
        for known in plain
            .iter()
            .filter(|known| [3, 4].contains(&known.model.states))
        {
            let mut candidate = Candidate::new(known.model.states, &self.positions);
            candidate.model = known.model;
            intervene(&mut candidate, &self.positions, Wanted::Steps, true);
            if !candidate.jumps.is_empty() && self.may_have(&candidate.jumps) {
                candidate.settle(&self.positions);
                self.found.push(candidate);
            }
        }
        self.sort();
    }

    /// Of few rows, jumps in two steps one after the other are motion that is hardly sampled.
    fn may_have(&self, jumps: &[Jump]) -> bool {
        let are_apart = |pair: &[Jump]| pair[1].row > pair[0].row + 1;
        self.positions.t.len() >= FEWEST_BEYOND || jumps.windows(2).all(are_apart)
    }

    /// Noise that remembers itself.
    pub fn correlated(&mut self, plain: &[Candidate]) {
        const CORRELATIONS: [f64; 6] = [0.4, 0.6, 0.75, 0.85, 0.92, 0.96];
        // Only measured velocities tell motion from noise that remembers itself for long.
        const LONG: [f64; 4] = [0.98, 0.99, 0.995, 0.998];
        const SOUNDED: f64 = 0.6;
        // Noise of which so much more variance is found was motion.
        const MOST_MORE: f64 = 25.0;
        const LONGER: f64 = 0.6;
        let positions = &self.positions;
        if positions.t.len() < FEWEST_BEYOND {
            return;
        }
        let with = |known: &Candidate, correlation: f64| {
            let mut candidate = known.clone();
            candidate.model.correlation = correlation;
            candidate.model.log_length += LONGER;
            let deviance = candidate.find_length(positions, Some(NEAR));
            (deviance, candidate)
        };
        // Smoothers of few states take it for motion, those of many tell it from motion.
        let sounded = plain.iter().max_by_key(|known| known.model.states);
        let may_be = |known: &Candidate| {
            with(known, SOUNDED).0 < known.deviance(positions) - 0.5 * PRICE_OF_CORRELATION
        };
        if !sounded.is_some_and(may_be) {
            return;
        }
        let [_, longest] = Model::lengths(2, positions.steps());
        let long = match positions.velocity {
            Some(_) => &LONG[..],
            None => &[],
        };
        for known in plain {
            let all = CORRELATIONS.iter().chain(long);
            let all = all.map(|&correlation| with(known, correlation));
            let best = all.min_by(|a, b| a.0.total_cmp(&b.0));
            let Some((deviance, mut candidate)) = best else {
                continue;
            };
            // All motion could be noise that remembers itself for long.
            let is_motion = candidate.model.log_length < longest - 1.0
                && candidate.noise_variance(positions)
                    < MOST_MORE * known.noise_variance(positions);
            if is_motion && deviance < known.deviance(positions) - PRICE_OF_CORRELATION {
                candidate.ends = None;
                candidate.find_length(positions, Some(NEAR));
                candidate.settle(positions);
                self.found.push(candidate);
            }
        }
        self.sort();
    }

    /// Roughness and noise that change along the log.
    pub fn varying(&mut self, plain: &[Candidate]) {
        // The mean square of standardised sums is 1 where nothing varies.
        const VARIES: f64 = 1.6;
        let Some(plainest) = plain.iter().find(|known| known.model.states > 2) else {
            return;
        };
        let fit = plainest.smooth(&self.positions, Wanted::Steps);
        if unevenness(&fit, &self.positions) >= VARIES {
            self.found.extend(self.with_varying_roughness());
            self.sort();
            self.found.extend(self.with_varying_noise());
            self.sort();
        }
    }

    fn with_varying_roughness(&self) -> Vec<Candidate> {
        // Where roughness varies, a constant one may take fast motion for noise: from hardly any smoothing, too.
        const HARDLY_ANY: f64 = -0.3;
        let bases: Vec<&Candidate> = self
            .found
            .iter()
            .filter(|known| known.model.states > 2)
            .take(2)
            .collect();
        let from_hardly_any = [3, 4].map(|states| {
            let mut candidate = Candidate::new(states, &self.positions);
            candidate.used.clone_from(&bases[0].used);
            candidate.model.log_length = HARDLY_ANY;
            let mut candidate = vary(&candidate, &self.positions, Varying::Roughness(1.0), 12);
            candidate.settle(&self.positions);
            candidate
        });
        let from_bases = bases.iter().flat_map(|base| {
            let with = |rate: f64| vary(base, &self.positions, Varying::Roughness(rate), 8);
            let all = [0.1, 0.5, 2.0].map(with).into_iter();
            all.filter_map(|candidate| self.if_better(candidate, base))
        });
        from_hardly_any.into_iter().chain(from_bases).collect()
    }

    fn with_varying_noise(&self) -> Vec<Candidate> {
        let is_rough = |known: &&Candidate| known.roughness.is_some();
        let constant = self.found.iter().filter(|known| !is_rough(known)).take(2);
        let bases = constant.chain(self.found.iter().filter(is_rough).take(1));
        let of_base = |base| {
            let with = |rate: f64| {
                let mut candidate = vary(base, &self.positions, Varying::Noise(rate), 6);
                if candidate.roughness.is_none() {
                    candidate.find_length(&self.positions, Some(NEAR));
                }
                candidate
            };
            let all = [0.01, 0.1].map(with).into_iter();
            all.filter_map(|candidate| self.if_better(candidate, base))
        };
        bases.flat_map(of_base).collect()
    }

    fn if_better(&self, mut candidate: Candidate, than: &Candidate) -> Option<Candidate> {
        let errors = candidate.smooth(&self.positions, Wanted::Errors);
        candidate.rate(&errors, &self.positions);
        (candidate.score < than.score).then_some(candidate)
    }
}

/// How unevenly the errors of positions and the noise of steps are spread along a series: the mean square of their sums over
/// neighboring rows, in standard deviations. 1 where they are even.
fn unevenness(fit: &Smooth, positions: &Positions) -> f64 {
    const TOLD: f64 = 4.0;
    const ROWS: f64 = 12.0;
    const FEWEST: f64 = 3.0;
    let noise = fit.likelihood.variance(positions.least_noise);
    let steps = fit.step_squares.iter().zip(&fit.step_shares);
    let steps = steps.map(|(square, share)| (square / noise - share, 0.7 * share, *share));
    let rows = fit.left_out_errors.iter().zip(&fit.left_out_variances);
    let rows = rows.filter(|(error, _)| !error.is_nan());
    let rows = rows.map(|(error, variance)| (error * error / (variance * noise) - 1.0, 1.0, 1.0));
    let mean = |values: &mut dyn Iterator<Item = (f64, f64, f64)>, enough: f64| {
        let (mut squares, mut count) = (0.0, 0.0);
        let (mut sum, mut variance, mut weight) = (0.0, 0.0, 0.0);
        for (value, half, told) in values {
            sum += value;
            variance += 2.0 * half;
            weight += told;
            if weight >= enough {
                squares += sum * sum / variance;
                count += 1.0;
                (sum, variance, weight) = (0.0, 0.0, 0.0);
            }
        }
        if count >= FEWEST {
            squares / count
        } else {
            0.0
        }
    };
    mean(&mut steps.into_iter(), TOLD).max(mean(&mut rows.into_iter(), ROWS))
}
