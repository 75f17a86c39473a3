//! How well a process explains positions.

/// How well a process explains the positions.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Likelihood {
    pub count: f64,
    pub squares: f64,
    log_variances: f64,
    /// Variances whose logarithm is not taken yet.
    product: f64,
}

impl Default for Likelihood {
    fn default() -> Self {
        Self {
            count: 0.0,
            squares: 0.0,
            log_variances: 0.0,
            product: 1.0,
        }
    }
}

impl Likelihood {
    #[inline(always)]
    pub fn add(&mut self, innovation: f64, variance: f64) {
        self.count += 1.0;
        self.squares += innovation * innovation / variance;
        self.product *= variance;
        if !(1e-200..1e200).contains(&self.product) {
            self.log_variances += self.product.ln();
            self.product = 1.0;
        }
    }

    pub fn with(&self, other: &Self) -> Self {
        Self {
            count: self.count + other.count,
            squares: self.squares + other.squares,
            log_variances: self.log_variances + other.log_variances + other.product.ln(),
            product: self.product,
        }
    }

    /// The variance of the positions' noise at its most likely, at least `least`.
    pub fn variance(&self, least: f64) -> f64 {
        (self.squares / self.count.max(1.0)).max(least)
    }

    /// Twice the negative logarithm of the likelihood, but for a constant.
    pub fn deviance(&self, least: f64) -> f64 {
        let variance = self.variance(least);
        let deviance = self.count * variance.ln() + self.squares / variance - self.count
            + self.log_variances
            + self.product.ln();
        if deviance.is_finite() && self.count > 0.0 {
            deviance
        } else {
            f64::INFINITY
        }
    }
}
