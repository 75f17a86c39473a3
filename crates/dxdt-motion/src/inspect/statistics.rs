//! Medians and quantiles of what is no number of an experiment but a property of a log.

/// The value below which a share of `values` is (the lower of two); `None` where there are none. Reorders them.
pub(super) fn quantile(values: &mut [f64], share: f64) -> Option<f64> {
    let last = values.len().checked_sub(1)?;
    let index = ((last as f64 * share) as usize).min(last);
    Some(*values.select_nth_unstable_by(index, f64::total_cmp).1)
}

/// The median; of an even number of values the lower of the two in the middle. Reorders them.
pub(super) fn median(values: &mut [f64]) -> Option<f64> {
    quantile(values, 0.5)
}

/// The median of what is known, of an even number the mean of the two in the middle.
pub(super) fn median_of(values: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let mut known: Vec<f64> = values.flatten().collect();
    let low = median(&mut known)?;
    let upper = known.len() / 2;
    let high = *known.select_nth_unstable_by(upper, f64::total_cmp).1;
    Some(f64::midpoint(low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_values_of_the_list() {
        assert_eq!(median(&mut [3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&mut [4.0, 1.0, 2.0, 3.0]), Some(2.0));
        assert_eq!(quantile(&mut [5.0, 1.0, 2.0, 3.0, 4.0], 1.0), Some(5.0));
        assert_eq!(quantile(&mut [], 0.5), None);
        assert_eq!(median_of([None, Some(7.0)].into_iter()), Some(7.0));
        assert_eq!(median_of([Some(2.0), Some(1.0)].into_iter()), Some(1.5));
    }
}
