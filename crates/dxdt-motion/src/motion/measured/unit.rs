//! The unit of measured values, where the log does not say it.

use crate::space::SpeedUnit;

/// The unit that measured values are taken to have.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Decided {
    pub name: String,
    /// What turns a measured value into the unit of the derived ones.
    pub factor: f64,
    pub guessed: bool,
}

/// Decides the unit; without a name for it, the unit in which the two agree to within a tenth, else the one of custom,
/// else meters a second.
pub(super) fn decide(
    [named, customary]: [Option<SpeedUnit>; 2],
    metres_a_unit: Option<f64>,
    derived: &[f64],
    measured: &[f64],
) -> Decided {
    let Some(metres) = metres_a_unit else {
        // The positions' own unit a second is all that can be compared.
        let name = named.map_or_else(|| "the log's own".to_owned(), |unit| unit.to_string());
        return Decided {
            name,
            factor: 1.0,
            guessed: named.is_none(),
        };
    };
    let of = |unit: SpeedUnit, guessed| Decided {
        name: unit.to_string(),
        factor: unit.in_metres_per_second() / metres,
        guessed,
    };
    if let Some(unit) = named {
        return of(unit, false);
    }
    let Some(ratio) = median_ratio(derived, measured) else {
        return of(customary.unwrap_or(SpeedUnit::MetrePerSecond), true);
    };
    let distance = |unit: SpeedUnit| (unit.in_metres_per_second() / metres / ratio).ln().abs();
    let best = SpeedUnit::ALL
        .into_iter()
        .min_by(|a, b| distance(*a).total_cmp(&distance(*b)))
        .filter(|unit| distance(*unit) < 0.1);
    of(
        best.or(customary).unwrap_or(SpeedUnit::MetrePerSecond),
        true,
    )
}

/// The median of derived over measured, over the faster half of the rows, where noise matters least.
fn median_ratio(derived: &[f64], measured: &[f64]) -> Option<f64> {
    let mut pairs: Vec<(f64, f64)> = derived
        .iter()
        .zip(measured)
        .map(|(derived, measured)| (derived.abs(), measured.abs()))
        .filter(|(derived, measured)| {
            derived.is_finite() && measured.is_finite() && *measured > 0.0
        })
        .collect();
    pairs.sort_unstable_by(|a, b| a.1.total_cmp(&b.1));
    let mut ratios: Vec<f64> = pairs[pairs.len() / 2..]
        .iter()
        .map(|(d, m)| d / m)
        .collect();
    if ratios.len() < 5 {
        return None;
    }
    let middle = ratios.len() / 2;
    let (_, median, _) = ratios.select_nth_unstable_by(middle, f64::total_cmp);
    (*median > 0.0).then_some(*median)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_without_a_name_is_the_one_that_agrees() {
        let derived: Vec<f64> = (1..40).map(f64::from).collect();
        let knots: Vec<f64> = derived.iter().map(|v| v * 3600.0 / 1852.0).collect();
        let decided = decide([None; 2], Some(1.0), &derived, &knots);
        assert_eq!((decided.name.as_str(), decided.guessed), ("kn", true));
        let strange: Vec<f64> = derived.iter().map(|v| v * 40.0).collect();
        assert_eq!(decide([None; 2], Some(1.0), &derived, &strange).name, "m/s");
        let customary = [None, Some(SpeedUnit::FootPerMinute)];
        assert_eq!(
            decide(customary, Some(1.0), &derived, &strange).name,
            "ft/min"
        );
        assert_eq!(
            decide(
                [Some(SpeedUnit::MilePerHour), None],
                Some(1.0),
                &derived,
                &knots
            )
            .name,
            "mph"
        );
        assert_eq!(decide([None; 2], None, &derived, &knots).factor, 1.0);
    }
}
