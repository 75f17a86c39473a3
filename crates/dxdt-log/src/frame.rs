//! What this room asks of polars, with errors of ours.

use std::borrow::Cow;

use polars::prelude::{Column, DataType};

use dxdt_motion::error::{Error, Result};
use dxdt_motion::log::Texts;

/// A column's numbers, NaN where there are none.
pub(super) fn to_vec(column: &Column) -> Result<Vec<f64>> {
    let numbers = polars_error(column.cast(&DataType::Float64))?;
    values_of(&numbers).map(Cow::into_owned)
}

/// The values of a column of floats, NaN where there are none.
pub(super) fn values_of(column: &Column) -> Result<Cow<'_, [f64]>> {
    let numbers = polars_error(column.f64())?;
    Ok(match numbers.cont_slice() {
        Ok(slice) => Cow::Borrowed(slice),
        Err(_) => numbers
            .iter()
            .map(|value| value.unwrap_or(f64::NAN))
            .collect(),
    })
}

/// The texts of a column, empty where there are none.
pub(super) fn texts_of(column: &Column) -> Result<Texts> {
    let mut texts = Texts::default();
    let cells = polars_error(column.str())?;
    cells
        .iter()
        .for_each(|cell| texts.push(cell.unwrap_or_default()));
    Ok(texts)
}

/// A failure inside polars, which no log should be able to cause.
pub(super) fn polars_error<T>(result: polars::prelude::PolarsResult<T>) -> Result<T> {
    result.map_err(|error| Error::new(format!("the table cannot be processed: {error}")))
}
