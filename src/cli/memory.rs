//! How much memory a command may use.

use clap::Args;

use dxdt_log::Memory;

/// How much memory a command may use.
#[derive(Debug, Clone, Copy, Args)]
pub struct MemoryArguments {
    /// Keep a quarter of this much of a log in memory, and what is more on disk; none to keep all of it in memory
    #[arg(
        long,
        value_name = "SIZE",
        default_value = "512MiB",
        help_heading = "Memory"
    )]
    pub(super) memory: Memory,
}
