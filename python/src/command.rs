//! The command `dxdt`: the same library as the functions.

use std::ffi::OsString;

use pyo3::prelude::*;

use super::error::guarded;

/// Runs a command line, whose first word is the name of the program, and gives the exit code. `program` starts it anew.
#[pyfunction]
pub fn run_command(py: Python<'_>, words: Vec<OsString>, program: Vec<OsString>) -> PyResult<u8> {
    guarded(py, || Ok(py.detach(|| dxdt::cli::run(words, program))))
}
