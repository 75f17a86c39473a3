//! Where exactly the velocity or the position jumps.

use super::candidate::Candidate;
use super::positions::Positions;

// Rows and lengths of the process on either side that a jump is judged by.
const ROWS: usize = 30;
const LENGTHS: f64 = 8.0;
const MOST_ROWS: usize = 500;

/// Moves each jump to the step near it where it is most likely.
pub(super) fn move_jumps(candidate: &mut Candidate, positions: &Positions) {
    let reach = ((LENGTHS * candidate.model.log_length.exp()) as usize).clamp(ROWS, MOST_ROWS);
    for _ in 0..2 {
        let mut has_moved = false;
        for at in 0..candidate.jumps.len() {
            let row = candidate.jumps[at].row;
            let near = row.saturating_sub(reach)..(row + reach).min(positions.t.len());
            let mut best = (candidate.deviance_of(near.clone(), positions), row);
            for place in [
                row.saturating_sub(2),
                row.saturating_sub(1),
                row + 1,
                row + 2,
            ] {
                let is_after_others = at == 0 || candidate.jumps[at - 1].row < place;
                let is_before_others = candidate
                    .jumps
                    .get(at + 1)
                    .is_none_or(|next| place < next.row);
                if place == 0
                    || place + 2 >= positions.t.len()
                    || !is_after_others
                    || !is_before_others
                {
                    continue;
                }
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
