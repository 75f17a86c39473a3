//! The tables of a log that is derived piece by piece, on their way into files.

use std::io;

use polars::prelude::DataFrame;

use crate::output::overlapped::Overlapped;
use crate::output::partition::{Partition, RowKeys};
use crate::output::partition_writer::PartitionWriter;
use crate::output::staging::{OpenFile, OpenPartitions, Staging};
use crate::output::table::{TableChoice, TableFormat};
use crate::output::table_writer::TableWriter;
use dxdt_motion::error::Result;

use super::live::TakeRows;
use super::{Analysis, TableRows};

/// The tables of motion and comparison on their way into files.
pub(super) struct TableFiles {
    motion: Option<Table>,
    comparison: Option<Table>,
}

impl TableFiles {
    /// # Errors
    /// What the file system says.
    pub fn begin(
        analysis: &Analysis,
        partition: Option<Partition>,
        staging: &Staging,
    ) -> Result<Self> {
        let begin = |name, choice: Option<TableChoice>| {
            choice
                .map(|choice| Table::begin(name, choice.format, partition, staging))
                .transpose()
        };
        let with_comparison = analysis.tables.filter(|choice| choice.comparison);
        Ok(Self {
            motion: begin("motion", analysis.tables)?,
            comparison: begin("comparison", with_comparison)?,
        })
    }

    /// All rows have come.
    ///
    /// # Errors
    /// What the file system says.
    pub fn end(self, staging: &mut Staging) -> Result<()> {
        for table in [self.motion, self.comparison].into_iter().flatten() {
            table.end(staging)?;
        }
        Ok(())
    }
}

impl TakeRows for TableFiles {
    fn push(&mut self, rows: TableRows) -> Result<()> {
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
            || push(&mut self.motion, rows.motion),
            || push(&mut self.comparison, rows.comparison),
        );
        of_motion.and(of_comparison)
    }
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
