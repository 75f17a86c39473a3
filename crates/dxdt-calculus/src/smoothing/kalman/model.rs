//! A process that may have made the positions.

use super::filter::Forward;
use super::likelihood::Likelihood;
use super::series::Series;

use super::process::Process;
use super::smooth::{Smooth, Wanted};
use super::smoother::smooth;

/// How many derivatives, over which length it bends, and how long the noise of the positions remembers itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in super::super) struct Model {
    pub states: usize,
    /// The logarithm of the length, in typical steps, over which the process bends as much as the noise is large: its
    /// intensity over the variance of the noise is the length to the power of 1 − 2·states.
    pub log_length: f64,
    /// Of the noise, over a typical step; 0 where each position has its own.
    pub correlation: f64,
}

impl Model {
    /// From the intensity of the noise that drives the process over the variance of the positions' noise.
    pub fn of_ratio(states: usize, ratio: f64) -> Self {
        let log_length = -ratio.ln() / (2.0 * states as f64 - 1.0);
        Self {
            states,
            log_length,
            correlation: 0.0,
        }
    }

    pub fn ratio(self) -> f64 {
        (-(2.0 * self.states as f64 - 1.0) * self.log_length).exp()
    }

    pub fn likelihood(self, series: &Series<'_>) -> Likelihood {
        fn of<const M: usize, const N: usize>(model: Model, series: &Series<'_>) -> Likelihood {
            Forward::<M, N>::new(*series, model.process()).run()
        }
        match (self.states, self.correlation > 0.0) {
            (2, false) => of::<2, 2>(self, series),
            (3, false) => of::<3, 3>(self, series),
            (4, false) => of::<4, 4>(self, series),
            (5, false) => of::<5, 5>(self, series),
            (6, false) => of::<6, 6>(self, series),
            (2, true) => of::<2, 3>(self, series),
            (3, true) => of::<3, 4>(self, series),
            (4, true) => of::<4, 5>(self, series),
            (5, true) => of::<5, 6>(self, series),
            _ => of::<6, 7>(self, series),
        }
    }

    pub fn smooth(self, series: &Series<'_>, wanted: Wanted) -> Smooth {
        fn of<const M: usize, const N: usize>(
            model: Model,
            series: &Series<'_>,
            wanted: Wanted,
        ) -> Smooth {
            smooth::<M, N>(series, model.process(), wanted)
        }
        match (self.states, self.correlation > 0.0) {
            (2, false) => of::<2, 2>(self, series, wanted),
            (3, false) => of::<3, 3>(self, series, wanted),
            (4, false) => of::<4, 4>(self, series, wanted),
            (5, false) => of::<5, 5>(self, series, wanted),
            (6, false) => of::<6, 6>(self, series, wanted),
            (2, true) => of::<2, 3>(self, series, wanted),
            (3, true) => of::<3, 4>(self, series, wanted),
            (4, true) => of::<4, 5>(self, series, wanted),
            (5, true) => of::<5, 6>(self, series, wanted),
            _ => of::<6, 7>(self, series, wanted),
        }
    }

    fn process<const M: usize, const N: usize>(self) -> Process<M, N> {
        Process::new(self.log_length.exp(), self.correlation)
    }

    /// From no smoothing to a single polynomial: the logarithms of lengths that may be, for a series of so many typical steps.
    pub fn lengths(states: usize, steps: f64) -> [f64; 2] {
        // Where positions are e⁶ times as exact as the motion is rough, they are exact.
        const EXACT: f64 = 6.0;
        [-EXACT / states as f64, steps.max(1.0).ln() + 0.5]
    }
}
