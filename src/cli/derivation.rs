//! A log in memory, derived once.

use crate::error::Result;
use crate::inspect::{ClockHealth, check_clock};
use crate::log::clock::TimeUnit;
use crate::log::{
    AuditDecisions, AuditOptions, AuditedLog, PositionLog, audit_as, check_steps, no_stamp,
};
use crate::motion::{
    Comparison, DeriveOptions, Motion, QuantityColumn, Smoothing, SmoothingMethod, derive, smooth,
};
use crate::output::summary::Summary;

/// Audits a log; one that has nothing to derive is an error.
pub(super) fn audited<'a>(
    log: &'a PositionLog,
    decisions: AuditDecisions,
    options: &AuditOptions,
    time_unit: Option<TimeUnit>,
) -> Result<AuditedLog<'a>> {
    let mut audited = audit_as(log, options, decisions)?;
    if audited.stamps.is_empty() {
        return Err(no_stamp(log));
    }
    check_steps(&audited)?;
    let rows_used = audited.stamps.len() as u64;
    let clock = check_clock(log, rows_used, || ClockHealth::of(log, time_unit))?;
    audited.findings.extend(clock);
    Ok(audited)
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
