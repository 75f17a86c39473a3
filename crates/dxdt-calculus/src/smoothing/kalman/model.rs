//! A process that may have made the positions: how many states it has, and over which length it bends.

use std::ops::RangeInclusive;

use super::super::blocks::blocks;
use super::super::minimum::{golden_section, lowest_of_grid};
use super::ends::Moments;
use super::filter::{Process, Series, forward};
use super::fit::{Fit, Residuals};

/// How many derivatives a state may have, the position among them.
pub(super) const STATES: RangeInclusive<usize> = 3..=6;

// In logarithms of the length over which a process bends, in steps: from no smoothing to the whole series.
const SHORTEST: f64 = -2.5;
const COARSE: f64 = 0.7;
const REFINEMENTS: usize = 7;
// Long series are sounded out on this many rows, in a few blocks.
const ENOUGH_ROWS: usize = 24_000;
const BLOCKS: usize = 6;

/// A process.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Model {
    pub states: usize,
    /// The length in steps over which it bends as much as the positions' noise is large: its intensity over the variance of
    /// that noise is the length to the power of −2·states.
    pub log_length: f64,
}

impl Model {
    pub fn of_ratio(states: usize, ratio: f64) -> Self {
        let log_length = -ratio.ln() / (2.0 * states as f64);
        Self { states, log_length }
    }

    /// The intensity of the noise that drives the process over the variance of the positions' noise.
    pub fn ratio(self) -> f64 {
        (-2.0 * self.states as f64 * self.log_length).exp()
    }

    /// With so many states, and the length that is most likely for the positions.
    pub fn most_likely(series: &Series<'_>, states: usize) -> Self {
        let parts = parts(series);
        let deviance = |log_length: f64| {
            let model = Self { states, log_length };
            let deviance: f64 = parts.iter().map(|part| model.deviance(part)).sum();
            if deviance.is_finite() {
                deviance
            } else {
                f64::INFINITY
            }
        };
        let rows = parts.iter().map(|part| part.t.len()).max().unwrap_or(1);
        let longest = (rows as f64).ln().max(0.0);
        let start = lowest_of_grid([SHORTEST, longest], COARSE, deviance);
        let around = [start - COARSE, start + COARSE];
        Self {
            states,
            log_length: golden_section(around, REFINEMENTS, deviance),
        }
    }

    /// Twice the negative logarithm of the likelihood.
    fn deviance(self, series: &Series<'_>) -> f64 {
        fn of<const M: usize>(model: Model, series: &Series<'_>) -> f64 {
            forward(series, &Process::<M>::new(model.ratio()), None, None).deviance()
        }
        match self.states {
            3 => of::<3>(self, series),
            4 => of::<4>(self, series),
            5 => of::<5>(self, series),
            _ => of::<6>(self, series),
        }
    }

    /// Fits the process; the higher derivatives at the ends are known as far as their moments are.
    pub fn fit(self, series: &Series<'_>, moments: Option<&Moments>) -> Fit {
        fn of<const M: usize>(model: Model, series: &Series<'_>, moments: Option<&Moments>) -> Fit {
            let ends = moments.map(Moments::ends::<M>);
            Fit::of::<M>(series, model.ratio(), ends.as_ref())
        }
        match self.states {
            3 => of::<3>(self, series, moments),
            4 => of::<4>(self, series, moments),
            5 => of::<5>(self, series, moments),
            _ => of::<6>(self, series, moments),
        }
    }

    /// How well positions are predicted by the others, by generalized cross-validation.
    pub fn score(self, series: &Series<'_>) -> f64 {
        let mut residuals = Residuals::default();
        for part in parts(series) {
            let fit = self.fit(&part, None);
            residuals.add(&part, &fit.derivatives[0], &fit.variances[0]);
        }
        residuals.score()
    }
}

/// The parts of a series that are enough to tell models apart.
pub(super) fn parts<'a>(series: &Series<'a>) -> Vec<Series<'a>> {
    blocks(series.t.len(), ENOUGH_ROWS, BLOCKS)
        .into_iter()
        .map(|rows| series.part(rows))
        .collect()
}
