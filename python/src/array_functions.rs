//! Gradients and differences of NumPy's arrays, without a copy. What NumPy allows beside plain arrays is made plain in
//! `dxdt/_arrays.py`.

use dxdt::calculus::array::{DiffOptions, diff_into, gradient_along_into};
use dxdt::calculus::{CalculusError, Difference, EdgeOrder, Sample, Spacing, gradient_into};
use ndarray::{ArrayView1, ArrayViewMut1};
use numpy::{
    Element, PyArray1, PyArrayDyn, PyArrayMethods, PyReadonlyArray1, PyReadonlyArrayDyn,
    PyReadwriteArrayDyn, PyUntypedArray,
};
use pyo3::PyTypeInfo;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyFloat, PyInt};

use super::after_fork::{has_array_threads, on_array_threads};
use super::error::{guarded, of_calculus, unexpected};

/// So many values of a line are worth several threads.
const LONG: usize = 1 << 16;

/// The gradient of a line of `float64` that lies in one piece, over a number or coordinates that do too; `None` where it is
/// something else.
#[pyfunction]
pub fn gradient_of_line<'py>(
    py: Python<'py>,
    f: &Bound<'py, PyAny>,
    spacing: Option<&Bound<'py, PyAny>>,
    edge_order: &Bound<'py, PyAny>,
) -> PyResult<Option<Bound<'py, PyArray1<f64>>>> {
    let Some(values) = plain_line(f) else {
        return Ok(None);
    };
    let coordinates;
    let spacing = match spacing {
        None => Spacing::Uniform(1.0),
        Some(given) if given.is_instance_of::<PyFloat>() || given.is_instance_of::<PyInt>() => {
            Spacing::Uniform(given.extract()?)
        }
        Some(given) => match plain_line(given) {
            Some(line) => {
                coordinates = line;
                Spacing::Coordinates(coordinates.as_slice().map_err(unexpected)?)
            }
            None => return Ok(None),
        },
    };
    let values = values.as_slice().map_err(unexpected)?;
    let Some(edge_order) = edge_order.extract().ok().and_then(order_of_edges) else {
        return Ok(None);
    };
    let out = line_of(py, values.len())?;
    let mut written = out.try_readwrite().map_err(unexpected)?;
    let to = written.as_slice_mut().map_err(unexpected)?;
    let done = guarded(py, || {
        Ok(py.detach(|| gradient_of_values(values, spacing, edge_order, to)))
    })?;
    done.map_err(|error| of_calculus(py, &error))?;
    Ok(Some(out))
}

/// The gradient of values in one piece, on all threads where there are many.
///
/// # Errors
/// Too few values, coordinates that do not rise or fall throughout.
pub fn gradient_of_values(
    values: &[f64],
    spacing: Spacing<'_>,
    edge_order: EdgeOrder,
    to: &mut [f64],
) -> Result<(), CalculusError> {
    if values.len() < LONG || !has_array_threads() {
        return gradient_into(values, spacing, edge_order, to);
    }
    on_array_threads(|| {
        let (values, mut to) = (ArrayView1::from(values), ArrayViewMut1::from(to));
        gradient_along_into(&values, 0, spacing, edge_order, &mut to)
    })
}

/// A new line. NumPy asks the system for huge pages where it does not have to make them zero.
fn line_of(py: Python<'_>, length: usize) -> PyResult<Bound<'_, PyArray1<f64>>> {
    static EMPTY: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    if length < LONG {
        return Ok(PyArray1::zeros(py, length, false));
    }
    let import = || -> PyResult<Py<PyAny>> { Ok(py.import("numpy")?.getattr("empty")?.unbind()) };
    let empty = EMPTY.get_or_try_init(py, import)?.bind(py);
    Ok(empty.call1((length,))?.cast_into()?)
}

/// A line of `float64` in one piece, of NumPy's own class.
fn plain_line<'py>(array: &Bound<'py, PyAny>) -> Option<PyReadonlyArray1<'py, f64>> {
    let is_own = array.get_type().is(PyUntypedArray::type_object(array.py()));
    let line = array.cast::<PyArray1<f64>>().ok().filter(|_| is_own)?;
    let line = line.try_readonly().ok()?;
    line.as_slice().is_ok().then_some(line)
}

/// 1, which NumPy takes smaller ones for too, or 2.
fn order_of_edges(order: usize) -> Option<EdgeOrder> {
    match order {
        1 => Some(EdgeOrder::First),
        2 => Some(EdgeOrder::Second),
        _ => None,
    }
}

/// How far neighbors along an axis are apart.
#[derive(FromPyObject)]
pub enum Distances<'py> {
    /// All alike.
    Uniform(f64),
    /// What they are, and `coordinates` or `steps`.
    Each(PyReadonlyArray1<'py, f64>, String),
}

impl Distances<'_> {
    /// As the library has it.
    pub fn spacing(&self) -> PyResult<Spacing<'_>> {
        Ok(match self {
            Self::Uniform(step) => Spacing::Uniform(*step),
            Self::Each(values, what) => {
                let values = values.as_slice().map_err(unexpected)?;
                match what.as_str() {
                    "steps" => Spacing::Steps(values),
                    _ => Spacing::Coordinates(values),
                }
            }
        })
    }
}

/// The gradient of an array along one axis, into another array of its shape.
#[pyfunction]
pub fn gradient_along(
    f: &Bound<'_, PyAny>,
    distances: Distances<'_>,
    axis: isize,
    edge_order: usize,
    out: &Bound<'_, PyAny>,
) -> PyResult<()> {
    let order = order_of_edges(edge_order).unwrap_or(EdgeOrder::First);
    let spacing = distances.spacing()?;
    macro_rules! of_types {
        ($($number:ty),*) => {$(
            if let Ok(values) = f.cast::<PyArrayDyn<$number>>() {
                return along::<$number>(values, spacing, axis, order, out);
            }
        )*};
    }
    of_types!(f64, f32, i64, i32, i16, i8, u64, u32, u16, u8);
    Err(no_numbers(f))
}

fn along<T: Sample + Element>(
    values: &Bound<'_, PyArrayDyn<T>>,
    spacing: Spacing<'_>,
    axis: isize,
    edge_order: EdgeOrder,
    out: &Bound<'_, PyAny>,
) -> PyResult<()>
where
    T::Derivative: Element,
{
    let py = values.py();
    let (values, mut out) = (lent(values)?, taken::<T::Derivative>(out)?);
    let (values, mut to) = (values.as_array(), out.as_array_mut());
    on_threads(py, values.len(), || {
        gradient_along_into(&values, axis, spacing, edge_order, &mut to)
    })
}

/// The differences of an array along one axis, so often, into another array.
#[pyfunction]
pub fn diff_along(
    a: &Bound<'_, PyAny>,
    n: usize,
    axis: isize,
    out: &Bound<'_, PyAny>,
) -> PyResult<()> {
    macro_rules! of_types {
        ($($number:ty),*) => {$(
            if let Ok(values) = a.cast::<PyArrayDyn<$number>>() {
                return differences::<$number>(values, n, axis, out);
            }
        )*};
    }
    of_types!(f64, f32, i64, i32, i16, i8, u64, u32, u16, u8, bool);
    Err(no_numbers(a))
}

fn differences<T: Difference + Element>(
    values: &Bound<'_, PyArrayDyn<T>>,
    order: usize,
    axis: isize,
    out: &Bound<'_, PyAny>,
) -> PyResult<()> {
    let py = values.py();
    let (values, mut out) = (lent(values)?, taken::<T>(out)?);
    let (values, mut to) = (values.as_array(), out.as_array_mut());
    let options = DiffOptions {
        order,
        axis,
        ..DiffOptions::default()
    };
    on_threads(py, values.len(), || diff_into(&values, &options, &mut to))
}

fn lent<'py, T: Element>(
    array: &Bound<'py, PyArrayDyn<T>>,
) -> PyResult<PyReadonlyArrayDyn<'py, T>> {
    array.try_readonly().map_err(unexpected)
}

fn taken<'py, T: Element>(out: &Bound<'py, PyAny>) -> PyResult<PyReadwriteArrayDyn<'py, T>> {
    let out = out.cast::<PyArrayDyn<T>>().map_err(unexpected)?;
    out.try_readwrite().map_err(unexpected)
}

/// Works without Python's lock, on all threads where there is much to do.
fn on_threads(
    py: Python<'_>,
    values: usize,
    work: impl FnOnce() -> Result<(), CalculusError> + Send,
) -> PyResult<()> {
    let done = guarded(py, || {
        Ok(py.detach(|| match values < LONG {
            true => work(),
            false => on_array_threads(work),
        }))
    })?;
    done.map_err(|error| of_calculus(py, &error))
}

fn no_numbers(array: &Bound<'_, PyAny>) -> PyErr {
    let dtype = array.getattr("dtype").map(|dtype| dtype.to_string());
    let dtype = dtype.unwrap_or_else(|_| "another class".to_owned());
    PyTypeError::new_err(format!("an array of {dtype} has no numbers"))
}
