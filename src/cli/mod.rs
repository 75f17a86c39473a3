//! The command line: arguments become plain option structs, and each command has a file.

mod analyze;
mod columns;
mod compare;
mod explain;
mod field;
mod follow;
mod inspect;
mod lesson;
mod log_options;
mod manual;
mod memory;
mod method_choice;
mod output_options;
mod progress;
mod report;
mod simulate;
mod standard_output;
mod threads;

use clap::{Parser, Subcommand};

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

/// Velocity and acceleration that can be trusted, from logs of timestamped positions.
///
/// dxdt reads a log, says what is wrong with it, differentiates the positions over the stamps as they are, and
/// tells what it did.
#[derive(Debug, Parser)]
#[command(name = "dxdt", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = "Example: dxdt analyze data/pendulum.csv -o out")]
pub struct Cli {
    #[command(subcommand)]
    command: Command,

    /// Say nothing but errors
    #[arg(long, short, global = true, help_heading = "General options")]
    quiet: bool,

    /// Use this many threads [default: one for each core]
    #[arg(
        long,
        value_name = "N",
        global = true,
        help_heading = "General options",
        // Each takes memory and time to start.
        value_parser = clap::value_parser!(u16).range(1..=1024)
    )]
    threads: Option<u16>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Turn a log of positions into velocity and acceleration: tables, charts and a summary
    Analyze(Box<AnalyzeArguments>),
    /// Derive a log by every method, measure their errors where the truth is known, and explain what the log shows
    Compare(Box<CompareArguments>),
    /// Show how one row of motion.csv came about, term by term, and what others would give there
    Explain(Box<ExplainArguments>),
    /// Say what is in a log and what is wrong with it, to standard output; writes no files
    Inspect(Box<InspectArguments>),
    /// Put everything about a log on one web page that needs no network: findings, tables and interactive charts
    Report(Box<ReportArguments>),
    /// Take the gradient of a table's columns, as np.gradient does; the table goes to standard output
    Gradient(GradientArguments),
    /// Take the differences of a table's columns, as np.diff does; the table goes to standard output
    Diff(DiffArguments),
    /// Take the gradient of a grid or image: components, magnitude and direction, tables and charts
    Field(Box<FieldArguments>),
    /// Write a log of a motion whose answer is known, with the exact derivatives beside it
    Simulate(Box<SimulateArguments>),
    /// Read a short lesson about derivatives in the terminal, with charts beside it
    Lesson(Box<LessonArguments>),
    /// Print the completions of a shell
    Completions(CompletionsArguments),
    /// Print the manual page, or write one for each command into a folder
    Manual(ManualArguments),
}

impl Cli {
    /// Runs the command.
    ///
    /// # Errors
    /// What the command says; the sentence is for the user.
    pub fn run(self) -> anyhow::Result<()> {
        if let Some(count) = self.threads {
            threads::limit(count)?;
        }
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
