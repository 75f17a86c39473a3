//! A table of which columns are asked for by name, whatever the file's format.

use std::io::Cursor;
use std::ops::Range;

use polars::prelude::{Column, DataFrame, DataType, ParquetReader, SerReader};

use crate::error::{Error, Result};
use crate::log::ColumnName;
use crate::log::read::{CellKind, DialectOptions, RowPlaces, Source, TextTable, unknown_column};

const PARQUET_MAGIC: &[u8] = b"PAR1";

/// A table of which columns are asked for by name.
#[derive(Debug)]
pub struct ValueTable<'a> {
    file: &'a str,
    names: Vec<String>,
    content: Content<'a>,
}

#[derive(Debug)]
enum Content<'a> {
    Text(TextTable<'a>),
    Frame(DataFrame),
}

/// Rows that belong together: one value of the entity column, or all rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The value; empty where there is no entity column.
    pub name: String,
    /// The rows, increasing.
    pub rows: Vec<usize>,
}

impl<'a> ValueTable<'a> {
    /// Opens a CSV, whitespace or parquet table.
    ///
    /// ```
    /// use dxdt::log::read::{DialectOptions, Source};
    /// use dxdt::table::ValueTable;
    /// let source = Source::from_bytes("table.csv".into(), b"h,p\n0,1013\n10,1012\n".to_vec())?;
    /// let table = ValueTable::open(&source, &DialectOptions::default())?;
    /// assert_eq!(table.numbers("--value", "p")?, [1013.0, 1012.0]);
    /// # Ok::<(), dxdt::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where the source is no table.
    pub fn open(source: &'a Source, options: &DialectOptions) -> Result<Self> {
        let file = source.name.as_str();
        let (names, content) = if source.bytes.starts_with(PARQUET_MAGIC) {
            let frame = ParquetReader::new(Cursor::new(&source.bytes))
                .finish()
                .map_err(|error| {
                    Error::new(format!("the parquet data cannot be read ({error})")).in_file(file)
                })?;
            let names = frame
                .get_column_names()
                .into_iter()
                .map(|name| name.to_string());
            (names.collect(), Content::Frame(frame))
        } else {
            let table = TextTable::open(source, options)?;
            (table.dialect().names.clone(), Content::Text(table))
        };
        Ok(Self {
            file,
            names,
            content,
        })
    }

    /// The name of the file.
    pub fn file(&self) -> &str {
        self.file
    }

    /// The names of the columns.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// A column of numbers, NaN where a cell is missing; `option` is what names it, for the error.
    ///
    /// # Errors
    /// A column that the table does not have, or with a cell that is no number.
    pub fn numbers(&self, option: &str, column: &str) -> Result<Vec<f64>> {
        let cells = self.column(option, column, CellKind::Number)?;
        let numbers = cells.cast(&DataType::Float64).ok().filter(|numbers| {
            // A cast of text makes nulls of what is no number.
            numbers.null_count() == cells.null_count()
        });
        let numbers = numbers.as_ref().and_then(|numbers| numbers.f64().ok());
        match numbers {
            Some(numbers) => Ok(numbers
                .iter()
                .map(|value| value.unwrap_or(f64::NAN))
                .collect()),
            None => Err(Error::new("the column does not hold numbers")
                .in_file(self.file)
                .in_column(column)),
        }
    }

    /// A column as text, as it is written.
    ///
    /// # Errors
    /// A column that the table does not have.
    pub fn text(&self, option: &str, column: &str) -> Result<Column> {
        let cells = self.column(option, column, CellKind::Text)?;
        cells
            .cast(&DataType::String)
            .map(|text| text.rechunk())
            .map_err(|error| {
                Error::new(error.to_string())
                    .in_file(self.file)
                    .in_column(column)
            })
    }

    fn column(&self, option: &str, name: &str, kind: CellKind) -> Result<Column> {
        let index = self
            .names
            .iter()
            .position(|full| ColumnName::parse(full).is_named(name))
            .ok_or_else(|| unknown_column(option, name, &self.names).in_file(self.file))?;
        match &self.content {
            Content::Frame(frame) => Ok(frame.columns()[index].clone()),
            Content::Text(table) => Ok(table.read(&[(index, kind)])?.swap_remove(0)),
        }
    }

    /// The line of each row, where the file has lines.
    pub fn places(&self) -> Option<&RowPlaces> {
        match &self.content {
            Content::Frame(_) => None,
            Content::Text(table) => Some(table.places()),
        }
    }

    /// The rows by their value in a column, in order of first appearance; one group of `rows` where none is named.
    ///
    /// # Errors
    /// A column that the table does not have.
    pub fn groups(&self, entity: Option<&str>, rows: usize) -> Result<Vec<Group>> {
        let all = |rows: Range<usize>| Group {
            name: String::new(),
            rows: rows.collect(),
        };
        let Some(entity) = entity else {
            return Ok(vec![all(0..rows)]);
        };
        let text = self.text("--entity", entity)?;
        let mut groups: Vec<Group> = Vec::new();
        let mut known = std::collections::HashMap::new();
        if let Ok(cells) = text.str() {
            for (row, cell) in cells.iter().enumerate() {
                let name = cell.unwrap_or_default();
                let index = *known.entry(name.to_owned()).or_insert(groups.len());
                if index == groups.len() {
                    groups.push(Group {
                        name: name.to_owned(),
                        rows: Vec::new(),
                    });
                }
                groups[index].rows.push(row);
            }
        }
        Ok(groups)
    }
}

#[cfg(test)]
mod tests {
    use polars::prelude::{IntoColumn, NamedFrom, ParquetWriter, Series};

    use super::*;

    fn parquet() -> Vec<u8> {
        let columns = vec![
            Series::new("id".into(), ["b", "a", "b"]).into_column(),
            Series::new("x".into(), [Some(1_i32), None, Some(3)]).into_column(),
        ];
        let mut bytes = Vec::new();
        let mut frame = DataFrame::new(3, columns).unwrap();
        ParquetWriter::new(&mut bytes).finish(&mut frame).unwrap();
        bytes
    }

    #[test]
    fn parquet_is_told_by_its_content() {
        let source = Source::from_bytes("t".into(), parquet()).unwrap();
        let table = ValueTable::open(&source, &DialectOptions::default()).unwrap();
        let x = table.numbers("--value", "x").unwrap();
        assert_eq!((x[0], x[1].is_nan(), x[2]), (1.0, true, 3.0));
        let groups = table.groups(Some("id"), 3).unwrap();
        assert_eq!(
            (groups[0].name.as_str(), &groups[0].rows),
            ("b", &vec![0, 2])
        );
        let error = table.numbers("--value", "id").unwrap_err();
        assert_eq!(
            error.to_string(),
            "t, column 'id': the column does not hold numbers"
        );
    }

    #[test]
    fn unknown_columns_are_errors_that_list_the_columns() {
        let source = Source::from_bytes("t".into(), b"h,p\n0,1\n1,2\n".to_vec()).unwrap();
        let table = ValueTable::open(&source, &DialectOptions::default()).unwrap();
        let error = table.numbers("--value", "q").unwrap_err().to_string();
        assert!(error.ends_with("the columns are 'h', 'p'"), "{error}");
    }
}
