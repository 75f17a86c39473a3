//! Logs of motions whose answer is known.

use dxdt::Error;
use dxdt::cli::keywords::{Keyword, simulation};
use dxdt::output::simulated::simulated_table;
use dxdt::output::table::TableFormat;
use pyo3::prelude::*;

use super::frame::Frame;
use super::work;

/// Simulates a motion.
#[pyfunction]
pub fn simulate(py: Python<'_>, motion: String, keywords: Vec<Keyword>) -> PyResult<Frame> {
    work::run(py, None, move |_| {
        let simulated = simulation(&motion, &keywords)?.run()?;
        let table = simulated_table(&simulated, TableFormat::Parquet);
        table
            .map(Frame)
            .map_err(|error| Error::new(error.to_string()))
    })
}
