//! How a log is followed.

use crate::output::table::TableFormat;
use dxdt_formats::FormatChoice;
use dxdt_log::{LogOptions, other_format};
use dxdt_motion::audit::{AuditOptions, DuplicatePolicy};
use dxdt_motion::error::{Error, Result};
use dxdt_motion::motion::{DeriveOptions, Method, QuantityChoice};

/// How a log is followed.
#[derive(Debug, Clone, Default)]
pub struct FollowOptions {
    /// How it is read.
    pub log: LogOptions,
    /// How it is repaired: of duplicates the first is kept, or they are an error.
    pub audit: AuditOptions,
    /// How derivatives are taken.
    pub derive: DeriveOptions,
    /// Which further quantities there are.
    pub quantities: QuantityChoice,
    /// The format of the tables: CSV or JSON lines.
    pub format: TableFormat,
    /// Whether there is a comparison table.
    pub comparison: bool,
}

impl FollowOptions {
    /// Whether the comparison has a gradient of its own, beside another method.
    pub(super) fn has_own_gradient(&self) -> bool {
        self.comparison && self.derive.method != Method::Gradient
    }

    /// Whether rows can be derived so as they come.
    pub(super) fn check(&self) -> Result<()> {
        if let FormatChoice::Given(format) = self.log.format {
            return Err(other_format(format.name()));
        }
        if !matches!(
            self.audit.duplicates,
            DuplicatePolicy::First | DuplicatePolicy::Error
        ) {
            return Err(Error::new(
                "--follow can only keep the first of several rows with the same timestamp",
            )
            .advise("give --duplicates first or error, or leave --follow out"));
        }
        if !matches!(self.format, TableFormat::Csv | TableFormat::JsonLines) {
            return Err(Error::new(format!(
                "a table in the format {} cannot grow row by row",
                self.format.extension()
            ))
            .advise("give --format csv or jsonl, or leave --follow out"));
        }
        Ok(())
    }
}
