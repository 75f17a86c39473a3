//! The first and the last row.

use dxdt_calculus::{EdgeOrder, Spacing, fornberg_weights, gradient};
use dxdt_chart::SeriesRole;
use dxdt_motion::error::Result;
use dxdt_motion::words::number::short;

use super::samples::{
    GRAVITY, at, errors, even_stamps, fall_velocity, fixed, free_fall, noise_gain, or_error,
    sampled,
};
use super::writer::Writer;

const STEP: f64 = 0.4;
const ROWS: usize = 9;

/// Velocity and acceleration of the fall by one edge order.
struct Derived {
    velocity: Vec<f64>,
    acceleration: Vec<f64>,
}

pub(super) fn teach(writer: &mut Writer) -> Result<()> {
    let t = even_stamps(ROWS, STEP);
    let truth = fall_velocity(&t);
    let first = Derived::of(EdgeOrder::First)?;
    let second = Derived::of(EdgeOrder::Second)?;
    let shares: Vec<f64> = first.acceleration.iter().map(|a| a / -GRAVITY).collect();

    writer.number("gravity", GRAVITY);
    writer.number("step", STEP);
    writer.number("first_velocity", at(&first.velocity, 0));
    let change = |velocity: &[f64]| at(velocity, 1) - at(velocity, 0);
    writer.number("seen_change", change(&first.velocity));
    writer.number("true_change", change(&truth));
    writer.number("first_acceleration", at(&first.acceleration, 0));
    writer.number("share", at(&shares, 0));
    writer.number("next_share", at(&shares, 1));
    let wrong = shares.iter().filter(|share| (*share - 1.0).abs() > 1e-9);
    writer.number("wrong", wrong.count() as f64);
    writer.number("rows", ROWS as f64);
    writer.number("missing_share", 1.0 - at(&shares, 0));
    writer.number("next_missing_share", 1.0 - at(&shares, 1));

    writer.paragraph("one_side")?;
    let rows = (0..ROWS).map(|row| {
        vec![
            fixed(at(&t, row), 1),
            fixed(at(&truth, row), 3),
            fixed(at(&first.velocity, row), 3),
            fixed(at(&second.velocity, row), 3),
            fixed(at(&first.acceleration, row), 4),
            fixed(at(&second.acceleration, row), 4),
        ]
    });
    writer.table("fall", rows.collect())?;
    writer.paragraph("half")?;
    writer.paragraph("parabola")?;

    let mut chart = writer.chart("acceleration")?;
    let constant = vec![-GRAVITY; ROWS];
    let [blue, vermilion] = [0, 1].map(SeriesRole::Entity);
    chart.panel("error", "error", Some("m/s"))?;
    chart.line("second", blue, &t, &errors(&second.velocity, &truth))?;
    chart.line("first", vermilion, &t, &errors(&first.velocity, &truth))?;
    chart.panel("acceleration", "a", Some("m/s²"))?;
    chart.line("true", SeriesRole::Measured, &t, &constant)?;
    // So that the axis begins at zero, and half is seen to be half.
    chart.line("none", SeriesRole::Entity(6), &t, &[0.0; ROWS])?;
    chart.line("second", blue, &t, &second.acceleration)?;
    chart.line("first", vermilion, &t, &first.acceleration)?;
    chart.finish()?;

    let (swing_at, swing_step) = (0.5, 0.1);
    writer.number("swing_at", swing_at);
    writer.number("swing_step", swing_step);
    let rules = [
        ("between", vec![-1.0, 0.0, 1.0]),
        ("first", vec![0.0, 1.0]),
        ("second", vec![0.0, 1.0, 2.0]),
    ];
    let mut rows = Vec::new();
    let mut gains = Vec::new();
    for (name, places) in rules {
        let weights = or_error(fornberg_weights(0.0, &places, 1))?;
        let stamps = sampled(&places, |place| swing_at + swing_step * place);
        let swing = sampled(&stamps, f64::sin);
        let velocity: f64 = weights
            .iter()
            .zip(&swing)
            .map(|(w, x)| w * x / swing_step)
            .sum();
        let written: Vec<String> = weights.iter().map(|weight| short(*weight)).collect();
        rows.push(vec![
            writer.row("rules", name)?,
            written.join(", "),
            fixed(1e3 * (velocity - swing_at.cos()), 2),
            fixed(noise_gain(&weights), 3),
        ]);
        gains.push(noise_gain(&weights));
    }
    let (deviation, step) = (1e-3, 0.01);
    writer.number("ratio", at(&gains, 2) / at(&gains, 0));
    writer.number("noise_mm", 1e3 * deviation);
    writer.number("noise_step_ms", 1e3 * step);
    writer.number("noise_between", at(&gains, 0) * deviation / step);
    writer.number("noise_second", at(&gains, 2) * deviation / step);
    writer.paragraph("price")?;
    writer.table("rules", rows)?;
    writer.command("analyze")?;
    writer.command("numpy")
}

impl Derived {
    fn of(edge_order: EdgeOrder) -> Result<Self> {
        let heights = free_fall(&even_stamps(ROWS, STEP));
        let spacing = Spacing::Uniform(STEP);
        let velocity = or_error(gradient(&heights, spacing, edge_order))?;
        let acceleration = or_error(gradient(&velocity, spacing, edge_order))?;
        Ok(Self {
            velocity,
            acceleration,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edge_order_1_halves_the_acceleration_at_both_ends_exactly() {
        let first = Derived::of(EdgeOrder::First).unwrap();
        let shares: Vec<f64> = first.acceleration.iter().map(|a| a / -GRAVITY).collect();
        let expected = [0.5, 0.75, 1.0, 1.0, 1.0, 1.0, 1.0, 0.75, 0.5];
        assert!(
            errors(&shares, &expected).iter().all(|e| e.abs() < 1e-13),
            "{shares:?}"
        );
        let second = Derived::of(EdgeOrder::Second).unwrap();
        assert!(
            second
                .acceleration
                .iter()
                .all(|a| (a + GRAVITY).abs() < 1e-12)
        );
    }
}
