//! A table of which columns are asked for by name, whatever the file's format.

use std::ops::Range;

use polars::prelude::Column;

use dxdt_formats::ColumnName;
use dxdt_formats::{
    CellKind, DialectOptions, FormatChoice, Source, Table, TextTable, list_of_numbers,
    unknown_column,
};
use dxdt_motion::error::Result;
use dxdt_motion::log::RowPlaces;

/// A table of which columns are asked for by name.
#[derive(Debug)]
pub struct ValueTable<'a> {
    file: &'a str,
    table: Table<'a>,
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
            let file = &source.name;
            return Ok(Self { file, table });
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
        Ok(Self {
            file: &source.name,
            table,
        })
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
        let numbers = self.column(option, column, CellKind::Number)?;
        let numbers = numbers.f64().map(|numbers| {
            let numbers = numbers.iter().map(|value| value.unwrap_or(f64::NAN));
            numbers.collect()
        });
        Ok(numbers.unwrap_or_default())
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
