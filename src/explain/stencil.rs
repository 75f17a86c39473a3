//! The stencils of the derivation at one row, with the weights of the polynomial through their rows, and in words.

use std::ops::Range;

use dxdt_calculus::{EdgeOrder, fornberg_weights, points_around};
use dxdt_motion::motion::{DeriveOptions, Stencil};

use super::series::Timeline;

/// A stencil at a row: rows of a segment, and what each of their values is multiplied by.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RowStencil {
    stencil: Stencil,
    place: Place,
    pub weighted: Weighted,
}

/// Rows of a segment with positions, by their index, and what each of their values is multiplied by.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Weighted {
    pub rows: Range<usize>,
    /// One for each row, in 1/s to the power of the order.
    pub weights: Vec<f64>,
}

/// Where in its segment a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    First,
    Between,
    Last,
}

/// The stencil of the velocity, and of a chained acceleration over velocities; `None` where there is none.
pub(super) fn first_derivative(
    times: Timeline<'_>,
    here: usize,
    options: &DeriveOptions,
) -> Option<RowStencil> {
    let stencil = Stencil::first_derivative(options, times.len());
    RowStencil::at(stencil, times, here)
}

/// The weights of the positions that a stencil over velocities comes down to.
pub(super) fn composed(
    times: Timeline<'_>,
    over_velocity: &Weighted,
    options: &DeriveOptions,
) -> Option<Weighted> {
    let stencils: Vec<Weighted> = over_velocity
        .rows
        .clone()
        .map(|row| Some(first_derivative(times, row, options)?.weighted))
        .collect::<Option<_>>()?;
    let start = stencils.iter().map(|stencil| stencil.rows.start).min()?;
    let end = stencils.iter().map(|stencil| stencil.rows.end).max()?;
    let mut weights = vec![0.0; end - start];
    for (stencil, outer) in stencils.iter().zip(&over_velocity.weights) {
        for (row, inner) in stencil.iter() {
            weights[row - start] += outer * inner;
        }
    }
    Some(Weighted {
        rows: start..end,
        weights,
    })
}

/// The derivative of the polynomial through this many rows, as many on either side as there are.
pub(super) fn polynomial(
    times: Timeline<'_>,
    here: usize,
    points: usize,
    order: usize,
) -> Option<Weighted> {
    let rows = times.len();
    (points <= rows)
        .then(|| Weighted::new(times, points_around(here, points, rows), here, order))?
}

impl Weighted {
    fn new(times: Timeline<'_>, rows: Range<usize>, here: usize, order: usize) -> Option<Self> {
        let origin = *times.stamps.get(here)?;
        let seconds = |&stamp: &i64| times.ticks.seconds_between(origin, stamp);
        let offsets: Vec<f64> = times
            .stamps
            .get(rows.clone())?
            .iter()
            .map(seconds)
            .collect();
        let weights = fornberg_weights(0.0, &offsets, order).ok()?;
        Some(Self { rows, weights })
    }

    /// Each row with its weight.
    pub fn iter(&self) -> impl Iterator<Item = (usize, f64)> {
        self.rows.clone().zip(self.weights.iter().copied())
    }
}

impl RowStencil {
    /// The stencil at a row of the segment with these timestamps; `None` where it has no value there.
    pub fn at(stencil: Stencil, times: Timeline<'_>, here: usize) -> Option<Self> {
        let rows = stencil.rows(here, times.len())?;
        Some(Self {
            stencil,
            place: match here {
                0 => Place::First,
                _ if here + 1 == times.len() => Place::Last,
                _ => Place::Between,
            },
            weighted: Weighted::new(times, rows, here, stencil.order())?,
        })
    }

    /// The stencil in words.
    pub fn words(&self, of: &str) -> String {
        match (self.stencil, self.place) {
            (Stencil::ForwardDifference, _) => {
                format!("first difference of the {of} to the next row")
            }
            (Stencil::Gradient(_), Place::Between) => {
                format!("slope of the parabola through the {of} of three rows, at the middle one")
            }
            (Stencil::Gradient(EdgeOrder::First), _) => {
                format!("one-sided: slope of the {of} to the only neighbor")
            }
            (Stencil::Gradient(EdgeOrder::Second), place) => {
                let end = if place == Place::First {
                    "first"
                } else {
                    "last"
                };
                format!(
                    "one-sided, edge order 2: slope of the parabola through the {of} of the {end} three \
                     rows, at their end"
                )
            }
            (Stencil::SecondDerivative, Place::Between) => {
                format!("second derivative of the parabola through the {of} of three rows")
            }
            (Stencil::SecondDerivative, _) => format!(
                "second derivative of the parabola through the {of} of the outermost three rows"
            ),
            (Stencil::FiniteDifference { order, .. }, _) => {
                let points = self.weighted.rows.len();
                let what = match order {
                    1 => "slope at the row",
                    _ => "second derivative",
                };
                format!("{what} of the polynomial through the {of} of {points} rows")
            }
        }
    }

    /// The formula with h₁ and h₂ the steps before and after the row (at an end: the two next to it), f the values.
    pub fn formula(&self) -> &'static str {
        match (self.stencil, self.place) {
            (Stencil::ForwardDifference, _)
            | (Stencil::Gradient(EdgeOrder::First), Place::First) => {
                "(f₊ − f) / h, with h the step to the next row"
            }
            (Stencil::Gradient(_), Place::Between) => {
                "(h₁²·(f₊ − f) + h₂²·(f − f₋)) / (h₁·h₂·(h₁ + h₂))"
            }
            (Stencil::Gradient(EdgeOrder::First), Place::Last) => {
                "(f − f₋) / h, with h the step from the row before"
            }
            (Stencil::Gradient(EdgeOrder::Second), _) => {
                "s₁ + (s₁ − s₂)·h₁ / (h₁ + h₂), with s₁, s₂ the slopes over the steps h₁, h₂ away from it"
            }
            (Stencil::SecondDerivative, Place::First) => {
                "2·(s₂ − s₁) / (h₁ + h₂), with s₁, s₂ the slopes over the steps h₁, h₂ away from it"
            }
            (Stencil::SecondDerivative, Place::Last) => {
                "2·(s₁ − s₂) / (h₁ + h₂), with s₁, s₂ the slopes over the steps h₁, h₂ away from it"
            }
            (Stencil::SecondDerivative, Place::Between) => {
                "2·(h₁·(f₊ − f) − h₂·(f − f₋)) / (h₁·h₂·(h₁ + h₂))"
            }
            (Stencil::FiniteDifference { .. }, _) => {
                "Σ weight·(value − value here), weights by Fornberg's recursion"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use dxdt_time::Ticks;

    use super::*;

    const TENTH: i64 = 100_000_000;

    fn times(stamps: &[i64]) -> Timeline<'_> {
        let ticks = Ticks::NANOSECONDS;
        Timeline { stamps, ticks }
    }

    fn options(edge_order: EdgeOrder) -> DeriveOptions {
        DeriveOptions {
            edge_order,
            ..DeriveOptions::default()
        }
    }

    #[test]
    fn weights_and_words_are_those_of_the_place() {
        let stamps = [0, TENTH, 3 * TENTH, 4 * TENTH];
        let at = |here, order| first_derivative(times(&stamps), here, &options(order)).unwrap();
        let sum: f64 = at(1, EdgeOrder::Second).weighted.weights.iter().sum();
        assert!(sum.abs() < 1e-14);
        let last = at(3, EdgeOrder::First).weighted;
        assert_eq!((last.rows, last.weights), (2..4, vec![-10.0, 10.0]));
        let words = at(3, EdgeOrder::Second).words("positions");
        assert!(words.contains("the last three rows"), "{words}");
    }

    #[test]
    fn even_chained_stencils_make_the_wide_second_difference() {
        let stamps: Vec<i64> = (0..7).map(|i| i * 10 * TENTH).collect();
        let options = options(EdgeOrder::Second);
        let outer = first_derivative(times(&stamps), 3, &options).unwrap();
        let composed = composed(times(&stamps), &outer.weighted, &options).unwrap();
        assert_eq!(composed.rows, 1..6);
        assert_eq!(composed.weights, [0.25, 0.0, -0.5, 0.0, 0.25]);
    }
}
