//! `dxdt analyze`: a log in; tables, charts and a summary out.

use std::path::Path;

use clap::{Args, ValueHint};

use crate::analysis::{AnalysisOptions, Sink, analyze, motion_of};
use crate::output::figures::ChartKind;
use crate::output::partition::Partition;
use crate::output::staging::Staging;
use crate::output::table::{TableChoice, TableFormat};
use crate::screens::{terminal, width};
use dxdt_formats::expand;
use dxdt_motion::error::Error;

use super::known::known;
use super::memory::MemoryArguments;
use super::output_options::names;
use super::progress::Progress;
use super::standard_output::{copy, is_meant, print, refuse_terminal, tell_beside};
use super::{LogArguments, OutputArguments};

/// The arguments of `dxdt analyze`.
#[derive(Debug, Args)]
#[command(mut_arg("output", |arg| arg.help("Write the output to this folder; - writes the table of the motion to standard output")))]
#[command(after_help = "\
Examples:
  dxdt analyze data/pendulum.csv -o out
  dxdt analyze data/gps_walk.csv --method auto --svg -o out
  dxdt analyze data/two_carts.csv --format parquet --no-charts -o out
  dxdt analyze data/pendulum.csv -o - | head")]
pub struct AnalyzeArguments {
    /// Logs of timestamped positions: files, folders, or - for standard input
    ///
    /// CSV, GPX, NMEA, JSON, Parquet and more are read, also compressed. Patterns such as 'logs/*.csv' name several files,
    /// which are read as one log.
    #[arg(value_name = "LOG", required = true, value_hint = ValueHint::AnyPath)]
    pub(super) logs: Vec<String>,

    /// Write tables as csv, parquet, ipc or jsonl
    ///
    /// The default is csv, or parquet with --partition.
    #[arg(long, value_name = "FORMAT", help_heading = "Output", value_parser = known::<TableFormat>(|| vec!["csv", "parquet", "ipc", "jsonl"]), hide_possible_values = true)]
    pub(super) format: Option<TableFormat>,

    /// Split Parquet tables into folders that DuckDB, Polars and Spark read as one table: by date, by entity-hash, or
    /// by entity-hash=N for N folders
    #[arg(
        long,
        value_name = "BY",
        hide_short_help = true,
        help_heading = "Output", value_parser = known::<Partition>(|| vec!["date", "entity-hash"]), hide_possible_values = true)]
    pub(super) partition: Option<Partition>,

    /// Follow a log that grows
    ///
    /// The log is a file, a pipe or standard input. Each row is written as soon as later rows cannot change it. No charts are
    /// drawn.
    #[arg(long, conflicts_with = "memory", help_heading = "Output")]
    follow: bool,

    /// Continue the tables of a --follow run that was stopped
    #[arg(
        long,
        requires = "follow",
        hide_short_help = true,
        help_heading = "Output"
    )]
    pub(super) resume: bool,

    /// Write no comparison table
    #[arg(long, hide_short_help = true, help_heading = "Output")]
    pub(super) no_comparison: bool,

    #[command(flatten)]
    pub(super) output: OutputArguments,

    #[command(flatten)]
    pub(super) memory: MemoryArguments,

    #[command(flatten)]
    pub(super) log: LogArguments,
}

impl AnalyzeArguments {
    fn analysis_options(&self) -> dxdt_motion::error::Result<AnalysisOptions> {
        self.log.check_sigma()?;
        Ok(AnalysisOptions {
            memory: self.memory.memory,
            ..self.log.analysis_options()?
        })
    }
}

pub(super) fn run(arguments: &AnalyzeArguments, quiet: bool) -> anyhow::Result<()> {
    if arguments.follow {
        return super::follow::run(arguments, quiet);
    }
    if is_meant(&arguments.output.folder) {
        return to_standard_output(arguments, quiet);
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
    let options = arguments.analysis_options()?;
    progress.begin("reading and differentiating");
    progress.watch(&options.progress);
    let analyzed = analyze(&arguments.logs, &options, folder, &sinks)?;
    let written = names(&analyzed.written);
    drop(progress);
    if !quiet {
        let files = terminal::Files {
            older: older_outputs(folder, &written),
            folder: folder.clone(),
            written,
        };
        print(&terminal::text(
            &analyzed.summary,
            &files,
            &options.units.of(&analyzed.summary.units)?,
            width::of_output(),
        ))?;
    }
    Ok(())
}

/// The table of the motion alone; what is said goes to standard error.
fn to_standard_output(arguments: &AnalyzeArguments, quiet: bool) -> anyhow::Result<()> {
    if arguments.partition.is_some() {
        return Err(Error::new("standard output cannot take partitions")
            .advise("leave --partition out, or give a folder with -o")
            .into());
    }
    let format = table_format(arguments)?;
    if format.is_typed() {
        refuse_terminal(format.extension())?;
    }
    let options = arguments.analysis_options()?;
    Staging::check_standard_output(&options.read(&expand(&arguments.logs)?))?;
    let progress = Progress::new(1, quiet);
    progress.begin("reading and differentiating");
    progress.watch(&options.progress);
    let (summary, mut table) = motion_of(&arguments.logs, &options, format)?;
    drop(progress);
    copy(&mut table)?;
    if !quiet {
        tell_beside("the table of the motion", &summary, &options)?;
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
