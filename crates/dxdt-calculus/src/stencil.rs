//! The formulas at one point. Steps are signed; all of these are finite and not zero.
//!
//! They use differences of neighboring values, not the values themselves: a common offset (a
//! position in a faraway reference frame) then cancels before anything is rounded by more than
//! once.

/// The slope from one point to the next.
#[inline(always)]
pub(super) fn slope(f0: f64, f1: f64, h: f64) -> f64 {
    (f1 - f0) / h
}

/// The first derivative at the middle of three evenly spaced points.
#[inline(always)]
pub(super) fn centred_uniform(f0: f64, f2: f64, h: f64) -> f64 {
    (f2 - f0) / (2.0 * h)
}

/// The first derivative at `f0`, from two evenly spaced points on the same side of it.
pub(super) fn one_sided_uniform(f0: f64, f1: f64, f2: f64, h: f64) -> f64 {
    (3.0 * (f1 - f0) - (f2 - f1)) / (2.0 * h)
}

/// The first derivative at the middle of three points, `h1` and `h2` apart: exact for parabolas.
#[inline(always)]
pub(super) fn centred(f0: f64, f1: f64, f2: f64, h1: f64, h2: f64) -> f64 {
    let (h1, h2, span, scale) = normalised(h1, h2);
    (h1 * h1 * (f2 - f1) + h2 * h2 * (f1 - f0)) / (h1 * h2 * span) * scale
}

/// As [`centred`], for an infinite `f1`: weighted by h₂² − h₁², the result has the sign of that.
///
/// Differences of values would be infinite with both signs and their sum always NaN.
pub(super) fn centred_at_infinity(f0: f64, f1: f64, f2: f64, h1: f64, h2: f64) -> f64 {
    let (h1, h2, span, _) = normalised(h1, h2);
    (h1 * h1 * f2 + (h2 - h1) * span * f1 - h2 * h2 * f0) / (h1 * h2 * span)
}

/// The first derivative at `f0`, from two points on the same side of it, `h1` and then `h2`
/// further: exact for parabolas. Only the ends need it, so it may take more than one division.
pub(super) fn one_sided(f0: f64, f1: f64, f2: f64, h1: f64, h2: f64) -> f64 {
    let (near, far) = (slope(f0, f1, h1), slope(f1, f2, h2));
    near + (near - far) * h1 / (h1 + h2)
}

/// The second derivative of the parabola through three points, `h1` and `h2` apart.
#[inline(always)]
pub(super) fn second(f0: f64, f1: f64, f2: f64, h1: f64, h2: f64) -> f64 {
    let (h1, h2, span, scale) = normalised(h1, h2);
    2.0 * (h1 * (f2 - f1) - h2 * (f1 - f0)) / (h1 * h2 * span) * scale * scale
}

/// The second derivative of the parabola through three evenly spaced points.
#[inline(always)]
pub(super) fn second_uniform(f0: f64, f1: f64, f2: f64, h: f64) -> f64 {
    let scale = power_of_two_near_inverse(h);
    let h = h * scale;
    ((f2 - f1) - (f1 - f0)) / (h * h) * scale * scale
}

/// Both steps and their sum, scaled so that the sum is 1 to 2 in size, and the scale.
///
/// The products of three steps would overflow or vanish for steps beyond about 1e±100. The scale is
/// a power of two, so that nothing else changes, not even the last bit.
#[inline(always)]
fn normalised(h1: f64, h2: f64) -> (f64, f64, f64, f64) {
    let scale = power_of_two_near_inverse(h1 + h2);
    let (h1, h2) = (h1 * scale, h2 * scale);
    (h1, h2, h1 + h2, scale)
}

/// The power of two that brings a number of up to 2¹⁰²² to a size of 1 to 2 (a subnormal number, to
/// less than that).
#[inline(always)]
pub(super) fn power_of_two_near_inverse(x: f64) -> f64 {
    const EXPONENT: u64 = 0x7FF0_0000_0000_0000;
    // What the biased exponents of a number and its inverse add up to.
    const EXPONENT_OF_TWO_INVERSES: u64 = 0x7FE0_0000_0000_0000;
    // Wraps for numbers that are not finite. Their results are thrown away, as the step is no valid
    // one.
    f64::from_bits(EXPONENT_OF_TWO_INVERSES.wrapping_sub(x.to_bits() & EXPONENT))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 3t² − 5t + 7 at −1, 0.5 and 1: all the formulas are exact on it.
    const F: [f64; 3] = [15.0, 5.25, 5.0];
    const H: [f64; 2] = [1.5, 0.5];

    #[test]
    fn a_parabola_is_exact() {
        let [f0, f1, f2] = F;
        let [h1, h2] = H;
        assert_eq!(centred(f0, f1, f2, h1, h2), -2.0);
        assert_eq!(one_sided(f0, f1, f2, h1, h2), -11.0);
        assert_eq!(one_sided(f2, f1, f0, -h2, -h1), 1.0);
        assert_eq!(second(f0, f1, f2, h1, h2), 6.0);
    }

    #[test]
    fn an_evenly_sampled_parabola_is_exact() {
        let [f0, f1, f2] = [15.0, 7.0, 5.0]; // at −1, 0 and 1
        assert_eq!(centred_uniform(f0, f2, 1.0), -5.0);
        assert_eq!(one_sided_uniform(f0, f1, f2, 1.0), -11.0);
        assert_eq!(one_sided_uniform(f2, f1, f0, -1.0), 1.0);
        assert_eq!(second_uniform(f0, f1, f2, 1.0), 6.0);
    }

    #[test]
    fn steps_of_any_size_give_the_same_digits() {
        let [f0, f1, f2] = F;
        let [h1, h2] = H;
        for exponent in [-1000, -700, -345, -60, 60, 345, 700, 1000] {
            let scale = 2_f64.powi(exponent);
            assert_eq!(
                centred(f0, f1, f2, h1 * scale, h2 * scale) * scale,
                -2.0,
                "2^{exponent}"
            );
            assert_eq!(
                one_sided(f0, f1, f2, h1 * scale, h2 * scale) * scale,
                -11.0,
                "2^{exponent}"
            );
        }
        for exponent in [-500, -345, 60, 345, 500] {
            let scale = 2_f64.powi(exponent);
            assert_eq!(
                second(f0, f1, f2, h1 * scale, h2 * scale) * scale * scale,
                6.0,
                "2^{exponent}"
            );
            assert_eq!(
                second_uniform(15.0, 7.0, 5.0, scale) * scale * scale,
                6.0,
                "2^{exponent}"
            );
        }
    }

    #[test]
    fn the_scale_brings_steps_to_between_1_and_2() {
        for step in [
            1.0,
            -1.999,
            1e-300,
            3e300,
            -f64::MIN_POSITIVE,
            2_f64.powi(1022),
        ] {
            let size = (step * power_of_two_near_inverse(step)).abs();
            assert!((1.0..2.0).contains(&size), "{step:e} became {size}");
        }
        assert!(power_of_two_near_inverse(5e-324).is_finite());
    }
}
