//! Arrow arrays in memory, such as a data frame of another program hands over.

use std::sync::Arc;

use polars::prelude::{ArrayRef, ArrowField, ArrowSchema, Column, IntoColumn, Series};

use dxdt_motion::error::{Error, Result};

use super::typed::{PlainColumn, TypedRows, TypedTable, plain_columns};
use super::{Selection, damaged, frame, guarded};

const FORMAT: &str = "Arrow";

/// A table of Arrow arrays. Rows are read from the arrays as they are.
#[derive(Debug, Clone)]
pub struct ArrowTable(Arc<Contents>);

#[derive(Debug)]
struct Contents {
    name: String,
    rows: usize,
    columns: Vec<Column>,
    plain: Vec<PlainColumn>,
    left_out: Vec<String>,
}

impl ArrowTable {
    /// A table of these fields, whose columns are `chunks`, each with one array a field. `name` is what messages call it.
    ///
    /// # Errors
    /// Two columns of one name, a table without rows or columns of plain values, arrays that do not fit their field.
    pub fn new(name: String, fields: Vec<ArrowField>, chunks: Vec<Vec<ArrayRef>>) -> Result<Self> {
        Self::read(&name, fields, chunks).map_err(|error| error.in_file(name))
    }

    fn read(name: &str, fields: Vec<ArrowField>, chunks: Vec<Vec<ArrayRef>>) -> Result<Self> {
        let mut schema = ArrowSchema::default();
        for field in fields {
            if let Some(twice) = schema.insert(field.name.clone(), field) {
                let twice = dxdt_motion::error::excerpt(&twice.name);
                return Err(
                    Error::new(format!("two columns of the table are called '{twice}'"))
                        .advise("give each column its own name"),
                );
            }
        }
        let selection = Selection::of(&schema);
        let rows = chunks.iter().filter_map(|chunk| chunk.first());
        let rows = rows.map(|array| array.len()).sum();
        let mut columns = Vec::with_capacity(selection.columns.len());
        for &index in &selection.columns {
            let Some((_, field)) = schema.get_at_index(index) else {
                continue;
            };
            let arrays = chunks.iter().filter_map(|chunk| chunk.get(index));
            let arrays: Vec<ArrayRef> = arrays.cloned().collect();
            let series = guarded(FORMAT, || match arrays.is_empty() {
                true => Ok(Series::new_empty(
                    field.name.clone(),
                    &polars::prelude::DataType::from_arrow_field(field),
                )),
                false => Series::try_from((field, arrays)),
            })?;
            if series.len() != rows {
                return Err(damaged(FORMAT, "a column has a different number of rows"));
            }
            columns.push(series.into_column());
        }
        if rows == 0 || columns.is_empty() {
            return Err(no_rows());
        }
        let plain = plain_columns(columns.iter().map(Column::clear))?;
        Ok(Self(Arc::new(Contents {
            name: name.to_owned(),
            rows,
            columns,
            plain,
            left_out: selection.left_out,
        })))
    }

    /// What messages call it.
    pub fn name(&self) -> &str {
        &self.0.name
    }
}

fn no_rows() -> Error {
    Error::new("there are no rows of plain values in the table")
        .advise("give a table with timestamps and positions as columns")
}

/// Some rows of a table of arrays.
#[derive(Debug, Clone)]
pub(in super::super) struct ArrowRows {
    table: ArrowTable,
    first: usize,
    length: usize,
}

impl ArrowRows {
    /// The rows as a table.
    pub fn table(&self) -> TypedTable {
        TypedTable::new(Box::new(self.clone()))
    }
}

impl TypedRows for ArrowRows {
    fn format(&self) -> &'static str {
        FORMAT
    }

    fn plain(&self) -> &[PlainColumn] {
        &self.table.0.plain
    }

    fn left_out(&self) -> &[String] {
        &self.table.0.left_out
    }

    fn height(&self) -> usize {
        self.length
    }

    fn first_row(&self) -> u64 {
        self.first as u64
    }

    fn column(&self, root: usize, most: usize) -> Result<Column> {
        let column = self.table.0.columns.get(root).ok_or_else(frame::no_rows)?;
        let rows = column.slice(self.first as i64, self.length.min(most));
        Ok(rows.rechunk())
    }
}

/// A table of arrays on its way, some rows after the other.
#[derive(Debug)]
pub(in super::super) struct ArrowBatches {
    table: ArrowTable,
    batch_rows: usize,
    first_rows: usize,
    row: usize,
}

impl ArrowBatches {
    /// From the first row on.
    pub fn new(table: ArrowTable, batch_bytes: usize, first_rows: usize) -> Self {
        const BYTES_A_VALUE: usize = 8;
        let bytes_a_row = BYTES_A_VALUE * table.0.plain.len();
        Self {
            batch_rows: (batch_bytes / bytes_a_row.max(1)).max(1),
            first_rows: first_rows.max(1),
            table,
            row: 0,
        }
    }

    /// How many rows there are.
    pub fn rows(&self) -> u64 {
        self.table.0.rows as u64
    }

    /// How many rows have not been given out.
    pub fn rows_left(&self) -> u64 {
        (self.table.0.rows - self.row) as u64
    }

    /// Starts again from the first row.
    pub fn rewind(&mut self) {
        self.row = 0;
    }

    /// The next rows; `None` at the end.
    pub fn next(&mut self) -> Option<ArrowRows> {
        let wanted = match self.row {
            0 => self.first_rows,
            _ => self.batch_rows,
        };
        let rows = self.glimpse(self.row as u64, wanted);
        self.row += rows.length;
        (rows.length > 0).then_some(rows)
    }

    /// Up to `count` rows, from row `at` on.
    pub fn glimpse(&self, at: u64, count: usize) -> ArrowRows {
        let first = usize::try_from(at)
            .unwrap_or(usize::MAX)
            .min(self.table.0.rows);
        ArrowRows {
            table: self.table.clone(),
            first,
            length: count.min(self.table.0.rows - first),
        }
    }
}

#[cfg(test)]
mod tests {
    use polars::prelude::{CompatLevel, NamedFrom};

    use super::*;
    use crate::table::CellKind;

    /// Columns in chunks of so many rows.
    fn table(columns: &[Series], chunks: &[usize]) -> Result<ArrowTable> {
        let level = CompatLevel::newest();
        let field = |column: &Series| column.dtype().to_arrow_field(column.name().clone(), level);
        let mut start = 0;
        let chunks = chunks.iter().map(|&rows| {
            let part = |column: &Series| column.slice(start, rows).rechunk().to_arrow(0, level);
            let chunk = columns.iter().map(part).collect();
            start += rows as i64;
            chunk
        });
        let chunks = chunks.collect();
        ArrowTable::new("table".into(), columns.iter().map(field).collect(), chunks)
    }

    fn x_and_ids() -> [Series; 3] {
        [
            Series::new("x".into(), [0.5, 1.0, 2.0, 4.0, 8.0]),
            Series::new("id".into(), ["a", "b", "b", "c", "c"]),
            Series::new("list".into(), vec![Series::new("".into(), [1.0_f64]); 5]),
        ]
    }

    #[test]
    fn rows_come_in_batches_whatever_the_chunks() {
        for chunks in [&[5][..], &[2, 3], &[1, 0, 4], &[1; 5]] {
            let table = table(&x_and_ids(), chunks).unwrap();
            let mut batches = ArrowBatches::new(table, 32, 1);
            for _ in 0..2 {
                assert_eq!(batches.rows_left(), 5);
                let mut rows = Vec::new();
                let mut places = Vec::new();
                while let Some(batch) = batches.next() {
                    let batch = batch.table();
                    assert_eq!(batch.names(), ["x", "id"]);
                    assert_eq!(batch.findings().len(), usize::from(places.is_empty()));
                    places.push(batch.places().of_row(0));
                    let wanted = [(0, CellKind::Number), (1, CellKind::Text)];
                    let columns = batch.read(&wanted).unwrap();
                    let (x, id) = (columns[0].f64().unwrap(), columns[1].str().unwrap());
                    let cells = x.iter().zip(id.iter());
                    rows.extend(cells.map(|(x, id)| (x.unwrap(), id.unwrap().to_owned())));
                }
                // One row, then as many as fit 32 bytes of two columns.
                assert_eq!(places.len(), 3);
                let ids: String = rows.iter().map(|(_, id)| id.as_str()).collect();
                assert_eq!(ids, "abbcc");
                assert_eq!(rows[4].0, 8.0);
                batches.rewind();
            }
            assert_eq!(batches.glimpse(3, 9).table().height(), 2);
        }
    }

    #[test]
    fn tables_without_rows_or_with_one_name_twice_are_refused() {
        let [x, ids, list] = x_and_ids();
        let error =
            |columns: &[Series], chunks: &[usize]| table(columns, chunks).unwrap_err().to_string();
        let none = "table: there are no rows of plain values in the table";
        assert!(error(std::slice::from_ref(&x), &[]).starts_with(none));
        assert!(error(std::slice::from_ref(&x), &[0]).starts_with(none));
        assert!(error(&[list], &[5]).starts_with(none));
        assert_eq!(
            error(&[x.clone(), ids, x], &[5]),
            "table: two columns of the table are called 'x'; give each column its own name"
        );
    }
}
