//! How far the stencils of derivatives reach, in rows with positions.

use std::ops::Range;

use crate::calculus::{Accuracy, EdgeOrder};
use crate::motion::{Acceleration, DeriveOptions, Method, Quantity};

/// One derivative: how many rows it reaches ahead and back, and up to which row of its segment its one-sided formula
/// does at an end.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Step {
    ahead: usize,
    back: usize,
    edge: usize,
}

impl Step {
    const DIFFERENCE: Self = Self {
        ahead: 1,
        back: 0,
        edge: 0,
    };
    /// What a quantity asks of the rows before and after.
    const NEIGHBOURS: Self = Self {
        ahead: 1,
        back: 1,
        edge: 0,
    };

    fn of_points(points: usize) -> Self {
        Self {
            ahead: points / 2,
            back: points / 2,
            edge: points - 1,
        }
    }

    fn gradient(options: &DeriveOptions) -> Self {
        match (options.accuracy, options.edge_order) {
            (Accuracy::Second, EdgeOrder::First) => Self {
                edge: 1,
                ..Self::of_points(3)
            },
            (accuracy, _) => Self::of_points(accuracy.points(1)),
        }
    }

    fn second_derivative(options: &DeriveOptions) -> Self {
        match options.accuracy {
            Accuracy::Second => Self::of_points(3),
            accuracy => Self::of_points(accuracy.points(2)),
        }
    }
}

/// How far all that is asked for reaches together.
#[derive(Debug, Clone)]
pub(super) struct Reach {
    /// Derivatives of derivatives, the innermost first.
    chains: Vec<Vec<Step>>,
    /// The first row of a segment needs so many more.
    least: usize,
}

impl Reach {
    pub fn new(options: &DeriveOptions, quantities: &[Quantity], compares: bool) -> Self {
        let gradient = Step::gradient(options);
        let velocity = match options.method {
            Method::Gradient => gradient,
            Method::FirstDifference => Step::DIFFERENCE,
        };
        let acceleration = match (options.method, options.acceleration) {
            (Method::Gradient, Acceleration::Direct) => vec![Step::second_derivative(options)],
            _ => vec![velocity, velocity],
        };
        let has = |quantity| quantities.contains(&quantity);
        let mut chains = vec![vec![Step::DIFFERENCE], vec![velocity]];
        if compares {
            chains.push(vec![gradient]);
        }
        if has(Quantity::Course) || has(Quantity::TurnRate) {
            chains.push(vec![velocity, Step::NEIGHBOURS]);
        }
        if has(Quantity::Jerk) {
            chains.push([&acceleration[..], &[velocity]].concat());
        }
        chains.push(acceleration);
        Self {
            chains,
            least: if has(Quantity::Jerk) { 3 } else { 1 },
        }
    }

    /// The last row that row `row` of a segment needs, both counted from 0.
    pub fn ahead(&self, row: usize) -> usize {
        self.through(row, |step| step.ahead).max(self.least)
    }

    /// The rows that derive row `row` of a segment that goes on.
    pub fn window(&self, row: usize) -> Range<usize> {
        // Never at the edge of its window, unless at the edge of the segment.
        let back = |chain: &Vec<Step>| chain.iter().map(|step| step.back).sum();
        let back: usize = self.chains.iter().map(back).max().unwrap_or(0);
        row.saturating_sub(back.max(1))..self.ahead(row) + 1
    }

    /// The rows that derive row `row` and those after it in a segment that ends after `rows`.
    pub fn last_window(&self, row: usize, rows: usize) -> Range<usize> {
        let from_end = self.through(rows - 1 - row, |step| step.back);
        // Three rows, or a long segment would look short; and never at the edge of the window alone.
        let from_end = from_end.max(2).max(rows - row);
        (rows - 1).saturating_sub(from_end)..rows
    }

    /// How many rows from the end of a segment that goes on may still be needed.
    pub fn kept(&self) -> usize {
        // A row waits for no more than the first of a segment does.
        let waiting = self.ahead(0) + 1;
        self.through(waiting, |step| step.back).max(waiting) + waiting
    }

    fn through(&self, row: usize, reach: fn(&Step) -> usize) -> usize {
        let chain = |chain: &Vec<Step>| {
            let steps = chain.iter().rev();
            steps.fold(row, |row, step| (row + reach(step)).max(step.edge))
        };
        self.chains.iter().map(chain).max().unwrap_or(row)
    }
}

#[cfg(test)]
mod tests {
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
    }

    #[test]
    fn windows_hold_what_a_row_needs() {
        let reach = Reach::new(&DeriveOptions::default(), &[], true);
        assert_eq!(reach.window(0), 0..4);
        assert_eq!(reach.window(10), 8..13);
        assert_eq!(reach.last_window(9, 10), 6..10);
        assert_eq!(reach.last_window(0, 2), 0..2);
        assert!(reach.kept() >= 8);
    }
}
