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
    pub const SYMBOLS: &'static str = "m, km, cm, mm, um, nm, ft, in, yd, mi, nmi, au, px";

    /// Reads a symbol or name as people write them in headers; `None` where it is no length.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches('.');
        if text == "NM" {
            // Lower case is the nanometer.
            return Some(Self::NauticalMile);
        }
        Some(match text.to_lowercase().as_str() {
            "m" | "metre" | "metres" | "meter" | "meters" => Self::Metre,
            "km" | "kilometre" | "kilometres" | "kilometer" | "kilometers" => Self::Kilometre,
            "cm" | "centimetre" | "centimetres" | "centimeter" | "centimeters" => Self::Centimetre,
            "mm" | "millimetre" | "millimetres" | "millimeter" | "millimeters" => Self::Millimetre,
            "um" | "µm" | "μm" | "micron" | "microns" | "micrometre" | "micrometer" => {
                Self::Micrometre
            }
            "nm" | "nanometre" | "nanometer" => Self::Nanometre,
            "ft" | "foot" | "feet" => Self::Foot,
            "in" | "inch" | "inches" => Self::Inch,
            "yd" | "yard" | "yards" => Self::Yard,
            "mi" | "mile" | "miles" => Self::Mile,
            "nmi" | "nautical mile" | "nautical miles" => Self::NauticalMile,
            "au" | "ua" => Self::AstronomicalUnit,
            "px" | "pixel" | "pixels" | "pix" => Self::Pixel,
            _ => return None,
        })
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
