//! How far the gradient is from exact arithmetic, and how far NumPy's arrangement of the formula.

use super::{EdgeOrder, Spacing, gradient};
use proptest::{collection::vec, prelude::*, strategy::ValueTree, test_runner::TestRunner};
use std::ops::Range;

/// An unevaluated sum of two `f64`, good for about 32 digits (Dekker 1971).
#[derive(Clone, Copy)]
struct Double(f64, f64);

impl Double {
    fn sum(a: f64, b: f64) -> Self {
        let sum = a + b;
        let from_b = sum - a;
        Self(sum, (a - (sum - from_b)) + (b - from_b))
    }

    fn plus(self, other: Self) -> Self {
        let Self(sum, rest) = Self::sum(self.0, other.0);
        Self::sum(sum, rest + self.1 + other.1)
    }

    fn times(self, other: Self) -> Self {
        let product = self.0 * other.0;
        let rest = self.0.mul_add(other.0, -product);
        Self::sum(product, rest + self.0 * other.1 + self.1 * other.0)
    }

    fn over(self, other: Self) -> Self {
        let quotient = self.0 / other.0;
        let Self(rest, rest_of_rest) = self.plus(other.times(Self(-quotient, 0.0)));
        Self::sum(quotient, (rest + rest_of_rest) / other.0)
    }
}

/// The slope of the parabola in the middle of three points.
fn exact(t: &[f64], f: &[f64]) -> Double {
    let [h1, h2] = [Double::sum(t[1], -t[0]), Double::sum(t[2], -t[1])];
    let [before, after] = [Double::sum(f[1], -f[0]), Double::sum(f[2], -f[1])];
    let sum = h1.times(h1).times(after).plus(h2.times(h2).times(before));
    sum.over(h1.times(h2).times(h1.plus(h2)))
}

/// The same as three weighted values, the form in NumPy's documentation.
fn weighted(t: &[f64], f: &[f64]) -> f64 {
    let (h1, h2) = (t[1] - t[0], t[2] - t[1]);
    let before = -h2 / (h1 * (h1 + h2));
    let here = (h2 - h1) / (h1 * h2);
    let after = h1 / (h2 * (h1 + h2));
    before * f[0] + here * f[1] + after * f[2]
}

/// A signal, given a timestamp and a random number between −1 and 1.
type Signal = fn(f64, f64) -> f64;

const SMOOTH: Signal = |stamp, _| (0.1 * stamp).sin();
const NOISE: Signal = |_, noise| noise;
const FAR_AWAY: Signal = |stamp, noise| 4.5e6 + stamp + noise;

/// The mean error of `gradient` over that of `weighted`.
fn ratio_of_errors(steps: Range<f64>, signal: Signal) -> f64 {
    let points = vec((steps, -1.0..1.0), 20_000);
    let points = points
        .new_tree(&mut TestRunner::deterministic())
        .unwrap()
        .current();
    let mut stamp = 0.0;
    let next = |(step, noise): (f64, f64)| {
        stamp += step;
        (stamp, signal(stamp, noise))
    };
    let (t, f): (Vec<f64>, Vec<f64>) = points.into_iter().map(next).unzip();
    let gradient = gradient(&f, Spacing::Coordinates(&t), EdgeOrder::First).unwrap();

    let (mut error, mut error_of_weighted) = (0.0, 0.0);
    for ((t, f), gradient) in t.windows(3).zip(f.windows(3)).zip(&gradient[1..]) {
        let Double(exact, rest) = exact(t, f);
        error += ((gradient - exact) - rest).abs();
        error_of_weighted += ((weighted(t, f) - exact) - rest).abs();
    }
    error / error_of_weighted
}

#[test]
fn more_accurate_than_three_weights_where_neighbours_are_alike() {
    for (steps, signal, limit) in [
        (0.01..2.0, SMOOTH, 0.1),
        (0.99..1.01, SMOOTH, 0.5),
        (0.0099..0.0101, SMOOTH, 0.01),
        (0.01..2.0, FAR_AWAY, 1e-5),
        (0.99..1.01, FAR_AWAY, 1e-5),
    ] {
        let ratio = ratio_of_errors(steps.clone(), signal);
        assert!(ratio < limit, "steps of {steps:?}: {ratio:e}");
    }
}

/// Here differences save nothing, and weights less, as that of the middle value almost vanishes.
#[test]
fn about_as_accurate_as_three_weights_for_white_noise_around_zero() {
    for (steps, limit) in [(0.01..2.0, 1.1), (0.99..1.01, 1.6)] {
        let ratio = ratio_of_errors(steps.clone(), NOISE);
        assert!(ratio < limit, "steps of {steps:?}: {ratio}");
    }
}

#[test]
fn the_reference_is_exact_where_it_can_be_known() {
    // 10/3 = 3.333… to twice the digits of an f64.
    let Double(third, rest) = Double(10.0, 0.0).over(Double(3.0, 0.0));
    assert_eq!(third, 10.0 / 3.0);
    assert_eq!(rest, 3.0_f64.mul_add(-third, 10.0) / 3.0);
    let Double(slope, rest) = exact(&[-1.0, 0.5, 1.0], &[15.0, 5.25, 5.0]);
    assert_eq!((slope, rest), (-2.0, 0.0));
}
