//! How well derivatives of noisy positions are estimated, on motions whose derivatives are known.
//!
//! For each motion, kind of stamps, level of noise and damage, over several seeds: the error of each method over the size
//! of the truth (RMS over RMS), the error of the best that a method could do if it knew the truth (over its parameters),
//! and the share of the truth inside the 95 % band.
//!
//! Run with `cargo run --release --example smoothing_proof [SEEDS]`.

mod methods;
mod samples;
mod systems;

use methods::{Estimate, METHODS, oracle};
use samples::{Damage, Samples, Stamps};
use systems::SYSTEMS;

const NOISES: [f64; 3] = [0.01, 0.03, 0.1];
const DAMAGES: [Damage; 4] = [Damage::None, Damage::Outliers, Damage::Gap, Damage::Missing];
/// Orders of derivatives that are compared: velocity, acceleration and jerk.
const ORDERS: [usize; 3] = [1, 2, 3];

fn main() {
    let seeds: u64 = std::env::args()
        .nth(1)
        .and_then(|n| n.parse().ok())
        .unwrap_or(5);
    let names: Vec<&str> = METHODS.iter().map(|method| method.name).collect();
    println!(
        "{:<15} {:<8} {:>5} {:<9} {:<2} {:>9} {}",
        "motion",
        "stamps",
        "noise",
        "damage",
        "",
        "best",
        names
            .iter()
            .map(|name| format!("{name:>17}"))
            .collect::<String>()
    );
    let mut all: Vec<Vec<[f64; 2]>> = vec![Vec::new(); METHODS.len() * 3];
    for system in &SYSTEMS {
        for stamps in [Stamps::Jittered, Stamps::Random] {
            for noise in NOISES {
                for damage in DAMAGES {
                    let runs: Vec<Run> = (0..seeds)
                        .map(|seed| Run::of(&samples::make(system, stamps, noise, damage, seed)))
                        .collect();
                    for (at, order) in ORDERS.iter().enumerate() {
                        if runs[0].size[at] == 0.0 {
                            continue;
                        }
                        let best = median(runs.iter().map(|run| run.best[at]));
                        let mut line = format!(
                            "{:<15} {:<8} {noise:>5} {:<9} {:<2} {best:>9.4} ",
                            system.name,
                            format!("{stamps:?}"),
                            format!("{damage:?}"),
                            ["v", "a", "j"][order - 1]
                        );
                        for method in 0..METHODS.len() {
                            let error = median(runs.iter().map(|run| run.errors[method][at]));
                            let inside = median(runs.iter().map(|run| run.inside[method][at]));
                            line.push_str(&format!("{error:>10.4} {:>5.1}%", 100.0 * inside));
                            all[3 * method + at].push([error / best, inside]);
                        }
                        println!("{line}");
                    }
                }
            }
        }
    }
    println!(
        "\nover all cells: error over the best with knowledge of the truth (median, 90 %), median share inside the band"
    );
    for (method, name) in names.iter().enumerate() {
        for (at, what) in ["velocity", "acceleration", "jerk"].iter().enumerate() {
            let cells = &all[3 * method + at];
            let ratio = |share: f64| quantile(cells.iter().map(|cell| cell[0]), share);
            println!(
                "{name:<12} {what:<13} {:>7.3} {:>8.3}   {:>5.1} % (from {:.1} to {:.1})",
                ratio(0.5),
                ratio(0.9),
                100.0 * quantile(cells.iter().map(|cell| cell[1]), 0.5),
                100.0 * quantile(cells.iter().map(|cell| cell[1]), 0.05),
                100.0 * quantile(cells.iter().map(|cell| cell[1]), 0.95),
            );
        }
    }
}

/// One set of samples through all methods.
struct Run {
    size: [f64; 3],
    best: [f64; 3],
    errors: Vec<[f64; 3]>,
    inside: Vec<[f64; 3]>,
}

impl Run {
    fn of(samples: &Samples) -> Self {
        let size = ORDERS.map(|order| rms(samples.truth.iter().map(|truth| truth[order])));
        let error = |estimate: &Estimate| {
            ORDERS.map(|order| {
                let rows = samples.truth.iter().zip(&estimate.derivatives[order]);
                rms(rows.map(|(truth, value)| value - truth[order])) / size[order - 1]
            })
        };
        let inside = |estimate: &Estimate| {
            ORDERS.map(|order| {
                let rows = samples.truth.iter().zip(&estimate.derivatives[order]);
                let near = rows
                    .zip(&estimate.standard_errors[order])
                    .filter(|((truth, value), error)| {
                        (*value - truth[order]).abs() <= 1.96 * **error
                    })
                    .count();
                near as f64 / samples.truth.len() as f64
            })
        };
        let estimates: Vec<Estimate> = METHODS
            .iter()
            .map(|method| (method.estimate)(samples))
            .collect();
        let mut best = [f64::INFINITY; 3];
        oracle(samples, |estimate| {
            for (best, error) in best.iter_mut().zip(error(estimate)) {
                *best = best.min(error);
            }
        });
        Self {
            size,
            best,
            errors: estimates.iter().map(error).collect(),
            inside: estimates.iter().map(inside).collect(),
        }
    }
}

fn rms(values: impl Iterator<Item = f64>) -> f64 {
    let (mut squares, mut count) = (0.0, 0.0);
    // What a method does not give counts as infinitely wrong.
    for value in values {
        squares += if value.is_nan() {
            f64::INFINITY
        } else {
            value * value
        };
        count += 1.0;
    }
    f64::sqrt(squares / count)
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    quantile(values, 0.5)
}

fn quantile(values: impl Iterator<Item = f64>, share: f64) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[((values.len() - 1) as f64 * share).round() as usize]
}
