//! `dxdt analyze`: a log in; tables, charts and a summary out.

use std::io::Write;
use std::path::Path;

use clap::Args;
use rayon::prelude::*;

use crate::batched::{Analysed, Analysis, ROWS_A_PIECE, Request, write_tables};
use crate::error::Error;
use crate::log::read::expand;
use crate::log::{BatchOptions, PositionLog};
use crate::output::chart::ChartError;
use crate::output::figures::ChartKind;
use crate::output::partition::Partition;
use crate::output::staging::Staging;
use crate::output::table::{TableChoice, TableFormat};
use crate::output::terminal;

use super::memory::MemoryArguments;
use super::output_options::names;
use super::progress::Progress;
use super::{LogArguments, OutputArguments};

/// The arguments of `dxdt analyze`.
#[derive(Debug, Args)]
pub struct AnalyzeArguments {
    /// Logs of timestamped positions: CSV and other text, GPX, NMEA, JSON, parquet and more, also compressed; - for
    /// standard input, a folder or a pattern such as 'logs/*.csv' for the logs in it. Several are one log
    #[arg(value_name = "LOG", required = true)]
    pub(super) logs: Vec<String>,

    /// Format of the tables: csv, parquet, ipc or jsonl [default: csv, or parquet with --partition]
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    pub(super) format: Option<TableFormat>,

    /// Put the rows of parquet tables into folders that DuckDB, polars and Spark read as one table: date, entity-hash, or
    /// entity-hash=N for N folders
    #[arg(long, value_name = "BY", help_heading = "Output")]
    pub(super) partition: Option<Partition>,

    /// Follow a log that grows (a file, a pipe, or - for standard input): rows are written as soon as no later one can change
    /// them; no charts
    #[arg(long, conflicts_with = "memory", help_heading = "Output")]
    follow: bool,

    /// Go on with the tables of a run with --follow that was stopped
    #[arg(long, requires = "follow", help_heading = "Output")]
    pub(super) resume: bool,

    /// Write no comparison table
    #[arg(long, help_heading = "Output")]
    pub(super) no_comparison: bool,

    #[command(flatten)]
    pub(super) output: OutputArguments,

    #[command(flatten)]
    pub(super) memory: MemoryArguments,

    #[command(flatten)]
    pub(super) log: LogArguments,
}

pub(super) fn run(arguments: &AnalyzeArguments, quiet: bool) -> anyhow::Result<()> {
    if arguments.follow {
        return super::follow::run(arguments, quiet);
    }
    let charts: &[ChartKind] = if arguments.output.no_charts {
        &[]
    } else {
        &ChartKind::ALL
    };
    let progress = Progress::new(3 + charts.len() as u64, quiet);
    let format = table_format(arguments)?;
    let output = &arguments.output;
    Staging::check(&output.folder)?;

    let options = arguments.log.log_options();
    let batches = BatchOptions {
        typed: format.is_typed(),
        ..arguments.memory.batches(&output.folder)
    };
    let paths = expand(&arguments.logs)?;
    let quantities = arguments.log.quantities();
    let analysis = |log: &PositionLog| {
        if let Some(partition) = arguments.partition {
            partition.check(log)?;
        }
        Ok(Analysis {
            audit: arguments.log.audit_options(),
            derive: arguments.log.derive_options(),
            smoother: arguments.log.smoother(),
            quantities: quantities.of_log(log)?,
            tables: Some(TableChoice {
                format,
                comparison: !arguments.no_comparison,
            }),
            charts: !charts.is_empty(),
            time_unit: options.clock.unit,
            rows_a_piece: ROWS_A_PIECE,
        })
    };
    let request = Request {
        paths: &paths,
        options: &options,
        batches: &batches,
        analysis: &analysis,
        rows_a_piece: ROWS_A_PIECE,
        partition: arguments.partition,
    };
    let mut staging = Staging::new(&output.folder)?;
    progress.begin("reading and deriving");
    let Analysed {
        log,
        summary,
        charts: rows,
    } = write_tables(&request, &mut staging)?;
    progress.step();

    progress.begin("drawing charts");
    let figures = rows.map(|rows| rows.finish(&log, &summary.units));
    let draw = |&kind: &ChartKind| {
        let Some(figures) = &figures else {
            return Ok(Vec::new());
        };
        let drawing = figures.draw(kind, output.chart_size)?;
        let files = output.files_of(kind.name(), drawing)?;
        progress.step();
        Ok(files)
    };
    let drawn = charts.par_iter().map(draw);
    let drawn: Vec<_> = drawn.collect::<Result<_, ChartError>>()?;
    let json = summary.to_json()?;
    staging.write("summary.json", |file| file.write_all(json.as_bytes()))?;
    for (name, bytes) in drawn.into_iter().flatten() {
        staging.write(&name, |file| file.write_all(&bytes))?;
    }
    let written = names(&staging.commit()?);
    drop(progress);
    if !quiet {
        let files = terminal::Files {
            older: older_outputs(&output.folder, &written),
            folder: output.folder.clone(),
            written,
        };
        terminal::print(&summary, &files);
    }
    Ok(())
}

/// Outputs that this command writes with other options, and that are in its folder from before.
fn older_outputs(folder: &Path, written: &[String]) -> Vec<String> {
    let tables = ["motion", "comparison"]
        .into_iter()
        .flat_map(|name| TableFormat::ALL.map(|format| format!("{name}.{}", format.extension())));
    let charts = ChartKind::ALL
        .into_iter()
        .flat_map(|kind| ["png", "svg"].map(|extension| format!("{}.{extension}", kind.name())));
    tables
        .chain(charts)
        .filter(|name| !written.contains(name) && folder.join(name).exists())
        .collect()
}

fn table_format(arguments: &AnalyzeArguments) -> Result<TableFormat, Error> {
    match (arguments.format, arguments.partition) {
        (None, None) => Ok(TableFormat::Csv),
        (None | Some(TableFormat::Parquet), Some(_)) => Ok(TableFormat::Parquet),
        (Some(_), Some(_)) => Err(Error::new("partitions are Parquet files")
            .advise("give --format parquet with --partition, or leave --format out")),
        (Some(format), None) => Ok(format),
    }
}
