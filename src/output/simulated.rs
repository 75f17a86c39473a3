//! Simulated rows as a table, and the table as CSV or Parquet.

use std::io::{self, BufWriter, Write};

use polars::prelude::{
    Column, CsvWriter, DataFrame, DataType, Float64Chunked, Int64Chunked, IntoColumn, NamedFrom,
    NewChunkedArray, ParquetCompression, ParquetWriter, PolarsError, PolarsResult, SerWriter,
    Series, StringChunked, TimeUnit,
};
use rayon::prelude::*;

use super::table::TableFormat;
use dxdt_motion::missing::has_nan;
use dxdt_teach::simulation::Simulated;
use dxdt_time::{Ticks, write_iso8601};

const NANOSECONDS_PER_SECOND: u64 = 1_000_000_000;

/// The table of the log: an entity if there are several, the time, the measured positions, and for each axis the
/// exact position, velocity, acceleration and jerk. What is missing or does not exist is null.
///
/// # Errors
/// As polars says; not for tables of this module's own making.
///
/// ```
/// use dxdt::output::simulated::simulated_table;
/// use dxdt::output::table::TableFormat;
/// use dxdt_teach::simulation::Specification;
///
/// let simulated = Specification::from_toml("motion = 'free-fall'")?.check()?.run()?;
/// let table = simulated_table(&simulated, TableFormat::Csv).unwrap();
/// assert_eq!(
///     table.get_column_names(),
///     ["time (s)", "z (m)", "exact_z (m)", "exact_v_z (m/s)", "exact_a_z (m/s^2)", "exact_j_z (m/s^3)"]
/// );
/// # Ok::<(), dxdt_motion::Error>(())
/// ```
pub fn simulated_table(simulated: &Simulated, format: TableFormat) -> PolarsResult<DataFrame> {
    let mut columns = Vec::new();
    if simulated.rows.len() > 1 {
        let entities: Vec<u32> = (1..)
            .zip(&simulated.rows)
            .flat_map(|(entity, rows)| std::iter::repeat_n(entity, *rows))
            .collect();
        columns.push(Series::new("entity".into(), entities).into_column());
    }
    columns.push(match format {
        TableFormat::Parquet | TableFormat::Ipc => typed_time(simulated)?,
        TableFormat::Csv | TableFormat::JsonLines => time_as_text(simulated),
    });
    for (axis, positions) in simulated.axes.iter().zip(&simulated.positions) {
        columns.push(numbers(
            format!("{axis} (m)"),
            positions.par_iter().copied(),
        ));
    }
    for (axis, states) in simulated.axes.iter().zip(&simulated.exact) {
        for (order, name) in exact_names(axis).into_iter().enumerate() {
            let values = states.par_iter().map(|state| state.orders()[order]);
            columns.push(numbers(name, values));
        }
    }
    DataFrame::new(simulated.stamps.len(), columns)
}

fn exact_names(axis: &str) -> [String; 4] {
    [
        format!("exact_{axis} (m)"),
        format!("exact_v_{axis} (m/s)"),
        format!("exact_a_{axis} (m/s^2)"),
        format!("exact_j_{axis} (m/s^3)"),
    ]
}

/// Whether columns are those of a simulated log, all of them and no others.
pub(super) fn is_of_simulation(names: &[&str]) -> bool {
    let names = names.strip_prefix(&["entity"]).unwrap_or(names);
    let Some((&("time" | "time (s)"), names)) = names.split_first() else {
        return false;
    };
    let (positions, exact) = names.split_at(names.len() / 5);
    let axes = positions.iter().map(|name| name.strip_suffix(" (m)"));
    let expected = axes.flat_map(|axis| exact_names(axis.unwrap_or_default()));
    !positions.is_empty() && expected.eq(exact.iter().copied())
}

/// Instants of nanoseconds, or seconds.
fn typed_time(simulated: &Simulated) -> PolarsResult<Column> {
    if simulated.start.is_some() {
        return Int64Chunked::from_slice("time".into(), &simulated.stamps)
            .into_column()
            .cast(&DataType::Datetime(TimeUnit::Nanoseconds, None));
    }
    let seconds = simulated.stamps.par_iter();
    Ok(numbers(
        "time (s)".to_owned(),
        seconds.map(|stamp| Ticks::NANOSECONDS.seconds(*stamp)),
    ))
}

/// Every digit of every timestamp, and in all rows as many.
fn time_as_text(simulated: &Simulated) -> Column {
    let digits = simulated
        .stamps
        .par_iter()
        .map(|stamp| decimals(*stamp))
        .max()
        .unwrap_or(0);
    let texts: Vec<String> = simulated
        .stamps
        .par_iter()
        .map(|stamp| match simulated.start {
            Some(start) => {
                let mut text = String::new();
                write_iso8601(&mut text, *stamp, digits as u8, start.offset);
                text
            }
            None => seconds_as_text(*stamp, digits),
        })
        .collect();
    let name = if simulated.start.is_some() {
        "time"
    } else {
        "time (s)"
    };
    let texts: StringChunked = texts.iter().map(|text| Some(text.as_str())).collect();
    texts.with_name(name.into()).into_column()
}

/// A column in which NaN is null; there is no -0.
fn numbers(name: String, values: impl IndexedParallelIterator<Item = f64>) -> Column {
    let values: Vec<f64> = values.map(|value| value + 0.0).collect();
    if has_nan(&values) {
        let known: Float64Chunked = values
            .into_iter()
            .map(|value| (!value.is_nan()).then_some(value))
            .collect();
        known.with_name(name.into()).into_column()
    } else {
        Float64Chunked::from_vec(name.into(), values).into_column()
    }
}

/// How many digits the fraction of the second has.
fn decimals(nanoseconds: i64) -> usize {
    let mut fraction = nanoseconds.unsigned_abs() % NANOSECONDS_PER_SECOND;
    if fraction == 0 {
        return 0;
    }
    let mut digits = 9;
    while fraction.is_multiple_of(10) {
        fraction /= 10;
        digits -= 1;
    }
    digits
}

fn seconds_as_text(nanoseconds: i64, digits: usize) -> String {
    let sign = if nanoseconds < 0 { "-" } else { "" };
    let size = nanoseconds.unsigned_abs();
    let (whole, fraction) = (size / NANOSECONDS_PER_SECOND, size % NANOSECONDS_PER_SECOND);
    let mut text = format!("{sign}{whole}.{fraction:09}");
    // The point goes too where there are no digits.
    let cut = if digits == 0 { 10 } else { 9 - digits };
    text.truncate(text.len() - cut);
    text
}

/// Writes a table as CSV or, for any other format, as Parquet, to anything.
///
/// # Errors
/// What the writer says.
pub fn write_to(
    frame: &mut DataFrame,
    format: TableFormat,
    writer: impl Write + Send,
) -> io::Result<()> {
    let mut writer = BufWriter::new(writer);
    let written = match format {
        TableFormat::Csv => CsvWriter::new(&mut writer).finish(frame),
        _ => ParquetWriter::new(&mut writer)
            .with_compression(ParquetCompression::Snappy)
            .finish(frame)
            .map(drop),
    };
    match written {
        Ok(()) => writer.flush(),
        Err(PolarsError::IO { error, .. }) => Err(io::Error::new(error.kind(), error.to_string())),
        Err(error) => Err(io::Error::other(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_have_all_their_digits() {
        for (nanoseconds, digits, text) in [
            (0, 0, "0"),
            (0, 2, "0.00"),
            (10_000_000, 2, "0.01"),
            (-1_500_000_000, 1, "-1.5"),
            (9_007_199_254_740_993, 9, "9007199.254740993"),
        ] {
            assert!(decimals(nanoseconds) <= digits);
            assert_eq!(seconds_as_text(nanoseconds, digits), text);
        }
        assert_eq!(decimals(1), 9);
        assert_eq!(decimals(1_020_000_000), 2);
    }

    #[test]
    fn what_does_not_exist_is_null() {
        let column = numbers("a".to_owned(), vec![-0.0, f64::NAN].into_par_iter());
        assert_eq!(column.null_count(), 1);
        let first = column.f64().unwrap().get(0).unwrap();
        assert!(first == 0.0 && first.is_sign_positive());
    }
}
