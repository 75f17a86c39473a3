//! Further quantities of motion, each computed only where it is asked for.

mod choice;
mod columns;
mod formulas;
mod ground;
mod jerk;
mod path_length;
#[cfg(test)]
mod tests;
mod vector;

use crate::error::excerpt;
use crate::space::Frame;

pub use choice::QuantityChoice;
pub use columns::{EntityKinematics, empty_columns, entity_quantity};
pub use columns::{QuantityColumn, quantities};
pub use path_length::PathLength;
pub use vector::norm;

/// A quantity that follows from positions, velocity and acceleration.
///
/// Lengths are in the unit of the positions (meters for geographic ones), angles in degrees. NaN stands for what a row
/// does not tell: without a speed there is no direction, curvature or turn rate, nor a part of the acceleration along
/// it.
///
/// ```
/// use dxdt_motion::motion::Quantity;
/// use dxdt_motion::space::Frame;
///
/// let quantity: Quantity = "turn_rate".parse()?;
/// assert_eq!(quantity.unit(Some("m")).as_deref(), Some("°/s"));
/// assert!(quantity.is_defined(Frame::Cartesian, 2));
/// assert!(!quantity.is_defined(Frame::Cartesian, 1));
/// # Ok::<(), String>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quantity {
    /// The magnitude of the velocity along the ground, √(v_east² + v_north²). Geographic.
    SpeedOverGround,
    /// The velocity along the ellipsoidal normal, v_up. Geographic.
    VerticalSpeed,
    /// The direction of the velocity along the ground, clockwise from true north, 0 up to 360, as course over ground
    /// in AIS (ITU-R M.1371). NaN too where the velocity along the ground is no more than the rounding of
    /// Earth-centered coordinates. Geographic.
    Course,
    /// The direction of the velocity's first two components, counter-clockwise from the first axis, above −180 and up
    /// to 180. Cartesian, of two axes or more.
    Heading,
    /// The rate at which that direction turns.
    ///
    /// Counter-clockwise in a Cartesian frame: (v_x·a_y − v_y·a_x)/(v_x² + v_y²) of the first two axes.
    ///
    /// Clockwise, as a ship's rate of turn, in a geographic one: (v_north·a_east − v_east·a_north)/(v_east² + v_north²),
    /// the turn away from straight on. A great circle has none, at the poles as elsewhere. The course changes by
    /// v_east·tan(latitude)/(N + height) more, N the prime vertical radius of curvature, because north itself turns
    /// (the transport rate; Groves, *Principles of GNSS, Inertial, and Multisensor Integrated Navigation Systems*, 2013,
    /// §5.4.1).
    TurnRate,
    /// The rate of change of the speed, a·v/|v|; negative where the motion slows down (Kreyszig, *Advanced Engineering
    /// Mathematics*, 2011, §9.5).
    TangentialAcceleration,
    /// The magnitude of the acceleration across the velocity, |a − (a·v̂)v̂|, computed as |v×a|/|v| without
    /// cancellation. Of two axes or more.
    NormalAcceleration,
    /// The rate of change of the acceleration along each axis (`j_P` for each axis P), and its norm (`jerk`).
    ///
    /// It is the derivative of the acceleration by the same method and edge order, and needs four positions in a
    /// segment. A chain of three second-order gradients is not right at a segment's three first and last rows, however
    /// short the step: x = t³, whose jerk is 6, gets 2.25, 3.75 and 5.25 there. An accuracy of 4 or more is.
    Jerk,
    /// The curvature of the path in space, |v×a|/|v|³ (do Carmo, *Differential Geometry of Curves and Surfaces*, 1976,
    /// §1-5): 1/r on a circle of radius r. Straight on along the Earth is a circle too. Of two axes or more.
    Curvature,
    /// The length of the chords between positions since the entity's first. Gaps are not bridged: after one the length
    /// goes on with the value before it. Geographic chords are straight through Earth-centered space.
    PathLength,
}

impl Quantity {
    /// Every quantity, in the order of the tables.
    pub const ALL: [Self; 10] = [
        Self::SpeedOverGround,
        Self::VerticalSpeed,
        Self::Course,
        Self::Heading,
        Self::TurnRate,
        Self::TangentialAcceleration,
        Self::NormalAcceleration,
        Self::Jerk,
        Self::Curvature,
        Self::PathLength,
    ];

    /// The name, which is that of its column too.
    pub fn name(self) -> &'static str {
        match self {
            Self::SpeedOverGround => "speed_over_ground",
            Self::VerticalSpeed => "vertical_speed",
            Self::Course => "course",
            Self::Heading => "heading",
            Self::TurnRate => "turn_rate",
            Self::TangentialAcceleration => "tangential_acceleration",
            Self::NormalAcceleration => "normal_acceleration",
            Self::Jerk => "jerk",
            Self::Curvature => "curvature",
            Self::PathLength => "path_length",
        }
    }

    /// The unit, where lengths are in `length`; `None` where that is not known and matters.
    pub fn unit(self, length: Option<&str>) -> Option<String> {
        match self {
            Self::Course | Self::Heading => Some("°".to_owned()),
            Self::TurnRate => Some("°/s".to_owned()),
            Self::SpeedOverGround | Self::VerticalSpeed => Some(format!("{}/s", length?)),
            Self::TangentialAcceleration | Self::NormalAcceleration => {
                Some(format!("{}/s²", length?))
            }
            Self::Jerk => Some(format!("{}/s³", length?)),
            Self::Curvature => Some(format!("1/{}", length?)),
            Self::PathLength => length.map(str::to_owned),
        }
    }

    /// Whether the quantity is defined in a frame with so many axes.
    pub fn is_defined(self, frame: Frame, axes: usize) -> bool {
        self.why_undefined(frame, axes).is_none()
    }

    /// Why it is not defined in a frame with so many axes, to follow its name and "because".
    fn why_undefined(self, frame: Frame, axes: usize) -> Option<&'static str> {
        const LINE: &str = "motion along one axis does not turn or bend";
        match (self, frame) {
            (Self::Heading, Frame::Geographic) => Some(
                "it is measured from the x axis, and a log with longitude and latitude has a course instead",
            ),
            (Self::SpeedOverGround | Self::VerticalSpeed | Self::Course, Frame::Cartesian) => {
                Some("it needs longitude and latitude")
            }
            (
                Self::Heading | Self::TurnRate | Self::NormalAcceleration | Self::Curvature,
                Frame::Cartesian,
            ) if axes < 2 => Some(LINE),
            _ => None,
        }
    }
}

impl std::str::FromStr for Quantity {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut all = Self::ALL.into_iter();
        all.find(|quantity| quantity.name() == text)
            .ok_or_else(|| format!("'{}' is none of {}", excerpt(text), names(&Self::ALL)))
    }
}

/// `course, turn_rate`.
fn names(quantities: &[Quantity]) -> String {
    let names: Vec<&str> = quantities.iter().map(|quantity| quantity.name()).collect();
    names.join(", ")
}
