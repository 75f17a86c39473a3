//! The command-line program.

use std::process::ExitCode;

/// Large columns come and go; this allocator keeps their pages where the system's gives them back each time. It asks for no
/// huge pages: where memory is in pieces, the system's search for them doubled the time of 4,000,000 rows.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    dxdt::cli::run(std::env::args_os().collect(), Vec::new()).into()
}
