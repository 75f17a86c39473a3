//! Ranges of values, and where they are on the page.

use super::{fold::Folds, series::Point};

/// The values an axis covers; `low < high`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Range {
    pub low: f64,
    pub high: f64,
}

impl Range {
    /// The range that holds nothing yet.
    const EMPTY: Self = Self {
        low: f64::INFINITY,
        high: f64::NEG_INFINITY,
    };

    /// From 0 to 1: that of an axis on which nothing is written.
    pub const UNIT: Self = Self {
        low: 0.0,
        high: 1.0,
    };

    /// The range widened to hold a finite value.
    pub fn with(self, value: f64) -> Self {
        Self {
            low: self.low.min(value),
            high: self.high.max(value),
        }
    }

    /// The smallest range that holds both.
    pub fn union(self, other: Self) -> Self {
        Self {
            low: self.low.min(other.low),
            high: self.high.max(other.high),
        }
    }

    pub fn middle(self) -> f64 {
        self.low + self.span() / 2.0
    }

    pub fn span(self) -> f64 {
        self.high - self.low
    }

    /// The largest absolute value.
    pub fn magnitude(self) -> f64 {
        self.low.abs().max(self.high.abs())
    }

    pub fn contains(self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// Widened by a share of itself at both ends.
    pub fn padded(self, share: f64) -> Self {
        let pad = self.span() * share;
        Self {
            low: self.low - pad,
            high: self.high + pad,
        }
    }

    /// Widened by a fixed amount at both ends.
    pub fn widened(self, pad: f64) -> Self {
        Self {
            low: self.low - pad,
            high: self.high + pad,
        }
    }

    /// Whether the values differ by no more than `noise`, or than can be divided by.
    pub fn is_constant(self, noise: f64) -> bool {
        self.span() <= noise || self.span() < 1e-290
    }

    /// The range of an axis for these values: 5 % wider at both ends, and around a constant wide enough to look flat.
    ///
    /// What differs by less than 1e-10 of its size is taken for a constant with rounding noise; so is what differs by
    /// less than 1e-12 of `others`, the largest value of the same unit beside it.
    pub fn for_axis(self, others: f64) -> Self {
        self.beyond_noise(ROUNDING, others)
    }

    /// The same where what differs by less than a share of its size is noise.
    pub fn beyond_noise(self, share: f64, others: f64) -> Self {
        let own = self.magnitude();
        let noise = (share * own).max(1e-12 * others);
        if !self.is_constant(noise) {
            return self.padded(0.05);
        }
        let size = if own > 1e-12 * others { own } else { others };
        self.widened(if size < 1e-280 { 1.0 } else { 0.1 * size })
    }
}

/// The share of their size by which values differ that were rounded.
pub(super) const ROUNDING: f64 = 1e-10;

/// The ranges of x and y that hold all points; `None` if there are none.
pub(super) fn bounds(points: impl IntoIterator<Item = Point>) -> Option<(Range, Range)> {
    let empty = (Range::EMPTY, Range::EMPTY);
    let (x, y) = points
        .into_iter()
        .fold(empty, |(x, y), point| (x.with(point.0), y.with(point.1)));
    (x.low <= x.high).then_some((x, y))
}

/// A map from values to pixels: linear but for the gaps that are folded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    pub range: Range,
    /// The pixel at `range.low`.
    pub start: f64,
    /// The pixel at `range.high`.
    pub end: f64,
    pub folds: Folds,
}

impl Scale {
    pub fn new(range: Range, start: f64, end: f64) -> Self {
        Self {
            range,
            start,
            end,
            folds: Folds::default(),
        }
    }

    pub fn pixel(&self, value: f64) -> f64 {
        if self.folds.is_empty() {
            return self.start
                + (value - self.range.low) / self.range.span() * (self.end - self.start);
        }
        let (hidden, pixels) = self.folds.before(value);
        let share = (value - self.range.low - hidden) / (self.range.span() - self.folds.hidden());
        let room = self.length() - self.folds.pixels();
        self.start + (share * room + pixels) * (self.end - self.start).signum()
    }

    /// The pixel of a value that may be anywhere; one far off the page is not told from another.
    pub fn pixel_nearby(&self, value: f64) -> f64 {
        const FAR: f64 = 1e7;
        self.pixel(value).clamp(-FAR, FAR)
    }

    /// The parts of the range that are shown.
    pub fn shown(&self) -> Vec<Range> {
        self.folds.shown(self.range)
    }

    /// The extent in pixels.
    pub fn length(&self) -> f64 {
        (self.end - self.start).abs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range<const N: usize>(values: [f64; N]) -> Range {
        bounds(values.map(|value| (0.0, value))).unwrap().1
    }

    #[test]
    fn a_constant_looks_flat() {
        let noisy = range([-9.81, -9.81 + 1e-12]);
        let axis = noisy.for_axis(0.0);
        assert!(axis.low < -10.7 && axis.high > -8.9, "{axis:?}");
        let zero = range([0.0]).for_axis(0.0);
        assert_eq!((zero.low, zero.high), (-1.0, 1.0));
    }

    #[test]
    fn a_millimetre_beside_thousands_of_kilometres_is_no_noise() {
        let position = range([4_512_345.250, 4_512_345.251]).for_axis(4_512_345.0);
        assert!(position.span() < 0.002);
        let height = range([0.0, 1e-4]).for_axis(4_512_345.0);
        assert!(height.span() < 0.001);
        let constant = range([5.0]).for_axis(1e6);
        assert_eq!((constant.low, constant.high), (4.5, 5.5));
    }

    #[test]
    fn rounding_noise_beside_large_values_stays_flat() {
        let noise = range([-1e-14, 1e-14]).for_axis(100.0);
        assert!(noise.span() > 10.0);
    }

    #[test]
    fn extremes_do_not_overflow() {
        let axis = range([-1e300, 1e300]).for_axis(0.0);
        assert!(axis.span().is_finite());
        let tiny = range([0.0, 5e-324]).for_axis(0.0);
        assert!(tiny.span() > 1.0);
        assert_eq!(bounds([]), None);
    }

    #[test]
    fn pixels_may_run_downwards() {
        let range = Range {
            low: 0.0,
            high: 10.0,
        };
        let scale = Scale::new(range, 200.0, 100.0);
        assert_eq!(scale.pixel(2.5), 175.0);
        assert_eq!(scale.length(), 100.0);
        assert_eq!(scale.pixel_nearby(2.5), 175.0);
        assert!(scale.pixel_nearby(-1e308).is_finite());
    }
}
