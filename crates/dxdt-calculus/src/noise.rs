//! The noise of a sampled series, from what no smooth curve can explain.

use super::spacing::Checked;
use super::steps::Steps;
use super::{CalculusError, Spacing};

/// How many neighboring points a residual is made of.
pub const NOISE_POINTS: usize = 5;

/// The third quartile of the standard normal distribution: half of all normal values are within it.
const NORMAL_QUARTILE: f64 = 0.674_489_750_196_081_7;

const CUT: f64 = 3.0;
/// The variance of the standard normal distribution cut off at ±3: 1 − 6·φ(3)/(2·Φ(3) − 1).
const VARIANCE_WITHIN_CUT: f64 = 0.973_336_924_653_678_9;

/// The standard deviation of the noise of `values`, in their unit; `None` where there is nothing to tell it from.
///
/// Each five neighboring points give a residual: their fourth divided difference, which is zero for every cubic
/// however the points are spaced, scaled so that independent noise of unit variance gives residuals of unit variance
/// ([`noise_weights`]). The scale of the residuals is taken robustly ([`robust_scale`]), so that a few jumps do not
/// count. This carries the difference-based estimators of von Neumann (1941) and Rice ("Bandwidth choice for
/// nonparametric regression", Ann. Statist. 12, 1984) to uneven points, as Gasser, Sroka and Jennen-Steinmetz
/// ("Residual variance and residual pattern in nonlinear regression", Biometrika 73, 1986) do with three.
///
/// Noise that is not independent from point to point is underestimated. Motion that is not smooth over five points
/// counts as noise; an estimate from every second point, which is then larger, tells so. Five equal values in a row
/// are left out: a value that stands still says nothing about its noise. So are points with a NaN near them.
///
/// # Errors
///
/// [`CalculusError`] if lengths do not fit, if coordinates are repeated, unsorted or not finite, or if a uniform
/// spacing is zero or not finite.
///
/// ```
/// use dxdt_calculus::{Spacing, noise};
///
/// // A parabola has no noise; the same parabola rounded to whole numbers has some 1/√12.
/// let exact: Vec<f64> = (0..500).map(|i| 0.013 * f64::from(i * i)).collect();
/// let rounded: Vec<f64> = exact.iter().map(|x| x.round()).collect();
/// assert!(noise(&exact, Spacing::Uniform(0.1))?.unwrap() < 1e-9);
/// assert!((noise(&rounded, Spacing::Uniform(0.1))?.unwrap() - 0.29).abs() < 0.05);
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn noise(values: &[f64], spacing: Spacing<'_>) -> Result<Option<f64>, CalculusError> {
    if values.len() < NOISE_POINTS {
        spacing.check_length(values.len())?;
        return Ok(None);
    }
    let mut residuals = match spacing.check(values.len())? {
        Checked::Even(_) => {
            let weights = noise_weights([1.0; 4]);
            let windows = values.windows(NOISE_POINTS);
            windows
                .filter_map(|window| residual(window, &weights?))
                .collect()
        }
        Checked::Coordinates(steps, _) => residuals(values, steps),
        Checked::Steps(steps, _) => residuals(values, steps),
    };
    Ok(robust_scale(&mut residuals))
}

fn residuals(values: &[f64], steps: impl Steps) -> Vec<f64> {
    let mut latest = [0.0; NOISE_POINTS - 1];
    let mut residuals = Vec::with_capacity(values.len());
    for (last, step) in steps.iter().enumerate() {
        latest.rotate_left(1);
        latest[NOISE_POINTS - 2] = step;
        let Some(first) = (last + 2).checked_sub(NOISE_POINTS) else {
            continue;
        };
        let window = &values[first..first + NOISE_POINTS];
        residuals.extend(noise_weights(latest).and_then(|weights| residual(window, &weights)));
    }
    residuals
}

/// The weighted sum of a window, taken from its middle value; `None` where the window stands still or has a NaN.
fn residual(window: &[f64], weights: &[f64; NOISE_POINTS]) -> Option<f64> {
    let middle = window[NOISE_POINTS / 2];
    let stands_still = window.iter().all(|value| *value == middle);
    let sum: f64 = window
        .iter()
        .zip(weights)
        .map(|(value, weight)| weight * (value - middle))
        .sum();
    (!stands_still && !sum.is_nan()).then_some(sum)
}

/// The weights of five points, the given steps apart, in their fourth divided difference, scaled so that their
/// squares add up to 1.
///
/// The weights of a divided difference are 1/∏(tⱼ − tₗ) (Fornberg 1988 has the same for derivatives). `None` where a
/// step is zero, not finite, or does not lead in the direction of the others.
///
/// ```
/// use dxdt_calculus::noise_weights;
///
/// let even = noise_weights([2.0; 4]).unwrap();
/// let binomial = [1.0, -4.0, 6.0, -4.0, 1.0].map(|w: f64| w / 70_f64.sqrt());
/// assert!(even.iter().zip(binomial).all(|(a, b)| (a - b).abs() < 1e-15));
/// assert_eq!(noise_weights([1.0, 0.0, 1.0, 1.0]), None);
/// ```
pub fn noise_weights(steps: [f64; NOISE_POINTS - 1]) -> Option<[f64; NOISE_POINTS]> {
    let span: f64 = steps.iter().sum();
    // Dividing by the span makes rising and falling coordinates one case, and of any unit.
    let steps = steps.map(|step| step / span);
    if !steps.iter().all(|step| *step > 0.0 && step.is_finite()) {
        return None;
    }
    let mut products = [1.0; NOISE_POINTS];
    for from in 0..NOISE_POINTS {
        let mut distance = 0.0;
        for to in from + 1..NOISE_POINTS {
            distance += steps[to - 1];
            products[from] *= distance;
            products[to] *= distance;
        }
    }
    let smallest = products.iter().copied().fold(f64::INFINITY, f64::min);
    let mut weights = products.map(|product| smallest / product);
    for odd in [1, 3] {
        weights[odd] = -weights[odd];
    }
    let norm = weights.iter().map(|w| w * w).sum::<f64>().sqrt();
    let weights = weights.map(|weight| weight / norm);
    weights.iter().all(|w| w.is_finite()).then_some(weights)
}

/// The standard deviation of normal values around zero; `None` where there are none.
///
/// The median of their sizes gives a first estimate, of which up to half of the values may be anything (Hampel, "The
/// influence curve and its role in robust estimation", JASA 69, 1974). The root mean square of the values within three
/// of it, corrected for the tails of the normal distribution that this cuts off, is the estimate: less robust by
/// little, and as exact as from three times as many values. The values are reordered.
///
/// ```
/// use dxdt_calculus::robust_scale;
///
/// let mut values = [-1.3, 0.9, 0.4, -0.6, 1e9, -0.1, -0.9, 1.6, 0.3];
/// let with_jump = robust_scale(&mut values).unwrap();
/// assert!((with_jump - 0.9).abs() < 0.1);
/// assert_eq!(robust_scale(&mut []), None);
/// ```
pub fn robust_scale(values: &mut [f64]) -> Option<f64> {
    let middle = values.len().checked_sub(1)? / 2;
    let by_size = |a: &f64, b: &f64| a.abs().total_cmp(&b.abs());
    let (_, median, _) = values.select_nth_unstable_by(middle, by_size);
    let first = median.abs() / NORMAL_QUARTILE;
    let within = || values.iter().filter(|value| value.abs() <= CUT * first);
    let squares: f64 = within()
        .map(|value| (value / first) * (value / first))
        .sum();
    let mean = squares / within().count() as f64;
    // Where half of the values are zero, so is the scale.
    let scale = first * (mean / VARIANCE_WITHIN_CUT).sqrt();
    Some(if scale.is_finite() { scale } else { first })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Numbers that are the same on every run: xorshift, and the sum of twelve for the normal distribution.
    struct Random(u64);

    impl Random {
        fn uniform(&mut self) -> f64 {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            (self.0 >> 11) as f64 / (1_u64 << 53) as f64
        }

        fn normal(&mut self) -> f64 {
            (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
        }
    }

    const POINTS: usize = 2000;

    fn even() -> Vec<f64> {
        (0..POINTS).map(|i| 0.01 * i as f64).collect()
    }

    fn jittered(random: &mut Random) -> Vec<f64> {
        let jitter = |t: f64| t + 0.004 * (2.0 * random.uniform() - 1.0);
        even().into_iter().map(jitter).collect()
    }

    fn scattered(random: &mut Random) -> Vec<f64> {
        let mut t: Vec<f64> = (0..POINTS).map(|_| 20.0 * random.uniform()).collect();
        t.sort_by(f64::total_cmp);
        t
    }

    #[test]
    fn the_true_deviation_is_found_whatever_the_stamps() {
        for seed in [1, 2, 3] {
            let mut random = Random(seed * 0x9E37_79B9_7F4A_7C15);
            for t in [even(), jittered(&mut random), scattered(&mut random)] {
                for sine in [0.0, 1.0] {
                    let noisy = |t: &f64| sine * (2.0 * t).sin() + 0.02 * random.normal();
                    let values: Vec<f64> = t.iter().map(noisy).collect();
                    let found = noise(&values, Spacing::Coordinates(&t)).unwrap().unwrap();
                    assert!((found / 0.02 - 1.0).abs() < 0.1, "{found}, seed {seed}");
                }
            }
        }
    }

    #[test]
    fn cubics_are_no_noise_and_quartics_are() {
        let t = scattered(&mut Random(7));
        let of_power =
            |power: i32| -> Vec<f64> { t.iter().map(|t| (t - 9.0).powi(power)).collect() };
        for power in 1..=3 {
            let found = noise(&of_power(power), Spacing::Coordinates(&t)).unwrap();
            assert!(found.unwrap() < 1e-11, "power {power}: {found:?}");
        }
        let quartic: Vec<f64> = (0..50).map(|i| f64::from(i).powi(4)).collect();
        let found = noise(&quartic, Spacing::Uniform(1.0)).unwrap().unwrap();
        let expected = 24.0 / 70_f64.sqrt() / VARIANCE_WITHIN_CUT.sqrt();
        assert!((found / expected - 1.0).abs() < 1e-6, "{found}");
    }

    #[test]
    fn every_kind_of_spacing_is_the_same() {
        let mut random = Random(5);
        let values: Vec<f64> = (0..100).map(|_| random.normal()).collect();
        let backwards: Vec<f64> = (0..100).map(|i| -2.0 * f64::from(i)).collect();
        let uniform = noise(&values, Spacing::Uniform(3.0)).unwrap().unwrap();
        for spacing in [Spacing::Coordinates(&backwards), Spacing::Steps(&[0.5; 99])] {
            let found = noise(&values, spacing).unwrap().unwrap();
            assert!((found - uniform).abs() < 1e-12);
        }
    }

    #[test]
    fn what_stands_still_or_is_missing_is_left_out() {
        let mut random = Random(11);
        let mut values = vec![4.0; 300];
        assert_eq!(noise(&values, Spacing::Uniform(1.0)), Ok(None));
        values.extend((0..100).map(|_| random.normal()));
        values[350] = f64::NAN;
        let found = noise(&values, Spacing::Uniform(1.0)).unwrap().unwrap();
        assert!((found - 1.0).abs() < 0.3, "{found}");
        assert_eq!(noise(&[1.0; 4], Spacing::Uniform(1.0)), Ok(None));
        assert!(noise(&[1.0; 4], Spacing::Steps(&[1.0])).is_err());
        assert!(noise(&[0.0; 6], Spacing::Steps(&[1.0, 1.0, 0.0, 1.0, 1.0])).is_err());
    }

    proptest! {
        #[test]
        fn a_scale_scales_and_a_shift_does_nothing(
            values in prop::collection::vec(-10.0..10.0_f64, 5..60),
            steps in prop::collection::vec(0.01..5.0_f64, 60),
            scale in 0.01..100.0_f64,
            shift in -100.0..100.0_f64,
        ) {
            let spacing = Spacing::Steps(&steps[..values.len() - 1]);
            let plain = noise(&values, spacing).unwrap().unwrap();
            let changed: Vec<f64> = values.iter().map(|x| scale * x + shift).collect();
            let changed = noise(&changed, spacing).unwrap().unwrap();
            prop_assert!((changed - scale * plain).abs() <= 1e-12 * (scale * 10.0 + 100.0));
        }
    }
}
