//! How much memory a command may use.

use clap::Args;

use dxdt_log::Memory;

/// How much memory a command may use.
#[derive(Debug, Clone, Copy, Args)]
pub struct MemoryArguments {
    /// Limit the memory: up to a quarter of it holds rows of the log, and the rest wait on disk; none is no limit
    #[arg(
        long,
        hide_short_help = true,
        value_name = "SIZE",
        default_value = "512MiB",
        help_heading = "Memory"
    )]
    pub(super) memory: Memory,
}
