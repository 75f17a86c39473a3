//! Tables of motion and of the comparison, as polars frames and as files.

use polars::prelude::{
    Column, DataFrame, DataType, Float64Chunked, Int64Chunked, IntoColumn, NamedFrom,
    NewChunkedArray, PolarsResult, Series, StringChunked, StringChunkedBuilder, TimeUnit,
};
use rayon::prelude::*;

use super::cells::{entity_column, entity_column_of_rows, numbers, time_column};

use dxdt_motion::audit::{AuditedLog, Flags};
use dxdt_motion::error;
use dxdt_motion::error::Error;
use dxdt_motion::log::{Entities, Times};
use dxdt_motion::missing::has_nan;
use dxdt_motion::motion::{Motion, Quantity, QuantityColumn, Smoothing};
use dxdt_time::{InstantStyles, Iso8601Writer};

/// A file format for tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TableFormat {
    /// Comma-separated values.
    #[default]
    Csv,
    /// Apache Parquet.
    Parquet,
    /// Apache Arrow IPC.
    Ipc,
    /// One JSON object a line.
    JsonLines,
}

impl TableFormat {
    /// Every format.
    pub const ALL: [Self; 4] = [Self::Csv, Self::Parquet, Self::Ipc, Self::JsonLines];

    /// The ending of file names.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Ipc => "ipc",
            Self::JsonLines => "jsonl",
        }
    }

    /// Whether the format has types of its own, so that instants and whole numbers need not be text.
    pub(crate) fn is_typed(self) -> bool {
        matches!(self, Self::Parquet | Self::Ipc)
    }
}

impl std::str::FromStr for TableFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|format| format.extension() == text)
            .ok_or_else(|| "give csv, parquet, ipc or jsonl".to_owned())
    }
}

/// What tables are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableChoice {
    /// The file format, on which the types of some columns depend.
    pub format: TableFormat,
    /// Whether there is a table that compares the gradient with first differences.
    pub comparison: bool,
}

/// The two tables of an analysis. Columns they share are shared in memory.
#[derive(Debug)]
pub struct Tables {
    /// One row an input row that was used.
    pub motion: DataFrame,
    /// Gradient against first difference, row by row, where it is wanted.
    pub comparison: Option<DataFrame>,
}

impl Tables {
    /// Puts the tables together; the quantities stand after the norms, and `gradient` is the gradient along each axis
    /// where the motion was derived otherwise.
    ///
    /// # Errors
    /// Where two columns would have the same name.
    pub fn new(
        audited: &AuditedLog<'_>,
        motion: Motion,
        smoothing: Option<Smoothing>,
        quantities: Vec<QuantityColumn>,
        gradient: Option<Vec<Vec<f64>>>,
        choice: TableChoice,
    ) -> error::Result<Self> {
        Self::put_together(audited, motion, smoothing, quantities, gradient, choice)
            .map_err(|error| Error::new(format!("the tables cannot be assembled: {error}")))
    }

    fn put_together(
        audited: &AuditedLog<'_>,
        motion: Motion,
        smoothing: Option<Smoothing>,
        quantities: Vec<QuantityColumn>,
        gradient: Option<Vec<Vec<f64>>>,
        choice: TableChoice,
    ) -> PolarsResult<Self> {
        let rows = audited.stamps.len();
        let keys = keys(audited, motion.t, choice.format)?;
        let velocity = known_columns(motion.velocity);
        let acceleration = known_columns(motion.acceleration);
        let named = |columns: &[Column], prefix: &str| -> Vec<Column> {
            let named = columns
                .iter()
                .zip(&motion.axes)
                .map(|(column, axis)| column.clone().with_name(format!("{prefix}_{axis}").into()));
            named.collect()
        };
        let mut columns = keys.clone();
        columns.extend(position_columns(audited));
        columns.extend(named(&velocity, "v"));
        columns.extend(named(&acceleration, "a"));
        for (column, name) in known_columns(vec![motion.speed, motion.accel])
            .into_iter()
            .zip(["speed", "accel"])
        {
            columns.push(column.with_name(name.into()));
        }
        let errors = |errors: Vec<Vec<f64>>, prefix: &str| -> Vec<Column> {
            known_columns(errors)
                .into_iter()
                .zip(&motion.axes)
                .map(|(column, axis)| column.with_name(format!("{prefix}_{axis}_err").into()))
                .collect()
        };
        let has_jerk = quantities
            .iter()
            .any(|column| column.name == Quantity::Jerk.name());
        let mut of_jerk = None;
        if let Some(smoothing) = smoothing {
            columns.extend(errors(smoothing.velocity_error, "v"));
            columns.extend(errors(smoothing.acceleration_error, "a"));
            of_jerk = has_jerk.then_some(smoothing.jerk_error);
        }
        let (names, values): (Vec<String>, Vec<Vec<f64>>) = quantities
            .into_iter()
            .map(|column| (column.name, column.values))
            .unzip();
        for (column, name) in known_columns(values).into_iter().zip(names) {
            columns.push(column.with_name(name.into()));
        }
        columns.extend(of_jerk.map_or_else(Vec::new, |of_jerk| errors(of_jerk, "j")));
        columns.push(Series::new("segment".into(), motion.segment).into_column());
        columns.push(flag_column(&motion.flags));

        let mut tables = Self {
            motion: DataFrame::new(rows, columns)?,
            comparison: None,
        };
        if !choice.comparison {
            return Ok(tables);
        }
        let difference = known_columns(motion.first_difference);
        let gradient = gradient.map_or_else(|| velocity.clone(), known_columns);
        let deviations: Vec<Column> = gradient
            .par_iter()
            .zip(&difference)
            .map(|(gradient, difference)| gradient - difference)
            .collect::<PolarsResult<_>>()?;
        let (gradient, difference, deviations) = (
            named(&gradient, "gradient"),
            named(&difference, "diff"),
            named(&deviations, "difference"),
        );
        let mut compared = keys;
        for ((gradient, difference), deviation) in
            gradient.into_iter().zip(difference).zip(deviations)
        {
            compared.extend([gradient, difference, deviation]);
        }
        tables.comparison = Some(DataFrame::new(rows, compared)?);
        Ok(tables)
    }
}

/// The columns that say which row it is: entity, `time` and `t`.
fn keys(audited: &AuditedLog<'_>, t: Vec<f64>, format: TableFormat) -> PolarsResult<Vec<Column>> {
    let log = audited.log;
    let mut keys = Vec::with_capacity(3);
    let cell_types = format.is_typed().then(|| log.cell_types());
    let blocks = log.entity_blocks().map(|blocks| {
        // Entities without a row that can be used are not among those of the audit.
        let mut used = audited.entities.iter().peekable();
        let blocks = blocks.iter().filter_map(|block| {
            let entity = used.next_if(|entity| entity.name == block.name)?;
            Some((block, entity.rows.len()))
        });
        blocks.collect::<Vec<_>>()
    });
    for (index, entity) in log.entity_columns.iter().enumerate() {
        let cell_type = cell_types.as_ref().map(|types| types.entity[index]);
        keys.push(match (&blocks, &log.entities) {
            (Some(blocks), _) => entity_column(entity, blocks, index, cell_type)?,
            (
                None,
                Some(Entities {
                    blocks,
                    of_rows: Some(of_rows),
                }),
            ) => {
                let of_rows = match &audited.selected {
                    Some(rows) => &rows.iter().map(|&row| of_rows[row as usize]).collect(),
                    None => of_rows,
                };
                entity_column_of_rows(entity, blocks, of_rows, index, cell_type)?
            }
            (None, _) => continue,
        });
    }
    keys.push(match (cell_types, &log.times) {
        (Some(_), _) if log.clock.in_words => {
            let stamps = Int64Chunked::from_slice("time".into(), &audited.stamps);
            stamps
                .into_column()
                .cast(&DataType::Datetime(TimeUnit::Nanoseconds, None))?
        }
        (None, Times::Written(styles)) => written_times(&audited.stamps, *styles),
        (Some(types), Times::Written(styles)) => {
            numbers(types.time, written_times(&audited.stamps, *styles))?
        }
        (cell_types, Times::Texts(texts)) => {
            let rows = 0..audited.stamps.len();
            let times = time_column(texts, rows.map(|row| audited.source_row(row)));
            match cell_types {
                Some(types) => numbers(types.time, times)?,
                None => times,
            }
        }
    });
    keys.push(Series::new("t".into(), t).into_column());
    Ok(keys)
}

fn written_times(stamps: &[i64], styles: InstantStyles) -> Column {
    let mut times = StringChunkedBuilder::new("time".into(), stamps.len());
    let (mut writer, mut text) = (Iso8601Writer::default(), String::new());
    for &stamp in stamps {
        text.clear();
        styles.write_after(&mut writer, &mut text, stamp);
        times.append_value(&text);
    }
    times.finish().into_column()
}

/// Positions as they were used, in the units in which the tables show them.
fn position_columns(audited: &AuditedLog<'_>) -> Vec<Column> {
    let named = audited.positions.iter().zip(&audited.log.positions);
    let columns = named.map(|(values, position)| {
        let values = match &position.shown {
            Some(shown) => values
                .iter()
                .map(|value| fifteen_digits(value / shown.factor))
                .collect(),
            None => values.to_vec(),
        };
        let column = known_columns(vec![values]).swap_remove(0);
        column.with_name(position.name.as_str().into())
    });
    columns.collect()
}

/// A value rounded to fifteen significant digits, so that a unit which is converted and back is as it was.
fn fifteen_digits(value: f64) -> f64 {
    format!("{value:.14e}").parse().unwrap_or(value)
}

/// Columns in which NaN, which stands for what cannot be known, is null.
fn known_columns(columns: Vec<Vec<f64>>) -> Vec<Column> {
    columns
        .into_par_iter()
        .map(|values| {
            if has_nan(&values) {
                let known: Float64Chunked = values
                    .into_iter()
                    .map(|v| (!v.is_nan()).then_some(v))
                    .collect();
                known.into_column()
            } else {
                Float64Chunked::from_vec("".into(), values).into_column()
            }
        })
        .collect()
}

fn flag_column(flags: &[Flags]) -> Column {
    let words: StringChunked = flags.iter().map(|flags| flags.words()).collect();
    words.with_name("flag".into()).into_column()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_values_are_null() {
        let columns = known_columns(vec![vec![1.0, f64::NAN], vec![1.0, 2.0]]);
        assert_eq!((columns[0].null_count(), columns[1].null_count()), (1, 0));
    }
}
