//! From files to derivatives: what the commands have in common that derive a log once.

use crate::error::{Error, Result};
use crate::finding::{Finding, FindingKind};
use crate::inspect::ClockHealth;
use crate::log::clock::TimeUnit;
use crate::log::{
    AuditOptions, AuditedLog, LogOptions, PositionLog, audit, broken_clock, too_little,
};
use crate::motion::{
    Comparison, DeriveOptions, Motion, QuantityColumn, Smoothing, SmoothingMethod, derive, smooth,
};
use crate::output::summary::Summary;

use super::progress::Progress;

/// Reads the files as one log.
pub(super) fn read(
    files: &[String],
    options: &LogOptions,
    progress: &Progress,
) -> Result<PositionLog> {
    progress.begin("reading");
    let log = PositionLog::read(files, options)?;
    progress.step();
    Ok(log)
}

/// Audits a log; one that has nothing to derive is an error.
pub(super) fn audited<'a>(
    log: &'a PositionLog,
    audit_options: &AuditOptions,
    options: &LogOptions,
    progress: &Progress,
) -> Result<AuditedLog<'a>> {
    progress.begin("checking stamps");
    let mut audited = audit(log, audit_options)?;
    check_steps(&audited)?;
    let clock = check_clock(&audited, options.clock.unit)?;
    audited.findings.extend(clock);
    progress.step();
    Ok(audited)
}

/// A log that has nothing to derive is an error.
pub(super) fn check_steps(audited: &AuditedLog<'_>) -> Result<()> {
    let cannot_be_derived = |entity: &crate::log::EntityRows| entity.median_step.is_none();
    if audited.entities.iter().all(cannot_be_derived) {
        return Err(too_little_to_derive(audited.log, audited.stamps.len()));
    }
    Ok(())
}

/// The motion of a log, and what it was before it was smoothed.
pub(super) struct Derived {
    pub motion: Motion,
    pub unsmoothed: Option<Motion>,
    pub smoothing: Option<Smoothing>,
}

impl Derived {
    pub fn new(
        audited: &AuditedLog<'_>,
        options: &DeriveOptions,
        smoother: Option<SmoothingMethod>,
    ) -> Self {
        let mut motion = derive(audited, options);
        Self {
            unsmoothed: smoother.map(|_| motion.clone()),
            smoothing: smoother.map(|method| smooth(audited, &mut motion, method)),
            motion,
        }
    }

    /// The motion without a smoother: what first differences are compared with, whatever takes its place in the tables.
    pub fn gradient(&self) -> &Motion {
        self.unsmoothed.as_ref().unwrap_or(&self.motion)
    }

    /// The summary, which does not know of the noise yet.
    pub fn summary(
        &self,
        audited: &AuditedLog<'_>,
        quantities: &[QuantityColumn],
        comparison: &Comparison<'_>,
        audit_options: &AuditOptions,
        options: &DeriveOptions,
    ) -> Summary {
        Summary::new(
            audited,
            &self.motion,
            quantities,
            self.smoothing.as_ref(),
            &comparison.axes,
            audit_options,
            options,
        )
    }
}

/// Tells of a broken clock; one that leaves next to nothing of the log is an error.
fn check_clock(audited: &AuditedLog<'_>, unit: Option<TimeUnit>) -> Result<Option<Finding>> {
    let (log, rows_used) = (audited.log, audited.stamps.len());
    // A broken clock repeats its stamps so often that half of the rows or more go.
    if 2 * rows_used > log.height() + 1 {
        return Ok(None);
    }
    let clock = ClockHealth::of(log, unit);
    if !clock.broken {
        return Ok(None);
    }
    let what = clock.sentence();
    match broken_clock(log, Some(&what), rows_used as u64) {
        Some(error) => Err(error),
        None => Ok(Some(Finding::new(FindingKind::ClockBroken { what }, 1))),
    }
}

fn too_little_to_derive(log: &PositionLog, rows: usize) -> Error {
    let stamps = log.stamps();
    let what = if log.height() > 1 && stamps.iter().all(|stamp| *stamp == stamps[0]) {
        Some("all rows have the same stamp, and a velocity needs two")
    } else if rows < 2 {
        Some("only one row can be used, and a velocity needs two")
    } else {
        None
    };
    too_little(log, what)
}
