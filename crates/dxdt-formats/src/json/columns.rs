//! Columns that grow key by key from the records of JSON.

mod flatten;

use std::collections::{BTreeMap, HashMap};

use polars::prelude::{IntoColumn, StringChunkedBuilder};

use dxdt_motion::error::{Error, Result, excerpt};
use dxdt_motion::finding::{Finding, FindingKind, FormatNote};

use super::super::memory::Budget;
use super::super::records::{KnownRoles, RecordTable};
use super::scan::Kind;
use dxdt_motion::log::RowPlaces;

// More keys than this are data that someone has used as keys.
const MOST_KEYS: usize = 10_000;
// Records that share few keys would make a table that is mostly empty, and many times the size of its file.
const FREE_CELLS: u64 = 50_000_000;
const CELLS_PER_BYTE: u64 = 4;

/// Columns whose cells are text as written; keys that a record does not have are null.
pub(in super::super) struct KeyedColumns {
    columns: Vec<KeyedColumn>,
    by_name: HashMap<String, usize>,
    /// Keys that some record has an object or array for, and the first row that has.
    nested: HashMap<String, (usize, Kind)>,
    /// The column after the one that was written last: where the next key most likely belongs.
    next: usize,
    /// The row that is written, counted from 0.
    row: usize,
    left_out: BTreeMap<String, u64>,
    axes: BTreeMap<String, usize>,
    budget: Budget,
}

struct KeyedColumn {
    name: String,
    cells: StringChunkedBuilder,
    length: usize,
    first_filled: Option<usize>,
}

impl KeyedColumns {
    pub fn new(budget: Budget) -> Self {
        Self {
            budget,
            columns: Vec::new(),
            by_name: HashMap::new(),
            nested: HashMap::new(),
            next: 0,
            row: 0,
            left_out: BTreeMap::new(),
            axes: BTreeMap::new(),
        }
    }

    /// Goes to a row; cells of a column come in the order of their rows.
    pub fn go_to_row(&mut self, row: usize) {
        self.row = row;
        self.next = 0;
    }

    /// Adds one cell.
    pub fn cell(&mut self, name: &str, cell: Option<&str>) -> Result<()> {
        let index = self.index_of(name)?;
        self.next = index + 1;
        let row = self.row;
        let column = &mut self.columns[index];
        if column.length > row {
            return Err(Error::new("the key appears twice in the record").in_column(excerpt(name)));
        }
        self.budget.add_cells((row - column.length) as u64)?;
        self.budget.add(cell)?;
        column.fill_to(row);
        column.cells.append_option(cell);
        column.length += 1;
        if cell.is_some() {
            column.first_filled.get_or_insert(row);
        }
        Ok(())
    }

    fn index_of(&mut self, name: &str) -> Result<usize> {
        if let Some(expected) = self.columns.get(self.next)
            && expected.name == name
        {
            return Ok(self.next);
        }
        if let Some(&index) = self.by_name.get(name) {
            return Ok(index);
        }
        self.check_number_of_keys(self.columns.len())?;
        let index = self.columns.len();
        self.budget.name(name)?;
        self.by_name.insert(name.to_owned(), index);
        self.columns.push(KeyedColumn {
            name: name.to_owned(),
            cells: StringChunkedBuilder::new(name.into(), 0),
            length: 0,
            first_filled: None,
        });
        Ok(index)
    }

    fn check_number_of_keys(&self, keys: usize) -> Result<()> {
        if keys < MOST_KEYS {
            return Ok(());
        }
        Err(
            Error::new("the records have more than 10,000 different keys").advise(
                "give every record the same keys, such as time and position; do not use values as keys",
            ),
        )
    }

    /// The table; keys that no record has a value for are left out.
    ///
    /// # Errors
    /// A key that is a plain value in one record and an object in another; no record; records that share so few keys
    /// that their table would be empty for the most part.
    pub fn finish(mut self, rows: usize, places: RowPlaces) -> Result<RecordTable> {
        let filled = |column: &KeyedColumn| column.first_filled.is_some();
        self.columns.retain(filled);
        if rows == 0 || self.columns.is_empty() {
            return Err(Error::new("there are no records with values in the JSON")
                .advise("give records of timestamps and positions"));
        }
        for column in &self.columns {
            self.check_kind(column, &places)?;
        }
        let cells = (rows as u64).saturating_mul(self.columns.len() as u64);
        let bytes = self.budget.content();
        if cells > FREE_CELLS.max(bytes.saturating_mul(CELLS_PER_BYTE)) {
            return Err(Error::new(format!(
                "{rows} records have {} different keys, but share only a few",
                self.columns.len()
            ))
            .advise("give every record the same keys, such as time and position"));
        }
        for column in &self.columns {
            self.budget.add_cells((rows - column.length) as u64)?;
        }
        let findings = self.findings();
        let columns = self
            .columns
            .into_iter()
            .map(|mut column| {
                column.fill_to(rows);
                column.cells.finish().into_column()
            })
            .collect();
        Ok(RecordTable {
            columns,
            places,
            roles: KnownRoles::default(),
            parts: None,
            findings,
        })
    }

    fn check_kind(&self, column: &KeyedColumn, places: &RowPlaces) -> Result<()> {
        let (Some(plain), Some(&(nested, kind))) =
            (column.first_filled, self.nested.get(&column.name))
        else {
            return Ok(());
        };
        let (here, is, there, is_there) = if plain < nested {
            (nested, kind.in_words(), plain, "a plain value")
        } else {
            (plain, "a plain value", nested, kind.in_words())
        };
        Err(Error::new(format!(
            "the key is {is} here and {is_there} in {}",
            places.of_row(there)
        ))
        .at(places.of_row(here))
        .in_column(excerpt(&column.name))
        .advise("give the key the same kind of value in every record"))
    }

    fn findings(&self) -> Vec<Finding> {
        let note = |note, count| Finding::new(FindingKind::FormatNote(note), count);
        let axes = self.axes.iter().map(|(key, length)| {
            let (key, length) = (key.clone(), *length);
            note(FormatNote::ArrayAsAxes { key, length }, 1)
        });
        let left_out = self.left_out.iter().map(|(key, count)| {
            let key = key.clone();
            note(FormatNote::ArraysLeftOut { key }, *count)
        });
        axes.chain(left_out).collect()
    }
}

impl KeyedColumn {
    fn fill_to(&mut self, length: usize) {
        while self.length < length {
            self.cells.append_null();
            self.length += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(records: &[&str]) -> Result<RecordTable> {
        let mut columns = KeyedColumns::new(Budget::UNLIMITED);
        for (row, record) in records.iter().enumerate() {
            columns.go_to_row(row);
            columns.object(record)?;
        }
        columns.finish(records.len(), RowPlaces::Records)
    }

    fn said(records: &[&str]) -> String {
        table(records).unwrap_err().to_string()
    }

    #[test]
    fn columns_are_the_union_of_the_keys() {
        let table = table(&[
            r#"{"t": 1.50, "never": null, "x": "a"}"#,
            r#"{"x": "b", "y": true}"#,
            r#"{"t": 3}"#,
        ])
        .unwrap();
        assert_eq!(table.names(), ["t", "x", "y"]);
        assert_eq!(
            table.sample(9).unwrap(),
            [["1.50", "a", ""], ["", "b", "true"], ["3", "", ""]]
        );
    }

    #[test]
    fn a_key_has_one_kind_of_value() {
        assert_eq!(
            said(&[r#"{"x": 1}"#, r#"{"x": {"a": 1}}"#]),
            "record 2, column 'x': the key is an object here and a plain value in record 1; \
             give the key the same kind of value in every record"
        );
        assert_eq!(
            said(&[r#"{"x": [1]}"#, r#"{"x": 1}"#]),
            "record 2, column 'x': the key is a plain value here and an array in record 1; \
             give the key the same kind of value in every record"
        );
        assert!(table(&[r#"{"x": null, "t": 1}"#, r#"{"x": {"a": 1}}"#]).is_ok());
    }

    #[test]
    fn keys_that_come_twice_or_are_too_many_are_errors() {
        let twice = "column 'x': the key appears twice in the record";
        assert_eq!(said(&[r#"{"x": 1, "x": 2}"#]), twice);
        let records: Vec<String> = (0..=MOST_KEYS).map(|i| format!("{{\"k{i}\":1}}")).collect();
        let records: Vec<&str> = records.iter().map(String::as_str).collect();
        assert!(said(&records).starts_with("the records have more than 10,000 different keys;"));
        let deep = format!("{}1{}", "{\"a\":".repeat(40), "}".repeat(40));
        assert_eq!(said(&[&deep]), "objects are nested deeper than 32 levels");
    }

    #[test]
    fn nearly_empty_tables_are_errors() {
        let mut columns = KeyedColumns::new(Budget::UNLIMITED);
        for row in 0..100 {
            columns.go_to_row(row);
            columns.cell(&format!("k{row}"), Some("1")).unwrap();
        }
        let error = columns
            .finish(FREE_CELLS as usize / 100 + 1, RowPlaces::Records)
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "500001 records have 100 different keys, but share only a few; \
             give every record the same keys, such as time and position"
        );
    }
}
