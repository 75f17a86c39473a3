//! Rows that hold the position of the row before: a log that is written faster than its instrument measures.

/// The rows among some that hold what was measured earlier.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Held {
    /// How many rows a measured position is held for.
    pub every: usize,
    /// Whether each row holds the position of an earlier one.
    pub is_held: Vec<bool>,
}

impl Held {
    /// Takes what was not measured as missing.
    pub fn leave_out(&self, column: &mut [f64]) {
        for (value, is_held) in column.iter_mut().zip(&self.is_held) {
            if *is_held {
                *value = f64::NAN;
            }
        }
    }
}

// Of changes of the position, so many come after the same number of rows.
const ALIKE: f64 = 0.6;
const FEWEST_CHANGES: usize = 20;

/// Finds rows that hold positions along the given axes: where most changes of the position come after the same number of
/// rows, two or more, an instrument measures at these rows alone. An object at rest stays for longer: every so many rows it
/// was measured again.
pub(super) fn held(positions: &[&[f64]], rows: &[usize]) -> Option<Held> {
    let count = rows.len();
    let has_changed = |at: &usize| {
        let (row, before) = (rows[*at], rows[*at - 1]);
        positions.iter().any(|axis| axis[row] != axis[before])
    };
    let changes: Vec<usize> = (1..count).filter(has_changed).collect();
    if changes.len() < FEWEST_CHANGES {
        return None;
    }
    let mut lengths: Vec<usize> = changes.windows(2).map(|pair| pair[1] - pair[0]).collect();
    lengths.sort_unstable();
    let every = lengths[lengths.len() / 2];
    // The clocks of instrument and log are not the same: of many rows, one more or less.
    let few = usize::from(every > 3);
    let alike = lengths
        .iter()
        .filter(|length| length.abs_diff(every) <= few)
        .count();
    if every < 2 || (alike as f64) < ALIKE * lengths.len() as f64 {
        return None;
    }
    let mut is_held = vec![true; count];
    let mut measured = 0;
    is_held[0] = false;
    let mut next = changes.iter().copied().peekable();
    for (row, is_held) in is_held.iter_mut().enumerate().skip(1) {
        let is_change = next.next_if_eq(&row).is_some();
        if is_change || row - measured > every + 1 {
            measured = row;
            *is_held = false;
        }
    }
    Some(Held { every, is_held })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held_of(x: &[f64]) -> Option<Held> {
        held(&[x], &(0..x.len()).collect::<Vec<usize>>())
    }

    #[test]
    fn rows_between_measurements_are_held() {
        // Measured at every fifth row, once a row late, and at rest for a while.
        let at = |row: usize| -> f64 {
            let measured = if row < 100 {
                row / 5 * 5
            } else {
                row.saturating_sub(1) / 5 * 5
            };
            (0.01 * (measured.min(150) as f64)).sin()
        };
        let x: Vec<f64> = (0..200).map(at).collect();
        let held = held_of(&x).unwrap();
        assert_eq!(held.every, 5);
        let measured = held.is_held.iter().filter(|is_held| !**is_held).count();
        assert!((36..=42).contains(&measured), "{measured}");
        assert!(!held.is_held[5] && held.is_held[6] && held.is_held[9]);
    }

    #[test]
    fn rest_and_rounding_hold_nothing() {
        let moving: Vec<f64> = (0..200).map(|row| (0.1 * f64::from(row)).sin()).collect();
        assert_eq!(held_of(&moving), None);
        // At rest for half of the time.
        let rests: Vec<f64> = (0..200)
            .map(|row| moving[if row / 50 % 2 == 0 { row } else { 0 }])
            .collect();
        assert_eq!(held_of(&rests), None);
        // Rounded, of slow motion: changes come after any number of rows.
        let rounded: Vec<f64> = moving.iter().map(|x| (7.0 * x).round()).collect();
        assert_eq!(held_of(&rounded), None);
    }
}
