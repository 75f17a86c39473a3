//! The analysis of a log.

use std::path::PathBuf;

use dxdt::analysis::{
    InMemory, Kept, Logs, SmoothingProgress, analyze_in_memory, report_of, shell_line,
};
use dxdt::chart::{ChartSize, Theme};
use dxdt::cli::keywords::{Keyword, LogKeywords};
use dxdt::output::figures::ChartKind;
use dxdt::output::own::{OwnFile, check_own};
use dxdt::screens::terminal::told;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyBytes;

use super::drawing::drawn;
use super::error::{of_values, unexpected};
use super::frame::Frame;
use super::keywords::words;
use super::source::Source;
use super::work;

/// What came of an analysis. The table of the motion is there; what else is asked for is derived then, and kept.
#[pyclass(frozen, module = "dxdt._dxdt")]
pub struct Motion {
    analyzed: InMemory,
    comparison: PyOnceLock<Frame>,
    charts: PyOnceLock<InMemory>,
    source: Source,
    keywords: Vec<Keyword>,
}

/// Analyzes a log.
#[pyfunction]
pub fn analyze(
    py: Python<'_>,
    source: &Source,
    keywords: Vec<Keyword>,
    tell: Option<&Bound<'_, PyAny>>,
) -> PyResult<Motion> {
    Ok(Motion {
        analyzed: analyzed(py, source, &keywords, Kept::Motion, tell)?,
        comparison: PyOnceLock::new(),
        charts: PyOnceLock::new(),
        source: source.clone(),
        keywords,
    })
}

fn analyzed(
    py: Python<'_>,
    source: &Source,
    keywords: &[Keyword],
    kept: Kept,
    tell: Option<&Bound<'_, PyAny>>,
) -> PyResult<InMemory> {
    work::on_log(
        py,
        source,
        keywords,
        tell,
        move |logs, options, progress| {
            let options = options.analysis_options(progress)?;
            analyze_in_memory(logs, &options, kept, &std::env::temp_dir())
        },
    )
}

impl Motion {
    fn derived(&self, py: Python<'_>, kept: Kept) -> PyResult<InMemory> {
        analyzed(py, &self.source, &self.keywords, kept, None)
    }
}

#[pymethods]
impl Motion {
    /// One row a row of the log that was used.
    fn motion(&self) -> Frame {
        Frame(self.analyzed.table.clone())
    }

    /// Gradient against first difference.
    fn comparison(&self, py: Python<'_>) -> PyResult<Frame> {
        let derive = || Ok(Frame(self.derived(py, Kept::Comparison)?.table));
        self.comparison.get_or_try_init(py, derive).cloned()
    }

    /// `summary.json`.
    fn summary(&self) -> PyResult<String> {
        self.analyzed.summary.to_json().map_err(unexpected)
    }

    /// The words of the terminal, without colors.
    fn told(&self, width: usize) -> String {
        super::inspection::plain(&told(&self.analyzed.summary, &self.analyzed.units, width))
    }

    /// One chart as PNG or SVG.
    fn chart<'py>(
        &self,
        py: Python<'py>,
        kind: &str,
        format: &str,
        size: &str,
        theme: &str,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let wrong = |what: String| of_values(py, &what);
        let mut kinds = ChartKind::ALL.into_iter();
        let kind = kinds.find(|one| one.name() == kind).ok_or_else(|| {
            let names = ChartKind::ALL.map(ChartKind::name).join(", ");
            wrong(format!("there is no chart '{kind}': give {names}"))
        })?;
        let size: ChartSize = size
            .parse()
            .map_err(|error| wrong(format!("size cannot be '{size}': {error}")))?;
        let theme: Theme = theme
            .parse()
            .map_err(|error| wrong(format!("theme cannot be '{theme}': {error}")))?;
        let charts = self
            .charts
            .get_or_try_init(py, || self.derived(py, Kept::Charts))?;
        drawn(py, format, || Ok(charts.draw(kind, size)?.in_theme(theme)))
    }

    /// Reads the log again and writes what is known of it as a web page.
    fn report(
        &self,
        py: Python<'_>,
        path: PathBuf,
        force: bool,
        tell: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let command = ["dxdt".to_owned(), "report".to_owned()]
            .into_iter()
            .chain(self.source.names.iter().cloned())
            .chain(words(&self.keywords))
            .chain(["-o".to_owned(), path.display().to_string()]);
        let command = shell_line(command);
        let write = move |logs: &Logs, options: &LogKeywords, progress: &SmoothingProgress| {
            let options = options.analysis_options(progress)?;
            if !force {
                check_own(&path, OwnFile::Page)?;
            }
            report_of(logs, &options, &path, &command)
        };
        work::on_log(py, &self.source, &self.keywords, tell, write).map(drop)
    }

    /// Where the log is.
    fn source(&self) -> Source {
        self.source.clone()
    }
}
