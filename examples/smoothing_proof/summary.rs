//! The results of all cells together.

use crate::cells::{Cell, Errors, QUANTITIES};
use crate::methods::METHODS;
use crate::systems::SYSTEMS;

/// How much worse than the gradient a cell may be.
const WORSE: f64 = 1.05;

/// The tables over all cells.
pub fn print(cells: &[Cell], errors: &[Errors], seeds: u64) {
    println!(
        "over all cells of {seeds} seeds: error over that of the oracle, share of the truth inside the 95 % band"
    );
    println!(
        "{:<10} {:<13} {:>22} {:>22} {:>26} {:>20}",
        "", "", "oracle per cell", "oracle per seed", "inside", "worse than gradient"
    );
    println!(
        "{:<10} {:<13} {:>11} {:>10} {:>11} {:>10} {:>10} {:>15} {:>20}",
        "method", "", "median", "90 %", "median", "90 %", "median", "5 % to 95 %", "by 5 %, cells"
    );
    for (method, name) in METHODS.iter().map(|method| method.name).enumerate() {
        for (at, quantity) in QUANTITIES.iter().enumerate() {
            let moving = || errors.iter().filter(|errors| errors.is_moving[at]);
            let over = |best: fn(&Errors) -> [f64; 3], share: f64| {
                let ratios =
                    moving().map(|errors| errors.of_methods[method][at] / best(errors)[at]);
                quantile(ratios, share)
            };
            let inside = |share: f64| {
                100.0 * quantile(moving().map(|errors| errors.inside[method][at]), share)
            };
            let worse = moving()
                .filter(|errors| errors.of_methods[method][at] > WORSE * errors.of_methods[0][at])
                .count();
            println!(
                "{name:<10} {quantity:<13} {:>11.3} {:>10.3} {:>11.3} {:>10.3} {:>8.1} % {:>15} {:>20}",
                over(|errors| errors.best_of_cell, 0.5),
                over(|errors| errors.best_of_cell, 0.9),
                over(|errors| errors.best_of_seeds, 0.5),
                over(|errors| errors.best_of_seeds, 0.9),
                inside(0.5),
                format!("{:.1} to {:.1}", inside(0.05), inside(0.95)),
                format!("{worse} of {}", moving().count()),
            );
        }
    }
    println!(
        "\nauto by motion: median error over that of the oracle per cell (per seed), median share inside"
    );
    for system in &SYSTEMS {
        let mut line = format!("{:<15}", system.name);
        for (at, quantity) in QUANTITIES.iter().enumerate() {
            let of = |value: &dyn Fn(&Errors) -> f64| {
                let here = cells.iter().zip(errors).filter(|(cell, errors)| {
                    cell.system.name == system.name && errors.is_moving[at]
                });
                quantile(here.map(|(_, errors)| value(errors)), 0.5)
            };
            let error = |errors: &Errors| errors.of_methods[AUTO][at];
            let cell = of(&|errors| error(errors) / errors.best_of_cell[at]);
            let seed = of(&|errors| error(errors) / errors.best_of_seeds[at]);
            let inside = 100.0 * of(&|errors| errors.inside[AUTO][at]);
            line += &if cell.is_nan() {
                format!("  {quantity}: none")
            } else {
                format!("  {quantity}: {cell:.3} ({seed:.3}), {inside:.1} %")
            };
        }
        println!("{line}");
    }
}

/// Where `auto` stands among the methods.
const AUTO: usize = 1;

fn quantile(values: impl Iterator<Item = f64>, share: f64) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    values
        .get((last as f64 * share).round() as usize)
        .copied()
        .unwrap_or(f64::NAN)
}
