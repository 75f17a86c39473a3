//! How far the stencils of all that is derived together reach, in rows with positions.

use std::ops::Range;

use dxdt_calculus::EdgeOrder;

use super::{DeriveOptions, Method, Quantity, Stencil};

/// How far all that is asked for reaches together, in a segment with rows enough for all of it.
#[derive(Debug, Clone)]
pub struct Reach {
    /// Derivatives of derivatives, the innermost first.
    chains: Vec<Vec<Stencil>>,
    /// The first row of a segment needs so many more.
    least: usize,
}

/// So many rows have no end.
const ENDLESS: usize = usize::MAX / 2;

impl Reach {
    /// Of velocity, acceleration, first difference and these quantities; also of the gradient that another method is
    /// compared with.
    pub fn new(options: &DeriveOptions, quantities: &[Quantity], compares: bool) -> Self {
        let velocity = Stencil::first_derivative(options, ENDLESS);
        let acceleration = match Stencil::direct_acceleration(options, ENDLESS) {
            Some(direct) => vec![direct],
            None => vec![velocity, velocity],
        };
        let has = |quantity| quantities.contains(&quantity);
        let mut chains = vec![vec![Stencil::ForwardDifference], vec![velocity]];
        if compares {
            let gradient = DeriveOptions {
                method: Method::Gradient,
                ..*options
            };
            chains.push(vec![Stencil::first_derivative(&gradient, ENDLESS)]);
        }
        if has(Quantity::Course) || has(Quantity::TurnRate) {
            // They ask for the rows before and after, as a slope does that has one neighbor at an end.
            chains.push(vec![velocity, Stencil::Gradient(EdgeOrder::First)]);
        }
        let mut least = Stencil::LEAST_OF_ACCELERATION;
        if has(Quantity::Jerk) {
            chains.push([&acceleration[..], &[velocity]].concat());
            least = Stencil::LEAST_OF_JERK;
        }
        chains.push(acceleration);
        Self {
            chains,
            least: least - 1,
        }
    }

    /// So many rows on either side are enough for any row.
    pub fn around(&self) -> usize {
        self.ahead(0).max(self.through(0, behind))
    }

    /// The last row that row `row` of a segment needs, both counted from 0.
    pub fn ahead(&self, row: usize) -> usize {
        self.through(row, ahead).max(self.least)
    }

    /// The rows that derive row `row` of a segment that goes on.
    pub fn window(&self, row: usize) -> Range<usize> {
        const MIDDLE: usize = ENDLESS / 2;
        let back = MIDDLE - self.first_before(MIDDLE);
        // Never at the edge of its window, unless at the edge of the segment.
        row.saturating_sub(back.max(1))..self.ahead(row) + 1
    }

    /// The rows that derive row `row` and those after it in a segment that ends after `rows`.
    pub fn last_window(&self, row: usize, rows: usize) -> Range<usize> {
        let from_end = self.through(rows - 1 - row, behind);
        // Three rows, or a long segment would look short; and never at the edge of the window alone.
        let from_end = from_end.max(2).max(rows - row);
        (rows - 1).saturating_sub(from_end)..rows
    }

    /// How many rows from the end of a segment that goes on may still be needed.
    pub fn kept(&self) -> usize {
        // A row waits for no more than the first of a segment does.
        let waiting = self.ahead(0) + 1;
        self.through(waiting, behind).max(waiting) + waiting
    }

    /// The first row that a row far from both ends needs.
    fn first_before(&self, row: usize) -> usize {
        let first = |row: usize, stencil: &Stencil| {
            let rows = stencil.rows(row, ENDLESS);
            rows.map_or(row, |rows| rows.start)
        };
        let chain = |chain: &Vec<Stencil>| chain.iter().rev().fold(row, first);
        self.chains.iter().map(chain).min().unwrap_or(row)
    }

    fn through(&self, row: usize, reach: fn(usize, &Stencil) -> usize) -> usize {
        let chain = |chain: &Vec<Stencil>| chain.iter().rev().fold(row, reach);
        self.chains.iter().map(chain).max().unwrap_or(row)
    }
}

/// The last row that a stencil at a row takes, both counted from the start of a segment.
fn ahead(row: usize, stencil: &Stencil) -> usize {
    let rows = stencil.rows(row, ENDLESS);
    rows.map_or(row, |rows| rows.end - 1)
}

/// The first row that a stencil at a row takes, both counted from the end of a segment.
fn behind(from_end: usize, stencil: &Stencil) -> usize {
    const LAST: usize = ENDLESS - 1;
    let rows = stencil.rows(LAST - from_end, ENDLESS);
    rows.map_or(from_end, |rows| LAST - rows.start)
}

#[cfg(test)]
mod tests {
    use crate::motion::Acceleration;
    use dxdt_calculus::Accuracy;

    use super::*;

    fn ahead(options: DeriveOptions, quantities: &[Quantity]) -> [usize; 3] {
        let reach = Reach::new(&options, quantities, true);
        [0, 1, 20].map(|row| reach.ahead(row))
    }

    #[test]
    fn chained_gradients_reach_two_rows_and_at_the_start_three() {
        let usual = DeriveOptions::default();
        assert_eq!(ahead(usual, &[]), [3, 3, 22]);
        assert_eq!(ahead(usual, &[Quantity::Course]), [3, 3, 22]);
        assert_eq!(ahead(usual, &[Quantity::Jerk]), [4, 4, 23]);
        let edge = DeriveOptions {
            edge_order: EdgeOrder::First,
            ..usual
        };
        assert_eq!(ahead(edge, &[]), [2, 3, 22]);
        let direct = DeriveOptions {
            acceleration: Acceleration::Direct,
            ..usual
        };
        assert_eq!(ahead(direct, &[]), [2, 2, 21]);
        let high = DeriveOptions {
            accuracy: Accuracy::Eighth,
            ..usual
        };
        assert_eq!(ahead(high, &[]), [12, 12, 28]);
        let difference = DeriveOptions {
            method: Method::FirstDifference,
            ..usual
        };
        assert_eq!(ahead(difference, &[]), [2, 3, 22]);
    }

    #[test]
    fn windows_hold_what_a_row_needs() {
        let reach = Reach::new(&DeriveOptions::default(), &[], true);
        assert_eq!(reach.window(0), 0..4);
        assert_eq!(reach.window(10), 8..13);
        assert_eq!(reach.last_window(9, 10), 6..10);
        assert_eq!(reach.last_window(0, 2), 0..2);
        assert!(reach.kept() >= 8);
        assert_eq!(reach.around(), 3);
    }
}
