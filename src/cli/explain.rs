//! `dxdt explain`: how one row of the table of motion came about, to standard output.

use std::collections::HashMap;
use std::path::Path;

use clap::{ArgGroup, Args};

use crate::At;
use crate::error::Error;
use crate::explain::{ExplainOptions, Explanation, explain, row_at, text};
use crate::log::read::{Source, expand};
use crate::log::{audit_as, no_stamp, open};
use crate::motion::{SmoothingMethod, derive};

use super::LogArguments;
use super::standard_output::print;
use crate::log::Memory;

/// The arguments of `dxdt explain`.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("which").required(true).args(["row", "at"])))]
pub struct ExplainArguments {
    /// Logs of timestamped positions, as for analyze
    #[arg(value_name = "LOG", required = true)]
    logs: Vec<String>,

    /// Row of motion.csv, counted from 1 below its header
    #[arg(long, value_name = "N")]
    row: Option<usize>,

    /// Time of the row, the nearest one: as the log writes its stamps, or seconds t such as 2.5s
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    at: Option<String>,

    /// The entity that --at is about
    #[arg(long, value_name = "NAME", requires = "at", conflicts_with = "row")]
    of: Option<String>,

    /// Print JSON, for programs
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    log: LogArguments,
}

pub(super) fn run(arguments: &ExplainArguments) -> anyhow::Result<()> {
    if arguments
        .log
        .smoother()
        .is_some_and(|method| method != SmoothingMethod::Gradient)
    {
        let what =
            "a smoother takes each row from the whole segment, and has no stencil to explain";
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
    let stored = open(
        &logs,
        &log_options,
        &Memory::default().batches(&std::env::temp_dir()),
    )?;
    let log = stored.whole()?;
    let audited = audit_as(&log, &options.audit, stored.decisions)?;
    if audited.stamps.is_empty() {
        return Err(no_stamp(&log).into());
    }
    let found = match &arguments.at {
        Some(at) => Some(row_at(
            &audited,
            at,
            arguments.of.as_deref(),
            &log_options.clock,
        )?),
        None => None,
    };
    let row = found
        .as_ref()
        .map_or(arguments.row, |found| Some(found.row));
    let motion = derive(&audited, &options.derive);
    let mut explanation = explain(&audited, &motion, row.unwrap_or_default(), &options)?;
    explanation.found = found.map(|found| found.words);
    let lines = lines_of(&explanation, &logs);
    explanation.add_lines(|place| lines.get(&(place.file.clone(), line(place.at)?)).cloned());
    let mut printed = String::new();
    if arguments.json {
        printed.push_str(&serde_json::to_string_pretty(&explanation)?);
        printed.push('\n');
    } else {
        printed.push_str(&text(&explanation));
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
fn lines_of(explanation: &Explanation, logs: &[String]) -> HashMap<(String, u64), String> {
    let mut lines = HashMap::new();
    let mut files: Vec<&str> = Vec::new();
    for record in &explanation.records {
        let file = record.place.file.as_str();
        let is_there = logs.iter().any(|log| log == file) && Path::new(file).is_file();
        if is_there && !files.contains(&file) {
            files.push(file);
        }
    }
    for file in files {
        // The log was read from this file a moment ago; where that fails now, the lines are just not shown.
        let Ok(source) = Source::read(file) else {
            continue;
        };
        let Ok(text) = source.text() else { continue };
        for record in explanation
            .records
            .iter()
            .filter(|record| record.place.file == file)
        {
            let found = line(record.place.at).and_then(|line| {
                let index = usize::try_from(line.checked_sub(1)?).ok()?;
                Some((line, text.lines().nth(index)?))
            });
            if let Some((line, text)) = found {
                lines.insert((file.to_owned(), line), text.to_owned());
            }
        }
    }
    lines
}
