//! How far a missing value reaches.

use dxdt_calculus::{
    EdgeOrder, Scheme, Spacing, derivative, diff, fornberg_weights, gradient, second_derivative,
};
use dxdt_chart::SeriesRole;
use dxdt_motion::error::Result;

use super::samples::{errors, even_stamps, fixed, largest, or_error, sampled};
use super::writer::Writer;

const ROWS: usize = 9;
const UNEVEN: [f64; ROWS] = [0.0, 1.0, 2.5, 3.0, 4.5, 5.0, 6.0, 7.5, 8.0];
/// The rows that are missing, one at a time: in the middle, and first.
const MISSING: [usize; 2] = [4, 0];
/// The rows of the chart that are missing.
const CHART_MISSING: [usize; 2] = [12, 30];

/// The rows of a long log.
const LONG: usize = 1000;

/// The ways to derive, told by which rows it gives NaN.
const RULES: [&str; 6] = [
    "difference",
    "even",
    "uneven",
    "even_twice",
    "uneven_twice",
    "direct",
];

pub(super) fn teach(writer: &mut Writer) -> Result<()> {
    let mut rows = Vec::new();
    for rule in RULES {
        let mut row = vec![writer.row("reach", rule)?];
        for missing in MISSING {
            row.push(marks(&derived(rule, &squares(Some(missing)))?));
        }
        row.push(lost(&derived(rule, &squares(Some(MISSING[0])))?).to_string());
        rows.push(row);
    }
    let count = |rule: &str| -> Result<usize> { Ok(lost(&derived(rule, &squares(Some(4)))?)) };
    writer.value("even_lost", count("even")?);
    writer.value("uneven_lost", count("uneven")?);
    writer.value("uneven_twice_lost", count("uneven_twice")?);
    writer.value("difference_lost", count("difference")?);
    writer.value("direct_lost", count("direct")?);
    writer.value("row", MISSING[0]);
    writer.value("first_missing", CHART_MISSING[0]);
    writer.value("second_missing", CHART_MISSING[1]);
    writer.number("long", LONG as f64);
    let weights = or_error(fornberg_weights(0.0, &[-1.0, 0.0, 1.0], 1))?;
    let weights: Vec<String> = weights.iter().map(|weight| fixed(*weight, 1)).collect();
    writer.value("weights", weights.join(", "));
    let (kept, velocity) = stepped_over(&UNEVEN, &squares(Some(MISSING[0])))?;
    let truth = sampled(&kept, |t| 2.0 * t);
    writer.value("kept", kept.len());
    writer.value("rows", ROWS);
    writer.number("kept_error", largest(&errors(&velocity, &truth)));
    let [velocity_share, acceleration_share] = every_tenth()?;
    writer.number("velocity_share", 100.0 * velocity_share);
    writer.number("acceleration_share", 100.0 * acceleration_share);

    writer.paragraph("marks")?;
    writer.table("reach", rows)?;
    writer.paragraph("even")?;
    writer.paragraph("chained")?;
    writer.paragraph("over")?;
    chart(writer)?;
    writer.paragraph("gap")?;
    writer.command("analyze")?;
    writer.command("gradient")
}

/// x = t² with one value missing, at the uneven timestamps.
fn squares(missing: Option<usize>) -> Vec<f64> {
    let mut values = sampled(&UNEVEN, |t| t * t);
    if let Some(value) = missing.and_then(|row| values.get_mut(row)) {
        *value = f64::NAN;
    }
    values
}

fn derived(rule: &str, values: &[f64]) -> Result<Vec<f64>> {
    let uneven = Spacing::Coordinates(&UNEVEN);
    let even = Spacing::Uniform(1.0);
    let edge_order = EdgeOrder::Second;
    let (order, spacing, scheme) = match rule {
        "difference" => return Ok(diff(values, 1)),
        "even" => (1, even, Scheme::Chained(edge_order)),
        "uneven" => (1, uneven, Scheme::Chained(edge_order)),
        "even_twice" => (2, even, Scheme::Chained(edge_order)),
        "uneven_twice" => (2, uneven, Scheme::Chained(edge_order)),
        _ => return or_error(second_derivative(values, uneven)),
    };
    or_error(derivative(values, spacing, order, scheme))
}

fn lost(values: &[f64]) -> usize {
    values.iter().filter(|value| value.is_nan()).count()
}

/// A dot for each number and an N for each NaN.
fn marks(values: &[f64]) -> String {
    let mark = |value: &f64| if value.is_nan() { 'N' } else { '·' };
    values.iter().map(mark).collect()
}

/// The timestamps and velocities of the rows that have a value, derived without the others.
fn stepped_over(t: &[f64], values: &[f64]) -> Result<(Vec<f64>, Vec<f64>)> {
    let present = t.iter().zip(values).filter(|(_, value)| !value.is_nan());
    let (t, values): (Vec<f64>, Vec<f64>) = present.unzip();
    let velocity = gradient(&values, Spacing::Coordinates(&t), EdgeOrder::Second);
    Ok((t, or_error(velocity)?))
}

/// Which shares of velocity and chained acceleration are lost where every tenth of many uneven rows is missing.
fn every_tenth() -> Result<[f64; 2]> {
    let t = wobbling(LONG);
    let value = |row: usize| if row % 10 == 5 { f64::NAN } else { row as f64 };
    let values: Vec<f64> = (0..LONG).map(value).collect();
    let share = |order: usize| -> Result<f64> {
        let scheme = Scheme::Chained(EdgeOrder::Second);
        let derived = or_error(derivative(&values, Spacing::Coordinates(&t), order, scheme))?;
        Ok(lost(&derived) as f64 / LONG as f64)
    };
    Ok([share(1)?, share(2)?])
}

/// Timestamps a tenth of a second apart, early or late by up to 30 % of that.
fn wobbling(count: usize) -> Vec<f64> {
    let late = |i: f64| 0.3 * (1.7 * i).sin();
    sampled(&even_stamps(count, 1.0), |i| 0.1 * (i + late(i)))
}

fn chart(writer: &mut Writer) -> Result<()> {
    let t = wobbling(41);
    let mut x = sampled(&t, |t| (2.0 * t).sin());
    for row in CHART_MISSING {
        if let Some(value) = x.get_mut(row) {
            *value = f64::NAN;
        }
    }
    let spacing = Spacing::Coordinates(&t);
    let velocity = or_error(gradient(&x, spacing, EdgeOrder::Second))?;
    let acceleration = or_error(gradient(&velocity, spacing, EdgeOrder::Second))?;
    let (kept, kept_velocity) = stepped_over(&t, &x)?;
    let kept_acceleration = or_error(gradient(
        &kept_velocity,
        Spacing::Coordinates(&kept),
        EdgeOrder::Second,
    ))?;
    let (with, over) = (SeriesRole::Main, SeriesRole::Measured);
    let mut chart = writer.chart("holes")?;
    chart.panel("position", "x", Some("m"))?;
    chart.line("nan", with, &t, &x)?;
    chart.panel("velocity", "v", Some("m/s"))?;
    chart.line("over", over, &kept, &kept_velocity)?;
    chart.line("nan", with, &t, &velocity)?;
    chart.panel("acceleration", "a", Some("m/s²"))?;
    chart.line("over", over, &kept, &kept_acceleration)?;
    chart.line("nan", with, &t, &acceleration)?;
    chart.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nan_reaches_as_far_as_the_rule_looks() {
        let reach = |rule, missing| marks(&derived(rule, &squares(Some(missing))).unwrap());
        assert_eq!(reach("difference", 4), "···NN···");
        assert_eq!(reach("even", 4), "···N·N···");
        assert_eq!(reach("uneven", 4), "···NNN···");
        assert_eq!(reach("even_twice", 4), "··N·N·N··");
        assert_eq!(reach("uneven_twice", 4), "··NNNNN··");
        assert_eq!(reach("direct", 4), "···NNN···");
    }

    #[test]
    fn what_is_stepped_over_costs_nothing_but_itself() {
        let (t, velocity) = stepped_over(&UNEVEN, &squares(Some(4))).unwrap();
        assert_eq!(t.len(), ROWS - 1);
        assert!(largest(&errors(&velocity, &sampled(&t, |t| 2.0 * t))) < 1e-12);
    }

    #[test]
    fn every_tenth_row_missing_takes_three_and_five_tenths() {
        assert_eq!(every_tenth().unwrap(), [0.3, 0.5]);
    }

    #[test]
    fn dxdt_steps_over_a_missing_row() {
        use dxdt_motion::audit::{AuditOptions, audit};
        use dxdt_motion::log::LogBuilder;
        use dxdt_motion::motion::{DeriveOptions, derive};

        let x: Vec<f64> = (0..)
            .zip(UNEVEN)
            .map(|(row, t)| if row == 4 { f64::NAN } else { t * t })
            .collect();
        let log = LogBuilder::of_seconds(&UNEVEN).position("x", Some("m"), &x);
        let log = log.build().unwrap();
        let audited = audit(&log, &AuditOptions::default()).unwrap();
        let motion = derive(&audited, &DeriveOptions::default());
        let (_, expected) = stepped_over(&UNEVEN, &squares(Some(4))).unwrap();
        let known: Vec<f64> = motion.velocity[0]
            .iter()
            .copied()
            .filter(|v| !v.is_nan())
            .collect();
        assert_eq!(known.len(), ROWS - 1);
        assert!(largest(&errors(&known, &expected)) < 1e-12);
    }
}
