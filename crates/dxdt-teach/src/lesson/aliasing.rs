//! Oscillations too fast for the samples.

use std::f64::consts::TAU;

use dxdt_calculus::{EdgeOrder, Spacing, gradient};
use dxdt_chart::SeriesRole;
use dxdt_motion::error::Result;

use super::samples::{errors, even_stamps, fixed, largest, or_error, root_mean_square, sampled};
use super::writer::Writer;

/// Samples a second.
const RATE: f64 = 10.0;
/// The oscillation, in hertz.
const FAST: f64 = 9.0;
/// Its amplitude, in meters.
const AMPLITUDE: f64 = 0.01;

pub(super) fn teach(writer: &mut Writer) -> Result<()> {
    let step = 1.0 / RATE;
    let seen = apparent(FAST);
    // A sample more at both ends, so that none of those shown is at an end.
    let t = sampled(&even_stamps(2 * RATE as usize + 3, 1.0), |i| {
        (i - 1.0) / RATE
    });
    let x = oscillation(&t, FAST);
    // Slower than half the rate, and backwards.
    let alias = sampled(&t, |t| -AMPLITUDE * (TAU * seen * t).sin());
    let truth = velocity(&t, FAST);
    let found = or_error(gradient(&x, Spacing::Uniform(step), EdgeOrder::Second))?;
    let inside = |values: &[f64]| values[1..values.len() - 1].to_vec();
    let [t, x, alias, truth, found] = [&t, &x, &alias, &truth, &found].map(|values| inside(values));

    writer.number("rate", RATE);
    writer.number("fast", FAST);
    writer.number("seen", seen);
    writer.number("amplitude_cm", 100.0 * AMPLITUDE);
    writer.number("nyquist", RATE / 2.0);
    writer.number("alias_difference", largest(&errors(&x, &alias)));
    writer.number("true_speed", AMPLITUDE * TAU * FAST);
    writer.number("found_speed", largest(&found));
    writer.number("factor", AMPLITUDE * TAU * FAST / largest(&found));
    let samples = |gain: f64| fixed(TAU / phase_of_gain(gain), 1);
    writer.value("samples_10", samples(0.9));
    writer.value("samples_1", samples(0.99));
    writer.number("shortest", 2.0 * step);
    writer.number("step", step);
    let (turns, frames) = (24.0, 25.0);
    writer.number("turns", turns);
    writer.number("frames", frames);
    writer.number("wheel", turns - frames);
    writer.number("third", 100.0 * gain(RATE / 3.0));

    writer.paragraph("samples")?;
    let rows = (0..6).map(|row| {
        let cell = |values: &[f64], decimals| fixed(super::samples::at(values, row), decimals);
        let cm = |values: &[f64]| sampled(values, |value| 100.0 * value);
        vec![
            cell(&t, 1),
            cell(&cm(&x), 3),
            cell(&cm(&alias), 3),
            cell(&cm(&truth), 2),
            cell(&cm(&found), 2),
        ]
    });
    writer.table("samples", rows.collect())?;
    writer.paragraph("same")?;
    writer.paragraph("wrong")?;

    let fine = even_stamps(1201, 0.001);
    let shown = t.iter().filter(|t| **t < 1.21).count();
    let centimetres = |values: &[f64]| sampled(values, |value| 100.0 * value);
    let mut chart = writer.chart("alias")?;
    chart.panel("position", "x", Some("cm"))?;
    chart.line(
        "true",
        SeriesRole::Entity(4),
        &fine,
        &centimetres(&oscillation(&fine, FAST)),
    )?;
    let slow = sampled(&fine, |t| -100.0 * AMPLITUDE * (TAU * seen * t).sin());
    chart.line("alias", SeriesRole::Compared, &fine, &slow)?;
    chart.points(
        "samples",
        SeriesRole::Main,
        &t[..shown],
        &centimetres(&x[..shown]),
    )?;
    chart.panel("velocity", "v", Some("cm/s"))?;
    chart.line(
        "true",
        SeriesRole::Entity(4),
        &fine,
        &centimetres(&velocity(&fine, FAST)),
    )?;
    chart.line(
        "gradient",
        SeriesRole::Entity(3),
        &t[..shown],
        &centimetres(&found[..shown]),
    )?;
    chart.finish()?;

    writer.paragraph("nyquist")?;
    let mut rows = Vec::new();
    for frequency in [0.5, 1.0, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 9.0] {
        rows.push(vec![
            fixed(frequency, 1),
            fixed(RATE / frequency, 2),
            fixed(apparent(frequency), 1),
            fixed(gain(frequency), 3),
            fixed(measured_gain(frequency)?, 3),
        ]);
    }
    writer.table("gain", rows)?;
    writer.paragraph("gain")?;
    let periods = sampled(&even_stamps(181, 0.01), |t| t + 2.0 * step);
    let measured: Vec<f64> = vec![0.2, 0.25, 1.0 / 3.0, 0.4, 0.5, 1.0, 2.0];
    let mut gains = Vec::new();
    for period in &measured {
        gains.push(measured_gain(1.0 / period)?);
    }
    let mut chart = writer.chart("gain")?;
    chart.panel("gain", "gain", None)?;
    chart.level("perfect", SeriesRole::Measured, &periods, 1.0)?;
    let curve = sampled(&periods, |period| gain(1.0 / period));
    chart.line("formula", SeriesRole::Entity(1), &periods, &curve)?;
    chart.points("measured", SeriesRole::Main, &measured, &gains)?;
    chart.finish()?;
    writer.command("inspect")?;
    writer.command("accuracy")
}

fn oscillation(t: &[f64], frequency: f64) -> Vec<f64> {
    sampled(t, |t| AMPLITUDE * (TAU * frequency * t).sin())
}

fn velocity(t: &[f64], frequency: f64) -> Vec<f64> {
    sampled(t, |t| {
        AMPLITUDE * TAU * frequency * (TAU * frequency * t).cos()
    })
}

/// The frequency below half the rate that gives the same samples: the distance to the nearest multiple of the rate.
fn apparent(frequency: f64) -> f64 {
    (frequency - RATE * (frequency / RATE).round()).abs()
}

/// By what the central difference multiplies the velocity of an oscillation: sin(ωh)/(ωh).
fn gain(frequency: f64) -> f64 {
    let phase = TAU * frequency / RATE;
    phase.sin() / phase
}

/// The gain measured: the size of the gradient over that of the true velocity, with the sign of their product.
fn measured_gain(frequency: f64) -> Result<f64> {
    // Whole periods of all frequencies that are asked for, and a sample more at both ends.
    let t = sampled(&even_stamps(603, 1.0), |i| (i - 1.0) / RATE);
    let truth = velocity(&t, frequency);
    let x = oscillation(&t, frequency);
    let found = or_error(gradient(
        &x,
        Spacing::Uniform(1.0 / RATE),
        EdgeOrder::Second,
    ))?;
    let inside = 1..601;
    let (found, truth) = (&found[inside.clone()], &truth[inside]);
    let product: f64 = found
        .iter()
        .zip(truth)
        .map(|(found, truth)| found * truth)
        .sum();
    Ok(product.signum() * root_mean_square(found) / root_mean_square(truth))
}

/// The phase from sample to sample, in radians, at which sin(φ)/φ has this value; between 0 and π by halving.
fn phase_of_gain(gain: f64) -> f64 {
    let (mut low, mut high) = (0.0, TAU / 2.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if middle.sin() / middle > gain {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_hertz_at_ten_look_like_one() {
        assert_eq!(apparent(9.0), 1.0);
        assert_eq!(apparent(4.0), 4.0);
        assert_eq!(apparent(11.0), 1.0);
        let t = even_stamps(50, 1.0 / RATE);
        let slow = sampled(&t, |t| -AMPLITUDE * (TAU * t).sin());
        assert!(largest(&errors(&oscillation(&t, FAST), &slow)) < 1e-14);
    }

    #[test]
    fn the_gain_is_that_of_the_formula() {
        for frequency in [0.5, 1.0, 2.5, 3.0, 4.0, 9.0, 10.0 / 3.0] {
            let (found, expected) = (measured_gain(frequency).unwrap(), gain(frequency));
            assert!(
                (found - expected).abs() < 1e-9,
                "{frequency}: {found}, {expected}"
            );
        }
        assert!(measured_gain(5.0).unwrap().abs() < 1e-9);
    }

    #[test]
    fn the_phase_of_a_gain_is_found() {
        let phase = phase_of_gain(0.9);
        assert!((phase.sin() / phase - 0.9).abs() < 1e-12);
    }
}
