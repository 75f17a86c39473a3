//! How far a smoother is.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::Stop;

/// How many positions have been smoothed, along all axes; clones count together.
///
/// ```
/// use dxdt_motion::motion::SmoothingProgress;
/// let progress = SmoothingProgress::default();
/// assert_eq!(progress.clone().positions(), 0);
/// ```
#[derive(Debug, Clone, Default)]
pub struct SmoothingProgress {
    positions: Arc<AtomicU64>,
    stop: Stop,
}

impl SmoothingProgress {
    /// None until now, of work that ends where `stop` asks it to.
    pub fn until(stop: Stop) -> Self {
        Self {
            positions: Arc::default(),
            stop,
        }
    }

    /// What asks the work to stop.
    pub fn stop(&self) -> &Stop {
        &self.stop
    }

    /// So many until now.
    pub fn positions(&self) -> u64 {
        self.positions.load(Ordering::Relaxed)
    }

    pub(super) fn add(&self, positions: usize) {
        let all = &self.positions;
        all.fetch_add(positions as u64, Ordering::Relaxed);
    }
}
