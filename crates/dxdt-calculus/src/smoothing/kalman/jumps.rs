//! Where exactly the velocity or the position jumps.

use std::ops::Range;

use super::candidate::Candidate;
use super::positions::Positions;
use super::smooth::Smooth;

// Rows and lengths of the process on either side that a jump is judged by.
const ROWS: usize = 30;
const LENGTHS: f64 = 8.0;
const MOST_ROWS: usize = 500;

/// The rows by which the place of a jump is judged.
fn near(candidate: &Candidate, row: usize, positions: &Positions) -> Range<usize> {
    let reach = ((LENGTHS * candidate.model.log_length.exp()) as usize).clamp(ROWS, MOST_ROWS);
    row.saturating_sub(reach)..(row + reach).min(positions.t.len())
}

/// The steps beside a jump's own, within so many, where it could be.
fn places(candidate: &Candidate, at: usize, within: usize, positions: &Positions) -> Vec<usize> {
    let row = candidate.jumps[at].row;
    let first = at
        .checked_sub(1)
        .map_or(1, |before| candidate.jumps[before].row + 1);
    let last = positions.t.len().saturating_sub(3);
    let last = candidate
        .jumps
        .get(at + 1)
        .map_or(last, |next| (next.row - 1).min(last));
    let within = row.saturating_sub(within)..=row + within;
    within
        .filter(|&place| place != row && (first..=last).contains(&place))
        .collect()
}

/// Moves each jump to the step near it where it is most likely.
pub(super) fn move_jumps(candidate: &mut Candidate, positions: &Positions) {
    for _ in 0..2 {
        let mut has_moved = false;
        for at in 0..candidate.jumps.len() {
            let row = candidate.jumps[at].row;
            let near = near(candidate, row, positions);
            let mut best = (candidate.deviance_of(near.clone(), positions), row);
            for place in places(candidate, at, 2, positions) {
                candidate.jumps[at].row = place;
                let deviance = candidate.deviance_of(near.clone(), positions);
                if deviance < best.0 - 1e-6 {
                    best = (deviance, place);
                }
                candidate.jumps[at].row = row;
            }
            has_moved |= best.1 != row;
            candidate.jumps[at].row = best.1;
        }
        if !has_moved {
            break;
        }
    }
}

/// Takes the mean over the steps where a jump may be, each counting by its likelihood, for the rows between them: of a row at
/// the very time of an impact, the velocity may be that before or that after.
pub(super) fn spread_jumps(candidate: &Candidate, fit: &mut Smooth, positions: &Positions) {
    const LEAST: f64 = 0.02;
    // Rows further from the jump know on which side they are.
    const ROWS_BESIDE: usize = 4;
    for at in 0..candidate.jumps.len() {
        let row = candidate.jumps[at].row;
        let near = near(candidate, row, positions);
        let here = candidate.deviance_of(near.clone(), positions);
        let mut moved = candidate.clone();
        let mut fits: Vec<(f64, Smooth)> = Vec::new();
        for place in places(candidate, at, 1, positions) {
            moved.jumps[at].row = place;
            let share = (0.5 * (here - moved.deviance_of(near.clone(), positions))).exp();
            if share > LEAST {
                fits.push((share, moved.states_of(near.clone(), positions)));
            }
        }
        if fits.is_empty() {
            continue;
        }
        let own = candidate.states_of(near.clone(), positions);
        let rows = (row + 1).saturating_sub(ROWS_BESIDE)..(row + 1 + ROWS_BESIDE).min(near.end);
        let noise = own.likelihood.variance(positions.least_noise);
        let total = 1.0 + fits.iter().map(|(share, _)| share).sum::<f64>();
        for order in 0..own.derivatives.len() {
            for row in rows.start.max(near.start)..rows.end {
                let of = |fit: &Smooth| {
                    let row = row - near.start;
                    (fit.derivatives[order][row], fit.variances[order][row])
                };
                let (value, variance) = of(&own);
                let (mut apart, mut squares, mut more) = (0.0, 0.0, 0.0);
                for (share, fit) in &fits {
                    let (other, of_other) = of(fit);
                    apart += share / total * (other - value);
                    squares += share / total * (other - value).powi(2);
                    more += share / total * (of_other - variance);
                }
                let spread = (squares - apart * apart).max(0.0) / noise;
                fit.derivatives[order][row] += apart;
                let variance = fit.variances[order][row] + more + spread;
                fit.variances[order][row] = variance.max(0.0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::Beside;
    use super::super::super::samples::Samples;
    use super::super::super::simulation::Random;
    use super::super::series::Jump;
    use super::super::smooth::Wanted;
    use super::*;

    /// The velocity turns from −4 to 4 at a place between rows; its jump is said to be in the step after row 99.
    fn velocity_beside(place: f64) -> [(f64, f64); 2] {
        let mut random = Random(3);
        let t: Vec<f64> = (0..200).map(f64::from).collect();
        let x: Vec<f64> = t
            .iter()
            .map(|t| 4.0 * (t - place).abs() + 0.1 * random.normal())
            .collect();
        let positions = Positions::of(&Samples::new(&t, &x, 12).unwrap(), &Beside::default());
        let mut candidate = Candidate::new(3, &positions);
        candidate.model.log_length = 3.0;
        let (row, order, variance) = (99, 1, 1e4);
        candidate.jumps.push(Jump {
            row,
            order,
            variance,
        });
        let mut fit = candidate.smooth(&positions, Wanted::States);
        spread_jumps(&candidate, &mut fit, &positions);
        let noise = fit.likelihood.variance(positions.least_noise);
        // From the unit of the samples to that of the positions.
        let unit = 4.0 / fit.derivatives[1][150];
        [99, 100].map(|row| {
            let error = (fit.variances[1][row] * noise).sqrt();
            (unit * fit.derivatives[1][row], unit * error)
        })
    }

    #[test]
    fn a_row_at_the_time_of_an_impact_may_be_on_either_side() {
        let [(before, error), (after, _)] = velocity_beside(99.5);
        assert!(
            (before + 4.0).abs() < 0.2 && error < 0.2,
            "{before} ± {error}"
        );
        assert!((after - 4.0).abs() < 0.2, "{after}");
        let [(at, error), (after, _)] = velocity_beside(99.0);
        assert!(at.abs() < 3.5 && error > 2.0, "{at} ± {error}");
        assert!((after - 4.0).abs() < 0.2, "{after}");
    }
}
