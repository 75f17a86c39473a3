//! A request to stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::{Error, Result};

/// Asks whoever works to stop; clones ask together.
///
/// ```
/// use dxdt_motion::Stop;
/// let stop = Stop::default();
/// assert!(stop.check().is_ok());
/// stop.clone().request();
/// assert_eq!(stop.check().unwrap_err().to_string(), "stopped on request");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Asks to stop.
    pub fn request(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether that has been asked.
    pub fn is_requested(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// # Errors
    /// Where it has been asked.
    pub fn check(&self) -> Result<()> {
        match self.is_requested() {
            true => Err(Error::new("stopped on request")),
            false => Ok(()),
        }
    }
}
