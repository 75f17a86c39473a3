//! Arrow IPC files: every message is checked before the file is read.

use std::borrow::Cow;
use std::io::Cursor;

use polars::prelude::{IpcReader, SerReader};

use dxdt_motion::error::{Error, Result};

use super::super::memory::Budget;
use super::super::records::RecordTable;
use super::flatbuffer::{Table, i32_at, i64_at};
use super::{Selection, check_claim, damaged, frame, guarded, stream};

pub(super) const MAGIC: &[u8] = b"ARROW1";
pub(super) const FEATHER_1: &[u8] = b"FEA1";
pub(super) const FORMAT: &str = "Arrow IPC";

/// The fields of a message, by their number in the format's description.
pub(super) mod field {
    pub const MESSAGE_KIND: usize = 1;
    pub const MESSAGE_HEADER: usize = 2;
    pub const MESSAGE_BODY_LENGTH: usize = 3;
    pub const DICTIONARY_ID: usize = 0;
    pub const DICTIONARY_BATCH: usize = 1;
    pub const BATCH_ROWS: usize = 0;
    pub const BATCH_NODES: usize = 1;
    pub const BATCH_BUFFERS: usize = 2;
    pub const BATCH_COMPRESSION: usize = 3;
    pub const SCHEMA_FIELDS: usize = 1;
    pub const FIELD_CHILDREN: usize = 5;
    pub const FOOTER_SCHEMA: usize = 1;
    pub const FOOTER_DICTIONARIES: usize = 2;
    pub const FOOTER_BATCHES: usize = 3;
}

/// The kinds of messages.
pub(super) mod kind {
    pub const SCHEMA: u8 = 1;
    pub const DICTIONARY: u8 = 2;
    pub const BATCH: u8 = 3;
}

pub(super) const CONTINUATION: [u8; 4] = [0xff; 4];
pub(super) const BLOCK: usize = 24;

pub(super) fn read(bytes: &[u8], mut budget: Budget) -> Result<RecordTable> {
    if bytes.starts_with(FEATHER_1) {
        return Err(
            Error::new("this is Feather version 1, which is not supported")
                .advise("save it as Feather version 2 (Arrow IPC)"),
        );
    }
    let file = if bytes.starts_with(MAGIC) {
        Cow::Borrowed(bytes)
    } else {
        Cow::Owned(stream::as_file(bytes)?)
    };
    // The columns are copies of what is in the file, or what it unpacks to.
    budget.take(check_file(&file)?.saturating_add(file.len() as u64))?;
    let mut left_out = Vec::new();
    let frame = guarded(FORMAT, || {
        let mut reader = IpcReader::new(Cursor::new(&file[..]));
        let selection = Selection::of(&*reader.schema()?);
        left_out = selection.left_out;
        reader.with_projection(Some(selection.columns)).finish()
    })?;
    frame::table(frame.into_columns(), &left_out)
}

/// Whether all that the footer points to lies in the file, and is of a size that the file can hold; the bytes that it
/// unpacks to.
fn check_file(bytes: &[u8]) -> Result<u64> {
    let wrong = |what| damaged(FORMAT, what);
    let end = bytes.len().saturating_sub(MAGIC.len());
    if bytes.len() < 2 * (MAGIC.len() + 2) || bytes.get(end..) != Some(MAGIC) {
        return Err(wrong("its end is missing"));
    }
    let footer = end
        .checked_sub(4)
        .and_then(|at| {
            let length = usize::try_from(i32_at(bytes, at)?).ok()?;
            bytes.get(at.checked_sub(length)?..at)
        })
        .and_then(Table::root)
        .ok_or_else(|| wrong("its footer is invalid"))?;
    let schema = footer
        .table(field::FOOTER_SCHEMA)
        .ok_or_else(|| wrong("its footer has no schema"))?;
    check_schema(schema)?;
    let mut claimed = 0;
    let mut rows = 0u64;
    for list in [field::FOOTER_DICTIONARIES, field::FOOTER_BATCHES] {
        for block in footer
            .vector(list, BLOCK)
            .into_iter()
            .flat_map(|v| v.structs())
        {
            let checked = check_block(bytes, block).ok_or_else(|| wrong("a batch is invalid"))?;
            claimed = u64::saturating_add(claimed, checked.claimed);
            if list == field::FOOTER_BATCHES {
                rows = rows.saturating_add(checked.rows);
            }
        }
    }
    check_claim(FORMAT, claimed, bytes.len())?;
    // Columns of nothing but nulls have any number of rows in no bytes.
    check_claim(FORMAT, rows, bytes.len())?;
    Ok(claimed)
}

fn check_schema(schema: Table<'_>) -> Result<()> {
    // Fields of fields of fields would overflow the stack of who follows them.
    fn follow(fields: Table<'_>, list: usize, depth: usize, count: &mut usize) -> Option<()> {
        const DEEPEST: usize = 64;
        const MOST: usize = 100_000;
        for child in fields.vector(list, 4).into_iter().flat_map(|v| v.tables()) {
            *count += 1;
            if depth > DEEPEST || *count > MOST {
                return None;
            }
            follow(child?, field::FIELD_CHILDREN, depth + 1, count)?;
        }
        Some(())
    }
    follow(schema, field::SCHEMA_FIELDS, 0, &mut 0)
        .ok_or_else(|| damaged(FORMAT, "its schema is invalid"))
}

struct Checked {
    rows: u64,
    /// How many bytes the compressed buffers say they unpack to.
    claimed: u64,
}

/// A block of the footer: offset, length of the metadata, padding, length of the body.
fn check_block(bytes: &[u8], block: &[u8]) -> Option<Checked> {
    let size = |number: i64| usize::try_from(number).ok();
    let start = size(i64_at(block, 0)?)?;
    let metadata = size(i64::from(i32_at(block, 8)?))?;
    let body = size(i64_at(block, 16)?)?;
    let body_start = start.checked_add(metadata)?;
    let message = bytes.get(start..body_start)?;
    let body = bytes.get(body_start..body_start.checked_add(body)?)?;
    // The reader takes the length from the message and not from the block.
    let prefix = if message.starts_with(&CONTINUATION) {
        4
    } else {
        0
    };
    let length = size(i64::from(i32_at(message, prefix)?))?;
    let message = message.get(prefix + 4..)?.get(..length)?;
    let message = Table::root(message)?;
    let header = message.table(field::MESSAGE_HEADER)?;
    let batch = match message.u8(field::MESSAGE_KIND)? {
        kind::DICTIONARY => header.table(field::DICTIONARY_BATCH)?,
        kind::BATCH => header,
        _ => return None,
    };
    check_batch(batch, body)
}

fn check_batch(batch: Table<'_>, body: &[u8]) -> Option<Checked> {
    let rows = u64::try_from(batch.i64(field::BATCH_ROWS).unwrap_or(0)).ok()?;
    for node in batch
        .vector(field::BATCH_NODES, 16)
        .into_iter()
        .flat_map(|v| v.structs())
    {
        let (length, nulls) = (i64_at(node, 0)?, i64_at(node, 8)?);
        if length < 0 || nulls < 0 || nulls > length {
            return None;
        }
    }
    let is_compressed = batch.table(field::BATCH_COMPRESSION).is_some();
    let mut claimed = 0u64;
    for buffer in batch
        .vector(field::BATCH_BUFFERS, 16)
        .into_iter()
        .flat_map(|v| v.structs())
    {
        let start = usize::try_from(i64_at(buffer, 0)?).ok()?;
        let length = usize::try_from(i64_at(buffer, 8)?).ok()?;
        let content = body.get(start..start.checked_add(length)?)?;
        if is_compressed && length > 0 {
            // -1 says that this buffer is not compressed.
            match i64_at(content, 0)? {
                -1 => {}
                unpacked => claimed = claimed.saturating_add(u64::try_from(unpacked).ok()?),
            }
        }
    }
    Some(Checked { rows, claimed })
}
