//! `dxdt inspect`: what is in a log and what is wrong with it, to standard output.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use crate::analysis::{SAMPLED_ROWS, inspect_stored};
use crate::output::staging::Staging;
use crate::screens::inspection::{reasons, text, verbose_text};
use crate::screens::width;
use dxdt_formats::expand;
use dxdt_log::{BatchOptions, open};
use dxdt_motion::inspect::InspectOptions;

use super::LogArguments;
use super::choices::Choices;
use super::log_options::without;
use super::memory::MemoryArguments;
use super::progress::Progress;
use super::standard_output::print;

/// The arguments of `dxdt inspect`.
#[derive(Debug, Args)]
#[command(mut_args(without(&["edge_order", "accuracy", "method", "errors", "acceleration", "quantities", "speed_unit"])))]
#[command(after_help = "\
Examples:
  dxdt inspect data/gps_walk.csv
  dxdt inspect data/robot_pose.txt --length-unit m
  dxdt inspect data/gps_walk.csv --why
  dxdt inspect data/two_carts.csv --json")]
pub struct InspectArguments {
    /// Logs of timestamped positions, as for analyze
    #[arg(value_name = "LOG", required = true, value_hint = ValueHint::AnyPath)]
    logs: Vec<String>,

    /// Print one JSON object instead of text
    #[arg(long)]
    json: bool,

    /// Print everything, also what does not fit on one screen
    #[arg(long, short, conflicts_with = "json")]
    verbose: bool,

    /// Print what could be the time, the position and the objects, and what speaks for and against each
    #[arg(long, conflicts_with_all = ["json", "verbose"])]
    why: bool,

    /// Write what was chosen to this file, for --choices
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    save_choices: Option<PathBuf>,

    #[command(flatten)]
    memory: MemoryArguments,

    #[command(flatten)]
    log: LogArguments,
}

pub(super) fn run(arguments: &InspectArguments, quiet: bool) -> anyhow::Result<()> {
    let progress = Progress::new(2, quiet);
    progress.begin("reading");
    let log_options = arguments.log.log_options();
    let batches = BatchOptions::within(arguments.memory.memory, &std::env::temp_dir());
    let logs = expand(&arguments.logs)?;
    let read = arguments.log.read(&logs);
    if let Some(path) = &arguments.save_choices {
        Staging::check_place(path, &read)?;
    }
    let log = open(&logs, &log_options, &batches)?;
    if let Some(path) = &arguments.save_choices {
        Choices::of(&log.facts, arguments.log.choices()).write(path, &read)?;
    }
    if arguments.why {
        drop(progress);
        return print(&reasons(&log.facts.choices, width::of_output()));
    }
    progress.step();
    progress.begin("inspecting");
    let options = InspectOptions {
        audit: arguments.log.audit_options(),
        time_unit: log_options.clock.unit,
    };
    let inspection = inspect_stored(&log, &options, SAMPLED_ROWS)?.inspection;
    drop(progress);
    let shown = if arguments.json {
        inspection.to_json()?
    } else if arguments.verbose {
        verbose_text(&inspection, width::of_output())
    } else {
        text(&inspection, width::of_output())
    };
    print(&shown)
}
