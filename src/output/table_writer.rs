//! A table that is written frame by frame.

mod csv_blocks;
mod row_groups;

use std::fmt;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use polars::io::ipc::BatchedWriter as IpcBatches;
use polars::prelude::{
    DataFrame, IpcWriter, JsonFormat, JsonWriter, PolarsError, PolarsResult, Schema, SerWriter,
};

use super::normal_form::{Exactness, normal_form, own_memory};
use super::table::TableFormat;
use row_groups::RowGroupWriter;

const MOST_CHUNKS: usize = 64;

/// A table that is written frame by frame; the same rows give the same bytes however they are cut into frames.
///
/// CSV and JSON lines are written as they come, so frames of some ten thousand rows keep every thread at work. Parquet and
/// Arrow IPC are written in groups of a fixed number of rows; what does not fill a group waits for the next frame, and
/// keeps the memory of the frame that it is from until then.
///
/// ```
/// use dxdt::output::table::TableFormat;
/// use dxdt::output::table_writer::TableWriter;
/// use polars::df;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mut writer = TableWriter::new(TableFormat::Csv, Vec::new());
/// writer.push(df!("t" => [0.0, 0.5], "v_x" => [Some(1.5), None])?)?;
/// writer.push(df!("t" => [1.0], "v_x" => [Some(2.5)])?)?;
/// assert_eq!(writer.finish()?, b"t,v_x\n0.0,1.5\n0.5,\n1.0,2.5\n");
/// # Ok(())
/// # }
/// ```
pub struct TableWriter<W: Write> {
    sink: Shared<W>,
    format: TableFormat,
    schema: Option<Arc<Schema>>,
    groups: Option<Groups<W>>,
    waiting: Option<DataFrame>,
    group_rows: NonZeroUsize,
    owns_waiting: bool,
    /// How the sink takes a block of bytes whole; it gives one to use again.
    pass: Pass<W>,
    spare: Vec<Vec<u8>>,
}

type Pass<W> = fn(&mut W, Vec<u8>) -> io::Result<Vec<u8>>;

fn write_block<W: Write>(sink: &mut W, mut block: Vec<u8>) -> io::Result<Vec<u8>> {
    sink.write_all(&block)?;
    block.clear();
    Ok(block)
}

impl<W: Write> fmt::Debug for TableWriter<W> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut writer = formatter.debug_struct("TableWriter");
        writer.field("format", &self.format).finish_non_exhaustive()
    }
}

/// The formats that are written in groups of rows.
enum Groups<W: Write> {
    Parquet(Box<RowGroupWriter<Shared<W>>>),
    Ipc(Box<IpcBatches<Shared<W>>>),
}

impl<W: Write> TableWriter<W> {
    /// The rows of a group in Parquet, and of a record batch in Arrow IPC.
    pub const GROUP_ROWS: NonZeroUsize = NonZeroUsize::new(512 * 512).expect("not zero");

    /// A table without rows yet.
    pub fn new(format: TableFormat, sink: W) -> Self {
        Self::with_group_rows(format, sink, Self::GROUP_ROWS)
    }

    /// A table with groups of another number of rows than [`TableWriter::GROUP_ROWS`]; the bytes depend on it.
    pub fn with_group_rows(format: TableFormat, sink: W, group_rows: NonZeroUsize) -> Self {
        Self {
            sink: Shared::new(sink),
            format,
            schema: None,
            groups: None,
            waiting: None,
            group_rows,
            owns_waiting: false,
            pass: write_block,
            spare: Vec::new(),
        }
    }

    /// With a sink that takes blocks of bytes as they are, without a copy.
    pub(crate) fn passing(mut self, pass: Pass<W>) -> Self {
        self.pass = pass;
        self
    }

    /// Copies the rows that wait for a full group, so that they do not keep the frame alive that they are from.
    pub(super) fn own_waiting(mut self) -> Self {
        self.owns_waiting = true;
        self
    }

    /// Adds rows. All frames have the same columns of the same types; a frame may be without rows.
    ///
    /// # Errors
    /// What the sink says, and where the columns are not those of the first frame.
    pub fn push(&mut self, mut frame: DataFrame) -> io::Result<()> {
        let is_first = self.schema.is_none();
        let schema = self.schema.get_or_insert_with(|| frame.schema().clone());
        if schema != frame.schema() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the columns of a table differ from those of its first rows",
            ));
        }
        let pushed = match self.format {
            TableFormat::Csv => self.push_csv(&frame, is_first),
            TableFormat::JsonLines => JsonWriter::new(self.sink.clone())
                .with_json_format(JsonFormat::JsonLines)
                .finish(&mut frame),
            TableFormat::Parquet | TableFormat::Ipc => self.gather(frame),
        };
        pushed.map_err(|error| self.sink.reason(error))
    }

    fn push_csv(&mut self, frame: &DataFrame, with_header: bool) -> PolarsResult<()> {
        if with_header {
            self.sink.write_all(&csv_blocks::header(frame)?)?;
        }
        let (sink, pass) = (&self.sink, self.pass);
        csv_blocks::pass_rows(frame, &mut self.spare, |block| {
            Ok::<_, PolarsError>(sink.attempt(|sink| pass(sink, block))?)
        })
    }

    /// Ends the table. What has no frame at all has no columns, and is an error: every table of this crate has columns.
    ///
    /// # Errors
    /// What the sink says, and where there was no frame.
    pub fn finish(mut self) -> io::Result<W> {
        if self.schema.is_none() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "a table needs columns",
            ));
        }
        self.end_group()?;
        let ended = match self.groups.take() {
            Some(Groups::Parquet(groups)) => groups.finish(),
            Some(Groups::Ipc(mut batches)) => batches.finish(),
            None => Ok(()),
        };
        ended.map_err(|error| self.sink.reason(error))?;
        self.sink.into_inner()
    }

    /// Writes the rows that wait, as a group that is not full.
    pub(super) fn end_group(&mut self) -> io::Result<()> {
        let written = match self.waiting.take() {
            Some(group) => self.write_group(group),
            None => Ok(()),
        };
        written.map_err(|error| self.sink.reason(error))
    }

    /// Flushes the sink; rows that wait for a full group still wait.
    ///
    /// # Errors
    /// What the sink says.
    pub fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }

    /// What the sink has so far, in whose place an empty one goes on.
    pub(crate) fn take(&mut self) -> W
    where
        W: Default,
    {
        std::mem::take(&mut self.sink.sink().inner)
    }

    /// Writes every group that is full and keeps the rest.
    fn gather(&mut self, frame: DataFrame) -> PolarsResult<()> {
        if self.groups.is_none() {
            self.groups = Some(Groups::new(self.format, self.sink.clone(), &frame)?);
        }
        let group_rows = self.group_rows.get();
        let mut from = 0;
        while from < frame.height() {
            let waiting = self.waiting.as_ref().map_or(0, DataFrame::height);
            let rows = (group_rows - waiting).min(frame.height() - from);
            let piece = frame.slice(from as i64, rows);
            from += rows;
            let is_full = waiting + rows == group_rows;
            let piece = match self.owns_waiting && !is_full {
                true => own_memory(&piece)?,
                false => piece,
            };
            let mut group = match self.waiting.take() {
                Some(mut group) => {
                    group.vstack_mut_owned(piece)?;
                    group
                }
                None => piece,
            };
            if is_full {
                self.write_group(group)?;
            } else {
                // Chunks of a few rows take more memory than their rows.
                if group.first_col_n_chunks() > MOST_CHUNKS {
                    group.rechunk_mut();
                }
                self.waiting = Some(group);
            }
        }
        Ok(())
    }

    fn write_group(&mut self, group: DataFrame) -> PolarsResult<()> {
        match &mut self.groups {
            Some(Groups::Parquet(groups)) => groups.write(&group),
            Some(Groups::Ipc(batches)) => {
                batches.write_batch(&normal_form(group, Exactness::Memory)?)
            }
            None => Ok(()),
        }
    }
}

impl<W: Write> Groups<W> {
    fn new(format: TableFormat, sink: Shared<W>, frame: &DataFrame) -> PolarsResult<Self> {
        let schema = frame.schema();
        if format == TableFormat::Ipc {
            // No column of a table is nested or a dictionary, of which a field would speak.
            let fields = schema.iter_names().map(|_| Default::default()).collect();
            let batches = IpcWriter::new(sink).batched(schema, fields)?;
            return Ok(Self::Ipc(Box::new(batches)));
        }
        let groups = RowGroupWriter::new(sink, schema)?;
        Ok(Self::Parquet(Box::new(groups)))
    }
}

/// The sink, which polars' writers take whole and do not give back, and what it refused, which they make a text of.
struct Shared<W>(Arc<Mutex<Sink<W>>>);

struct Sink<W> {
    inner: W,
    refused: Option<io::Error>,
}

impl<W> Clone for Shared<W> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<W: Write> Shared<W> {
    fn new(inner: W) -> Self {
        Self(Arc::new(Mutex::new(Sink {
            inner,
            refused: None,
        })))
    }

    fn sink(&self) -> MutexGuard<'_, Sink<W>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the sink refused, else what polars says.
    fn reason(&self, error: PolarsError) -> io::Error {
        let refused = self.sink().refused.take();
        refused.unwrap_or_else(|| io::Error::other(error.to_string()))
    }

    fn into_inner(self) -> io::Result<W> {
        let sink = Arc::into_inner(self.0)
            .ok_or_else(|| io::Error::other("a table is still being written"))?;
        let sink = sink.into_inner().unwrap_or_else(PoisonError::into_inner);
        match sink.refused {
            Some(refused) => Err(refused),
            None => Ok(sink.inner),
        }
    }

    fn attempt<T>(&self, act: impl FnOnce(&mut W) -> io::Result<T>) -> io::Result<T> {
        let mut sink = self.sink();
        act(&mut sink.inner).map_err(|error| {
            let kind = error.kind();
            // A write that was interrupted is tried again by whoever writes.
            if kind != io::ErrorKind::Interrupted {
                sink.refused.get_or_insert(error);
            }
            kind.into()
        })
    }
}

impl<W: Write> Write for Shared<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.attempt(|sink| sink.write(bytes))
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.attempt(|sink| sink.write_all(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.attempt(W::flush)
    }
}

#[cfg(test)]
mod tests;
