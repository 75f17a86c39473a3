//! Why first differences sit between samples.

use dxdt_calculus::{EdgeOrder, Spacing, forward_difference, gradient};
use dxdt_chart::SeriesRole;
use dxdt_motion::error::Result;

use super::samples::{
    GRAVITY, HEIGHT, at, errors, even_stamps, fall_velocity, fixed, free_fall, largest, middles,
    or_error, sampled,
};
use super::writer::Writer;

const STEP: f64 = 0.4;
const ROWS: usize = 9;
/// How long x = sin t is looked at, in seconds.
const SWING: f64 = 6.0;

/// The largest errors for one motion and step, in m/s.
struct Errors {
    difference_at_row: f64,
    difference_at_middle: f64,
    gradient: f64,
}

pub(super) fn teach(writer: &mut Writer) -> Result<()> {
    let t = even_stamps(ROWS, STEP);
    let heights = free_fall(&t);
    let truth = fall_velocity(&t);
    let between = middles(&t);
    let slopes = or_error(forward_difference(&heights, Spacing::Uniform(STEP)))?;
    let velocity = or_error(gradient(
        &heights,
        Spacing::Uniform(STEP),
        EdgeOrder::Second,
    ))?;
    let lag = errors(&slopes, &truth);
    let gradient_error = errors(&velocity, &truth);
    let at_middle = largest(&errors(&slopes, &fall_velocity(&between)));

    writer.number("gravity", GRAVITY);
    writer.number("height", HEIGHT);
    writer.number("step", STEP);
    writer.number("rows", ROWS as f64);
    writer.number("slopes", slopes.len() as f64);
    writer.number("first_slope", at(&slopes, 0));
    writer.number("first_middle", at(&between, 0));
    writer.number("lag", largest(&lag));
    writer.number("at_middle", at_middle);
    writer.number("gradient_error", largest(&gradient_error));
    let coarse = swing_errors(STEP)?;
    writer.number("swing_middle", coarse.difference_at_middle);
    writer.number("swing_middle_expected", STEP * STEP / 24.0);
    writer.number("swing_gradient", coarse.gradient);
    writer.number("swing_gradient_expected", STEP * STEP / 6.0);
    let braking = 4.0;
    writer.number("braking", braking);
    for (name, error, rate) in [
        ("rate", "braking_error", 25.0),
        ("double_rate", "braking_error_double", 50.0),
    ] {
        writer.number(name, rate);
        writer.number(error, braking / rate / 2.0);
    }

    writer.paragraph("fall")?;
    let rows = (0..ROWS).map(|row| {
        let slope = |values: &[f64]| values.get(row).map_or("–".to_owned(), |v| fixed(*v, 3));
        vec![
            fixed(at(&t, row), 1),
            fixed(at(&heights, row), 3),
            fixed(at(&truth, row), 3),
            slope(&slopes),
            slope(&lag),
            fixed(at(&velocity, row), 3),
            fixed(at(&gradient_error, row), 3),
        ]
    });
    writer.table("fall", rows.collect())?;
    writer.paragraph("lag")?;
    writer.paragraph("middle")?;
    writer.paragraph("gradient")?;
    let (late, centred) = (SeriesRole::Compared, SeriesRole::Main);
    let mut chart = writer.chart("velocity")?;
    chart.panel("velocity", "v", Some("m/s"))?;
    chart.line("true", SeriesRole::Measured, &t, &truth)?;
    chart.line("gradient", SeriesRole::Entity(2), &t, &velocity)?;
    chart.line("at_row", late, &t[..slopes.len()], &slopes)?;
    chart.points("at_middle", centred, &between, &slopes)?;
    chart.panel("error", "error", Some("m/s"))?;
    chart.line("gradient", SeriesRole::Entity(2), &t, &gradient_error)?;
    chart.line("at_row", late, &t[..lag.len()], &lag)?;
    let zeros = errors(&slopes, &fall_velocity(&between));
    chart.points("at_middle", centred, &between, &zeros)?;
    chart.finish()?;

    writer.paragraph("halving")?;
    let mut rows = Vec::new();
    for step in [0.4, 0.2, 0.1, 0.05] {
        let errors = swing_errors(step)?;
        rows.push(vec![
            fixed(step, 2),
            fixed(errors.difference_at_row, 5),
            fixed(errors.difference_at_middle, 5),
            fixed(errors.gradient, 5),
        ]);
    }
    writer.table("halving", rows)?;
    writer.command("analyze")?;
    writer.command("diff")
}

/// The largest errors for x = sin t, between the ends.
fn swing_errors(step: f64) -> Result<Errors> {
    let t = even_stamps((SWING / step) as usize + 1, step);
    let x = sampled(&t, f64::sin);
    let truth = sampled(&t, f64::cos);
    let slopes = or_error(forward_difference(&x, Spacing::Uniform(step)))?;
    let velocity = or_error(gradient(&x, Spacing::Uniform(step), EdgeOrder::Second))?;
    let inside = 1..t.len() - 1;
    Ok(Errors {
        difference_at_row: largest(&errors(&slopes, &truth)),
        difference_at_middle: largest(&errors(&slopes, &sampled(&middles(&t), f64::cos))),
        gradient: largest(&errors(&velocity[inside.clone()], &truth[inside])),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_difference_is_half_a_step_late_and_right_at_the_middle() {
        let t = even_stamps(ROWS, STEP);
        let slopes = forward_difference(&free_fall(&t), Spacing::Uniform(STEP)).unwrap();
        for error in errors(&slopes, &fall_velocity(&t)) {
            assert!((error + GRAVITY * STEP / 2.0).abs() < 1e-12);
        }
        assert!(largest(&errors(&slopes, &fall_velocity(&middles(&t)))) < 1e-12);
    }

    #[test]
    fn errors_halve_or_quarter_with_the_step() {
        let [coarse, fine] = [0.1, 0.05].map(|step| swing_errors(step).unwrap());
        let ratio = |of: fn(&Errors) -> f64| of(&coarse) / of(&fine);
        assert!((ratio(|e| e.difference_at_row) - 2.0).abs() < 0.05);
        assert!((ratio(|e| e.difference_at_middle) - 4.0).abs() < 0.05);
        assert!((ratio(|e| e.gradient) - 4.0).abs() < 0.05);
        assert!((fine.difference_at_middle / (0.05 * 0.05 / 24.0) - 1.0).abs() < 0.01);
        assert!((fine.gradient / (0.05 * 0.05 / 6.0) - 1.0).abs() < 0.01);
    }
}
