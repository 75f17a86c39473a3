//! Tables in and out by the Arrow C stream interface.
//!
//! The only `unsafe` here is what the interface itself asks for: a capsule of Python holds the address of a C struct, whose
//! maker promises that it is as the interface says, and that whoever takes the struct out of the capsule owns it.
#![expect(unsafe_code, reason = "C structs of the Arrow C stream interface")]

use std::ffi::CStr;

use polars::prelude::{ArrayRef, ArrowDataType, ArrowField, CompatLevel, DataFrame, PolarsResult};
use polars_arrow::array::StructArray;
use polars_arrow::ffi::{ArrowArrayStream, ArrowArrayStreamReader, export_iterator};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyCapsuleMethods};

use super::error::{guarded, of_values};

const NAME: &CStr = c"arrow_array_stream";

/// The fields of a table, and its arrays, a chunk at a time.
pub type Chunks = (Vec<ArrowField>, Vec<Vec<ArrayRef>>);

/// Reads an object that has `__arrow_c_stream__` to its end. A stream of one column that is no struct is a table of this
/// column, called `name`.
///
/// # Errors
/// What the object raises, and what its stream says.
pub fn import(object: &Bound<'_, PyAny>, name: &str) -> PyResult<Chunks> {
    let py = object.py();
    let capsule = object.call_method0("__arrow_c_stream__")?;
    let capsule = capsule.cast_into::<PyCapsule>().map_err(PyErr::from)?;
    let pointer = capsule
        .pointer_checked(Some(NAME))?
        .cast::<ArrowArrayStream>();
    // SAFETY: a capsule of this name holds a stream, which nobody else reads while this thread has Python's lock. What is
    // left in its place says that it has been taken.
    let stream = unsafe { pointer.as_ptr().replace(ArrowArrayStream::empty()) };
    let read = guarded(py, || Ok(py.detach(|| read(Box::new(stream), name))))?;
    read.map_err(|error| of_values(py, &format!("the table cannot be read: {error}")))
}

fn read(stream: Box<ArrowArrayStream>, name: &str) -> PolarsResult<Chunks> {
    // SAFETY: the stream is that of a producer, which promises that it and its arrays are as the interface says.
    let mut reader = unsafe { ArrowArrayStreamReader::try_new(stream) }?;
    let fields = match reader.field().dtype() {
        ArrowDataType::Struct(fields) => Some(fields.clone()),
        _ => None,
    };
    let mut chunks = Vec::new();
    // SAFETY: as above.
    while let Some(array) = unsafe { reader.next() } {
        let array = array?;
        chunks.push(match array.as_any().downcast_ref::<StructArray>() {
            Some(rows) if fields.is_some() => rows.values().to_vec(),
            _ => vec![array],
        });
    }
    let column = || {
        let mut field = reader.field().clone();
        field.name = name.into();
        vec![field]
    };
    Ok((fields.unwrap_or_else(column), chunks))
}

/// A table as a capsule for whoever takes it. Its arrays are shared, not copied.
///
/// # Errors
/// Where Python has no memory.
pub fn export<'py>(py: Python<'py>, frame: &DataFrame) -> PyResult<Bound<'py, PyCapsule>> {
    let mut frame = frame.clone();
    frame.align_chunks_par();
    let level = CompatLevel::newest();
    let columns = frame.columns().iter();
    let columns: Vec<_> = columns
        .map(|column| column.as_materialized_series().clone())
        .collect();
    let fields: Vec<ArrowField> = columns
        .iter()
        .map(|column| column.dtype().to_arrow_field(column.name().clone(), level))
        .collect();
    let dtype = ArrowDataType::Struct(fields);
    let count = columns.first().map_or(0, |column| column.n_chunks());
    let of_chunk = dtype.clone();
    let chunks = (0..count).map(move |chunk| {
        let arrays: Vec<ArrayRef> = columns
            .iter()
            .map(|column| column.to_arrow(chunk, level))
            .collect();
        let rows = arrays.first().map_or(0, |array| array.len());
        let rows = StructArray::try_new(of_chunk.clone(), rows, arrays, None)?;
        Ok(rows.boxed())
    });
    let field = ArrowField::new("".into(), dtype, false);
    // What nobody takes is released with the capsule.
    PyCapsule::new_with_value(py, export_iterator(Box::new(chunks), field), NAME)
}
