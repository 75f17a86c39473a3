//! One file in batches of whole rows, in bounded memory.

mod batch;
mod head;
mod input;
mod text;

use crate::error::Result;

use super::columnar::RowGroups;
use super::format::{FormatChoice, START};
use super::source::{ENOUGH_TO_TELL, encoding_of, refuse_empty};
use super::text::DialectOptions;
use super::{Source, layouts};

pub(crate) use batch::Batch;
use input::Input;
use text::TextBatches;

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
}

/// A file that can be read in batches, or only whole.
pub(crate) enum Opened {
    /// It can be read in batches.
    Batches(Box<BatchedSource>),
    /// It is of a format or layout that can only be read whole.
    Whole(WholeSource),
}

/// A file that is to be read whole; of standard input it is the only copy.
pub(crate) struct WholeSource(Input);

impl WholeSource {
    /// Reads it.
    ///
    /// # Errors
    /// As [`Source::read`].
    pub fn read(self) -> Result<Source> {
        self.0.whole()
    }
}

impl BatchedSource {
    /// Opens `path`, or standard input where it is `-`, which is copied to a temporary file. `batch_bytes` is about how
    /// many bytes of text, or of columns of a Parquet file, a batch has; the first has at least `least_rows` rows, from which
    /// roles and units are decided.
    ///
    /// # Errors
    /// As [`Source::read`] and [`Table::open`](super::Table::open), as far as the start of the file shows it.
    pub fn open(
        path: &str,
        format: FormatChoice,
        dialect: &DialectOptions,
        batch_bytes: usize,
        least_rows: usize,
    ) -> Result<Opened> {
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
    ) -> Result<Opened> {
        if input.compression == Some("zip") {
            return Ok(Opened::Whole(WholeSource(input)));
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
            return Ok(Opened::Whole(WholeSource(input)));
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
                return Ok(Opened::Whole(source.into_whole()));
            }
            source.pending = first;
        }
        Ok(Opened::Batches(Box::new(source)))
    }

    /// The path as it was given, or `standard input`.
    pub fn name(&self) -> &str {
        &self.input.name
    }

    /// How the content is written, in words, told from its first MiB: encoding and compression.
    pub fn encoding(&self) -> String {
        self.encoding.clone()
    }

    /// About how many bytes the file would have as text.
    pub fn text_size(&self) -> u64 {
        match &self.rows {
            Rows::Parquet(groups) => groups.text_size(),
            Rows::Text(_) => self.input.text_size(),
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
        };
        rewound.map_err(|error| error.in_file(&self.input.name))
    }

    /// The same file, to be read whole after all, such as a small one; of standard input this is the only way.
    pub fn into_whole(self) -> WholeSource {
        WholeSource(self.input)
    }
}

/// About how many bytes a file would have as text; 0 for what is none, of which more is said when it is read.
pub(crate) fn text_size(path: &str) -> u64 {
    if !std::fs::metadata(path).is_ok_and(|metadata| metadata.is_file()) {
        return 0;
    }
    let Ok(input) = Input::open(path) else {
        return 0;
    };
    let groups = input
        .file()
        .and_then(|file| RowGroups::open(file, input.size, 1, 1));
    groups.map_or_else(|_| input.text_size(), |groups| groups.text_size())
}

#[cfg(test)]
mod tests;
