//! The table of a motion, for people who use the library.

use std::path::Path;

use dxdt_motion::audit::AuditedLog;
use dxdt_motion::error::{Error, ErrorKind, Result};
use dxdt_motion::motion::{Motion, QuantityColumn, Smoothing};
use polars::prelude::DataFrame;

use crate::output::staging::Staging;
use crate::output::table::{TableChoice, TableFormat, Tables};
use crate::output::table_writer::TableWriter;

/// The table of a motion, with the columns of `motion.csv`: objects, times, positions, velocity and acceleration along
/// each axis and their norms, standard errors and further quantities where there are any, segment and flags.
///
/// ```
/// use dxdt::{AuditOptions, DeriveOptions, LogBuilder, MotionTable, audit, derive};
///
/// let t = [0.0, 0.5, 2.0, 3.0];
/// let log = LogBuilder::of_seconds(&t).position("x", Some("m"), &t.map(|t| t * t)).build()?;
/// let audited = audit(&log, &AuditOptions::default())?;
/// let motion = derive(&audited, &DeriveOptions::default());
/// let frame = MotionTable::new(&audited, motion).to_frame()?;
/// assert_eq!(frame.column("v_x").unwrap().f64().unwrap().get(2), Some(4.0));
/// # Ok::<(), dxdt::Error>(())
/// ```
#[derive(Debug)]
pub struct MotionTable<'a> {
    audited: &'a AuditedLog<'a>,
    motion: Motion,
    smoothing: Option<Smoothing>,
    quantities: Vec<QuantityColumn>,
}

impl<'a> MotionTable<'a> {
    /// The table of the motion that was derived from an audited log.
    pub fn new(audited: &'a AuditedLog<'a>, motion: Motion) -> Self {
        Self {
            audited,
            motion,
            smoothing: None,
            quantities: Vec::new(),
        }
    }

    /// Adds the standard errors of a motion that [`smooth`](crate::smooth) has smoothed.
    #[must_use]
    pub fn with_errors(mut self, smoothing: Smoothing) -> Self {
        self.smoothing = Some(smoothing);
        self
    }

    /// Adds further quantities, from [`quantities`](crate::quantities).
    #[must_use]
    pub fn with_quantities(mut self, quantities: Vec<QuantityColumn>) -> Self {
        self.quantities = quantities;
        self
    }

    /// The table as a polars frame.
    ///
    /// # Errors
    /// Where two columns would have the same name.
    pub fn to_frame(self) -> Result<DataFrame> {
        self.in_format(TableFormat::Parquet)
    }

    /// Writes the table to a file: CSV, Parquet, Arrow IPC or JSON lines, by its extension (`csv`, `parquet`, `ipc` or
    /// `arrow`, `jsonl`). The file is there whole or not at all.
    ///
    /// # Errors
    /// Another extension, two columns of the same name, and what the file system says.
    pub fn write(self, path: &Path) -> Result<()> {
        let format = path.extension().and_then(|extension| extension.to_str());
        let format = match format {
            Some("csv") => TableFormat::Csv,
            Some("parquet") => TableFormat::Parquet,
            Some("ipc" | "arrow") => TableFormat::Ipc,
            Some("jsonl") => TableFormat::JsonLines,
            _ => {
                return Err(
                    Error::new("the extension of the file names no format of tables")
                        .of_kind(ErrorKind::Option)
                        .in_file(path.display().to_string())
                        .advise("give csv, parquet, ipc, arrow or jsonl"),
                );
            }
        };
        let frame = self.in_format(format)?;
        let name = path.file_name().and_then(|name| name.to_str());
        let name = name.ok_or_else(|| Error::new("the file has no name"))?;
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let mut staging = Staging::new(folder)?;
        staging.write(name, |file| {
            let mut writer = TableWriter::new(format, file);
            writer.push(frame)?;
            writer.finish().map(drop)
        })?;
        staging.commit()?;
        Ok(())
    }

    fn in_format(self, format: TableFormat) -> Result<DataFrame> {
        let choice = TableChoice {
            format,
            comparison: false,
        };
        let tables = Tables::new(
            self.audited,
            self.motion,
            self.smoothing,
            self.quantities,
            None,
            choice,
        )?;
        Ok(tables.motion)
    }
}
