//! Units of speed: what a header may call them, and how fast they are in meters a second.

/// A unit of speed, by its usual symbol or name.
///
/// ```
/// use dxdt_motion::space::SpeedUnit;
/// let knot = SpeedUnit::parse("kts").unwrap();
/// assert_eq!((knot.to_string().as_str(), knot.in_metres_per_second()), ("kn", 1852.0 / 3600.0));
/// assert_eq!(SpeedUnit::parse("m s^-1"), Some(SpeedUnit::MetrePerSecond));
/// assert!(SpeedUnit::parse("m").is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpeedUnit {
    /// m/s.
    MetrePerSecond,
    /// km/h.
    KilometrePerHour,
    /// km/s.
    KilometrePerSecond,
    /// km a day of 86 400 s.
    KilometrePerDay,
    /// cm/s.
    CentimetrePerSecond,
    /// mm/s.
    MillimetrePerSecond,
    /// The knot, a nautical mile an hour.
    Knot,
    /// The international mile an hour.
    MilePerHour,
    /// The international foot a second.
    FootPerSecond,
    /// The international foot a minute.
    FootPerMinute,
    /// The astronomical unit a day of 86 400 s.
    AstronomicalUnitPerDay,
}

impl SpeedUnit {
    /// Every unit.
    pub const ALL: [Self; 11] = [
        Self::MetrePerSecond,
        Self::KilometrePerHour,
        Self::KilometrePerSecond,
        Self::KilometrePerDay,
        Self::CentimetrePerSecond,
        Self::MillimetrePerSecond,
        Self::Knot,
        Self::MilePerHour,
        Self::FootPerSecond,
        Self::FootPerMinute,
        Self::AstronomicalUnitPerDay,
    ];

    /// Whether it is of planets, storms and the like: no column without a name for its unit is guessed to be in it.
    pub(crate) fn is_of_planets(self) -> bool {
        matches!(self, Self::KilometrePerDay | Self::AstronomicalUnitPerDay)
    }

    /// Reads a symbol or name as people write them in headers; `None` where it is no speed.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase().replace(['·', '*', ' '], " ");
        let text = text.replace("⁻¹", "^-1").replace("**-1", "^-1");
        Some(match text.trim() {
            "m/s" | "m s^-1" | "m s-1" | "ms^-1" | "ms-1" | "mps" | "m/sec" | "meters/second" => {
                Self::MetrePerSecond
            }
            "km/h" | "km h^-1" | "kmh" | "kph" | "km/hr" | "kmph" => Self::KilometrePerHour,
            "km/s" | "km s^-1" | "kmps" => Self::KilometrePerSecond,
            "km/d" | "km/day" => Self::KilometrePerDay,
            "cm/s" | "cm s^-1" => Self::CentimetrePerSecond,
            "mm/s" | "mm s^-1" => Self::MillimetrePerSecond,
            "kn" | "kt" | "kts" | "knot" | "knots" => Self::Knot,
            "mph" | "mi/h" => Self::MilePerHour,
            "ft/s" | "fps" | "ft s^-1" => Self::FootPerSecond,
            "ft/min" | "fpm" | "ft/m" => Self::FootPerMinute,
            "au/d" | "au/day" => Self::AstronomicalUnitPerDay,
            _ => return None,
        })
    }

    /// The unit in meters a second.
    pub fn in_metres_per_second(self) -> f64 {
        match self {
            Self::MetrePerSecond => 1.0,
            Self::KilometrePerHour => 1000.0 / 3600.0,
            Self::KilometrePerSecond => 1000.0,
            Self::KilometrePerDay => 1000.0 / 86_400.0,
            Self::CentimetrePerSecond => 0.01,
            Self::MillimetrePerSecond => 0.001,
            Self::Knot => 1852.0 / 3600.0,
            Self::MilePerHour => 1609.344 / 3600.0,
            Self::FootPerSecond => 0.3048,
            Self::FootPerMinute => 0.3048 / 60.0,
            Self::AstronomicalUnitPerDay => 149_597_870_700.0 / 86_400.0,
        }
    }
}

impl std::str::FromStr for SpeedUnit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::parse(text).ok_or_else(|| {
            let symbols: Vec<String> = Self::ALL.iter().map(ToString::to_string).collect();
            format!("the units of speed are {}", symbols.join(", "))
        })
    }
}

impl std::fmt::Display for SpeedUnit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::MetrePerSecond => "m/s",
            Self::KilometrePerHour => "km/h",
            Self::KilometrePerSecond => "km/s",
            Self::KilometrePerDay => "km/d",
            Self::CentimetrePerSecond => "cm/s",
            Self::MillimetrePerSecond => "mm/s",
            Self::Knot => "kn",
            Self::MilePerHour => "mph",
            Self::FootPerSecond => "ft/s",
            Self::FootPerMinute => "ft/min",
            Self::AstronomicalUnitPerDay => "au/d",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_symbol_is_read_back() {
        for unit in SpeedUnit::ALL {
            assert_eq!(SpeedUnit::parse(&unit.to_string()), Some(unit));
        }
    }

    #[test]
    fn speeds_are_the_defined_ones() {
        let close = |unit: SpeedUnit, expected: f64| {
            (unit.in_metres_per_second() / expected - 1.0).abs() < 1e-15
        };
        assert!(close(SpeedUnit::MetrePerSecond, 1.0));
        assert!(close(SpeedUnit::KilometrePerSecond, 1000.0));
        assert!(close(SpeedUnit::MillimetrePerSecond, 0.001));
        assert!(close(SpeedUnit::FootPerSecond, 0.3048));
        assert!(close(SpeedUnit::Knot, 0.514_444_444_444_444_4));
    }
}
