//! Numbers with units: `1.2 m`, `60deg`, `50 km/h`, `5 %`.

use std::f64::consts::{PI, TAU};
use std::fmt;

use dxdt_motion::error::{Error, Result, excerpt};
use dxdt_motion::space::{LengthUnit, SpeedUnit};
use dxdt_motion::words::number::short;
use dxdt_time::TimeUnit;

/// In m/s², by definition.
const STANDARD_GRAVITY: f64 = 9.806_65;
/// The international pound in kilograms, by definition.
const POUND: f64 = 0.453_592_37;

/// What kind of quantity a parameter is, and so which units it may be given in.
///
/// ```
/// use dxdt_teach::simulation::Dimension;
/// assert_eq!(Dimension::Length.parse("35 cm")?, 0.35);
/// assert_eq!(Dimension::Share.parse("5 %")?, 0.05);
/// assert_eq!(Dimension::Angle.parse("180deg")?, std::f64::consts::PI);
/// assert!(Dimension::Length.parse("35").is_err());
/// # Ok::<(), dxdt_motion::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// Meters.
    Length,
    /// Seconds.
    Time,
    /// Radians.
    Angle,
    /// Radians a second.
    AngularSpeed,
    /// Meters a second.
    Speed,
    /// Meters a second squared.
    Acceleration,
    /// Kilograms.
    Mass,
    /// Hertz.
    Frequency,
    /// How fast something dies away, by the second.
    DecayRate,
    /// Newtons.
    Force,
    /// Newtons a meter.
    Stiffness,
    /// Newtons for each meter a second.
    Damping,
    /// Kilograms a cubic meter.
    Density,
    /// Square meters a second.
    Diffusivity,
    /// Cubic meters a second squared: the constant of gravitation times a mass.
    GravitationalParameter,
    /// A part of a whole: a number, or per cent.
    Share,
    /// A number without a unit.
    Number,
}

impl Dimension {
    /// Reads a number and its unit, in the unit of the International System (radians for angles).
    ///
    /// # Errors
    /// Where the text is no finite number, has no unit where one is needed, or has a unit of something else.
    pub fn parse(self, text: &str) -> Result<f64> {
        let wrong = |what: String| Error::new(what).advise(format!("give {}", self.example()));
        let (number, unit) = split_number(text.trim());
        let value = number
            .parse::<f64>()
            .ok()
            .filter(|value| value.is_finite())
            .ok_or_else(|| wrong(format!("'{}' does not start with a number", excerpt(text))))?;
        if unit.is_empty() && !matches!(self, Self::Share | Self::Number) {
            return Err(wrong(format!("'{}' has no unit", excerpt(text))));
        }
        let factor = self
            .factor(unit)
            .ok_or_else(|| wrong(format!("'{}' is not a unit of {}", excerpt(unit), self)))?;
        let value = scaled(value, factor);
        if !value.is_finite() {
            return Err(wrong(format!("'{}' is too large", excerpt(text))));
        }
        Ok(value)
    }

    /// The value with four digits, in the unit it is mostly given in.
    ///
    /// ```
    /// use dxdt_teach::simulation::Dimension;
    /// assert_eq!(Dimension::Speed.show(13.888_888_9), "13.89 m/s");
    /// assert_eq!(Dimension::Angle.show(std::f64::consts::FRAC_PI_2), "90 deg");
    /// ```
    pub fn show(self, value: f64) -> String {
        let unit = self.unit();
        let number = short(value / self.factor(unit).unwrap_or(1.0));
        if unit.is_empty() {
            number
        } else {
            format!("{number} {unit}")
        }
    }

    /// The symbol of the unit that values are shown in.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Length => "m",
            Self::Time => "s",
            Self::Angle => "deg",
            Self::AngularSpeed => "deg/s",
            Self::Speed => "m/s",
            Self::Acceleration => "m/s^2",
            Self::Mass => "kg",
            Self::Frequency => "Hz",
            Self::DecayRate => "1/s",
            Self::Force => "N",
            Self::Stiffness => "N/m",
            Self::Damping => "kg/s",
            Self::Density => "kg/m^3",
            Self::Diffusivity => "m^2/s",
            Self::GravitationalParameter => "m^3/s^2",
            Self::Share => "%",
            Self::Number => "",
        }
    }

    /// What is accepted, for messages.
    fn example(self) -> &'static str {
        match self {
            Self::Length => {
                "a length such as 1.2 m, in m, km, cm, mm, um, nm, ft, in, yd, mi, nmi or au"
            }
            Self::Time => "a time such as 0.5 s, in s, ms, us, ns, min, h or d",
            Self::Angle => "an angle such as 60 deg, in deg, rad, mrad or turn",
            Self::AngularSpeed => "an angular speed such as 90 deg/s, in deg/s, rad/s or rpm",
            Self::Speed => {
                "a speed such as 50 km/h, in m/s, km/h, km/s, cm/s, mm/s, kn, mph or ft/s"
            }
            Self::Acceleration => {
                "an acceleration such as 9.81 m/s^2, in m/s^2, cm/s^2, ft/s^2 or g0"
            }
            Self::Mass => "a mass such as 0.5 kg, in kg, g, mg, t or lb",
            Self::Frequency => {
                "a frequency such as 100 Hz, in Hz, kHz, MHz, mHz, 1/s, 1/min or 1/h"
            }
            Self::DecayRate => "a rate such as 0.1 1/s, in 1/s, 1/min or 1/h",
            Self::Force => "a force such as 2 N, in N, kN, mN or lbf",
            Self::Stiffness => "a stiffness such as 40 N/m, in N/m, kN/m or N/mm",
            Self::Damping => "a damping such as 0.5 kg/s, in kg/s, g/s or N s/m",
            Self::Density => "a density such as 1.2 kg/m^3, in kg/m^3 or g/cm^3",
            Self::Diffusivity => {
                "a diffusivity such as 1 um^2/s, in m^2/s, cm^2/s, mm^2/s or um^2/s"
            }
            Self::GravitationalParameter => {
                "a gravitational parameter such as 398600 km^3/s^2, in m^3/s^2 or km^3/s^2"
            }
            Self::Share => "a share such as 5 % or 0.05",
            Self::Number => "a number",
        }
    }

    /// How large a unit is in the unit of the International System; `None` where it is not a unit of this.
    fn factor(self, unit: &str) -> Option<f64> {
        let unit = unit
            .replace('²', "^2")
            .replace('³', "^3")
            .replace(['µ', 'μ'], "u");
        let unit = unit.as_str();
        Some(match (self, unit) {
            (Self::Length, _) => LengthUnit::parse(unit)?.in_metres()?,
            (Self::Time, _) => unit.parse::<TimeUnit>().ok()?.nanoseconds() as f64 / 1e9,
            (Self::Speed, _) => SpeedUnit::parse(unit)?.in_metres_per_second(),
            (Self::Angle, "rad") | (Self::AngularSpeed, "rad/s") => 1.0,
            (Self::Angle, "mrad") => 1e-3,
            (Self::Angle, "deg" | "°" | "degree" | "degrees") => PI / 180.0,
            (Self::Angle, "turn" | "turns") => TAU,
            (Self::AngularSpeed, "deg/s" | "°/s") => PI / 180.0,
            (Self::AngularSpeed, "rpm" | "1/min") => TAU / 60.0,
            (Self::Acceleration, "m/s^2" | "m/s2") => 1.0,
            (Self::Acceleration, "cm/s^2") => 0.01,
            (Self::Acceleration, "ft/s^2") => 0.3048,
            (Self::Acceleration, "g0") => STANDARD_GRAVITY,
            (Self::Mass, "kg") => 1.0,
            (Self::Mass, "g") => 1e-3,
            (Self::Mass, "mg") => 1e-6,
            (Self::Mass, "t") => 1e3,
            (Self::Mass, "lb") => POUND,
            (Self::Frequency, "Hz" | "hz") => 1.0,
            (Self::Frequency, "kHz") => 1e3,
            (Self::Frequency, "MHz") => 1e6,
            (Self::Frequency, "mHz") => 1e-3,
            (Self::Frequency | Self::DecayRate, "1/s" | "/s") => 1.0,
            (Self::Frequency | Self::DecayRate, "1/min" | "/min") => 1.0 / 60.0,
            (Self::Frequency | Self::DecayRate, "1/h" | "/h") => 1.0 / 3600.0,
            (Self::Force, "N") => 1.0,
            (Self::Force, "kN") => 1e3,
            (Self::Force, "mN") => 1e-3,
            (Self::Force, "lbf") => POUND * STANDARD_GRAVITY,
            (Self::Stiffness, "N/m" | "kg/s^2") => 1.0,
            (Self::Stiffness, "kN/m" | "N/mm") => 1e3,
            (Self::Damping, "kg/s" | "N s/m" | "N*s/m") => 1.0,
            (Self::Damping, "g/s") => 1e-3,
            (Self::Density, "kg/m^3") => 1.0,
            (Self::Density, "g/cm^3") => 1e3,
            (Self::Diffusivity, "m^2/s") => 1.0,
            (Self::Diffusivity, "cm^2/s") => 1e-4,
            (Self::Diffusivity, "mm^2/s") => 1e-6,
            (Self::Diffusivity, "um^2/s") => 1e-12,
            (Self::GravitationalParameter, "m^3/s^2") => 1.0,
            (Self::GravitationalParameter, "km^3/s^2") => 1e9,
            (Self::Share, "%") => 0.01,
            (Self::Share | Self::Number, "") => 1.0,
            _ => return None,
        })
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Length => "length",
            Self::Time => "time",
            Self::Angle => "angle",
            Self::AngularSpeed => "angular speed",
            Self::Speed => "speed",
            Self::Acceleration => "acceleration",
            Self::Mass => "mass",
            Self::Frequency => "frequency",
            Self::DecayRate => "decay rate",
            Self::Force => "force",
            Self::Stiffness => "stiffness",
            Self::Damping => "damping",
            Self::Density => "density",
            Self::Diffusivity => "diffusivity",
            Self::GravitationalParameter => "gravitational parameter",
            Self::Share => "share",
            Self::Number => "number",
        })
    }
}

/// The number a text starts with, and the rest without the spaces between.
fn split_number(text: &str) -> (&str, &str) {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        bytes
            .iter()
            .skip(from)
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    };
    let at = |place: usize| bytes.get(place).copied();
    let mut end = usize::from(matches!(at(0), Some(b'+' | b'-')));
    end += digits(end);
    if at(end) == Some(b'.') {
        end += 1 + digits(end + 1);
    }
    if matches!(at(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(at(end + 1), Some(b'+' | b'-')));
        let exponent = digits(end + 1 + sign);
        // `2 eV` and the like are units and no exponents.
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    // The number is ASCII, so that its end is a character boundary.
    let (number, unit) = text.split_at(end);
    (number, unit.trim())
}

/// A value times a factor; for factors such as 1/1000 divided by 1000, which rounds once and not twice.
pub(super) fn scaled(value: f64, factor: f64) -> f64 {
    let inverse = (1.0 / factor).round();
    if factor < 1.0 && (inverse * factor - 1.0).abs() < 4.0 * f64::EPSILON {
        value / inverse
    } else {
        value * factor
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Dimension; 17] = [
        Dimension::Length,
        Dimension::Time,
        Dimension::Angle,
        Dimension::AngularSpeed,
        Dimension::Speed,
        Dimension::Acceleration,
        Dimension::Mass,
        Dimension::Frequency,
        Dimension::DecayRate,
        Dimension::Force,
        Dimension::Stiffness,
        Dimension::Damping,
        Dimension::Density,
        Dimension::Diffusivity,
        Dimension::GravitationalParameter,
        Dimension::Share,
        Dimension::Number,
    ];

    #[test]
    fn every_unit_in_a_message_is_read() {
        for dimension in ALL {
            let example = dimension.example();
            let Some((_, units)) = example.split_once(", in ") else {
                continue;
            };
            for unit in units.replace(" or ", ", ").split(", ") {
                assert!(
                    dimension
                        .parse(&format!("2{}", unit.trim_start_matches('1')))
                        .is_ok(),
                    "{unit}"
                );
                assert!(
                    dimension.parse(&format!("-2.5e-1 {unit}")).is_ok(),
                    "{unit}"
                );
            }
            let shown = dimension.show(1.5);
            assert!(
                (dimension.parse(&shown).unwrap() - 1.5).abs() < 1e-3,
                "{shown}"
            );
        }
    }

    #[test]
    fn decimal_units_round_once() {
        assert_eq!(Dimension::Length.parse("35cm").unwrap(), 0.35);
        assert_eq!(Dimension::Mass.parse("145 g").unwrap(), 0.145);
        assert_eq!(Dimension::Share.parse("7%").unwrap(), 0.07);
        assert_eq!(Dimension::Time.parse("1.5 ms").unwrap(), 0.0015);
    }

    #[test]
    fn what_is_no_quantity_is_refused() {
        for text in [
            "", "m", "1.2", "1e999 m", "nan m", "1,2 m", "5 s", "1.2 m m", "inf m", "3 px",
        ] {
            assert!(Dimension::Length.parse(text).is_err(), "{text}");
        }
        assert_eq!(
            Dimension::Length.parse("3 s").unwrap_err().to_string(),
            "'s' is not a unit of length; give a length such as 1.2 m, in m, km, cm, mm, um, nm, ft, in, yd, mi, nmi or au"
        );
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,30}") {
            for dimension in ALL {
                if let Ok(value) = dimension.parse(&text) {
                    assert!(value.is_finite());
                }
            }
        }

        #[test]
        fn numbers_are_read_as_rust_reads_them(value in proptest::num::f64::NORMAL) {
            let read = Dimension::Length.parse(&format!("{value:e} m")).unwrap();
            assert_eq!(read, value);
        }
    }
}
