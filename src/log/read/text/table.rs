//! CSV and whitespace text into polars columns.

use std::borrow::Cow;
use std::io::Cursor;
use std::sync::Arc;

use polars::prelude::{
    Column, CsvParseOptions, CsvReadOptions, DataType, Field, PolarsResult, Schema, SerReader,
};

use crate::error::{Error, Result, excerpt};
use crate::log::clock::is_missing;

use super::super::row_places::RowPlaces;
use super::super::source::Source;
use super::super::table::CellKind;
use super::body::{Body, for_each_row};
use super::cut_off;
use super::dialect::{Dialect, DialectOptions};
use super::trimmed::trimmed;

/// A text table whose way of writing is known and whose rows are checked.
#[derive(Debug)]
pub struct TextTable<'a> {
    name: &'a str,
    text: &'a str,
    dialect: Dialect,
    body: Body<'a>,
    cut_off: Option<u64>,
}

impl<'a> TextTable<'a> {
    /// Finds how the table is written and checks every row's number of fields.
    ///
    /// ```
    /// use dxdt::log::read::{CellKind, DialectOptions, Source, TextTable};
    /// let source = Source::from_bytes("log.csv".into(), b"t,x [m]\n0,1.5\n1,NA\n".to_vec())?;
    /// let table = TextTable::open(&source, &DialectOptions::default())?;
    /// assert_eq!(table.dialect().names, ["t", "x [m]"]);
    /// let columns = table.read(&[(1, CellKind::Number)])?;
    /// assert_eq!((columns[0].len(), columns[0].null_count()), (2, 1));
    /// # Ok::<(), dxdt::Error>(())
    /// ```
    ///
    /// # Errors
    /// Text that is not UTF-8, no rows, one column only, a ragged row, an unclosed quote, a line above the header.
    pub fn open(source: &'a Source, options: &DialectOptions) -> Result<Self> {
        let open = || {
            let text = source.text()?;
            let dialect = Dialect::detect(text, options)?;
            if let Some(above) = dialect.lines_above.first() {
                return Err(Error::new("the line is above the header and is no row")
                    .at_line(above.line)
                    .advise("remove it, or make it a comment with #"));
            }
            Self::of_parts(&source.name, text, dialect, None)
        };
        open().map_err(|error: Error| error.in_file(&source.name))
    }

    /// As [`TextTable::open`]; lines above the header and a last row that is cut off are findings instead of errors.
    ///
    /// # Errors
    /// As [`TextTable::open`].
    pub(in crate::log::read) fn open_log(
        source: &'a Source,
        options: &DialectOptions,
    ) -> Result<Self> {
        let open = || {
            let whole = source.text()?;
            let open_quote = cut_off::open_quote(whole, false);
            let text = open_quote.map_or(whole, |(text, _)| text);
            let dialect = Dialect::detect(text, options)?;
            let cut_off = open_quote.or_else(|| cut_off::short_row(text, &dialect));
            let text = cut_off.map_or(text, |(text, _)| text);
            Self::of_parts(&source.name, text, dialect, cut_off.map(|(_, line)| line))
        };
        open().map_err(|error: Error| error.in_file(&source.name))
    }

    /// Rows of the file `name` whose way of writing is known: `dialect` says where in the text they start and on which
    /// line, and `cut_off` is the line of a last row that is not in the text.
    ///
    /// # Errors
    /// A ragged row, an unclosed quote.
    pub(in crate::log) fn of_rows(
        name: &'a str,
        text: &'a str,
        dialect: Dialect,
        cut_off: Option<u64>,
    ) -> Result<Self> {
        Self::of_parts(name, text, dialect, cut_off).map_err(|error| error.in_file(name))
    }

    fn of_parts(
        name: &'a str,
        text: &'a str,
        dialect: Dialect,
        cut_off: Option<u64>,
    ) -> Result<Self> {
        let body = Body::prepare(text, &dialect)?;
        Ok(Self {
            name,
            text,
            dialect,
            body,
            cut_off,
        })
    }

    /// How the table is written.
    pub fn dialect(&self) -> &Dialect {
        &self.dialect
    }

    /// The line of a last row that is cut off and therefore left out.
    pub(super) fn cut_off(&self) -> Option<u64> {
        self.cut_off
    }

    /// Where in the file each row comes from.
    pub fn places(&self) -> &RowPlaces {
        &self.body.places
    }

    /// The fields of up to `count` rows, from the top.
    ///
    /// # Errors
    /// As [`TextTable::open`].
    pub fn sample(&self, count: usize) -> Result<Vec<Vec<String>>> {
        let mut rows = Vec::with_capacity(count);
        // Stopping early is not an error of the table; it is caught just below.
        let done = for_each_row(
            &self.text[self.dialect.body_start..],
            &self.dialect,
            |_, fields| {
                rows.push(fields);
                if rows.len() < count {
                    Ok(())
                } else {
                    Err(Error::new(""))
                }
            },
        );
        match done {
            Err(error) if rows.len() < count => Err(error.in_file(self.name)),
            _ => Ok(rows),
        }
    }

    /// Reads columns by their index, in increasing order, each as one chunk.
    ///
    /// # Errors
    /// A cell of a [`CellKind::Number`] column that is neither a number nor a word for a missing value,
    /// with its line and column.
    pub fn read(&self, wanted: &[(usize, CellKind)]) -> Result<Vec<Column>> {
        self.try_read(&self.body, wanted)
            .or_else(|_| {
                // Polars gives up on spaces after a number and on words for missing values.
                let is_number = |(_, kind): &&(usize, CellKind)| *kind == CellKind::Number;
                let numbers: Vec<usize> = wanted.iter().filter(is_number).map(|w| w.0).collect();
                let normalised = Body::normalised(self.text, &self.dialect, &numbers)?;
                self.try_read(&normalised, wanted)
                    .map_err(|error| self.diagnose(wanted, &error.to_string()))
            })
            .map_err(|error| error.in_file(self.name))
    }

    fn try_read(&self, body: &Body<'_>, wanted: &[(usize, CellKind)]) -> PolarsResult<Vec<Column>> {
        let names = &self.dialect.names;
        let kind_of = |index: usize| {
            wanted
                .iter()
                .find(|(i, _)| *i == index)
                .map(|(_, kind)| *kind)
        };
        let schema: Schema = names
            .iter()
            .enumerate()
            .map(|(index, name)| {
                let dtype = match kind_of(index) {
                    Some(CellKind::Number) => DataType::Float64,
                    _ => DataType::String,
                };
                Field::new(name.as_str().into(), dtype)
            })
            .collect();
        if body.bytes.is_empty() {
            let empty = |(index, _): &(usize, CellKind)| {
                let (name, dtype) = schema.get_at_index(*index)?;
                Some(Column::new_empty(name.clone(), dtype))
            };
            return Ok(wanted.iter().filter_map(empty).collect());
        }
        let projection: Vec<usize> = wanted.iter().map(|(index, _)| *index).collect();
        // A body that is read as it stands has no quotes to look for.
        let quote = match body.bytes {
            Cow::Borrowed(_) => None,
            Cow::Owned(_) => Some(b'"'),
        };
        let frame = CsvReadOptions::default()
            .with_has_header(false)
            .with_schema(Some(Arc::new(schema)))
            .with_projection(Some(Arc::new(projection)))
            .with_rechunk(true)
            .with_parse_options(
                CsvParseOptions::default()
                    .with_separator(body.delimiter)
                    .with_quote_char(quote)
                    .with_decimal_comma(self.dialect.decimal_comma),
            )
            .into_reader_with_file_handle(Cursor::new(&body.bytes[..]))
            .finish()?;
        let columns = frame.into_columns();
        Ok(match body.bytes {
            Cow::Borrowed(_) => columns.into_iter().map(trimmed).collect(),
            // The fields were trimmed when they were split.
            Cow::Owned(_) => columns,
        })
    }

    /// Finds the cell that made reading fail.
    fn diagnose(&self, wanted: &[(usize, CellKind)], fallback: &str) -> Error {
        let is_number = |cell: &str| {
            // Inside quotes there may be spaces, which reading passes over.
            let cell = cell.trim();
            let decimal = if self.dialect.decimal_comma {
                cell.replace(',', ".")
            } else {
                cell.to_owned()
            };
            decimal.parse::<f64>().is_ok()
        };
        let body = &self.text[self.dialect.body_start..];
        let found = for_each_row(body, &self.dialect, |record, fields| {
            for (index, kind) in wanted {
                let cell = &fields[*index];
                if *kind == CellKind::Number && !is_missing(cell) && !is_number(cell) {
                    return Err(Error::new(format!("'{}' is not a number", excerpt(cell)))
                        .at_line(record.line)
                        .in_column(&self.dialect.names[*index])
                        .advise(
                            "correct the cell, leave it empty to mark the value as missing, \
                             or name another column",
                        ));
                }
            }
            Ok(())
        });
        match found {
            Err(error) => error,
            Ok(()) => Error::new(format!("the table cannot be read: {fallback}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, wanted: &[(usize, CellKind)]) -> Result<Vec<Column>> {
        let source = Source::from_bytes("log.csv".into(), text.as_bytes().to_vec())?;
        TextTable::open(&source, &DialectOptions::default())?.read(wanted)
    }

    fn numbers(text: &str) -> Vec<Option<f64>> {
        let columns = read(text, &[(1, CellKind::Number)]).unwrap();
        columns[0].f64().unwrap().iter().collect()
    }

    #[test]
    fn numbers_are_read_in_every_dialect() {
        let expected = [Some(1.5), None, Some(-2.0)];
        assert_eq!(numbers("t,x\n0,1.5\n1,\n2,-2\n"), expected);
        assert_eq!(numbers("t;x\n0;1,5\n1;NA\n2;-2\n"), expected);
        assert_eq!(
            numbers("\u{feff}t, x\n0, 1.5 \n1, n/a\n2, \"-2\"\n"),
            expected
        );
        let spaced = numbers("t x\n0  1.5\n1 nan\n2\t-2.0 \n");
        assert!(spaced[1].is_some_and(f64::is_nan));
        assert_eq!((spaced[0], spaced[2]), (expected[0], expected[2]));
        assert_eq!(numbers("t\tx\r\n0\t1.5\r\n1\t\r\n2\t-2\r\n"), expected);
    }

    #[test]
    fn text_is_as_written() {
        let columns = read(
            "a,b\n007,\"x, y\"\n1e5,z\n",
            &[(0, CellKind::Text), (1, CellKind::Text)],
        )
        .unwrap();
        let texts: Vec<_> = columns[0].str().unwrap().iter().flatten().collect();
        assert_eq!(texts, ["007", "1e5"]);
        assert_eq!(columns[1].str().unwrap().get(0), Some("x, y"));
    }

    #[test]
    fn text_is_the_same_whatever_the_other_rows_are() {
        let texts = |text: &str| -> Vec<Option<String>> {
            let columns = read(text, &[(0, CellKind::Text), (1, CellKind::Number)]).unwrap();
            let cells = columns[0].str().unwrap();
            cells.iter().map(|cell| cell.map(str::to_owned)).collect()
        };
        let expected = [Some("a b"), Some("NA"), None].map(|cell| cell.map(str::to_owned));
        assert_eq!(texts("id, x\n a b , 1\nNA ,2\n ,3\n")[..2], expected[..2]);
        assert_eq!(
            texts("id,x\r\na b\u{a0},1\r\nNA,2\r\n\u{a0},3\r\n"),
            expected
        );
        assert_eq!(texts("id,x\na b ,1\nNA,n/a\n\"\",3\n"), expected);
    }

    #[test]
    fn a_text_cell_is_found() {
        let error = read("t,x\n0,1\n1,1.5\n2,abc\n", &[(1, CellKind::Number)]).unwrap_err();
        assert_eq!((error.line(), error.column()), (Some(4), Some("x")));
        assert!(
            error
                .to_string()
                .starts_with("log.csv, line 4, column 'x': 'abc' is not a number")
        );
    }

    #[test]
    fn bytes_that_are_no_text_are_found() {
        let source = Source::from_bytes("l".into(), b"t,x\n0,1\n1,\xff\n".to_vec()).unwrap();
        let error = TextTable::open(&source, &DialectOptions::default()).unwrap_err();
        assert_eq!(error.line(), Some(3));
        assert!(error.to_string().contains("byte 3 of the line (0xff)"));
    }
}
