//! Parquet files: what the footer says about rows and columns is checked before the pages are read.

use std::ops::Range;

use polars::prelude::FileMetadata;

use dxdt_motion::error::{Error, Result};

use super::thrift::Reader;
use super::{damaged, footer};

pub(super) const MAGIC: &[u8] = b"PAR1";
pub(super) const ENCRYPTED: &[u8] = b"PARE";
pub(super) const FORMAT: &str = "Parquet";

/// The error of a file of `size` bytes that is encrypted or cut off, as its start and its end say.
pub(super) fn refuse_incomplete(start: &[u8], end: &[u8], size: u64) -> Result<()> {
    if start.starts_with(ENCRYPTED) || end.ends_with(ENCRYPTED) {
        return Err(
            Error::new("the Parquet file is encrypted").advise("write it again without encryption")
        );
    }
    if !end.ends_with(MAGIC) || size < 12 {
        return Err(damaged(FORMAT, "its end is missing"));
    }
    Ok(())
}

/// Walks through the footer: a list in it may not claim more entries than it has bytes, for which memory would be
/// asked before the first is read.
pub(super) fn check_footer(bytes: &[u8]) -> Option<()> {
    let before_magic = bytes.len().checked_sub(MAGIC.len())?;
    let (rest, length) = bytes[..before_magic].split_last_chunk::<4>()?;
    let start = rest
        .len()
        .checked_sub(u32::from_le_bytes(*length) as usize)?;
    footer::is_sound(&rest[start..]).then_some(())
}

/// Whether every column lies in a file of `size` bytes.
pub(super) fn check_columns(metadata: &FileMetadata, size: u64) -> Result<()> {
    for column in metadata
        .row_groups
        .iter()
        .flat_map(|group| group.parquet_columns())
    {
        let numbers = [
            column.data_page_offset(),
            column.dictionary_page_offset().unwrap_or(0),
            column.compressed_size(),
            column.num_values(),
        ];
        if numbers.iter().any(|&number| number < 0) {
            return Err(damaged(FORMAT, "a column has a negative size"));
        }
        let range = column.byte_range();
        if range.start > range.end || range.end > size {
            return Err(damaged(FORMAT, "a column lies beyond its end"));
        }
    }
    Ok(())
}

/// Whether the row groups have together as many rows as the file.
pub(super) fn check_rows(metadata: &FileMetadata) -> Result<()> {
    let rows = metadata.row_groups.iter().map(|group| group.num_rows());
    if rows.fold(0usize, usize::saturating_add) != metadata.num_rows {
        return Err(damaged(FORMAT, "its row groups do not add up"));
    }
    Ok(())
}

/// Where the pages of a column are among its bytes.
#[derive(Debug, Default)]
pub(super) struct Pages {
    /// Where the dictionary ends, which comes first; 0 where there is none.
    pub dictionary: usize,
    /// The pages of values in their order: the value that each starts with, and where it starts.
    pub starts: Vec<(u64, usize)>,
    /// Where the last page ends.
    pub end: usize,
    /// The most bytes that have to be unpacked at once: the dictionary and the largest page.
    pub unpacked: u64,
}

impl Pages {
    /// The bytes of the pages that have values of a range, and the value that they start with.
    pub fn with(&self, values: &Range<u64>) -> (Range<usize>, u64) {
        let first = self.starts.partition_point(|page| page.0 <= values.start);
        let first = first.saturating_sub(1);
        let after = self.starts.partition_point(|page| page.0 < values.end);
        let at = |page: usize| self.starts.get(page).map_or(self.end, |page| page.1);
        let value = self.starts.get(first).map_or(0, |page| page.0);
        (at(first)..at(after.max(first)), value)
    }
}

/// The pages of a column, each checked with the checksum that its header may have.
///
/// # Errors
/// A page that is invalid, or has another checksum.
pub(super) fn pages_of(chunk: &[u8], values: u64) -> Result<Pages> {
    check_pages(chunk, values).map_err(|what| damaged(FORMAT, what))
}

fn check_pages(chunk: &[u8], values: u64) -> std::result::Result<Pages, &'static str> {
    const WRONG: &str = "a page header is invalid";
    // The fields of a page header, by their number in the format's description.
    const UNPACKED: (i64, i64) = (0, 2);
    const PACKED: (i64, i64) = (0, 3);
    // As gzip has it; a signed number that may be anything.
    const CHECKSUM: (i64, i64) = (0, 4);
    const DATA_PAGE: i64 = 5;
    const DICTIONARY: i64 = 7;
    const DATA_PAGE_2: i64 = 8;
    let mut pages = Pages::default();
    let (mut at, mut seen, mut of_dictionary, mut largest) = (0, 0u64, 0, 0);
    while at < chunk.len() && seen < values {
        let (start_of_page, before) = (at, seen);
        let mut header = Reader::new(chunk, at);
        let (mut packed, mut page, mut is_negative) = (0, 0, false);
        let mut entries = None;
        let mut checksum = None;
        let read = header.numbers(&mut |outer, field, value| {
            is_negative |= value < 0 && (outer, field) != CHECKSUM;
            match (outer, field) {
                CHECKSUM => checksum = Some(value as u32),
                PACKED => packed = value,
                UNPACKED => page = value,
                (DATA_PAGE | DATA_PAGE_2, 1) => seen = seen.saturating_add(value.unsigned_abs()),
                (DICTIONARY, 1) => entries = Some(value),
                _ => {}
            }
        });
        let start = header.position();
        let length = usize::try_from(packed).map_err(|_| WRONG)?;
        at = start.checked_add(length).ok_or(WRONG)?;
        let bytes = chunk.get(start..at).ok_or(WRONG)?;
        // An entry of a dictionary takes a byte at least.
        if read.is_none() || is_negative || entries.is_some_and(|entries| entries > page) {
            return Err(WRONG);
        }
        if checksum.is_some_and(|checksum| checksum != crc_32(bytes)) {
            return Err("the checksum of a page is wrong");
        }
        match entries {
            Some(_) if start_of_page == 0 => {
                pages.dictionary = at;
                of_dictionary = page.unsigned_abs();
            }
            _ => {
                pages.starts.push((before, start_of_page));
                largest = largest.max(page.unsigned_abs());
            }
        }
    }
    pages.end = at;
    pages.unpacked = of_dictionary.saturating_add(largest);
    if seen <= values {
        Ok(pages)
    } else {
        Err(WRONG)
    }
}

fn crc_32(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}
