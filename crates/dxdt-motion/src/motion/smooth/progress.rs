//! How far a smoother is.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many positions have been smoothed, along all axes; clones count together.
///
/// ```
/// use dxdt_motion::motion::SmoothingProgress;
/// let progress = SmoothingProgress::default();
/// assert_eq!(progress.clone().positions(), 0);
/// ```
#[derive(Debug, Clone, Default)]
pub struct SmoothingProgress(Arc<AtomicU64>);

impl SmoothingProgress {
    /// So many until now.
    pub fn positions(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    pub(super) fn add(&self, positions: usize) {
        self.0.fetch_add(positions as u64, Ordering::Relaxed);
    }
}
