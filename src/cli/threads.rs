//! The number of threads, which the libraries take from their environment only.

use std::process::Command;

use anyhow::Context;

const VARIABLES: [&str; 2] = ["POLARS_MAX_THREADS", "RAYON_NUM_THREADS"];

/// Limits the program to `count` threads: it starts itself anew with the environment that says so, once.
///
/// # Errors
/// Where the program cannot find or start itself.
pub fn limit(count: u16) -> anyhow::Result<()> {
    let count = count.to_string();
    if VARIABLES
        .iter()
        .all(|name| std::env::var(name).is_ok_and(|value| value == count))
    {
        return Ok(());
    }
    let run = super::RUN.get();
    let mut program = run.map_or_else(Vec::new, |run| run.program.clone());
    if program.is_empty() {
        let file = std::env::current_exe();
        let file = file.context("--threads needs the path of the program itself")?;
        program.push(file.into_os_string());
    }
    let words = program.iter().chain(run.iter().flat_map(|run| &run.words));
    let mut command = Command::new(&program[0]);
    command
        .args(words.skip(1))
        .envs(VARIABLES.map(|name| (name, &count)));
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        let error = command.exec();
        Err(error).context("--threads could not restart the program")
    }
    #[cfg(not(unix))]
    {
        let status = command
            .status()
            .context("--threads could not restart the program")?;
        std::process::exit(status.code().unwrap_or(1));
    }
}
