//! Parquet files read from row group to row group, in bounded memory.

mod columns;
mod table;

use std::collections::HashSet;
use std::sync::Arc;

use dxdt_motion::error::Result;

use crate::content::Content;
use crate::memory::{Budget, Memory};
use crate::records::RecordTable;
use crate::source::failed;

use super::parquet::{
    FORMAT, Pages, check_columns, check_footer, check_rows, pages_of, refuse_incomplete,
};
use super::{damaged, frame, guarded};

use columns::{Columns, Group};
pub use table::GroupRows;
use table::Part;

/// A Parquet file read from row group to row group.
pub struct RowGroups {
    content: Content,
    memory: Memory,
    batch_bytes: usize,
    least_rows: usize,
    columns: Arc<Columns>,
    /// The row group that is read next, and the rows of the one before it that are left.
    next_group: usize,
    left: Option<Part>,
    row: u64,
    /// Which columns of the file are read, among those that are selected.
    is_needed: Vec<bool>,
}

/// Reads a file in memory as a whole.
///
/// # Errors
/// As [`RowGroups::open`] and [`RowGroups::next`].
pub(super) fn read(bytes: &[u8], memory: Memory) -> Result<RecordTable> {
    let content = Content::in_memory(bytes.to_vec());
    let mut groups = RowGroups::open(content, usize::MAX, usize::MAX, memory)?;
    let cells = groups
        .rows()
        .saturating_mul(groups.columns.plain.len() as u64);
    Budget::new(memory, bytes.len() as u64).add_cells(cells)?;
    let rows = groups.next()?;
    rows.ok_or_else(frame::no_rows)?.table().whole()
}

impl RowGroups {
    /// Reads and checks the footer.
    ///
    /// # Errors
    /// A file that is cut off, encrypted or no Parquet file, whose footer contradicts it, or that has no rows.
    pub fn open(
        content: Content,
        batch_bytes: usize,
        least_rows: usize,
        memory: Memory,
    ) -> Result<Self> {
        let size = content.length().map_err(|error| failed(&error))?;
        let start = bytes_of(&content, 0, size.min(4))?;
        // The length of the footer and the sign at the file's end.
        let end = bytes_of(&content, size.saturating_sub(8), size.min(8))?;
        refuse_incomplete(&start, &end, size)?;
        let length = end
            .first_chunk()
            .map_or(0, |length| u32::from_le_bytes(*length));
        let tail = (u64::from(length) + 8).min(size);
        // A whole file of no columns: the reader looks at its end only.
        let mut footer = start;
        footer.extend(bytes_of(&content, size - tail, tail)?);
        check_footer(&footer[4..]).ok_or_else(|| damaged(FORMAT, "its footer is invalid"))?;
        let columns = guarded(FORMAT, || Ok(Columns::of_footer(&footer)))??;
        let metadata = &columns.metadata;
        check_columns(metadata, size)?;
        check_rows(metadata)?;
        if metadata.num_rows == 0 || columns.plain.is_empty() {
            return Err(frame::no_rows());
        }
        Ok(Self {
            content,
            memory,
            batch_bytes,
            least_rows,
            is_needed: vec![true; columns.roots().count()],
            columns: Arc::new(columns),
            next_group: 0,
            left: None,
            row: 0,
        })
    }

    /// Of row groups that are read from now on, only some columns are wanted.
    pub fn need(&mut self, wanted: &[usize]) {
        self.is_needed.fill(false);
        for &index in wanted {
            self.is_needed[self.columns.plain[index].root] = true;
        }
    }

    /// Starts again from the first row, with all columns.
    pub fn rewind(&mut self) {
        self.is_needed.fill(true);
        self.next_group = 0;
        self.left = None;
        self.row = 0;
    }

    /// The next rows; `None` at the end and after an error.
    ///
    /// # Errors
    /// A file that cannot be read, pages that are damaged.
    pub fn next(&mut self) -> Result<Option<GroupRows>> {
        // The first rows are looked at twice, so that there are no more of them than it takes.
        let is_first = self.row == 0;
        // Rows of two groups are put together, which costs a copy, so that half a batch is enough.
        let (least_rows, least_bytes) = match is_first {
            true => (self.least_rows.max(1), 0),
            false => (1, self.batch_bytes / 2),
        };
        let (mut parts, mut rows, mut bytes) = (Vec::new(), 0, 0);
        while rows < least_rows || bytes < least_bytes {
            let Some(mut part) = self.next_part()? else {
                break;
            };
            let (bytes_per_row, all) = (part.group.bytes_per_row, part.length);
            let wanted = match is_first {
                true => self.least_rows - rows,
                false => self.batch_bytes.saturating_sub(bytes) / bytes_per_row,
            }
            .max(1);
            if wanted < all {
                self.left = Some(self.part(&part.group, part.start + wanted, all - wanted));
                part = self.part(&part.group, part.start, wanted);
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

    /// How many rows there are.
    pub fn rows(&self) -> u64 {
        self.columns.metadata.num_rows as u64
    }

    /// How many rows have not been given out.
    pub fn rows_left(&self) -> u64 {
        self.rows().saturating_sub(self.row)
    }

    /// Up to `count` rows of one row group, from row `at` of the file on, of some columns.
    ///
    /// # Errors
    /// As [`RowGroups::next`].
    pub fn glimpse(
        &mut self,
        at: u64,
        count: usize,
        wanted: &[usize],
    ) -> Result<Option<GroupRows>> {
        let mut first_row = 0;
        for index in 0..self.columns.metadata.row_groups.len() {
            let rows = self.columns.metadata.row_groups[index].num_rows() as u64;
            if at >= first_row + rows {
                first_row += rows;
                continue;
            }
            let needed = self.is_needed.clone();
            self.need(wanted);
            let group = self.load(index);
            self.is_needed = needed;
            let start = (at - first_row) as usize;
            let part = self.part(&Arc::new(group?), start, count.min(rows as usize - start));
            return Ok(Some(GroupRows {
                columns: self.columns.clone(),
                parts: vec![part],
                first_row: at,
            }));
        }
        Ok(None)
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
                let rows = group.rows;
                return Ok(Some(self.part(&Arc::new(group), 0, rows)));
            }
        }
        Ok(None)
    }

    fn part(&self, group: &Arc<Group>, start: usize, length: usize) -> Part {
        Part::new(group.clone(), start, length, self.is_needed.len())
    }

    /// Looks through the columns of a row group that are needed, and checks their pages.
    fn load(&mut self, index: usize) -> Result<Group> {
        let columns = self.columns.clone();
        let group = &columns.metadata.row_groups[index];
        let needed = columns.roots().zip(&self.is_needed);
        let needed: HashSet<&str> = needed
            .filter(|(_, is_needed)| **is_needed)
            .map(|((name, _), _)| name)
            .collect();
        let rows = group.num_rows();
        let mut values = 0usize;
        let mut pages = Vec::with_capacity(group.n_columns());
        for column in group.parquet_columns() {
            let path = &column.descriptor().path_in_schema;
            let root = path.first().map(|root| root.as_str());
            if !root.is_some_and(|root| needed.contains(root)) {
                pages.push(Pages::default());
                continue;
            }
            let range = column.byte_range();
            let length = range.end - range.start;
            self.memory.check(length, "a column of a row group")?;
            let chunk = bytes_of(&self.content, range.start, length)?;
            let of_column = pages_of(&chunk, column.num_values() as u64)?;
            self.memory
                .check(of_column.unpacked, "a page of a column")?;
            pages.push(of_column);
            values += 1;
        }
        // What is stored may be much less than the values, of which each takes 8 bytes and a text more.
        let stored = group.total_byte_size() / rows.max(1);
        Ok(Group {
            content: self.content.clone(),
            index,
            rows,
            bytes_per_row: stored.max(8 * values).max(1),
            pages,
        })
    }
}

fn bytes_of(content: &Content, start: u64, length: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let count = usize::try_from(length).unwrap_or(usize::MAX);
    content.from(start).read_on(&mut bytes, count)?;
    if (bytes.len() as u64) < length {
        return Err(damaged(FORMAT, "its end is missing"));
    }
    Ok(bytes)
}
