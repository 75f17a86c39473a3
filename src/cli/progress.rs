//! A progress bar that shows itself where work takes longer than a second.

use std::time::Duration;

use dxdt_motion::motion::SmoothingProgress;
use dxdt_motion::words::number::grouped;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

const PATIENCE: Duration = Duration::from_secs(1);

/// The steps of a command, shown on a terminal's standard error.
pub struct Progress(ProgressBar);

impl Progress {
    /// A bar of `steps` steps; hidden for good where `quiet`.
    pub fn new(steps: u64, quiet: bool) -> Self {
        let bar = ProgressBar::with_draw_target(Some(steps), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:24} {msg} ({elapsed})") {
            bar.set_style(style);
        }
        if !quiet {
            let waiting = bar.downgrade();
            std::thread::spawn(move || {
                std::thread::sleep(PATIENCE);
                if let Some(bar) = waiting.upgrade()
                    && !bar.is_finished()
                {
                    bar.set_draw_target(ProgressDrawTarget::stderr());
                    bar.enable_steady_tick(Duration::from_millis(200));
                }
            });
        }
        Self(bar)
    }

    /// Says what is going on.
    pub fn begin(&self, what: &'static str) {
        self.0.set_message(what);
    }

    /// Says how far a smoother is, as long as it works.
    pub fn watch(&self, smoothing: &SmoothingProgress) {
        let (bar, smoothing) = (self.0.downgrade(), smoothing.clone());
        std::thread::spawn(move || {
            while let Some(bar) = bar.upgrade().filter(|bar| !bar.is_finished()) {
                let positions = smoothing.positions();
                if positions > 0 {
                    bar.set_message(format!("smoothing, {} positions done", grouped(positions)));
                }
                drop(bar);
                std::thread::sleep(Duration::from_millis(200));
            }
        });
    }

    /// Counts one step as done.
    pub fn step(&self) {
        self.0.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
