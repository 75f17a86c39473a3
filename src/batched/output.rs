//! The tables of a log that is derived piece by piece, on their way into files.

use std::path::Path;

use crate::error::Result;
use crate::log::BatchedLog;
use crate::output::overlapped::{Overlapped, overlapped};
use crate::output::partition::{Partition, RowKeys};
use crate::output::partition_writer::PartitionWriter;
use crate::output::staging::Staging;
use crate::output::summary::Summary;
use crate::output::table_writer::TableWriter;

use super::{Analysis, TableRows, analyse};

/// Derives a log and writes its tables into a folder, each row as soon as it is known; `progress` is told of each piece.
///
/// # Errors
/// As [`analyse`], and what the file system says.
pub(crate) fn write_tables(
    log: &BatchedLog,
    analysis: &Analysis,
    staging: &mut Staging,
    progress: &(dyn Fn() + Sync),
) -> Result<Summary> {
    let extension = analysis.format.extension();
    let mut motion = staging.begin(&format!("motion.{extension}"))?;
    let mut summary = None;
    if analysis.comparison {
        let mut comparison = staging.begin(&format!("comparison.{extension}"))?;
        comparison.write(|file| {
            overlapped(file, |comparison| {
                let mut comparison = TableWriter::new(analysis.format, comparison);
                let written = motion.write(|file| {
                    overlapped(file, |motion| {
                        let mut motion = TableWriter::new(analysis.format, motion);
                        summary = Some(analyse(log, analysis, |rows| {
                            progress();
                            let (motion, comparison) = rayon::join(
                                || motion.push(rows.motion),
                                || comparison.push(rows.comparison),
                            );
                            Ok(motion.and(comparison)?)
                        })?);
                        Ok(motion.finish().map(drop)?)
                    })
                });
                written.and_then(|()| Ok(comparison.finish().map(drop)?))
            })
        })?;
    }
    todo!()
}
