//! The types of numbers that can be differentiated.

/// Keeps the traits here to the types that they are implemented for here.
mod sealed {
    pub trait Sealed {}
}

/// A number whose derivative can be taken: `f32`, `f64` and all integers up to 64 bits.
///
/// Arithmetic is done in `f64` whatever the type, and rounded once at the end. So differences of
/// unsigned integers do not wrap, those of integers do not overflow, and an `f32` result is at least
/// as accurate as one computed in `f32`. Integers beyond 2⁵³ are rounded to the nearest `f64` first,
/// as NumPy does.
///
/// ```
/// use dxdt_calculus::Sample;
///
/// assert_eq!(u64::MAX.promote(), 18446744073709551616.0);
/// assert_eq!((-3_i8).promote(), -3.0);
/// ```
pub trait Sample: Copy + Send + Sync + sealed::Sealed + 'static {
    /// What the derivative is made of: the type itself if it is a float, `f64` for integers.
    type Derivative: Real;

    /// The nearest `f64`, which for all but 64-bit integers is the number itself.
    fn promote(self) -> f64;
}

/// A [`Sample`] that a derivative can be made of: `f32` or `f64`.
pub trait Real: Sample<Derivative = Self> + Default {
    /// The nearest number of this type; infinite if that of an `f64` is too large for an `f32`.
    ///
    /// ```
    /// use dxdt_calculus::Real;
    ///
    /// assert_eq!(f32::nearest(0.1), 0.1_f32);
    /// assert_eq!(f32::nearest(-1e300), f32::NEG_INFINITY);
    /// ```
    fn nearest(value: f64) -> Self;
}

/// A number, or a truth, that has a difference of its own type.
///
/// Floats subtract. Integers subtract and wrap round where the difference is out of their range, as
/// in NumPy: `0_u8` less `1_u8` is 255. Of truths, the difference is whether they differ.
///
/// ```
/// use dxdt_calculus::Difference;
///
/// assert_eq!(7_i64.less(9), -2);
/// assert_eq!(0_u8.less(1), 255);
/// assert!(false.less(true));
/// ```
pub trait Difference: Copy + Default + Send + Sync + sealed::Sealed + 'static {
    /// This less an earlier value.
    fn less(self, earlier: Self) -> Self;
}

macro_rules! float {
    ($($float:ty),*) => {$(
        impl sealed::Sealed for $float {}

        impl Sample for $float {
            type Derivative = Self;

            #[inline(always)]
            fn promote(self) -> f64 {
                num_traits::AsPrimitive::as_(self)
            }
        }

        impl Real for $float {
            #[inline(always)]
            fn nearest(value: f64) -> Self {
                num_traits::AsPrimitive::as_(value)
            }
        }

        impl Difference for $float {
            #[inline(always)]
            fn less(self, earlier: Self) -> Self {
                self - earlier
            }
        }
    )*};
}

macro_rules! integer {
    ($($integer:ty),*) => {$(
        impl sealed::Sealed for $integer {}

        impl Sample for $integer {
            type Derivative = f64;

            #[inline(always)]
            fn promote(self) -> f64 {
                num_traits::AsPrimitive::as_(self)
            }
        }

        impl Difference for $integer {
            #[inline(always)]
            fn less(self, earlier: Self) -> Self {
                self.wrapping_sub(earlier)
            }
        }
    )*};
}

float!(f32, f64);
integer!(i8, i16, i32, i64, isize, u8, u16, u32, u64, usize);

impl sealed::Sealed for bool {}

impl Difference for bool {
    #[inline(always)]
    fn less(self, earlier: Self) -> Self {
        self != earlier
    }
}

/// Each number as the nearest `f64`: coordinates of any type for a [`Spacing`](super::Spacing).
///
/// ```
/// use dxdt_calculus::{EdgeOrder, Spacing, gradient, to_f64};
///
/// let falling = to_f64(&[3_u8, 2, 1]);
/// let slope = gradient(&[0.0, 2.0, 4.0], Spacing::Coordinates(&falling), EdgeOrder::First)?;
/// assert_eq!(slope, [-2.0; 3]);
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn to_f64<T: Sample>(values: &[T]) -> Vec<f64> {
    values.iter().map(|value| value.promote()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_promoted_to_the_nearest_float() {
        assert_eq!(
            to_f64(&[i64::MIN, i64::MAX]),
            [-(2_f64.powi(63)), 2_f64.powi(63)]
        );
        assert_eq!(
            to_f64(&[(1_u64 << 53) + 1, (1 << 53) + 3]),
            [2_f64.powi(53), 2_f64.powi(53) + 4.0]
        );
        assert_eq!(to_f64(&[0.1_f32]), [f64::from(0.1_f32)]);
    }

    #[test]
    fn differences_keep_their_type() {
        assert_eq!(i8::MIN.less(1), i8::MAX);
        assert_eq!(3_u32.less(5), u32::MAX - 1);
        assert_eq!(1.5_f32.less(0.25), 1.25);
        assert!(!true.less(true));
    }
}
