//! A smoother's answer held against the positions: rows whose speed the steps around them do not allow.

use std::ops::Range;

use crate::audit::AuditedLog;
use crate::motion::Motion;
use crate::motion::entity::norms;

/// A row whose speed is beyond what the positions allow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Overshoot {
    pub row: usize,
    /// The largest first difference around it, in the unit of the speed.
    pub allowed: f64,
}

// The speed at a row is more than that of the steps around where it changes within them: 1.6 times for a sine with two
// rows a period.
const TIMES: f64 = 2.0;
const STEPS: usize = 3;
// Of an object at rest, a small part of its greatest speed is no motion that is worth a word.
const SMALL_PART: f64 = 0.1;
// What standard errors account for is told by them.
const TIMES_ERROR: f64 = 2.0;
// The greatest speed of all is rarely more than that of the steps by so much.
const GREATEST: f64 = 1.1;

/// The rows of an audited log that are beyond what the first differences of the positions allow; positions of an entity may be
/// held for some rows.
pub(super) fn overshoots(
    audited: &AuditedLog<'_>,
    motion: &Motion,
    velocity_error: &[Vec<f64>],
    held: &[usize],
) -> Vec<Overshoot> {
    let norm = |columns: &[Vec<f64>]| {
        let mut norm = vec![0.0; audited.stamps.len()];
        norms(columns, &mut norm);
        norm
    };
    let (speeds, errors) = (norm(&motion.first_difference), norm(velocity_error));
    // The largest of what is known.
    let greatest = |rows: Range<usize>| speeds[rows].iter().copied().fold(0.0, f64::max);
    let mut found = Vec::new();
    for (entity, held) in audited.entities.iter().zip(held) {
        let steps = STEPS * held;
        let greatest_of_all = greatest(entity.rows.clone());
        for segment in &entity.segments {
            for row in segment.clone() {
                let around =
                    row.saturating_sub(steps).max(segment.start)..(row + steps).min(segment.end);
                let allowed = greatest(around);
                // Without one, the gradient stayed.
                if !errors[row].is_finite() {
                    continue;
                }
                let error = TIMES_ERROR * errors[row];
                let here = TIMES * allowed + SMALL_PART * greatest_of_all + error;
                let anywhere = GREATEST * greatest_of_all + error;
                if motion.speed[row] > here {
                    found.push(Overshoot { row, allowed });
                } else if motion.speed[row] > anywhere {
                    let allowed = greatest_of_all;
                    found.push(Overshoot { row, allowed });
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{AuditOptions, audit};
    use crate::log::LogBuilder;
    use crate::motion::{DeriveOptions, derive};

    #[test]
    fn a_speed_beyond_the_steps_around_is_found() {
        let t: Vec<f64> = (0..40).map(f64::from).collect();
        let x: Vec<f64> = t.iter().map(|t| 5.0 * (t / 4.0).sin()).collect();
        let log = LogBuilder::of_seconds(&t).position("x", Some("m"), &x);
        let log = log.build().unwrap();
        let audited = audit(&log, &AuditOptions::default()).unwrap();
        let mut motion = derive(&audited, &DeriveOptions::default());
        let errors = vec![vec![0.01; 40]];
        assert_eq!(overshoots(&audited, &motion, &errors, &[1]), []);
        motion.speed[20] = 700.0;
        let found = overshoots(&audited, &motion, &errors, &[1]);
        assert_eq!(found.len(), 1);
        assert!(found[0].row == 20 && found[0].allowed < 1.3);
        // Its own error tells of it.
        assert_eq!(overshoots(&audited, &motion, &[vec![400.0; 40]], &[1]), []);
    }
}
