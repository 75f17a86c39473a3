//! Values that are missing, which are NaN in columns of numbers.

/// Whether any of many values is NaN.
pub fn has_nan(values: &[f64]) -> bool {
    // Without a way out of the inner loop several values are looked at together.
    let in_some = |some: &[f64]| some.iter().fold(false, |has, value| has | value.is_nan());
    values.chunks(1024).any(in_some)
}
