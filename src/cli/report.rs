//! `dxdt report`: a log in; one web page out.

use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};

use crate::analysis::{AnalysisOptions, report, report_text};
use crate::output::own::{OwnFile, check_own};
use crate::output::staging::Staging;
use crate::screens::{terminal, width};
use dxdt_formats::expand;
use dxdt_motion::error::printable;
use dxdt_motion::words::shell_line;

use super::LogArguments;
use super::memory::MemoryArguments;
use super::output_options::names;
use super::progress::Progress;
use super::standard_output::{copy, is_meant, print, tell_beside};

/// The arguments of `dxdt report`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dxdt report data/gulls.csv -o gulls.html
  dxdt report data/gps_walk.csv --method auto -o walk.html")]
pub struct ReportArguments {
    /// Logs of timestamped positions, as for analyze
    #[arg(value_name = "LOG", required = true, value_hint = ValueHint::AnyPath)]
    logs: Vec<String>,

    /// Write the page to this file, or to standard output (-)
    #[arg(
        long,
        short,
        value_name = "FILE.html",
        default_value = "dxdt-report.html",
        help_heading = "Output"
    )]
    output: PathBuf,

    /// Replace the file even if dxdt report has not written it
    #[arg(long, hide_short_help = true, help_heading = "Output")]
    force: bool,

    #[command(flatten)]
    memory: MemoryArguments,

    #[command(flatten)]
    log: LogArguments,
}

pub(super) fn run(arguments: &ReportArguments, quiet: bool) -> anyhow::Result<()> {
    arguments.log.check_sigma()?;
    let options = AnalysisOptions {
        memory: arguments.memory.memory,
        ..arguments.log.analysis_options()?
    };
    let to_standard_output = is_meant(&arguments.output);
    let read = options.read(&expand(&arguments.logs)?);
    if to_standard_output {
        Staging::check_standard_output(&read)?;
    } else {
        Staging::check_place(&arguments.output, &read)?;
        if !arguments.force {
            check_own(&arguments.output, OwnFile::Page)?;
        }
    }
    let progress = Progress::new(1, quiet);
    progress.begin("reading and differentiating");
    progress.watch(&options.progress);
    if to_standard_output {
        let (summary, page) = report_text(&arguments.logs, &options, &command())?;
        drop(progress);
        copy(&mut page.as_bytes())?;
        if !quiet {
            tell_beside("the page", &summary, &options)?;
        }
        return Ok(());
    }
    let analyzed = report(&arguments.logs, &options, &arguments.output, &command())?;
    drop(progress);
    if !quiet {
        let written = names(&analyzed.written);
        let folder = arguments.output.parent();
        let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
        let files = terminal::Files {
            folder: folder.unwrap_or(Path::new(".")).to_owned(),
            written: written.iter().map(|name| printable(name)).collect(),
            older: Vec::new(),
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

/// The command line of this run.
fn command() -> String {
    let words = super::RUN.get().into_iter().flat_map(|run| &run.words);
    let words = words.map(|word| word.to_string_lossy().into_owned());
    shell_line(std::iter::once("dxdt".to_owned()).chain(words))
}
