//! A table of which columns are asked for by name, whatever the file's format.

use std::ops::Range;

use polars::prelude::Column;

use dxdt_formats::ColumnName;
use dxdt_formats::{
    CellKind, DialectOptions, FormatChoice, Memory, Source, Table, TextTable, list_of_numbers,
    read_number, unknown_column,
};
use dxdt_motion::error::Result;
use dxdt_motion::log::RowPlaces;
use dxdt_motion::words::number::grouped;
use dxdt_time::is_missing;

/// A table of which columns are asked for by name.
#[derive(Debug)]
pub struct ValueTable<'a> {
    file: &'a str,
    table: Table<'a>,
    memory: Memory,
    /// The bytes of the file.
    content: u64,
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
    /// Opens a table in any format that logs are read in.
    ///
    /// ```
    /// use dxdt_formats::{DialectOptions, Source};
    /// use dxdt::columns::ValueTable;
    /// let source = Source::from_bytes("table.csv".into(), b"h,p\n0,1013\n10,1012\n".to_vec())?;
    /// let table = ValueTable::open(&source, &DialectOptions::default())?;
    /// assert_eq!(table.numbers("--value", "p")?, [1013.0, 1012.0]);
    /// # Ok::<(), dxdt::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where the source is no table.
    pub fn open(source: &'a Source, options: &DialectOptions) -> Result<Self> {
        let by_content = FormatChoice::ByContent;
        if options.one_column
            && let Some(table) = list_of_numbers(source)
        {
            return Ok(Self::of(source, table));
        }
        let format = by_content.resolve(&source.bytes);
        let table = match format.map_err(|error| error.in_file(&source.name))? {
            Some(_) => Table::open(source, by_content, options)?,
            None if options.one_column
                && let Some(list) = list_of_numbers(source) =>
            {
                list
            }
            // Here text is a table as it stands, not a log whose columns may be turned into others.
            None => Table::Text(TextTable::open(source, options)?),
        };
        Ok(Self::of(source, table))
    }

    fn of(source: &'a Source, table: Table<'a>) -> Self {
        Self {
            file: &source.name,
            table,
            memory: source.memory,
            content: source.bytes.len() as u64,
        }
    }

    /// The name of the file.
    pub fn file(&self) -> &str {
        self.file
    }

    /// The names of the columns.
    pub fn names(&self) -> &[String] {
        self.table.names()
    }

    /// What was noticed on reading, as sentences.
    pub(super) fn notes(&self) -> Vec<String> {
        let findings = self.table.findings().into_iter();
        findings
            .map(|finding| finding.in_file(self.file).to_string())
            .collect()
    }

    /// A column of numbers, NaN where a cell is missing; `option` is what names it, for the error.
    ///
    /// # Errors
    /// A column that the table does not have, or with a cell that is no number.
    pub fn numbers(&self, option: &str, column: &str) -> Result<Vec<f64>> {
        Ok(as_numbers(&self.column(
            option,
            column,
            CellKind::Number,
        )?))
    }

    /// Those of some columns, by their index, that hold nothing but numbers; as [`ValueTable::numbers`].
    ///
    /// # Errors
    /// Where they take too much memory.
    pub(super) fn all_numbers(&self, wanted: &[usize]) -> Result<Vec<(usize, Vec<f64>)>> {
        // The first rows tell most columns of text, so that the rest can be read together.
        const ROWS: usize = 20;
        let rows = self.table.sample(ROWS)?;
        let numerals = self.table.numerals();
        let may_be_number = |cell: &String| {
            cell.is_empty() || is_missing(cell) || read_number(cell, numerals).is_some()
        };
        let may_be_numbers = |index: &usize| {
            let mut cells = rows.iter().filter_map(|row| row.get(*index));
            !matches!(self.table, Table::Text(_)) || cells.all(may_be_number)
        };
        let wanted: Vec<usize> = wanted.iter().copied().filter(may_be_numbers).collect();
        self.within_memory(wanted.len())?;
        let mut found = Vec::new();
        self.read_numbers(&wanted, &mut found);
        Ok(found)
    }

    /// Reads columns together; where one of them holds something else, each half of them.
    fn read_numbers(&self, wanted: &[usize], found: &mut Vec<(usize, Vec<f64>)>) {
        let of_kind: Vec<_> = wanted
            .iter()
            .map(|&index| (index, CellKind::Number))
            .collect();
        match self.table.read(&of_kind) {
            Ok(columns) => {
                let numbers = columns.iter().map(as_numbers);
                found.extend(wanted.iter().copied().zip(numbers));
            }
            Err(_) if wanted.len() > 1 => {
                let (first, second) = wanted.split_at(wanted.len() / 2);
                self.read_numbers(first, found);
                self.read_numbers(second, found);
            }
            Err(_) => {}
        }
    }

    /// Whether so many columns of numbers and what is derived of them fit into the memory.
    fn within_memory(&self, columns: usize) -> Result<()> {
        // A number, what is derived of it, and copies of both on the way.
        const BYTES_A_CELL: u64 = 32;
        let cells = (self.table.height() as u64).saturating_mul(columns as u64);
        let what = format!("a table of {} numbers", grouped(cells));
        let bytes = self
            .content
            .saturating_add(cells.saturating_mul(BYTES_A_CELL));
        let fits = self.memory.check(bytes, &what);
        fits.map_err(|error| error.in_file(self.file))
    }

    /// A column as text, as it is written.
    ///
    /// # Errors
    /// A column that the table does not have.
    pub fn text(&self, option: &str, column: &str) -> Result<Column> {
        self.column(option, column, CellKind::Text)
    }

    fn column(&self, option: &str, name: &str, kind: CellKind) -> Result<Column> {
        let names = self.names();
        let is_meant = |full: &String| ColumnName::parse(full).is_named(name);
        let index = names
            .iter()
            .position(is_meant)
            .ok_or_else(|| unknown_column(option, name, names).in_file(self.file))?;
        let read = self.table.read(&[(index, kind)]);
        Ok(read
            .map_err(|error| error.in_file(self.file))?
            .swap_remove(0))
    }

    /// The place of each row in the file.
    pub fn places(&self) -> &RowPlaces {
        self.table.places()
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

fn as_numbers(column: &Column) -> Vec<f64> {
    let numbers = column.f64().map(|numbers| {
        let numbers = numbers.iter().map(|value| value.unwrap_or(f64::NAN));
        numbers.collect()
    });
    numbers.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use polars::prelude::{DataFrame, IntoColumn, NamedFrom, ParquetWriter, Series};

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
            "t, record 1, column 'id': 'b' is not a number; correct the value, leave it out to mark it as missing, or \
             name another column"
        );
    }

    #[test]
    fn other_formats_are_tables_too() {
        let json = br#"[{"t": 0, "x": 1.5}, {"t": 2, "x": null}]"#;
        let source = Source::from_bytes("t".into(), json.to_vec()).unwrap();
        let table = ValueTable::open(&source, &DialectOptions::default()).unwrap();
        assert_eq!(table.numbers("--by", "t").unwrap(), [0.0, 2.0]);
        assert!(table.numbers("--value", "x").unwrap()[1].is_nan());
    }

    #[test]
    fn unknown_columns_are_errors_that_list_the_columns() {
        let source = Source::from_bytes("t".into(), b"h,p\n0,1\n1,2\n".to_vec()).unwrap();
        let table = ValueTable::open(&source, &DialectOptions::default()).unwrap();
        let error = table.numbers("--value", "q").unwrap_err().to_string();
        assert!(error.ends_with("the columns are 'h', 'p'"), "{error}");
    }
}
