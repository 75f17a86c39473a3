//! Work on another thread, without Python's lock, which Ctrl-C stops.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

use dxdt::Result;
use dxdt::analysis::{Logs, SmoothingProgress, Stop};
use dxdt::cli::keywords::{Keyword, LogKeywords};
use pyo3::prelude::*;

use super::after_fork::begin_tables;
use super::error;
use super::keywords::parsed;
use super::source::Source;

/// How long a signal waits at most.
const PAUSE: Duration = Duration::from_millis(50);

/// Works on a log, with options as they were given; `tell` as for [`run`].
///
/// # Errors
/// Options that cannot be, and those of [`run`].
pub fn on_log<T: Send + 'static>(
    py: Python<'_>,
    source: &Source,
    keywords: &[Keyword],
    tell: Option<&Bound<'_, PyAny>>,
    work: impl FnOnce(&Logs, &LogKeywords, &SmoothingProgress) -> Result<T> + Send + 'static,
) -> PyResult<T> {
    let options = parsed(py, keywords)?;
    let logs = source.logs.clone();
    run(py, tell, move |progress| work(&logs, &options, progress))
}

/// Works on tables. `tell` is called about every 200 ms with the seconds until now and how many positions are smoothed.
///
/// # Errors
/// What the work says, a panic of it, and what a signal handler of Python raises.
pub fn run<T: Send + 'static>(
    py: Python<'_>,
    tell: Option<&Bound<'_, PyAny>>,
    work: impl FnOnce(&SmoothingProgress) -> Result<T> + Send + 'static,
) -> PyResult<T> {
    begin_tables().map_err(|error| error::of_library(py, &error))?;
    let stop = Stop::default();
    let progress = SmoothingProgress::until(stop.clone());
    let (give, mut given) = sync_channel(1);
    let of_work = progress.clone();
    std::thread::Builder::new()
        .name("dxdt".to_owned())
        .spawn(move || {
            let done = catch_unwind(AssertUnwindSafe(|| work(&of_work)));
            // Nobody waits any more after a signal.
            let _ = give.send(done);
        })
        .map_err(error::unexpected)?;
    let (start, mut told) = (Instant::now(), Duration::ZERO);
    loop {
        let done;
        (done, given) = py.detach(move || (given.recv_timeout(PAUSE), given));
        match done {
            Ok(Ok(done)) => return done.map_err(|error| error::of_library(py, &error)),
            Ok(Err(panic)) => return Err(error::of_panic(py, &*panic)),
            Err(RecvTimeoutError::Disconnected) => {
                return Err(error::unexpected("the thread that works has ended"));
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
        let mut told_of = || {
            py.check_signals()?;
            let now = start.elapsed();
            if let Some(tell) = tell
                && now >= told + 4 * PAUSE
            {
                told = now;
                tell.call1((now.as_secs_f64(), progress.positions()))?;
            }
            Ok(())
        };
        if let Err(signal) = told_of() {
            stop.request();
            return Err(signal);
        }
    }
}
