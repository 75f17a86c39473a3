//! `dxdt analyze`: a log in; tables, charts and a summary out.

use std::path::Path;

use clap::Args;

use crate::analysis::{AnalysisOptions, Sink, analyze};
use crate::output::figures::ChartKind;
use crate::output::partition::Partition;
use crate::output::table::{TableChoice, TableFormat};
use crate::screens::terminal;
use dxdt_motion::error::Error;

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
    let progress = Progress::new(1, quiet);
    let folder = &arguments.output.folder;
    let choice = TableChoice {
        format: table_format(arguments)?,
        comparison: !arguments.no_comparison,
    };
    let mut sinks = vec![Sink::Tables(choice, arguments.partition), Sink::Summary];
    if !arguments.output.no_charts {
        sinks.push(Sink::Charts(arguments.output.chart_files()));
    }
    let options = AnalysisOptions {
        memory: arguments.memory.memory,
        ..arguments.log.analysis_options()
    };
    progress.begin("reading and deriving");
    let analyzed = analyze(&arguments.logs, &options, folder, &sinks)?;
    let written = names(&analyzed.written);
    drop(progress);
    if !quiet {
        let files = terminal::Files {
            older: older_outputs(folder, &written),
            folder: folder.clone(),
            written,
        };
        terminal::print(&analyzed.summary, &files);
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
