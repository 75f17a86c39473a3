//! A dict of arrays as a table.

use numpy::{Element, PyArray1, PyArrayMethods};
use polars::prelude::{ArrayRef, ArrowDataType, ArrowField, ArrowTimeUnit};
use polars_arrow::array::{Array, BooleanArray, PrimitiveArray, Utf8ViewArray};
use polars_arrow::compute::concatenate::concatenate;
use polars_arrow::types::NativeType;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::arrow_stream::{Chunks, import};
use super::error::{of_values, unexpected};

/// The table of columns by name, as one chunk.
///
/// # Errors
/// A name that is no text, columns of different lengths, arrays of other values than numbers, truths, times and texts.
pub fn chunk_of(columns: &Bound<'_, PyDict>) -> PyResult<Chunks> {
    let py = columns.py();
    let mut fields = Vec::with_capacity(columns.len());
    let mut arrays: Vec<ArrayRef> = Vec::with_capacity(columns.len());
    for (name, values) in columns {
        let name: String = name.str()?.extract()?;
        let array = match values.hasattr("__arrow_c_stream__")? {
            true => one_array(&import(&values, &name)?.1)?,
            false => array_of(&values, &name)?,
        };
        if let Some(first) = arrays.first().filter(|first| first.len() != array.len()) {
            let (has, had) = (array.len(), first.len());
            let what = format!(
                "column '{name}' has {has} values, but those before it have {had}: give columns of one length"
            );
            return Err(of_values(py, &what));
        }
        fields.push(ArrowField::new(
            name.as_str().into(),
            array.dtype().clone(),
            true,
        ));
        arrays.push(array);
    }
    Ok((fields, vec![arrays]))
}

/// The arrays of a stream of one column as one.
fn one_array(chunks: &[Vec<ArrayRef>]) -> PyResult<ArrayRef> {
    let arrays: Vec<&dyn Array> = chunks.iter().flatten().map(AsRef::as_ref).collect();
    match arrays[..] {
        [] => Ok(PrimitiveArray::<f64>::new_empty(ArrowDataType::Float64).boxed()),
        _ => concatenate(&arrays).map_err(unexpected),
    }
}

/// An array of one dimension of NumPy; its numbers are as `dxdt/_sources.py` has made them: in the order of this machine, and
/// times as whole numbers with their unit.
fn array_of(values: &Bound<'_, PyAny>, name: &str) -> PyResult<ArrayRef> {
    let (array, unit): (Bound<'_, PyAny>, Option<String>) = match values.extract() {
        Ok(pair) => pair,
        Err(_) => (values.clone(), None),
    };
    macro_rules! of_types {
        ($($number:ty),*) => {$(
            if let Ok(array) = array.cast::<PyArray1<$number>>() {
                return numbers::<$number>(array, unit.as_deref());
            }
        )*};
    }
    of_types!(f64, f32, i64, i32, i16, i8, u64, u32, u16, u8);
    if let Ok(array) = array.cast::<PyArray1<bool>>() {
        return Ok(BooleanArray::from_slice(array.to_vec().map_err(unexpected)?).boxed());
    }
    if let Ok(texts) = array.extract::<Vec<Option<String>>>() {
        return Ok(Utf8ViewArray::from_slice(&texts).boxed());
    }
    let what = format!("column '{name}' has other values than numbers, truths, times and texts");
    Err(of_values(values.py(), &what))
}

fn numbers<T: NativeType + Element>(
    array: &Bound<'_, PyArray1<T>>,
    unit: Option<&str>,
) -> PyResult<ArrayRef> {
    // A copy: the array belongs to Python, which may change it.
    let numbers = PrimitiveArray::<T>::from_vec(array.to_vec().map_err(unexpected)?);
    let Some((kind, unit)) = unit.and_then(|unit| unit.split_once(' ')) else {
        return Ok(numbers.boxed());
    };
    let unit = match unit {
        "s" => ArrowTimeUnit::Second,
        "ms" => ArrowTimeUnit::Millisecond,
        "us" => ArrowTimeUnit::Microsecond,
        _ => ArrowTimeUnit::Nanosecond,
    };
    let dtype = match kind {
        "instants" => ArrowDataType::Timestamp(unit, None),
        _ => ArrowDataType::Duration(unit),
    };
    // NumPy's "not a time" is the least of all numbers.
    let is_time = |value: &T| value.to_le_bytes().as_ref() != i64::MIN.to_le_bytes();
    let validity = numbers.values_iter().map(is_time).collect();
    Ok(numbers.to(dtype).with_validity(Some(validity)).boxed())
}
