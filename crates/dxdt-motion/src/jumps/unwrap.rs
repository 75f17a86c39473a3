//! Values that start again, counted on.

/// Counts values on that start again after a period, as `np.unwrap` does; a step of exactly half a period stays as it is.
#[derive(Debug, Clone)]
pub(crate) struct Unwrap {
    period: f64,
    /// The last value as it was, and what is added to it.
    last: Option<f64>,
    added: f64,
}

impl Unwrap {
    pub fn new(period: f64) -> Self {
        Self {
            period,
            last: None,
            added: 0.0,
        }
    }

    /// The next value counted on, and whether it starts again here; what is not finite stays, and is passed over.
    pub fn next(&mut self, value: f64) -> (f64, bool) {
        if !value.is_finite() {
            return (value, false);
        }
        let step = self.last.replace(value).map_or(0.0, |last| value - last);
        let turns = step / self.period;
        let too_many = (turns.abs() - 0.5).ceil().max(0.0).copysign(turns);
        self.added -= too_many * self.period;
        (value + self.added, too_many != 0.0)
    }
}

/// Values that start again after `period`, counted on, as `np.unwrap(values, period=period)`; NaN stays, and is passed over.
///
/// ```
/// use dxdt_motion::jumps::unwrapped;
/// assert_eq!(unwrapped(&[350.0, 355.0, 2.0, 9.0], 360.0), [350.0, 355.0, 362.0, 369.0]);
/// ```
pub fn unwrapped(values: &[f64], period: f64) -> Vec<f64> {
    let mut unwrap = Unwrap::new(period);
    values.iter().map(|&value| unwrap.next(value).0).collect()
}
