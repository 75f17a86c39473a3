//! Two ways to an acceleration.

use std::f64::consts::{PI, TAU};

use dxdt_calculus::{CalculusError, EdgeOrder, Scheme, Spacing, derivative, second_derivative};
use dxdt_chart::SeriesRole;
use dxdt_motion::error::Result;

use super::samples::{
    at, errors, even_stamps, fixed, largest, noise, noise_gain, or_error, root_mean_square,
    sampled, sum,
};
use super::writer::Writer;

/// A way to the second derivative of even samples.
type Way = fn(&[f64], f64) -> std::result::Result<Vec<f64>, CalculusError>;

const WAYS: [(&str, Way); 2] = [
    ("chained", |x, step| {
        let scheme = Scheme::Chained(EdgeOrder::Second);
        derivative(x, Spacing::Uniform(step), 2, scheme)
    }),
    ("direct", |x, step| {
        second_derivative(x, Spacing::Uniform(step))
    }),
];
const STEP: f64 = 0.1;
const ROWS: usize = 401;
/// The noise of the positions, in meters.
const NOISE: f64 = 1e-3;

/// What one way does to x = sin t.
struct Found {
    weights: Vec<f64>,
    /// The largest error without noise, between the ends, in m/s².
    truncation: f64,
    /// The root mean square of what noise adds, in m/s².
    noise: f64,
    noisy: Vec<f64>,
}

pub(super) fn teach(writer: &mut Writer) -> Result<()> {
    let t = even_stamps(ROWS, STEP);
    let truth = sampled(&t, |t| -t.sin());
    let found = [
        Found::by(WAYS[0].1, &t, &truth)?,
        Found::by(WAYS[1].1, &t, &truth)?,
    ];
    let [chained, direct] = &found;
    let gain = |found: &Found| noise_gain(&found.weights);

    writer.number("step", STEP);
    writer.number("noise_mm", 1e3 * NOISE);
    writer.number("points_chained", points(&chained.weights) as f64);
    writer.number("points_direct", points(&direct.weights) as f64);
    writer.number("gain_ratio", gain(direct) / gain(chained));
    writer.number("noise_chained", chained.noise);
    writer.number("noise_direct", direct.noise);
    writer.number("truncation_chained", chained.truncation);
    writer.number("truncation_direct", direct.truncation);
    writer.number("truncation_ratio", chained.truncation / direct.truncation);
    writer.number("highest_direct", response_at_period(&direct.weights, 2.0));
    writer.number("shortest", 2.0 * STEP);
    let camera = 0.02;
    writer.number("camera_ms", 1e3 * camera);
    writer.number("camera_chained", gain(chained) * NOISE / (camera * camera));
    writer.number("camera_direct", gain(direct) * NOISE / (camera * camera));

    writer.paragraph("two_ways")?;
    let mut rows = Vec::new();
    for ((name, _), found) in WAYS.iter().zip(&found) {
        let mut row = vec![writer.row("weights", name)?];
        row.extend(found.weights.iter().map(|weight| fixed(*weight, 2)));
        rows.push(row);
    }
    writer.table("weights", rows)?;
    writer.paragraph("reach")?;
    let mut rows = Vec::new();
    for ((name, _), found) in WAYS.iter().zip(&found) {
        rows.push(vec![
            writer.row("properties", name)?,
            fixed(gain(found), 3),
            fixed(gain(found) * NOISE / (STEP * STEP), 4),
            fixed(found.noise, 4),
            fixed(found.truncation, 5),
            fixed(response_at_period(&found.weights, 10.0), 3),
            fixed(response_at_period(&found.weights, 4.0), 3),
            fixed(response_at_period(&found.weights, 2.0), 3),
        ]);
    }
    writer.table("properties", rows)?;
    writer.paragraph("noise")?;
    writer.paragraph("truncation")?;

    let shown = 60;
    let mut chart = writer.chart("noise")?;
    for ((name, _), found) in WAYS.iter().zip(&found) {
        let role = SeriesRole::Entity(usize::from(*name == "direct"));
        chart.panel(name, "a", Some("m/s²"))?;
        chart.line("true", SeriesRole::Measured, &t[..shown], &truth[..shown])?;
        chart.line(name, role, &t[..shown], &found.noisy[..shown])?;
    }
    chart.finish()?;

    writer.paragraph("response")?;
    let periods = sampled(&even_stamps(181, 0.01), |t| t + 2.0 * STEP);
    let mut chart = writer.chart("response")?;
    chart.panel("response", "gain", None)?;
    chart.level("perfect", SeriesRole::Measured, &periods, 1.0)?;
    for (index, ((name, _), found)) in WAYS.iter().zip(&found).enumerate() {
        let gains = sampled(&periods, |period| {
            response_at_period(&found.weights, period / STEP)
        });
        chart.line(name, SeriesRole::Entity(index), &periods, &gains)?;
    }
    chart.finish()?;
    writer.command("direct")?;
    writer.command("both")
}

impl Found {
    fn by(way: Way, t: &[f64], truth: &[f64]) -> Result<Self> {
        let second = |x: &[f64]| or_error(way(x, STEP));
        let x = sampled(t, f64::sin);
        let exact = second(&x)?;
        let noisy = second(&sum(&x, &noise(7, t.len(), NOISE)))?;
        // Away from the ends, where rules are others.
        let inside = 4..t.len() - 4;
        let added = errors(&noisy[inside.clone()], &exact[inside.clone()]);
        Ok(Self {
            weights: weights(way)?,
            truncation: largest(&errors(&exact[inside.clone()], &truth[inside])),
            noise: root_mean_square(&added),
            noisy,
        })
    }
}

/// The weights of the five positions around a row, times the square of the step: what the way makes there of a
/// position that is 1 at one row and 0 at all others.
fn weights(way: Way) -> Result<Vec<f64>> {
    const ROW: usize = 6;
    let mut weights = Vec::new();
    for row in ROW - 2..=ROW + 2 {
        let mut positions = [0.0; 2 * ROW + 1];
        positions[row] = 1.0;
        let second = or_error(way(&positions, 1.0))?;
        weights.push(at(&second, ROW) + 0.0);
    }
    Ok(weights)
}

fn points(weights: &[f64]) -> usize {
    let used: Vec<usize> = (0..weights.len())
        .filter(|&i| at(weights, i) != 0.0)
        .collect();
    match (used.first(), used.last()) {
        (Some(first), Some(last)) => last - first + 1,
        _ => 0,
    }
}

/// What share of the acceleration of an oscillation is left, for a period in samples: Σ w·cos(ωkh) over −(ωh)².
fn response_at_period(weights: &[f64], samples: f64) -> f64 {
    let phase = TAU / samples;
    let middle = (weights.len() / 2) as f64;
    let terms = weights.iter().enumerate();
    let sum: f64 = terms
        .map(|(k, weight)| weight * (phase * (k as f64 - middle)).cos())
        .sum();
    // The sum is zero but for rounding at the highest frequency of a chain.
    let share = -sum / (phase * phase);
    if share.abs() < 1e-15 * PI { 0.0 } else { share }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_are_the_textbook_ones() {
        let [chained, direct] = WAYS.map(|(_, way)| weights(way).unwrap());
        assert_eq!(chained, [0.25, 0.0, -0.5, 0.0, 0.25]);
        assert_eq!(direct, [0.0, 1.0, -2.0, 1.0, 0.0]);
        assert_eq!([points(&chained), points(&direct)], [5, 3]);
        assert!((noise_gain(&direct) / noise_gain(&chained) - 4.0).abs() < 1e-12);
    }

    #[test]
    fn a_chain_has_a_quarter_of_the_noise_and_four_times_the_truncation() {
        let t = even_stamps(ROWS, STEP);
        let truth = sampled(&t, |t| -t.sin());
        let [chained, direct] = WAYS.map(|(_, way)| Found::by(way, &t, &truth).unwrap());
        assert!((chained.truncation / direct.truncation - 4.0).abs() < 0.05);
        assert!((direct.truncation / (STEP * STEP / 12.0) - 1.0).abs() < 0.01);
        for found in [&chained, &direct] {
            let expected = noise_gain(&found.weights) * NOISE / (STEP * STEP);
            assert!((found.noise / expected - 1.0).abs() < 0.15);
        }
    }

    #[test]
    fn a_chain_is_blind_at_the_highest_frequency() {
        let [chained, direct] = WAYS.map(|(_, way)| weights(way).unwrap());
        assert_eq!(response_at_period(&chained, 2.0), 0.0);
        assert!((response_at_period(&direct, 2.0) - 4.0 / (PI * PI)).abs() < 1e-12);
        let phase = TAU / 10.0;
        let gain = (phase.sin() / phase).powi(2);
        assert!((response_at_period(&chained, 10.0) - gain).abs() < 1e-12);
    }
}
