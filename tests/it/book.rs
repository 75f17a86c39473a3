//! The book in `docs/` and the README: every command line is run, every shown output compared, every link followed.
//!
//! With `UPDATE_DOCS=1` in the environment, what the program can say better than a person (the outputs in `console`
//! blocks, the reference of the commands) is written into the pages; then read what was written.

mod commands;
mod findings;
mod links;
mod pages;
#[cfg(unix)]
mod runner;
mod summary_json;
mod tables;
mod truth;
mod what_now;

/// Whether the pages are to be written and not only compared.
fn is_update() -> bool {
    std::env::var_os("UPDATE_DOCS").is_some()
}
