//! The accuracy of a finite difference.

use super::CalculusError;
use std::{fmt, str::FromStr};

/// The order of accuracy of a finite difference: with accuracy p, halving all steps divides the
/// error by 2ᵖ, where the motion is smooth enough.
///
/// More accuracy takes more points: it pays where values are exact and steps short against what
/// happens between them (an ephemeris), and does not where values are noisy. It holds at every point,
/// the first and the last included, and for uneven steps too.
///
/// ```
/// use dxdt_calculus::Accuracy;
///
/// assert_eq!("4".parse(), Ok(Accuracy::Fourth));
/// assert_eq!(Accuracy::try_from(8), Ok(Accuracy::Eighth));
/// assert!("3".parse::<Accuracy>().is_err());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Accuracy {
    /// Three points for a first derivative, as [`gradient`](super::gradient()) takes with
    /// [`EdgeOrder::Second`](super::EdgeOrder::Second).
    #[default]
    Second,
    /// Five points for a first derivative.
    Fourth,
    /// Seven points for a first derivative.
    Sixth,
    /// Nine points for a first derivative.
    Eighth,
}

impl Accuracy {
    /// All of them, from the least to the most accurate.
    ///
    /// ```
    /// use dxdt_calculus::Accuracy;
    ///
    /// assert_eq!(Accuracy::ALL.map(Accuracy::order), [2, 4, 6, 8]);
    /// ```
    pub const ALL: [Self; 4] = [Self::Second, Self::Fourth, Self::Sixth, Self::Eighth];

    /// The accuracy as a number: 2, 4, 6 or 8.
    ///
    /// ```
    /// assert_eq!(dxdt_calculus::Accuracy::Sixth.order(), 6);
    /// ```
    pub const fn order(self) -> usize {
        match self {
            Self::Second => 2,
            Self::Fourth => 4,
            Self::Sixth => 6,
            Self::Eighth => 8,
        }
    }

    /// How many points the derivative of this order at a point is made of: as many as the order and
    /// the accuracy together, and one more if these cannot lie evenly around it.
    ///
    /// ```
    /// use dxdt_calculus::Accuracy;
    ///
    /// assert_eq!(Accuracy::Fourth.points(1), 5);
    /// assert_eq!(Accuracy::Fourth.points(2), 7);
    /// ```
    pub const fn points(self, order: usize) -> usize {
        order.saturating_add(self.order()) | 1
    }
}

/// Fails with [`CalculusError::UnknownAccuracy`] for anything but 2, 4, 6 and 8.
impl TryFrom<u8> for Accuracy {
    type Error = CalculusError;

    fn try_from(order: u8) -> Result<Self, CalculusError> {
        Self::ALL
            .into_iter()
            .find(|accuracy| accuracy.order() == usize::from(order))
            .ok_or_else(|| CalculusError::UnknownAccuracy(order.to_string()))
    }
}

/// Fails with [`CalculusError::UnknownAccuracy`] for anything but `2`, `4`, `6` and `8`.
impl FromStr for Accuracy {
    type Err = CalculusError;

    fn from_str(order: &str) -> Result<Self, CalculusError> {
        match order {
            "2" => Ok(Self::Second),
            "4" => Ok(Self::Fourth),
            "6" => Ok(Self::Sixth),
            "8" => Ok(Self::Eighth),
            _ => Err(CalculusError::UnknownAccuracy(order.to_owned())),
        }
    }
}

/// `2`, `4`, `6` or `8`.
impl fmt::Display for Accuracy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.order().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn display_is_what_is_parsed() {
        for accuracy in Accuracy::ALL {
            assert_eq!(accuracy.to_string().parse(), Ok(accuracy));
            assert_eq!(Accuracy::try_from(accuracy.order() as u8), Ok(accuracy));
        }
    }

    #[test]
    fn nothing_else_is_an_accuracy() {
        for text in ["0", "1", "3", "10", "-2", "", "2.0", " 4"] {
            let unknown = CalculusError::UnknownAccuracy(text.into());
            assert_eq!(text.parse::<Accuracy>(), Err(unknown));
        }
        assert!(Accuracy::try_from(0).is_err());
        assert!(Accuracy::try_from(255).is_err());
    }

    #[test]
    fn points_lie_evenly_around() {
        assert_eq!(Accuracy::Second.points(1), 3);
        assert_eq!(Accuracy::Second.points(2), 5);
        assert_eq!(Accuracy::Eighth.points(4), 13);
    }
}
