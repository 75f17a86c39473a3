//! The command-line program: parse, run, print the error, exit.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use dxdt::cli::{Cli, error_lines};

/// Large columns come and go; this allocator keeps their pages where the system's gives them back each time. It asks for no
/// huge pages: where memory is in pieces, the system's search for them doubled the time of 4,000,000 rows.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match Cli::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where standard error is closed there is nobody to tell.
            let _ = std::io::stderr().write_all(error_lines(&error).as_bytes());
            ExitCode::FAILURE
        }
    }
}
