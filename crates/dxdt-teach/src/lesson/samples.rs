//! What the lessons share: motions, noise, and a few sums.

use std::fmt::Display;

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Distribution, StandardNormal};

use dxdt_motion::error::{Error, Result};

/// The acceleration of a falling body near the ground, in m/s².
pub(super) const GRAVITY: f64 = 9.81;

/// The height it falls from, in meters.
pub(super) const HEIGHT: f64 = 100.0;

/// An error of the numerics or of a chart as one of the crate.
pub(super) fn or_error<T, E: Display>(result: std::result::Result<T, E>) -> Result<T> {
    result.map_err(|error| Error::new(error.to_string()))
}

/// The heights in meters of a body that falls from rest.
pub(super) fn free_fall(t: &[f64]) -> Vec<f64> {
    t.iter().map(|t| HEIGHT - GRAVITY * t * t / 2.0).collect()
}

/// The velocities in m/s of a body that falls from rest.
pub(super) fn fall_velocity(t: &[f64]) -> Vec<f64> {
    t.iter().map(|t| -GRAVITY * t).collect()
}

/// `count` timestamps from 0 on, `step` apart.
pub(super) fn even_stamps(count: usize, step: f64) -> Vec<f64> {
    (0..count).map(|i| i as f64 * step).collect()
}

/// A function at all timestamps.
pub(super) fn sampled(t: &[f64], f: impl Fn(f64) -> f64) -> Vec<f64> {
    t.iter().map(|&t| f(t)).collect()
}

/// The middles of the steps.
pub(super) fn middles(t: &[f64]) -> Vec<f64> {
    let pairs = t.iter().zip(t.iter().skip(1));
    pairs.map(|(&from, &to)| f64::midpoint(from, to)).collect()
}

/// The first minus the second, for each pair.
pub(super) fn errors(found: &[f64], truth: &[f64]) -> Vec<f64> {
    found
        .iter()
        .zip(truth)
        .map(|(found, truth)| found - truth)
        .collect()
}

/// The largest absolute value; NaN are left out.
pub(super) fn largest(values: &[f64]) -> f64 {
    values
        .iter()
        .fold(0.0, |largest, value| largest.max(value.abs()))
}

/// The root of the mean square.
pub(super) fn root_mean_square(values: &[f64]) -> f64 {
    let squares: f64 = values.iter().map(|value| value * value).sum();
    (squares / values.len().max(1) as f64).sqrt()
}

/// The root of the sum of the squared weights: by how much a weighted sum of values multiplies their noise.
pub(super) fn noise_gain(weights: &[f64]) -> f64 {
    weights
        .iter()
        .map(|weight| weight * weight)
        .sum::<f64>()
        .sqrt()
}

/// Normally distributed noise of this standard deviation, the same on every run.
pub(super) fn noise(seed: u64, count: usize, deviation: f64) -> Vec<f64> {
    let mut random = ChaCha12Rng::seed_from_u64(seed);
    let mut one = || -> f64 { StandardNormal.sample(&mut random) };
    (0..count).map(|_| deviation * one()).collect()
}

/// The values with these added.
pub(super) fn sum(values: &[f64], others: &[f64]) -> Vec<f64> {
    values
        .iter()
        .zip(others)
        .map(|(value, other)| value + other)
        .collect()
}

/// The area under even samples up to each of them, by the trapezoid rule: steps times the mean of both ends.
pub(super) fn trapezoid_sums(values: &[f64], step: f64) -> Vec<f64> {
    let mut area = 0.0;
    let pairs = values.iter().zip(values.iter().skip(1));
    let areas = pairs.map(|(from, to)| {
        area += step * f64::midpoint(*from, *to);
        area
    });
    std::iter::once(0.0).chain(areas).collect()
}

/// A number with so many decimals; zero has no sign.
pub(super) fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(digits) if digits.chars().all(|c| c == '0' || c == '.') => digits.to_owned(),
        _ => text,
    }
}

/// The value at an index; NaN where there is none, so that a lesson never stops in the middle.
pub(super) fn at(values: &[f64], index: usize) -> f64 {
    values.get(index).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_means_are_right() {
        assert_eq!(trapezoid_sums(&[0.0, 1.0, 2.0], 2.0), [0.0, 1.0, 4.0]);
        assert_eq!(root_mean_square(&[3.0, -3.0]), 3.0);
        assert_eq!(largest(&[1.0, f64::NAN, -2.0]), 2.0);
        assert_eq!(middles(&[0.0, 1.0, 4.0]), [0.5, 2.5]);
        assert_eq!(noise_gain(&[3.0, 4.0]), 5.0);
        assert_eq!(fixed(-0.001, 2), "0.00");
        assert_eq!(fixed(-1.25, 1), "-1.2");
    }

    #[test]
    fn noise_has_its_deviation_and_stays_the_same() {
        let values = noise(1, 20_000, 0.5);
        assert!((root_mean_square(&values) / 0.5 - 1.0).abs() < 0.02);
        assert_eq!(values, noise(1, 20_000, 0.5));
        assert_ne!(values, noise(2, 20_000, 0.5));
    }
}
