//! Jacobi's elliptic functions, by the arithmetic-geometric mean.

use std::f64::consts::FRAC_PI_2;

/// sn, cn and dn of one modulus k.
#[derive(Debug, Clone)]
pub(super) struct Elliptic {
    /// The arithmetic means a₀ = 1, a₁, …, and the halves of the differences c₀ = k, c₁, … with them.
    means: Vec<(f64, f64)>,
    complementary: f64,
}

impl Elliptic {
    /// Of the modulus k, given with k′ = √(1 − k²), which has digits where k is close to 1. k′ is above 0.
    pub fn new(modulus: f64, complementary: f64) -> Self {
        let mut means = vec![(1.0, modulus)];
        let (mut a, mut b) = (1.0, complementary);
        // The mean converges quadratically; ten rounds reach every k′ that is not denormal.
        for _ in 0..12 {
            let c = (a - b) / 2.0;
            (a, b) = ((a + b) / 2.0, f64::sqrt(a * b));
            means.push((a, c));
            if c <= f64::EPSILON * a {
                break;
            }
        }
        Self {
            means,
            complementary,
        }
    }

    /// The quarter period K(k).
    pub fn quarter_period(&self) -> f64 {
        FRAC_PI_2 / self.means.last().map_or(1.0, |(a, _)| *a)
    }

    /// sn u, cn u and dn u (Abramowitz and Stegun, 16.4).
    pub fn sn_cn_dn(&self, u: f64) -> [f64; 3] {
        // Whole periods are taken off first, since the angle below grows with 2ⁿ.
        let period = 4.0 * self.quarter_period();
        let u = period * (u / period - (u / period).round());
        let rounds = self.means.len() - 1;
        let last = self.means.last().map_or(1.0, |(a, _)| *a);
        let mut angle = 2.0_f64.powi(rounds as i32) * last * u;
        for &(a, c) in self.means.iter().skip(1).rev() {
            angle = (angle + (c / a * angle.sin()).asin()) / 2.0;
        }
        let (sine, cosine) = angle.sin_cos();
        // dn² = k′² + k²cn², without a difference of near values.
        let modulus = self.means.first().map_or(0.0, |(_, k)| *k);
        [sine, cosine, self.complementary.hypot(modulus * cosine)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarter_periods_are_the_tabulated_ones() {
        // K(m), Abramowitz and Stegun, table 17.1.
        for (m, quarter) in [
            (0.0, std::f64::consts::FRAC_PI_2),
            (0.5, 1.854_074_677_301_371_9),
            (0.9, 2.578_092_113_348_173_2),
        ] {
            let elliptic = Elliptic::new(f64::sqrt(m), f64::sqrt(1.0 - m));
            assert!((elliptic.quarter_period() - quarter).abs() < 1e-14, "{m}");
            let [sn, cn, dn] = elliptic.sn_cn_dn(quarter);
            assert!((sn - 1.0).abs() < 1e-14 && cn.abs() < 1e-14);
            assert!((dn - f64::sqrt(1.0 - m)).abs() < 1e-14);
        }
    }

    #[test]
    fn limits_are_circular_and_hyperbolic() {
        let circular = Elliptic::new(0.0, 1.0);
        let hyperbolic = Elliptic::new(1.0, 1e-9);
        for u in [-3.0, -0.1, 0.0, 0.7, 2.0, 5.0_f64] {
            let [sn, cn, dn] = circular.sn_cn_dn(u);
            assert!((sn - u.sin()).abs() < 1e-15 && (cn - u.cos()).abs() < 1e-15 && dn == 1.0);
            let [sn, cn, dn] = hyperbolic.sn_cn_dn(u);
            assert!((sn - u.tanh()).abs() < 1e-12, "{u}");
            assert!((cn - 1.0 / u.cosh()).abs() < 1e-12 && (dn - 1.0 / u.cosh()).abs() < 1e-12);
        }
    }
}
