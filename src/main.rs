//! The command-line program: parse, run, print the error, exit.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use dxdt::cli::Cli;

/// Large columns come and go; this allocator keeps their pages where the system's gives them back each time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match Cli::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where standard error is closed there is nobody to tell.
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
