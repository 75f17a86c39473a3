//! The report: one web page that needs no other file and no network, with everything that is known about a log.
//!
//! The page's text and tables are made here. Its charts are drawn by plotly.js, which is in the page, from numbers that
//! are in the page too: every row where they fit, else the smallest and the largest value of each bucket of time, so that
//! no extreme is lost ([`Report::to_html`]). The page may load nothing, and says so to the browser.

mod charts;
mod columns;
mod cost;
mod data;
mod encode;
mod findings;
mod page;
mod path;
mod rows;
mod script;
mod share;
mod shell;
mod steps;
mod style;
mod tables;
mod time;
mod trust;

use crate::batched::rows::DerivedRows;
use crate::error::Result;
use crate::inspect::Inspection;
use crate::log::AuditedLog;
use crate::motion::{Motion, QuantityColumn, Smoothing, SmoothingMethod};

use super::summary::Summary;

#[allow(unused_imports)]
pub(crate) use page::{PageParts, render};
pub(crate) use rows::ReportRows;
pub use shell::shell_line;

/// What a report is made of: one analysis, and the inspection of its log.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The log.
    pub audited: &'a AuditedLog<'a>,
    /// Its motion, smoothed where there is a smoother.
    pub motion: &'a Motion,
    /// Further quantities.
    pub quantities: &'a [QuantityColumn],
    /// What smoothed the motion.
    pub smoothing: Option<&'a Smoothing>,
    /// The motion before it was smoothed.
    pub before: Option<&'a Motion>,
    /// The analysis in figures.
    pub summary: &'a Summary,
    /// What can be trusted.
    pub inspection: &'a Inspection,
    /// The command that makes the report, as a shell reads it.
    pub command: &'a str,
}

impl Report<'_> {
    /// The page, in UTF-8.
    ///
    /// Names and texts of the log stand in it as text, whatever characters they have. The same report gives the same page.
    ///
    /// ```
    /// use dxdt::inspect::{InspectOptions, inspect};
    /// use dxdt::log::{AuditOptions, LogOptions, PositionLog, audit, read::Source};
    /// use dxdt::motion::{DeriveOptions, compare, derive};
    /// use dxdt::output::report::Report;
    /// use dxdt::output::summary::Summary;
    ///
    /// let csv = b"t (s),<i> (m)\n0,0\n1,1\n2,4\n3,9\n4,16\n".to_vec();
    /// let log = PositionLog::from_source(Source::from_bytes("log.csv".into(), csv)?, &LogOptions::default())?;
    /// let (repair, options) = (AuditOptions::default(), DeriveOptions::default());
    /// let audited = audit(&log, &repair)?;
    /// let motion = derive(&audited, &options);
    /// let comparison = compare(&audited, &motion, &options);
    /// let summary = Summary::new(&audited, &motion, &[], None, &comparison.axes, &repair, &options);
    /// let page = Report {
    ///     audited: &audited,
    ///     motion: &motion,
    ///     quantities: &[],
    ///     smoothing: None,
    ///     before: None,
    ///     summary: &summary,
    ///     inspection: &inspect(&log, &InspectOptions::default()),
    ///     command: "dxdt report log.csv",
    /// }
    /// .to_html()?;
    /// assert!(page.starts_with("<!doctype html>") && page.contains("&#60;i&#62;"));
    /// # Ok::<(), dxdt::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where the chart library is not where its crate had it, which is a fault of the build.
    pub fn to_html(&self) -> Result<String> {
        let has_before = self.before.is_some()
            && self
                .smoothing
                .is_some_and(|smoothing| smoothing.method != SmoothingMethod::Gradient);
        let log = self.audited.log;
        let mut rows = ReportRows::new(log, self.smoothing.is_some(), has_before);
        rows.add(&DerivedRows {
            audited: self.audited,
            motion: self.motion,
            smoothing: self.smoothing,
            unsmoothed: self.before.unwrap_or(self.motion),
            gradient: &[],
            quantities: self.quantities,
            rows: 0..self.audited.stamps.len(),
            entity_goes_on: false,
            segment_goes_on: false,
        });
        rows.finish();
        render(PageParts {
            rows,
            summary: self.summary,
            inspection: self.inspection,
            command: self.command,
        })
    }
}
