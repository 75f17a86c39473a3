//! Errors and panics of the library as `dxdt.Error`.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use dxdt::calculus::CalculusError;
use dxdt::{Error, ErrorKind};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;

/// The class, which is written in Python.
fn class(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
    static CLASS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let import =
        || -> PyResult<Py<PyAny>> { Ok(py.import("dxdt._error")?.getattr("Error")?.unbind()) };
    Ok(CLASS.get_or_try_init(py, import)?.bind(py))
}

fn made(
    py: Python<'_>,
    message: &str,
    fields: &[(&str, Option<&str>)],
    line: Option<u64>,
) -> PyErr {
    let make = || {
        let keywords = PyDict::new(py);
        for (name, value) in fields {
            keywords.set_item(name, value)?;
        }
        keywords.set_item("line", line)?;
        class(py)?.call((message,), Some(&keywords))
    };
    make().map_or_else(|error| error, PyErr::from_value)
}

/// An error of the library.
pub fn of_library(py: Python<'_>, error: &Error) -> PyErr {
    let kind = match error.kind() {
        ErrorKind::Option => "option",
        ErrorKind::Io => "io",
        _ => "log",
    };
    let fields = [
        ("kind", Some(kind)),
        ("file", error.file()),
        ("column", error.column()),
        ("advice", error.advice()),
    ];
    made(py, &error.to_string(), &fields, error.line())
}

/// An error of an array function.
pub fn of_calculus(py: Python<'_>, error: &CalculusError) -> PyErr {
    made(py, &error.to_string(), &[("kind", Some("values"))], None)
}

/// Something that this package found itself.
pub fn of_values(py: Python<'_>, message: &str) -> PyErr {
    made(py, message, &[("kind", Some("values"))], None)
}

/// What a panic says, which is a mistake in dxdt.
pub fn of_panic(py: Python<'_>, panic: &(dyn Any + Send)) -> PyErr {
    let said = panic.downcast_ref::<String>().map(String::as_str);
    let said = said.or_else(|| panic.downcast_ref::<&str>().copied());
    let said = said.unwrap_or("no message");
    let advice = concat!(
        "report it with what led to it at ",
        env!("CARGO_PKG_REPOSITORY"),
        "/issues"
    );
    let message = format!("this is a mistake in dxdt: {said}; {advice}");
    let fields = [("kind", Some("internal")), ("advice", Some(advice))];
    made(py, &message, &fields, None)
}

/// Does something, of which a panic becomes an error.
pub fn guarded<T>(py: Python<'_>, work: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(of_panic(py, &*panic)))
}

/// Panics where the library works, for tests.
#[pyfunction]
pub fn panic_on_purpose(py: Python<'_>) -> PyResult<()> {
    super::work::run(py, None, |_| -> dxdt::Result<()> {
        rayon::join(|| (), || panic!("on purpose"));
        Ok(())
    })
}

/// An error that no value should be able to cause.
pub fn unexpected(error: impl std::fmt::Display) -> PyErr {
    PyRuntimeError::new_err(error.to_string())
}
