//! A table that other programs take by the Arrow C stream interface.

use polars::prelude::DataFrame;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use super::arrow_stream::export;
use super::error::guarded;

/// A table.
#[pyclass(frozen, skip_from_py_object, module = "dxdt._dxdt")]
#[derive(Clone)]
pub struct Frame(pub DataFrame);

#[pymethods]
impl Frame {
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // The interface leaves it to whoever gives a table whether it takes this wish.
        drop(requested_schema);
        guarded(py, || export(py, &self.0))
    }

    fn __len__(&self) -> usize {
        self.0.height()
    }

    /// The names of the columns.
    fn columns(&self) -> Vec<String> {
        let names = self.0.get_column_names();
        names.into_iter().map(ToString::to_string).collect()
    }

    /// The first and the last rows, as polars shows them.
    fn shown(&self) -> String {
        self.0.to_string()
    }
}
