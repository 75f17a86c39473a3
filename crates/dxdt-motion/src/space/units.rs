//! Units of length: what a header may call them, and how long they are in meters.

/// A unit of length, by its usual symbol or name.
///
/// ```
/// use dxdt_motion::space::LengthUnit;
/// let millimetre = LengthUnit::parse("mm").unwrap();
/// assert_eq!(millimetre.in_metres(), Some(0.001));
/// assert_eq!(LengthUnit::parse("px").unwrap().in_metres(), None);
/// assert!(LengthUnit::parse("m/s").is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LengthUnit {
    /// The meter.
    Metre,
    /// 1000 m.
    Kilometre,
    /// 0.01 m.
    Centimetre,
    /// 0.001 m.
    Millimetre,
    /// 10⁻⁶ m.
    Micrometre,
    /// 10⁻⁹ m.
    Nanometre,
    /// 0.1 m.
    Decimetre,
    /// 10⁻¹⁰ m.
    Angstrom,
    /// A thousandth of an inch, 25.4 µm.
    Mil,
    /// The foot of surveys in the United States, 1200/3937 m.
    SurveyFoot,
    /// The international foot, 0.3048 m.
    Foot,
    /// The international inch, 0.0254 m.
    Inch,
    /// The international yard, 0.9144 m.
    Yard,
    /// The international mile, 1609.344 m.
    Mile,
    /// The nautical mile, 1852 m.
    NauticalMile,
    /// The astronomical unit, 149 597 870 700 m.
    AstronomicalUnit,
    /// A pixel, which has no length in meters.
    Pixel,
}

impl LengthUnit {
    /// Every unit, for messages.
    pub const SYMBOLS: &'static str =
        "m, km, dm, cm, mm, um, nm, angstrom, ft, ftUS, in, mil, yd, mi, nmi, au, px";

    /// Reads a symbol or name as people write them in headers; `None` where it is no length.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches('.');
        if text == "NM" {
            // Lower case is the nanometer.
            return Some(Self::NauticalMile);
        }
        Some(match text.to_lowercase().as_str() {
            "m" | "metre" | "metres" | "meter" | "meters" | "metro" | "metros" | "metri"
            | "mètre" | "mètres" | "метр" | "м" => Self::Metre,
            "km" | "kms" | "kilometro" | "kilometros" | "kilómetros" | "kilomètres"
            | "chilometri" | "kilometre" | "kilometres" | "kilometer" | "kilometers" => {
                Self::Kilometre
            }
            "cm" | "cms" | "zentimeter" | "centimètres" | "centímetros" | "centimetri"
            | "centimetre" | "centimetres" | "centimeter" | "centimeters" => Self::Centimetre,
            "mm" | "mms" | "millimètres" | "milímetros" | "millimetri" | "millimetre"
            | "millimetres" | "millimeter" | "millimeters" => Self::Millimetre,
            "um" | "µm" | "μm" | "micron" | "microns" | "micrometre" | "micrometer"
            | "micrometres" | "micrometers" => Self::Micrometre,
            "nm" | "nanometre" | "nanometer" | "nanometres" | "nanometers" => Self::Nanometre,
            "dm" | "decimetre" | "decimetres" | "decimeter" | "decimeters" => Self::Decimetre,
            "å" | "angstrom" | "angstroms" | "ångström" | "ångstrom" => Self::Angstrom,
            "mil" | "mils" | "thou" => Self::Mil,
            "ftus" | "us survey foot" | "us survey feet" | "survey feet" | "us-ft" | "us ft" => {
                Self::SurveyFoot
            }
            "ft" | "foot" | "feet" | "fuß" | "pieds" | "pies" => Self::Foot,
            "in" | "inch" | "inches" | "zoll" | "pouces" | "\"" => Self::Inch,
            "yd" | "yard" | "yards" => Self::Yard,
            "mi" | "mile" | "miles" => Self::Mile,
            "nmi" | "nautical mile" | "nautical miles" => Self::NauticalMile,
            "au" | "ua" => Self::AstronomicalUnit,
            "px" | "pixel" | "pixels" | "pix" => Self::Pixel,
            // Of a screen, as eye trackers write: `DACS px`, `ADCSpx`.
            other if other.ends_with("px") => Self::Pixel,
            other => {
                let of_screen = other
                    .rsplit_once(' ')
                    .filter(|(screen, _)| screen.bytes().all(|byte| byte.is_ascii_alphabetic()));
                return of_screen.and_then(|(_, last)| Self::parse_screen(last));
            }
        })
    }

    /// The unit behind the name of a screen: `DACS mm`.
    fn parse_screen(unit: &str) -> Option<Self> {
        match unit {
            "mm" => Some(Self::Millimetre),
            _ => None,
        }
    }

    /// The unit's length in meters, exact by definition; `None` for a pixel.
    pub fn in_metres(self) -> Option<f64> {
        Some(match self {
            Self::Metre => 1.0,
            Self::Kilometre => 1000.0,
            Self::Centimetre => 0.01,
            Self::Millimetre => 0.001,
            Self::Micrometre => 1e-6,
            Self::Nanometre => 1e-9,
            Self::Decimetre => 0.1,
            Self::Angstrom => 1e-10,
            Self::Mil => 2.54e-5,
            Self::SurveyFoot => 1200.0 / 3937.0,
            Self::Foot => 0.3048,
            Self::Inch => 0.0254,
            Self::Yard => 0.9144,
            Self::Mile => 1609.344,
            Self::NauticalMile => 1852.0,
            Self::AstronomicalUnit => 149_597_870_700.0,
            Self::Pixel => return None,
        })
    }
}

impl std::str::FromStr for LengthUnit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::parse(text).ok_or_else(|| format!("the units of length are {}", Self::SYMBOLS))
    }
}

impl std::fmt::Display for LengthUnit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Metre => "m",
            Self::Kilometre => "km",
            Self::Centimetre => "cm",
            Self::Millimetre => "mm",
            Self::Micrometre => "µm",
            Self::Nanometre => "nm",
            Self::Decimetre => "dm",
            Self::Angstrom => "angstrom",
            Self::Mil => "mil",
            Self::SurveyFoot => "ftUS",
            Self::Foot => "ft",
            Self::Inch => "in",
            Self::Yard => "yd",
            Self::Mile => "mi",
            Self::NauticalMile => "nmi",
            Self::AstronomicalUnit => "au",
            Self::Pixel => "px",
        })
    }
}

/// A turn in a unit of angles; `None` where it is none.
///
/// ```
/// use dxdt_motion::space::turn_in;
/// assert_eq!((turn_in("deg"), turn_in("m")), (Some(360.0), None));
/// ```
pub fn turn_in(unit: &str) -> Option<f64> {
    match unit.trim().to_lowercase().as_str() {
        "deg" | "degree" | "degrees" | "°" => Some(360.0),
        "rad" | "radian" | "radians" => Some(std::f64::consts::TAU),
        "turn" | "turns" | "rev" | "revolution" | "revolutions" => Some(1.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_symbol_is_read_back() {
        for symbol in LengthUnit::SYMBOLS.split(", ") {
            let unit = LengthUnit::parse(symbol).unwrap();
            assert_eq!(LengthUnit::parse(&unit.to_string()), Some(unit));
        }
    }

    #[test]
    fn lengths_are_the_defined_ones() {
        assert_eq!(LengthUnit::Foot.in_metres(), Some(0.3048));
        assert_eq!(LengthUnit::NauticalMile.in_metres(), Some(1852.0));
        assert_eq!(LengthUnit::Kilometre.in_metres(), Some(1000.0));
    }
}
