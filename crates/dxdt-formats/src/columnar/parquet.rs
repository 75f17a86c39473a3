//! Parquet files: what the footer says about rows and columns is checked before the pages are read.

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

/// The memory that a column's values ask for, with its pages, which are checked.
pub(super) fn claim_of(chunk: &[u8], values: u64) -> Result<u64> {
    // A value of a column takes 8 bytes, and one of text 16.
    const BYTES_PER_VALUE: u64 = 16;
    let unpacked = check_pages(chunk, values).map_err(|what| damaged(FORMAT, what))?;
    Ok(unpacked.saturating_add(values.saturating_mul(BYTES_PER_VALUE)))
}

/// The bytes that the pages of a column unpack to, each page with the checksum that its header may have; the error is
/// what is wrong.
fn check_pages(chunk: &[u8], values: u64) -> std::result::Result<u64, &'static str> {
    const WRONG: &str = "a page header is invalid";
    // The fields of a page header, by their number in the format's description.
    const UNPACKED: (i64, i64) = (0, 2);
    const PACKED: (i64, i64) = (0, 3);
    // As gzip has it; a signed number that may be anything.
    const CHECKSUM: (i64, i64) = (0, 4);
    const DATA_PAGE: i64 = 5;
    const DICTIONARY: i64 = 7;
    const DATA_PAGE_2: i64 = 8;
    let (mut at, mut seen, mut unpacked) = (0, 0u64, 0u64);
    while at < chunk.len() && seen < values {
        let mut header = Reader::new(chunk, at);
        let (mut packed, mut page, mut entries, mut is_negative) = (0, 0, 0, false);
        let mut checksum = None;
        let read = header.numbers(&mut |outer, field, value| {
            is_negative |= value < 0 && (outer, field) != CHECKSUM;
            match (outer, field) {
                CHECKSUM => checksum = Some(value as u32),
                PACKED => packed = value,
                UNPACKED => page = value,
                (DATA_PAGE | DATA_PAGE_2, 1) => seen = seen.saturating_add(value.unsigned_abs()),
                (DICTIONARY, 1) => entries = value,
                _ => {}
            }
        });
        let start = header.position();
        let length = usize::try_from(packed).map_err(|_| WRONG)?;
        at = start.checked_add(length).ok_or(WRONG)?;
        let bytes = chunk.get(start..at).ok_or(WRONG)?;
        // An entry of a dictionary takes a byte at least.
        if read.is_none() || is_negative || entries > page {
            return Err(WRONG);
        }
        if checksum.is_some_and(|checksum| checksum != crc_32(bytes)) {
            return Err("the checksum of a page is wrong");
        }
        unpacked = unpacked.saturating_add(page.unsigned_abs());
    }
    if seen <= values {
        Ok(unpacked)
    } else {
        Err(WRONG)
    }
}

fn crc_32(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}
