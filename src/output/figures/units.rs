//! The units of the charts: the one place that says what a panel can be read in.

use dxdt_chart::{Unit, Units};

use crate::output::shown_units::Scale;

/// Units with their sizes in meters, meters a second or m/s², and the largest value from which on they suit.
type Sizes = &'static [(&'static str, f64, f64)];

const LENGTHS: Sizes = &[
    ("µm", 1e-6, 0.0),
    ("mm", 1e-3, 1e-5),
    ("m", 1.0, 0.02),
    ("km", 1e3, 1e4),
    // As the International Astronomical Union defined it in 2012.
    ("au", 149_597_870_700.0, 2e10),
];
const SPEEDS: Sizes = &[
    ("µm/s", 1e-6, 0.0),
    ("mm/s", 1e-3, 1e-5),
    ("m/s", 1.0, 0.02),
    ("km/s", 1e3, 2e3),
];
const ACCELERATIONS: Sizes = &[
    ("µm/s²", 1e-6, 0.0),
    ("mm/s²", 1e-3, 1e-5),
    ("m/s²", 1.0, 0.02),
    ("km/s²", 1e3, 1e4),
];

/// The units of an axis whose values are shown so: another unit than the log's, or those that suit the log's.
pub(super) fn units_shown(scale: &Scale) -> Units {
    match &scale.unit {
        Some(name) if scale.factor != 1.0 => Units(vec![Unit {
            name: name.clone(),
            size: 1.0 / scale.factor,
            from: 0.0,
        }]),
        unit => units_of(unit.as_deref()),
    }
}

/// The units for values in this one: itself, and smaller and larger ones for axes that it does not suit.
pub(super) fn units_of(unit: Option<&str>) -> Units {
    let sizes = match unit {
        Some("m") => LENGTHS,
        Some("m/s") => SPEEDS,
        Some("m/s²") => ACCELERATIONS,
        other => return Units::from(other),
    };
    let unit = |&(name, size, from): &(&str, f64, f64)| Unit {
        name: name.to_owned(),
        size,
        from,
    };
    Units(sizes.iter().map(unit).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_grow_and_the_unit_of_the_values_is_among_them() {
        for unit in ["m", "m/s", "m/s²"] {
            let Units(units) = units_of(Some(unit));
            assert!(units.is_sorted_by(|a, b| a.size < b.size && a.from < b.from));
            assert!(units.iter().any(|one| one.name == unit && one.size == 1.0));
            assert_eq!(units[0].from, 0.0);
        }
        assert_eq!(units_of(Some("px")), Units::from("px"));
        assert_eq!(units_of(None), Units::default());
    }
}
