//! How well derivatives of noisy positions are estimated, on motions whose derivatives are known.
//!
//! A cell is a motion, a kind of timestamps, a level of noise and a kind of damage. For each cell, over several seeds, it
//! prints the error of each method over the size of the truth (RMS over RMS), and the share of the truth inside the 95 %
//! band. It also prints the error of two oracles. They know the truth and pick the best of all methods and parameters, for
//! each derivative by itself. The oracle per cell picks one for all seeds of a cell. The oracle per seed, which also knows
//! the noise, picks one for each seed.
//!
//! Run with `cargo run --release --example smoothing_proof [SEEDS [FIRST_SEED]]`.

mod cells;
mod methods;
mod samples;
mod summary;
mod systems;

use rayon::prelude::*;

use cells::{Cell, Errors, QUANTITIES};
use methods::METHODS;

fn main() {
    let mut numbers = std::env::args().skip(1).map(|n| n.parse::<u64>().ok());
    let seeds = numbers.next().flatten().unwrap_or(5).max(1);
    let first = numbers.next().flatten().unwrap_or(0);
    let cells = cells::all();
    let errors: Vec<Errors> = cells
        .par_iter()
        .map(|cell| cell.errors(first..first + seeds))
        .collect();
    print_cells(&cells, &errors);
    println!();
    summary::print(&cells, &errors, seeds);
}

fn print_cells(cells: &[Cell], errors: &[Errors]) {
    let names: String = METHODS
        .iter()
        .map(|method| format!("{:>17}", method.name))
        .collect();
    println!(
        "{:<15} {:<8} {:>5} {:<9} {:<12} {:>10} {:>10} {names}",
        "motion", "stamps", "noise", "damage", "", "per cell", "per seed"
    );
    for (cell, errors) in cells.iter().zip(errors) {
        for (at, quantity) in QUANTITIES.iter().enumerate() {
            if !errors.is_moving[at] {
                continue;
            }
            let methods: String = errors
                .of_methods
                .iter()
                .zip(&errors.inside)
                .map(|(error, inside)| format!("{:>10.4} {:>5.1}%", error[at], 100.0 * inside[at]))
                .collect();
            println!(
                "{:<15} {:<8} {:>5} {:<9} {quantity:<12} {:>10.4} {:>10.4} {methods}",
                cell.system.name,
                format!("{:?}", cell.stamps),
                cell.noise,
                format!("{:?}", cell.damage),
                errors.best_of_cell[at],
                errors.best_of_seeds[at],
            );
        }
    }
}
