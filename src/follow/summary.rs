//! A log that was followed, in short.

use serde::Serialize;

use crate::output::summary::{FileSummary, RoleSummary, SourceSummary, Units};
use dxdt_motion::audit::AuditOptions;
use dxdt_motion::finding::Finding;
use dxdt_motion::log::PositionLog;

use super::tally::Tally;

/// The fields of `summary.json` that take no more memory for a long log than for a short one.
#[derive(Debug, Clone, Serialize)]
pub struct FollowSummary {
    /// The version of the layout, as in [`Summary`](crate::output::summary::Summary).
    pub schema: u32,
    /// The program and its version.
    pub program: String,
    /// True: the log was followed, and what only the whole of it tells is not here.
    pub followed: bool,
    /// The file and its rows.
    pub source: SourceSummary,
    /// Which column is what.
    pub roles: RoleSummary,
    /// The units of the tables.
    pub units: Units,
    /// How many entities and segments there are.
    pub counts: FollowCounts,
    /// What was noticed and decided.
    pub findings: Vec<Finding>,
}

/// How much of everything there is.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct FollowCounts {
    /// Entities.
    pub entities: usize,
    /// Segments of all entities.
    pub segments: usize,
}

impl FollowSummary {
    pub(super) fn new(
        log: &PositionLog,
        tally: &Tally,
        audit: &AuditOptions,
        counts: FollowCounts,
    ) -> Self {
        let rows = tally.rows as usize;
        let files = log.files.iter().map(|file| FileSummary {
            name: file.name.clone(),
            format: file.format,
            rows,
        });
        Self {
            schema: crate::output::summary::SCHEMA,
            program: concat!("dxdt ", env!("CARGO_PKG_VERSION")).to_owned(),
            followed: true,
            source: SourceSummary {
                files: files.collect(),
                rows,
                rows_used: tally.rows_used as usize,
            },
            roles: RoleSummary::of(log),
            units: Units::of(log),
            counts,
            findings: log
                .findings
                .iter()
                .cloned()
                .chain(tally.findings(log, audit))
                .collect(),
        }
    }

    /// The summary as JSON, indented, ending in a line end.
    ///
    /// # Errors
    /// Never; the error is of the JSON library.
    pub fn to_json(&self) -> serde_json::Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }
}
