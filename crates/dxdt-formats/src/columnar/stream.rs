//! Arrow IPC streams as files: the same messages, with a footer that says where they are.

use std::collections::HashSet;

use dxdt_motion::error::{Error, Result};

use super::damaged;
use super::flatbuffer::{Table, i32_at};
use super::ipc::{BLOCK, CONTINUATION, FORMAT, MAGIC, field, kind};

/// A message of a stream, by its place in the bytes.
struct Message<'a> {
    start: usize,
    metadata: &'a [u8],
    body: usize,
    end: usize,
}

/// Whether bytes start with a stream's schema. The start of a long schema is enough.
pub(super) fn is_stream(start: &[u8]) -> bool {
    let is_schema = |metadata: &[u8]| {
        Table::root(metadata).and_then(|message| message.u8(field::MESSAGE_KIND))
            == Some(kind::SCHEMA)
    };
    start.starts_with(&CONTINUATION)
        && i32_at(start, 4).is_some_and(|length| length > 0)
        && start.get(8..).is_some_and(is_schema)
}

/// The file with the messages of a stream.
///
/// # Errors
/// A stream that is cut off or that replaces its dictionaries, for which files have no place.
pub(super) fn as_file(bytes: &[u8]) -> Result<Vec<u8>> {
    let wrong = |what| damaged("Arrow IPC", what);
    let mut schema = None;
    let (mut dictionaries, mut batches) = (Vec::new(), Vec::new());
    let mut ids = HashSet::new();
    let mut at = 0;
    while at < bytes.len() {
        let message = message_at(bytes, at).ok_or_else(|| wrong("a message is cut off"))?;
        let Some(message) = message else {
            break;
        };
        at = message.end;
        let table = Table::root(message.metadata).ok_or_else(|| wrong("a message is invalid"))?;
        let header = table
            .table(field::MESSAGE_HEADER)
            .ok_or_else(|| wrong("a message has no header"))?;
        match table.u8(field::MESSAGE_KIND) {
            Some(kind::SCHEMA) if schema.is_none() => {
                schema = Some((message.metadata, header.position()));
            }
            Some(kind::DICTIONARY) => {
                if !ids.insert(header.i64(field::DICTIONARY_ID).unwrap_or(0)) {
                    return Err(Error::new(
                        "the Arrow stream changes its dictionaries, which is not supported",
                    )
                    .advise("write the table as an Arrow file or as Parquet"));
                }
                dictionaries.push(message);
            }
            Some(kind::BATCH) => batches.push(message),
            _ => return Err(wrong("a message is of an unknown kind")),
        }
    }
    let (schema, header) = schema.ok_or_else(|| wrong("there is no schema"))?;
    let footer = footer(schema, header, &dictionaries, &batches)
        .ok_or_else(|| damaged(FORMAT, "its messages are too long"))?;
    let mut file = Vec::with_capacity(bytes.len() + footer.len() + 32);
    file.extend_from_slice(MAGIC);
    file.extend_from_slice(&[0, 0]);
    file.extend_from_slice(&bytes[..at]);
    let length = u32::try_from(footer.len()).unwrap_or(u32::MAX);
    file.extend(footer);
    file.extend(length.to_le_bytes());
    file.extend_from_slice(MAGIC);
    Ok(file)
}

/// The message at a place; `Some(None)` where the stream says that it ends.
fn message_at(bytes: &[u8], start: usize) -> Option<Option<Message<'_>>> {
    let is_marked = bytes.get(start..)?.starts_with(&CONTINUATION);
    let prefix = if is_marked { 8 } else { 4 };
    let length = usize::try_from(i32_at(bytes, start + prefix - 4)?).ok()?;
    if length == 0 {
        return Some(None);
    }
    let metadata_start = start + prefix;
    let body_start = metadata_start.checked_add(length)?;
    let metadata = bytes.get(metadata_start..body_start)?;
    let message = Table::root(metadata)?;
    let body = usize::try_from(message.i64(field::MESSAGE_BODY_LENGTH).unwrap_or(0)).ok()?;
    let end = body_start.checked_add(body)?;
    (end <= bytes.len()).then_some(Some(Message {
        start,
        metadata,
        body,
        end,
    }))
}

// Magic and padding come before the messages in a file.
const SHIFT: usize = 8;

/// The footer: a table of version, schema, dictionaries and batches. The schema's message is put into it whole, and
/// the footer points to the schema inside.
fn footer(
    schema: &[u8],
    header: usize,
    dictionaries: &[Message<'_>],
    batches: &[Message<'_>],
) -> Option<Vec<u8>> {
    // Root, then where the four fields are in the table, then the table itself.
    const TABLE: usize = 16;
    const FIELDS: [u16; 6] = [12, 20, 16, 4, 8, 12];
    const METADATA_V5: u32 = 4;
    let dictionaries_at = TABLE + 20;
    let batches_at = dictionaries_at + 8 + BLOCK * dictionaries.len();
    let schema_at = (batches_at + 4 + BLOCK * batches.len()).next_multiple_of(8);
    let offset = |from: usize, to: usize| u32::try_from(to - from).map(u32::to_le_bytes).ok();

    let mut footer = Vec::with_capacity(schema_at + schema.len() + 8);
    footer.extend(offset(0, TABLE)?);
    for field in FIELDS {
        footer.extend(field.to_le_bytes());
    }
    // The table says how far before it its fields' places are.
    footer.extend(offset(4, TABLE)?);
    footer.extend(offset(TABLE + 4, schema_at + header)?);
    footer.extend(offset(TABLE + 8, dictionaries_at)?);
    footer.extend(offset(TABLE + 12, batches_at)?);
    footer.extend(METADATA_V5.to_le_bytes());
    for (messages, end) in [(dictionaries, batches_at), (batches, schema_at)] {
        footer.extend(u32::try_from(messages.len()).ok()?.to_le_bytes());
        for message in messages {
            let metadata = message.end - message.body - message.start;
            footer.extend(i64::try_from(message.start + SHIFT).ok()?.to_le_bytes());
            footer.extend(i32::try_from(metadata).ok()?.to_le_bytes());
            footer.extend([0; 4]);
            footer.extend(i64::try_from(message.body).ok()?.to_le_bytes());
        }
        footer.resize(end, 0);
    }
    footer.extend_from_slice(schema);
    footer.resize(footer.len().next_multiple_of(8), 0);
    Some(footer)
}
