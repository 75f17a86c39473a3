//! Arrow types that other programs have for numbers, as the types that a log may have.

use polars::prelude::{ArrayRef, ArrowDataType, ArrowField};
use polars_arrow::array::{Array, DictionaryArray, PrimitiveArray, StaticArray};
use polars_arrow::datatypes::PhysicalType;

use super::arrow_stream::Chunks;

/// A table whose decimals are floats, and whose dictionaries of numbers are these numbers.
pub fn plain((mut fields, mut chunks): Chunks) -> Chunks {
    for (index, field) in fields.iter_mut().enumerate() {
        let columns = chunks.iter_mut().filter_map(|chunk| chunk.get_mut(index));
        match field.dtype.clone() {
            ArrowDataType::Decimal(_, scale) => {
                columns.for_each(|array| floats(array, scale));
                field.dtype = ArrowDataType::Float64;
            }
            ArrowDataType::Dictionary(_, values, _) if is_number(&values) => {
                columns.for_each(values_of_keys);
                *field = ArrowField::new(field.name.clone(), *values, true);
            }
            _ => {}
        }
    }
    (fields, chunks)
}

fn is_number(dtype: &ArrowDataType) -> bool {
    matches!(dtype.to_physical_type(), PhysicalType::Primitive(_))
        && !matches!(dtype, ArrowDataType::Decimal(..) | ArrowDataType::Float16)
}

/// Decimals of up to 15 digits are the nearest floats.
fn floats(array: &mut ArrayRef, scale: usize) {
    let Some(decimals) = array.as_any().downcast_ref::<PrimitiveArray<i128>>() else {
        return;
    };
    let divisor = 10_f64.powi(scale.try_into().unwrap_or(i32::MAX));
    let values: Vec<f64> = decimals
        .values_iter()
        .map(|value| *value as f64 / divisor)
        .collect();
    *array = PrimitiveArray::from_vec(values)
        .with_validity(decimals.validity().cloned())
        .boxed();
}

fn values_of_keys(array: &mut ArrayRef) {
    macro_rules! of_keys {
        ($($key:ty),*) => {$(
            if let Some(keyed) = array.as_any().downcast_ref::<DictionaryArray<$key>>() {
                let keys: Vec<Option<usize>> = keyed.keys_iter().collect();
                if let Some(unpacked) = unpacked(&keys, keyed.values().as_ref()) {
                    *array = unpacked;
                }
                return;
            }
        )*};
    }
    of_keys!(i8, i16, i32, i64, u8, u16, u32, u64);
}

fn unpacked(keys: &[Option<usize>], values: &dyn Array) -> Option<ArrayRef> {
    macro_rules! of_values {
        ($($value:ty),*) => {$(
            if let Some(values) = values.as_any().downcast_ref::<PrimitiveArray<$value>>() {
                let value = |key: &Option<usize>| key.and_then(|key| values.get(key));
                let unpacked: PrimitiveArray<$value> = keys.iter().map(value).collect();
                return Some(unpacked.to(values.dtype().clone()).boxed());
            }
        )*};
    }
    of_values!(i64, i32, i16, i8, u64, u32, u16, u8, f64, f32);
    None
}
