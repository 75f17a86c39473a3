//! One file in batches of whole rows, in bounded memory.

mod batch;
mod glimpse;
mod head;
mod text;
mod whole;

use std::sync::Arc;

use dxdt_motion::error::Result;

use super::columnar::{ArrowBatches, ArrowTable, RowGroups};
use super::content::Content;
use super::format::FormatChoice;
use super::input::Input;
use super::layouts;
use super::memory::Memory;
use super::source::{
    BYTE_ORDER_MARK, ENOUGH_TO_TELL, Source, encoding_of, refuse_empty, refuse_utf_16, text_of,
};
use super::spool::SpoolRoom;
use super::text::DialectOptions;

pub use batch::Batch;
use text::TextBatches;
use whole::WholeRows;

/// One file or standard input, read in batches of whole rows.
pub struct BatchedSource {
    input: Input,
    encoding: String,
    rows: Rows,
    /// The first batch, where it has been read already.
    pending: Option<Batch>,
}

enum Rows {
    Text(Box<TextBatches>),
    Parquet(Box<RowGroups>),
    Arrow(ArrowBatches),
    /// All rows, and whether they have been given.
    Whole(Arc<WholeRows>, bool),
}

impl BatchedSource {
    /// Opens `path`, or standard input where it is `-`. `batch_bytes` is about how many bytes of text, or of columns of a
    /// Parquet file, a batch has; the first has at least `least_rows` rows, from which roles and units are decided. What
    /// cannot be sought or is compressed is kept in `room`. Rows of a format or layout that cannot be split are one batch.
    ///
    /// # Errors
    /// As [`Source::read`](super::Source::read) and [`Table::open`](super::Table::open), as far as the start of the file shows
    /// it.
    pub fn open(
        path: &str,
        format: FormatChoice,
        dialect: &DialectOptions,
        batch_bytes: usize,
        least_rows: usize,
        room: &SpoolRoom,
    ) -> Result<Self> {
        let input = Input::open(path, room, &|start| refuse_start(start, format))?;
        Self::of_input(input, format, dialect, batch_bytes, least_rows)
    }

    /// Reads what is in memory.
    ///
    /// # Errors
    /// As [`BatchedSource::open`].
    pub fn of_source(
        source: Source,
        format: FormatChoice,
        dialect: &DialectOptions,
        batch_bytes: usize,
        least_rows: usize,
    ) -> Result<Self> {
        Self::of_input(source.into(), format, dialect, batch_bytes, least_rows)
    }

    /// Reads arrays in memory. `batch_bytes` is about how many bytes of columns a batch has, and the first has `least_rows`
    /// rows.
    pub fn of_arrow(table: ArrowTable, batch_bytes: usize, least_rows: usize) -> Self {
        Self {
            input: Input {
                name: table.name().to_owned(),
                compression: None,
                content: Content::in_memory(Vec::new()),
                is_only_copy: true,
                memory: Memory::UNLIMITED,
            },
            encoding: "binary".to_owned(),
            rows: Rows::Arrow(ArrowBatches::new(table, batch_bytes, least_rows)),
            pending: None,
        }
    }

    fn of_input(
        input: Input,
        format: FormatChoice,
        dialect: &DialectOptions,
        batch_bytes: usize,
        least_rows: usize,
    ) -> Result<Self> {
        let name = input.name.clone();
        let read = || Self::from_start(input, format, dialect, batch_bytes, least_rows);
        read().map_err(|error| error.in_file(name))
    }

    fn from_start(
        input: Input,
        format: FormatChoice,
        dialect: &DialectOptions,
        batch_bytes: usize,
        least_rows: usize,
    ) -> Result<Self> {
        let mut content = input.content.from(0);
        let mut start = Vec::new();
        let has_more = content.read_on(&mut start, ENOUGH_TO_TELL + 1)?;
        if !has_more {
            refuse_empty(&start)?;
        }
        let encoding = encoding_of(&start, input.compression);
        let rows = match format.resolve(&start)? {
            Some(format) if format.keyword() == "parquet" => {
                let content = input.content.clone();
                let groups = RowGroups::open(content, batch_bytes, least_rows, input.memory)?;
                Rows::Parquet(Box::new(groups))
            }
            kind => {
                if kind.is_some()
                    && let Some(rows) = WholeRows::read(&input, format, dialect)?
                {
                    return Ok(Self::of_whole(input, encoding, rows));
                }
                let name = input.name.as_str();
                let text = TextBatches::open(
                    name,
                    content,
                    start,
                    has_more,
                    dialect,
                    batch_bytes,
                    least_rows,
                );
                Rows::Text(Box::new(text?))
            }
        };
        let mut source = Self {
            input,
            encoding,
            rows,
            pending: None,
        };
        if let (Rows::Text(_), FormatChoice::ByContent) = (&source.rows, format) {
            source.pending = source.next_batch()?;
            if source.has_layout(dialect)?
                && let Some(rows) = WholeRows::read(&source.input, format, dialect)?
            {
                return Ok(Self::of_whole(source.input, source.encoding, rows));
            }
        }
        Ok(source)
    }

    fn of_whole(input: Input, encoding: String, rows: WholeRows) -> Self {
        Self {
            input,
            encoding,
            rows: Rows::Whole(Arc::new(rows), false),
            pending: None,
        }
    }

    /// Whether the first rows are of a layout that is put into another form as a whole.
    fn has_layout(&self, dialect: &DialectOptions) -> Result<bool> {
        let Some(first) = &self.pending else {
            return Ok(false);
        };
        Ok(match first.table()? {
            super::Table::Text(text) => layouts::find(&text, dialect)?.is_some(),
            _ => false,
        })
    }

    /// The path as it was given, or `standard input`.
    pub fn name(&self) -> &str {
        &self.input.name
    }

    /// How the content is written, in words, told from its first MiB: encoding and compression.
    pub fn encoding(&self) -> String {
        self.encoding.clone()
    }

    /// Whether it cannot be opened again.
    pub fn is_only_copy(&self) -> bool {
        self.input.is_only_copy
    }

    /// Some `columns` of about `rows` rows from the middle and of as many from the end, where the batches until now are
    /// not most of the file. They may be misread, so that only guesses may depend on them.
    pub fn glimpses(&mut self, rows: usize, columns: &[usize]) -> Vec<Batch> {
        // Rows of logs are about so long.
        const BYTES_A_ROW: usize = 64;
        match &mut self.rows {
            Rows::Text(text) => {
                let Ok(length) = self.input.content.length() else {
                    return Vec::new();
                };
                let bytes = rows * BYTES_A_ROW;
                let places = middle_and_end(text.at(), length, bytes as u64);
                let rows = places.filter_map(|at| text.glimpse(&self.input.content, at, bytes));
                rows.map(Batch::of_text).collect()
            }
            Rows::Parquet(groups) => {
                let (left, all) = (groups.rows_left(), groups.rows());
                let places = middle_and_end(all - left, all, rows as u64);
                let rows = places.filter_map(|at| groups.glimpse(at, rows, columns).ok()?);
                rows.map(Batch::of_groups).collect()
            }
            Rows::Arrow(batches) => {
                let (left, all) = (batches.rows_left(), batches.rows());
                let places = middle_and_end(all - left, all, rows as u64);
                let rows = places.map(|at| batches.glimpse(at, rows));
                rows.map(Batch::of_arrow).collect()
            }
            Rows::Whole(..) => Vec::new(),
        }
    }

    /// The next rows, in the order of the file; `None` at its end and after an error.
    ///
    /// # Errors
    /// A file that cannot be read any more, data that are damaged, text that is not UTF-8, a quote that is not closed
    /// within 64 MiB.
    pub fn next_batch(&mut self) -> Result<Option<Batch>> {
        if let Some(first) = self.pending.take() {
            return Ok(Some(first));
        }
        let next = match &mut self.rows {
            Rows::Text(text) => text.next().map(|rows| rows.map(Batch::of_text)),
            Rows::Parquet(groups) => groups.next().map(|rows| rows.map(Batch::of_groups)),
            Rows::Arrow(batches) => Ok(batches.next().map(Batch::of_arrow)),
            Rows::Whole(rows, given) => {
                let is_next = !std::mem::replace(given, true);
                Ok(is_next.then(|| Batch::of_whole(rows.clone())))
            }
        };
        next.map_err(|error| error.in_file(&self.input.name))
    }

    /// Of what has not been read yet, only some columns are wanted: others need not be read, and cannot be.
    pub fn need(&mut self, columns: &[usize]) {
        if let Rows::Parquet(groups) = &mut self.rows {
            groups.need(columns);
        }
    }

    /// Starts again from the first batch, with all columns.
    ///
    /// # Errors
    /// Where the file cannot be read any more.
    pub fn rewind(&mut self) -> Result<()> {
        self.pending = None;
        let rewound = match &mut self.rows {
            Rows::Text(text) => text.rewind(self.input.content.from(0)),
            Rows::Parquet(groups) => {
                groups.rewind();
                Ok(())
            }
            Rows::Arrow(batches) => {
                batches.rewind();
                Ok(())
            }
            Rows::Whole(_, given) => {
                *given = false;
                Ok(())
            }
        };
        rewound.map_err(|error| error.in_file(&self.input.name))
    }
}

/// Where the middle and the end of `all` start, of which `before` have been seen and `some` are wanted at each place.
fn middle_and_end(before: u64, all: u64, some: u64) -> impl Iterator<Item = u64> {
    let is_far = all.saturating_sub(before) > before.max(2 * some);
    let places = [all / 2, all.saturating_sub(some)];
    places.into_iter().filter(move |_| is_far)
}

/// The errors of a log that is surely none, told by its first MiB.
fn refuse_start(start: &[u8], format: FormatChoice) -> Result<()> {
    if format.resolve(start)?.is_some() {
        return Ok(());
    }
    refuse_utf_16(start)?;
    let text = start.strip_prefix(BYTE_ORDER_MARK).unwrap_or(start);
    let end = memchr::memrchr(b'\n', text).map_or(0, |at| at + 1);
    text_of(&text[..end], 1).map(|_| ())
}

#[cfg(test)]
mod tests;
