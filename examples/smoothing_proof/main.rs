//! How well derivatives of noisy positions are estimated, on motions whose derivatives are known.
//!
//! A cell is a motion and how it is sampled: rows, timestamps, noise and damage; readers of the tables know it as a case.
//! For each cell, over several seeds, it prints the error of each method over the size of the truth (RMS over RMS), and the
//! share of the truth inside the 95 % band. It also prints the error of two oracles. They know the truth and pick the best of
//! all methods and parameters, for each derivative by itself. The oracle per cell picks one for all seeds of a cell. The
//! oracle per seed, which also knows the noise, picks one for each seed.
//!
//! There are two lists of cells. The first crosses seven motions with timestamps, noise and damage. The second has more
//! motions, and for each of them one kind of noise, timestamps or rows at a time.
//!
//! Run with `cargo run --release --example smoothing_proof [-- [--markdown] [SEEDS [FIRST_SEED]]]`. With `--markdown` it
//! prints the tables of the summary only.

mod abrupt;
mod cells;
mod errors;
mod methods;
mod noise;
mod samples;
mod summary;
mod systems;
mod table;

use rayon::prelude::*;

use cells::Cell;
use errors::{Errors, QUANTITIES};
use methods::METHODS;

fn main() {
    let (options, numbers): (Vec<String>, Vec<String>) = std::env::args()
        .skip(1)
        .partition(|argument| argument.starts_with('-'));
    let markdown = options.iter().any(|option| option == "--markdown");
    let mut numbers = numbers.iter().map(|n| n.parse::<u64>().ok());
    let seeds = numbers.next().flatten().unwrap_or(5).max(1);
    let first = numbers.next().flatten().unwrap_or(0);
    let cells = cells::all();
    let errors: Vec<Errors> = cells
        .par_iter()
        .map(|cell| cell.errors(first..first + seeds))
        .collect();
    if !markdown {
        print_cells(&cells, &errors);
    }
    for table in summary::tables(&cells, &errors) {
        if markdown {
            println!("{}", table.markdown());
        } else {
            println!("\n{}", table.text());
        }
    }
}

fn print_cells(cells: &[Cell], errors: &[Errors]) {
    let names: String = METHODS
        .iter()
        .map(|method| format!("{:>17}", method.name))
        .collect();
    println!(
        "{:<15} {:>4} {:<8} {:<11} {:>5} {:<9} {:<12} {:>10} {:>10} {names}",
        "motion", "rows", "stamps", "noise", "", "damage", "", "per case", "per seed"
    );
    for (cell, errors) in cells.iter().zip(errors) {
        let sampling = &cell.sampling;
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
                "{:<15} {:>4} {:<8} {:<11} {:>5} {:<9} {quantity:<12} {:>10.4} {:>10.4} {methods}",
                cell.system.name,
                sampling.rows,
                format!("{:?}", sampling.stamps),
                format!("{:?}", sampling.noise),
                sampling.deviation,
                format!("{:?}", sampling.damage),
                errors.best_of_cell[at],
                errors.best_of_seeds[at],
            );
        }
    }
}
