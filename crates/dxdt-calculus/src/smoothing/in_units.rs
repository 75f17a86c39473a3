//! A fitted curve back in the units of its samples.

use super::Smoothed;
use super::samples::Samples;

/// One derivative of a fitted curve, in the units of [`Samples`].
#[derive(Debug, Clone, Copy)]
pub(super) struct FittedOrder<'a> {
    pub values: &'a [f64],
    /// The variances over that of the noise.
    pub variances: &'a [f64],
    /// The standard deviation of the noise.
    pub noise: f64,
}

impl Samples {
    /// A fitted curve in the caller's units, position to jerk; an order that is `None` is not known. `noise` is that of the
    /// positions, `used` the rows that took part.
    pub fn in_units(
        &self,
        orders: [Option<FittedOrder<'_>>; 4],
        noise: f64,
        used: &[bool],
    ) -> Smoothed {
        let unknown = || vec![f64::NAN; self.t.len()];
        // What is too large for a float is not known.
        let finite = |value: f64| if value.is_finite() { value } else { f64::NAN };
        let derivative = |order: usize| match &orders[order] {
            Some(fitted) if order == 0 => fitted.values.iter().map(|x| self.position(*x)).collect(),
            Some(fitted) => {
                let unit = self.unit_of(order);
                fitted
                    .values
                    .iter()
                    .map(|value| finite(value * unit))
                    .collect()
            }
            None => unknown(),
        };
        let standard_error = |order: usize| match &orders[order] {
            Some(fitted) => {
                let noise = fitted.noise * self.unit_of(order);
                let of = |variance: &f64| finite(noise * variance.sqrt());
                fitted.variances.iter().map(of).collect()
            }
            None => unknown(),
        };
        Smoothed {
            derivatives: std::array::from_fn(derivative),
            standard_errors: std::array::from_fn(standard_error),
            noise: noise * self.scale,
            outliers: self.left_out(used),
        }
    }

    /// The positions that took no part in a fit, by index.
    pub fn left_out(&self, used: &[bool]) -> Vec<usize> {
        let rows = 0..self.t.len();
        rows.filter(|&row| !used[row] && !self.x[row].is_nan())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_has_the_units_of_its_samples() {
        let samples = Samples::new(&[0.0, 2.0, 4.0], &[10.0, 14.0, f64::NAN], 2).unwrap();
        let order = FittedOrder {
            values: &[0.0, 1.0, 2.0],
            variances: &[0.25; 3],
            noise: 2.0,
        };
        let smoothed = samples.in_units(
            [Some(order), Some(order), None, None],
            2.0,
            &[true, false, false],
        );
        let (scale, step) = (samples.scale, samples.step);
        assert_eq!(
            smoothed.derivatives[0],
            [10.0, 10.0 + scale, 10.0 + 2.0 * scale]
        );
        assert_eq!(smoothed.derivatives[1][1], scale / step);
        assert_eq!(smoothed.standard_errors[1], [scale / step; 3]);
        assert!(smoothed.derivatives[2].iter().all(|value| value.is_nan()));
        assert_eq!(smoothed.noise, 2.0 * scale);
        assert_eq!(smoothed.outliers, [1]);
    }
}
