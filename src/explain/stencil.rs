//! Which rows a derivative at a row is made of, with which weights: those of the polynomial through the rows of the
//! stencil, whatever the method.

use std::ops::Range;

use crate::calculus::{Accuracy, EdgeOrder, fornberg_weights};
use crate::log::clock::seconds_between;
use crate::motion::{DeriveOptions, Method};

/// A stencil: rows of a segment, and what each of their values is multiplied by.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stencil {
    /// Indices into the segment's rows with positions.
    pub rows: Range<usize>,
    /// One for each row, in 1/s to the power of the order.
    pub weights: Vec<f64>,
    pub shape: Shape,
}

/// What a stencil is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// The parabola through a row and both neighbours.
    Centred,
    /// The parabola through the outermost three rows.
    OneSided { first: bool },
    /// The slope to the only neighbour, or to the next row.
    Slope { forward: bool, edge: bool },
    /// The second derivative of the parabola through a row and both neighbours, or the outermost three rows.
    Second { place: Place },
    /// The derivative of a polynomial through more rows.
    Polynomial { points: usize, order: usize },
}

/// Where in its segment a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    First,
    Between,
    Last,
}

/// The stencil of the velocity, and of a chained acceleration over velocities; `None` where there is none.
pub(super) fn first_derivative(
    stamps: &[i64],
    here: usize,
    options: &DeriveOptions,
) -> Option<Stencil> {
    let n = stamps.len();
    let last = n.checked_sub(1)?;
    if options.method == Method::FirstDifference {
        let shape = Shape::Slope {
            forward: true,
            edge: false,
        };
        return (here < last).then(|| stencil(stamps, here..here + 2, here, 1, shape))?;
    }
    let accuracy = accuracy(options.accuracy, 1, n);
    if accuracy > Accuracy::Second {
        let points = accuracy.points(1);
        let shape = Shape::Polynomial { points, order: 1 };
        return stencil(stamps, window(here, points, n), here, 1, shape);
    }
    let at_end = here == 0 || here == last;
    let (rows, shape) = match (at_end, options.edge_order) {
        _ if n < 2 => return None,
        (false, _) => (here - 1..here + 2, Shape::Centred),
        (true, EdgeOrder::Second) if n > 2 => {
            (window(here, 3, n), Shape::OneSided { first: here == 0 })
        }
        (true, _) => {
            let forward = here == 0;
            (
                window(here, 2, n),
                Shape::Slope {
                    forward,
                    edge: true,
                },
            )
        }
    };
    stencil(stamps, rows, here, 1, shape)
}

/// The stencil of a direct acceleration over positions; `None` where there is none.
pub(super) fn second_derivative(
    stamps: &[i64],
    here: usize,
    options: &DeriveOptions,
) -> Option<Stencil> {
    let n = stamps.len();
    if n < 3 {
        return None;
    }
    let accuracy = accuracy(options.accuracy, 2, n);
    let points = match accuracy {
        Accuracy::Second => 3,
        more => more.points(2),
    };
    let shape = match accuracy {
        Accuracy::Second => Shape::Second {
            place: match here {
                0 => Place::First,
                _ if here == n - 1 => Place::Last,
                _ => Place::Between,
            },
        },
        _ => Shape::Polynomial { points, order: 2 },
    };
    stencil(stamps, window(here, points, n), here, 2, shape)
}

/// The weights of the positions that a stencil over velocities comes down to.
pub(super) fn composed(
    stamps: &[i64],
    over_velocity: &Stencil,
    options: &DeriveOptions,
) -> Option<(Range<usize>, Vec<f64>)> {
    let stencils: Vec<Stencil> = over_velocity
        .rows
        .clone()
        .map(|row| first_derivative(stamps, row, options))
        .collect::<Option<_>>()?;
    let start = stencils.iter().map(|stencil| stencil.rows.start).min()?;
    let end = stencils.iter().map(|stencil| stencil.rows.end).max()?;
    let mut weights = vec![0.0; end - start];
    for (stencil, outer) in stencils.iter().zip(&over_velocity.weights) {
        for (row, inner) in stencil.rows.clone().zip(&stencil.weights) {
            weights[row - start] += outer * inner;
        }
    }
    Some((start..end, weights))
}

/// The derivative of the polynomial through this many rows, as many on either side as there are.
pub(super) fn polynomial(
    stamps: &[i64],
    here: usize,
    points: usize,
    order: usize,
) -> Option<Stencil> {
    let n = stamps.len();
    if points > n {
        return None;
    }
    let shape = Shape::Polynomial { points, order };
    stencil(stamps, window(here, points, n), here, order, shape)
}

fn stencil(
    stamps: &[i64],
    rows: Range<usize>,
    here: usize,
    order: usize,
    shape: Shape,
) -> Option<Stencil> {
    let origin = *stamps.get(here)?;
    let offsets: Vec<f64> = stamps
        .get(rows.clone())?
        .iter()
        .map(|&stamp| seconds_between(origin, stamp))
        .collect();
    let weights = fornberg_weights(0.0, &offsets, order).ok()?;
    Some(Stencil {
        rows,
        weights,
        shape,
    })
}

/// The rows around one, at the ends the outermost ones.
fn window(here: usize, points: usize, n: usize) -> Range<usize> {
    let start = here.saturating_sub(points / 2).min(n - points);
    start..start + points
}

/// The highest accuracy up to the one wished for that there are enough rows for.
fn accuracy(wished: Accuracy, order: usize, rows: usize) -> Accuracy {
    let mut possible = Accuracy::ALL.into_iter().rev();
    possible
        .find(|accuracy| *accuracy <= wished && accuracy.points(order) <= rows)
        .unwrap_or_default()
}

impl Shape {
    /// The stencil in words.
    pub fn words(self, of: &str) -> String {
        match self {
            Self::Centred => {
                format!("slope of the parabola through the {of} of three rows, at the middle one")
            }
            Self::OneSided { first } => {
                let end = if first { "first" } else { "last" };
                format!(
                    "one-sided, edge order 2: slope of the parabola through the {of} of the {end} three \
                     rows, at their end"
                )
            }
            Self::Slope { edge: true, .. } => {
                format!("one-sided: slope of the {of} to the only neighbour")
            }
            Self::Slope { edge: false, .. } => {
                format!("first difference of the {of} to the next row")
            }
            Self::Second {
                place: Place::Between,
            } => {
                format!("second derivative of the parabola through the {of} of three rows")
            }
            Self::Second { .. } => format!(
                "second derivative of the parabola through the {of} of the outermost three rows"
            ),
            Self::Polynomial { points, order: 1 } => {
                format!("slope at the row of the polynomial through the {of} of {points} rows")
            }
            Self::Polynomial { points, .. } => {
                format!("second derivative of the polynomial through the {of} of {points} rows")
            }
        }
    }

    /// The formula with h₁ and h₂ the steps before and after the row (at an end: the two next to it), f the values.
    pub fn formula(self) -> &'static str {
        match self {
            Self::Centred => "(h₁²·(f₊ − f) + h₂²·(f − f₋)) / (h₁·h₂·(h₁ + h₂))",
            Self::OneSided { .. } => {
                "s₁ + (s₁ − s₂)·h₁ / (h₁ + h₂), with s₁, s₂ the slopes over the steps h₁, h₂ away from it"
            }
            Self::Slope { forward: true, .. } => "(f₊ − f) / h, with h the step to the next row",
            Self::Slope { forward: false, .. } => {
                "(f − f₋) / h, with h the step from the row before"
            }
            Self::Second {
                place: Place::First,
            } => {
                "2·(s₂ − s₁) / (h₁ + h₂), with s₁, s₂ the slopes over the steps h₁, h₂ away from it"
            }
            Self::Second { place: Place::Last } => {
                "2·(s₁ − s₂) / (h₁ + h₂), with s₁, s₂ the slopes over the steps h₁, h₂ away from it"
            }
            Self::Second { .. } => "2·(h₁·(f₊ − f) − h₂·(f − f₋)) / (h₁·h₂·(h₁ + h₂))",
            Self::Polynomial { .. } => {
                "Σ weight·(value − value here), weights by Fornberg's recursion"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TENTH: i64 = 100_000_000;

    fn options(edge_order: EdgeOrder) -> DeriveOptions {
        DeriveOptions {
            edge_order,
            ..DeriveOptions::default()
        }
    }

    #[test]
    fn stencils_are_those_of_their_place() {
        let stamps = [0, TENTH, 3 * TENTH, 4 * TENTH];
        let at = |here, order| first_derivative(&stamps, here, &options(order)).unwrap();
        assert_eq!(at(1, EdgeOrder::First).rows, 0..3);
        assert_eq!(at(0, EdgeOrder::First).rows, 0..2);
        assert_eq!(at(3, EdgeOrder::Second).rows, 1..4);
        assert_eq!(
            at(3, EdgeOrder::Second).shape,
            Shape::OneSided { first: false }
        );
        let sum: f64 = at(1, EdgeOrder::Second).weights.iter().sum();
        assert!(sum.abs() < 1e-14);
    }

    #[test]
    fn few_rows_have_few_stencils() {
        let options = options(EdgeOrder::Second);
        assert_eq!(first_derivative(&[0], 0, &options), None);
        let two = first_derivative(&[0, TENTH], 1, &options).unwrap();
        assert_eq!(two.weights, [-10.0, 10.0]);
        assert_eq!(second_derivative(&[0, TENTH], 0, &options), None);
    }

    #[test]
    fn even_chained_stencils_make_the_wide_second_difference() {
        let stamps: Vec<i64> = (0..7).map(|i| i * 10 * TENTH).collect();
        let options = options(EdgeOrder::Second);
        let outer = first_derivative(&stamps, 3, &options).unwrap();
        let (rows, weights) = composed(&stamps, &outer, &options).unwrap();
        assert_eq!(rows, 1..6);
        assert_eq!(weights, [0.25, 0.0, -0.5, 0.0, 0.25]);
    }
}
