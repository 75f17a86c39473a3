//! Parquet files read from row group to row group, in bounded memory.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, OnceLock};

use polars::io::parquet::read::_internal::to_deserializer;
use polars::prelude::{
    ArrowSchema, Column, DataType, FileMetadata, IntoColumn, ParquetReader, SerReader, Series,
};
use rayon::prelude::*;

use crate::error::{Error, Result};
use crate::finding::Finding;

use super::super::records::{KnownRoles, RecordTable};
use super::super::row_places::RowPlaces;
use super::super::table::CellKind;
use super::parquet::{
    self, BYTES_PER_VALUE, FORMAT, check_columns, check_footer, check_pages, check_rows,
};
use super::{Selection, check_claim, damaged, frame, guarded};

/// A Parquet file read from row group to row group.
pub(in crate::log::read) struct RowGroups {
    file: File,
    size: u64,
    batch_bytes: usize,
    least_rows: usize,
    columns: Arc<Columns>,
    /// The row group that is read next, and the rows of the one before it that are left.
    next_group: usize,
    left: Option<Part>,
    row: u64,
}

/// What the footer says.
#[derive(Debug)]
struct Columns {
    metadata: Arc<FileMetadata>,
    schema: Arc<ArrowSchema>,
    selection: Selection,
    plain: Vec<PlainColumn>,
}

/// A column of one plain value a row: a column of the file, or a field of one.
#[derive(Debug)]
struct PlainColumn {
    name: String,
    /// The column of the file, among those that are selected.
    root: usize,
    /// Which of the plain columns it is that the file's column is taken apart into.
    nth: usize,
}

/// Rows of one row group.
#[derive(Debug, Clone)]
struct Part {
    group: Arc<Group>,
    start: usize,
    length: usize,
}

/// A row group's columns as they are stored, and decoded once they are asked for.
#[derive(Debug)]
struct Group {
    index: usize,
    rows: usize,
    bytes_per_row: usize,
    /// By column of the file; of columns that are not selected and of decoded ones nothing.
    stored: Vec<Mutex<Vec<u8>>>,
    /// By selected column.
    decoded: Vec<OnceLock<Result<Column>>>,
}

impl RowGroups {
    /// Reads and checks the footer.
    ///
    /// # Errors
    /// A file that is cut off, encrypted or no Parquet file, whose footer contradicts it, or that has no rows.
    pub fn open(file: File, size: u64, batch_bytes: usize, least_rows: usize) -> Result<Self> {
        let start = bytes_of(&file, 0, size.min(4))?;
        // The length of the footer and the sign at the file's end.
        let end = bytes_of(&file, size.saturating_sub(8), size.min(8))?;
        parquet::refuse_incomplete(&start, &end, size)?;
        let length = end
            .first_chunk()
            .map_or(0, |length| u32::from_le_bytes(*length));
        let tail = (u64::from(length) + 8).min(size);
        // A whole file of no columns: the reader looks at its end only.
        let mut footer = start;
        footer.extend(bytes_of(&file, size - tail, tail)?);
        check_footer(&footer[4..]).ok_or_else(|| damaged(FORMAT, "its footer is not one"))?;
        let columns = guarded(FORMAT, || Ok(Columns::of_footer(&footer)))??;
        let metadata = &columns.metadata;
        check_columns(metadata, size)?;
        check_rows(metadata)?;
        if metadata.num_rows == 0 || columns.plain.is_empty() {
            return Err(frame::no_rows());
        }
        Ok(Self {
            file,
            size,
            batch_bytes,
            least_rows,
            columns: Arc::new(columns),
            next_group: 0,
            left: None,
            row: 0,
        })
    }

    /// Starts again from the first row.
    pub fn rewind(&mut self) {
        self.next_group = 0;
        self.left = None;
        self.row = 0;
    }

    /// The next rows; `None` at the end and after an error.
    ///
    /// # Errors
    /// A file that cannot be read, pages that are damaged.
    pub fn next(&mut self) -> Result<Option<GroupRows>> {
        let least = if self.row == 0 { self.least_rows } else { 1 };
        let (mut parts, mut rows, mut bytes) = (Vec::new(), 0, 0);
        while rows < least || bytes < self.batch_bytes {
            let Some(mut part) = self.next_part()? else {
                break;
            };
            let bytes_per_row = part.group.bytes_per_row;
            let room = self.batch_bytes.saturating_sub(bytes) / bytes_per_row;
            let wanted = room.max(least.saturating_sub(rows)).max(1);
            if wanted < part.length {
                self.left = Some(Part {
                    start: part.start + wanted,
                    length: part.length - wanted,
                    ..part.clone()
                });
                part.length = wanted;
            }
            rows += part.length;
            bytes += part.length.saturating_mul(bytes_per_row);
            parts.push(part);
        }
        if parts.is_empty() {
            return Ok(None);
        }
        let first_row = self.row;
        self.row += rows as u64;
        Ok(Some(GroupRows {
            columns: self.columns.clone(),
            parts,
            first_row,
        }))
    }

    fn next_part(&mut self) -> Result<Option<Part>> {
        if let Some(left) = self.left.take() {
            return Ok(Some(left));
        }
        while self.next_group < self.columns.metadata.row_groups.len() {
            let index = self.next_group;
            self.next_group += 1;
            let group = self
                .load(index)
                .inspect_err(|_| self.next_group = usize::MAX)?;
            if group.rows > 0 {
                return Ok(Some(Part {
                    start: 0,
                    length: group.rows,
                    group: Arc::new(group),
                }));
            }
        }
        Ok(None)
    }

    /// Reads a row group's columns and checks their pages, also of columns that are not used.
    fn load(&mut self, index: usize) -> Result<Group> {
        let columns = self.columns.clone();
        let group = &columns.metadata.row_groups[index];
        let roots: Vec<&str> = columns.roots().map(|(name, _)| name).collect();
        let mut claimed = 0u64;
        let mut stored = Vec::with_capacity(group.n_columns());
        for column in group.parquet_columns() {
            let range = column.byte_range();
            let chunk = bytes_of(&self.file, range.start, range.end - range.start)?;
            let values = column.num_values() as u64;
            let unpacked = check_pages(&chunk, values).map_err(|what| damaged(FORMAT, what))?;
            claimed = claimed
                .saturating_add(unpacked)
                .saturating_add(values.saturating_mul(BYTES_PER_VALUE));
            let path = &column.descriptor().path_in_schema;
            let is_wanted = path
                .first()
                .is_some_and(|root| roots.contains(&root.as_str()));
            stored.push(Mutex::new(if is_wanted { chunk } else { Vec::new() }));
        }
        check_claim(
            FORMAT,
            claimed,
            usize::try_from(self.size).unwrap_or(usize::MAX),
        )?;
        let rows = group.num_rows();
        let decoded = roots.iter().map(|_| OnceLock::new()).collect();
        Ok(Group {
            index,
            rows,
            bytes_per_row: (group.total_byte_size().max(1) / rows.max(1)).max(1),
            stored,
            decoded,
        })
    }
}

fn bytes_of(mut file: &File, start: u64, length: u64) -> Result<Vec<u8>> {
    let mut read = || -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let capacity = usize::try_from(length).map_err(|_| io::ErrorKind::OutOfMemory)?;
        bytes
            .try_reserve_exact(capacity)
            .map_err(|_| io::ErrorKind::OutOfMemory)?;
        file.seek(SeekFrom::Start(start))?;
        file.take(length).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let bytes = read().map_err(|error| Error::new(format!("the file cannot be read ({error})")))?;
    if (bytes.len() as u64) < length {
        return Err(damaged(FORMAT, "its end is missing"));
    }
    Ok(bytes)
}

impl Columns {
    fn of_footer(footer: &[u8]) -> Result<Self> {
        let mut reader = ParquetReader::new(io::Cursor::new(footer));
        let unreadable = |error: polars::prelude::PolarsError| {
            damaged(FORMAT, error.to_string().lines().next().unwrap_or_default())
        };
        let schema = reader.schema().map_err(unreadable)?;
        let metadata = reader.get_metadata().map_err(unreadable)?.clone();
        let selection = Selection::of(&schema);
        let mut columns = Self {
            metadata,
            schema,
            selection,
            plain: Vec::new(),
        };
        let mut plain = Vec::new();
        for (root, (name, dtype)) in columns.roots().enumerate() {
            let empty = Column::new_empty(name.into(), &dtype);
            let taken_apart = frame::take_apart(empty, 1)?.into_iter().enumerate();
            plain.extend(taken_apart.map(|(nth, column)| PlainColumn {
                name: column.name().to_string(),
                root,
                nth,
            }));
        }
        columns.plain = plain;
        Ok(columns)
    }

    /// The selected columns of the file with their types.
    fn roots(&self) -> impl Iterator<Item = (&str, DataType)> {
        let selected = self.selection.columns.iter();
        selected.filter_map(|&index| {
            let (name, field) = self.schema.get_at_index(index)?;
            Some((name.as_str(), DataType::from_arrow_field(field)))
        })
    }
}

impl Group {
    /// A selected column of the file.
    fn column(&self, columns: &Columns, root: usize) -> Result<Column> {
        self.decoded[root]
            .get_or_init(|| self.decode(columns, root))
            .clone()
    }

    fn decode(&self, columns: &Columns, root: usize) -> Result<Column> {
        let group = &columns.metadata.row_groups[self.index];
        let missing = || damaged(FORMAT, "a row group lacks a column");
        let (name, field) = columns
            .schema
            .get_at_index(columns.selection.columns[root])
            .ok_or_else(missing)?;
        let indices = group
            .columns_idxs_under_root_iter(name)
            .ok_or_else(missing)?;
        let series = guarded(FORMAT, || {
            let stored = indices.iter().map(|&index| {
                let stored = self.stored[index]
                    .lock()
                    .map(|mut bytes| std::mem::take(&mut *bytes));
                (
                    &group.parquet_columns()[index],
                    stored.unwrap_or_default().into(),
                )
            });
            let (arrays, _) = to_deserializer(stored.collect(), field.clone(), None)?;
            Series::try_from((field, arrays))
        })?;
        if series.len() != self.rows {
            return Err(damaged(FORMAT, "a column has another number of rows"));
        }
        Ok(series.into_column())
    }
}

/// Rows of a Parquet file, still encoded.
#[derive(Debug, Clone)]
pub(in crate::log::read) struct GroupRows {
    columns: Arc<Columns>,
    parts: Vec<Part>,
    first_row: u64,
}

impl GroupRows {
    /// The number of the first row in the file, rows counted from 0.
    pub fn first_row(&self) -> u64 {
        self.first_row
    }

    /// How many rows there are.
    pub fn height(&self) -> u64 {
        self.parts.iter().map(|part| part.length as u64).sum()
    }

    /// The rows as a table.
    ///
    /// # Errors
    /// None yet; columns are decoded when they are read.
    pub fn table(&self) -> Result<GroupTable> {
        Ok(GroupTable {
            places: RowPlaces::RecordsFrom(self.first_row + 1),
            rows: self.clone(),
        })
    }

    fn column(&self, root: usize, most: usize) -> Result<Column> {
        let mut whole: Option<Column> = None;
        let mut missing = most;
        for part in &self.parts {
            let length = part.length.min(missing);
            missing -= length;
            let column = part.group.column(&self.columns, root)?;
            let rows = column.slice(part.start as i64, length);
            match &mut whole {
                Some(whole) => whole
                    .append_owned(rows)
                    .map(|_| ())
                    .map_err(|error| damaged(FORMAT, &error.to_string()))?,
                None => whole = Some(rows),
            }
        }
        whole.ok_or_else(frame::no_rows)
    }
}

/// Rows of a Parquet file as a table whose columns are decoded when they are read.
#[derive(Debug)]
pub struct GroupTable {
    rows: GroupRows,
    places: RowPlaces,
}

impl GroupTable {
    /// The names of the columns.
    pub fn names(&self) -> Vec<String> {
        let plain = self.rows.columns.plain.iter();
        plain.map(|column| column.name.clone()).collect()
    }

    /// Where in the file each row comes from.
    pub fn places(&self) -> &RowPlaces {
        &self.places
    }

    /// What was noticed about the file, with its first rows.
    pub fn findings(&self) -> Vec<Finding> {
        let is_first = self.rows.first_row == 0;
        let left_out = &self.rows.columns.selection.left_out;
        let finding = is_first.then(|| frame::left_out(left_out)).flatten();
        finding.into_iter().collect()
    }

    /// The cells of up to `count` rows from the top, as text.
    ///
    /// # Errors
    /// A column that is damaged.
    pub fn sample(&self, count: usize) -> Result<Vec<Vec<String>>> {
        let all: Vec<usize> = (0..self.rows.columns.plain.len()).collect();
        self.decoded(&all, count)?.sample(count)
    }

    /// Columns by their index, as text or numbers, each as one chunk.
    ///
    /// # Errors
    /// A column that is damaged, a cell that is no number where numbers are wanted, with its place.
    pub fn read(&self, wanted: &[(usize, CellKind)]) -> Result<Vec<Column>> {
        let indices: Vec<usize> = wanted.iter().map(|(index, _)| *index).collect();
        let kinds: Vec<_> = wanted.iter().map(|(_, kind)| *kind).enumerate().collect();
        self.decoded(&indices, usize::MAX)?.read(&kinds)
    }

    fn decoded(&self, indices: &[usize], most: usize) -> Result<RecordTable> {
        let plain = &self.rows.columns.plain;
        let mut roots: Vec<usize> = indices.iter().map(|&index| plain[index].root).collect();
        roots.sort_unstable();
        roots.dedup();
        // Each column is decoded by one thread.
        let taken_apart: Vec<Vec<Column>> = roots
            .par_iter()
            .map(|&root| frame::take_apart(self.rows.column(root, most)?, self.rows.first_row + 1))
            .collect::<Result<_>>()?;
        let column = |&index: &usize| {
            let PlainColumn { root, nth, .. } = plain[index];
            let at = roots.binary_search(&root).ok()?;
            taken_apart[at].get(nth).cloned()
        };
        let columns: Option<Vec<Column>> = indices.iter().map(column).collect();
        Ok(RecordTable {
            columns: columns.ok_or_else(|| damaged(FORMAT, "a column is of another type"))?,
            places: self.places.clone(),
            roles: KnownRoles::default(),
            parts: None,
            findings: Vec::new(),
        })
    }
}
