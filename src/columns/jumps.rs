//! What there is to say of values that jump or start again, which NumPy derives as they are.

use dxdt_formats::ColumnName;
use dxdt_motion::jumps::{JumpCause, jumps_of_series};
use dxdt_motion::space::turn_in;
use dxdt_motion::words::number::{counted, short};

use super::ValueTable;

/// The jumps of one column.
pub(super) struct Jumps<'a> {
    name: &'a str,
    turn: Option<f64>,
    /// Rows of the table that jump, and those that start again after something.
    jumping: Vec<usize>,
    wrapping: Vec<(usize, f64)>,
}

impl<'a> Jumps<'a> {
    pub fn new(name: &'a str) -> Self {
        Self {
            name,
            turn: ColumnName::parse(name).unit.as_deref().and_then(turn_in),
            jumping: Vec::new(),
            wrapping: Vec::new(),
        }
    }

    /// Looks at the values of some rows of the table and the steps between them, if these are not equal.
    pub fn look_at(&mut self, values: &[f64], steps: Option<&[f64]>, rows: &[usize]) {
        for jump in jumps_of_series(values, steps, self.turn) {
            let row = rows[jump.row];
            match jump.cause {
                JumpCause::Wraps(period) => self.wrapping.push((row, period)),
                JumpCause::ComesBack | JumpCause::Stays | JumpCause::StandsForNone(_) => {
                    self.jumping.push(row);
                }
                _ => {}
            }
        }
    }

    /// Sentences on what that does to a derivative of this name.
    pub fn notes(&self, derivative: &str, table: &ValueTable<'_>) -> Vec<String> {
        let name = self.name;
        let wraps = self.wrapping.first().map(|&(row, period)| {
            format!(
                "'{name}' starts again after {period} in {} (first in {}), and its {derivative} there is that of the \
                 step back; --unwrap {period} counts on",
                counted(self.wrapping.len() as u64, "row", "rows"),
                table.places().of_row(row),
                period = short(period),
            )
        });
        let jumps = self.jumping.first().map(|&row| {
            format!(
                "{} of '{name}' {} far beyond all around (first in {}), and the {derivative} beside has the whole step",
                counted(self.jumping.len() as u64, "value", "values"),
                if self.jumping.len() == 1 { "is" } else { "are" },
                table.places().of_row(row),
            )
        });
        wraps.into_iter().chain(jumps).collect()
    }
}
