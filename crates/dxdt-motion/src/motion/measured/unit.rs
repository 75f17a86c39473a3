//! The unit of measured values, where the log does not say it.

use crate::space::SpeedUnit;

/// The unit that measured values are taken to have.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Decided {
    pub name: String,
    /// What turns a measured value into the unit of the derived ones.
    pub factor: f64,
    pub guessed: bool,
    /// Nor do the values tell it.
    pub assumed: bool,
}

/// Fewer rows tell no unit.
const FEWEST: usize = 10;

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
            assumed: false,
        };
    };
    let of = |unit: SpeedUnit, [guessed, assumed]: [bool; 2]| Decided {
        name: unit.to_string(),
        factor: unit.in_metres_per_second() / metres,
        guessed,
        assumed,
    };
    if let Some(unit) = named {
        return of(unit, [false; 2]);
    }
    let nearest = |ratio: f64| {
        let distance = |unit: &SpeedUnit| (unit.in_metres_per_second() / metres / ratio).ln().abs();
        let all = SpeedUnit::ALL
            .into_iter()
            .filter(|unit| !unit.is_of_planets());
        all.min_by(|a, b| distance(a).total_cmp(&distance(b)))
            .filter(|unit| distance(unit) < 0.1)
    };
    let best = match median_ratio(derived, measured) {
        // A factor that most rows do not share is chance.
        Some(ratio) => nearest(ratio.median).filter(|_| ratio.is_shared),
        // Of a log that is written faster than it is measured, most derived values are 0, and only their sum is right.
        None => ratio_of_sums(derived, measured).and_then(nearest),
    };
    let unit = best.or(customary);
    of(
        unit.unwrap_or(SpeedUnit::MetrePerSecond),
        [true, unit.is_none()],
    )
}

/// Derived over measured.
struct Ratio {
    median: f64,
    /// Half of the rows are near it.
    is_shared: bool,
}

/// The median of derived over measured, over the faster half of the rows, where noise matters least.
fn median_ratio(derived: &[f64], measured: &[f64]) -> Option<Ratio> {
    const NEAR: f64 = 1.5;
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
    if pairs.len() < FEWEST {
        return None;
    }
    let middle = ratios.len() / 2;
    let (_, median, _) = ratios.select_nth_unstable_by(middle, f64::total_cmp);
    let median = *median;
    let is_near = |ratio: &&f64| **ratio < NEAR * median && NEAR * **ratio > median;
    let near = ratios.iter().filter(is_near).count();
    (median > 0.0).then_some(Ratio {
        median,
        is_shared: 2 * near >= ratios.len(),
    })
}

/// All of the derived over all of the measured.
fn ratio_of_sums(derived: &[f64], measured: &[f64]) -> Option<f64> {
    let pairs = derived.iter().zip(measured);
    let known = pairs.filter(|(derived, measured)| derived.is_finite() && measured.is_finite());
    let (rows, derived, measured) = known.fold((0, 0.0, 0.0), |(rows, all, of), (d, m)| {
        (rows + 1, all + d.abs(), of + m.abs())
    });
    (rows >= FEWEST && derived > 0.0 && measured > 0.0).then(|| derived / measured)
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
        // Half as large on the whole, which would be knots, but far from it in most rows.
        let other: Vec<f64> = (1..40)
            .map(|row| f64::from(row) * [0.3, 5.0, 0.2, 2.0, 9.0][row as usize % 5])
            .collect();
        assert_eq!(decide([None; 2], Some(1.0), &derived, &other).name, "m/s");
    }
}
