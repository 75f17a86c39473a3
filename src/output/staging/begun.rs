//! What this process has begun to write and not ended, so that a signal can have it removed.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

static BEGUN: Mutex<Vec<Begun>> = Mutex::new(Vec::new());

/// A folder in which files wait for their names, and the folders that were made for it, the innermost first.
#[derive(Debug)]
pub(super) struct Begun {
    pub aside: PathBuf,
    pub made: Vec<PathBuf>,
}

impl Begun {
    fn remove(&self) {
        // Threads that are still at work may put further files into it.
        const TRIES: usize = 20;
        for _ in 0..TRIES {
            if fs::remove_dir_all(&self.aside).is_ok() || !self.aside.exists() {
                break;
            }
        }
        remove_empty(&self.made);
    }
}

/// Removes folders that were made for files that are not there; what others have put there stays.
pub(super) fn remove_empty(made: &[PathBuf]) {
    for folder in made {
        let _ = fs::remove_dir(folder);
    }
}

/// As long as this is held, a signal removes nothing.
pub(super) fn hold() -> Held {
    Held(BEGUN.lock().unwrap_or_else(PoisonError::into_inner))
}

pub(super) struct Held(MutexGuard<'static, Vec<Begun>>);

impl Held {
    pub fn add(&mut self, begun: Begun) {
        self.0.push(begun);
    }

    /// What is in this folder was ended, or removed.
    pub fn end(&mut self, aside: &Path) {
        self.0.retain(|begun| begun.aside != aside);
    }
}

/// Removes all that was begun and lets nothing more be begun or ended, for a process that is about to exit.
pub fn give_up() {
    let Held(begun) = hold();
    begun.iter().for_each(Begun::remove);
    std::mem::forget(begun);
}
