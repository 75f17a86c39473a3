//! Times of day that go on after midnight.

/// Times of day that fall by more than half a day are of the next day. Gives the number of midnights.
pub(super) fn add_days(nanoseconds: &mut [i64], missing: &[usize]) -> u64 {
    const DAY: i64 = 86_400_000_000_000;
    let mut days = 0;
    let mut previous = i64::MIN;
    for (row, stamp) in nanoseconds.iter_mut().enumerate() {
        if missing.binary_search(&row).is_ok() {
            continue;
        }
        if *stamp < previous.saturating_sub(DAY / 2) {
            days += 1;
        }
        previous = *stamp;
        *stamp += days * DAY;
    }
    days as u64
}
