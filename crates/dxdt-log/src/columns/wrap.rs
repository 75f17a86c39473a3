//! Counters that start again.

/// The period of a counter that wraps in values: all steps are small but some, which are the period less a small step.
pub(super) fn period(values: &[f64]) -> Option<f64> {
    const PERIODS: [f64; 5] = [256.0, 4096.0, 65_536.0, 16_777_216.0, 4_294_967_296.0];
    let steps: Vec<f64> = values
        .windows(2)
        .map(|pair| pair[1] - pair[0])
        .filter(|step| step.is_finite())
        .collect();
    let mut sizes: Vec<f64> = steps.iter().map(|step| step.abs()).collect();
    sizes.sort_by(f64::total_cmp);
    let usual = *sizes.get(sizes.len() / 2)?;
    let most = values
        .iter()
        .copied()
        .filter(|value| value.is_finite())
        .fold(0.0, |most: f64, value| most.max(value.abs()));
    PERIODS.into_iter().find(|&period| {
        let is_wrap = |step: f64| {
            (step.abs() - period).abs() <= 0.05 * period
                && (step.abs() - period).abs() <= 20.0 * usual
        };
        let wraps = steps.iter().filter(|step| is_wrap(**step)).count();
        let others = steps
            .iter()
            .filter(|step| !is_wrap(**step))
            .all(|step| step.abs() < period / 4.0);
        let is_in_range = most <= period * 1.001;
        usual > 0.0 && wraps > 0 && 4 * wraps < steps.len() && others && is_in_range
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_are_told_from_motion() {
        let counter: Vec<f64> = (0..40)
            .map(|row| f64::from((65_400 + 12 * row) % 65_536))
            .collect();
        assert_eq!(period(&counter), Some(65_536.0));
        let walk: Vec<f64> = (0..40).map(f64::from).collect();
        assert_eq!(period(&walk), None);
        let jump: Vec<f64> = (0..40)
            .map(|row| f64::from(row + 256 * (row / 20)))
            .collect();
        assert_eq!(period(&jump), None);
    }
}
