//! Where a log is: in files, in bytes, or in a table of another program.

use std::path::Path;

use dxdt::analysis::{ArrowTable, Logs, expand};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

use super::after_fork::begin_tables;
use super::arrow_stream::{Chunks, import};
use super::columns::chunk_of;
use super::error::{guarded, of_library};
use super::plain_types::plain;

/// Where a log is.
#[pyclass(frozen, skip_from_py_object, module = "dxdt._dxdt")]
#[derive(Clone)]
pub struct Source {
    pub logs: Logs,
    /// As they were given.
    pub names: Vec<String>,
}

#[pymethods]
impl Source {
    /// Files, folders and patterns.
    #[staticmethod]
    fn of_paths(py: Python<'_>, paths: Vec<String>) -> PyResult<Self> {
        // Python has no standard input to be read to its end: a file of this name is meant.
        let meant = paths.iter().map(|path| match path.as_str() {
            "-" => Path::new(".").join(path).display().to_string(),
            path => path.to_owned(),
        });
        let paths: Vec<String> = meant.collect();
        let files = guarded(py, || Ok(py.detach(|| expand(&paths))))?;
        let files = files.map_err(|error| of_library(py, &error))?;
        Ok(Self {
            logs: Logs::Paths(files),
            names: paths,
        })
    }

    /// The bytes of a file.
    #[staticmethod]
    fn of_bytes(py: Python<'_>, name: String, bytes: &Bound<'_, PyBytes>) -> PyResult<Self> {
        let raw = bytes.as_bytes().to_vec();
        let of = name.clone();
        let source = guarded(py, || Ok(py.detach(|| dxdt::Source::from_bytes(of, raw))))?;
        Ok(Self {
            logs: Logs::Bytes(source.map_err(|error| of_library(py, &error))?),
            names: vec![name],
        })
    }

    /// An object that has `__arrow_c_stream__`.
    #[staticmethod]
    fn of_stream(name: String, table: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = table.py();
        begin_tables().map_err(|error| of_library(py, &error))?;
        Self::of_chunks(py, name, plain(import(table, "column")?))
    }

    /// Columns by name: NumPy's arrays, or objects that have `__arrow_c_stream__`.
    #[staticmethod]
    fn of_columns(name: String, columns: &Bound<'_, PyDict>) -> PyResult<Self> {
        let py = columns.py();
        begin_tables().map_err(|error| of_library(py, &error))?;
        Self::of_chunks(py, name, plain(chunk_of(columns)?))
    }
}

impl Source {
    fn of_chunks(py: Python<'_>, name: String, (fields, chunks): Chunks) -> PyResult<Self> {
        let of = name.clone();
        let table = guarded(py, || Ok(py.detach(|| ArrowTable::new(of, fields, chunks))))?;
        Ok(Self {
            logs: Logs::Arrow(table.map_err(|error| of_library(py, &error))?),
            names: vec![name],
        })
    }
}
