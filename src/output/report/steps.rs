//! Values as whole steps of the range that they are in.

/// Stands for no value among steps.
pub(super) const UNKNOWN: u16 = u16::MAX;

/// The range of a column in as many steps as 16 bits tell apart. The ends of the range are its values, so that the
/// extremes of a column are exact; others are less than a step further out than they are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Steps {
    /// The smallest value.
    pub base: f64,
    /// What one step is.
    pub step: f64,
}

impl Steps {
    /// Of the smallest and the largest value, NaN where there is none.
    pub fn of([low, high]: [f64; 2]) -> Self {
        let step = (high - low) / f64::from(UNKNOWN - 1);
        Self {
            base: if low.is_finite() { low } else { 0.0 },
            step: if step.is_finite() { step } else { 0.0 },
        }
    }

    /// A range in steps that has all of this one in it.
    pub fn around(self, [low, high]: [f64; 2]) -> [u16; 2] {
        // A float turned into an integer keeps within its bounds.
        const NEARLY: f64 = 1e-6;
        if low.is_nan() {
            return [UNKNOWN; 2];
        }
        if self.step == 0.0 {
            return [0; 2];
        }
        let steps = |value: f64| (value - self.base) / self.step;
        let last = UNKNOWN - 1;
        [
            ((steps(low) + NEARLY).floor() as u16).min(last),
            ((steps(high) - NEARLY).ceil() as u16).min(last),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use proptest::prelude::*;

    fn low_high(values: &[f64]) -> [f64; 2] {
        // `min` and `max` pass over the NaN of the start.
        values.iter().fold([f64::NAN; 2], |[low, high], value| {
            [low.min(*value), high.max(*value)]
        })
    }

    proptest! {
        #[test]
        fn steps_keep_extremes_and_enclose_the_rest(values in prop::collection::vec(-1e9_f64..1e9, 1..50)) {
            let steps = Steps::of(low_high(&values));
            let value = |step: u16| steps.base + f64::from(step) * steps.step;
            let [low, high] = low_high(&values);
            let around = steps.around([low, high]).map(value);
            let rounding = 1e-12 * (low.abs() + high.abs());
            prop_assert!((around[0] - low).abs() <= rounding && (around[1] - high).abs() <= rounding);
            for &inner in &values {
                let [below, above] = steps.around([inner, inner]).map(value);
                let slack = 1e-5 * steps.step + rounding;
                prop_assert!(below <= inner + slack && above >= inner - slack);
                prop_assert!(above - below <= 1.01 * steps.step + rounding);
            }
        }
    }

    #[test]
    fn constant_and_unknown_values_are_steps_too() {
        let constant = Steps::of([5.0; 2]);
        assert_eq!((constant.base, constant.around([5.0; 2])), (5.0, [0; 2]));
        let unknown = Steps::of([f64::NAN; 2]);
        assert_eq!(unknown.around([f64::NAN; 2]), [UNKNOWN; 2]);
        assert_eq!((unknown.base, unknown.step), (0.0, 0.0));
    }
}
