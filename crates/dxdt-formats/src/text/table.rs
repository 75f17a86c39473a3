//! A table of delimited text: its rows are checked, its columns read when they are asked for.

use polars::prelude::Column;
use rayon::prelude::*;

use dxdt_motion::error::{Error, Result};

use super::super::memory::Budget;
use super::super::source::Source;
use super::super::table::CellKind;
use super::columns::{self, Piece};
use super::cut_off;
use super::dialect::{Dialect, DialectOptions};
use super::record_ends::RecordEnds;
use super::shape::Shape;
use dxdt_motion::log::{GrowingPlaces, RowPlaces};

/// A text table whose way of writing is known and whose rows are checked.
#[derive(Debug)]
pub struct TextTable<'a> {
    dialect: Dialect,
    pieces: Vec<Piece<'a>>,
    places: RowPlaces,
    cut_off: Option<u64>,
    name: &'a str,
    budget: Budget,
}

// Pieces small enough to stay in a processor's cache, large enough that sharing them out costs nothing.
pub const PIECE: usize = 512 << 10;

impl<'a> TextTable<'a> {
    /// Finds how the table is written and checks every row's number of fields.
    ///
    /// ```
    /// use dxdt_formats::{CellKind, DialectOptions, Source, TextTable};
    /// let source = Source::from_bytes("log.csv".into(), b"t,x [m]\n0,1.5\n1,NA\n".to_vec())?;
    /// let table = TextTable::open(&source, &DialectOptions::default())?;
    /// assert_eq!(table.dialect().names, ["t", "x [m]"]);
    /// let columns = table.read(&[(1, CellKind::Number)])?;
    /// assert_eq!((columns[0].len(), columns[0].null_count()), (2, 1));
    /// # Ok::<(), dxdt_motion::Error>(())
    /// ```
    ///
    /// # Errors
    /// Text that is not UTF-8, no rows, one column only, a ragged row, an unclosed quote, a line above the header.
    pub fn open(source: &'a Source, options: &DialectOptions) -> Result<Self> {
        Self::within(source, |source| {
            let text = source.text()?;
            let dialect = Dialect::detect(text, options)?;
            if let Some(above) = dialect.lines_above.iter().find(|line| !line.is_group) {
                return Err(Error::new("the line is above the header and is not a row")
                    .at_line(above.line)
                    .advise("remove it, or make it a comment with #"));
            }
            Self::of_text(&source.name, text, dialect, None)
        })
    }

    /// As [`TextTable::open`]; lines above the header and a last row that is cut off are findings instead of errors.
    ///
    /// # Errors
    /// As [`TextTable::open`].
    pub(crate) fn open_log(source: &'a Source, options: &DialectOptions) -> Result<Self> {
        Self::within(source, |source| {
            let whole = source.text()?;
            let open_quote = cut_off::open_quote(whole, false);
            let text = open_quote.map_or(whole, |(text, _)| text);
            let dialect = Dialect::detect(text, options)?;
            let cut_off = open_quote.or_else(|| cut_off::short_row(text, &dialect));
            let text = cut_off.map_or(text, |(text, _)| text);
            Self::of_text(&source.name, text, dialect, cut_off.map(|(_, line)| line))
        })
    }

    /// A table that keeps to the memory of its source, and whose errors name its file.
    fn within(source: &'a Source, open: impl FnOnce(&'a Source) -> Result<Self>) -> Result<Self> {
        let table = open(source).map_err(|error| error.in_file(&source.name))?;
        Ok(Self {
            budget: source.budget(),
            ..table
        })
    }

    /// Rows of the file `name` whose way of writing is known: `dialect` says where in the text they start and on which
    /// line, and `cut_off` is the line of a last row that is not in the text.
    ///
    /// # Errors
    /// A ragged row, an unclosed quote.
    pub fn of_text(
        name: &'a str,
        text: &'a str,
        dialect: Dialect,
        cut_off: Option<u64>,
    ) -> Result<Self> {
        let rows = &text[dialect.body_start..];
        let pieces = in_pieces(rows)
            .into_par_iter()
            .map(|text| (text, Shape::of(text, &dialect)))
            .collect::<Vec<_>>();
        Self::of_pieces(name, pieces.into_iter(), dialect, cut_off)
    }

    /// Rows of the file `name` whose way of writing is known: `dialect` says on which line they start, and `cut_off`
    /// is the line of a last row that is not in the text.
    ///
    /// # Errors
    /// A ragged row, an unclosed quote.
    pub(crate) fn of_pieces(
        name: &'a str,
        pieces: impl Iterator<Item = (&'a str, Shape)>,
        dialect: Dialect,
        cut_off: Option<u64>,
    ) -> Result<Self> {
        let mut places = GrowingPlaces::default();
        let mut line = dialect.body_line;
        let place = |(text, shape): (&'a str, Shape)| {
            let first = line;
            line += shape.lines;
            shape.add_places(&mut places, first, &dialect)?;
            Ok(Piece {
                text,
                line: first,
                shape,
            })
        };
        let pieces = pieces.map(place).collect::<Result<_>>();
        Ok(Self {
            pieces: pieces.map_err(|error| error.in_file(name))?,
            places: places.finish(),
            dialect,
            cut_off,
            name,
            budget: Budget::UNLIMITED,
        })
    }

    /// How the table is written.
    pub fn dialect(&self) -> &Dialect {
        &self.dialect
    }

    /// How many rows there are.
    pub fn height(&self) -> usize {
        self.pieces.iter().map(|piece| piece.shape.rows).sum()
    }

    /// What is left of the memory for a table of it, with a cell for each of its own.
    ///
    /// # Errors
    /// Where the cells are too many.
    pub(crate) fn budget(&self) -> Result<Budget> {
        let mut budget = self.budget.clone();
        budget.add_cells(self.height().saturating_mul(self.dialect.names.len()) as u64)?;
        Ok(budget)
    }

    /// The line of a last row that is cut off and therefore left out.
    pub(super) fn cut_off(&self) -> Option<u64> {
        self.cut_off
    }

    /// Where in the file each row comes from.
    pub fn places(&self) -> &RowPlaces {
        &self.places
    }

    /// The fields of up to `count` rows, from the top.
    ///
    /// # Errors
    /// None: the rows have been checked.
    pub fn sample(&self, count: usize) -> Result<Vec<Vec<String>>> {
        let mut sample = Vec::new();
        for piece in &self.pieces {
            let mut rows = piece.rows(&self.dialect);
            while sample.len() < count
                && let Some(line) = rows.next()
            {
                line?;
                let field = |index| match rows.field(index) {
                    cell if self.dialect.is_said_to_be_missing(cell) => String::new(),
                    cell => cell.to_owned(),
                };
                let fields = (0..rows.width()).map(field);
                sample.push(fields.collect());
            }
        }
        Ok(sample)
    }

    /// Reads columns by their index, in increasing order, each as one chunk.
    ///
    /// # Errors
    /// A cell of a [`CellKind::Number`] column that is neither a number nor a word for a missing value,
    /// with its line and column.
    pub fn read(&self, wanted: &[(usize, CellKind)]) -> Result<Vec<Column>> {
        columns::read(&self.pieces, &self.dialect, wanted).map_err(|error| error.in_file(self.name))
    }
}

/// A text in pieces that end where a record ends.
fn in_pieces(text: &str) -> Vec<&str> {
    let mut ends = RecordEnds::default();
    let (mut pieces, mut start) = (Vec::new(), 0);
    while let Some(end) = ends.at_or_after(text.as_bytes(), start + PIECE) {
        pieces.push(&text[start..end]);
        start = end;
    }
    pieces.push(&text[start..]);
    pieces
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
        assert_eq!(numbers("t x\n0  1.5\n1 nan\n2\t-2.0 \n"), expected);
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
