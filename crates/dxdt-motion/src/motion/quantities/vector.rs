//! Vectors of up to three components, of any magnitude: no square of theirs overflows or vanishes.

/// A vector as a power of two times components between −2 and 2.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scaled {
    /// The components, over the power of two.
    pub components: [f64; 3],
    /// The power of two.
    pub unit: f64,
}

impl Scaled {
    /// Scales by a power of two, which rounds nothing.
    pub fn new(vector: [f64; 3]) -> Self {
        const EXPONENT_BITS: u64 = 0x7ff0_0000_0000_0000;
        let largest = vector
            .iter()
            .fold(0.0, |largest: f64, c| largest.max(c.abs()));
        let power = f64::from_bits(largest.to_bits() & EXPONENT_BITS);
        // Subnormal numbers have no exponent of their own.
        let unit = power.max(f64::MIN_POSITIVE);
        Self {
            components: vector.map(|component| component / unit),
            unit,
        }
    }

    /// The norm, over the unit: 0, or between 1 and 2√3 for a vector that is not subnormal.
    pub fn norm(&self) -> f64 {
        let squares: f64 = self.components.iter().map(|c| c * c).sum();
        squares.sqrt()
    }

    /// The scalar product, over both units.
    pub fn dot(&self, other: &Self) -> f64 {
        let pairs = self.components.iter().zip(other.components);
        pairs.map(|(a, b)| a * b).sum()
    }

    /// The vector product, over both units; each component is right to rounding, however parallel the two are.
    pub fn cross(&self, other: &Self) -> [f64; 3] {
        let ([a, b, c], [x, y, z]) = (self.components, other.components);
        [
            difference_of_products(b, z, c, y),
            difference_of_products(c, x, a, z),
            difference_of_products(a, y, b, x),
        ]
    }
}

/// The Euclidean norm at any scale; NaN where a component is not finite.
///
/// ```
/// use dxdt_motion::motion::norm;
/// assert!((norm([3e200, -4e200, 0.0]) / 5e200 - 1.0).abs() < 1e-15);
/// ```
pub fn norm(vector: [f64; 3]) -> f64 {
    // Squares in this range have all their digits.
    const SQUARES: std::ops::Range<f64> = 1e-250..1e250;
    let squares: f64 = vector.iter().map(|c| c * c).sum();
    if SQUARES.contains(&squares) {
        return squares.sqrt();
    }
    let scaled = Scaled::new(vector);
    scaled.norm() * scaled.unit
}

/// a·b − c·d without cancellation: Kahan's algorithm, wrong by at most 1.5 units in the last place
/// (Jeannerod, Louvet and Muller 2013, *Mathematics of Computation* 82).
fn difference_of_products(a: f64, b: f64, c: f64, d: f64) -> f64 {
    let subtrahend = c * d;
    let rounding = (-c).mul_add(d, subtrahend);
    a.mul_add(b, -subtrahend) + rounding
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn norms_keep_at_every_scale() {
        for scale in [1.0, 2_f64.powi(1000), 2_f64.powi(-1020), 5e-324] {
            assert_eq!(norm([3.0 * scale, -4.0 * scale, 0.0]), 5.0 * scale);
        }
        assert_eq!(norm([0.0; 3]), 0.0);
        assert!(norm([1.0, f64::NAN, 0.0]).is_nan() && norm([f64::INFINITY, 0.0, 1.0]).is_nan());
    }

    #[test]
    fn nearly_parallel_vectors_keep_their_product() {
        // (1 + e)(1 − e) − 1·1 = −e², which the rounded products lose.
        let e = 2_f64.powi(-30);
        assert_eq!(difference_of_products(1.0 + e, 1.0 - e, 1.0, 1.0), -(e * e));
    }
}
