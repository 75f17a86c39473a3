//! Rows at which an object is at rest.

use std::ops::Range;

use super::axis::AxisFit;

const FEWEST_ROWS: usize = 20;
// Of the times over which the smoother takes a velocity: a turning point is shorter.
const FEWEST_LENGTHS: f64 = 8.0;
const ENDS: f64 = 3.0;
// In standard errors.
const STILL: f64 = 3.0;
const STAYS: f64 = 2.0;
const MEAN_SQUARE: f64 = 1.5;

/// Of motion with impacts, which may be too small to be seen, no rest is told. Else the rows of fits along all axes at which no velocity is told from zero, for far longer than the smoother needs to tell one,
/// and between which the position stays where it is.
pub(super) fn rests(t: &[f64], fits: &[AxisFit]) -> Vec<Range<usize>> {
    let in_errors = |fit: &AxisFit, row: usize| fit.derivatives[0][row] / fit.errors[0][row];
    let is_still = |row: &usize| {
        let of_axis = |fit: &AxisFit| {
            let mut orders = fit.derivatives.iter().zip(&fit.errors).take(2);
            orders.all(|(values, errors)| values[*row].abs() <= STILL * errors[*row])
        };
        fits.iter().all(of_axis)
    };
    let mut rests = Vec::new();
    if fits.iter().any(|fit| fit.reason.has_impacts()) {
        return rests;
    }
    let mut row = 0;
    while row < t.len() {
        let still = (row..t.len()).take_while(is_still).count();
        let run = row..row + still;
        row = run.end + 1;
        if still < FEWEST_ROWS {
            continue;
        }
        let lengths = fits.iter().map(|fit| length(fit, run.clone()));
        let longest = lengths.fold(0.0, f64::max);
        let inner = without_ends(t, run.clone(), ENDS * longest);
        let stays = |fit: &AxisFit| {
            let [position, error] = &fit.position;
            let [first, last] = [run.start, run.end - 1];
            let apart = position[last] - position[first];
            let squares = run.clone().map(|row| in_errors(fit, row).powi(2));
            apart.abs() <= STAYS * error[first].hypot(error[last])
                && squares.sum::<f64>() <= MEAN_SQUARE * still as f64
        };
        let is_long = inner.len() >= FEWEST_ROWS
            && t[inner.end - 1] - t[inner.start] >= FEWEST_LENGTHS * longest;
        if is_long && fits.iter().all(stays) {
            rests.push(inner);
        }
    }
    rests
}

/// Some rows but for those within a time of others: there, motion may have begun, or dies away unseen.
fn without_ends(t: &[f64], rows: Range<usize>, time: f64) -> Range<usize> {
    let (from, to) = (t[rows.start], t[rows.end - 1]);
    let place = |is_before: &dyn Fn(f64) -> bool| {
        rows.start + t[rows.clone()].partition_point(|t| is_before(*t))
    };
    let start = match rows.start {
        0 => 0,
        _ => place(&|t| t < from + time),
    };
    let end = match rows.end == t.len() {
        true => rows.end,
        false => place(&|t| t <= to - time),
    };
    start..end.max(start)
}

/// The time over which a smoother takes a velocity: so long, the error of a position makes that of the velocity.
fn length(fit: &AxisFit, rows: Range<usize>) -> f64 {
    let mut lengths: Vec<f64> = rows
        .map(|row| fit.position[1][row] / fit.errors[0][row])
        .collect();
    let middle = lengths.len() / 2;
    let (_, median, _) = lengths.select_nth_unstable_by(middle, f64::total_cmp);
    *median
}

/// Sets the derivatives at rest to zero; their standard errors stay.
pub(super) fn stop(fits: &mut [AxisFit], rests: &[Range<usize>]) {
    for fit in fits {
        for column in &mut fit.derivatives {
            for rows in rests {
                column[rows.clone()].fill(0.0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use dxdt_calculus::smoothing::Beside;

    use super::super::SmoothingMethod;
    use super::super::axis::fit;
    use super::*;

    fn rests_of(count: u32, x: impl Fn(f64) -> f64) -> Vec<Range<usize>> {
        let t: Vec<f64> = (0..count).map(|row| 0.1 * f64::from(row)).collect();
        // Positions that are off by a few millimeters, without a pattern.
        let off = |row: usize| 0.003 * (((row * row * 7919) % 1009) as f64 / 504.5 - 1.0);
        let x: Vec<f64> = t
            .iter()
            .enumerate()
            .map(|(row, t)| x(*t) + off(row))
            .collect();
        let fitted = fit(&t, &x, SmoothingMethod::Auto, &Beside::default()).unwrap();
        rests(&t, &[fitted])
    }

    #[test]
    fn an_object_rests_between_moves() {
        // 10 s at rest, 5 s of motion by 2 m, 15 s at rest.
        let found = rests_of(300, |t| {
            let share = ((t - 10.0) / 5.0).clamp(0.0, 1.0);
            2.0 * share * share * (3.0 - 2.0 * share)
        });
        let [before, after] = &found[..] else {
            panic!("{found:?}")
        };
        assert!(
            before.start == 0 && (80..=105).contains(&before.end),
            "{before:?}"
        );
        assert!(
            (145..=190).contains(&after.start) && after.end == 300,
            "{after:?}"
        );
    }

    #[test]
    fn turning_points_and_slow_motion_are_no_rest() {
        assert_eq!(rests_of(300, |t| 0.5 * (0.4 * t).sin()), []);
        assert_eq!(rests_of(300, |t| 0.001 * t), []);
    }
}
