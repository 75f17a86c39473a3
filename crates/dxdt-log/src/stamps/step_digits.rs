//! How fine the ticks of a clock have to be, and what rounding to coarser ones does to the steps between timestamps.

use dxdt_time::Ticks;

/// The digits that timestamps ask for, and the steps from each to the next of its entity by the digits that they need: with
/// fewer, rounding changes a step by more than 10⁻¹² of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StepDigits {
    /// The latest timestamp of each entity: nanoseconds, and what it has beyond.
    latest: Vec<Option<(i64, i64)>>,
    digits: u8,
    /// How many steps need so many digits.
    steps: [u64; Ticks::MOST_DIGITS as usize + 2],
}

impl StepDigits {
    /// Adds rows in their order: the entity of each, its timestamp, and what that has beyond nanoseconds where any has;
    /// 1 for rows with a timestamp, where some have none.
    pub fn add(&mut self, entity: &[u32], stamps: &[i64], rests: &[i64], stamped: Option<&[u8]>) {
        let most = entity.iter().max().map_or(0, |&most| most as usize + 1);
        let known = self.latest.len().max(most);
        self.latest.resize(known, None);
        let is_stamped = |row: &usize| stamped.is_none_or(|stamped| stamped[*row] == 1);
        if !rests.is_empty() {
            for row in (0..stamps.len()).filter(is_stamped) {
                self.add_row(entity[row] as usize, (stamps[row], rests[row]));
            }
            return;
        }
        let has_rests = self.digits > 0;
        let mut start = 0;
        for run in entity.chunk_by(|a, b| a == b) {
            let mut rows = (start..start + run.len()).filter(is_stamped);
            start += run.len();
            let of_run = run[0] as usize;
            if has_rests && let Some(first) = rows.next() {
                self.add_row(of_run, (stamps[first], 0));
            }
            if let Some(last) = rows.next_back() {
                self.latest[of_run] = Some((stamps[last], 0));
            }
        }
    }

    fn add_row(&mut self, entity: usize, stamp: (i64, i64)) {
        self.digits = self.digits.max(9);
        while !has_digits(stamp.1, self.digits) {
            self.digits += 1;
        }
        if let Some(before) = self.latest[entity].replace(stamp)
            && (before.1, stamp.1) != (0, 0)
        {
            self.steps[usize::from(needed(before, stamp))] += 1;
        }
    }

    /// How many digits of a second the timestamps ask for.
    pub fn digits(&self) -> u8 {
        self.digits.max(9)
    }

    /// How many steps such ticks change by more than 10⁻¹² of the step.
    pub fn changed_by(&self, ticks: Ticks) -> u64 {
        self.steps[usize::from(ticks.digits()) + 1..].iter().sum()
    }
}

/// Whether a rest beyond nanoseconds has no more digits of a second.
fn has_digits(rest: i64, digits: u8) -> bool {
    rest % 10_i64.pow(u32::from(Ticks::MOST_DIGITS - digits)) == 0
}

/// How many digits of a second the step from one timestamp to another needs.
fn needed(before: (i64, i64), stamp: (i64, i64)) -> u8 {
    const SHARE: i128 = 1_000_000_000_000;
    const NANOSECOND: i128 = 1_000_000_000_000_000_000;
    let step = (i128::from(stamp.0) - i128::from(before.0)) * NANOSECOND + i128::from(stamp.1)
        - i128::from(before.1);
    let is_changed = |by: i64| i128::from(by).abs() * SHARE > step.abs();
    // No rounding is larger than what is rounded away, and two change a step by a tick at most.
    let all = Ticks::NANOSECONDS.digits()..Ticks::MOST_DIGITS;
    if !is_changed(before.1.saturating_abs() + stamp.1.saturating_abs()) {
        return all.start;
    }
    // Digits below the last that is read are gone.
    if is_changed(1) && (before.1 % 10, stamp.1 % 10) != (0, 0) {
        return all.end + 1;
    }
    let tick = |digits: u8| 10_i64.pow(u32::from(Ticks::MOST_DIGITS - digits));
    let changes = |&digits: &u8| {
        is_changed(tick(digits))
            && is_changed(Ticks::rounding(stamp.1, digits) - Ticks::rounding(before.1, digits))
    };
    let finest_that_changes = all.clone().rev().find(changes);
    finest_that_changes.map_or(all.start, |digits| digits + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ATTOSECOND: i64 = 1_000_000_000;

    fn changed(steps: &StepDigits, digits: u8) -> u64 {
        steps.changed_by(Ticks::finest(digits, [0, 0]))
    }

    #[test]
    fn a_float_that_is_written_in_full_needs_no_more_digits_than_it_means() {
        let mut steps = StepDigits::default();
        let tenths = [100_000_000, 200_000_000, 300_000_000, 400_000_000];
        // 0.30000000000000004
        steps.add(&[0; 4], &tenths, &[0, 0, 40 * ATTOSECOND, 0], None);
        assert_eq!((steps.digits(), changed(&steps, 9)), (17, 0));
        // A third of a second.
        let third = 333_333_333_333_333_333;
        steps.add(&[0], &[733_333_333], &[third], None);
        assert_eq!((changed(&steps, 9), changed(&steps, 11)), (1, 1));
        assert_eq!((changed(&steps, 12), changed(&steps, 27)), (0, 0));
        // A third of an attosecond, of which not all digits are kept.
        steps.add(&[1; 2], &[0; 2], &[0, ATTOSECOND / 3], None);
        assert_eq!(changed(&steps, 27), 1);
    }

    #[test]
    fn batches_and_entities_change_nothing() {
        let stamps = [1, 1, 2, 2, 3, 3];
        let rests = [0, ATTOSECOND, 0, 5 * ATTOSECOND, 0, 0];
        let stamped = [1, 1, 1, 0, 1, 1];
        let entity = [0, 1, 0, 1, 0, 1];
        let mut whole = StepDigits::default();
        whole.add(&entity, &stamps, &rests, Some(&stamped));
        for cut in 1..6 {
            let mut parts = StepDigits::default();
            for rows in [0..cut, cut..6] {
                let rests = &rests[rows.clone()];
                let rests = if rests.iter().all(|&rest| rest == 0) {
                    &[]
                } else {
                    rests
                };
                let stamped = Some(&stamped[rows.clone()]);
                parts.add(&entity[rows.clone()], &stamps[rows], rests, stamped);
            }
            assert_eq!(parts, whole, "{cut}");
        }
        assert_eq!(changed(&whole, 17), 1);
    }
}
