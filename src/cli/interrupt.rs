//! What Ctrl-C and a request to terminate do: what was begun is removed, then the program ends.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::{flag, low_level};

use crate::output::staging::give_up;

const SIGNALS: [(i32, &str); 2] = [(SIGINT, "SIGINT"), (SIGTERM, "SIGTERM")];

// Short for who waits, long for a processor.
const PAUSE: Duration = Duration::from_millis(30);

static IS_STOPPING: AtomicBool = AtomicBool::new(false);
static STOPPED_BY: AtomicUsize = AtomicUsize::new(0);

/// As a shell tells it of a program that a signal ends.
fn exit_code(signal: i32) -> i32 {
    128 + signal
}

/// Has what was begun removed when the first signal comes; a second one ends the program at once.
///
/// # Errors
/// Where the system refuses.
pub fn listen() -> anyhow::Result<()> {
    for (signal, _) in SIGNALS {
        let register = || {
            flag::register_conditional_shutdown(signal, exit_code(signal), &IS_STOPPING)?;
            flag::register_usize(signal, &STOPPED_BY, signal as usize)
        };
        register().context("signals cannot be received")?;
    }
    std::thread::spawn(wait);
    Ok(())
}

fn wait() {
    loop {
        let number = STOPPED_BY.load(Ordering::SeqCst);
        let by = SIGNALS.iter().find(|(known, _)| *known as usize == number);
        if let Some((signal, name)) = by {
            stop(*signal, name);
        }
        std::thread::sleep(PAUSE);
    }
}

fn stop(signal: i32, name: &str) -> ! {
    // Some programs, such as timeout, send the signal to the process and to its group: that is one.
    std::thread::sleep(PAUSE);
    IS_STOPPING.store(true, Ordering::SeqCst);
    give_up();
    let mut out = io::stderr();
    // Below a progress bar, or the ^C that a terminal shows.
    let start = if out.is_terminal() { "\n" } else { "" };
    // Where standard error is closed there is nobody to tell.
    let _ = writeln!(
        out,
        "{start}stopped by {name}; files that were not complete are removed"
    );
    low_level::exit(exit_code(signal))
}
