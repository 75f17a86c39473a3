//! Every method on one log.

use dxdt::analysis::compare_methods;
use dxdt::chart::{ChartSize, Drawing};
use dxdt::cli::keywords::Keyword;
use dxdt::{Error, Result};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use super::drawing::drawn;
use super::error::of_values;
use super::source::Source;
use super::work;

/// What every method makes of a log.
#[pyclass(frozen, module = "dxdt._dxdt")]
pub struct Comparison {
    json: String,
    page: String,
    csv: Vec<u8>,
    chart: Option<Drawing>,
}

/// Compares all methods on a log.
#[pyfunction]
pub fn compare(
    py: Python<'_>,
    source: &Source,
    keywords: Vec<Keyword>,
    tell: Option<&Bound<'_, PyAny>>,
) -> PyResult<Comparison> {
    work::on_log(py, source, &keywords, tell, |logs, options, progress| {
        let how = options.analysis_options(progress)?;
        let chart = Some(ChartSize::default());
        let batches = options.batches(progress);
        compare_methods(
            logs,
            &how,
            &batches,
            chart,
            || {},
            |compared| -> Result<_> {
                let json = compared.report.to_json();
                Ok(Comparison {
                    json: json.map_err(|error| Error::new(error.to_string()))?,
                    page: compared.report.to_markdown(),
                    csv: compared.csv()?,
                    chart: compared.chart,
                })
            },
        )?
    })
}

#[pymethods]
impl Comparison {
    /// `methods.json`.
    fn to_json(&self) -> &str {
        &self.json
    }

    /// `compare.md`.
    fn to_markdown(&self) -> &str {
        &self.page
    }

    /// `methods.csv`.
    fn to_csv<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.csv)
    }

    /// The chart as PNG or SVG.
    fn chart<'py>(&self, py: Python<'py>, format: &str) -> PyResult<Bound<'py, PyBytes>> {
        let Some(drawing) = &self.chart else {
            return Err(of_values(py, "there is no chart"));
        };
        drawn(py, format, || Ok(drawing.clone()))
    }
}
