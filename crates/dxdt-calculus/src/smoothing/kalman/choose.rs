//! Which candidates there are for a series, from the plainest to those that assume more where the plain ones do not fit.

use std::ops::RangeInclusive;

use super::super::minimum::lowest;
use super::candidate::Candidate;
use super::interventions::intervene;
use super::jumps::spread_jumps;
use super::positions::{BLOCKS, Positions};
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

// Of long series, parameters are sought on so many rows first.
const ENOUGH_ROWS: usize = 5_000;
// A block in which they are sought has so many lengths of the process.
const LENGTHS_A_BLOCK: f64 = 25.0;
// A derivative needs so many rows.
const ROWS_A_STATE: usize = 2;
// What a candidate more must be worse by, for candidates that go further the same way not to be tried.
const HOPELESS: f64 = 30.0;
// A candidate whose score is worse than the best by more counts for nothing.
const COUNTS: f64 = 7.0;
// Near a length that is known, in its logarithm.
const FAR: f64 = 1.4;
pub(super) const NEAR: f64 = 0.7;

/// The candidates that were found for a series.
pub(super) struct Found {
    /// The series, its parts as they are bridged.
    pub positions: Positions,
    /// The best first, never empty.
    pub candidates: Vec<Candidate>,
    /// They were found on blocks: what is assumed of single rows is to be found on all.
    on_blocks: Option<OnBlocks>,
}

struct OnBlocks {
    robust: bool,
    /// What the log tells of the noise of the blocks' positions.
    noise: Option<Vec<f64>>,
}

impl Found {
    pub fn on_all_rows(positions: Positions, candidates: Vec<Candidate>) -> Self {
        Self {
            positions,
            candidates,
            on_blocks: None,
        }
    }

    /// A candidate with what it assumes of each row of the series, smoothed.
    pub fn smoothed(&self, known: &Candidate) -> (Candidate, Smooth) {
        const ROUNDS: usize = 5;
        let positions = &self.positions;
        let mut candidate = known.clone();
        if let Some(blocks) = &self.on_blocks {
            candidate = Candidate::new(known.model.states, positions);
            candidate.model = known.model;
            if blocks.robust && known.jumps.is_empty() {
                let fit = intervene(&mut candidate, positions, Wanted::ErrorsAndStates, false);
                if known.roughness.is_none() && known.noise == blocks.noise {
                    candidate.score = known.score;
                    return (candidate, fit);
                }
            } else if blocks.robust {
                intervene(&mut candidate, positions, Wanted::Steps, false);
            }
            if known.roughness.is_some() {
                candidate = vary(&candidate, positions, Varying::Roughness(0.5), ROUNDS);
            }
            if known.noise != blocks.noise {
                candidate = vary(&candidate, positions, Varying::Noise(0.1), ROUNDS);
            }
            candidate.score = known.score;
        }
        let mut fit = candidate.smooth(positions, Wanted::States);
        spread_jumps(&candidate, &mut fit, positions);
        (candidate, fit)
    }
}

/// Finds the candidates for a series.
pub(super) fn candidates(mut positions: Positions, allowed: &Allowed) -> Found {
    let mut enough = ENOUGH_ROWS;
    let mut search = loop {
        let mut search = Search {
            positions: positions.sample(enough),
            allowed,
            found: Vec::new(),
            bridged: 0.0,
        };
        search.plain();
        // What bends slowly bends in longer blocks only.
        let block = (enough / BLOCKS) as f64;
        let is_whole = search.positions.t.len() == positions.t.len();
        if is_whole || search.longest() < block / LENGTHS_A_BLOCK {
            break search;
        }
        enough *= 8;
    };
    if allowed.beyond {
        let plain = search.found.clone();
        search.impacts(&plain);
        search.correlated(&plain);
        search.varying(&plain);
    }
    if search.positions.t.len() == positions.t.len() {
        return Found::on_all_rows(search.positions, search.found);
    }
    positions.bridge(search.bridged);
    positions.noise_fits = search.positions.noise_fits;
    if search.positions.noise.is_none() {
        positions.noise = None;
    }
    if let (Some(mut velocity), Some(found)) =
        (positions.velocity.take(), &search.positions.velocity)
    {
        velocity.noise = found.noise;
        let mut without = Candidate::new(search.found[0].model.states, &positions);
        without.model = search.found[0].model;
        let fit = without.smooth(&positions, Wanted::States);
        let noise = fit.likelihood.variance(positions.least_noise);
        velocity.leave_out_wrong(&fit, noise);
        positions.velocity = Some(velocity);
    }
    let best = search.found[0].score;
    // What counts for nothing is not fitted to the whole, but for the best that has a derivative.
    let mut highest = 0;
    search.found.retain(|candidate| {
        let counts = candidate.score < best + COUNTS || candidate.model.states > highest.max(2);
        if counts {
            highest = highest.max(candidate.model.states.min(4));
        }
        counts
    });
    Found {
        positions,
        candidates: search.found,
        on_blocks: Some(OnBlocks {
            robust: allowed.robust,
            noise: search.positions.noise,
        }),
    }
}

pub(super) struct Search<'a> {
    pub positions: Positions,
    allowed: &'a Allowed,
    pub found: Vec<Candidate>,
    /// The length of a process that gaps are bridged by.
    bridged: f64,
}

impl Search<'_> {
    /// The longest length of the candidates that count.
    fn longest(&self) -> f64 {
        let best = self.found[0].score;
        let counting = self
            .found
            .iter()
            .filter(|known| known.score < best + COUNTS);
        let lengths = counting.map(|known| known.model.log_length.exp());
        lengths.fold(0.0, f64::max)
    }

    pub fn sort(&mut self) {
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
            intervene(&mut base, &self.positions, Wanted::Errors, true);
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
            candidate.find_length(positions, Some(NEAR));
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
            self.positions.noise_fits = false;
            if !self.positions.noise_is_sure {
                *base = without;
                self.positions.noise = None;
            }
        }
    }

    /// Finds how exact measured velocities are beside the positions: first from how far they are from a fit, then by the
    /// likelihood.
    fn weigh_velocity(&mut self, base: &mut Candidate) {
        const STEP: f64 = 1.0;
        const ROUNDS: usize = 5;
        const AROUND: f64 = 4.0;
        let Some(mut velocity) = self.positions.velocity.take() else {
            return;
        };
        let fit = base.smooth(&self.positions, Wanted::States);
        let noise = fit.likelihood.variance(self.positions.least_noise);
        velocity.estimate_noise(&fit, noise);
        velocity.leave_out_wrong(&fit, noise);
        let first = velocity.noise.ln();
        let positions = &mut self.positions;
        positions.velocity = Some(velocity);
        let mut with_noise = |log_noise: f64| {
            if let Some(velocity) = &mut positions.velocity {
                velocity.noise = log_noise.exp();
            }
            base.deviance(positions)
        };
        let between = [first - AROUND, first + 1.0];
        let (log_noise, _) = lowest(between, STEP, ROUNDS, &mut with_noise);
        with_noise(log_noise);
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
        intervene(&mut best, positions, Wanted::Errors, true);
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
