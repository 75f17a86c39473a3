//! Noise and the choice of the step.

use dxdt_calculus::{EdgeOrder, Spacing, gradient};
use dxdt_chart::SeriesRole;
use dxdt_motion::error::Result;

use super::samples::{at, even_stamps, fixed, noise, or_error, root_mean_square, sampled};
use super::writer::Writer;

/// The standard deviations of the noise of the positions, in meters: none but rounding, good tracking, a video.
const NOISE: [f64; 3] = [0.0, 1e-5, 1e-3];
const NAMES: [&str; 3] = ["rounding", "tracking", "video"];
/// Steps are 1 s halved so many times at most.
const HALVINGS: i32 = 44;
/// Errors beyond this are not drawn, in m/s.
const DRAWN: f64 = 3.0;

/// What one noise does at all steps.
struct Curve {
    /// The standard deviation of the noise, in meters; of rounding where there is no other.
    deviation: f64,
    steps: Vec<f64>,
    /// Root mean square errors of the velocity, in m/s.
    errors: Vec<f64>,
}

/// The step with the least error, and that error.
struct Best {
    step: f64,
    error: f64,
}

pub(super) fn teach(writer: &mut Writer) -> Result<()> {
    let curves = [
        Curve::measured(NOISE[0])?,
        Curve::measured(NOISE[1])?,
        Curve::measured(NOISE[2])?,
    ];
    let [rounding, tracking, video] = &curves;
    let jerk = jerk();

    writer.number("jerk", jerk);
    writer.number("instants", instants().len() as f64);
    writer.number("noise_mm", 1e3 * video.deviation);
    writer.number("tracking_mm", 1e3 * tracking.deviation);
    writer.number("rounding", rounding.deviation);
    writer.number("epsilon", f64::EPSILON / 2.0);
    writer.number("best", video.expected_best(jerk).step);
    writer.number("best_found", video.best().step);
    writer.number("best_error", video.best().error);
    writer.number("rounding_best_us", 1e6 * rounding.expected_best(jerk).step);
    let [before, after] = [1e-3, 1e-3 / 8.0].map(|deviation| expected_best(deviation, jerk));
    writer.number("error_before", before.error);
    writer.number("error_after", after.error);
    writer.number("step_before", before.step);
    writer.number("step_after", after.step);
    let (rate, every, pixel) = (100.0, 10.0, 5e-4);
    writer.number("rate", rate);
    writer.number("every", every);
    writer.number("pixel_mm", 1e3 * pixel);
    writer.number("frame_noise", noise_part(pixel, 1.0 / rate));
    writer.number("sparse_noise", noise_part(pixel, every / rate));
    writer.number("sparse_truncation", truncation_part(jerk, every / rate));

    writer.paragraph("motion")?;
    writer.paragraph("two_errors")?;
    let rows = video.steps.iter().zip(&video.errors).take(9);
    let rows = rows.map(|(&step, &error)| {
        let (truncation, noise) = (
            truncation_part(jerk, step),
            noise_part(video.deviation, step),
        );
        vec![
            fixed(1e3 * step, 1),
            fixed(truncation, 6),
            fixed(noise, 6),
            fixed(truncation.hypot(noise), 5),
            fixed(error, 5),
        ]
    });
    writer.table("video", rows.collect())?;
    writer.paragraph("minimum")?;
    let mut rows = Vec::new();
    for (name, curve) in NAMES.into_iter().zip(&curves) {
        let (expected, found) = (curve.expected_best(jerk), curve.best());
        let short = dxdt_motion::words::number::short;
        rows.push(vec![
            writer.row("best", name)?,
            format!("{:.1e}", curve.deviation),
            short(1e3 * expected.step),
            short(1e3 * found.step),
            format!("{:.1e}", expected.error),
            format!("{:.1e}", found.error),
        ]);
    }
    writer.table("best", rows)?;
    writer.paragraph("rounding")?;

    chart(writer, &curves, jerk)?;
    writer.paragraph("practice")?;
    writer.command("inspect")?;
    writer.command("auto")
}

/// Measured errors as points over predicted ones as lines, on logarithmic axes.
fn chart(writer: &mut Writer, curves: &[Curve], jerk: f64) -> Result<()> {
    // The exponents of ten of all steps, finely.
    let least = f64::from(HALVINGS) * 2f64.log10();
    let exponents = sampled(&even_stamps(701, least / 700.0), |exponent| -exponent);
    let log = |values: &[f64]| sampled(values, f64::log10);
    let mut chart = writer.chart("u-curve")?;
    chart.decades("error", "error", Some("m/s"))?;
    let mut predicted = Vec::new();
    for curve in curves {
        let error = |exponent: f64| {
            let step = 10f64.powf(exponent);
            truncation_part(jerk, step).hypot(noise_part(curve.deviation, step))
        };
        let errors = sampled(&exponents, error);
        let shown = |error: f64| {
            if error < DRAWN {
                error.log10()
            } else {
                f64::NAN
            }
        };
        predicted.push(sampled(&errors, shown));
    }
    chart.lines("predicted", SeriesRole::Measured, &exponents, &predicted)?;
    for (index, (name, curve)) in NAMES.into_iter().zip(curves).enumerate() {
        let drawn = curve
            .errors
            .iter()
            .take_while(|error| **error < DRAWN)
            .count();
        let (steps, errors) = (&curve.steps[..drawn], &curve.errors[..drawn]);
        chart.points(
            name,
            SeriesRole::Entity(index + 1),
            &log(steps),
            &log(errors),
        )?;
    }
    let best: Vec<Best> = curves
        .iter()
        .map(|curve| curve.expected_best(jerk))
        .collect();
    let steps: Vec<f64> = best.iter().map(|best| best.step).collect();
    let errors: Vec<f64> = best.iter().map(|best| best.error).collect();
    chart.points("best", SeriesRole::Main, &log(&steps), &log(&errors))?;
    chart.finish()
}

/// Instants over nearly a whole swing of sin t. They and the steps are multiples of powers of two, so that sums of them
/// are exact and all rounding is that of the positions.
fn instants() -> Vec<f64> {
    (0..256).map(|i| f64::from(3 * i) / 128.0).collect()
}

/// The root mean square of the jerk of x = sin t at the instants, in m/s³.
fn jerk() -> f64 {
    root_mean_square(&sampled(&instants(), f64::cos))
}

/// What the formula leaves out: h²/6 times the jerk.
fn truncation_part(jerk: f64, step: f64) -> f64 {
    step * step / 6.0 * jerk
}

/// What noise of the positions makes of the velocity: σ/(h·√2).
fn noise_part(deviation: f64, step: f64) -> f64 {
    deviation / (step * 2f64.sqrt())
}

/// Where the sum of the squares of both parts is least: h = ∛(3σ/jerk), by setting its derivative to zero.
fn expected_best(deviation: f64, jerk: f64) -> Best {
    let step = (3.0 * deviation / jerk).cbrt();
    Best {
        step,
        error: truncation_part(jerk, step).hypot(noise_part(deviation, step)),
    }
}

impl Curve {
    /// Takes central differences of x = sin t with noise at all steps.
    fn measured(deviation: f64) -> Result<Self> {
        let instants = instants();
        let steps: Vec<f64> = (0..=HALVINGS)
            .map(|halvings| 2f64.powi(-halvings))
            .collect();
        let mut errors = Vec::new();
        for (seed, &step) in steps.iter().enumerate() {
            let noise = noise(seed as u64, 2 * instants.len(), deviation);
            let mut found = Vec::new();
            for (&t, noise) in instants.iter().zip(noise.chunks_exact(2)) {
                let x = [
                    (t - step).sin() + at(noise, 0),
                    t.sin(),
                    (t + step).sin() + at(noise, 1),
                ];
                let velocity = gradient(&x, Spacing::Uniform(step), EdgeOrder::First);
                found.push(at(&or_error(velocity)?, 1) - t.cos());
            }
            errors.push(root_mean_square(&found));
        }
        let rounding = root_mean_square(&sampled(&instants, |t| rounding(t.sin())));
        Ok(Self {
            deviation: deviation.hypot(rounding),
            steps,
            errors,
        })
    }

    fn best(&self) -> Best {
        let pairs = self.steps.iter().zip(&self.errors);
        let best = pairs.min_by(|a, b| a.1.total_cmp(b.1));
        let (&step, &error) = best.unwrap_or((&f64::NAN, &f64::NAN));
        Best { step, error }
    }

    fn expected_best(&self, jerk: f64) -> Best {
        expected_best(self.deviation, jerk)
    }
}

/// The standard deviation of the rounding of a number to the nearest `f64`: a step of the numbers there, over √12.
fn rounding(value: f64) -> f64 {
    (value.abs().next_up() - value.abs()) / 12f64.sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_step_is_the_predicted_one() {
        let jerk = jerk();
        for deviation in NOISE {
            let curve = Curve::measured(deviation).unwrap();
            let (expected, found) = (curve.expected_best(jerk), curve.best());
            let ratio = found.step / expected.step;
            assert!((0.5..=2.0).contains(&ratio), "{deviation}: {ratio}");
            let ratio = found.error / expected.error;
            assert!((0.5..=1.5).contains(&ratio), "{deviation}: {ratio}");
        }
    }

    #[test]
    fn the_error_is_the_sum_of_both_parts_at_every_step() {
        let jerk = jerk();
        let curve = Curve::measured(1e-3).unwrap();
        for (&step, &error) in curve.steps.iter().zip(&curve.errors).skip(1) {
            let expected = truncation_part(jerk, step).hypot(noise_part(curve.deviation, step));
            assert!(
                (error / expected - 1.0).abs() < 0.15,
                "{step}: {error}, {expected}"
            );
        }
    }

    #[test]
    fn an_eighth_of_the_noise_gives_half_the_step_and_a_quarter_of_the_error() {
        let [whole, eighth] = [8e-3, 1e-3].map(|deviation| expected_best(deviation, 0.7));
        assert!((whole.step / eighth.step - 2.0).abs() < 1e-12);
        assert!((whole.error / eighth.error - 4.0).abs() < 1e-12);
    }
}
