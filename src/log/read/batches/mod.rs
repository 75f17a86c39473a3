//! One file in batches of whole rows, in bounded memory.

mod batch;
mod head;
mod input;
mod record_ends;
mod text;
mod whole;

use std::sync::Arc;

use crate::error::Result;

use super::columnar::RowGroups;
use super::format::{FormatChoice, START};
use super::layouts;
use super::source::{ENOUGH_TO_TELL, encoding_of, refuse_empty};
use super::text::DialectOptions;

pub(crate) use batch::Batch;
use input::Input;
use text::TextBatches;
use whole::WholeRows;

/// One file or standard input, read in batches of whole rows.
pub(crate) struct BatchedSource {
    input: Input,
    encoding: String,
    rows: Rows,
    /// The first batch, where it has been read already.
    pending: Option<Batch>,
}

enum Rows {
    Text(Box<TextBatches>),
    Parquet(Box<RowGroups>),
    /// All rows, and whether they have been given.
    Whole(Arc<WholeRows>, bool),
}

impl BatchedSource {
    /// Opens `path`, or standard input where it is `-`, which is copied to a temporary file. `batch_bytes` is about how
    /// many bytes of text, or of columns of a Parquet file, a batch has; the first has at least `least_rows` rows, from which
    /// roles and units are decided.
    ///
    /// Rows of a format or layout that cannot be split are one batch.
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
    ) -> Result<Self> {
        let input = Input::open(path)?;
        let name = input.name.clone();
        let open = || Self::of_input(input, format, dialect, batch_bytes, least_rows);
        open().map_err(|error| error.in_file(name))
    }

    fn of_input(
        input: Input,
        format: FormatChoice,
        dialect: &DialectOptions,
        batch_bytes: usize,
        least_rows: usize,
    ) -> Result<Self> {
        if input.compression == Some("zip") {
            return Self::of_whole(input, format, dialect);
        }
        let mut content = input.content()?;
        let mut start = Vec::new();
        let has_more = content.read(&mut start, ENOUGH_TO_TELL + 1)?;
        if !has_more {
            refuse_empty(&start)?;
        }
        let encoding = encoding_of(&start, input.compression);
        let rows = match format.resolve(&start[..start.len().min(START)])? {
            Some(format) if format.keyword() == "parquet" && input.compression.is_none() => {
                let groups = RowGroups::open(input.file()?, input.size, batch_bytes, least_rows)?;
                Some(Rows::Parquet(Box::new(groups)))
            }
            Some(_) => None,
            None => {
                let name = input.name.as_str();
                TextBatches::open(
                    name,
                    content,
                    start,
                    has_more,
                    dialect,
                    batch_bytes,
                    least_rows,
                )?
                .map(|text| Rows::Text(Box::new(text)))
            }
        };
        let Some(rows) = rows else {
            return Self::of_whole(input, format, dialect);
        };
        let mut source = Self {
            input,
            encoding,
            rows,
            pending: None,
        };
        if let (Rows::Text(_), FormatChoice::ByContent) = (&source.rows, format) {
            let first = source.next_batch()?;
            if let Some(first) = &first
                && let super::Table::Text(text) = first.table()?
                && layouts::find(&text)?.is_some()
            {
                return Self::of_whole(source.input, format, dialect);
            }
            source.pending = first;
        }
        Ok(source)
    }

    fn of_whole(input: Input, format: FormatChoice, dialect: &DialectOptions) -> Result<Self> {
        let (rows, encoding) = WholeRows::read(&input, format, dialect)?;
        Ok(Self {
            input,
            encoding,
            rows: Rows::Whole(Arc::new(rows), false),
            pending: None,
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
            Rows::Text(text) => self
                .input
                .content()
                .and_then(|content| text.rewind(content)),
            Rows::Parquet(groups) => {
                groups.rewind();
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

#[cfg(test)]
mod tests;
