//! How derivatives are taken.

use dxdt_calculus::{Accuracy, EdgeOrder};

use super::{Quantity, Reach};

/// How derivatives are taken.
#[derive(Debug, Clone, Copy)]
pub struct DeriveOptions {
    /// The method for the velocity, and for a chained acceleration.
    pub method: Method,
    /// The accuracy of the one-sided differences at the ends of segments.
    pub edge_order: EdgeOrder,
    /// The order of accuracy of the gradient; above 2, one stencil of more rows is used, ends included.
    pub accuracy: Accuracy,
    /// How the acceleration comes about; first differences are always chained.
    pub acceleration: Acceleration,
}

impl Default for DeriveOptions {
    /// Chained gradients of edge order 2: edge order 1 would halve a constant acceleration at both ends.
    fn default() -> Self {
        Self {
            method: Method::Gradient,
            edge_order: EdgeOrder::Second,
            accuracy: Accuracy::Second,
            acceleration: Acceleration::Chained,
        }
    }
}

impl DeriveOptions {
    /// How many rows with positions to each side are enough for all derivatives of a row, up to the jerk.
    ///
    /// ```
    /// use dxdt_motion::motion::DeriveOptions;
    ///
    /// assert!(DeriveOptions::default().reach() >= 3);
    /// ```
    pub fn reach(&self) -> usize {
        Reach::new(self, &Quantity::ALL, true).around()
    }
}

/// A method of differentiation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Method {
    /// Second-order differences on the timestamps as they are, as `np.gradient` defines them.
    #[default]
    Gradient,
    /// First differences to the next row, as `np.diff(x)/np.diff(t)`.
    FirstDifference,
}

/// How the acceleration comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Acceleration {
    /// The gradient of the velocity, over the same timestamps.
    #[default]
    Chained,
    /// The three-point second derivative of the position.
    Direct,
}

impl std::str::FromStr for Acceleration {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "chained" => Ok(Self::Chained),
            "direct" => Ok(Self::Direct),
            _ => Err("give chained or direct".to_owned()),
        }
    }
}
