//! Records of formats that say themselves what their fields are.

use std::fmt;

use polars::prelude::{
    Column, DataType, IntoColumn, NamedFrom, Series, StringChunkedBuilder, TimeUnit,
};

use dxdt_motion::error::{Error, Result};
use dxdt_motion::finding::Finding;
use dxdt_motion::space::{Frame, LengthUnit};
use dxdt_time::{FrameRate, is_missing};

use super::degrees::read_degrees;
use super::memory::Budget;
use super::table::CellKind;
use dxdt_motion::log::RowPlaces;

/// A table that a format's reader makes: columns of one length, and what the format says about them.
#[derive(Debug, Clone)]
pub struct RecordTable {
    /// The columns, named as a header of a CSV log would be, units in brackets: `altitude [ft]`.
    pub columns: Vec<Column>,
    /// Where in its file each row comes from.
    pub places: RowPlaces,
    /// The roles that the format fixes.
    pub roles: KnownRoles,
    /// The part of each row, such as a GPX segment; no derivative reaches from one part into another.
    pub parts: Option<Vec<u32>>,
    /// What was noticed on reading; places name lines only, the file is added later.
    pub findings: Vec<Finding>,
}

/// Roles of columns that a format fixes, by name; what it leaves open is found as in any table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct KnownRoles {
    /// The time column, or a date column and a time-of-day column.
    pub time: Option<Vec<String>>,
    /// The position columns; longitude before latitude before height.
    pub position: Option<Vec<String>>,
    /// The columns whose values together tell moving things apart.
    pub entity: Option<Vec<String>>,
    /// What the positions are.
    pub frame: Option<Frame>,
    /// The scale of the dates where it is not UTC, such as `TDB`; they are not converted.
    pub time_scale: Option<String>,
    /// Frames a second, as lines above the header say.
    pub frame_rate: Option<FrameRate>,
    /// The unit of lengths, as lines above the header say.
    pub length_unit: Option<LengthUnit>,
    /// The coordinate reference system, as lines above the header name it.
    pub crs: Option<String>,
}

impl RecordTable {
    /// How many rows there are.
    pub fn height(&self) -> usize {
        self.columns.first().map_or(0, Column::len)
    }

    /// The names of the columns.
    pub fn names(&self) -> Vec<String> {
        self.columns
            .iter()
            .map(|column| column.name().to_string())
            .collect()
    }

    /// The cells of up to `count` rows from the top, as text; empty where there is none.
    ///
    /// # Errors
    /// A column of a type that has no text.
    pub fn sample(&self, count: usize) -> Result<Vec<Vec<String>>> {
        let texts: Vec<Column> = self
            .columns
            .iter()
            .map(|column| as_text(&column.head(Some(count))))
            .collect::<Result<_>>()?;
        let rows = texts.first().map_or(0, Column::len);
        Ok((0..rows)
            .map(|row| {
                let cell = |column: &Column| {
                    let cell = column.str().ok().and_then(|cells| cells.get(row));
                    cell.unwrap_or_default().to_owned()
                };
                texts.iter().map(cell).collect()
            })
            .collect())
    }

    /// Columns by their index, as text or numbers, each as one chunk.
    ///
    /// # Errors
    /// A cell that is no number where numbers are wanted, with its place.
    pub fn read(&self, wanted: &[(usize, CellKind)]) -> Result<Vec<Column>> {
        wanted
            .iter()
            .map(|&(index, kind)| {
                let column = &self.columns[index];
                let read = match kind {
                    CellKind::Time if is_instants(column) => column.clone(),
                    CellKind::Label if column.dtype() == &DataType::Int64 => column.clone(),
                    CellKind::Text | CellKind::Time | CellKind::Label => as_text(column)?,
                    CellKind::Number | CellKind::Degrees => self.as_numbers(column, kind)?,
                };
                Ok(read.rechunk())
            })
            .collect()
    }

    fn as_numbers(&self, column: &Column, kind: CellKind) -> Result<Column> {
        let Ok(cells) = column.str() else {
            return column.cast(&DataType::Float64).map_err(|error| {
                Error::new(format!("the values are not numbers ({error})"))
                    .in_column(column.name().as_str())
            });
        };
        let mut numbers = Vec::with_capacity(cells.len());
        for (row, cell) in cells.iter().enumerate() {
            let number = match cell.map(str::trim) {
                None => None,
                Some(cell) if is_missing(cell) => None,
                Some(cell) => {
                    let number = cell.parse::<f64>().ok();
                    let degrees = || read_degrees(cell).filter(|_| kind == CellKind::Degrees);
                    let value = number.or_else(degrees).ok_or_else(|| {
                        let shown = dxdt_motion::error::excerpt(cell);
                        Error::new(format!("'{shown}' is not a number"))
                            .at(self.places.of_row(row))
                            .in_column(column.name().as_str())
                            .advise("correct the value, leave it out to mark it as missing, or name another column")
                    })?;
                    Some(value)
                }
            };
            numbers.push(number);
        }
        Ok(Series::new(column.name().clone(), numbers).into_column())
    }
}

/// Whether a column has instants in nanoseconds, as a format hands them over whose instants are no text yet.
fn is_instants(column: &Column) -> bool {
    matches!(column.dtype(), DataType::Datetime(TimeUnit::Nanoseconds, _))
}

/// A column's cells as text; dates as ISO 8601.
fn as_text(column: &Column) -> Result<Column> {
    let text = match column.dtype() {
        DataType::String => return Ok(column.clone()),
        DataType::Datetime(..) => column
            .datetime()
            .and_then(|dates| dates.to_string("%Y-%m-%dT%H:%M:%S%.f"))
            .map(IntoColumn::into_column),
        _ => column.cast(&DataType::String),
    };
    text.map_err(|error| {
        Error::new(format!("the values have no text ({error})")).in_column(column.name().as_str())
    })
}

/// Columns that are filled record by record.
///
/// ```
/// use dxdt_formats::{Budget, Memory, RecordBuilder};
/// let budget = Budget::new(Memory::default(), 0);
/// let mut records = RecordBuilder::new(&["time", "altitude [ft]"], budget);
/// records.push(7, &[Some("2024-01-02T07:22:55Z"), Some("550")])?;
/// records.push(8, &[Some("2024-01-02T07:22:56Z"), None])?;
/// let table = records.finish();
/// assert_eq!((table.height(), table.columns[1].null_count()), (2, 1));
/// # Ok::<(), dxdt_motion::Error>(())
/// ```
pub struct RecordBuilder {
    columns: Vec<(StringChunkedBuilder, bool)>,
    lines: Vec<u64>,
    budget: Budget,
}

impl fmt::Debug for RecordBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut records = formatter.debug_struct("RecordBuilder");
        records.field("lines", &self.lines).finish_non_exhaustive()
    }
}

impl RecordBuilder {
    /// Starts with the names of the columns, in what memory there is.
    pub fn new(names: &[&str], budget: Budget) -> Self {
        let column = |name: &&str| (StringChunkedBuilder::new((*name).into(), 0), false);
        Self {
            columns: names.iter().map(column).collect(),
            lines: Vec::new(),
            budget,
        }
    }

    /// Adds a record that starts on a line, with a cell for each column; what is missing at the end is `None`.
    ///
    /// # Errors
    /// Where the records outgrow the memory.
    pub fn push(&mut self, line: u64, cells: &[Option<&str>]) -> Result<()> {
        self.lines.push(line);
        for (index, (column, is_filled)) in self.columns.iter_mut().enumerate() {
            let cell = cells.get(index).copied().flatten();
            self.budget.add(cell)?;
            column.append_option(cell);
            *is_filled |= cell.is_some();
        }
        Ok(())
    }

    /// How many records there are.
    pub fn height(&self) -> usize {
        self.lines.len()
    }

    /// The table; columns that no record has a cell for are left out.
    pub fn finish(self) -> RecordTable {
        let columns = self
            .columns
            .into_iter()
            .filter(|(_, is_filled)| *is_filled)
            .map(|(cells, _)| cells.finish().into_column())
            .collect();
        RecordTable {
            columns,
            places: RowPlaces::Lines(self.lines),
            roles: KnownRoles::default(),
            parts: None,
            findings: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_as_wanted() {
        let mut records = RecordBuilder::new(&["time", "x", "never"], Budget::UNLIMITED);
        records.push(3, &[Some("1"), Some(" 2.5 ")]).unwrap();
        records.push(5, &[Some("2"), Some("NA")]).unwrap();
        let table = records.finish();
        assert_eq!(table.names(), ["time", "x"]);
        assert_eq!(table.sample(1).unwrap(), [["1", " 2.5 "]]);
        let columns = table
            .read(&[(0, CellKind::Text), (1, CellKind::Number)])
            .unwrap();
        assert_eq!(columns[0].str().unwrap().get(1), Some("2"));
        let numbers: Vec<_> = columns[1].f64().unwrap().iter().collect();
        assert_eq!(numbers, [Some(2.5), None]);
    }

    #[test]
    fn a_cell_that_is_no_number_is_named() {
        let mut records = RecordBuilder::new(&["x"], Budget::UNLIMITED);
        records.push(9, &[Some("far")]).unwrap();
        let error = records.finish().read(&[(0, CellKind::Number)]).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("line 9, column 'x': 'far' is not a number")
        );
    }
}
