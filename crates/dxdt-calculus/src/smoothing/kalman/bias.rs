//! How large the bias of a smoother is, against what its model foresees.
//!
//! The variance V that a model gives an estimate has two parts: that of the positions' noise, and the square of the bias as
//! it is on average over all motions that the model holds possible. A motion smoother than those has a smaller bias, and
//! errors all too large. With K the covariance of the motion beforehand, Σ the one after, and r the factor of K, the second
//! part is ΣK⁻¹Σ = V′, where ′ is the derivative by ln r. The bias itself is not known; but that of the smoother on its own
//! curve is, and on average over the motions of the model its square is ΣK⁻¹Σ − ΣK⁻¹ΣK⁻¹Σ = (V′ − V″)/2. What it is in
//! place of that, the second part is in place of V′.

use super::ends::Moments;
use super::filter::Series;
use super::model::{Model, parts};

// Of ln r, for differences.
const STEP: f64 = 0.5;
// A ratio from a few bends is not taken at its word beyond this.
const MOST: f64 = 4.0;

/// By how much the variances of each derivative are to be multiplied.
pub(super) fn factors(series: &Series<'_>, model: Model, moments: &Moments) -> Vec<f64> {
    let parts = parts(series);
    // A part of a series has other ends.
    let moments = (parts.len() == 1).then_some(moments);
    let mut sums = vec![Sums::default(); model.states];
    for part in &parts {
        let near = |step: f64| {
            let model = Model::of_ratio(model.states, model.ratio() * step.exp());
            model.fit(
                part,
                moments.map(|moments| moments.scaled(step.exp())).as_ref(),
            )
        };
        let (less, fit, more) = (near(-STEP), near(0.0), near(STEP));
        let taken: Vec<bool> = (0..part.t.len()).map(|row| part.takes_part(row)).collect();
        let own = Series {
            t: part.t,
            x: &fit.derivatives[0],
            used: &taken,
        };
        let again = model.fit(&own, moments);
        for (order, sums) in sums.iter_mut().enumerate() {
            for row in 0..part.t.len() {
                let variances = [&less, &fit, &more].map(|fit| fit.variances[order][row]);
                let bias = again.derivatives[order][row] - fit.derivatives[order][row];
                sums.add(variances, bias / fit.noise);
            }
        }
    }
    sums.iter().map(Sums::factor).collect()
}

/// Over rows, each in units of its variance.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    rows: f64,
    foreseen: f64,
    own: f64,
    own_foreseen: f64,
}

impl Sums {
    fn add(&mut self, [less, variance, more]: [f64; 3], own: f64) {
        let slope = (more - less) / (2.0 * STEP);
        let bend = (more - 2.0 * variance + less) / (STEP * STEP);
        let terms = [slope, own * own, 0.5 * (slope - bend)].map(|term| term / variance);
        if terms.iter().all(|term| term.is_finite()) {
            self.rows += 1.0;
            self.foreseen += terms[0].clamp(0.0, 1.0);
            self.own += terms[1];
            self.own_foreseen += terms[2];
        }
    }

    fn factor(&self) -> f64 {
        let ratio = self.own / self.own_foreseen;
        if self.rows > 0.0 && self.own_foreseen > 0.0 && ratio.is_finite() {
            1.0 + (ratio.min(MOST) - 1.0) * self.foreseen / self.rows
        } else {
            1.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bias_as_foreseen_changes_nothing() {
        // V = r/(1 + r) at r = 1, of which V′ = 1/4 and (V′ − V″)/2 = 1/8.
        let v = |step: f64| step.exp() / (1.0 + step.exp());
        let variances = [v(-STEP), v(0.0), v(STEP)];
        let factor = |own: f64| {
            let mut sums = Sums::default();
            sums.add(variances, own);
            sums.factor()
        };
        assert!((factor(0.125_f64.sqrt()) - 1.0).abs() < 0.02);
        // Without any bias, the variance is that of the noise alone: V − V′.
        assert!((factor(0.0) - 0.5).abs() < 0.02);
        assert!(factor(1.0) > 1.5);
    }

    #[test]
    fn nothing_to_tell_it_from_changes_nothing() {
        assert_eq!(Sums::default().factor(), 1.0);
        let mut sums = Sums::default();
        sums.add([0.0; 3], 0.0);
        assert_eq!(sums.factor(), 1.0);
    }
}
