//! What uneven timestamps do.

use dxdt_calculus::{EdgeOrder, Spacing, fornberg_weights, gradient};
use dxdt_chart::SeriesRole;
use dxdt_motion::error::Result;

use super::samples::{
    GRAVITY, at, errors, fall_velocity, fixed, free_fall, largest, or_error, sampled,
};
use super::writer::Writer;

/// Half a second apart on average.
const STAMPS: [f64; 9] = [0.0, 0.3, 1.0, 1.2, 2.0, 2.3, 3.0, 3.4, 4.0];
/// How early or late the timestamps of x = sin t are at most, as a share of the step, and their longer step in seconds.
const JITTER: f64 = 0.3;
const COARSE: f64 = 0.1;
/// The row whose weights are shown.
const ROW: usize = 2;

/// The velocities of the same rows by three rules.
struct Velocities {
    as_if_even: Vec<f64>,
    /// The slope from the row before to the row after; none at the ends.
    between_neighbours: Vec<f64>,
    by_stamps: Vec<f64>,
}

pub(super) fn teach(writer: &mut Writer) -> Result<()> {
    let t = STAMPS.to_vec();
    let heights = free_fall(&t);
    let truth = fall_velocity(&t);
    let found = velocities(&t, &heights)?;
    let even_error = errors(&found.as_if_even, &truth);
    let neighbour_error = errors(&found.between_neighbours, &truth);
    let stamp_error = errors(&found.by_stamps, &truth);

    writer.number("rows", t.len() as f64);
    writer.number("step", mean_step(&t));
    writer.number("even_error", largest(&even_error));
    writer.number("neighbour_error", largest(&neighbour_error));
    writer.number("stamp_error", largest(&stamp_error));
    let (before, after) = (at(&t, ROW) - at(&t, ROW - 1), at(&t, ROW + 1) - at(&t, ROW));
    writer.number("at", at(&t, ROW));
    writer.number("before", before);
    writer.number("after", after);
    writer.number("both", before + after);
    writer.number("two_steps", 2.0 * mean_step(&t));
    writer.number("near", after / 2.0);
    writer.number("far", before / 2.0);
    writer.number("jitter", 100.0 * JITTER);
    writer.number("coarse", COARSE);
    writer.number("fine", COARSE / 2.0);
    writer.number("expected", (-GRAVITY * (after - before) / 2.0).abs());
    let [coarse, fine] = [swing_errors(COARSE)?, swing_errors(COARSE / 2.0)?];
    writer.number("coarse_even", coarse[0]);
    writer.number("fine_even", fine[0]);
    writer.number("coarse_stamps", coarse[1]);
    writer.number("fine_stamps", fine[1]);
    let [first, second, acceleration] = [0.01, 0.03, 2.0];
    writer.number("first_ms", 1e3 * first);
    writer.number("second_ms", 1e3 * second);
    writer.number("acceleration", acceleration);
    writer.number("car_error", acceleration * (second - first) / 2.0);

    writer.paragraph("clocks")?;
    let rows = (0..t.len()).map(|row| {
        let cell = |values: &[f64]| match at(values, row) {
            value if value.is_nan() => "–".to_owned(),
            value => fixed(value, 2),
        };
        vec![
            fixed(at(&t, row), 1),
            cell(&truth),
            cell(&found.as_if_even),
            cell(&even_error),
            cell(&found.between_neighbours),
            cell(&neighbour_error),
            cell(&found.by_stamps),
            cell(&stamp_error),
        ]
    });
    writer.table("fall", rows.collect())?;
    writer.paragraph("even")?;
    writer.paragraph("neighbours")?;
    writer.paragraph("weights")?;
    let weights = or_error(fornberg_weights(at(&t, ROW), &t[ROW - 1..=ROW + 1], 1))?;
    let mut rows = Vec::new();
    for (index, name) in ["before", "here", "after"].into_iter().enumerate() {
        let (row, weight) = (ROW - 1 + index, at(&weights, index));
        rows.push(vec![
            writer.row("weights", name)?,
            fixed(at(&t, row), 1),
            fixed(at(&heights, row), 4),
            fixed(weight, 4),
            fixed(weight * at(&heights, row), 3),
        ]);
    }
    let products = weights.iter().zip(&heights[ROW - 1..=ROW + 1]);
    let dash = || "–".to_owned();
    rows.push(vec![
        writer.row("weights", "sum")?,
        dash(),
        dash(),
        fixed(weights.iter().sum(), 4),
        fixed(products.map(|(weight, height)| weight * height).sum(), 3),
    ]);
    writer.table("weights", rows)?;

    let [blue, vermilion, green] = [0, 1, 2].map(SeriesRole::Entity);
    let inside = 1..t.len() - 1;
    let mut chart = writer.chart("velocity")?;
    chart.panel("velocity", "v", Some("m/s"))?;
    chart.line("true", SeriesRole::Measured, &t, &truth)?;
    chart.line("as_if_even", vermilion, &t, &found.as_if_even)?;
    chart.line("by_stamps", blue, &t, &found.by_stamps)?;
    chart.panel("error", "error", Some("m/s"))?;
    chart.line("as_if_even", vermilion, &t, &even_error)?;
    chart.line(
        "neighbours",
        green,
        &t[inside.clone()],
        &neighbour_error[inside],
    )?;
    chart.line("by_stamps", blue, &t, &stamp_error)?;
    chart.finish()?;
    writer.paragraph("halving")?;
    writer.command("inspect")?;
    writer.command("stamps")?;
    writer.command("spacing")
}

fn mean_step(t: &[f64]) -> f64 {
    (at(t, t.len() - 1) - at(t, 0)) / (t.len() - 1) as f64
}

fn velocities(t: &[f64], x: &[f64]) -> Result<Velocities> {
    let slope = |row: usize| {
        let [before, after] = [row.wrapping_sub(1), row + 1];
        (at(x, after) - at(x, before)) / (at(t, after) - at(t, before))
    };
    Ok(Velocities {
        as_if_even: or_error(gradient(
            x,
            Spacing::Uniform(mean_step(t)),
            EdgeOrder::Second,
        ))?,
        between_neighbours: (0..t.len()).map(slope).collect(),
        by_stamps: or_error(gradient(x, Spacing::Coordinates(t), EdgeOrder::Second))?,
    })
}

/// The largest errors between the ends for x = sin t, as if even and by timestamps, at timestamps that are early or late.
fn swing_errors(step: f64) -> Result<[f64; 2]> {
    let count = (6.0 / step) as usize;
    let stamp = |i: usize| step * (i as f64 + JITTER * (1.7 * i as f64).sin());
    let t: Vec<f64> = (0..count).map(stamp).collect();
    let found = velocities(&t, &sampled(&t, f64::sin))?;
    let truth = sampled(&t, f64::cos);
    let inside = 1..count - 1;
    let largest_inside =
        |found: &[f64]| largest(&errors(&found[inside.clone()], &truth[inside.clone()]));
    Ok([
        largest_inside(&found.as_if_even),
        largest_inside(&found.by_stamps),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slope_between_neighbours_is_off_by_half_the_difference_of_the_steps() {
        let found = velocities(&STAMPS, &free_fall(&STAMPS)).unwrap();
        let truth = fall_velocity(&STAMPS);
        for row in 1..STAMPS.len() - 1 {
            let before = STAMPS[row] - STAMPS[row - 1];
            let after = STAMPS[row + 1] - STAMPS[row];
            let expected = -GRAVITY * (after - before) / 2.0;
            let error = found.between_neighbours[row] - truth[row];
            assert!((error - expected).abs() < 1e-12);
        }
        assert!(largest(&errors(&found.by_stamps, &truth)) < 1e-12);
    }

    #[test]
    fn shorter_steps_help_only_where_the_stamps_are_used() {
        let [coarse, fine] = [0.1, 0.05].map(|step| swing_errors(step).unwrap());
        assert!((coarse[0] / fine[0] - 1.0).abs() < 0.1);
        assert!((coarse[1] / fine[1] - 4.0).abs() < 0.3);
    }

    #[test]
    fn the_weights_are_those_of_the_formula() {
        let (before, after) = (0.7, 0.2);
        let weights = fornberg_weights(0.0, &[-before, 0.0, after], 1).unwrap();
        let expected = [
            -after / (before * (before + after)),
            (after - before) / (before * after),
            before / (after * (before + after)),
        ];
        assert!(largest(&errors(&weights, &expected)) < 1e-12);
    }
}
