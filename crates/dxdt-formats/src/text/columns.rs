//! The cells of a text's rows into columns, by all threads.

use polars::prelude::{
    Column, Float64Chunked, IntoColumn, NewChunkedArray, StringChunked, StringChunkedBuilder,
};
use rayon::prelude::*;

use dxdt_motion::error::{Error, Result, excerpt};

use super::super::degrees::read_degrees;
use super::super::table::CellKind;
use super::dialect::Dialect;
use super::number::Number;
use super::numerals::is_grouped;
use super::rows::Rows;
use super::shape::Shape;

/// Whole records of a text.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    pub text: &'a str,
    /// The line of the file that it starts on.
    pub line: u64,
    pub shape: Shape,
}

impl<'a> Piece<'a> {
    pub fn rows(&self, dialect: &Dialect) -> Rows<'a> {
        self.shape.rows_of(self.text, self.line, dialect)
    }
}

/// Reads columns by their index, in increasing order, each as one chunk.
///
/// # Errors
/// The first cell of a column of numbers that is neither a number nor a word for a missing value.
pub(super) fn read(
    pieces: &[Piece<'_>],
    dialect: &Dialect,
    wanted: &[(usize, CellKind)],
) -> Result<Vec<Column>> {
    let rows = pieces.iter().map(|piece| piece.shape.rows).sum();
    let mut columns: Vec<Cells> = wanted
        .iter()
        .map(|(_, kind)| match kind {
            CellKind::Number | CellKind::Degrees => Cells::Numbers(vec![0.0; rows]),
            _ => Cells::Texts,
        })
        .collect();
    let mut parts: Vec<Vec<Part<'_>>> = pieces.iter().map(|_| Vec::new()).collect();
    for cells in &mut columns {
        cells.part(pieces, &mut parts);
    }
    let parts: Vec<Vec<Read>> = pieces
        .par_iter()
        .zip(parts)
        .map(|(piece, parts)| read_piece(piece, dialect, wanted, parts))
        .collect::<Result<_>>()?;
    let mut of_columns: Vec<Vec<Read>> = wanted.iter().map(|_| Vec::new()).collect();
    for part in parts {
        for (of_column, read) in of_columns.iter_mut().zip(part) {
            of_column.push(read);
        }
    }
    Ok(columns
        .into_par_iter()
        .zip(of_columns)
        .zip(wanted)
        .map(|((cells, parts), (index, _))| cells.join(parts, &dialect.names[*index]))
        .collect())
}

/// The cells of a column.
enum Cells {
    Numbers(Vec<f64>),
    Texts,
}

/// Where the cells of a column in one piece go.
enum Part<'c> {
    Numbers {
        values: &'c mut [f64],
        missing: Vec<usize>,
    },
    Texts(StringChunkedBuilder),
}

/// What has been read of a column in one piece.
enum Read {
    /// The rows of the piece without a number.
    Missing {
        rows: usize,
        missing: Vec<usize>,
    },
    Texts(StringChunked),
}

impl Cells {
    /// Gives each piece its part.
    fn part<'c>(&'c mut self, pieces: &[Piece<'_>], parts: &mut [Vec<Part<'c>>]) {
        let mut rest = match self {
            Self::Numbers(values) => Some(&mut values[..]),
            Self::Texts => None,
        };
        for (piece, parts) in pieces.iter().zip(parts) {
            let rows = piece.shape.rows;
            parts.push(match rest.take() {
                Some(values) => {
                    let (values, after) = values.split_at_mut(rows);
                    rest = Some(after);
                    Part::Numbers {
                        values,
                        missing: Vec::new(),
                    }
                }
                None => Part::Texts(StringChunkedBuilder::new("".into(), rows)),
            });
        }
    }

    fn join(self, parts: Vec<Read>, name: &str) -> Column {
        match self {
            Self::Numbers(values) => with_missing(values, &parts, name).into_column(),
            Self::Texts => {
                let texts = parts.into_iter().filter_map(|part| match part {
                    Read::Texts(texts) => Some(texts),
                    Read::Missing { .. } => None,
                });
                let arrays = texts.flat_map(StringChunked::downcast_into_iter);
                let all = StringChunked::from_chunk_iter(name.into(), arrays);
                all.rechunk().into_owned().into_column()
            }
        }
    }
}

impl Part<'_> {
    /// Adds the cell of a row; `false` where it is no number and should be.
    fn add(&mut self, row: usize, cell: &str, kind: CellKind, dialect: &Dialect) -> bool {
        let cell = match dialect.missing.is_empty() {
            false if dialect.is_said_to_be_missing(cell) => "",
            _ => cell,
        };
        match self {
            Self::Numbers { values, missing } => match Number::read(cell, dialect.numerals()) {
                Number::Value(value) => values[row] = value,
                Number::Missing => missing.push(row),
                Number::None => match read_degrees(cell) {
                    Some(degrees) if kind == CellKind::Degrees => values[row] = degrees,
                    _ => return false,
                },
            },
            Self::Texts(texts) if cell.is_empty() => texts.append_null(),
            Self::Texts(texts) => texts.append_value(cell),
        }
        true
    }

    fn done(self) -> Read {
        match self {
            Self::Numbers { values, missing } => Read::Missing {
                rows: values.len(),
                missing,
            },
            Self::Texts(texts) => Read::Texts(texts.finish()),
        }
    }
}

fn with_missing(values: Vec<f64>, parts: &[Read], name: &str) -> Float64Chunked {
    let mut missing = Vec::new();
    let mut before = 0;
    for part in parts {
        if let Read::Missing { rows, missing: own } = part {
            missing.extend(own.iter().map(|row| before + row));
            before += rows;
        }
    }
    if missing.is_empty() {
        return Float64Chunked::from_vec(name.into(), values);
    }
    let mut missing = missing.into_iter().peekable();
    let filled = values
        .into_iter()
        .enumerate()
        .map(|(row, value)| missing.next_if_eq(&row).is_none().then_some(value));
    Float64Chunked::from_iter_options(name.into(), filled)
}

/// The error of a cell that is no number.
fn not_a_number(cell: &str) -> Error {
    let error = Error::new(format!("'{}' is not a number", excerpt(cell)));
    if is_grouped(cell.trim(), b',', b'.') {
        return error.advise(
            "the comma may stand between thousands or before decimals, and no other cell of the column tells; \
             write 1001 or 1.001 for '1,001'",
        );
    }
    error.advise(
        "correct the cell, leave it empty to mark the value as missing, give the word for missing values with --missing, \
         or name another column",
    )
}

fn read_piece(
    piece: &Piece<'_>,
    dialect: &Dialect,
    wanted: &[(usize, CellKind)],
    mut parts: Vec<Part<'_>>,
) -> Result<Vec<Read>> {
    let mut rows = piece.rows(dialect);
    for row in 0..piece.shape.rows {
        let Some(line) = rows.next().transpose()? else {
            break;
        };
        for ((column, kind), part) in wanted.iter().zip(&mut parts) {
            let cell = rows.field(*column);
            if !part.add(row, cell, *kind, dialect) {
                return Err(not_a_number(cell)
                    .at_line(line)
                    .in_column(&dialect.names[*column]));
            }
        }
    }
    Ok(parts.into_iter().map(Part::done).collect())
}
