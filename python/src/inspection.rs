//! What is in a log, and what is wrong with it.

use dxdt::InspectOptions;
use dxdt::analysis::inspect_logs;
use dxdt::cli::keywords::Keyword;
use dxdt::screens::inspection::verbose_text;
use pyo3::prelude::*;

use super::error::unexpected;
use super::source::Source;
use super::work;

/// An inspection.
#[pyclass(frozen, module = "dxdt._dxdt")]
pub struct Inspection(dxdt::Inspection);

/// Inspects a log.
#[pyfunction]
pub fn inspect(
    py: Python<'_>,
    source: &Source,
    keywords: Vec<Keyword>,
    tell: Option<&Bound<'_, PyAny>>,
) -> PyResult<Inspection> {
    let inspected = work::on_log(py, source, &keywords, tell, |logs, options, progress| {
        let log_options = options.log_options();
        let inspect_options = InspectOptions {
            audit: options.audit_options(),
            time_unit: log_options.clock.unit,
        };
        let batches = options.batches(progress);
        inspect_logs(logs, &log_options, &inspect_options, &batches)
    })?;
    Ok(Inspection(inspected))
}

#[pymethods]
impl Inspection {
    /// What `dxdt inspect --json` prints.
    fn to_json(&self) -> PyResult<String> {
        self.0.to_json().map_err(unexpected)
    }

    /// The screen of `dxdt inspect --verbose`, without colors.
    fn told(&self, width: usize) -> String {
        plain(&verbose_text(&self.0, width))
    }
}

/// A text without styles.
pub fn plain(styled: &str) -> String {
    anstream::adapter::strip_str(styled).to_string()
}
