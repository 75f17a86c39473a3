//! The mean of squares.

/// The mean of the squares of values that are added one by one.
#[derive(Debug, Clone, Copy, Default)]
pub struct SquareMean {
    sum: f64,
    /// How many values there are.
    pub count: u64,
}

impl SquareMean {
    /// Adds the square of a value.
    pub fn add(&mut self, value: f64) {
        self.sum += value * value;
        self.count += 1;
    }

    /// The mean of the squares; `None` where there are no values.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum / self.count as f64)
    }
}

/// The root mean square of the values that are known; `None` where none is.
pub(crate) fn root_mean_square(values: impl IntoIterator<Item = f64>) -> Option<f64> {
    let mut squares = SquareMean::default();
    for value in values.into_iter().filter(|value| value.is_finite()) {
        squares.add(value);
    }
    squares.mean().map(f64::sqrt)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_values_do_not_count() {
        assert_eq!(
            root_mean_square([3.0, f64::NAN, 4.0, 5.0]),
            Some((50.0f64 / 3.0).sqrt())
        );
        assert_eq!(root_mean_square([f64::NAN]), None);
    }
}
