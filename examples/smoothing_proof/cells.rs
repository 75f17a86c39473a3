//! The conditions under which methods are compared, and the errors in each of them.

use crate::methods::{CANDIDATES, Estimate, METHODS, each_candidate};
use crate::samples::{Damage, Samples, Stamps, make};
use crate::systems::{SYSTEMS, System};

const NOISES: [f64; 3] = [0.01, 0.03, 0.1];
const DAMAGES: [Damage; 4] = [Damage::None, Damage::Outliers, Damage::Gap, Damage::Missing];

/// The derivatives that are compared, by order less one.
pub const QUANTITIES: [&str; 3] = ["velocity", "acceleration", "jerk"];

/// A motion, and how it is sampled.
pub struct Cell {
    pub system: &'static System,
    pub stamps: Stamps,
    pub noise: f64,
    pub damage: Damage,
}

/// The errors in a cell over the size of the truth, both as root mean squares over all rows of all seeds. So a seed with a
/// large error counts fully, where a median over the seeds would hide it.
pub struct Errors {
    /// Of each method: velocity, acceleration, jerk.
    pub of_methods: Vec<[f64; 3]>,
    /// The share of the truth within 1.96 standard errors.
    pub inside: Vec<[f64; 3]>,
    /// Of the one candidate that is best over all seeds of the cell, picked anew for each derivative.
    pub best_of_cell: [f64; 3],
    /// Of the candidates that are best for each seed and derivative by itself.
    pub best_of_seeds: [f64; 3],
    /// Whether the truth is anything but 0.
    pub is_moving: [bool; 3],
}

/// All cells, in the order of the table.
pub fn all() -> Vec<Cell> {
    let mut cells = Vec::new();
    for system in &SYSTEMS {
        for stamps in [Stamps::Jittered, Stamps::Random] {
            for noise in NOISES {
                cells.extend(DAMAGES.map(|damage| Cell {
                    system,
                    stamps,
                    noise,
                    damage,
                }));
            }
        }
    }
    cells
}

impl Cell {
    /// Runs all methods and all candidates of the oracles over the seeds.
    pub fn errors(&self, seeds: std::ops::Range<u64>) -> Errors {
        let mut size = [0.0; 3];
        let mut of_methods = vec![[0.0; 3]; METHODS.len()];
        let mut inside = vec![[0.0; 3]; METHODS.len()];
        let mut of_candidates = vec![[0.0; 3]; CANDIDATES];
        let mut best_of_seeds = [0.0; 3];
        let (mut rows, mut count) = (0.0, 0.0);
        for seed in seeds {
            let samples = make(self.system, self.stamps, self.noise, self.damage, seed);
            rows += samples.t.len() as f64;
            count += 1.0;
            add(
                &mut size,
                orders(|order| squares(samples.truth.iter().map(|truth| truth[order]))),
            );
            for (at, method) in METHODS.iter().enumerate() {
                let estimate = (method.estimate)(&samples);
                add(&mut of_methods[at], squared_errors(&samples, &estimate));
                add(
                    &mut inside[at],
                    orders(|order| rows_inside(&samples, &estimate, order)),
                );
            }
            let mut best = [f64::INFINITY; 3];
            each_candidate(&samples, |at, estimate| {
                let errors = squared_errors(&samples, estimate);
                add(&mut of_candidates[at], errors);
                best = std::array::from_fn(|k| best[k].min(errors[k]));
            });
            add(&mut best_of_seeds, best);
        }
        debug_assert!(count > 0.0);
        let relative =
            |squares: [f64; 3]| orders(|order| (squares[order - 1] / size[order - 1]).sqrt());
        let best_of_cell = of_candidates
            .into_iter()
            .fold([f64::INFINITY; 3], |best, errors| {
                std::array::from_fn(|k| f64::min(best[k], errors[k]))
            });
        Errors {
            of_methods: of_methods.into_iter().map(relative).collect(),
            inside: inside
                .into_iter()
                .map(|counts| counts.map(|count| count / rows))
                .collect(),
            best_of_cell: relative(best_of_cell),
            best_of_seeds: relative(best_of_seeds),
            is_moving: size.map(|size| size > 0.0),
        }
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

fn squared_errors(samples: &Samples, estimate: &Estimate) -> [f64; 3] {
    orders(|order| {
        let rows = samples.truth.iter().zip(&estimate.derivatives[order]);
        squares(rows.map(|(truth, value)| value - truth[order]))
    })
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

fn rows_inside(samples: &Samples, estimate: &Estimate, order: usize) -> f64 {
    let rows = samples.truth.iter().zip(&estimate.derivatives[order]);
    rows.zip(&estimate.standard_errors[order])
        .filter(|((truth, value), error)| (*value - truth[order]).abs() <= 1.96 * **error)
        .count() as f64
}
