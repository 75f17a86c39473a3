//! Jumps and wraps of plain numbers.

use dxdt_time::Ticks;

use super::{Jump, JumpRule, Spot, StepStatistics};

/// The values that jump, by their numbers; `steps` are the lengths of the steps between them, all of one sign, or none where
/// all are equal; `turn` is after how much the values start again, if they are angles.
///
/// ```
/// use dxdt_motion::jumps::{JumpCause, jumps_of_series};
/// let mut values: Vec<f64> = (0..30).map(|i| f64::from(i) * 0.5).collect();
/// values[12] = 900.0;
/// let jumps = jumps_of_series(&values, None, None);
/// assert_eq!((jumps.len(), jumps[0].row, jumps[0].cause), (1, 12, JumpCause::ComesBack));
/// ```
pub fn jumps_of_series(values: &[f64], steps: Option<&[f64]>, turn: Option<f64>) -> Vec<Jump> {
    // Only their proportions matter.
    const SPAN: f64 = 1e15;
    let span: f64 = steps.map_or(0.0, |steps| steps.iter().map(|step| step.abs()).sum());
    let mut passed = 0.0;
    let mut stamps = vec![0];
    for row in 1..values.len() {
        stamps.push(match steps {
            None => row as i64 * 1_000_000_000,
            Some(steps) => {
                passed += steps.get(row - 1).copied().unwrap_or(0.0).abs();
                (passed / span * SPAN) as i64
            }
        });
    }
    let is_known = |row: &usize| values[*row].is_finite();
    let mut last = None;
    let known: Vec<usize> = (0..values.len())
        .filter(is_known)
        .filter(|&row| {
            last.replace(stamps[row])
                .is_none_or(|last| last < stamps[row])
        })
        .collect();
    let mut statistics = StepStatistics::of_numbers(turn);
    for &row in &known {
        statistics.add(stamps[row], [values[row], 0.0, 0.0]);
    }
    statistics.finish();
    let Some(rule) = JumpRule::of(&statistics) else {
        return Vec::new();
    };
    let frame = crate::space::Frame::Cartesian;
    let spot = |&row: &usize| {
        Spot::new(
            frame,
            (stamps[row], Ticks::NANOSECONDS),
            [values[row], 0.0, 0.0],
        )
    };
    let spots: Vec<Spot> = known.iter().map(spot).collect();
    let jumps = rule.jumps(&spots).into_iter();
    jumps
        .map(|jump| Jump {
            row: known[jump.row],
            ..jump
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jumps::{JumpCause, unwrapped};

    #[test]
    fn a_few_rows_may_be_away_and_a_turning_point_is_none() {
        let walk = |row: i32| 0.3 * f64::from(row) + 0.02 * f64::from(row % 3);
        for away in 1..=4 {
            let rows = 100..100 + away;
            let values: Vec<f64> = (0..300)
                .map(|row| walk(row) + if rows.contains(&row) { 90.0 } else { 0.0 })
                .collect();
            let jumps = jumps_of_series(&values, None, None);
            let found: Vec<i32> = jumps.iter().map(|jump| jump.row as i32).collect();
            assert_eq!(found, rows.collect::<Vec<_>>());
            assert!(jumps.iter().all(|jump| jump.cause == JumpCause::ComesBack));
        }
        // Out and back in 20 rows, after a long rest.
        let out_and_back: Vec<f64> = (0..600)
            .map(|row| {
                0.2 * (10.0 - f64::from(row - 300).abs()).max(0.0) + 0.001 * f64::from(row % 3)
            })
            .collect();
        assert_eq!(jumps_of_series(&out_and_back, None, None), []);
    }

    #[test]
    fn uneven_steps_are_no_jumps() {
        let steps: Vec<f64> = (0..60).map(|i| if i == 30 { 50.0 } else { 1.0 }).collect();
        let mut x = 0.0;
        let mut values = vec![0.0];
        for step in &steps {
            x += 3.0 * step;
            values.push(x);
        }
        assert_eq!(jumps_of_series(&values, Some(&steps), None), []);
        assert_eq!(jumps_of_series(&values, None, None)[0].row, 31);
    }

    #[test]
    fn angles_wrap_and_nan_is_passed_over() {
        let mut angles: Vec<f64> = (0..80).map(|i| (f64::from(i) * 7.0) % 360.0).collect();
        angles[20] = f64::NAN;
        let jumps = jumps_of_series(&angles, None, Some(360.0));
        assert_eq!((jumps.len(), jumps[0].row), (1, 52));
        assert_eq!(jumps[0].cause, JumpCause::Wraps(360.0));
        // np.unwrap([0, 180, 0, 180, 360, 540], period=360)
        let halves = unwrapped(&[0.0, 180.0, 0.0, 180.0, 360.0, 540.0], 360.0);
        assert_eq!(halves, [0.0, 180.0, 0.0, 180.0, 360.0, 540.0]);
        let on = unwrapped(&angles, 360.0);
        assert!(on[20].is_nan() && on[79] == 553.0);
    }
}
