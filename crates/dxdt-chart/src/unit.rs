//! The units that an axis can be in.

use super::{number::Tick, scale::Range};

/// A unit of an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// What it is called, such as `km/s`.
    pub name: String,
    /// How large it is, in the unit of the values.
    pub size: f64,
    /// It suits an axis whose largest value, in the unit of the values, is this or more.
    pub from: f64,
}

/// The units that the values of an axis can be read in, from the smallest to the largest. The axis takes the one that
/// suits its largest value.
///
/// ```
/// use dxdt_chart::{Unit, Units};
///
/// let meters = Units::from("m");
/// let either = Units(vec![
///     Unit { name: "m".into(), size: 1.0, from: 0.0 },
///     Unit { name: "km".into(), size: 1000.0, from: 10_000.0 },
/// ]);
/// assert_ne!(meters, either);
/// assert_eq!(Units::default(), Units(vec![]));
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Units(pub Vec<Unit>);

impl Units {
    /// The unit for values up to this one; `None` for numbers that have none.
    pub(super) fn suiting(&self, magnitude: f64) -> Option<&Unit> {
        let suits = |unit: &&Unit| unit.from <= magnitude;
        self.0.iter().rev().find(suits).or(self.0.first())
    }
}

impl From<&str> for Units {
    fn from(name: &str) -> Self {
        Self(vec![Unit {
            name: name.to_owned(),
            size: 1.0,
            from: 0.0,
        }])
    }
}

impl From<Option<&str>> for Units {
    fn from(name: Option<&str>) -> Self {
        name.map(Self::from).unwrap_or_default()
    }
}

/// A range as numbers of a unit.
pub(super) fn in_unit(range: Range, unit: Option<&Unit>) -> Range {
    let size = unit.map_or(1.0, |unit| unit.size);
    Range {
        low: range.low / size,
        high: range.high / size,
    }
}

/// Ticks at numbers of a unit as ticks at values.
pub(super) fn from_unit(ticks: &[Tick], unit: Option<&Unit>) -> Vec<Tick> {
    let size = unit.map_or(1.0, |unit| unit.size);
    let tick = |tick: &Tick| Tick {
        value: tick.value * size,
        label: tick.label.clone(),
    };
    ticks.iter().map(tick).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_that_is_not_too_large_is_taken() {
        let unit = |name: &str, size, from| Unit {
            name: name.to_owned(),
            size,
            from,
        };
        let units = Units(vec![
            unit("mm", 1e-3, 0.0),
            unit("m", 1.0, 0.01),
            unit("km", 1e3, 1e4),
        ]);
        let name = |magnitude| units.suiting(magnitude).map(|unit| unit.name.as_str());
        assert_eq!(name(0.0), Some("mm"));
        assert_eq!(name(0.01), Some("m"));
        assert_eq!(name(9999.0), Some("m"));
        assert_eq!(name(1e300), Some("km"));
        assert_eq!(name(f64::NAN), Some("mm"));
        assert_eq!(Units::default().suiting(1.0), None);
    }
}
