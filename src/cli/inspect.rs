//! `dxdt inspect`: what is in a log and what is wrong with it, to standard output.

use clap::Args;

use crate::analysis::{SAMPLED_ROWS, inspect_batched};
use crate::screens::inspection::text;
use dxdt_formats::expand;
use dxdt_log::open;
use dxdt_motion::inspect::InspectOptions;

use super::LogArguments;
use super::memory::MemoryArguments;
use super::progress::Progress;
use super::standard_output::print;

/// The arguments of `dxdt inspect`.
#[derive(Debug, Args)]
pub struct InspectArguments {
    /// Logs of timestamped positions; - for standard input, a folder for the logs in it. Several are one log
    #[arg(value_name = "LOG", required = true)]
    logs: Vec<String>,

    /// Print one JSON object, for programs
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    memory: MemoryArguments,

    #[command(flatten)]
    log: LogArguments,
}

pub(super) fn run(arguments: &InspectArguments, quiet: bool) -> anyhow::Result<()> {
    let progress = Progress::new(2, quiet);
    progress.begin("reading");
    let log_options = arguments.log.log_options();
    let batches = arguments.memory.memory.batches(&std::env::temp_dir());
    let log = open(&expand(&arguments.logs)?, &log_options, &batches)?;
    progress.step();
    progress.begin("inspecting");
    let options = InspectOptions {
        audit: arguments.log.audit_options(),
        time_unit: log_options.clock.unit,
    };
    let inspection = inspect_batched(&log, &options, SAMPLED_ROWS)?.inspection;
    drop(progress);
    let shown = if arguments.json {
        inspection.to_json()?
    } else {
        text(&inspection)
    };
    print(&shown)
}
