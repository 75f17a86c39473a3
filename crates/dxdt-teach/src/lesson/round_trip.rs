//! From velocity back to position.

use dxdt_calculus::{EdgeOrder, Spacing, forward_difference, gradient, second_derivative};
use dxdt_chart::SeriesRole;
use dxdt_motion::error::Result;

use super::samples::{
    at, errors, even_stamps, fixed, largest, noise, or_error, sampled, sum, trapezoid_sums,
};
use super::writer::Writer;

/// The cart swings by so many meters, so many radians a second.
const AMPLITUDE: f64 = 0.5;
const RATE: f64 = 2.0;
const STEP: f64 = 0.1;
const ROWS: usize = 101;
/// The noise of the cart's positions, in meters.
const POSITION_NOISE: f64 = 1e-3;

/// The noise of an accelerometer in m/s², its step in seconds, and what it is off by all the time.
const SENSOR_NOISE: f64 = 0.05;
const SENSOR_STEP: f64 = 0.01;
const SENSOR_OFFSET: f64 = 0.01;
/// How often the experiment with the accelerometer is done, for how many rows.
const RUNS: u64 = 400;
const SENSOR_ROWS: usize = 6001;
const SHOWN_RUNS: u64 = 5;

/// The errors of positions that came back from velocities, in meters.
struct Returned {
    /// Sums of first differences.
    differences: Vec<f64>,
    /// Areas under the gradient.
    gradient: Vec<f64>,
}

pub(super) fn teach(writer: &mut Writer) -> Result<()> {
    let t = even_stamps(ROWS, STEP);
    let x = sampled(&t, |t| AMPLITUDE * (RATE * t).sin());
    let clean = Returned::of(&x)?;
    let noisy = Returned::of(&sum(&x, &noise(3, ROWS, POSITION_NOISE)))?;
    let slopes = or_error(forward_difference(&x, Spacing::Uniform(STEP)))?;

    writer.number("amplitude", AMPLITUDE);
    writer.number("step", STEP);
    writer.number("rows", ROWS as f64);
    writer.number("differences_error", largest(&clean.differences));
    writer.number("gradient_error_mm", 1e3 * largest(&clean.gradient));
    writer.number("expected_mm", 1e3 * smoothing_error(&x)?);
    writer.number("noise_mm", 1e3 * POSITION_NOISE);
    writer.number("noisy_gradient_mm", 1e3 * largest(&noisy.gradient));
    writer.number("noisy_differences", largest(&noisy.differences));
    let (first, last) = (at(&x, 0), at(&x, ROWS - 1));
    let sum: f64 = slopes.iter().map(|slope| slope * STEP).sum();
    writer.number("sum", sum);
    writer.number("way", last - first);
    writer.number("sensor_noise", SENSOR_NOISE);
    writer.number("sensor_rate", 1.0 / SENSOR_STEP);
    writer.number("offset", SENSOR_OFFSET);
    writer.number("runs", RUNS as f64);
    writer.number("shown", SHOWN_RUNS as f64);
    writer.number("rate", RATE);
    writer.number("offset_percent", 100.0 * SENSOR_OFFSET / SENSOR_NOISE);
    let lost = (3f64.sqrt() / (SENSOR_NOISE * SENSOR_STEP.sqrt())).powf(2.0 / 3.0);
    writer.number("lost", lost);
    writer.number("lost_offset", (2.0 / SENSOR_OFFSET).sqrt());

    writer.paragraph("telescope")?;
    let rows = (0..6).map(|row| {
        let back: f64 = slopes.iter().take(row).map(|slope| slope * STEP).sum();
        vec![
            fixed(at(&t, row), 1),
            fixed(at(&x, row), 5),
            fixed(at(&slopes, row), 5),
            fixed(first + back, 5),
            fixed(at(&x, row) + at(&clean.gradient, row), 5),
            fixed(1e3 * at(&clean.gradient, row), 2),
        ]
    });
    writer.table("back", rows.collect())?;
    writer.paragraph("gradient")?;
    let millimetres = |values: &[f64]| sampled(values, |value| 1e3 * value);
    let mut chart = writer.chart("back")?;
    chart.panel("position", "x", Some("m"))?;
    chart.line("true", SeriesRole::Measured, &t, &x)?;
    let back: Vec<f64> = x.iter().zip(&clean.gradient).map(|(x, e)| x + e).collect();
    chart.line("gradient", SeriesRole::Entity(0), &t, &back)?;
    chart.panel("error", "error", Some("mm"))?;
    chart.line(
        "gradient",
        SeriesRole::Entity(0),
        &t,
        &millimetres(&clean.gradient),
    )?;
    chart.line(
        "differences",
        SeriesRole::Entity(1),
        &t,
        &millimetres(&clean.differences),
    )?;
    chart.finish()?;
    writer.paragraph("noise")?;
    writer.paragraph("sensor")?;
    drift(writer)?;
    writer.paragraph("offset")?;
    writer.command("diff")?;
    writer.command("analyze")
}

/// Integrates the noise of an accelerometer once and twice, many times over.
fn drift(writer: &mut Writer) -> Result<()> {
    let seconds = [1.0, 10.0, 30.0, 60.0];
    let spread = spread(&seconds);
    let rows = seconds
        .iter()
        .zip(spread)
        .map(|(&seconds, [velocity, position])| {
            vec![
                fixed(seconds, 0),
                fixed(expected_velocity(seconds), 4),
                fixed(velocity, 4),
                fixed(expected_position(seconds), 4),
                fixed(position, 4),
                fixed(SENSOR_OFFSET * seconds * seconds / 2.0, 3),
            ]
        });
    writer.table("drift", rows.collect())?;
    let t = even_stamps(SENSOR_ROWS, SENSOR_STEP);
    let mut chart = writer.chart("drift")?;
    chart.panel("position", "x", Some("m"))?;
    let errors = sampled(&t, expected_position);
    let zeros = vec![0.0; t.len()];
    chart.band("still", SeriesRole::Main, [&t, &zeros, &errors])?;
    let runs: Vec<Vec<f64>> = (0..SHOWN_RUNS).map(|run| drifting(run).1).collect();
    chart.lines("run", SeriesRole::Entity(1), &t, &runs)?;
    chart.finish()
}

/// The largest error of positions from the area under the gradient, between the ends: h²/4 times what the acceleration has
/// changed since the second row.
fn smoothing_error(x: &[f64]) -> Result<f64> {
    let acceleration = or_error(second_derivative(x, Spacing::Uniform(STEP)))?;
    let start = at(&acceleration, 1);
    let changes = sampled(&acceleration, |acceleration| acceleration - start);
    Ok(STEP * STEP / 4.0 * largest(&changes))
}

impl Returned {
    fn of(x: &[f64]) -> Result<Self> {
        let spacing = Spacing::Uniform(STEP);
        let slopes = or_error(forward_difference(x, spacing))?;
        let velocity = or_error(gradient(x, spacing, EdgeOrder::Second))?;
        let start = at(x, 0);
        let mut back = start;
        let sums = slopes.iter().map(|slope| {
            back += slope * STEP;
            back
        });
        let sums: Vec<f64> = std::iter::once(start).chain(sums).collect();
        let areas = sampled(&trapezoid_sums(&velocity, STEP), |area| start + area);
        Ok(Self {
            differences: errors(&sums, x),
            gradient: errors(&areas, x),
        })
    }
}

/// Velocity and position that the noise of an accelerometer at rest adds up to.
fn drifting(seed: u64) -> (Vec<f64>, Vec<f64>) {
    let acceleration = noise(seed, SENSOR_ROWS, SENSOR_NOISE);
    let velocity = trapezoid_sums(&acceleration, SENSOR_STEP);
    let position = trapezoid_sums(&velocity, SENSOR_STEP);
    (velocity, position)
}

/// The root mean squares of velocity and position over all runs, at each of some times.
fn spread<const N: usize>(seconds: &[f64; N]) -> [[f64; 2]; N] {
    let mut squares = [[0.0; 2]; N];
    for run in 0..RUNS {
        let (velocity, position) = drifting(run);
        for (squares, seconds) in squares.iter_mut().zip(seconds) {
            let row = (seconds / SENSOR_STEP).round() as usize;
            squares[0] += at(&velocity, row).powi(2);
            squares[1] += at(&position, row).powi(2);
        }
    }
    squares.map(|squares| squares.map(|sum: f64| (sum / RUNS as f64).sqrt()))
}

/// The standard deviation of a sum of t/h independent steps σ·h: σ·√(h·t).
fn expected_velocity(seconds: f64) -> f64 {
    SENSOR_NOISE * (SENSOR_STEP * seconds).sqrt()
}

/// That of the sum of such sums: σ·√(h·t³/3).
fn expected_position(seconds: f64) -> f64 {
    SENSOR_NOISE * (SENSOR_STEP * seconds.powi(3) / 3.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_differences_add_up_to_the_positions_and_gradients_do_not() {
        let t = even_stamps(ROWS, STEP);
        let x = sampled(&t, |t| AMPLITUDE * (RATE * t).sin());
        for x in [x.clone(), sum(&x, &noise(3, ROWS, POSITION_NOISE))] {
            let returned = Returned::of(&x).unwrap();
            assert!(largest(&returned.differences) < 1e-14);
            assert!(largest(&returned.gradient) > 1e-3);
        }
        let returned = Returned::of(&x).unwrap();
        let expected = smoothing_error(&x).unwrap();
        assert!((largest(&returned.gradient) / expected - 1.0).abs() < 1e-9);
    }

    #[test]
    fn drift_grows_as_the_formulas_say() {
        for seconds in [10.0, 60.0] {
            let [[velocity, position]] = spread(&[seconds]);
            for ratio in [
                velocity / expected_velocity(seconds),
                position / expected_position(seconds),
            ] {
                assert!((0.85..1.15).contains(&ratio), "{seconds}: {ratio}");
            }
        }
    }
}
