//! Derivatives of any order, noise and smoothers, of one series each.

use dxdt::SmoothingMethod;
use dxdt::analysis::smoothed;
use dxdt::calculus::smoothing::{Beside, Smoothed};
use dxdt::calculus::{self, Accuracy, CalculusError, Scheme};
use dxdt::cli::keywords::smoothing_method;
use numpy::{PyArray1, PyReadonlyArray1};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::after_fork::on_array_threads;
use super::array_functions::Distances;
use super::error::{guarded, of_calculus, of_values, unexpected};

/// Works without Python's lock.
fn detached<T: Send>(
    py: Python<'_>,
    work: impl FnOnce() -> Result<T, CalculusError> + Send,
) -> PyResult<T> {
    let done = guarded(py, || Ok(py.detach(|| on_array_threads(work))))?;
    done.map_err(|error| of_calculus(py, &error))
}

/// The derivative of an order at each point.
#[pyfunction]
pub fn derivative<'py>(
    py: Python<'py>,
    x: PyReadonlyArray1<'py, f64>,
    distances: Distances<'py>,
    order: usize,
    accuracy: &str,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let accuracy: Accuracy = accuracy.parse().map_err(|error| of_calculus(py, &error))?;
    let (x, spacing) = (x.as_slice().map_err(unexpected)?, distances.spacing()?);
    let scheme = Scheme::Stencil(accuracy);
    let derived = detached(py, || calculus::derivative(x, spacing, order, scheme))?;
    Ok(PyArray1::from_vec(py, derived))
}

/// The standard deviation of the noise; `None` where there is nothing to tell it from.
#[pyfunction]
pub fn noise(
    py: Python<'_>,
    x: PyReadonlyArray1<'_, f64>,
    distances: Distances<'_>,
) -> PyResult<Option<f64>> {
    let (x, spacing) = (x.as_slice().map_err(unexpected)?, distances.spacing()?);
    detached(py, || calculus::noise(x, spacing))
}

/// The method of a name, with parameters after a colon.
pub fn method_of(name: &str) -> Result<SmoothingMethod, String> {
    smoothing_method(name).map_err(|what| format!("method cannot be '{name}': {what}"))
}

/// A column as a slice, where there is one.
fn slice<'a>(column: &'a Option<PyReadonlyArray1<'_, f64>>) -> PyResult<Option<&'a [f64]>> {
    let slice = column.as_ref().map(|column| column.as_slice());
    slice.transpose().map_err(unexpected)
}

/// The columns of a curve, by name.
#[pyfunction]
pub fn smooth<'py>(
    py: Python<'py>,
    x: PyReadonlyArray1<'py, f64>,
    t: PyReadonlyArray1<'py, f64>,
    method: &str,
    sigma: Option<PyReadonlyArray1<'py, f64>>,
    velocity: Option<PyReadonlyArray1<'py, f64>>,
) -> PyResult<Bound<'py, PyDict>> {
    let method = method_of(method).map_err(|what| of_values(py, &what))?;
    let has_beside = sigma.is_some() || velocity.is_some();
    if has_beside && method != SmoothingMethod::Auto {
        let what = "only method 'auto' takes sigma or velocity";
        return Err(of_values(py, what));
    }
    let beside = Beside {
        velocity: slice(&velocity)?,
        deviation: slice(&sigma)?,
        deviation_is_sure: sigma.is_some(),
    };
    let (x, t) = (
        x.as_slice().map_err(unexpected)?,
        t.as_slice().map_err(unexpected)?,
    );
    let (curve, reason) = detached(py, || smoothed(t, x, method, &beside))?;
    let Smoothed {
        derivatives,
        standard_errors,
        noise,
        outliers,
    } = curve;
    let columns = PyDict::new(py);
    let names = ["value", "velocity", "acceleration", "jerk"];
    for (name, values) in names.into_iter().zip(derivatives) {
        columns.set_item(name, PyArray1::from_vec(py, values))?;
    }
    for (name, values) in names.into_iter().zip(standard_errors) {
        columns.set_item(format!("{name}_err"), PyArray1::from_vec(py, values))?;
    }
    columns.set_item("noise", noise)?;
    columns.set_item("outliers", PyArray1::from_vec(py, outliers))?;
    columns.set_item("choice", reason.to_string())?;
    Ok(columns)
}
