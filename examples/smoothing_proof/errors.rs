//! The errors of all methods in a cell.

use crate::cells::Cell;
use crate::methods::{CANDIDATES, Estimate, METHODS, each_candidate};
use crate::samples::Samples;

/// The derivatives that are compared, by order less one.
pub const QUANTITIES: [&str; 3] = ["velocity", "acceleration", "jerk"];

/// The standard errors to each side of an estimate in the 95 % band.
const HALF_BAND: f64 = 1.96;

/// The errors in a cell over the size of the truth, both as root mean squares over all rows of all seeds. So a seed with a
/// large error counts fully, where a median over the seeds would hide it.
pub struct Errors {
    /// Of each method: velocity, acceleration, jerk.
    pub of_methods: Vec<[f64; 3]>,
    /// The share of the truth in the 95 % band.
    pub inside: Vec<[f64; 3]>,
    /// Half the width of that band, as a root mean square, over the absolute error that 95 % of the rows keep to.
    pub band: Vec<[f64; 3]>,
    /// Of the one candidate that is best over all seeds of the cell, picked anew for each derivative.
    pub best_of_cell: [f64; 3],
    /// Of the candidates that are best for each seed and derivative by itself.
    pub best_of_seeds: [f64; 3],
    /// Whether the truth is anything but 0.
    pub is_moving: [bool; 3],
}

/// Of one method, a row of all seeds after the other.
#[derive(Clone, Default)]
struct Rows {
    errors: [Vec<f64>; 3],
    half_bands: [Vec<f64>; 3],
}

impl Cell {
    /// Runs all methods and all candidates of the oracles over the seeds.
    pub fn errors(&self, seeds: std::ops::Range<u64>) -> Errors {
        let mut size = [0.0; 3];
        let mut of_methods = vec![Rows::default(); METHODS.len()];
        let mut of_candidates = vec![[0.0; 3]; CANDIDATES];
        let mut best_of_seeds = [0.0; 3];
        for seed in seeds {
            let samples = self.sampling.of(self.system, seed);
            add(
                &mut size,
                orders(|order| squares(samples.truth.iter().map(|truth| truth[order]))),
            );
            for (rows, method) in of_methods.iter_mut().zip(&METHODS) {
                rows.add(&samples, &(method.estimate)(&samples));
            }
            let mut best = [f64::INFINITY; 3];
            each_candidate(&samples, |at, estimate| {
                let errors = orders(|order| squares(errors(&samples, estimate, order)));
                add(&mut of_candidates[at], errors);
                best = std::array::from_fn(|k| best[k].min(errors[k]));
            });
            add(&mut best_of_seeds, best);
        }
        let relative =
            |squares: [f64; 3]| orders(|order| (squares[order - 1] / size[order - 1]).sqrt());
        let best_of_cell = of_candidates
            .into_iter()
            .fold([f64::INFINITY; 3], |best, errors| {
                std::array::from_fn(|k| f64::min(best[k], errors[k]))
            });
        Errors {
            of_methods: of_methods
                .iter()
                .map(|rows| relative(orders(|order| rows.squares(order))))
                .collect(),
            inside: of_methods
                .iter()
                .map(|rows| orders(|order| rows.inside(order)))
                .collect(),
            band: of_methods
                .iter()
                .map(|rows| orders(|order| rows.band(order)))
                .collect(),
            best_of_cell: relative(best_of_cell),
            best_of_seeds: relative(best_of_seeds),
            is_moving: size.map(|size| size > 0.0),
        }
    }
}

impl Rows {
    fn add(&mut self, samples: &Samples, estimate: &Estimate) {
        for order in 1..=3 {
            self.errors[order - 1].extend(errors(samples, estimate, order));
            let half_bands = estimate.standard_errors[order].iter();
            self.half_bands[order - 1].extend(half_bands.map(|error| HALF_BAND * error));
        }
    }

    fn squares(&self, order: usize) -> f64 {
        squares(self.errors[order - 1].iter().copied())
    }

    fn inside(&self, order: usize) -> f64 {
        let errors = &self.errors[order - 1];
        let rows = errors.iter().zip(&self.half_bands[order - 1]);
        let inside = rows.filter(|(error, half)| error.abs() <= **half).count();
        inside as f64 / errors.len() as f64
    }

    fn band(&self, order: usize) -> f64 {
        let half_bands = &self.half_bands[order - 1];
        let count = half_bands.len() as f64;
        let squares = half_bands.iter().map(|half| half * half).sum::<f64>();
        let errors = self.errors[order - 1].iter().map(|error| error.abs());
        (squares / count).sqrt() / quantile(errors, 0.95)
    }
}

fn orders(of: impl Fn(usize) -> f64) -> [f64; 3] {
    [1, 2, 3].map(of)
}

fn add(sum: &mut [f64; 3], values: [f64; 3]) {
    for (sum, value) in sum.iter_mut().zip(values) {
        *sum += value;
    }
}

fn errors<'a>(
    samples: &'a Samples,
    estimate: &'a Estimate,
    order: usize,
) -> impl Iterator<Item = f64> + 'a {
    let rows = samples.truth.iter().zip(&estimate.derivatives[order]);
    rows.map(move |(truth, value)| value - truth[order])
}

fn squares(values: impl Iterator<Item = f64>) -> f64 {
    // A value that a method does not give counts as an infinite error.
    let square = |value: f64| {
        if value.is_nan() {
            f64::INFINITY
        } else {
            value * value
        }
    };
    values.map(square).sum()
}

/// The value that a share of all keep to; NaN of none.
pub fn quantile(values: impl Iterator<Item = f64>, share: f64) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    values
        .get((last as f64 * share).round() as usize)
        .copied()
        .unwrap_or(f64::NAN)
}
