//! A model with what is assumed of single rows and steps, and how well it foretells positions from the others.

use std::ops::Range;

use super::super::minimum::lowest;
use super::ends::Ends;
use super::likelihood::Likelihood;
use super::model::Model;
use super::positions::Positions;
use super::series::{Jump, MeasuredVelocity, Series};
use super::smooth::{Smooth, Wanted};

/// A model, and what is assumed of rows and steps.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub model: Model,
    /// Rows that take part.
    pub used: Vec<bool>,
    pub jumps: Vec<Jump>,
    /// The variance of each row's noise over the usual.
    pub noise: Option<Vec<f64>>,
    /// The intensity at each step over the usual.
    pub roughness: Option<Vec<f64>>,
    pub ends: Option<Ends>,
    /// How many numbers, in effect, what varies is made of.
    pub freedom: f64,
    /// Twice the negative logarithm of the density at which the others foretell each position, and a price for everything
    /// that was assumed of single rows: the smaller, the better.
    pub score: f64,
}

/// A row that is left out: what a position anywhere within the spread of all is less likely than one that fits, and the
/// rarity of such rows.
const LEFT_OUT: f64 = 6.0;

impl Candidate {
    pub fn new(states: usize, positions: &Positions) -> Self {
        Self {
            model: Model {
                states,
                log_length: 0.0,
                correlation: 0.0,
            },
            used: positions.x.iter().map(|x| x.is_finite()).collect(),
            jumps: Vec::new(),
            noise: positions.noise.clone(),
            roughness: None,
            ends: None,
            freedom: 0.0,
            score: f64::INFINITY,
        }
    }

    fn series<'a>(&'a self, positions: &'a Positions) -> Series<'a> {
        Series {
            t: &positions.t,
            x: &positions.x,
            used: &self.used,
            noise: self.noise.as_deref(),
            roughness: self.roughness.as_deref(),
            jumps: &self.jumps,
            first: 0,
            ends: self.ends.as_ref(),
            velocity: positions.velocity.as_ref().map(|known| MeasuredVelocity {
                values: &known.values,
                noise: known.noise,
            }),
        }
    }

    fn likelihood_of(&self, model: Model, positions: &Positions) -> Likelihood {
        let series = self.series(positions);
        let parts = positions
            .parts
            .iter()
            .map(|rows| model.likelihood(&series.part(rows.clone())));
        parts.fold(Likelihood::default(), |sum, part| sum.with(&part))
    }

    /// The variance of the noise.
    pub fn noise_variance(&self, positions: &Positions) -> f64 {
        let likelihood = self.likelihood_of(self.model, positions);
        likelihood.variance(positions.least_noise)
    }

    pub fn deviance(&self, positions: &Positions) -> f64 {
        self.likelihood_of(self.model, positions)
            .deviance(positions.least_noise)
    }

    /// Some rows alone.
    fn part<'a>(&'a self, rows: Range<usize>, positions: &'a Positions) -> Series<'a> {
        Series {
            ends: None,
            ..self.series(positions).part(rows)
        }
    }

    /// Of some rows alone.
    pub fn deviance_of(&self, rows: Range<usize>, positions: &Positions) -> f64 {
        let part = self.part(rows, positions);
        self.model.likelihood(&part).deviance(positions.least_noise)
    }

    /// The states of some rows, smoothed alone.
    pub fn states_of(&self, rows: Range<usize>, positions: &Positions) -> Smooth {
        self.model
            .smooth(&self.part(rows, positions), Wanted::States)
    }

    /// The parts smoothed, in columns of all rows.
    pub fn smooth(&self, positions: &Positions, wanted: Wanted) -> Smooth {
        let series = self.series(positions);
        if positions.parts.len() == 1 {
            return self.model.smooth(&series, wanted);
        }
        let mut out = Smooth::of(positions.t.len(), self.model.states, wanted);
        for rows in &positions.parts {
            let part = self.model.smooth(&series.part(rows.clone()), wanted);
            out.put(rows.clone(), &part);
        }
        out
    }

    /// Finds the length that is most likely, among all or near the one that is known; gives its deviance.
    pub fn find_length(&mut self, positions: &Positions, near: Option<f64>) -> f64 {
        const STEP: f64 = 0.7;
        const ROUNDS: usize = 6;
        let [low, high] = Model::lengths(self.model.states, positions.steps());
        let deviance = |log_length: f64| {
            if log_length < low {
                return f64::INFINITY;
            }
            let model = Model {
                log_length,
                ..self.model
            };
            self.likelihood_of(model, positions)
                .deviance(positions.least_noise)
        };
        let between = near.map_or([low, high], |near| {
            [
                (self.model.log_length - near).max(low),
                self.model.log_length + near,
            ]
        });
        let (log_length, deviance) = lowest(between, STEP, ROUNDS, deviance);
        self.model.log_length = log_length;
        deviance
    }

    /// Settles at each length that is more likely than those around it, and stays with the one that foretells positions best:
    /// of few rows, motion and noise are easily taken for each other, and the likelihood may prefer either.
    pub fn settle_at_the_best_length(&mut self, positions: &Positions) {
        const STEP: f64 = 0.7;
        let [low, high] = Model::lengths(self.model.states, positions.steps());
        let count = ((high - low) / STEP).ceil().max(2.0) as usize;
        let at = |point: usize| low + STEP * point as f64;
        let mut here = self.clone();
        here.ends = None;
        let deviances: Vec<f64> = (0..=count)
            .map(|point| {
                here.model.log_length = at(point);
                here.deviance(positions)
            })
            .collect();
        let mut best: Option<Self> = None;
        for point in 0..=count {
            let beside = [point.checked_sub(1), Some(point + 1)];
            let beside = beside
                .into_iter()
                .flatten()
                .filter_map(|point| deviances.get(point));
            if beside.into_iter().all(|beside| deviances[point] <= *beside) {
                here.ends = None;
                here.model.log_length = at(point);
                here.find_length(positions, Some(STEP));
                here.settle(positions);
                if best.as_ref().is_none_or(|best| here.score < best.score) {
                    best = Some(here.clone());
                }
            }
        }
        if let Some(best) = best {
            *self = best;
        }
    }

    /// Takes what the whole says of the ends, and rates the fit.
    pub fn settle(&mut self, positions: &Positions) {
        self.ends = None;
        let fit = self.smooth(positions, Wanted::States);
        let noise = fit.likelihood.variance(positions.least_noise);
        self.ends = Some(Ends::of(positions, &fit, noise));
        let errors = self.smooth(positions, Wanted::Errors);
        self.rate(&errors, positions);
    }

    /// Rates the fit.
    pub fn rate(&mut self, fit: &Smooth, positions: &Positions) {
        let noise = fit.likelihood.variance(positions.least_noise);
        let of_row = |((error, variance), used): ((&f64, &f64), &bool)| {
            let variance = variance * noise;
            if variance.is_nan() || !used {
                0.0
            } else {
                variance.ln() + error * error / variance
            }
        };
        let rows = fit
            .left_out_errors
            .iter()
            .zip(&fit.left_out_variances)
            .zip(&self.used);
        // That a jump fits the others, too, is in the density: what is left is where it was looked for.
        let looked_for = self.jumps.len() as f64 * (positions.t.len() as f64).ln();
        let sum = rows.map(of_row).sum::<f64>() + self.price(noise, positions) - looked_for;
        self.score = if sum.is_finite() { sum } else { f64::INFINITY };
    }

    /// What is paid for everything that was assumed of single rows.
    pub fn price(&self, noise: f64, positions: &Positions) -> f64 {
        // Numbers that were fitted to the same positions that rate them.
        const FREEDOM: f64 = 3.5;
        // A velocity that is a random walk has no acceleration: only where it is plain.
        const NO_ACCELERATION: f64 = 6.0;
        let count = positions.t.len() as f64;
        let left_out = self.left_out(positions);
        let of_states = if self.model.states == 2 {
            NO_ACCELERATION
        } else {
            0.0
        };
        left_out as f64 * price_of_a_row(noise, positions)
            // Where it is, how large, and of what.
            + self.jumps.len() as f64 * (3.0 * count.ln() + 4.0)
            + FREEDOM * self.freedom
            + of_states
    }

    pub fn left_out(&self, positions: &Positions) -> usize {
        let rows = self.used.iter().zip(&positions.x);
        rows.filter(|(used, x)| !**used && x.is_finite()).count()
    }
}

/// What is paid for a row that is left out: it could be anywhere.
pub(super) fn price_of_a_row(noise: f64, positions: &Positions) -> f64 {
    LEFT_OUT + (positions.spread * positions.spread).max(noise).ln()
}
