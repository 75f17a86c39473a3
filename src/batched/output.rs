//! The tables of a log that is derived piece by piece, on their way into files.

use std::io;

use polars::prelude::DataFrame;

use crate::error::Result;
use crate::log::BatchedLog;
use crate::output::overlapped::Overlapped;
use crate::output::partition::{Partition, RowKeys};
use crate::output::partition_writer::PartitionWriter;
use crate::output::staging::{OpenFile, OpenPartitions, Staging};
use crate::output::summary::Summary;
use crate::output::table::{TableChoice, TableFormat};
use crate::output::table_writer::TableWriter;

use super::{Analysis, analyse};

/// Derives a log and writes its tables into a folder, each row as soon as it is known.
///
/// # Errors
/// As [`analyse`], and what the file system says.
pub(crate) fn write_tables(
    log: &BatchedLog,
    analysis: &Analysis,
    partition: Option<Partition>,
    staging: &mut Staging,
) -> Result<Summary> {
    let begin = |name, choice: Option<TableChoice>| {
        choice
            .map(|choice| Table::begin(name, choice.format, partition, staging))
            .transpose()
    };
    let mut motion = begin("motion", analysis.tables)?;
    let with_comparison = analysis.tables.filter(|choice| choice.comparison);
    let mut comparison = begin("comparison", with_comparison)?;
    let summary = analyse(log, analysis, |rows| {
        let keys = RowKeys {
            stamps: &rows.stamps,
            entities: rows
                .entities
                .iter()
                .map(|(name, rows)| (name.as_str(), rows.clone()))
                .collect(),
        };
        let push = |table: &mut Option<Table>, rows| match (table, rows) {
            (Some(table), Some(rows)) => table.push(rows, &keys),
            _ => Ok(()),
        };
        let (of_motion, of_comparison) = rayon::join(
            || push(&mut motion, rows.motion),
            || push(&mut comparison, rows.comparison),
        );
        of_motion.and(of_comparison)
    })?;
    for table in [motion, comparison].into_iter().flatten() {
        table.end(staging)?;
    }
    Ok(summary)
}

/// A table on its way into a file, or into a folder of partitions.
enum Table {
    File(OpenFile, Box<TableWriter<Overlapped>>),
    Partitions(OpenPartitions, PartitionWriter),
}

impl Table {
    fn begin(
        name: &str,
        format: TableFormat,
        partition: Option<Partition>,
        staging: &Staging,
    ) -> Result<Self> {
        if let Some(partition) = partition {
            let folder = staging.begin_partitions(name)?;
            let writer = PartitionWriter::new(partition, folder.folder());
            return Ok(Self::Partitions(folder, writer));
        }
        let file = staging.begin(&format!("{name}.{}", format.extension()))?;
        let sink = Overlapped::new(file.as_file()).map_err(|error| file.failure(&error))?;
        let writer = TableWriter::new(format, sink).passing(Overlapped::pass);
        Ok(Self::File(file, Box::new(writer)))
    }

    fn push(&mut self, rows: DataFrame, keys: &RowKeys<'_>) -> Result<()> {
        match self {
            Self::File(file, writer) => writer.push(rows).map_err(|error| file.failure(&error)),
            Self::Partitions(folder, writer) => {
                let pushed = writer.push(&rows, keys);
                pushed.map_err(|error| folder.failure(&error))
            }
        }
    }

    fn end(self, staging: &mut Staging) -> Result<()> {
        match self {
            Self::File(file, writer) => {
                let written = writer.finish().and_then(Overlapped::finish);
                written.map_err(|error: io::Error| file.failure(&error))?;
                staging.end(file);
            }
            Self::Partitions(folder, writer) => {
                let written = writer.finish();
                written.map_err(|error| folder.failure(&error))?;
                staging.end_partitions(folder);
            }
        }
        Ok(())
    }
}
