//! The stencils of derivatives: which rows a value is made of. What derives a segment, what explains a row and what waits
//! for rows to come all ask here.

use std::ops::Range;

use dxdt_calculus::{Accuracy, EdgeOrder, points_around};

use super::{Acceleration, DeriveOptions, Method};

/// How one derivative is taken from the values at the rows of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stencil {
    /// The slope to the next row.
    ForwardDifference,
    /// The slope of the parabola through a row and both neighbors; at the ends of as many rows as the edge order asks for.
    Gradient(EdgeOrder),
    /// The second derivative of the parabola through three rows.
    SecondDerivative,
    /// The derivative of this order of the polynomial through as many rows as the accuracy asks for.
    FiniteDifference {
        /// 1 for the first derivative, 2 for the second.
        order: usize,
        /// With which power of the step the error falls.
        accuracy: Accuracy,
    },
}

impl Stencil {
    /// A segment with fewer rows has no acceleration.
    pub const LEAST_OF_ACCELERATION: usize = 3;
    /// A segment with fewer rows has no jerk: three positions are on a parabola, whatever the motion was, and a jerk of 0
    /// would be made up.
    pub const LEAST_OF_JERK: usize = 4;

    /// That of the velocity over positions, and of all that is chained, in a segment of so many rows: with the highest
    /// accuracy and edge order that they allow.
    pub fn first_derivative(options: &DeriveOptions, rows: usize) -> Self {
        match (options.method, accuracy(options.accuracy, 1, rows)) {
            (Method::FirstDifference, _) => Self::ForwardDifference,
            (Method::Gradient, Accuracy::Second) if rows < 3 => Self::Gradient(EdgeOrder::First),
            (Method::Gradient, Accuracy::Second) => Self::Gradient(options.edge_order),
            (Method::Gradient, accuracy) => Self::FiniteDifference { order: 1, accuracy },
        }
    }

    /// That of the acceleration over positions; `None` where it is the first derivative of the velocity.
    pub fn direct_acceleration(options: &DeriveOptions, rows: usize) -> Option<Self> {
        match (options.method, options.acceleration) {
            // The last row of a first difference is unknown, so one of it ends a row earlier.
            (Method::FirstDifference, _) | (_, Acceleration::Chained) => None,
            (Method::Gradient, Acceleration::Direct) => {
                Some(match accuracy(options.accuracy, 2, rows) {
                    Accuracy::Second => Self::SecondDerivative,
                    accuracy => Self::FiniteDifference { order: 2, accuracy },
                })
            }
        }
    }

    /// Which derivative of the values it gives: the first or the second.
    pub fn order(self) -> usize {
        match self {
            Self::ForwardDifference | Self::Gradient(_) => 1,
            Self::SecondDerivative => 2,
            Self::FiniteDifference { order, .. } => order,
        }
    }

    /// The rows that the value at row `here` of `rows` is made of; `None` where there is none.
    pub fn rows(self, here: usize, rows: usize) -> Option<Range<usize>> {
        let is_end = here == 0 || here + 1 == rows;
        let points = match self {
            Self::ForwardDifference => return (here + 1 < rows).then(|| here..here + 2),
            Self::Gradient(EdgeOrder::First) if is_end => 2,
            Self::Gradient(_) | Self::SecondDerivative => 3,
            Self::FiniteDifference { order, accuracy } => accuracy.points(order),
        };
        (points <= rows).then(|| points_around(here, points, rows))
    }
}

/// The highest accuracy up to the one wished for that a derivative of this order has enough rows for.
fn accuracy(wished: Accuracy, order: usize, rows: usize) -> Accuracy {
    let mut possible = Accuracy::ALL.into_iter().rev();
    possible
        .find(|accuracy| *accuracy <= wished && accuracy.points(order) <= rows)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_those_around_and_at_ends_the_outermost() {
        let options = DeriveOptions::default();
        let gradient = Stencil::first_derivative(&options, 9);
        assert_eq!(gradient, Stencil::Gradient(EdgeOrder::Second));
        let of = |stencil: Stencil| [0, 1, 8].map(|here| stencil.rows(here, 9));
        assert_eq!(of(gradient), [Some(0..3), Some(0..3), Some(6..9)]);
        let first = Stencil::Gradient(EdgeOrder::First);
        assert_eq!(of(first), [Some(0..2), Some(0..3), Some(7..9)]);
        let forward = Stencil::ForwardDifference;
        assert_eq!(of(forward), [Some(0..2), Some(1..3), None]);
        let fourth = Stencil::FiniteDifference {
            order: 1,
            accuracy: Accuracy::Fourth,
        };
        assert_eq!(of(fourth), [Some(0..5), Some(0..5), Some(4..9)]);
    }

    #[test]
    fn few_rows_have_a_lower_accuracy_and_edge_order() {
        let options = DeriveOptions {
            accuracy: Accuracy::Eighth,
            acceleration: Acceleration::Direct,
            ..Default::default()
        };
        let order_of_accuracy = |rows| match Stencil::first_derivative(&options, rows) {
            Stencil::FiniteDifference { accuracy, .. } => accuracy.order(),
            _ => 2,
        };
        assert_eq!([3, 5, 8, 9].map(order_of_accuracy), [2, 4, 6, 8]);
        let two = Stencil::first_derivative(&options, 2);
        assert_eq!(two.rows(1, 2), Some(0..2));
        assert_eq!(Stencil::first_derivative(&options, 1).rows(0, 1), None);
        let direct = Stencil::direct_acceleration(&options, 3);
        assert_eq!(direct, Some(Stencil::SecondDerivative));
        assert_eq!(
            Stencil::direct_acceleration(&DeriveOptions::default(), 3),
            None
        );
    }
}
