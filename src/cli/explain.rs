//! `dxdt explain`: how one row of the table of motion came about, to standard output.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use clap::{ArgGroup, Args, ValueHint};

use crate::analysis::{Asked, ROWS_A_PIECE, explain_asked};
use crate::explain::{ExplainOptions, Explanation};
use crate::screens::explanation::text;
use crate::screens::width;
use dxdt_formats::{SpoolRoom, expand, some_lines};
use dxdt_log::{BatchOptions, open};
use dxdt_motion::At;
use dxdt_motion::error::Error;
use dxdt_motion::motion::SmoothingMethod;

use super::LogArguments;
use super::log_options::without;
use super::memory::MemoryArguments;
use super::standard_output::print;

/// The arguments of `dxdt explain`.
#[derive(Debug, Args)]
#[command(mut_args(without(&["errors", "quantities", "speed_unit"])))]
#[command(group(ArgGroup::new("which").required(true).args(["row", "at"])))]
#[command(after_help = "\
Examples:
  dxdt explain data/free_fall.csv --row 1
  dxdt explain data/pendulum.csv --at 2.5s
  dxdt explain data/gulls.csv --at '2024-05-11 18:00:00' --of Ada")]
pub struct ExplainArguments {
    /// Logs of timestamped positions, as for analyze
    #[arg(value_name = "LOG", required = true, value_hint = ValueHint::AnyPath)]
    logs: Vec<String>,

    /// Explain this row of motion.csv, counted from 1 below its header
    #[arg(long, value_name = "N")]
    row: Option<usize>,

    /// Explain the row nearest to this time, written as in the log or as seconds t, such as 2.5s
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    at: Option<String>,

    /// Choose the object that --at refers to
    #[arg(long, value_name = "NAME", requires = "at", conflicts_with = "row")]
    of: Option<String>,

    /// Print JSON instead of text
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    log: LogArguments,

    #[command(flatten)]
    memory: MemoryArguments,
}

pub(super) fn run(arguments: &ExplainArguments) -> anyhow::Result<()> {
    if arguments
        .log
        .smoother()?
        .is_some_and(|method| method != SmoothingMethod::Gradient)
    {
        let what = "a smoother computes each row from the whole segment, so there is no stencil to explain";
        return Err(Error::new(what)
            .advise("give --method gradient or diff, or compare all methods with dxdt compare")
            .into());
    }
    let options = ExplainOptions {
        audit: arguments.log.audit_options(),
        derive: arguments.log.derive_options(),
    };
    let log_options = arguments.log.log_options();
    let logs = expand(&arguments.logs)?;
    let folder = std::env::temp_dir();
    let log = open(
        &logs,
        &log_options,
        &BatchOptions::within(arguments.memory.memory, &folder),
    )?;
    let asked = match &arguments.at {
        Some(at) => Asked::At(at, arguments.of.as_deref()),
        None => Asked::Row(arguments.row.unwrap_or_default()),
    };
    let mut explanation = explain_asked(&log, asked, &options, &log_options.clock, ROWS_A_PIECE)?;
    let lines = lines_of(&explanation, &logs, &folder);
    explanation.add_lines(|place| lines.get(&place.file)?.get(&line(place.at)?).cloned());
    let mut printed = String::new();
    if arguments.json {
        printed.push_str(&serde_json::to_string_pretty(&explanation)?);
        printed.push('\n');
    } else {
        printed.push_str(&text(&explanation, width::of_output()));
    }
    print(&printed)
}

fn line(at: At) -> Option<u64> {
    match at {
        At::Line(line) => Some(line),
        At::Record(_) => None,
    }
}

/// The lines of the row's records as they stand in their files. Of standard input and pipes they are gone.
fn lines_of(
    explanation: &Explanation,
    logs: &[String],
    folder: &Path,
) -> BTreeMap<String, BTreeMap<u64, String>> {
    let mut numbers: BTreeMap<&str, BTreeSet<u64>> = BTreeMap::new();
    for record in &explanation.records {
        let file = record.place.file.as_str();
        let is_there = logs.iter().any(|log| log == file) && Path::new(file).is_file();
        if let Some(line) = line(record.place.at).filter(|_| is_there) {
            numbers.entry(file).or_default().insert(line);
        }
    }
    let room = SpoolRoom::in_folder(folder);
    let lines = numbers.into_iter().filter_map(|(file, numbers)| {
        // The log was read from this file a moment ago; where that fails now, the lines are just not shown.
        Some((file.to_owned(), some_lines(file, &numbers, &room).ok()?))
    });
    lines.collect()
}
