//! Space: units of length, frames of reference and places on the Earth. A leaf that both logs and motion use.

mod geodesy;
mod local_scale;
mod speed_unit;
mod units;

use serde::Serialize;

pub(crate) use self::geodesy::is_on_earth;
pub use self::geodesy::{LocalDirections, earth_centred};
pub(crate) use self::local_scale::metres_per_degree;
pub use speed_unit::SpeedUnit;
pub use units::{LengthUnit, turn_in};

/// The kind of coordinates that positions are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Frame {
    /// Lengths along straight axes.
    Cartesian,
    /// Longitude and latitude in degrees, perhaps with a height.
    Geographic,
}

impl std::fmt::Display for Frame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Cartesian => "cartesian",
            Self::Geographic => "geographic",
        })
    }
}

impl std::str::FromStr for Frame {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "cartesian" => Ok(Self::Cartesian),
            "geographic" => Ok(Self::Geographic),
            _ => Err("give cartesian or geographic".to_owned()),
        }
    }
}
