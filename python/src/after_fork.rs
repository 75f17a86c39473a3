//! What works in a process that was forked: the threads of its parent are not in it.

use std::sync::atomic::{AtomicBool, Ordering};

use dxdt::{Error, Result};
use pyo3::pyfunction;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::OnceLock;

/// Whether this process was forked from one that has had dxdt.
static IS_FORKED: AtomicBool = AtomicBool::new(false);

/// Whether tables have been worked on, whose threads a fork leaves behind.
static HAS_TABLE_THREADS: AtomicBool = AtomicBool::new(false);

/// The threads of array functions in a process that was not forked.
static ARRAY_THREADS: OnceLock<Option<ThreadPool>> = OnceLock::new();

/// Called in the child of a fork.
#[pyfunction]
pub fn after_fork() {
    IS_FORKED.store(true, Ordering::Relaxed);
}

/// Runs an array function on threads that are there: after a fork, on new ones.
pub fn on_array_threads<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let make = || ThreadPoolBuilder::new().build().ok();
    if IS_FORKED.load(Ordering::Relaxed) {
        return match make() {
            Some(threads) => threads.install(work),
            None => work(),
        };
    }
    match ARRAY_THREADS.get_or_init(make) {
        Some(threads) => threads.install(work),
        None => work(),
    }
}

/// Whether array functions have more than one thread.
pub fn has_array_threads() -> bool {
    static HAS_SEVERAL: OnceLock<bool> = OnceLock::new();
    *HAS_SEVERAL.get_or_init(|| on_array_threads(rayon::current_num_threads) > 1)
}

/// Says that tables are about to be worked on.
///
/// # Errors
/// Where their threads have stayed in the process that this one was forked from.
pub fn begin_tables() -> Result<()> {
    if !IS_FORKED.load(Ordering::Relaxed) {
        HAS_TABLE_THREADS.store(true, Ordering::Relaxed);
        return Ok(());
    }
    match HAS_TABLE_THREADS.load(Ordering::Relaxed) {
        false => Ok(()),
        true => Err(Error::new(
            "this process was forked from one that has worked on tables, whose threads are not in it",
        )
        .advise("start processes with multiprocessing's method spawn or forkserver")),
    }
}
