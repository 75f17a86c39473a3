//! One derivative at one row as a weighted sum, term by term.

use serde::Serialize;

use dxdt_motion::motion::{DeriveOptions, Stencil};

use super::series::Series;
use super::stencil::{self, RowStencil};

/// A derivative at one row: the sum of `weight · (value − value here)` over the rows of its stencil.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Derivation {
    /// The stencil in words.
    pub words: String,
    /// Its formula, with h₁ and h₂ the steps before and after the row.
    pub formula: &'static str,
    /// What the values of the terms are: `positions` or `velocities`.
    pub of: &'static str,
    /// The terms, in the order of time; that of the row itself is 0.
    pub terms: Vec<Term>,
    /// The sum of the terms along each straight axis.
    pub sums: Vec<f64>,
    /// Where the terms are of velocities: the weights of positions that this comes down to.
    pub composed: Vec<RowWeight>,
    /// The sums along the table's axes: the same, or turned to east, north and up.
    pub values: Vec<f64>,
    /// What the table has; `None` where it is empty.
    pub table: Vec<Option<f64>>,
    /// What a polynomial through more rows gives along the table's axes: how far the value may be off.
    pub finer: Option<Finer>,
}

/// One row's part in a derivative.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Term {
    /// The row of the table, counted from 1.
    pub row: usize,
    /// The weight, in 1/s or 1/s².
    pub weight: f64,
    /// The value along each straight axis.
    pub values: Vec<f64>,
    /// Its difference from the value at the explained row.
    pub differences: Vec<f64>,
    /// Weight times difference.
    pub products: Vec<f64>,
}

/// The weight of one row's position.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RowWeight {
    /// The row of the table, counted from 1.
    pub row: usize,
    /// The weight, in 1/s².
    pub weight: f64,
}

/// The same derivative of a polynomial through more rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finer {
    /// How many rows.
    pub rows: usize,
    /// Its value along each of the table's axes.
    pub values: Vec<f64>,
}

/// The velocity; `None` where no stencil has it.
pub(super) fn velocity(
    series: &Series,
    options: &DeriveOptions,
    table: Vec<Option<f64>>,
) -> Option<Derivation> {
    let stencil = stencil::first_derivative(series.times(), series.here, options)?;
    let finer = finer(series, stencil.weighted.rows.len() + 1, 1);
    let derivation = of_stencil(series, &stencil, &series.positions, "positions", table);
    Some(Derivation {
        finer,
        ..derivation
    })
}

/// The acceleration; `None` where no stencil has it.
pub(super) fn acceleration(
    series: &Series,
    options: &DeriveOptions,
    table: Vec<Option<f64>>,
) -> Option<Derivation> {
    let times = series.times();
    if times.len() < Stencil::LEAST_OF_ACCELERATION {
        return None;
    }
    if let Some(direct) = Stencil::direct_acceleration(options, times.len()) {
        let stencil = RowStencil::at(direct, times, series.here)?;
        let finer = finer(series, stencil.weighted.rows.len() + 1, 2);
        let derivation = of_stencil(series, &stencil, &series.positions, "positions", table);
        return Some(Derivation {
            finer,
            ..derivation
        });
    }
    let stencil = stencil::first_derivative(times, series.here, options)?;
    let composed = stencil::composed(times, &stencil.weighted, options)?;
    let composed = composed
        .iter()
        .map(|(index, weight)| RowWeight {
            row: series.rows[index] + 1,
            weight,
        })
        .collect();
    let finer = finer(series, stencil.weighted.rows.len() + 2, 2);
    let derivation = of_stencil(series, &stencil, &series.velocity, "velocities", table);
    Some(Derivation {
        composed,
        finer,
        ..derivation
    })
}

fn of_stencil(
    series: &Series,
    stencil: &RowStencil,
    columns: &[Vec<f64>],
    of: &'static str,
    table: Vec<Option<f64>>,
) -> Derivation {
    let terms: Vec<Term> = stencil
        .weighted
        .iter()
        .map(|(index, weight)| {
            let values: Vec<f64> = columns.iter().map(|column| column[index]).collect();
            let differences: Vec<f64> = columns
                .iter()
                .map(|column| column[index] - column[series.here])
                .collect();
            let products = differences
                .iter()
                .map(|difference| weight * difference)
                .collect();
            Term {
                row: series.rows[index] + 1,
                weight,
                values,
                differences,
                products,
            }
        })
        .collect();
    let sums: Vec<f64> = (0..columns.len())
        .map(|axis| terms.iter().map(|term| term.products[axis]).sum())
        .collect();
    Derivation {
        words: stencil.words(of),
        formula: stencil.formula(),
        of,
        terms,
        values: series.turned(sums.clone()),
        sums,
        composed: Vec::new(),
        table,
        finer: None,
    }
}

fn finer(series: &Series, points: usize, order: usize) -> Option<Finer> {
    let stencil = stencil::polynomial(series.times(), series.here, points, order)?;
    let sums = series
        .positions
        .iter()
        .map(|column| {
            let terms = stencil.iter();
            terms
                .map(|(row, weight)| weight * (column[row] - column[series.here]))
                .sum()
        })
        .collect();
    Some(Finer {
        rows: points,
        values: series.turned(sums),
    })
}

impl Derivation {
    /// The largest distance of the sum from what the table has.
    pub(crate) fn deviation(&self) -> f64 {
        let pairs = self.values.iter().zip(&self.table);
        pairs
            .filter_map(|(value, table)| Some((value - (*table)?).abs()))
            .fold(0.0, f64::max)
    }

    /// The size of what is added up, along the axis where it is largest.
    pub(crate) fn scale(&self) -> f64 {
        (0..self.sums.len())
            .map(|axis| {
                self.terms
                    .iter()
                    .map(|term| term.products[axis].abs())
                    .sum()
            })
            .fold(0.0, f64::max)
    }
}
