//! From whole nanoseconds to seconds in floating point, once they are differences.

/// The seconds from one timestamp to another: their exact difference, rounded once to the nearest `f64`.
///
/// Both are nanoseconds from one origin. Nothing overflows: any two `i64` will do.
///
/// ```
/// use dxdt_time::seconds_between;
///
/// assert_eq!(seconds_between(1_403_715_524_907_143_168, 1_403_715_524_912_143_104), 0.004999936);
/// assert_eq!(seconds_between(0, -1_500_000_000), -1.5);
/// assert_eq!(seconds_between(i64::MIN, i64::MAX), 18446744073.709551615);
/// ```
#[inline]
pub fn seconds_between(from: i64, to: i64) -> f64 {
    /// Up to here an `f64` holds every integer, and one division of two exact numbers rounds once.
    const EXACT: u64 = 1 << 53;
    let size = to.abs_diff(from);
    let seconds = if size <= EXACT {
        size as f64 / 1e9
    } else {
        long_seconds(size)
    };
    if to < from { -seconds } else { seconds }
}

/// `size / 10⁹` for more than 2⁵³ nanoseconds, 104 days.
///
/// The integer quotient of `size · 2³²` has at least 55 bits, two more than an `f64`. Its last bit is set where there
/// is a remainder, so that the conversion to `f64`, the only rounding, never takes an inexact quotient for a tie.
#[cold]
fn long_seconds(size: u64) -> f64 {
    const SHIFT: u32 = 32;
    let scaled = u128::from(size) << SHIFT;
    let quotient = scaled / 1_000_000_000;
    let sticky = u128::from(!scaled.is_multiple_of(1_000_000_000));
    (quotient | sticky) as f64 / (1_u64 << SHIFT) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `|seconds · 10⁹ − size| · 2^64`, exactly; `seconds` is below 2³⁵ and a multiple of 2⁻⁶⁴.
    fn error(seconds: f64, size: u64) -> u128 {
        let bits = seconds.to_bits();
        let mantissa = u128::from(bits & ((1 << 52) - 1) | 1 << 52);
        let exponent = (bits >> 52) as i32 - 1023 - 52;
        // Dividing both sides by 2^(exponent) keeps all in 128 bits.
        assert!((-60..=0).contains(&exponent));
        let product = mantissa * 1_000_000_000;
        let target = u128::from(size) << -exponent;
        product.abs_diff(target) << (60 + exponent)
    }

    proptest! {
        #[test]
        fn no_neighbour_is_closer(size in (1_u64 << 53)..=u64::MAX) {
            let seconds = seconds_between(i64::MIN, i64::MIN.wrapping_add_unsigned(size));
            let found = error(seconds, size);
            for neighbour in [seconds.next_up(), seconds.next_down()] {
                let other = error(neighbour, size);
                prop_assert!(found < other || (found == other && seconds.to_bits().is_multiple_of(2)));
            }
        }

        #[test]
        fn the_reverse_is_the_negative(from: i64, to: i64) {
            prop_assert_eq!(seconds_between(from, to), -seconds_between(to, from));
        }

        #[test]
        fn the_nearest_number_is_what_the_decimal_text_reads_as(from: i64, to: i64) {
            let size = to.abs_diff(from);
            let text = format!("{}.{:09}", size / 1_000_000_000, size % 1_000_000_000);
            prop_assert_eq!(seconds_between(from, to).abs(), text.parse::<f64>().unwrap());
        }
    }
}
