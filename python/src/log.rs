//! A log as it was read.

use dxdt::PositionLog;
use dxdt::analysis::read_logs;
use dxdt::cli::keywords::Keyword;
use dxdt::output::log_table::log_table;
use dxdt::output::summary::RoleSummary;
use pyo3::prelude::*;

use super::error::unexpected;
use super::frame::Frame;
use super::source::Source;
use super::work;

/// A log.
#[pyclass(frozen, module = "dxdt._dxdt")]
pub struct Log {
    /// What is known of it, without its rows.
    facts: PositionLog,
    table: Frame,
    source: Source,
    keywords: Vec<Keyword>,
}

/// Reads a log.
#[pyfunction]
pub fn read(
    py: Python<'_>,
    source: &Source,
    keywords: Vec<Keyword>,
    tell: Option<&Bound<'_, PyAny>>,
) -> PyResult<Log> {
    let (facts, table) = work::on_log(py, source, &keywords, tell, |logs, options, progress| {
        let log = read_logs(logs, &options.log_options(), &options.batches(progress))?;
        Ok((log.without_rows(), log_table(&log)?))
    })?;
    Ok(Log {
        facts,
        table: Frame(table),
        source: source.clone(),
        keywords,
    })
}

#[pymethods]
impl Log {
    /// Its rows.
    fn table(&self) -> Frame {
        self.table.clone()
    }

    /// Which column is what, as `summary.json` has it.
    fn roles(&self) -> PyResult<String> {
        serde_json::to_string(&RoleSummary::of(&self.facts)).map_err(unexpected)
    }

    /// The units of the position columns.
    fn units(&self) -> Vec<Option<String>> {
        let positions = self.facts.positions.iter();
        positions.map(|column| column.unit.clone()).collect()
    }

    /// What was decided and noticed, as `summary.json` has it.
    fn findings(&self) -> PyResult<String> {
        serde_json::to_string(&self.facts.findings).map_err(unexpected)
    }

    /// Where it is.
    fn source(&self) -> Source {
        self.source.clone()
    }

    /// The options that it was read with.
    fn keywords(&self) -> Vec<Keyword> {
        self.keywords.clone()
    }
}
