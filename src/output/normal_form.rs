//! Frames in one normal form, in which the same rows are the same memory.

use polars::prelude::*;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

/// How far the normal form goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exactness {
    /// For a format that encodes values: one chunk a column, and no mask where nothing is null.
    Values,
    /// For a format that is an image of the memory: also the bytes of text in the order of rows, and zero below null.
    Memory,
}

/// Puts a frame into normal form, its columns in parallel.
pub(super) fn normal_form(frame: DataFrame, exactness: Exactness) -> PolarsResult<DataFrame> {
    let rows = frame.height();
    let columns = frame
        .into_columns()
        .into_par_iter()
        .map(|column| normal_column(column, exactness))
        .collect::<PolarsResult<_>>()?;
    DataFrame::new(rows, columns)
}

/// A frame that keeps no memory of another alive.
pub(super) fn own_memory(frame: &DataFrame) -> PolarsResult<DataFrame> {
    let columns = frame.columns().iter();
    let columns = columns
        .map(|column| Ok(made_anew(column.as_materialized_series())?.into_column()))
        .collect::<PolarsResult<_>>()?;
    DataFrame::new(frame.height(), columns)
}

/// Puts a column into normal form.
pub(super) fn normal_column(column: Column, exactness: Exactness) -> PolarsResult<Column> {
    let series = column.take_materialized_series();
    let is_text = series.dtype() == &DataType::String;
    if series.null_count() == 0 && !(is_text && exactness == Exactness::Memory) {
        let series = series.rechunk();
        let has_mask = series
            .chunks()
            .iter()
            .any(|chunk| chunk.validity().is_some());
        if !has_mask {
            return Ok(series.into_column());
        }
    }
    Ok(made_anew(&series)?.into_column())
}

/// The same values in memory of their own, with zero below null.
fn made_anew(series: &Series) -> PolarsResult<Series> {
    let (name, has_nulls) = (series.name().clone(), series.null_count() > 0);
    Ok(match series.dtype() {
        DataType::String if has_nulls => {
            StringChunked::from_iter_options(name, series.str()?.iter()).into_series()
        }
        DataType::String => {
            StringChunked::from_iter_values(name, series.str()?.iter().flatten()).into_series()
        }
        DataType::Float64 => numbers_anew(series.f64()?),
        DataType::Float32 => numbers_anew(series.f32()?),
        DataType::Int64 => numbers_anew(series.i64()?),
        DataType::Int32 => numbers_anew(series.i32()?),
        DataType::Int16 => numbers_anew(series.i16()?),
        DataType::Int8 => numbers_anew(series.i8()?),
        DataType::UInt64 => numbers_anew(series.u64()?),
        DataType::UInt32 => numbers_anew(series.u32()?),
        DataType::UInt16 => numbers_anew(series.u16()?),
        DataType::UInt8 => numbers_anew(series.u8()?),
        // An instant or a duration is a whole number with a unit.
        dtype if dtype.is_temporal() => made_anew(&series.to_physical_repr())?.cast(dtype)?,
        // No table of this crate has other types.
        _ => series.rechunk(),
    })
}

fn numbers_anew<T>(values: &ChunkedArray<T>) -> Series
where
    T: PolarsNumericType,
    ChunkedArray<T>: IntoSeries,
{
    let name = values.name().clone();
    let anew: ChunkedArray<T> = if values.null_count() > 0 {
        ChunkedArray::from_iter_options(name, values.iter())
    } else {
        ChunkedArray::from_iter_values(name, values.iter().flatten())
    };
    anew.into_series()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The same values in one chunk with a mask, though nothing may be null.
    pub(in super::super) fn with_mask(values: &Float64Chunked) -> Float64Chunked {
        let values = values.rechunk().into_owned();
        let is_known = values.is_not_null();
        let mask = is_known.downcast_iter().next().unwrap().values().clone();
        let array = values.downcast_iter().next().unwrap().clone();
        ChunkedArray::with_chunk(values.name().clone(), array.with_validity(Some(mask)))
    }

    #[test]
    fn a_mask_goes_where_nothing_is_null() {
        let numbers = Float64Chunked::from_slice("n".into(), &[1.0, 2.0]);
        let masked = with_mask(&numbers).into_series();
        assert!(masked.chunks()[0].validity().is_some());
        let days = masked
            .cast(&DataType::Datetime(TimeUnit::Nanoseconds, None))
            .unwrap();
        for series in [masked, days] {
            let normal = normal_column(series.clone().into_column(), Exactness::Values).unwrap();
            let normal = normal.as_materialized_series();
            assert!(normal.equals(&series) && normal.dtype() == series.dtype());
            assert!(normal.chunks()[0].validity().is_none());
        }
    }

    #[test]
    fn every_type_keeps_its_values() {
        let mut numbers = Series::new("n".into(), [Some(3.5), None, Some(-0.0)]);
        numbers.append(&numbers.clone()).unwrap();
        let mut frame = DataFrame::empty();
        for dtype in [
            DataType::Float64,
            DataType::Float32,
            DataType::Int64,
            DataType::UInt32,
            DataType::Int8,
            DataType::String,
            DataType::Datetime(TimeUnit::Nanoseconds, None),
            DataType::Duration(TimeUnit::Milliseconds),
            DataType::Boolean,
        ] {
            let column = numbers.cast(&dtype).unwrap().into_column();
            frame
                .with_column(column.with_name(dtype.to_string().into()))
                .unwrap();
        }
        for exactness in [Exactness::Values, Exactness::Memory] {
            let normal = normal_form(frame.clone(), exactness).unwrap();
            assert!(normal.equals_missing(&frame));
            assert_eq!(normal.schema(), frame.schema());
            assert_eq!(normal.first_col_n_chunks(), 1);
        }
        assert!(own_memory(&frame).unwrap().equals_missing(&frame));
    }

    #[test]
    fn own_memory_is_not_that_of_the_frame() {
        let frame = df!("t" => [0.0, 0.5, 1.0]).unwrap();
        let address = |frame: &DataFrame| {
            let t = frame.column("t").unwrap().f64().unwrap();
            t.cont_slice().unwrap().as_ptr() as usize
        };
        assert_eq!(address(&frame.slice(1, 2)), address(&frame) + 8);
        let own = own_memory(&frame.slice(1, 2)).unwrap();
        assert_ne!(address(&own), address(&frame) + 8);
    }
}
