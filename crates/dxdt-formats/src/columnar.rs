//! Tables that are stored column by column: Parquet, Arrow IPC (Feather) as file and stream, Arrow arrays in memory.
//!
//! The reader trusts what a file says about itself, so that is checked against the file before it is read.

mod arrow_table;
mod flatbuffer;
mod footer;
mod frame;
mod ipc;
mod parquet;
mod row_groups;
mod stream;
mod thrift;
mod typed;

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use polars::prelude::{ArrowDataType, ArrowSchema, PolarsResult};

use dxdt_motion::error::{Error, Result};

use super::format::LogFormat;
use super::records::RecordTable;
use super::source::Source;

pub use arrow_table::ArrowTable;
pub(super) use arrow_table::{ArrowBatches, ArrowRows};
pub(super) use row_groups::{GroupRows, RowGroups};
pub use typed::TypedTable;

/// Apache Parquet.
pub(super) struct Parquet;

/// Apache Arrow IPC.
pub(super) struct ArrowIpc;

impl LogFormat for Parquet {
    fn name(&self) -> &'static str {
        "Parquet"
    }

    fn keyword(&self) -> &'static str {
        "parquet"
    }

    fn recognises(&self, start: &[u8]) -> bool {
        start.starts_with(parquet::MAGIC) || start.starts_with(parquet::ENCRYPTED)
    }

    fn read(&self, source: &Source) -> Result<RecordTable> {
        row_groups::read(&source.bytes, source.memory)
    }
}

impl LogFormat for ArrowIpc {
    fn name(&self) -> &'static str {
        "Arrow IPC"
    }

    fn keyword(&self) -> &'static str {
        "ipc"
    }

    fn recognises(&self, start: &[u8]) -> bool {
        start.starts_with(ipc::MAGIC)
            || start.starts_with(ipc::FEATHER_1)
            || stream::is_stream(start)
    }

    fn read(&self, source: &Source) -> Result<RecordTable> {
        ipc::read(&source.bytes, source.budget())
    }
}

/// The columns that can be used, by index, and the names of the others.
#[derive(Debug)]
struct Selection {
    columns: Vec<usize>,
    left_out: Vec<String>,
}

impl Selection {
    fn of(schema: &ArrowSchema) -> Self {
        let mut selection = Self {
            columns: Vec::new(),
            left_out: Vec::new(),
        };
        for (index, (name, field)) in schema.iter().enumerate() {
            match field.dtype() {
                ArrowDataType::Null => {}
                dtype if is_simple(dtype, 0) => selection.columns.push(index),
                _ => selection.left_out.push(name.to_string()),
            }
        }
        selection
    }
}

/// Types with one plain value a row, and objects of such.
fn is_simple(dtype: &ArrowDataType, depth: usize) -> bool {
    use ArrowDataType as D;
    match dtype {
        D::Boolean
        | D::Int8
        | D::Int16
        | D::UInt8
        | D::UInt16
        | D::Int32
        | D::Int64
        | D::UInt32
        | D::UInt64
        | D::Float32
        | D::Float64
        | D::Timestamp(..)
        | D::Date32
        | D::Date64
        | D::Time32(_)
        | D::Time64(_)
        | D::Duration(_)
        | D::Utf8
        | D::LargeUtf8
        | D::Utf8View => true,
        D::Dictionary(_, values, _) => {
            matches!(**values, D::Utf8 | D::LargeUtf8 | D::Utf8View)
        }
        D::Struct(fields) => {
            depth < 16
                && !fields.is_empty()
                && fields
                    .iter()
                    .all(|field| is_simple(field.dtype(), depth + 1))
        }
        _ => false,
    }
}

/// A file may claim this much memory, or a thousand times its own size.
fn check_claim(format: &str, claimed: u64, file: usize) -> Result<()> {
    const FREE: u64 = 1 << 30;
    const GROWTH: u64 = 1000;
    if claimed <= FREE.max((file as u64).saturating_mul(GROWTH)) {
        return Ok(());
    }
    Err(Error::new(format!(
        "the {format} file of {file} bytes claims to hold {claimed} bytes: it is damaged, or a decompression bomb"
    ))
    .advise("download or export the file again"))
}

fn damaged(format: &str, what: &str) -> Error {
    Error::new(format!("the {format} file is damaged or cut off ({what})"))
        .advise("download or export the file again")
}

thread_local! {
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Reads with a library that panics on some damaged files; `read` must stay on its thread.
fn guarded<T>(format: &str, read: impl FnOnce() -> PolarsResult<T>) -> Result<T> {
    static HOOK: Once = Once::new();
    // A panic that becomes an error must not print its own story before.
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !IS_GUARDED.get() {
                usual(panic);
            }
        }));
    });
    IS_GUARDED.set(true);
    let read = panic::catch_unwind(AssertUnwindSafe(read));
    IS_GUARDED.set(false);
    match read {
        Ok(Ok(read)) => Ok(read),
        Ok(Err(error)) => {
            let message = error.to_string();
            Err(damaged(format, message.lines().next().unwrap_or_default()))
        }
        Err(_) => Err(damaged(format, "its parts contradict each other")),
    }
}

#[cfg(test)]
mod tests;
