//! The accuracy of the gradient at the first and the last point.

use super::CalculusError;
use std::{fmt, str::FromStr};

/// How exact the gradient is at the two ends, where a point has neighbors on one side only.
///
/// Interior points are second order in any case. Taking the gradient twice to get an acceleration
/// asks for [`Second`](Self::Second): with [`First`](Self::First) a constant acceleration comes out
/// halved at both ends.
///
/// ```
/// use dxdt_calculus::EdgeOrder;
///
/// assert_eq!("2".parse(), Ok(EdgeOrder::Second));
/// assert_eq!(EdgeOrder::try_from(1), Ok(EdgeOrder::First));
/// assert!(EdgeOrder::try_from(0).is_err()); // NumPy takes 0, for edge order 2
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum EdgeOrder {
    /// The slope to the one neighbor: exact for straight lines. NumPy's default.
    #[default]
    First,
    /// The slope of the parabola through the last three points: exact for parabolas.
    Second,
}

impl EdgeOrder {
    /// The least number of points for a gradient of this edge order: 2 or 3.
    ///
    /// ```
    /// assert_eq!(dxdt_calculus::EdgeOrder::Second.min_points(), 3);
    /// ```
    pub const fn min_points(self) -> usize {
        match self {
            Self::First => 2,
            Self::Second => 3,
        }
    }
}

/// Fails with [`CalculusError::UnknownEdgeOrder`] for anything but 1 and 2.
impl TryFrom<u8> for EdgeOrder {
    type Error = CalculusError;

    fn try_from(order: u8) -> Result<Self, CalculusError> {
        match order {
            1 => Ok(Self::First),
            2 => Ok(Self::Second),
            _ => Err(CalculusError::UnknownEdgeOrder(order.to_string())),
        }
    }
}

/// Fails with [`CalculusError::UnknownEdgeOrder`] for anything but `1` and `2`.
impl FromStr for EdgeOrder {
    type Err = CalculusError;

    fn from_str(order: &str) -> Result<Self, CalculusError> {
        match order {
            "1" => Ok(Self::First),
            "2" => Ok(Self::Second),
            _ => Err(CalculusError::UnknownEdgeOrder(order.to_owned())),
        }
    }
}

/// `1` or `2`.
impl fmt::Display for EdgeOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::First => "1",
            Self::Second => "2",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_1_and_2_are_edge_orders() {
        for text in ["0", "3", "-1", "", "1.0", " 1", "first"] {
            assert_eq!(
                text.parse::<EdgeOrder>(),
                Err(CalculusError::UnknownEdgeOrder(text.into()))
            );
        }
        for order in (0..=u8::MAX).filter(|order| ![1, 2].contains(order)) {
            assert_eq!(
                EdgeOrder::try_from(order),
                Err(CalculusError::UnknownEdgeOrder(order.to_string()))
            );
        }
    }

    #[test]
    fn display_is_what_is_parsed() {
        for order in [EdgeOrder::First, EdgeOrder::Second] {
            assert_eq!(order.to_string().parse(), Ok(order));
        }
    }
}
