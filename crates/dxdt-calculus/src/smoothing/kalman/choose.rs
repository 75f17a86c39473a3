//! Which candidates there are for a series, from the plainest to those that assume more where the plain ones do not fit.

use std::ops::RangeInclusive;

use super::super::minimum::lowest;
use super::super::samples::median;
use super::candidate::Candidate;
use super::interventions::intervene;
use super::model::Model;
use super::positions::Positions;
use super::smooth::{Smooth, Wanted};
use super::varying::{Varying, vary};

/// What candidates may be.
#[derive(Debug, Clone)]
pub(super) struct Allowed {
    /// How many derivatives, the position among them.
    pub states: RangeInclusive<usize>,
    /// Rows that do not fit may be left out.
    pub robust: bool,
    /// Impacts, correlated noise, roughness and noise that vary.
    pub beyond: bool,
}

// A derivative needs so many rows.
const ROWS_A_STATE: usize = 2;
// Fewer rows say too little about what is beyond the plain.
const FEWEST_BEYOND: usize = 60;
// What a candidate more must be worse by, for candidates that go further the same way not to be tried.
const HOPELESS: f64 = 30.0;
// The correlation of a noise has a price, as twice a logarithm.
const PRICE_OF_CORRELATION: f64 = 6.0;
// Near a length that is known, in its logarithm.
const FAR: f64 = 1.4;
const NEAR: f64 = 0.7;

/// The candidates for a series, the best first and never empty, and its parts as they are bridged.
pub(super) fn candidates(
    mut positions: Positions,
    allowed: &Allowed,
) -> (Positions, Vec<Candidate>) {
    let mut search = Search {
        positions: positions.sample(),
        allowed,
        found: Vec::new(),
        bridged: 0.0,
    };
    search.plain();
    if allowed.beyond {
        let plain = search.found.clone();
        search.impacts(&plain);
        search.correlated(&plain);
        search.varying(&plain);
    }
    if search.positions.t.len() == positions.t.len() {
        return (search.positions, search.found);
    }
    positions.bridge(search.bridged);
    if search.positions.noise.is_none() {
        positions.noise = None;
    }
    if let (Some((_, noise)), Some((_, found))) =
        (&mut positions.velocity, &search.positions.velocity)
    {
        *noise = *found;
    }
    let best = search.found[0].score;
    // What counts for nothing is not fitted to the whole, but for the best that has a derivative.
    let mut highest = 0;
    search.found.retain(|candidate| {
        let counts = candidate.score < best + 7.0 || candidate.model.states > highest.max(2);
        if counts {
            highest = highest.max(candidate.model.states.min(4));
        }
        counts
    });
    let told = &search.positions.noise;
    let on_the_whole =
        |known: &Candidate| on_the_whole(known, known.noise != *told, &positions, allowed);
    let found = search.found.iter().map(on_the_whole).collect();
    (positions, found)
}

struct Search<'a> {
    positions: Positions,
    allowed: &'a Allowed,
    found: Vec<Candidate>,
    /// The length of a process that gaps are bridged by.
    bridged: f64,
}

impl Search<'_> {
    fn sort(&mut self) {
        self.found.sort_by(|a, b| a.score.total_cmp(&b.score));
    }

    /// Constant roughness, and noise of each position's own, with all numbers of states.
    fn plain(&mut self) {
        let count = self.positions.t.len();
        let (least, most) = (*self.allowed.states.start(), *self.allowed.states.end());
        let first = 3.clamp(least, most);
        let mut base = Candidate::new(first, &self.positions);
        let deviance = base.find_length(&self.positions, None);
        self.forget_accuracy(&mut base, deviance);
        let apart = self.positions.parts.len();
        self.bridged = base.model.log_length.exp();
        self.positions.bridge(self.bridged);
        if self.positions.parts.len() < apart {
            base.find_length(&self.positions, None);
        }
        if self.allowed.robust {
            intervene(&mut base, &self.positions, false, true);
        }
        self.weigh_velocity(&mut base);
        let positions = &self.positions;
        settle(&mut base, positions);
        let (used, log_length) = (base.used.clone(), base.model.log_length);
        let mut last = base.score;
        self.found.push(base);
        let others = (least..first).chain(first + 1..=most);
        for states in others.filter(|states| ROWS_A_STATE * states < count) {
            if states > first + 1
                && last
                    > self
                        .found
                        .iter()
                        .map(|known| known.score)
                        .fold(f64::INFINITY, f64::min)
                        + HOPELESS
            {
                break;
            }
            let mut candidate = Candidate::new(states, positions);
            candidate.used.clone_from(&used);
            candidate.model.log_length = log_length + longer(states) - longer(first);
            candidate.find_length(positions, Some(FAR));
            settle(&mut candidate, positions);
            if states > first {
                last = candidate.score;
            }
            self.found.push(candidate);
        }
        self.sort();
        if self.allowed.robust {
            self.left_out_by_the_best();
        }
        self.for_the_jerk(log_length - longer(first));
    }

    /// Accuracies that make positions less likely are no help.
    fn forget_accuracy(&mut self, base: &mut Candidate, deviance: f64) {
        if self.positions.noise.is_none() {
            return;
        }
        let mut without = base.clone();
        without.noise = None;
        if without.find_length(&self.positions, None) < deviance {
            *base = without;
            self.positions.noise = None;
        }
    }

    /// Finds how exact measured velocities are beside the positions: first from how far they are from a fit, then by the
    /// likelihood.
    fn weigh_velocity(&mut self, base: &mut Candidate) {
        const STEP: f64 = 1.0;
        const ROUNDS: usize = 5;
        const AROUND: f64 = 4.0;
        let Some((values, _)) = self.positions.velocity.take() else {
            return;
        };
        let fit = base.smooth(&self.positions, Wanted::States);
        let noise = fit.likelihood.variance(self.positions.least_noise);
        let apart = values.iter().zip(&fit.derivatives[1]);
        let apart: Vec<f64> = apart
            .map(|(measured, fitted)| (measured - fitted).powi(2) / noise)
            .filter(|square| square.is_finite())
            .collect();
        // The median of squares of a normal distribution is 0.455 of its variance.
        let first = (median(apart) / 0.455).max(1e-12).ln();
        let (log_noise, _) = lowest([first - AROUND, first + 1.0], STEP, ROUNDS, |log_noise| {
            self.positions.velocity = Some((values.clone(), log_noise.exp()));
            base.deviance(&self.positions)
        });
        self.positions.velocity = Some((values, log_noise.exp()));
        base.find_length(&self.positions, Some(FAR));
    }

    /// Where no candidate has a jerk, one that does not count.
    fn for_the_jerk(&mut self, log_length: f64) {
        const JERK: usize = 4;
        if self
            .found
            .iter()
            .all(|candidate| candidate.model.states < JERK)
        {
            let mut candidate = Candidate::new(JERK, &self.positions);
            candidate.used.clone_from(&self.found[0].used);
            candidate.model.log_length = log_length + longer(JERK);
            candidate.find_length(&self.positions, Some(FAR));
            candidate.settle(&self.positions);
            candidate.score = f64::INFINITY;
            self.found.push(candidate);
        }
    }

    /// What the best leaves out does not take part for the others either: all are rated on the same rows.
    fn left_out_by_the_best(&mut self) {
        let positions = &self.positions;
        let mut best = self.found[0].clone();
        intervene(&mut best, positions, false, true);
        if best.used == self.found[0].used {
            return;
        }
        for candidate in &mut self.found[1..] {
            candidate.used.clone_from(&best.used);
            candidate.find_length(positions, Some(NEAR));
            candidate.settle(positions);
        }
        best.settle(positions);
        self.found[0] = best;
        self.sort();
    }

    /// Jumps of the position and of the velocity.
    fn impacts(&mut self, plain: &[Candidate]) {
        for known in plain
            .iter()
            .filter(|known| [3, 4].contains(&known.model.states))
        {
            let mut candidate = Candidate::new(known.model.states, &self.positions);
            candidate.model = known.model;
            intervene(&mut candidate, &self.positions, true, true);
            if !candidate.jumps.is_empty() {
                candidate.settle(&self.positions);
                self.found.push(candidate);
            }
        }
        self.sort();
    }

    /// Noise that remembers itself.
    fn correlated(&mut self, plain: &[Candidate]) {
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
        let without = |known: &Candidate| known.deviance(positions);
        let with = |known: &Candidate, correlation: f64| {
            let mut candidate = known.clone();
            candidate.model.correlation = correlation;
            candidate.model.log_length += LONGER;
            let deviance = candidate.find_length(positions, Some(FAR));
            (deviance, candidate)
        };
        // Smoothers of few states take it for motion, those of many tell it from motion.
        let sounded = plain.iter().filter(|known| known.model.states > 3);
        let may_be = |known: &Candidate| {
            with(known, SOUNDED).0 < without(known) - 0.5 * PRICE_OF_CORRELATION
        };
        if !sounded.take(3).any(may_be) {
            return;
        }
        let [_, longest] = Model::lengths(2, positions.steps());
        for known in plain {
            let long = if positions.velocity.is_some() {
                &LONG[..]
            } else {
                &[]
            };
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
            if is_motion && deviance < without(known) - PRICE_OF_CORRELATION {
                candidate.ends = None;
                candidate.find_length(positions, Some(FAR));
                candidate.settle(positions);
                self.found.push(candidate);
            }
        }
        self.sort();
    }

    /// Roughness and noise that change along the log.
    fn varying(&mut self, plain: &[Candidate]) {
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

/// Settles a plain candidate; of few rows, at whichever length is best.
fn settle(candidate: &mut Candidate, positions: &Positions) {
    const FEW: usize = 150;
    if positions.t.len() <= FEW {
        candidate.settle_at_the_best_length(positions);
    } else {
        candidate.settle(positions);
    }
}

/// By how much the length of more states is longer, in its logarithm.
fn longer(states: usize) -> f64 {
    match states {
        ..=2 => -0.8,
        3 => 0.0,
        4 => 0.35,
        5 => 0.55,
        _ => 0.7,
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

/// A candidate that was found on blocks, on all rows.
fn on_the_whole(
    known: &Candidate,
    noise_varies: bool,
    positions: &Positions,
    allowed: &Allowed,
) -> Candidate {
    const ROUNDS: usize = 5;
    let mut candidate = Candidate::new(known.model.states, positions);
    candidate.model = known.model;
    if allowed.robust {
        intervene(&mut candidate, positions, !known.jumps.is_empty(), false);
    }
    if known.roughness.is_some() {
        candidate = vary(&candidate, positions, Varying::Roughness(0.5), ROUNDS);
    }
    if noise_varies {
        candidate = vary(&candidate, positions, Varying::Noise(0.1), ROUNDS);
    }
    candidate.score = known.score;
    candidate
}
