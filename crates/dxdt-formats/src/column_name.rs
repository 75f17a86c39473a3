//! The name of a column taken apart: words and unit.

use dxdt_motion::space::LengthUnit;
use dxdt_time::TimeUnit;

/// A column's name as the log has it, with its unit and words apart.
///
/// ```
/// use dxdt_formats::ColumnName;
/// let name = ColumnName::parse("p_RS_R_x [m]");
/// assert_eq!((name.base.as_str(), name.unit.as_deref()), ("p_RS_R_x", Some("m")));
/// assert_eq!(name.words, ["p", "rs", "r", "x"]);
/// assert_eq!(ColumnName::parse("TrackId").words, ["track", "id"]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnName {
    /// The name as the log has it.
    pub full: String,
    /// The name without its unit.
    pub base: String,
    /// The unit: the text between brackets (empty for `[]`, which the field writes for "no unit"), or a last word
    /// that is a unit of length or angle, as in `x_mm` and `x/m`.
    pub unit: Option<String>,
    /// The words of the base in lower case, split at signs and at capitals.
    pub words: Vec<String>,
}

impl ColumnName {
    /// Takes a column's name apart.
    pub fn parse(full: &str) -> Self {
        let full = full.trim();
        let (base, unit) = split_unit(full);
        let base = if base.is_empty() { full } else { base };
        Self {
            full: full.to_owned(),
            base: base.to_owned(),
            unit: unit.map(str::to_owned),
            words: words(base),
        }
    }

    /// Whether `given`, from a command line, names this column: whole, or without its unit.
    pub fn is_named(&self, given: &str) -> bool {
        let given = given.trim();
        given == self.full || given == self.base
    }

    /// Whether any of the words is one of `candidates`.
    pub fn has_word(&self, candidates: &[&str]) -> bool {
        self.words
            .iter()
            .any(|word| candidates.contains(&word.as_str()))
    }
}

/// The name and its unit: `x [m]`, `x (m)`, `x/m` (ISO 80000), `x_m`.
fn split_unit(name: &str) -> (&str, Option<&str>) {
    for (open, close) in [('[', ']'), ('(', ')')] {
        // `navPos[0]` is an element of an array.
        let is_index = |unit: &str| {
            let is_axis = ["x", "y", "z", "X", "Y", "Z"].contains(&unit);
            is_axis || (!unit.is_empty() && unit.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let inside = name.strip_suffix(close).and_then(|n| n.rsplit_once(open));
        if let Some((base, unit)) = inside.filter(|(_, unit)| !is_index(unit)) {
            return (base.trim_end(), Some(unit.trim()));
        }
    }
    // `LATITUDE N/S` names sides.
    let names_sides = ["N/S", "E/W"].iter().any(|sides| name.ends_with(sides));
    if let Some((base, unit)) = name.rsplit_once('/')
        && !names_sides
        && (is_unit_word(unit) || unit.parse::<TimeUnit>().is_ok())
    {
        return (base.trim_end(), Some(unit.trim()));
    }
    // `vel_m_s` and `speed_km_h`: a length over a time.
    for (suffix, unit) in [
        ("_m_s", "m/s"),
        ("_km_h", "km/h"),
        ("_m_s2", "m/s^2"),
        ("_m_s_s", "m/s^2"),
        ("_rad_s", "rad/s"),
        ("_deg_s", "deg/s"),
    ] {
        if let Some(base) = name.strip_suffix(suffix).filter(|base| !base.is_empty()) {
            return (base, Some(unit));
        }
    }
    // `in` and `au` are words too.
    if let Some((base, unit)) = name.rsplit_once(['_', '-', ' ', '.', ','])
        && is_unit_word(unit)
        && !["in", "au"].contains(&unit)
    {
        return (base.trim_end_matches(['_', '-', ' ', '.', ',']), Some(unit));
    }
    (name, None)
}

/// Whether a word is a unit of a position: of length or angle.
fn is_unit_word(word: &str) -> bool {
    LengthUnit::parse(word).is_some() || is_angle_unit(word)
}

/// Whether a unit is one of angle.
pub fn is_angle_unit(unit: &str) -> bool {
    const UNITS: [&str; 11] = [
        "rad",
        "radian",
        "radians",
        "deg",
        "degree",
        "degrees",
        "°",
        "degrees_north",
        "degrees_east",
        "degree_north",
        "degree_east",
    ];
    UNITS.contains(&unit)
}

fn words(base: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut previous_is_lower = false;
    let mut previous_is_ideograph = base.starts_with(|c: char| u32::from(c) >= 0x3000);
    for c in base.chars() {
        // `位置x` is two words.
        let is_ideograph = u32::from(c) >= 0x3000;
        let starts_word = (c.is_uppercase() && previous_is_lower)
            || (c.is_alphanumeric() && is_ideograph != previous_is_ideograph);
        previous_is_ideograph = is_ideograph;
        if (!c.is_alphanumeric() || starts_word) && words.last().is_some_and(|w| !w.is_empty()) {
            words.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
        previous_is_lower = c.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_taken_off() {
        let unit = |name: &str| ColumnName::parse(name).unit;
        assert_eq!(unit("Time (s)").as_deref(), Some("s"));
        assert_eq!(unit("v_RS_R_x [m s^-1]").as_deref(), Some("m s^-1"));
        assert_eq!(unit("q_RS_w []").as_deref(), Some(""));
        assert_eq!(unit("x"), None);
        assert_eq!(unit("pos_x_mm").as_deref(), Some("mm"));
        assert_eq!(ColumnName::parse("x, mm").base, "x");
        assert_eq!(unit("theta_rad").as_deref(), Some("rad"));
        assert_eq!(unit("t/s").as_deref(), Some("s"));
        assert_eq!(unit("check_in"), None);
        assert_eq!(unit("navPos[0]"), None);
        assert_eq!(unit("LATITUDE N/S"), None);
        assert_eq!(unit("m"), None);
        assert_eq!(ColumnName::parse("pos_x_mm").base, "pos_x");
    }

    #[test]
    fn names_are_parted_at_signs_and_capitals() {
        let words = |name: &str| ColumnName::parse(name).words;
        assert_eq!(words("pose.position.x"), ["pose", "position", "x"]);
        assert_eq!(words("location-long"), ["location", "long"]);
        assert_eq!(words("posX"), ["pos", "x"]);
        assert_eq!(words("ID"), ["id"]);
        assert_eq!(words("(s)"), ["s"]);
    }

    #[test]
    fn a_column_can_be_named_with_or_without_its_unit() {
        let name = ColumnName::parse("x [mm]");
        assert!(name.is_named("x [mm]") && name.is_named("x") && !name.is_named("X"));
    }
}
