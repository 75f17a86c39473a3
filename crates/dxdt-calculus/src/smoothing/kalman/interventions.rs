//! Rows that do not fit the others, and steps in which the velocity or the position jumps: found together, the strongest
//! first, since each can look like the other.

use std::collections::BTreeSet;
use std::ops::Range;

use super::super::samples::median;
use super::candidate::{Candidate, price_of_a_row};
use super::jumps::move_jumps;
use super::positions::Positions;
use super::series::Jump;
use super::smooth::{Smooth, Wanted};

// Of a normal distribution one in 16,000 is so far out.
const FAR: f64 = 16.0;
const FAR_AT_AN_END: f64 = 36.0;
// Of rows, one in so many may be left out or have an impact.
const MOST: usize = 8;
const ROUNDS: usize = 40;
// Rows within so many standard deviations of a line are straight.
const STRAIGHT: f64 = 5.0;
// Beside the strongest, those that are nearly as strong are taken in the same round.
const AS_STRONG: f64 = 0.4;

#[derive(Debug, Clone)]
enum Found {
    Outliers(Range<usize>),
    Jump(Jump),
}

impl Found {
    fn row(&self) -> usize {
        match self {
            Self::Outliers(rows) => rows.start,
            Self::Jump(jump) => jump.row,
        }
    }
}

/// How much less than the likelihood says the noise is, where most rows are nearer: a few far ones make it too large.
fn robust(fit: &Smooth, used: &[bool], noise: f64, positions: &Positions) -> f64 {
    let rows = fit
        .left_out_errors
        .iter()
        .zip(&fit.left_out_variances)
        .zip(used);
    let distances = rows
        .filter(|((error, _), used)| !error.is_nan() && **used)
        .map(|((error, variance), _)| (error * error / (variance * noise)).sqrt());
    let typical = median(distances.collect()) / 0.674_489_750_196_081_7;
    typical
        .clamp(0.2, 1.0)
        .powi(2)
        .max(positions.least_noise / noise)
}

/// Leaves out what does not fit and, where wanted, lets position and velocity jump where they do, as long as the
/// likelihood grows by more than that costs; `search` finds the length anew each time. Gives the fit, which holds unless there
/// are jumps.
pub(super) fn intervene(
    candidate: &mut Candidate,
    positions: &Positions,
    wanted: Wanted,
    search: bool,
) -> Smooth {
    let impacts = wanted == Wanted::Steps;
    let refit = |candidate: &mut Candidate| {
        candidate.ends = None;
        if search {
            candidate.find_length(positions, Some(1.4));
        }
        candidate.smooth(positions, wanted)
    };
    let mut fit = if impacts {
        refit(candidate)
    } else {
        // Its length was found with these rows already.
        candidate.ends = None;
        candidate.smooth(positions, wanted)
    };
    let mut one_by_one = false;
    for _ in 0..ROUNDS {
        let noise = fit.likelihood.variance(positions.least_noise);
        let mut found = strongest(candidate, positions, &fit, noise, impacts);
        if !search {
            // Of a long series, what is not worth its price is not tried, each time on all rows.
            let worth = price_of_a_row(noise, positions) - noise.ln();
            found.retain(|(strength, _)| *strength > worth);
        }
        let Some((most, _)) = found.first() else {
            break;
        };
        let apart = candidate.model.log_length.exp() as usize + 2;
        let mut taken: Vec<Found> = Vec::new();
        let mut rows: BTreeSet<usize> = BTreeSet::new();
        for (strength, found) in &found {
            if *strength < AS_STRONG * most || (one_by_one && !taken.is_empty()) {
                break;
            }
            let row = found.row();
            if rows
                .range(row.saturating_sub(apart)..=row + apart)
                .next()
                .is_none()
            {
                rows.insert(row);
                taken.push(found.clone());
            }
        }
        let mut next = candidate.clone();
        for found in taken {
            match found {
                Found::Outliers(rows) => next.used[rows].fill(false),
                Found::Jump(jump) => next.jumps.push(jump),
            }
        }
        next.jumps.sort_by_key(|jump| jump.row);
        if (next.left_out(positions) + next.jumps.len()) * MOST > positions.t.len() {
            break;
        }
        let mut next_fit = refit(&mut next);
        if take_back(&mut next, &next_fit, positions) {
            next_fit = refit(&mut next);
        }
        if penalised(&next, &next_fit, positions) < penalised(candidate, &fit, positions) - 1e-6 {
            *candidate = next;
            fit = next_fit;
            one_by_one = false;
        } else if one_by_one {
            break;
        } else {
            one_by_one = true;
        }
    }
    if impacts && !candidate.jumps.is_empty() {
        move_jumps(candidate, positions);
        if search {
            candidate.find_length(positions, Some(0.7));
        }
    }
    fit
}

fn penalised(candidate: &Candidate, fit: &Smooth, positions: &Positions) -> f64 {
    let noise = fit.likelihood.variance(positions.least_noise);
    fit.likelihood.deviance(positions.least_noise) + candidate.price(noise, positions)
}

/// What may be a fault or an impact, the strongest first, with its strength.
fn strongest(
    candidate: &Candidate,
    positions: &Positions,
    fit: &Smooth,
    noise: f64,
    impacts: bool,
) -> Vec<(f64, Found)> {
    let noise = noise * robust(fit, &candidate.used, noise, positions);
    let rows = positions.t.len();
    let mut found = Vec::new();
    let strength = |row: usize| {
        let error = fit.left_out_errors[row];
        let strength = error * error / (fit.left_out_variances[row] * noise);
        if candidate.used[row] { strength } else { 0.0 }
    };
    let mut alone: BTreeSet<usize> = BTreeSet::new();
    for row in [0, rows.saturating_sub(1)] {
        // At an end, a start of the motion looks like a fault: only what is far beyond it.
        if strength(row) > FAR_AT_AN_END && stands_apart(candidate, positions, row, noise.sqrt()) {
            alone.insert(row);
            found.push((strength(row), Found::Outliers(row..row + 1)));
        }
    }
    for row in 1..rows.saturating_sub(1) {
        if strength(row) <= FAR {
            continue;
        }
        // One row, or two that are away together.
        let may_be = [row..row + 1, row..row + 2].into_iter().find(|run| {
            let is_far = run.clone().all(|row| strength(row) > FAR);
            run.end < rows && is_far && stand_alone(candidate, positions, run, noise.sqrt())
        });
        if let Some(run) = may_be {
            alone.extend(run.clone());
            found.push((strength(row), Found::Outliers(run)));
        }
    }
    // A wrong row at an end bends what is before it: that is seen again without it.
    let at_an_end = alone.contains(&0) || alone.contains(&(rows - 1));
    if impacts && !at_an_end {
        let least = 3.0 * (positions.t.len() as f64).ln() + 8.0;
        // Of the last rows at an end, nothing tells a jump from a fault.
        for row in 2..rows.saturating_sub(3) {
            let is_known = candidate
                .jumps
                .binary_search_by_key(&row, |jump| jump.row)
                .is_ok();
            let strengths = [0, 1].map(|order| fit.jump_squares[order][row] / noise);
            let order = usize::from(strengths[1] >= strengths[0]);
            // To a position that stands alone and back, there would be two.
            let is_outlier = order == 0 && (alone.contains(&row) || alone.contains(&(row + 1)));
            if strengths[order] > least && !is_known && !is_outlier {
                let variance = fit.jumps[order][row].powi(2) / noise;
                let jump = Jump {
                    row,
                    order,
                    variance,
                };
                found.push((strengths[order] - least + FAR, Found::Jump(jump)));
            }
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found
}

/// Whether the neighbors of some rows are straighter without them: rows in a bend are motion.
fn stand_alone(
    candidate: &Candidate,
    positions: &Positions,
    run: &Range<usize>,
    noise: f64,
) -> bool {
    // Of how far the rows are from the line between their neighbors.
    const STRAIGHTER: f64 = 0.5;
    let used = |row: &usize| candidate.used[*row];
    let before: Vec<usize> = (0..run.start).rev().filter(used).take(2).collect();
    let after: Vec<usize> = (run.end..positions.t.len()).filter(used).take(2).collect();
    let ([left, ..], [right, ..]) = (&before[..], &after[..]) else {
        return false;
    };
    let own = run
        .clone()
        .map(|row| from_line(positions, row, *left, *right));
    let own = own.fold(f64::INFINITY, f64::min);
    let of_left = before
        .get(1)
        .map_or(0.0, |&first| from_line(positions, *left, first, *right));
    let of_right = after
        .get(1)
        .map_or(0.0, |&last| from_line(positions, *right, *left, last));
    of_left.max(of_right) < (STRAIGHTER * own).max(STRAIGHT * noise)
}

/// Whether the rows beside the first or the last row go straight on, and it does not.
fn stands_apart(candidate: &Candidate, positions: &Positions, row: usize, noise: f64) -> bool {
    const STRAIGHTER: f64 = 0.25;
    let used = |row: &usize| candidate.used[*row];
    let beside: Vec<usize> = if row == 0 {
        (1..positions.t.len()).filter(used).take(3).collect()
    } else {
        (0..row).rev().filter(used).take(3).collect()
    };
    let [a, b, c] = beside[..] else {
        return false;
    };
    let own = from_line(positions, row, a, b);
    from_line(positions, c, a, b) < (STRAIGHTER * own).max(STRAIGHT * noise)
}

/// How far a row is from the line through two others.
fn from_line(positions: &Positions, row: usize, a: usize, b: usize) -> f64 {
    let (t, x) = (&positions.t, &positions.x);
    (x[row] - (x[a] + (x[b] - x[a]) * (t[row] - t[a]) / (t[b] - t[a]))).abs()
}

/// Takes back rows that fit now.
fn take_back(candidate: &mut Candidate, fit: &Smooth, positions: &Positions) -> bool {
    const NEAR: f64 = 9.0;
    let noise = fit.likelihood.variance(positions.least_noise);
    let mut any = false;
    for row in 0..positions.t.len() {
        let distance = fit.left_out_errors[row].powi(2);
        if !candidate.used[row] && distance < NEAR * noise * fit.left_out_variances[row] {
            candidate.used[row] = true;
            any = true;
        }
    }
    any
}

#[cfg(test)]
mod tests {
    use super::super::super::simulation::Random;
    use super::super::super::{Beside, samples::Samples};
    use super::*;

    fn after(x: &[f64], jumps: bool) -> Candidate {
        let t: Vec<f64> = (0..x.len()).map(|row| 0.01 * row as f64).collect();
        let positions = Positions::of(&Samples::new(&t, x, 12).unwrap(), &Beside::default());
        let mut candidate = Candidate::new(3, &positions);
        candidate.find_length(&positions, None);
        let wanted = if jumps { Wanted::Steps } else { Wanted::Errors };
        intervene(&mut candidate, &positions, wanted, true);
        candidate
    }

    fn left_out(candidate: &Candidate) -> Vec<usize> {
        let rows = candidate.used.iter().enumerate();
        rows.filter(|(_, used)| !**used)
            .map(|(row, _)| row)
            .collect()
    }

    /// A noisy sine.
    fn sine() -> Vec<f64> {
        let mut random = Random(7);
        (0..200)
            .map(|row| (0.05 * f64::from(row)).sin() + 0.002 * random.normal())
            .collect()
    }

    #[test]
    fn what_is_far_off_is_left_out() {
        let mut x = sine();
        assert_eq!(left_out(&after(&x, false)), [0_usize; 0]);
        for row in [40, 120, 121] {
            x[row] += 0.5;
        }
        assert_eq!(left_out(&after(&x, false)), [40, 120, 121]);
    }

    #[test]
    fn a_wrong_row_at_an_end_is_left_out() {
        for row in [0, 199] {
            for off in [0.3, 1000.0] {
                let mut x = sine();
                x[row] += off;
                let found = after(&x, true);
                assert_eq!(left_out(&found), [row], "{row}, {off}");
                assert!(found.jumps.is_empty());
            }
        }
    }

    #[test]
    fn motion_is_not_left_out() {
        // At rest, then a move within a few rows, as all moves of the log are.
        let mut random = Random(9);
        let x: Vec<f64> = (0..200)
            .map(|row| {
                f64::from(row / 25) + (f64::from(row % 25) / 3.0).min(1.0) + 0.001 * random.normal()
            })
            .collect();
        assert_eq!(left_out(&after(&x, false)), [0_usize; 0]);
    }

    #[test]
    fn an_impact_is_found_within_its_step() {
        let mut random = Random(3);
        // The velocity turns from −4 to 4 at row 99.4.
        let x: Vec<f64> = (0..200)
            .map(|row| 0.04 * (f64::from(row) - 99.4).abs() + 0.001 * random.normal())
            .collect();
        let found = after(&x, true);
        assert_eq!(found.jumps.len(), 1);
        assert_eq!((found.jumps[0].row, found.jumps[0].order), (99, 1));
        assert_eq!(left_out(&found), [0_usize; 0]);
    }

    #[test]
    fn a_jump_of_the_position_is_found() {
        let mut x = sine();
        x[80..].iter_mut().for_each(|x| *x += 1.0);
        let found = after(&x, true);
        let jumps: Vec<(usize, usize)> = found
            .jumps
            .iter()
            .map(|jump| (jump.row, jump.order))
            .collect();
        assert_eq!(jumps, [(79, 0)]);
    }
}
