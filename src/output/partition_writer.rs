//! Tables in partitions that are written frame by frame.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs::File;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::ops::Range;
use std::path::{Path, PathBuf};

use polars::prelude::{DataFrame, IdxCa, IdxSize, PolarsResult};

use super::partition::{Partition, RowKeys};
use super::table::TableFormat;
use super::table_writer::TableWriter;

/// A table in partitions that is written frame by frame, one Parquet file a folder; the same rows give the same bytes
/// however they are cut into frames.
///
/// A folder's rows wait until they are a group of [`PartitionWriter::GROUP_ROWS`]. Where
/// [`PartitionWriter::WAITING_ROWS`] rows wait in all folders together, the folder with the most writes its own as a
/// smaller group. Files are open only while something is written to them, so there may be more folders than open files.
///
/// ```
/// use dxdt::output::partition::{Partition, RowKeys};
/// use dxdt::output::partition_writer::PartitionWriter;
/// use polars::df;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = tempfile::tempdir()?;
/// # let folder = folder.path();
/// let mut writer = PartitionWriter::new(Partition::Date, folder);
/// let timestamps = [0, 86_399_999_999_999];
/// let keys = RowKeys { stamps: &timestamps, entities: Vec::new() };
/// writer.push(&df!("x" => [0.5, 1.5])?, &keys)?;
/// let timestamps = [86_400_000_000_000];
/// let keys = RowKeys { stamps: &timestamps, entities: Vec::new() };
/// writer.push(&df!("x" => [2.5])?, &keys)?;
/// writer.finish()?;
/// assert!(folder.join("date=1970-01-01/part-0.parquet").exists());
/// assert!(folder.join("date=1970-01-02/part-0.parquet").exists());
/// # Ok(())
/// # }
/// ```
pub struct PartitionWriter {
    partition: Partition,
    folder: PathBuf,
    parts: BTreeMap<i64, Part>,
    /// How many rows wait in all folders.
    waiting: usize,
    group_rows: NonZeroUsize,
    waiting_rows: usize,
}

/// One folder.
struct Part {
    writer: TableWriter<PartFile>,
    /// How many rows wait for a full group, counted ahead of the writing.
    waiting: usize,
}

/// What is to be done in one folder.
#[derive(Debug, Clone)]
enum Step {
    Rows(Range<usize>),
    /// The rows that wait become a group that is not full.
    EndGroup,
}

impl PartitionWriter {
    /// The rows of a group.
    pub const GROUP_ROWS: usize = 65_536;

    /// The most rows that wait, which are in memory.
    pub const WAITING_ROWS: usize = 1 << 20;

    /// A table without rows yet, whose folders are made in `folder`.
    pub fn new(partition: Partition, folder: &Path) -> Self {
        Self::with_limits(partition, folder, Self::GROUP_ROWS, Self::WAITING_ROWS)
    }

    fn with_limits(
        partition: Partition,
        folder: &Path,
        group_rows: usize,
        waiting_rows: usize,
    ) -> Self {
        Self {
            partition,
            folder: folder.to_owned(),
            parts: BTreeMap::new(),
            waiting: 0,
            group_rows: NonZeroUsize::new(group_rows).unwrap_or(NonZeroUsize::MIN),
            waiting_rows: waiting_rows.max(1),
        }
    }

    /// Adds rows. All frames have the same columns of the same types.
    ///
    /// # Errors
    /// What the file system says, and where the keys or the columns do not fit the frame.
    pub fn push(&mut self, frame: &DataFrame, keys: &RowKeys<'_>) -> io::Result<()> {
        let mut plan = self.plan(frame, keys)?;
        // One folder after the other, each with all threads for its columns: a thread that waits for the columns of one
        // folder would begin the next one meanwhile, and with many folders its stack would overflow.
        for (value, part) in &mut self.parts {
            if let Some(steps) = plan.remove(value) {
                part.take(frame, steps)?;
                part.writer.flush()?;
            }
        }
        Ok(())
    }

    /// Ends the files.
    ///
    /// # Errors
    /// What the file system says.
    pub fn finish(self) -> io::Result<()> {
        self.parts.into_values().try_for_each(Part::finish)
    }

    /// What each folder has to do. Rows are counted one run after the other, so that groups end at the same rows however
    /// the table is cut into frames.
    fn plan(
        &mut self,
        frame: &DataFrame,
        keys: &RowKeys<'_>,
    ) -> io::Result<BTreeMap<i64, Vec<Step>>> {
        let runs = self.partition.runs(keys);
        let mut end = 0;
        for (_, rows) in &runs {
            if rows.start != end || rows.end < rows.start {
                return Err(unfit());
            }
            end = rows.end;
        }
        if end != frame.height() {
            return Err(unfit());
        }
        let group_rows = self.group_rows.get();
        let mut plan: BTreeMap<i64, Vec<Step>> = BTreeMap::new();
        for (value, run) in runs {
            let mut start = run.start;
            while start < run.end {
                let part = match self.parts.entry(value) {
                    Entry::Occupied(part) => part.into_mut(),
                    Entry::Vacant(place) => {
                        let folder = self.folder.join(self.partition.folder(value));
                        place.insert(Part::new(&folder, self.group_rows)?)
                    }
                };
                let rows = (run.end - start)
                    .min(group_rows - part.waiting)
                    .min(self.waiting_rows - self.waiting);
                part.waiting += rows;
                self.waiting += rows;
                if part.waiting == group_rows {
                    self.waiting -= group_rows;
                    part.waiting = 0;
                }
                let steps = plan.entry(value).or_default();
                match steps.last_mut() {
                    Some(Step::Rows(before)) if before.end == start => before.end += rows,
                    _ => steps.push(Step::Rows(start..start + rows)),
                }
                start += rows;
                if self.waiting == self.waiting_rows
                    && let Some((&most, part)) =
                        self.parts.iter_mut().max_by_key(|(_, part)| part.waiting)
                {
                    self.waiting -= part.waiting;
                    part.waiting = 0;
                    plan.entry(most).or_default().push(Step::EndGroup);
                }
            }
        }
        Ok(plan)
    }
}

fn unfit() -> io::Error {
    let text = "the keys of a partition differ from those of the rows";
    io::Error::new(io::ErrorKind::InvalidInput, text)
}

impl Part {
    fn new(folder: &Path, group_rows: NonZeroUsize) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let file = PartFile::create(folder.join("part-0.parquet"))?;
        let writer = TableWriter::with_group_rows(TableFormat::Parquet, file, group_rows);
        Ok(Self {
            writer: writer.own_waiting(),
            waiting: 0,
        })
    }

    fn take(&mut self, frame: &DataFrame, steps: Vec<Step>) -> io::Result<()> {
        let mut runs = Vec::new();
        for step in steps {
            match step {
                Step::Rows(rows) => runs.push(rows),
                Step::EndGroup => {
                    self.push(frame, std::mem::take(&mut runs))?;
                    self.writer.end_group()?;
                }
            }
        }
        self.push(frame, runs)
    }

    fn push(&mut self, frame: &DataFrame, runs: Vec<Range<usize>>) -> io::Result<()> {
        if runs.is_empty() {
            return Ok(());
        }
        let rows = rows_of(frame, runs).map_err(|error| io::Error::other(error.to_string()))?;
        self.writer.push(rows)
    }

    fn finish(self) -> io::Result<()> {
        self.writer.finish()?.flush()
    }
}

fn rows_of(frame: &DataFrame, runs: Vec<Range<usize>>) -> PolarsResult<DataFrame> {
    if let [run] = &runs[..] {
        return Ok(frame.slice(run.start as i64, run.len()));
    }
    let rows = runs.into_iter().flatten().map(|row| row as IdxSize);
    frame.take(&IdxCa::from_vec("".into(), rows.collect()))
}

/// A file that is open only while it takes a block.
struct PartFile {
    path: PathBuf,
    block: Vec<u8>,
}

impl PartFile {
    const BLOCK: usize = 1 << 20;

    fn create(path: PathBuf) -> io::Result<Self> {
        File::create(&path)?;
        Ok(Self {
            path,
            block: Vec::new(),
        })
    }
}

impl Write for PartFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.block.is_empty() && self.block.len() + bytes.len() > Self::BLOCK {
            self.flush()?;
        }
        self.block.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.block.is_empty() {
            return Ok(());
        }
        let mut file = File::options().append(true).open(&self.path)?;
        file.write_all(&self.block)?;
        // Many files wait at once, each without memory of its own.
        self.block = Vec::new();
        Ok(())
    }
}

#[cfg(test)]
mod tests;
