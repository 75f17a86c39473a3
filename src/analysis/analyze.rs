//! Logs in; tables, charts and a summary out, in one call.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::output::figures::{ChartKind, Figures};
use crate::output::partition::Partition;
use crate::output::shown_units::UnitChoice;
use crate::output::staging::Staging;
use crate::output::summary::{Summary, Units};
use crate::output::table::{TableChoice, TableFormat};
use dxdt_chart::{ChartError, ChartFiles};
use dxdt_formats::expand;
use dxdt_log::{BatchOptions, LogOptions, Logs, Memory};
use dxdt_motion::audit::AuditOptions;
use dxdt_motion::error::{Error, Result};
use dxdt_motion::log::PositionLog;
use dxdt_motion::motion::{DeriveOptions, QuantityChoice, SmoothingMethod, SmoothingProgress};

use super::live::{Analysed, Request, derive_tables};
use super::output::TableFiles;
use super::{Analysis, ROWS_A_PIECE};

/// How logs are read, repaired and derived. The default is what `dxdt analyze` does without options.
#[derive(Debug, Clone, Default)]
pub struct AnalysisOptions {
    /// What is said of the logs.
    pub log: LogOptions,
    /// What becomes of duplicates and gaps.
    pub audit: AuditOptions,
    /// How derivatives are taken.
    pub derive: DeriveOptions,
    /// A smoother for noisy positions, in place of plain derivatives.
    pub smoother: Option<SmoothingMethod>,
    /// Further columns.
    pub quantities: QuantityChoice,
    /// The units of speeds and accelerations on screens and charts.
    pub units: UnitChoice,
    /// How much of a log is kept in memory. Nothing that is written depends on it.
    pub memory: Memory,
    /// Counts smoothed positions while the analysis runs.
    pub progress: SmoothingProgress,
    /// Files beside the logs that are read too: nothing is written over them.
    pub also_read: Vec<PathBuf>,
}

/// What an analysis is to give, beside what is said of all rows.
pub(super) struct Wanted {
    pub tables: Option<TableChoice>,
    pub charts: bool,
    pub partition: Option<Partition>,
}

impl AnalysisOptions {
    /// How this log is analyzed.
    ///
    /// # Errors
    /// A quantity or a partition that the log does not have.
    pub(super) fn analysis_of(&self, log: &PositionLog, wanted: &Wanted) -> Result<Analysis> {
        if let Some(partition) = wanted.partition {
            partition.check(log)?;
        }
        let shown = self.units.of(&Units::of(log))?;
        Ok(Analysis {
            audit: self.audit,
            derive: self.derive,
            smoother: self.smoother,
            quantities: self.quantities.of_log(log)?,
            tables: wanted.tables,
            charts: wanted.charts,
            scales: shown.scales(),
            page: false,
            time_unit: self.log.clock.unit,
            rows_a_piece: ROWS_A_PIECE,
            progress: self.progress.clone(),
        })
    }

    /// How the log is read; rows may have to be kept in `folder` meanwhile.
    pub(super) fn batches(&self, folder: &Path, tables: Option<TableChoice>) -> BatchOptions {
        BatchOptions {
            typed: tables.is_some_and(|tables| tables.format.is_typed()),
            stop: self.progress.stop().clone(),
            ..BatchOptions::within(self.memory, folder)
        }
    }

    /// All files that are read.
    pub(crate) fn read(&self, logs: &[String]) -> Vec<PathBuf> {
        let logs = logs.iter().map(PathBuf::from);
        logs.chain(self.also_read.iter().cloned()).collect()
    }
}

/// Something that an analysis writes.
#[derive(Debug, Clone, Copy)]
pub enum Sink {
    /// The tables `motion` and, where it is wanted, `comparison`: as files, or as folders of partitions (Parquet only).
    Tables(TableChoice, Option<Partition>),
    /// The charts of [`ChartKind`].
    Charts(ChartFiles),
    /// `summary.json`.
    Summary,
}

/// What came of an analysis.
#[derive(Debug)]
#[non_exhaustive]
pub struct Analyzed {
    /// What is said of the logs as a whole.
    pub summary: Summary,
    /// The files that were written.
    pub written: Vec<PathBuf>,
}

/// Analyzes logs that are one (files, folders, patterns, or `-` for standard input), of any size, and writes what is wanted
/// into a folder: all of it, or nothing where there is an error.
///
/// ```
/// use dxdt::analysis::{AnalysisOptions, Sink, analyze};
///
/// # let folder = tempfile::tempdir()?;
/// # let log = folder.path().join("stone.csv").display().to_string();
/// # let out = folder.path().join("out");
/// std::fs::write(&log, "t (s),z (m)\n0,100\n0.5,98.77375\n0.75,97.240937\n1.5,88.96375\n")?;
///
/// let analyzed = analyze(&[log], &AnalysisOptions::default(), &out, &[Sink::Summary])?;
/// assert_eq!(analyzed.summary.source.rows_used, 4);
/// assert!(out.join("summary.json").exists());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Logs that cannot be read, or of which nothing can be derived; a quantity that a log does not have; and what the file
/// system says.
pub fn analyze(
    logs: &[String],
    options: &AnalysisOptions,
    folder: &Path,
    sinks: &[Sink],
) -> Result<Analyzed> {
    Staging::check(folder)?;
    let begin = || Staging::new(folder);
    let (staging, summary) = staged(logs, options, folder, sinks, begin)?;
    Ok(Analyzed {
        summary,
        written: staging.commit()?,
    })
}

/// The table of the motion alone, in a file without a name, and what is said of the logs.
///
/// # Errors
/// As [`analyze`].
pub fn motion_of(
    logs: &[String],
    options: &AnalysisOptions,
    format: TableFormat,
) -> Result<(Summary, File)> {
    let choice = TableChoice {
        format,
        comparison: false,
    };
    let sinks = [Sink::Tables(choice, None)];
    let folder = std::env::temp_dir();
    let (staging, summary) = staged(logs, options, &folder, &sinks, Staging::temporary)?;
    Ok((summary, staging.into_unnamed()?))
}

/// Analyzes logs into files that have no names yet; rows may have to be kept in `folder` meanwhile.
fn staged(
    logs: &[String],
    options: &AnalysisOptions,
    folder: &Path,
    sinks: &[Sink],
    begin: impl FnOnce() -> Result<Staging>,
) -> Result<(Staging, Summary)> {
    let sinks = Sinks::of(sinks);
    let (tables, partition) = sinks.tables.unzip();
    let partition = partition.flatten();
    let wanted = Wanted {
        tables,
        charts: sinks.charts.is_some(),
        partition,
    };
    let analysis = |log: &PositionLog| options.analysis_of(log, &wanted);
    let paths = expand(logs)?;
    let mut staging = begin()?.sparing(&options.read(&paths));
    let request = Request {
        logs: &Logs::Paths(paths),
        options: &options.log,
        batches: &options.batches(folder, tables),
        analysis: &analysis,
        rows_a_piece: ROWS_A_PIECE,
    };
    let begin = |analysis: &Analysis| TableFiles::begin(analysis, partition, &staging);
    let (analysed, tables) = derive_tables(&request, &begin)?;
    tables.end(&mut staging)?;
    let Analysed {
        log,
        summary,
        drawn,
    } = analysed;
    if sinks.summary {
        let json = summary.to_json().map_err(|error| failed(&error))?;
        staging.write("summary.json", |file| file.write_all(json.as_bytes()))?;
    }
    if let (Some(files), Some(rows)) = (sinks.charts, drawn.charts) {
        let units = options.units.of(&summary.units)?.of_charts(&summary.units);
        let figures = rows.finish(&log, &units);
        let drawn = draw(&figures, &files).map_err(|error| failed(&error))?;
        for (name, bytes) in drawn {
            staging.write(&name, |file| file.write_all(&bytes))?;
        }
    }
    Ok((staging, summary))
}

pub(super) fn failed(error: &dyn std::fmt::Display) -> Error {
    Error::new(error.to_string())
}

fn draw(
    figures: &Figures<'_>,
    files: &ChartFiles,
) -> std::result::Result<Vec<(String, Vec<u8>)>, ChartError> {
    let drawn = ChartKind::ALL.par_iter().map(|kind| {
        let drawing = figures.draw(*kind, files.size)?;
        files.of(kind.name(), drawing)
    });
    let drawn: Vec<_> = drawn.collect::<std::result::Result<_, _>>()?;
    Ok(drawn.into_iter().flatten().collect())
}

/// What is wanted of each kind; of two of a kind, the last.
#[derive(Default)]
struct Sinks {
    tables: Option<(TableChoice, Option<Partition>)>,
    charts: Option<ChartFiles>,
    summary: bool,
}

impl Sinks {
    fn of(sinks: &[Sink]) -> Self {
        let mut wanted = Self::default();
        for sink in sinks {
            match *sink {
                Sink::Tables(choice, partition) => wanted.tables = Some((choice, partition)),
                Sink::Charts(files) => wanted.charts = Some(files),
                Sink::Summary => wanted.summary = true,
            }
        }
        wanted
    }
}
