//! The command line: arguments become plain option structs, and each command has a file.

mod analyze;
mod choices;
mod columns;
mod compare;
mod explain;
mod field;
mod follow;
mod inspect;
mod interrupt;
pub mod keywords;
mod known;
mod lesson;
mod log_options;
mod manual;
mod memory;
mod method_choice;
mod missing_words;
mod names;
mod output_options;
mod progress;
mod report;
mod simulate;
mod standard_output;
mod threads;

use std::ffi::OsString;
use std::io::Write;
use std::sync::OnceLock;

use clap::{Parser, Subcommand};

use crate::screens::width::{self, wrapped};

pub use analyze::AnalyzeArguments;
pub use columns::{DiffArguments, GradientArguments};
pub use compare::CompareArguments;
pub use explain::ExplainArguments;
pub use field::FieldArguments;
pub use inspect::InspectArguments;
pub use lesson::LessonArguments;
pub use log_options::LogArguments;
pub use manual::{CompletionsArguments, ManualArguments};
pub use memory::MemoryArguments;
pub use output_options::OutputArguments;
pub use report::ReportArguments;
pub use simulate::SimulateArguments;

/// Derive velocity and acceleration from logs of timestamped positions
///
/// dxdt reads a log, reports what is wrong with it, differentiates the positions over the timestamps as they are, and
/// says what it did.
#[derive(Debug, Parser)]
#[command(name = "dxdt", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = "\
Examples:
  dxdt inspect data/gps_walk.csv
  dxdt analyze data/pendulum.csv -o out
  dxdt report data/gulls.csv -o gulls.html")]
pub struct Cli {
    #[command(subcommand)]
    command: Command,

    /// Show no progress, notes or summary
    ///
    /// Errors are shown, and so is what a command is asked to print: the screen of inspect or explain, a lesson, or a table
    /// on standard output.
    #[arg(long, short, global = true, help_heading = "General options")]
    quiet: bool,

    /// Use this many threads [default: one per core]
    #[arg(
        long,
        value_name = "N",
        global = true,
        help_heading = "General options",
        hide_short_help = true,
        // Each takes memory and time to start.
        value_parser = clap::value_parser!(u16).range(1..=1024)
    )]
    threads: Option<u16>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Turn a log of positions into velocity and acceleration: tables, charts and a summary
    #[command(alias = "analyse")]
    Analyze(Box<AnalyzeArguments>),
    /// Compare every method on one log, with errors where the truth is known
    Compare(Box<CompareArguments>),
    /// Show term by term how one row of motion.csv was computed, and what other programs would give
    Explain(Box<ExplainArguments>),
    /// Show what is in a log and what is wrong with it, without writing files
    Inspect(Box<InspectArguments>),
    /// Write one web page that works offline: findings, tables and interactive charts
    Report(Box<ReportArguments>),
    /// Print the gradients of a table's columns, as np.gradient computes them
    Gradient(GradientArguments),
    /// Print the differences of a table's columns, as np.diff computes them
    Diff(DiffArguments),
    /// Compute the gradient of a grid or image: components, magnitude and direction
    Field(Box<FieldArguments>),
    /// Write a log of a simulated motion, with the exact derivatives beside it
    Simulate(Box<SimulateArguments>),
    /// Show a short lesson about derivatives, and write its charts
    Lesson(Box<LessonArguments>),
    /// Print completions for a shell
    Completions(CompletionsArguments),
    /// Print the manual page, or write one for each command into a folder
    Manual(ManualArguments),
}

/// This run.
static RUN: OnceLock<Run> = OnceLock::new();

/// What a command may have to know of its run.
struct Run {
    /// The words of a command line that starts the program anew.
    program: Vec<OsString>,
    /// The words after the name of the program.
    words: Vec<OsString>,
}

/// Reads and runs a command line, whose first word is the name of the program, and gives the exit code. `program` is what
/// starts it anew; where it is empty, the file of this process does.
pub fn run(words: Vec<OsString>, program: Vec<OsString>) -> u8 {
    let cli = match Cli::try_parse_from(&words) {
        Ok(cli) => cli,
        Err(error) => {
            // Where the stream is closed there is nobody to tell.
            let _ = error.print();
            return u8::try_from(error.exit_code()).unwrap_or(2);
        }
    };
    let words = words.into_iter().skip(1).collect();
    let _ = RUN.set(Run { program, words });
    match cli.run() {
        Ok(()) => 0,
        Err(error) => {
            let _ = std::io::stderr().write_all(error_lines(&error).as_bytes());
            1
        }
    }
}

/// The error that ends the program, in lines for standard error.
fn error_lines(error: &anyhow::Error) -> String {
    let mut words = "error".to_owned();
    for cause in error.chain() {
        words.push_str(&format!(": {cause}"));
        // Its sentence says what made it.
        if cause.is::<dxdt_motion::Error>() {
            break;
        }
    }
    wrapped(&words, width::of_errors(), 2).join("\n") + "\n"
}

impl Cli {
    /// Runs the command.
    ///
    /// # Errors
    /// What the command says; the sentence is for the user.
    fn run(self) -> anyhow::Result<()> {
        if let Some(count) = self.threads {
            threads::limit(count)?;
        }
        interrupt::listen()?;
        match self.command {
            Command::Analyze(arguments) => analyze::run(&arguments, self.quiet),
            Command::Compare(arguments) => compare::run(&arguments, self.quiet),
            Command::Explain(arguments) => explain::run(&arguments),
            Command::Inspect(arguments) => inspect::run(&arguments, self.quiet),
            Command::Report(arguments) => report::run(&arguments, self.quiet),
            Command::Gradient(arguments) => columns::gradient(arguments, self.quiet),
            Command::Diff(arguments) => columns::diff(arguments, self.quiet),
            Command::Field(arguments) => field::run(&arguments, self.quiet),
            Command::Simulate(arguments) => simulate::run(&arguments, self.quiet),
            Command::Lesson(arguments) => lesson::run(&arguments),
            Command::Completions(arguments) => manual::completions(&arguments),
            Command::Manual(arguments) => manual::run(&arguments, self.quiet),
        }
    }
}
